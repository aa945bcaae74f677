"""What a rule says of one person and of one box of values, worked out value by value."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping

from planner.domain.rule import All, Any, Condition, Not, Operator, Rule
from tests.attacks.world import AGE_EDGES, AGES

Box = Mapping[str, Collection[str]]
"""Attribute → the labels that its people have."""


def holds(rule: Rule, values: Mapping[str, str]) -> bool:
    """Say whether a rule is true of a person with these labels."""
    match rule:
        case All(parts):
            return all(holds(part, values) for part in parts)
        case Any(parts):
            return any(holds(part, values) for part in parts)
        case Not(part):
            return not holds(part, values)
        case Condition(attribute, operator, operands):
            return _compares(operator, values[attribute], operands)


def attributes_of(rule: Rule) -> set[str]:
    """Return the attributes that a rule names."""
    match rule:
        case All(parts) | Any(parts):
            return set().union(*map(attributes_of, parts))
        case Not(part):
            return attributes_of(part)
        case Condition(attribute):
            return {attribute}


def verdicts(rule: Rule, box: Box) -> set[bool]:
    """Return what a rule says of the combinations of values in a box: both when it cuts the box."""
    named = sorted(attributes_of(rule))
    combinations: Iterator[tuple[str, ...]] = itertools.product(*(sorted(box[name]) for name in named))
    return {holds(rule, dict(zip(named, values, strict=True))) for values in combinations}


def _compares(operator: Operator, label: str, operands: tuple[str | int | float, ...]) -> bool:
    if operator in {Operator.EQUAL, Operator.IN}:
        return label in operands
    if operator in {Operator.NOT_EQUAL, Operator.NOT_IN}:
        return label not in operands
    bands = [_band_from(operand) for operand in operands]
    return _RANGES[operator](AGES.index(label), *bands)


def _band_from(operand: str | float) -> int:
    """Return the band that a label names or that an edge begins."""
    return AGES.index(operand) if isinstance(operand, str) else AGE_EDGES.index(int(operand)) + 1


_RANGES: Mapping[Operator, Callable[..., bool]] = {
    Operator.LESS: lambda place, first: place < first,
    Operator.AT_MOST: lambda place, last: place <= last,
    Operator.MORE: lambda place, first: place > first,
    Operator.AT_LEAST: lambda place, first: place >= first,
    Operator.BETWEEN: lambda place, first, last: first <= place <= last,
    Operator.NOT_BETWEEN: lambda place, first, last: not first <= place <= last,
}

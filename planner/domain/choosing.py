"""Choosing: values that somebody ticks in a list, as the shortest condition that names them, and back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.binding import NOTHING_DROPPED, bind_condition
from planner.domain.edges import ordered_size
from planner.domain.errors import PlannerError
from planner.domain.rule import OPPOSITES, Condition, Operand, Operator

Chosen = NDArray[np.bool_]
"""Which values of an attribute are named: `(values,) bool`."""

RANGE_FROM = 3
"""So many neighbouring bands are said as a range; fewer are named one by one."""
_NEGATIVE = frozenset(OPPOSITES.values())


def is_negative(operator: Operator) -> bool:
    """Return whether a condition with this operator leaves out what it names."""
    return operator in _NEGATIVE


def chosen_by(
    condition: Condition, attributes: Sequence[Attribute], *, dropped: Mapping[str, str] = NOTHING_DROPPED
) -> tuple[int, Chosen]:
    """Return the attribute that a condition is about, and the values that it names: none without operands.

    Raises as `bind` does.
    """
    if not condition.operands:
        condition = Condition(condition.attribute, Operator.IN, ())
    leaf = bind_condition(condition, attributes, dropped=dropped)
    return leaf.attribute, ~leaf.allowed if is_negative(condition.operator) else leaf.allowed


def named_by(
    condition: Condition, attributes: Sequence[Attribute], *, dropped: Mapping[str, str] = NOTHING_DROPPED
) -> tuple[int, Chosen]:
    """Return the same, without the operands that no value of the attribute goes by any more.

    Raises PlannerError `rule-unknown-attribute`, `rule-not-kept` and `rule-ambiguous-name`.
    """
    try:
        return chosen_by(condition, attributes, dropped=dropped)
    except PlannerError:
        place, chosen = chosen_by(Condition(condition.attribute, Operator.IN, ()), attributes, dropped=dropped)
    for operand in condition.operands:
        with suppress(PlannerError):
            chosen |= chosen_by(Condition(condition.attribute, Operator.EQUAL, (operand,)), attributes)[1]
    return place, chosen


def condition_naming(
    attributes: Sequence[Attribute], place: int, chosen: Chosen, *, negative: bool = False
) -> Condition:
    """Return the shortest condition that names exactly the chosen values of an attribute, at least one.

    Three or more neighbouring bands become a range. Whole groups of a hierarchy go by the name of their level, or,
    beside single values, by their own label where no other level has it. Nothing is ever said by its exceptions.
    """
    attribute = attributes[place]
    options = [(attribute.name, _labels(attribute, chosen)), *_by_level(attributes, attribute, chosen)]
    if attribute.levels:
        options.append((attribute.name, _mixed(attribute, chosen)))
    name, labels = min(options, key=lambda option: len(option[1]))  # of equals the first: the finest
    bands = _range(attribute, chosen, negative=negative)
    return bands or listed(name, labels, negative=negative)


def naming_as(operator: Operator, attributes: Sequence[Attribute], place: int, chosen: Chosen) -> Condition:
    """Return the shortest condition that names the chosen values, a range from two bands on where one is asked for."""
    named = condition_naming(attributes, place, chosen, negative=is_negative(operator))
    codes = np.flatnonzero(chosen)
    is_range = operator in {Operator.BETWEEN, Operator.NOT_BETWEEN} and 1 < len(codes) == codes[-1] - codes[0] + 1
    return with_operator(operator, attributes, place, chosen) if is_range else named


def with_operator(operator: Operator, attributes: Sequence[Attribute], place: int, chosen: Chosen) -> Condition:
    """Return a condition with an operator, naming as much of the chosen values of an attribute as it can.

    A range goes from the first chosen band to the last. `IN` and `NOT IN` stand for `=` and `<>` too. Without a
    chosen value that the operator can name, the condition has no operands yet.
    """
    attribute = attributes[place]
    is_list = operator in {Operator.IN, Operator.NOT_IN}
    codes = np.flatnonzero(chosen if is_list else chosen[: ordered_size(attribute)])
    if not len(codes):
        return Condition(attribute.name, operator, ())
    if is_list and attribute.levels:
        return condition_naming(attributes, place, chosen, negative=is_negative(operator))
    if is_list:
        return listed(attribute.name, _labels(attribute, chosen), negative=is_negative(operator))
    low, high = attribute.labels[codes[0]], attribute.labels[codes[-1]]
    operands = {Operator.AT_LEAST: (low,), Operator.LESS: (low,), Operator.AT_MOST: (high,), Operator.MORE: (high,)}
    return Condition(attribute.name, operator, operands.get(operator, (low, high)))


def listed(name: str, operands: Sequence[Operand], *, negative: bool = False) -> Condition:
    """Return the condition that names some labels: `=` for one, `IN` for several, or their opposites."""
    operator = Operator.EQUAL if len(operands) == 1 else Operator.IN
    return Condition(name, OPPOSITES[operator] if negative else operator, tuple(operands))


def _labels(attribute: Attribute, chosen: Chosen) -> list[str]:
    return [attribute.labels[code] for code in np.flatnonzero(chosen)]


def _by_level(attributes: Sequence[Attribute], attribute: Attribute, chosen: Chosen) -> list[tuple[str, list[str]]]:
    """Return the levels, finest first, at which the values are whole groups, with the labels of those."""
    names = [each.name for each in attributes] + [level.name for each in attributes for level in each.levels]
    found = []
    for level in attribute.levels:
        groups = _whole_groups(level, chosen)
        if names.count(level.name) == 1 and _values_of(level, groups)[chosen].all():
            found.append((level.name, [level.labels[group] for group in groups]))
    return found


def _mixed(attribute: Attribute, chosen: Chosen) -> list[str]:
    """Return labels of whatever level that name the values together: the largest whole groups first."""
    left, named = chosen.copy(), {}
    for level in reversed(attribute.levels):
        for group in _whole_groups(level, left):
            values = _values_of(level, [group])
            if _is_plain(attribute, level, group):
                named[int(np.argmax(values))] = level.labels[group]
                left &= ~values
    named |= {int(code): attribute.labels[code] for code in np.flatnonzero(left)}
    return [named[code] for code in sorted(named)]


def _whole_groups(level: Level, chosen: Chosen) -> list[int]:
    """Return the groups of which every value is chosen, in the order of the tree."""
    groups, size = np.asarray(level.group_of), len(level.labels)
    held, counted = np.bincount(groups, minlength=size), np.bincount(groups, chosen, size)
    first = {int(group): place for place, group in reversed(list(enumerate(level.group_of)))}
    return sorted(np.flatnonzero((held == counted) & (held > 0)).tolist(), key=first.__getitem__)


def _values_of(level: Level, groups: Sequence[int]) -> Chosen:
    return np.isin(np.asarray(level.group_of), groups)


def _is_plain(attribute: Attribute, level: Level, group: int) -> bool:
    """Return whether a group's label means that group, and nothing else, where its level is not named."""
    label = level.labels[group]
    others = [each for each in attribute.levels if each is not level and label in each.labels]
    return label not in attribute.labels and not others and level.labels.count(label) == 1


def _range(attribute: Attribute, chosen: Chosen, *, negative: bool) -> Condition | None:
    """Return the range that the values make up, if they do."""
    codes = np.flatnonzero(chosen)
    first, last, size = int(codes[0]), int(codes[-1]), ordered_size(attribute)
    is_run = attribute.kind is Kind.ORDERED and last < size and last - first == len(codes) - 1
    if not is_run or len(codes) < RANGE_FROM:
        return None
    low, high = attribute.labels[first], attribute.labels[last]
    if negative:
        return Condition(attribute.name, Operator.NOT_BETWEEN, (low, high))
    if last == size - 1:
        return Condition(attribute.name, Operator.AT_LEAST, (low,))
    if first == 0:
        return Condition(attribute.name, Operator.AT_MOST, (high,))
    return Condition(attribute.name, Operator.BETWEEN, (low, high))

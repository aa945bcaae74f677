"""The words of a rule: names and labels it goes by, told apart from those it rules out."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from planner.domain.rule import All, Any, Condition, Not, Operand, Operator, Rule
from planner.domain.themes import plain_words

ADULT_FROM = 18
MINORS = "under 18"
"""What an age below `ADULT_FROM` says, whether a number or the label of a band tells it."""

_WITHOUT_OPERANDS = {Operator.NOT_EQUAL, Operator.NOT_IN, Operator.NOT_BETWEEN, Operator.LESS, Operator.MORE}
_AGES = {
    "age",
    "age in years",
    "years of age",
    "age group",
    "age band",
    "customer age",
    "age en annees",
    "tranche d age",
}
_OPPOSITE = {
    Operator.EQUAL: Operator.NOT_EQUAL,
    Operator.LESS: Operator.AT_LEAST,
    Operator.AT_MOST: Operator.MORE,
    Operator.IN: Operator.NOT_IN,
    Operator.BETWEEN: Operator.NOT_BETWEEN,
}
_OPPOSITE |= {opposite: operator for operator, opposite in _OPPOSITE.items()}

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_BELOW = re.compile(r"\b(?:under|below|less than|moins de|unter)\b|<", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:over|older|above|plus|more|mehr)\b|[+>≥]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule is written with."""

    attributes: tuple[str, ...]
    included: tuple[str, ...]
    """Labels of people it asks for."""
    excluded: tuple[str, ...]
    """Labels of people it leaves out."""


def rule_words(rule: Rule) -> RuleWords:
    """Return the names and labels of a rule, each once, in reading order."""
    told = tuple(_walk(rule, asked=True))
    included = dict.fromkeys(word for _, words, asked in told if asked for word in words)
    excluded = dict.fromkeys(word for _, words, asked in told if not asked for word in words)
    return RuleWords(tuple(dict.fromkeys(name for name, _, _ in told)), tuple(included), tuple(excluded))


def _walk(rule: Rule, *, asked: bool) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Walk the conditions as (attribute, labels, whether people with them are asked for)."""
    match rule:
        case Condition(attribute, operator, _):
            yield attribute, tuple(_labels(rule)), asked == (operator not in _WITHOUT_OPERANDS)
            if _asks_for_minors(rule if asked else replace(rule, operator=_OPPOSITE[operator])):
                yield attribute, (MINORS,), True
        case Not(part):
            yield from _walk(part, asked=not asked)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _walk(part, asked=asked)


def _labels(condition: Condition) -> Iterator[str]:
    yield from (operand for operand in condition.operands if isinstance(operand, str))


def _asks_for_minors(condition: Condition) -> bool:
    """Return whether a condition on an age asks for nobody but minors, or names a band of nobody else."""
    if plain_words(condition.attribute) not in _AGES:
        return False
    spans = [_span(operand) for operand in condition.operands]
    match condition.operator:
        case Operator.LESS:
            return spans[0][0] <= ADULT_FROM
        case Operator.AT_MOST | Operator.BETWEEN:
            return spans[-1][1] < ADULT_FROM
        case Operator.EQUAL | Operator.IN:
            return any(high < ADULT_FROM for _, high in spans)
        case _:
            return False


def _span(operand: Operand) -> tuple[float, float]:
    """Return the lowest and the highest age that a number or the label of a band tells; beyond all where none does."""
    if not isinstance(operand, str):
        return operand, operand
    numbers = [float(each.replace(",", ".")) for each in _NUMBER.findall(operand)]
    if not numbers:
        return math.inf, math.inf
    low, high = numbers[0], numbers[-1]
    if _BELOW.search(operand):
        return (0 if len(numbers) == 1 else low), math.nextafter(high, 0)
    return low, math.inf if _OPEN.search(operand) else high

"""The words of a rule: names and labels it goes by, told apart from those it rules out."""

from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.rule import All, Any, Condition, Not, Operator, Rule
from planner.domain.themes import plain_words

ADULT_FROM = 18
MINORS = "under 18"
"""What a number below `ADULT_FROM` says when the attribute is an age."""

_WITHOUT_OPERANDS = {Operator.NOT_EQUAL, Operator.NOT_IN, Operator.NOT_BETWEEN, Operator.LESS, Operator.MORE}
_UP_TO = {Operator.LESS: ADULT_FROM, Operator.AT_MOST: ADULT_FROM - 1, Operator.BETWEEN: ADULT_FROM - 1}
_AGES = {"age", "age in years", "years of age", "age en annees"}


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
            if _means_minors(rule):
                yield attribute, (MINORS,), asked
        case Not(part):
            yield from _walk(part, asked=not asked)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _walk(part, asked=asked)


def _labels(condition: Condition) -> Iterator[str]:
    yield from (operand for operand in condition.operands if isinstance(operand, str))


def _means_minors(condition: Condition) -> bool:
    """Return whether a condition on an age asks for nobody but minors."""
    highest = condition.operands[-1] if condition.operands else ""
    limit = _UP_TO.get(condition.operator)
    is_age = plain_words(condition.attribute) in _AGES
    return is_age and limit is not None and not isinstance(highest, str) and highest <= limit

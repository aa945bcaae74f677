"""Binding: what a rule's names, labels and numbers mean in one population, as sets of values."""

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from planner.domain import bound
from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.bound import Bound, Leaf
from planner.domain.edges import bands_between, not_an_edge, ordered_size, scale_of, value_on
from planner.domain.errors import PlannerError
from planner.domain.rule import RANGES, All, Any, Condition, Not, Operand, Operator, Rule

NOTHING_DROPPED: Mapping[str, str] = MappingProxyType({})
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
_NEGATIVE = {Operator.NOT_EQUAL, Operator.NOT_IN, Operator.NOT_BETWEEN}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SHOWN = 5


def bind(rule: Rule, attributes: Sequence[Attribute], *, dropped: Mapping[str, str] = NOTHING_DROPPED) -> Bound:
    """Return the rule as sets of allowed values, without negations, merged per attribute.

    A name is an attribute or a level of a hierarchical one; a hierarchical attribute also takes the labels of its
    coarser levels where only one level has them. Ordered attributes take ranges: of labels, and, when banded from
    numbers or dates, of numbers or ISO dates that fall on band edges. Labels may be typed with a plain hyphen for any
    dash. The logic has two values: `(missing)` is inside no range, and inside every `<>`, `NOT IN` and `NOT` of what it
    is not in. `dropped` says which columns are not kept, name → role, so that a rule over one is told why.

    Raises PlannerError: `rule-unknown-attribute`, `rule-not-kept`, `rule-ambiguous-name`, `rule-unknown-label`,
    `rule-ambiguous-label`, `rule-number-for-label`, `rule-order-needed`, `rule-missing-in-range`,
    `rule-range-reversed`, `rule-not-an-edge`.
    """
    return bind_with(rule, lambda condition: bind_condition(condition, attributes, dropped=dropped))


def bind_with(rule: Rule, leaf_of: Callable[[Condition], Leaf]) -> Bound:
    """Return the rule with each of its conditions bound by `leaf_of`, which may remember them from rule to rule."""
    match rule:
        case Condition():
            return bound.every([leaf_of(rule)])
        case Not(part):
            return bound.negated(bind_with(part, leaf_of))
        case All(parts):
            return bound.every(bind_with(part, leaf_of) for part in parts)
        case Any(parts):
            return bound.some(bind_with(part, leaf_of) for part in parts)


def bind_condition(
    condition: Condition, attributes: Sequence[Attribute], *, dropped: Mapping[str, str] = NOTHING_DROPPED
) -> Leaf:
    """Return one condition as a leaf, even where it allows every value or none. Raises as `bind` does."""
    place, level = _resolve(condition.attribute, attributes, dropped)
    subject = _Subject(condition, attributes[place], level)
    allowed = _range(subject) if condition.operator in RANGES else _listed(subject)
    return Leaf(place, ~allowed if condition.operator in _NEGATIVE else allowed)


@dataclass(frozen=True, slots=True)
class _Subject:
    """A condition with the attribute it is about, or the level of it that it names."""

    condition: Condition
    attribute: Attribute
    level: Level | None

    @property
    def labels(self) -> tuple[str, ...]:
        return self.level.labels if self.level else self.attribute.labels

    def refuse(self, code: str, operand: Operand) -> PlannerError:
        nearest = self._band_of(str(operand)) or _nearest(str(operand), self._named_labels())
        return PlannerError(code, attribute=self.condition.attribute, value=operand, nearest=nearest)

    def _band_of(self, text: str) -> tuple[str, ...]:
        """Return the band that holds the first number of a text; none where bands are not of numbers."""
        edges, number = self.attribute.edges, _NUMBER.search(text)
        if self.level or number is None or not edges or isinstance(edges[0], str):
            return ()
        return (self.attribute.labels[bisect_right(edges, float(number[0]))],)

    def _named_labels(self) -> tuple[str, ...]:
        coarser = () if self.level else self.attribute.levels
        own = self.level.named if self.level else self.attribute.named
        return (*own, *(label for level in coarser for label in level.named))


def _resolve(name: str, attributes: Sequence[Attribute], dropped: Mapping[str, str]) -> tuple[int, Level | None]:
    """Return which attribute a name means, and which level of it, if any."""
    names = [attribute.name for attribute in attributes]
    if name in names:
        return names.index(name), None
    levels = [(i, level) for i, attribute in enumerate(attributes) for level in attribute.levels if level.name == name]
    if len(levels) == 1:
        return levels[0]
    if levels:
        raise PlannerError("rule-ambiguous-name", name=name, attributes=tuple(names[i] for i, _ in levels))
    if name in dropped:
        raise PlannerError("rule-not-kept", attribute=name, role=dropped[name])
    known = (*names, *(level.name for attribute in attributes for level in attribute.levels))
    raise PlannerError("rule-unknown-attribute", attribute=name, nearest=_nearest(name, known))


def _listed(subject: _Subject) -> NDArray[np.bool_]:
    """Return the values that a list of labels, or of numbers that are whole bands, stands for."""
    places = {label: place for place, label in enumerate(subject.labels)}
    chosen = [places[operand] for operand in subject.condition.operands if operand in places]
    allowed = _in_groups(subject.level, chosen, len(subject.attribute.labels))
    scale = None if subject.level else scale_of(subject.attribute)
    for operand in subject.condition.operands:
        value = value_on(scale, operand)
        if operand in places:
            continue
        if scale is None or value is None:
            allowed |= _labelled(subject, operand)
        else:
            first, beyond = bands_between(scale, subject.condition, value, value)
            allowed[first:beyond] = True
    return allowed


def _labelled(subject: _Subject, operand: Operand) -> NDArray[np.bool_]:
    """Return the values a label stands for: typed exactly, else with another dash."""
    if not isinstance(operand, str):
        raise subject.refuse("rule-number-for-label", operand)
    for fold in (str, _plain_dashes):
        found = _matching(subject, fold(operand), fold)
        if found is not None:
            return found
    raise subject.refuse("rule-unknown-label", operand)


def _matching(subject: _Subject, wanted: str, fold: Callable[[str], str]) -> NDArray[np.bool_] | None:
    """Return the values of the label that reads as wanted: the subject's own first, else one of a coarser level."""
    size = len(subject.attribute.labels)
    own = [i for i, label in enumerate(subject.labels) if fold(label) == wanted]
    if own:
        return _in_groups(subject.level, own, size)
    coarser = () if subject.level else subject.attribute.levels
    found = {
        level.name: _in_groups(level, [i], size)
        for level in coarser
        for i, label in enumerate(level.labels)
        if fold(label) == wanted
    }
    if len({mask.tobytes() for mask in found.values()}) > 1:
        name = subject.condition.attribute
        raise PlannerError("rule-ambiguous-label", attribute=name, value=wanted, levels=tuple(found))
    return next(iter(found.values()), None)


def _in_groups(level: Level | None, places: list[int], size: int) -> NDArray[np.bool_]:
    """Return the values that are one of the places, or whose group at a level is."""
    chosen = np.zeros(len(level.labels) if level else size, dtype=np.bool_)
    chosen[places] = True
    return chosen.take(np.asarray(level.group_of, dtype=np.intp)) if level else chosen


def _range(subject: _Subject) -> NDArray[np.bool_]:
    """Return the values in a range: from a position in the attribute's order to another."""
    condition, attribute = subject.condition, subject.attribute
    if subject.level or attribute.kind is not Kind.ORDERED:
        raise PlannerError("rule-order-needed", attribute=condition.attribute)
    low, high = _positions(subject)
    if condition.operator in {Operator.BETWEEN, Operator.NOT_BETWEEN} and low >= high:
        raise PlannerError("rule-range-reversed", attribute=condition.attribute)
    codes = np.arange(len(attribute.labels))
    return np.asarray((codes >= low) & (codes < high), dtype=np.bool_)


def _positions(subject: _Subject) -> tuple[int, int]:
    """Return the codes `[low, high)` that the condition's operator and operands span, `(missing)` never among them."""
    operands, end = subject.condition.operands, ordered_size(subject.attribute)
    match subject.condition.operator:
        case Operator.LESS:
            return 0, _position(subject, operands[0], after=False)
        case Operator.AT_MOST:
            return 0, _position(subject, operands[0], after=True)
        case Operator.MORE:
            return _position(subject, operands[0], after=True), end
        case Operator.AT_LEAST:
            return _position(subject, operands[0], after=False), end
        case _:
            return _position(subject, operands[0], after=False), _position(subject, operands[1], after=True)


def _position(subject: _Subject, operand: Operand, *, after: bool) -> int:
    """Return the first code of what a label or number begins, or the code right after it."""
    scale = scale_of(subject.attribute)
    value = value_on(scale, operand)
    if scale is None or value is None or operand in subject.labels:
        code = int(np.flatnonzero(_labelled(subject, operand))[0])
        if code >= ordered_size(subject.attribute):
            raise PlannerError("rule-missing-in-range", attribute=subject.condition.attribute)
        return code + after
    position = scale.position(value, after=after)
    if position is None:
        raise not_an_edge(scale, subject.condition, value)
    return position


def _nearest(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names most like the wanted one; the first few when none is like it."""
    by_fold = {_plain_dashes(name).casefold(): name for name in reversed(list(known))}
    folded = _plain_dashes(wanted).casefold()
    close = [folded] if folded in by_fold else difflib.get_close_matches(folded, by_fold, n=3)
    return tuple(by_fold[name] for name in close) or tuple(by_fold.values())[: -_SHOWN - 1 : -1]


def _plain_dashes(text: str) -> str:
    return text.translate(_DASHES)

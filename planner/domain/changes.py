"""Changes: the small edits of a rule that could let more people in, each with what it gives up."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind
from planner.domain.bound import Leaf
from planner.domain.edges import ordered_size
from planner.domain.errors import Fact
from planner.domain.naming import condition_for
from planner.domain.rule import EVERYONE, All, Any, Condition, Not, Rule, flatten
from planner.domain.rule_text import rule_text
from planner.domain.segment_index import CUT, INSIDE, SegmentIndex, members_of, set_status

LIST_LOSS = 1.0
"""What following a released list gives up: as much as a whole condition."""
_NEIGHBOURS, _SIBLINGS, _GROUPS = 4, 3, 2
"""How many bands, values and cut value sets are tried for one condition: the nearest, and those with most people."""

Path = tuple[int, ...]
"""Where a part stands in a rule: the place among its group's parts, level by level; 0 below a negation."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit of a rule: a permanent kebab-case code and the facts that fill its sentence."""

    code: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, eq=False, slots=True)
class Edit:
    """A changed rule, the change, and the information it gives up.

    The loss is measured as NCP measures generalisation (Xu et al., *Utility-Based Anonymization*, 2006): the share of
    the attribute's values that a condition newly allows, summed over the conditions it touches.
    """

    rule: Rule
    change: Change
    loss: float
    at: Path


def drops(rule: Rule, leaf_of: Callable[[Condition], Leaf]) -> Iterator[Edit]:
    """Yield the rule without one of the parts that must all be true; a rule of one part, without it, is everyone."""
    for path, part, positive in walk(rule):
        must_hold = isinstance(part_at(rule, path[:-1]), All) if path else not isinstance(rule, All)
        if not positive or not must_hold:
            continue
        loss = sum(_opened(leaf_of(condition)) for condition in _conditions(part))
        change = Change("drop-condition", {"before": rule_text(part)})
        yield Edit(replaced(rule, path, EVERYONE), change, loss, path)


def widened(index: SegmentIndex, rule: Rule, place: tuple[Path, Leaf], others: NDArray[np.bool_]) -> Iterator[Edit]:
    """Yield the rule with one condition wider: a neighbouring band, a whole level, a sibling, a cut segment's values.

    `others` marks the segments that would be reachable were it not for the condition.
    """
    path, leaf = place
    before = part_at(rule, path)
    attributes = index.table.attributes
    tried = {leaf.allowed.tobytes()}
    for code, allowed in _wider(index, leaf, others):
        if allowed.all() or allowed.tobytes() in tried:
            continue
        tried.add(allowed.tobytes())
        after = condition_for(attributes, leaf.attribute, allowed)
        added = tuple(attributes[leaf.attribute].labels[each] for each in np.flatnonzero(allowed & ~leaf.allowed))
        change = Change(code, {"before": rule_text(before), "after": rule_text(after), "added": added})
        loss = float(allowed.sum() - leaf.allowed.sum()) / len(allowed)
        yield Edit(replaced(rule, path, after), change, loss, path)


def aligned(rule: Rule, name: str, released: Rule) -> Iterator[Edit]:
    """Yield the rule made to agree with a released list: taking it in, leaving it out, within it, or the list again."""
    options: dict[str, Rule] = {
        "include-list": Any((rule, released)),
        "leave-out-list": All((rule, Not(released))),
        "stay-within-list": All((rule, released)),
        "same-as-list": released,
    }
    for code, option in options.items():
        yield Edit(flatten(option), Change(code, {"list": name}), LIST_LOSS, ())


def walk(rule: Rule, path: Path = (), *, positive: bool = True) -> Iterator[tuple[Path, Rule, bool]]:
    """Walk every part with its path, and whether letting it allow more lets the whole rule allow more."""
    yield path, rule, positive
    match rule:
        case Not(part):
            yield from walk(part, (*path, 0), positive=not positive)
        case All(parts) | Any(parts):
            for place, part in enumerate(parts):
                yield from walk(part, (*path, place), positive=positive)


def part_at(rule: Rule, path: Path) -> Rule:
    """Return the part at a path."""
    for place in path:
        rule = rule.part if isinstance(rule, Not) else _parts(rule)[place]
    return rule


def replaced(rule: Rule, path: Path, part: Rule) -> Rule:
    """Return the rule, flattened, with another part at a path."""
    return flatten(_replaced(rule, path, part))


def _replaced(rule: Rule, path: Path, part: Rule) -> Rule:
    if not path:
        return part
    if isinstance(rule, Not):
        return Not(_replaced(rule.part, path[1:], part))
    parts = list(_parts(rule))
    parts[path[0]] = _replaced(parts[path[0]], path[1:], part)
    return All(tuple(parts)) if isinstance(rule, All) else Any(tuple(parts))


def _parts(rule: Rule) -> tuple[Rule, ...]:
    return rule.parts if isinstance(rule, All | Any) else ()


def _conditions(part: Rule) -> list[Condition]:
    return [each for _, each, _ in walk(part) if isinstance(each, Condition)]


def _opened(leaf: Leaf) -> float:
    return 1 - float(leaf.allowed.mean())


def _wider(index: SegmentIndex, leaf: Leaf, others: NDArray[np.bool_]) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield wider sets of values for one condition, with the code of the change."""
    attribute, allowed = index.table.attributes[leaf.attribute], leaf.allowed
    if attribute.kind is Kind.ORDERED:
        size = ordered_size(attribute)
        beside = [c for c in range(size) if not allowed[c] and allowed[max(c - 1, 0) : min(c + 2, size)].any()]
        for code in beside[:_NEIGHBOURS]:
            yield "add-neighbour", _with(allowed, code)
    for level in attribute.levels:
        groups = np.asarray(level.group_of)
        yield "climb-level", np.isin(groups, groups[allowed])
    people = _people_by_set(index, leaf, others)
    if attribute.kind is not Kind.ORDERED:
        for code in _most(np.where(_siblings(attribute, allowed), people[: len(allowed)], 0), _SIBLINGS):
            yield "add-sibling", _with(allowed, code)
    yield from _whole_groups(index, leaf, people)


def _whole_groups(
    index: SegmentIndex, leaf: Leaf, people: NDArray[np.float64]
) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """Yield the values with those of the cut segments: of each of the sets with most people, and of those together."""
    sets = index.table.sets[leaf.attribute]
    commonest = _most(np.where(set_status(sets, leaf.allowed) == CUT, people, 0), _GROUPS)
    for held in members_of(sets, commonest):
        yield "take-whole-groups", leaf.allowed | held
    yield "take-whole-groups", leaf.allowed | members_of(sets, commonest).any(axis=0)


def _people_by_set(index: SegmentIndex, leaf: Leaf, others: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the people whom only this condition keeps out, by their segment's value set."""
    kept_out = index.select_all(others & (index.status_of(leaf) != INSIDE))
    return kept_out.count(index.table.ids[leaf.attribute], len(index.table.sets[leaf.attribute]))


def _siblings(attribute: Attribute, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the values not allowed yet that stand beside an allowed one in its group, or anywhere without groups."""
    if not attribute.levels:
        return ~allowed
    groups = np.asarray(attribute.levels[0].group_of)
    return ~allowed & np.isin(groups, groups[allowed])


def _most(people: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the places of the largest numbers above zero, largest first, ties by place."""
    largest = np.argsort(-people, kind="stable")[:count]
    return largest[people[largest] > 0]


def _with(allowed: NDArray[np.bool_], code: int) -> NDArray[np.bool_]:
    wider = allowed.copy()
    wider[code] = True
    return wider

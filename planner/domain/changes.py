"""Changes: the small edits of a rule that could let more people in, each with what it gives up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind
from planner.domain.bound import Leaf
from planner.domain.edges import ordered_size
from planner.domain.errors import Fact
from planner.domain.kept_out import KeptOut
from planner.domain.naming import condition_for
from planner.domain.rule import EVERYONE, All, Any, Condition, Not, Rule, flatten
from planner.domain.rule_text import rule_text
from planner.domain.segment_index import SegmentIndex, members_of, most_people

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
    change: Change | None
    """None where nothing was changed yet."""
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


@dataclass(frozen=True, eq=False, slots=True)
class Wider:
    """One way to widen a condition: what it would allow, what that gives up, and how to write the edit down."""

    allowed: NDArray[np.bool_]
    loss: float
    write: Callable[[], Edit]


def widened(index: SegmentIndex, rule: Rule, place: tuple[Path, Leaf], kept_out: KeptOut) -> Iterator[Wider]:
    """Yield the rule with one condition wider: a neighbouring band, a whole level, a sibling, a cut segment's values.

    `place` is the path of the condition and what it allows, `kept_out` are the segments that it alone keeps out.
    """
    leaf = place[1]
    tried = {leaf.allowed.tobytes()}
    for code, allowed in _wider(index, leaf, kept_out):
        if not allowed.all() and allowed.tobytes() not in tried:
            tried.add(allowed.tobytes())
            write = partial(_written, code, index.table.attributes, rule, place, allowed=allowed)
            yield Wider(allowed, _loosened(leaf, allowed), write)


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


def _written(
    code: str, attributes: Sequence[Attribute], rule: Rule, place: tuple[Path, Leaf], *, allowed: NDArray[np.bool_]
) -> Edit:
    path, leaf = place
    after = condition_for(attributes, leaf.attribute, allowed)
    added = tuple(attributes[leaf.attribute].labels[each] for each in np.flatnonzero(allowed & ~leaf.allowed))
    facts: dict[str, Fact] = {"before": rule_text(part_at(rule, path)), "after": rule_text(after), "added": added}
    return Edit(replaced(rule, path, after), Change(code, facts), _loosened(leaf, allowed), path)


def _loosened(leaf: Leaf, allowed: NDArray[np.bool_]) -> float:
    return float(allowed.sum() - leaf.allowed.sum()) / len(allowed)


def _wider(index: SegmentIndex, leaf: Leaf, kept_out: KeptOut) -> Iterator[tuple[str, NDArray[np.bool_]]]:
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
    if attribute.kind is not Kind.ORDERED:
        for code in most_people(np.where(_siblings(attribute, allowed), kept_out.by_value(), 0), _SIBLINGS):
            yield "add-sibling", _with(allowed, code)
    commonest = most_people(np.where(kept_out.touched(allowed), kept_out.people, 0), _GROUPS)
    held = members_of(index.table.sets[leaf.attribute], kept_out.present[commonest])
    for values in held:
        yield "take-whole-groups", allowed | values
    yield "take-whole-groups", allowed | held.any(axis=0)


def _siblings(attribute: Attribute, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the values not allowed yet that stand beside an allowed one in its group, or anywhere without groups."""
    if not attribute.levels:
        return ~allowed
    groups = np.asarray(attribute.levels[0].group_of)
    return ~allowed & np.isin(groups, groups[allowed])


def _with(allowed: NDArray[np.bool_], code: int) -> NDArray[np.bool_]:
    wider = allowed.copy()
    wider[code] = True
    return wider

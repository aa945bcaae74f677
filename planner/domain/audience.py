"""Audiences: which whole segments a rule takes, how many people that is, and whom it cuts through."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.bound import Bound, Every, Leaf, Some, leaves_of, restricted
from planner.domain.segment_index import CUT, INSIDE, OUTSIDE, SegmentIndex, Selection, Status, set_status
from planner.domain.segments import SegmentTable, mask_words

MIXED = "(mixed)"
"""The label of people whose segment holds several values of an attribute."""

EXACT_BRANCHES = 256
"""How many cases the exact answer for cut segments may tell apart; beyond it some stay cut that need not."""
_MOST_KEYS = 1 << 18


@dataclass(frozen=True, eq=False, slots=True)
class Audience:
    """A rule applied to a snapshot. Masks are `(segments,) bool`, numbers count people unless they say otherwise."""

    inside: NDArray[np.bool_]
    """Segments wholly inside the rule."""
    cut: NDArray[np.bool_]
    """Segments the rule cuts through: some of their people may match, so nobody of them is taken."""
    reachable: NDArray[np.bool_]
    """Segments inside whose people all gave every consent asked for."""
    reach: int
    reachable_people: int
    protected: int
    """People in the cut segments."""
    segments: int
    """How many segments are reachable."""


def evaluate(
    table: SegmentTable, bound: Bound, scope: frozenset[str] | None = None, *, index: SegmentIndex | None = None
) -> Audience:
    """Return the audience of a bound rule, for a campaign that needs every consent scope in `scope`.

    A segment is inside when every combination of its values satisfies the rule, outside when none does, else cut:
    exactly so, up to `EXACT_BRANCHES` cases for rules that name one attribute in several places, and beyond that
    soundly (only *cut* may be said too often). No scope means that no consent is asked for: for exploring, never for
    an export. Costs `O(segments * conditions)`, a byte each; pass the same `index` again to pay only what changed.
    """
    index = index or SegmentIndex(table)
    status = status_of(index, bound)
    inside, cut = status == INSIDE, status == CUT
    reachable = inside & index.granting(scope) if scope else inside
    reach = index.people_in(inside)
    return Audience(
        inside,
        cut,
        reachable,
        reach=reach,
        reachable_people=index.people_in(reachable) if scope else reach,
        protected=index.people_times(status) - INSIDE * reach,
        segments=int(np.count_nonzero(reachable)),
    )


def breakdown(
    table: SegmentTable, mask: NDArray[np.bool_], *, index: SegmentIndex | None = None
) -> dict[str, dict[str, int]]:
    """Return how the people of the segments in a mask spread over each attribute: attribute → label → people.

    Labels nobody has are left out; people whose segment holds several values count as `MIXED`, last. Every
    attribute's numbers add up to the people in the mask. Works on the smaller of the mask and its complement.
    """
    index = index or SegmentIndex(table)
    return spread(index, index.select(mask))


def spread(index: SegmentIndex, selection: Selection) -> dict[str, dict[str, int]]:
    """Return the breakdown of a selection, as `breakdown` promises."""
    counts: dict[int, NDArray[np.float64]] = {}
    for joint in index.joints:
        chosen = selection.count(joint.codes, len(joint.totals))
        cube = (joint.totals - chosen if selection.is_rest else chosen).reshape(joint.shape)
        for axis, attribute in enumerate(joint.attributes):
            counts[attribute] = cube.sum(axis=tuple(other for other in range(cube.ndim) if other != axis))
    return {
        attribute.name: _labelled(attribute.labels, counts[i]) for i, attribute in enumerate(index.table.attributes)
    }


def status_of(index: SegmentIndex, bound: Bound) -> Status:
    """Return what a rule says of every segment: `(segments,)`, exact as `evaluate` promises."""
    status = _combined(index, bound)
    repeated = _repeated(bound)
    if not repeated:
        return status
    rows = _cut_twice(index, repeated, np.flatnonzero(status == CUT))
    if len(rows):
        status = status.copy()
        alike, place = _alike(index, bound, rows)
        status[rows] = _exact(index, bound, alike, EXACT_BRANCHES).take(place)
    return status


def _combined(index: SegmentIndex, bound: Bound) -> Status:
    """Return three-valued AND as bitwise AND, OR as OR. The result may be a shared array."""
    if isinstance(bound, Leaf):
        return index.status_of(bound)
    combine = np.bitwise_and if isinstance(bound, Every) else np.bitwise_or
    if len(bound.parts) < 2:
        neutral = INSIDE if isinstance(bound, Every) else OUTSIDE
        return np.full(len(index.table), neutral, dtype=np.uint8)
    status: Status = combine(_combined(index, bound.parts[0]), _combined(index, bound.parts[1]))
    for part in bound.parts[2:]:
        combine(status, _combined(index, part), out=status)
    return status


def _by_attribute(bound: Bound) -> dict[int, list[Leaf]]:
    leaves: dict[int, list[Leaf]] = {}
    for leaf in leaves_of(bound):
        leaves.setdefault(leaf.attribute, []).append(leaf)
    return leaves


def _repeated(bound: Bound) -> dict[int, list[Leaf]]:
    """Return the leaves of every attribute that the rule names in several places."""
    return {attribute: leaves for attribute, leaves in _by_attribute(bound).items() if len(leaves) > 1}


def _cut_twice(index: SegmentIndex, repeated: dict[int, list[Leaf]], rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the segments that two conditions on one attribute cut: only for them can three values say too little.

    Where each attribute is cut by one condition at most, the rule reads each of the box's free choices once, and a
    read-once formula over independent choices is exact in three values.
    """
    twice = np.zeros(len(rows), dtype=np.bool_)
    for leaves in repeated.values():
        once = np.zeros(len(rows), dtype=np.bool_)
        for leaf in leaves:
            cut = index.status_of(leaf).take(rows) == CUT
            twice |= once & cut
            once |= cut
    return rows[twice]


def _alike(index: SegmentIndex, bound: Bound, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return one segment for each kind that no condition of the rule tells apart, and the place of each row's kind."""
    key, size = np.zeros(len(rows), dtype=np.intp), 1
    for attribute, leaves in _by_attribute(bound).items():
        marks, radix = _marks(index, attribute, leaves, rows)
        if size * radix > _MOST_KEYS:
            kinds, key = np.unique(key, return_inverse=True)
            size = len(kinds)
        key, size = key * radix + marks, size * radix
    kinds, key = (np.arange(size), key) if size <= _MOST_KEYS else np.unique(key, return_inverse=True)
    found = np.full(len(kinds), -1, dtype=np.intp)
    found[key] = rows
    used = found >= 0
    return found[used], (np.cumsum(used) - 1).take(key)


def _marks(
    index: SegmentIndex, attribute: int, leaves: list[Leaf], rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], int]:
    """Return a number below a radix for each row, equal where the conditions on an attribute see no difference."""
    if len(leaves) == 1:
        return index.status_of(leaves[0]).take(rows).astype(np.intp), INSIDE + 1
    ids = index.table.ids[attribute].take(rows)
    present = np.zeros(len(index.table.sets[attribute]), dtype=np.bool_)
    present[ids] = True
    words = index.table.sets[attribute].words[present]
    size = len(index.table.attributes[attribute].labels)
    marks, radix = np.zeros(len(words), dtype=np.intp), 1
    for codes in _classes(leaves):
        marks = marks * 2 + (words & mask_words(codes, size)).any(axis=1)
        radix *= 2
        if radix > _MOST_KEYS:
            kinds, marks = np.unique(marks, return_inverse=True)
            radix = len(kinds)
    occurs = np.bincount(marks, minlength=radix) > 0
    marks = (np.cumsum(occurs) - 1).take(marks)
    return marks.take((np.cumsum(present) - 1).take(ids)), int(np.count_nonzero(occurs))


def _exact(index: SegmentIndex, bound: Bound, rows: NDArray[np.intp], branches: int) -> Status:
    """Return exact codes for a few segments by Shannon's expansion over attributes that the rule repeats.

    The values of such an attribute fall into classes that no condition tells apart. For each class the rule is
    simpler: inside means inside for every class that the segment touches, touched means touched for one of them.
    """
    cases = {attribute: _classes(leaves) for attribute, leaves in _repeated(bound).items()}
    attribute = min(cases, key=lambda each: len(cases[each]), default=None)
    if attribute is None or len(cases[attribute]) > branches:
        return _on_rows(index, bound, rows)
    touches = np.zeros(len(rows), dtype=np.uint8)
    inside = np.ones(len(rows), dtype=np.uint8)
    for codes in cases[attribute]:
        member = np.zeros(len(index.table.attributes[attribute].labels), dtype=np.bool_)
        member[codes] = True
        has = _on_rows(index, Leaf(attribute, member), rows) & 1
        then = _exact(index, restricted(bound, attribute, codes), rows, branches // len(cases[attribute]))
        touches |= has & then
        inside &= then >> np.uint8(1) | has ^ np.uint8(1)
    status: Status = touches | inside << np.uint8(1)
    return status


def _classes(leaves: Iterable[Leaf]) -> list[NDArray[np.intp]]:
    """Return the values of an attribute, grouped by which of its conditions allow them."""
    allowed = np.stack([leaf.allowed for leaf in leaves])
    _, group = np.unique(allowed, axis=1, return_inverse=True)
    return [np.flatnonzero(group == each) for each in range(int(group.max()) + 1)]


def _on_rows(index: SegmentIndex, bound: Bound, rows: NDArray[np.intp]) -> Status:
    """Return the three-valued codes of a few segments."""
    if isinstance(bound, Leaf):
        ids = index.table.ids[bound.attribute].take(rows)
        return set_status(index.table.sets[bound.attribute], bound.allowed).take(ids)
    return _folded(bound, [_on_rows(index, part, rows) for part in bound.parts], len(rows))


def _folded(bound: Every | Some, parts: list[Status], size: int) -> Status:
    """Return the codes of a group from those of its parts."""
    status = np.full(size, INSIDE if isinstance(bound, Every) else OUTSIDE, dtype=np.uint8)
    for part in parts:
        (np.bitwise_and if isinstance(bound, Every) else np.bitwise_or)(status, part, out=status)
    return status


def _labelled(labels: tuple[str, ...], people: NDArray[np.float64]) -> dict[str, int]:
    named = zip((*labels, MIXED), people.astype(np.int64).tolist(), strict=True)
    return {label: count for label, count in named if count}

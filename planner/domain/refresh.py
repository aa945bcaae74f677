"""Refreshing: the same segments counted again among new customers, so that no count tells where one person stands."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.errors import Refusal
from planner.domain.kept_cut import NOWHERE, KeptCut, Places
from planner.domain.privacy_model import PrivacyModel, count_sensitive
from planner.domain.segments import WORD_BITS, Cells, Codes, SegmentTable, ValueSets, narrowest

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Refreshed:
    """The segments of a kept cut with the counts that may be shown of new customers."""

    table: SegmentTable
    cut: KeptCut
    left_out: int
    """People who are in no segment, truly counted: only `held` makes it a number to show."""


def held(shown: int, counted: int, floor: int) -> int:
    """Return the number to show: the new one once it differs by `floor` or more, until then the one shown before."""
    return counted if abs(counted - shown) >= floor else shown


def refresh(table: SegmentTable, cut: KeptCut, cells: Cells) -> Refreshed:
    """Count the segments of a kept cut among new customers.

    The cells come in the words of the cut (`relabel`). Each person belongs to the segment whose box they are in and
    whose scopes they granted; whoever is in none is left out, because a box that grew would set them apart. Segments
    of fewer than the floor, or without the diversity asked for, merge with what they were cut off from, or are given
    up (`KeptCut.without`), until none is left. A count changes only by the floor or more; until then it stays what
    was shown, and that of merged segments the sum of it. So shown and true counts differ by less than the floor, and
    no true count is kept.

    Raises what `PrivacyModel.of` raises, and Refusal `nobody-fits` when no segment is left. O(rounds * cells *
    attributes), a round for each level of the tree that merges.
    """
    model, leaf = PrivacyModel.of(cells, table.floor), cut.tree.leaf_of(cells)
    first = np.flatnonzero(np.diff(cut.segment_of_leaf, prepend=NOWHERE) > 0)
    while True:
        boxes = _merge(table, cut.segment_of_leaf[first])
        if not len(boxes):
            raise Refusal("nobody-fits", floor=table.floor)
        segment = _within(boxes, cells, np.where(leaf < 0, NOWHERE, cut.segment_of_leaf[leaf]))
        people, counts = _count(cells, segment, len(boxes))
        wanting = ~model.holds(people, counts)
        if not wanting.any():
            break
        cut = cut.without(wanting)
    left_out = int(cells.people[segment == NOWHERE].sum())
    return Refreshed(_shown(boxes, cells, people, counts), cut, left_out)


def _merge(table: SegmentTable, group: Counts) -> SegmentTable:
    """Return the segments merged by groups, `(segments,)` rising numbers; those of `NOWHERE` are left out.

    The box of a group holds the boxes of all its segments, and its people are those that were shown of them.
    """
    kept = np.flatnonzero(group != NOWHERE)
    starts = np.flatnonzero(np.diff(group[kept], prepend=NOWHERE))
    if len(starts) in (0, len(table)):
        return table if len(starts) else replace(table, people=table.people[:0])
    sets = [_merge_sets(values, ids[kept], starts) for values, ids in zip(table.sets, table.ids, strict=True)]
    alike = table.homogeneous
    return replace(
        table,
        sets=tuple(values for values, _ in sets),
        ids=tuple(ids for _, ids in sets),
        consent=table.consent[kept[starts]],
        people=np.add.reduceat(table.people[kept], starts),
        homogeneous=None if alike is None else np.logical_or.reduceat(alike[kept], starts),
    )


def _merge_sets(values: ValueSets, ids: Codes, starts: Places) -> tuple[ValueSets, Codes]:
    """Return one attribute's sets, with new ones where segments merge, and the set of each group."""
    sizes = np.diff(starts, append=len(ids))
    several = sizes > 1
    parts = ids[np.repeat(several, sizes)]
    begins = np.cumsum(sizes[several]) - sizes[several]
    unions = np.bitwise_or.reduceat(values.words[parts], begins, axis=0) if len(parts) else values.words[:0]
    known: dict[bytes, int] = {}
    for number, row in enumerate(values.words):
        known.setdefault(row.tobytes(), number)
    merged = ids[starts].astype(np.uint32)
    merged[several] = [known.setdefault(row.tobytes(), len(known)) for row in unions]
    words = np.frombuffer(b"".join(known), dtype=values.words.dtype).reshape(len(known), -1)
    return ValueSets(values.attribute, words), merged.astype(narrowest(len(words)))


def _within(boxes: SegmentTable, cells: Cells, segment: Places) -> Places:
    """Return the segments of the cells again, `NOWHERE` where a cell is not in the box of its segment."""
    inside = segment != NOWHERE
    for values, ids, codes in zip(boxes.sets, boxes.ids, cells.codes, strict=True):
        known = codes < len(values.attribute.labels)
        code = np.where(known, codes, 0).astype(np.int64)
        words = values.words[ids[segment], code // WORD_BITS]
        inside &= known & (words >> (code % WORD_BITS).astype(np.uint64) & np.uint64(1)).astype(np.bool_)
    return np.where(inside, segment, NOWHERE)


def _count(cells: Cells, segment: Places, segments: int) -> tuple[Counts, tuple[Counts, ...]]:
    """Count the people of each segment, and by the values of every sensitive column."""
    place = np.where(segment == NOWHERE, segments, segment)
    people = np.bincount(place, cells.people, segments + 1)[:segments].astype(np.int64)
    return people, tuple(counts[:segments] for counts in count_sensitive(cells, place, segments + 1))


def _shown(boxes: SegmentTable, cells: Cells, people: Counts, counts: tuple[Counts, ...]) -> SegmentTable:
    """Return the segments with what may be shown of these people, where `boxes` says what was shown before."""
    moved = np.abs(people - boxes.people) >= boxes.floor
    alike = boxes.homogeneous
    if alike is not None and counts:
        now = np.logical_or.reduce([np.count_nonzero(each, axis=1) == 1 for each in counts])
        alike = np.where(moved, now, alike)
    sets = zip(cells.attributes, boxes.sets, strict=True)
    return replace(
        boxes,
        sets=tuple(ValueSets(attribute, values.words) for attribute, values in sets),
        people=np.where(moved, people, boxes.people),
        homogeneous=alike,
    )

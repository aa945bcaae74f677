"""Retired cuts: what lists that left from an earlier cut surely hold, surely miss, or may hold of today's segments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind
from planner.domain.boxes import Box, merge_boxes
from planner.domain.consent_sets import ConsentFold
from planner.domain.relabel import OTHER
from planner.domain.segment_index import CUT, INSIDE, OUTSIDE, Status
from planner.domain.segments import SegmentTable, ValueSets, mask_words

MOST_SCOPES = 12
"""With more consent scopes than these, what people agreed to is not followed from one cut to another."""
MOST_LOOKS = 1 << 28
"""Boxes times segments that are looked at one by one; beyond, the boxes of a list are taken together."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Cut:
    """Segments and the consents they were made with: bit i of a bitmask in `fold` is `scopes[i]`."""

    table: SegmentTable
    fold: ConsentFold
    scopes: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class RetiredList:
    """A list that left from a cut, and which of its segments it held."""

    name: str
    cut: Cut
    mask: Mask


def standing(now: Cut, left: RetiredList) -> Status:
    """Say of each of today's segments whether a retired list surely holds all of its people, or none: `(segments,)`.

    A person is on the list when their values are in one of its boxes and the consents that the earlier cut treats them
    as having are those of the box. `INSIDE` and `OUTSIDE` are proven for everybody who can be in the segment; whatever
    is not, is `CUT`.
    """
    statuses = {consent: _by_values(now.table, left, boxes) for consent, boxes in _boxes_by_consent(left).items()}
    nothing = np.full(len(now.table), OUTSIDE, dtype=np.uint8)
    treated = _treated_as(now, left.cut)
    found = nothing.copy()
    for consent in np.unique(now.table.consent).tolist():
        here = now.table.consent == consent
        if treated is None:
            touched = np.logical_or.reduce([status[here] != OUTSIDE for status in statuses.values()])
            found[here] = np.where(touched, np.uint8(CUT), np.uint8(OUTSIDE))
            continue
        possible = [statuses.get(each, nothing)[here] for each in sorted(treated[consent])]
        found[here] = np.where(np.equal(possible, possible[0]).all(axis=0), possible[0], np.uint8(CUT))
    return found


def _treated_as(now: Cut, before: Cut) -> dict[int, set[int]] | None:
    """Return for each consent set of today those that its people had in an earlier cut, whatever they agreed to.

    -1 stands for people whom no earlier segment could hold. None where the two do not know the same scopes.
    """
    if set(now.scopes) != set(before.scopes) or len(now.scopes) > MOST_SCOPES:
        return None
    masks = np.arange(1 << len(now.scopes), dtype=np.uint32)
    earlier = np.zeros_like(masks)
    for bit, scope in enumerate(now.scopes):
        earlier |= (masks >> np.uint32(bit) & np.uint32(1)) << np.uint32(before.scopes.index(scope))
    treated: dict[int, set[int]] = {}
    for today, once in zip(now.fold.set_of(masks).tolist(), before.fold.set_of(earlier).tolist(), strict=True):
        treated.setdefault(today, set()).add(once)
    return treated


def _boxes_by_consent(left: RetiredList) -> dict[int, list[Box]]:
    """Return the boxes of a list by consent set, as the fewest that hold the same people."""
    table, rows = left.cut.table, np.flatnonzero(left.mask)
    held = [
        [int.from_bytes(row.astype("<u8").tobytes(), "little") for row in values.words[ids[rows]]]
        for values, ids in zip(table.sets, table.ids, strict=True)
    ]
    boxes: dict[int, list[Box]] = {}
    for consent, box in zip(table.consent[rows].tolist(), zip(*held, strict=True), strict=True):
        boxes.setdefault(consent, []).append(box)
    return {consent: merge_boxes(each) for consent, each in boxes.items()}


def _by_values(table: SegmentTable, left: RetiredList, boxes: list[Box]) -> Status:
    """Say of each segment's box whether one of the boxes holds it whole, or none touches it."""
    is_exact = len(boxes) * len(table) <= MOST_LOOKS
    if not is_exact:
        boxes = [tuple(reduce(or_, masks) for masks in zip(*boxes, strict=True))]
    found = np.full(len(table), OUTSIDE, dtype=np.uint8)
    for box in boxes:
        touched, covered = _looked_at(table, left.cut.table.attributes, box)
        found[touched] = np.maximum(found[touched], np.uint8(CUT))
        found[covered & is_exact] = INSIDE
    return found


def _looked_at(table: SegmentTable, attributes: Sequence[Attribute], box: Box) -> tuple[Mask, Mask]:
    """Say of each segment whether a box touches it, and whether it holds it whole."""
    touched, covered = np.ones(len(table), dtype=np.bool_), np.ones(len(table), dtype=np.bool_)
    known = {attribute.name: place for place, attribute in enumerate(table.attributes)}
    for old, mask in zip(attributes, box, strict=True):
        place = known.get(old.name)
        if place is None or not _reads_alike(old, table.attributes[place]):
            covered[:] = False
            continue
        values, ids = table.sets[place], table.ids[place]
        may, must = _labels_in(old, values.attribute, mask)
        touched &= _any_of(values, may)[ids]
        covered &= ~_any_of(values, ~must)[ids]
    return touched, covered & touched


def _reads_alike(old: Attribute, new: Attribute) -> bool:
    """Say whether a label says the same in both."""
    return (old.kind, old.edges) == (new.kind, new.edges)


def _labels_in(old: Attribute, new: Attribute, mask: int) -> tuple[Mask, Mask]:
    """Return which labels of today may mean a value of an earlier set, and which surely do: `(labels,)` each.

    "other" is whatever had no label of its own, and a name that stands in several groups is told with them.
    """
    held = [label for code, label in enumerate(old.labels) if mask >> code & 1]
    known, names = set(old.labels), {_name(label) for label in held}
    old_names, new_names = ({_name(label) for label in each.labels} for each in (old, new))
    has_other = any(map(_is_other, held))
    lost = bool(names - new_names - {OTHER})
    may = [
        _name(label) in names or (has_other and _name(label) not in old_names) or (_is_other(label) and lost)
        for label in new.labels
    ]
    sure = set(held) if old.kind is not Kind.HIERARCHICAL else {*_same_paths(old, new)} & set(held)
    sure -= {OTHER}
    if old.kind is Kind.NOMINAL and OTHER in held:
        sure |= set(new.labels) - known
        sure |= {OTHER} if known - set(new.labels) <= set(held) else set()
    return np.array(may, dtype=np.bool_), np.array([label in sure for label in new.labels], dtype=np.bool_)


def _same_paths(old: Attribute, new: Attribute) -> Iterator[str]:
    """Yield the labels that stand in the same groups in both, and are not "other"."""
    paths = [
        set(zip(each.labels, *([level.labels[i] for i in level.group_of] for level in each.levels), strict=True))
        for each in (old, new)
    ]
    return (path[0] for path in paths[0] & paths[1] if not _is_other(path[0]))


def _name(label: str) -> str:
    return label.partition(", ")[0]


def _is_other(label: str) -> bool:
    return _name(label) == OTHER


def _any_of(values: ValueSets, wanted: Mask) -> Mask:
    """Say of each set whether one of the wanted values is in it: `(sets,)`."""
    shared = values.words & mask_words(np.flatnonzero(wanted), len(wanted))
    return np.asarray(np.bitwise_or.reduce(shared, axis=1) > 0, dtype=np.bool_)

"""The index of a segment table: what every question about its people shares, made once and kept between edits."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.bound import Leaf
from planner.domain.segments import SegmentTable, ValueSets, mask_words

Status = NDArray[np.uint8]
"""One code a set or segment: bit 0 says that some of its values are allowed, bit 1 that all are."""

OUTSIDE, CUT, INSIDE = 0, 1, 3
"""The three codes: no value allowed, some of them, every one."""

LEAF_BYTES = 64 << 20
"""How much memory the answers to single conditions may take between edits."""
JOINT_BINS = 1 << 16
"""How many bins a joint histogram may have: 512 KB of float64, which stays in a core's second-level cache."""


@dataclass(frozen=True, eq=False, slots=True)
class Joint:
    """Several attributes counted at once: a mixed-radix code a segment, whose digits are their value codes.

    An attribute of d values has digits 0 … d - 1 for the single values and d for any set of several.
    """

    attributes: tuple[int, ...]
    shape: tuple[int, ...]
    codes: NDArray[np.intp]
    totals: NDArray[np.float64]
    """People of the whole population in each bin."""


@dataclass(frozen=True, eq=False, slots=True)
class Selection:
    """Segments to count over: those of a mask, or the rest when they are fewer, with the people of each."""

    rows: NDArray[np.intp]
    people: NDArray[np.float64]
    is_rest: bool

    def count(self, codes: NDArray[np.integer], bins: int) -> NDArray[np.float64]:
        """Return the people by the codes `(segments,)` of their segments: `(bins,)`."""
        counted = np.bincount(codes.take(self.rows), self.people, bins)
        return counted.astype(np.float64, copy=False)  # NumPy counts nobody in whole numbers


class SegmentIndex:
    """A segment table with what questions about it share: weights, joint codes, and answers to single conditions.

    Everything is derived from the table, so that dropping the index loses nothing. At a million segments and eight
    attributes it takes about 30 MB, and up to `LEAF_BYTES` more for conditions answered lately.
    """

    def __init__(self, table: SegmentTable) -> None:
        self.table = table
        self._statuses: OrderedDict[tuple[int, bytes], Status] = OrderedDict()
        self._granting: dict[frozenset[str], NDArray[np.bool_]] = {}
        self._room = max(LEAF_BYTES // max(len(table), 1), 16)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """People of each segment as float64, which holds sums up to 2^53 exactly: `(segments,)`."""
        return self.table.people.astype(np.float64)

    @cached_property
    def joints(self) -> tuple[Joint, ...]:
        """The attributes, packed into as few joint histograms as `JOINT_BINS` lets them."""
        return tuple(self._joint(group) for group in _packed([len(s.attribute.labels) + 1 for s in self.table.sets]))

    def people_in(self, mask: NDArray[np.bool_]) -> int:
        """Return the people of the segments in a mask `(segments,) bool`; 9 bytes read a segment."""
        return self.people_times(mask)

    def people_times(self, factors: NDArray[np.bool_] | Status) -> int:
        """Return the sum of each segment's people times its factor `(segments,)`."""
        return int(np.einsum("i,i->", self.weights, factors))  # not `@`: BLAS would wake its threads for so little

    def select(self, mask: NDArray[np.bool_]) -> Selection:
        """Return the segments of a mask, or the rest when they are fewer, for counting."""
        is_rest = 2 * int(np.count_nonzero(mask)) > len(mask)
        return replace(self.select_all(~mask if is_rest else mask), is_rest=is_rest)

    def select_all(self, mask: NDArray[np.bool_]) -> Selection:
        """Return the segments of a mask, however many."""
        rows = np.flatnonzero(mask)
        return Selection(rows, self.weights.take(rows), is_rest=False)

    def status_of(self, leaf: Leaf) -> Status:
        """Return what a condition says of every segment `(segments,)`; the array is shared and must not be written.

        The first time costs one gather over the attribute's set ids; after that the answer is kept while there is
        room for it.
        """
        key = leaf.key
        status = self._statuses.get(key)
        if status is None:
            ids = self.table.ids[leaf.attribute]
            status = _gathered(set_status(self.table.sets[leaf.attribute], leaf.allowed), ids)
            self._statuses[key] = status
            if len(self._statuses) > self._room:
                self._statuses.popitem(last=False)
        else:
            self._statuses.move_to_end(key)
        return status

    def granting(self, scopes: frozenset[str]) -> NDArray[np.bool_]:
        """Return which segments' people all granted every one of the scopes: `(segments,) bool`, shared."""
        granting = self._granting.get(scopes)
        if granting is None:
            grants = np.array([scopes <= consent for consent in self.table.consents], dtype=np.bool_)
            granting = self._granting[scopes] = np.take(grants, self.table.consent)
        return granting

    def _joint(self, group: tuple[int, ...]) -> Joint:
        shape = tuple(len(self.table.sets[i].attribute.labels) + 1 for i in group)
        codes = np.zeros(len(self.table), dtype=np.intp)
        for attribute, radix in zip(group, shape, strict=True):
            codes *= radix
            codes += np.minimum(self.table.ids[attribute].astype(np.intp), radix - 1)
        totals = self.select_all(np.ones(len(self.table), dtype=np.bool_)).count(codes, int(np.prod(shape)))
        return Joint(group, shape, codes, totals)


def set_status(sets: ValueSets, allowed: NDArray[np.bool_]) -> Status:
    """Return for each value set whether the allowed values touch it and whether they hold it whole: `(sets,)`."""
    words = mask_words(np.flatnonzero(allowed), len(allowed))
    singles = np.where(allowed, np.uint8(INSIDE), np.uint8(OUTSIDE))
    several = sets.words[len(allowed) :]
    touched = np.zeros(len(several), dtype=np.uint64)
    leaked = np.zeros(len(several), dtype=np.uint64)
    for held, word in zip(several.T, words, strict=True):  # word by word: four times as fast as reducing short rows
        touched |= held & word
        leaked |= held & ~word
    status = np.where(touched != 0, np.where(leaked != 0, CUT, INSIDE), OUTSIDE).astype(np.uint8)
    return np.concatenate([singles, status])


def members_of(sets: ValueSets, set_ids: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Return a few of an attribute's value sets as a table `(set_ids, values) bool`."""
    octets = np.ascontiguousarray(sets.words[set_ids].astype("<u8")).view(np.uint8)
    bits = np.unpackbits(octets, axis=1, bitorder="little")
    return bits[:, : len(sets.attribute.labels)].astype(np.bool_)


def most_people(people: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Return the places of the largest numbers above zero, at most so many: largest first, ties by place."""
    found = np.flatnonzero(people)
    if len(found) > count:
        found = found[people[found] >= np.partition(people[found], -count)[-count]]
    return found[np.argsort(-people[found], kind="stable")][:count]


def _gathered(table: Status, ids: NDArray[np.unsignedinteger]) -> Status:
    """Return `table[ids]`; one-byte ids go through `bytes.translate`, the fastest gather there is for them."""
    if ids.dtype == np.uint8:
        whole = np.zeros(256, dtype=np.uint8)
        whole[: len(table)] = table
        return np.frombuffer(ids.tobytes().translate(whole.tobytes()), dtype=np.uint8)
    return np.take(table, ids)


def _packed(sizes: list[int]) -> list[tuple[int, ...]]:
    """Put attributes into groups whose sizes multiply to at most `JOINT_BINS`: largest first, first that fits."""
    groups: list[list[int]] = []
    bins: list[int] = []
    for attribute in sorted(range(len(sizes)), key=lambda i: (-sizes[i], i)):
        size = sizes[attribute]
        place = next((g for g, filled in enumerate(bins) if filled * size <= JOINT_BINS), None)
        if place is None:
            groups.append([attribute])
            bins.append(size)
        else:
            groups[place].append(attribute)
            bins[place] *= size
    return [tuple(group) for group in groups]

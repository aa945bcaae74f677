"""Kept out: the people whom one condition alone keeps out of an audience, and who comes in when it allows more."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.bound import Leaf
from planner.domain.segment_index import SegmentIndex
from planner.domain.segments import mask_words

Rows = NDArray[np.intp]
"""Segments, by their places in the table."""


class KeptOut:
    """The segments that a condition alone keeps out, counted by their value set.

    Made once for each place in a rule; what another set of allowed values lets in then costs `O(value sets present)`
    to count, and `O(segments kept out)` to list.
    """

    def __init__(self, index: SegmentIndex, leaf: Leaf, rows: Rows) -> None:
        self.rows = rows
        sets = index.table.sets[leaf.attribute]
        self._ids = index.table.ids[leaf.attribute].take(rows)
        by_set = np.bincount(self._ids, index.weights.take(rows), len(sets)).astype(np.float64, copy=False)
        self._is_present = by_set > 0
        self.present: NDArray[np.intp] = np.flatnonzero(self._is_present)
        """The value sets that these segments have."""
        self.people: NDArray[np.float64] = by_set[self.present]
        """How many people have each of them."""
        self._words = sets.words[self.present]
        self._size = len(leaf.allowed)

    @cached_property
    def _segments(self) -> Rows:
        """The place among `present` of each segment's value set."""
        return (np.cumsum(self._is_present) - 1).take(self._ids)

    def gained(self, allowed: NDArray[np.bool_]) -> int:
        """Return how many people come in where these values are allowed."""
        return int(self.people.sum(where=self._within(allowed)))

    def let_in(self, allowed: NDArray[np.bool_]) -> Rows:
        """Return the segments that come in where these values are allowed."""
        return self.rows[self._within(allowed).take(self._segments)]

    def touched(self, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which of the value sets present hold any of the values: `(present,)`."""
        return self._meeting(mask_words(np.flatnonzero(allowed), self._size))

    def by_value(self) -> NDArray[np.float64]:
        """Return the people whose value set is a single value: `(values,)`."""
        counts = np.zeros(self._size, dtype=np.float64)
        single = self.present < self._size
        counts[self.present[single]] = self.people[single]
        return counts

    def _within(self, allowed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        return ~self._meeting(mask_words(np.flatnonzero(~allowed), self._size))

    def _meeting(self, mask: NDArray[np.uint64]) -> NDArray[np.bool_]:
        met = np.zeros(len(self.present), dtype=np.uint64)
        for held, word in zip(self._words.T, mask, strict=True):  # word by word, as `set_status` does
            if word:
                met |= held & word
        return np.not_equal(met, 0)

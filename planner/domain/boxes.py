"""Boxes: the segments of an audience as the fewest products of value sets that cover exactly the same people."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, ...]
"""One set a dimension, as a bit mask: bit v says that value v is in the set."""

_WORD = (1 << 64) - 1


def merge_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes that together hold exactly what the given ones hold, and are usually far fewer.

    Two boxes that differ in one dimension only are one box with the union there; each round merges along the
    dimension that leaves the fewest. Greedy, deterministic, each round costs one pass over the boxes
    a dimension. Finding the fewest of all is NP-hard (for rectangles: Masek, 1979).
    """
    merged = sorted(set(boxes))
    while merged:
        left = _left_by_dimension(merged)
        best = _merge_along(merged, left.index(min(left))) if left else merged
        if len(best) == len(merged):
            break
        merged = best
    return sorted(merged)


def _left_by_dimension(boxes: Sequence[Box]) -> list[int]:
    """Return how many boxes merging along each dimension would leave; too few by chance once in some billion times."""
    marks = [_mixed(_numbered(column), place) for place, column in enumerate(zip(*boxes, strict=True))]
    whole = np.sum(marks, axis=0, dtype=np.uint64)
    return [len(np.unique(whole - mark)) for mark in marks]


def _numbered(masks: Sequence[int]) -> NDArray[np.uint64]:
    """Return a number for each mask, the same for the same one; their hashes are not: Python's wrap after 61 bits."""
    numbers: dict[int, int] = {}
    return np.array([numbers.setdefault(mask, len(numbers)) for mask in masks], dtype=np.uint64)


def _mixed(numbers: NDArray[np.uint64], salt: int) -> NDArray[np.uint64]:
    """Return numbers so mixed that sums of them tell their summands (SplitMix64; Steele et al., OOPSLA 2014)."""
    mixed = (numbers ^ np.uint64(salt * 0x9E3779B97F4A7C15 & _WORD)) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def cover_boxes(inside: Sequence[Box], outside: Sequence[Box], space: Box) -> list[Box]:
    """Return boxes within `space` that together hold all of `inside` and touch nothing of `outside`.

    Places that neither list names may go either way, which is what makes the result small: each box is grown along
    one dimension after the other by all values that keep it clear of `outside`, as in the expansion step of two-level
    logic minimisation (Brayton et al., *Logic Minimization Algorithms for VLSI Synthesis*, 1984). `inside` and
    `outside` must not touch each other. `O(boxes returned x dimensions x (inside + outside))`.
    """
    wanted, unwanted = _Words(inside, space), _Words(outside, space)
    uncovered = np.ones(len(inside), dtype=np.bool_)
    orders = range(len(space)), range(len(space))[::-1]
    largest_first = sorted(range(len(inside)), key=lambda place: (-_volume(inside[place]), inside[place]))
    found: list[tuple[Box, NDArray[np.bool_]]] = []
    for place in largest_first:
        if uncovered[place]:
            held = [(box, wanted.within(box)) for box in unwanted.grow(inside[place], orders)]
            found.append(max(held, key=lambda each: int((each[1] & uncovered).sum())))
            uncovered &= ~found[-1][1]
    return merge_boxes(_needed(found))


def _needed(found: Sequence[tuple[Box, NDArray[np.bool_]]]) -> list[Box]:
    """Return boxes without those of which others hold all that they are there for; the ones that hold least go first.

    `found` has with each box what of `inside` it holds: `(inside,) bool`. The irredundant step of Brayton et al.
    """
    times = np.sum([held for _, held in found], axis=0)
    kept = []
    for box, held in sorted(found, key=lambda each: (int(each[1].sum()), each[0])):
        if (times[held] > 1).all():
            times -= held
        else:
            kept.append(box)
    return kept


class _Words:
    """Boxes as columns of 64-bit words, some a dimension, so that all are compared with one at once."""

    def __init__(self, boxes: Sequence[Box], space: Box) -> None:
        self._space = space
        self._count = len(boxes)
        self._columns = [self._of([box[d] & mask for box in boxes], mask) for d, mask in enumerate(space)]

    def within(self, box: Box) -> NDArray[np.bool_]:
        """Return which boxes lie wholly in this one: `(boxes,) bool`."""
        inside: NDArray[np.bool_] = np.ones(self._count, dtype=np.bool_)
        for d, mask in enumerate(box):
            np.logical_and(inside, self._is_apart(d, ~mask & self._space[d]), out=inside)
        return inside

    def grow(self, box: Box, orders: Iterable[Iterable[int]]) -> list[Box]:
        """Return the box grown as far as none of these boxes is touched, one dimension after the other, in each order.

        What one order blocks early the other finds free.
        """
        apart = np.array([self._is_apart(d, mask) for d, mask in enumerate(box)])
        return [self._grown(box, order, apart.copy()) for order in orders]

    def _grown(self, box: Box, order: Iterable[int], apart: NDArray[np.bool_]) -> Box:
        masks = list(box)
        misses = apart.sum(axis=0, dtype=np.int16)
        for d in order:
            blocking = np.flatnonzero(misses == apart[d])
            blocked = (int(np.bitwise_or.reduce(column[blocking], initial=0)) for column in self._columns[d])
            masks[d] |= self._space[d] & ~sum(word << 64 * place for place, word in enumerate(blocked))
            now_apart = self._is_apart(d, masks[d])
            misses += now_apart.astype(np.int16) - apart[d]
            apart[d] = now_apart
        return tuple(masks)

    def _is_apart(self, dimension: int, mask: int) -> NDArray[np.bool_]:
        shared = np.zeros(self._count, dtype=np.uint64)
        for place, column in enumerate(self._columns[dimension]):
            if word := mask >> 64 * place & _WORD:
                shared |= column & np.uint64(word)
        return np.equal(shared, 0)

    def _of(self, masks: Sequence[int], space: int) -> list[NDArray[np.uint64]]:
        words = range(max(1, -(-space.bit_length() // 64)))
        return [np.array([mask >> 64 * place & _WORD for mask in masks], dtype=np.uint64) for place in words]


def values_in(mask: int) -> Iterator[int]:
    """Walk the values of a set in rising order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def runs_in(mask: int) -> Iterator[tuple[int, int]]:
    """Walk the runs of neighbouring values in a set, as `[low, high)`."""
    while mask:
        low = (mask & -mask).bit_length() - 1
        length = _trailing_ones(mask >> low)
        yield low, low + length
        mask &= ~(((1 << length) - 1) << low)


def mask_of(values: Iterable[int]) -> int:
    """Return the set of these values."""
    mask = 0
    for value in values:
        mask |= 1 << value
    return mask


def _merge_along(boxes: Sequence[Box], dimension: int) -> list[Box]:
    union: dict[Box, int] = {}
    for box in boxes:
        rest = box[:dimension] + box[dimension + 1 :]
        union[rest] = union.get(rest, 0) | box[dimension]
    return [(*rest[:dimension], mask, *rest[dimension:]) for rest, mask in union.items()]


def _trailing_ones(number: int) -> int:
    return ((number + 1) & -(number + 1)).bit_length() - 1


def _volume(box: Box) -> int:
    volume = 1
    for mask in box:
        volume *= mask.bit_count()
    return volume

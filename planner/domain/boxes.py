"""Boxes: the segments of an audience as the fewest products of value sets that cover exactly the same people."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Box = tuple[int, ...]
"""One set a dimension, as a bit mask: bit v says that value v is in the set."""


def merge_boxes(boxes: Iterable[Box]) -> list[Box]:
    """Return boxes that together hold exactly what the given ones hold, and are usually far fewer.

    Two boxes that differ in one dimension only are one box with the union there; each round merges along the
    dimension that leaves the fewest. Greedy, deterministic, each round costs one pass over the boxes
    a dimension. Finding the fewest of all is NP-hard (for rectangles: Masek, 1979).
    """
    merged = sorted(set(boxes))
    while merged:
        dimensions = range(len(merged[0]))
        best = min((_merge_along(merged, dimension) for dimension in dimensions), key=len, default=merged)
        if len(best) == len(merged):
            break
        merged = best
    return sorted(merged)


def cover_boxes(inside: Sequence[Box], outside: Sequence[Box], space: Box) -> list[Box]:
    """Return boxes within `space` that together hold all of `inside` and touch nothing of `outside`.

    Places that neither list names may go either way, which is what makes the result small: each box is grown along
    one dimension after the other by all values that keep it clear of `outside`, as in the expansion step of two-level
    logic minimisation (Brayton et al., *Logic Minimization Algorithms for VLSI Synthesis*, 1984). `inside` and
    `outside` must not touch each other. `O(boxes returned x dimensions x (inside + outside))`.
    """
    wanted, unwanted = _Words(inside, space), _Words(outside, space)
    uncovered = np.ones(len(inside), dtype=np.bool_)
    largest_first = sorted(range(len(inside)), key=lambda place: (-_volume(inside[place]), inside[place]))
    found: list[tuple[Box, NDArray[np.bool_]]] = []
    for place in largest_first:
        if uncovered[place]:
            grown = [unwanted.grow(inside[place], space, order) for order in _orders(len(space))]
            held = [(box, wanted.within(box)) for box in grown]
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
    """Boxes as rows of 64-bit words, a run of words a dimension, so that all are compared with one at once."""

    def __init__(self, boxes: Sequence[Box], space: Box) -> None:
        counts = [max(1, -(-mask.bit_length() // 64)) for mask in space]
        starts = np.cumsum([0, *counts])
        self._slices = [slice(int(low), int(low) + count) for low, count in zip(starts, counts, strict=False)]
        clipped = (zip(box, space, strict=True) for box in boxes)
        rows = b"".join(
            (mask & all_values).to_bytes(8 * count, "little")
            for row in clipped
            for (mask, all_values), count in zip(row, counts, strict=True)
        )
        self._space = space
        self._words: NDArray[np.uint64] = np.frombuffer(rows, dtype="<u8").reshape(len(boxes), int(starts[-1]))

    def within(self, box: Box) -> NDArray[np.bool_]:
        """Return which boxes lie wholly in this one: `(boxes,) bool`."""
        inside: NDArray[np.bool_] = np.ones(len(self._words), dtype=np.bool_)
        for d, mask in enumerate(box):
            np.logical_and(inside, self._is_apart(d, ~mask & self._space[d]), out=inside)
        return inside

    def grow(self, box: Box, space: Box, order: Iterable[int]) -> Box:
        """Return the box grown as far as none of these boxes is touched, one dimension after the other."""
        masks = list(box)
        apart = np.array([self._is_apart(d, mask) for d, mask in enumerate(masks)])
        misses = apart.sum(axis=0)
        for d in order:
            blocking = self._part(d)[misses - apart[d] == 0]
            blocked: NDArray[np.uint64] = np.bitwise_or.reduce(blocking, axis=0, initial=0)
            masks[d] |= space[d] & ~int.from_bytes(blocked.astype("<u8").tobytes(), "little")
            now_apart = self._is_apart(d, masks[d])
            misses += now_apart.astype(np.int64) - apart[d]
            apart[d] = now_apart
        return tuple(masks)

    def _is_apart(self, dimension: int, mask: int) -> NDArray[np.bool_]:
        shared: NDArray[np.uint64] = np.bitwise_or.reduce(self._part(dimension) & self._row(mask, dimension), axis=1)
        return np.equal(shared, np.uint64(0))

    def _part(self, dimension: int) -> NDArray[np.uint64]:
        return self._words[:, self._slices[dimension]]

    def _row(self, mask: int, dimension: int) -> NDArray[np.uint64]:
        run = self._slices[dimension]
        return np.frombuffer(mask.to_bytes(8 * (run.stop - run.start), "little"), dtype="<u8")


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


def _orders(dimensions: int) -> tuple[range, range]:
    """Return two orders to grow in; what one order blocks early the other finds free."""
    return range(dimensions), range(dimensions)[::-1]


def _volume(box: Box) -> int:
    volume = 1
    for mask in box:
        volume *= mask.bit_count()
    return volume

"""Boxes: the segments of an audience as the fewest products of value sets that cover exactly the same people."""

from collections.abc import Iterable, Iterator, Sequence

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

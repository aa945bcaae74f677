"""Cells in the order of their codes, each combination once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = 64

Columns = Sequence[NDArray[np.unsignedinteger]]


def merge_cells(
    columns: Columns, sizes: Sequence[int], people: NDArray[np.int64]
) -> tuple[list[NDArray[np.unsignedinteger]], NDArray[np.int64]]:
    """Sort cells by their codes, the first column first, and add up the people of those that are the same.

    `columns` hold codes below `sizes`. The answer is the same for any order of the cells, and keeps the columns'
    types. Cost: one sort of packed 64-bit words, O(cells log cells); as many sorts as words where 64 bits are too few.
    """
    words = _pack(columns, sizes)
    order = np.argsort(words[0]) if len(words) == 1 else np.lexsort(words[::-1])
    first = np.zeros(len(people), dtype=np.bool_)
    first[:1] = True
    for word in words:
        word[:] = word[order]
        first[1:] |= word[1:] != word[:-1]
    starts = np.flatnonzero(first)
    kept = order[starts]
    return [column[kept] for column in columns], np.add.reduceat(people[order], starts)


def _pack(columns: Columns, sizes: Sequence[int]) -> list[NDArray[np.uint64]]:
    """Pack codes into as few 64-bit words as hold them, so that words sort as the columns do."""
    words: list[NDArray[np.uint64]] = []
    free = 0
    for column, size in zip(columns, sizes, strict=True):
        bits = max(1, (size - 1).bit_length())
        if not words or bits > free:
            words.append(np.zeros(len(column), dtype=np.uint64))
            free = _WORD
        words[-1] <<= np.uint64(bits)
        words[-1] |= column
        free -= bits
    return words

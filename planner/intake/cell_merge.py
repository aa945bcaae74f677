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
    words = pack_words(columns, sizes)
    spare = _WORD - sum(map(_bits, sizes))
    if len(words) == 1 and len(people) and int(people.max()).bit_length() <= spare:
        return _merge_packed(columns, sizes, words[0] << np.uint64(spare) | people.view(np.uint64), spare)
    order = np.argsort(words[0]) if len(words) == 1 else np.lexsort(words[::-1])
    first = np.zeros(len(people), dtype=np.bool_)
    first[:1] = True
    for word in words:
        word[:] = word[order]
        first[1:] |= word[1:] != word[:-1]
    starts = np.flatnonzero(first)
    kept = order[starts]
    return [column[kept] for column in columns], np.add.reduceat(people[order], starts)


def _merge_packed(
    columns: Columns, sizes: Sequence[int], packed: NDArray[np.uint64], spare: int
) -> tuple[list[NDArray[np.unsignedinteger]], NDArray[np.int64]]:
    """Merge cells whose people fit the bits below their codes: sorting bare numbers is several times faster."""
    packed.sort()
    people = (packed & np.uint64((1 << spare) - 1)).view(np.int64)
    packed >>= np.uint64(spare)
    starts = np.flatnonzero(np.concatenate(([True], packed[1:] != packed[:-1])))
    if len(starts) < len(packed):
        packed, people = packed[starts], np.add.reduceat(people, starts)
    merged = []
    for column, size in zip(columns[::-1], sizes[::-1], strict=True):
        merged.append((packed & np.uint64((1 << _bits(size)) - 1)).astype(column.dtype))
        packed >>= np.uint64(_bits(size))
    return merged[::-1], people


def _bits(size: int) -> int:
    return max(1, (size - 1).bit_length())


def pack_words(columns: Columns, sizes: Sequence[int]) -> list[NDArray[np.uint64]]:
    """Pack codes into as few 64-bit words as hold them, so that words sort as the columns do."""
    words: list[NDArray[np.uint64]] = []
    free = 0
    for column, size in zip(columns, sizes, strict=True):
        bits = _bits(size)
        if not words or bits > free:
            words.append(np.zeros(len(column), dtype=np.uint64))
            free = _WORD
        words[-1] <<= np.uint64(bits)
        words[-1] |= column
        free -= bits
    return words

"""The compiled work on a grown tree: numbering its leaves, finding the leaf of a cell, numbering sets of values."""

import numpy as np
from numpy.typing import NDArray

from planner.domain.kernel import njit
from planner.domain.kernel_arrays import Ints
from planner.domain.segments import Codes

MIX = np.uint64(0x9E3779B97F4A7C15)
"""2^64 divided by the golden ratio: spreads neighbouring keys (Knuth, The Art of Computer Programming 3, 6.4)."""
HALF = np.uint64(32)
ONE = np.uint64(1)

Links = NDArray[np.int32]


@njit
def number_in_order(child: Links, cut: Links, new_cut: Links, new_child: Links) -> None:
    """Rewrite a tree with nodes and leaves numbered in the order of a walk that enters the inside of a cut first.

    `child` and `new_child` are `(2 * nodes + 2,)` with the root first, as the kernel lays them out.
    """
    node, leaf = 0, 0
    open_links = [(0, 0)]
    while open_links:
        link, new_link = open_links.pop()
        end = child[link]
        if end < 0:
            new_child[new_link] = ~leaf
            leaf += 1
        else:
            new_child[new_link], new_cut[node] = node, cut[end]
            open_links.append((2 * end + 3, 2 * node + 3))
            open_links.append((2 * end + 2, 2 * node + 2))
            node += 1


@njit
def route(codes: Codes, place: Links, attribute: NDArray[np.int16], bounds: Links, child: Links) -> None:
    """Walk cells from their root to their leaf; a place below zero is the complement of a leaf, and stays.

    `codes` is `(attributes, cells)`, `bounds` and `child` are `(nodes, 2)`: low and high, inside and outside.
    """
    for p in range(len(place)):
        node = place[p]
        while node >= 0:
            code = codes[attribute[node], p]
            is_outside = code < bounds[node, 0] or code >= bounds[node, 1]
            node = child[node, 1] if is_outside else child[node, 0]
        place[p] = node


@njit
def hash_of(words: NDArray[np.uint64]) -> int:
    """Return a number that differs for most different sets; it never leaves this module."""
    mixed = np.uint64(0)
    for i in range(len(words)):
        mixed = (mixed ^ words[i]) * MIX
        mixed ^= mixed >> HALF
    return int(mixed >> ONE)


@njit
def number_sets(codes: Codes, first: Links, labels: int) -> tuple[NDArray[np.uint32], NDArray[np.uint64]]:
    """Return the set id of every leaf in one attribute, and the words of the sets that are not one value.

    `codes` is the attribute's column in leaf order, `first` says where each leaf begins. A set of one value has its
    code as id; the others follow in the order in which they first occur.
    """
    leaves, width = len(first), (labels + 63) // 64
    ids, words, here = np.empty(leaves, np.uint32), np.empty((64, width), np.uint64), np.empty(width, np.uint64)
    known, kept = np.zeros(64, np.int64), int(np.int64(0))
    for leaf in range(leaves):
        start, end = first[leaf], first[leaf + 1] if leaf + 1 < leaves else len(codes)
        if (codes[start:end] == codes[start]).all():
            ids[leaf] = codes[start]
            continue
        here[:] = 0
        for p in range(start, end):
            here[codes[p] >> 6] |= ONE << np.uint64(codes[p] & 63)
        if 2 * kept >= len(known):
            words, known = make_room(words, kept)
        place = hash_of(here) % len(known)
        while known[place] and (words[known[place] - 1] != here).any():
            place = (place + 1) % len(known)
        if not known[place]:
            words[kept] = here
            kept += 1
            known[place] = kept
        ids[leaf] = labels + known[place] - 1
    return ids, words[:kept].copy()


@njit
def make_room(words: NDArray[np.uint64], kept: int) -> tuple[NDArray[np.uint64], Ints]:
    """Return the sets found so far with room for four times as many, and the table that finds them by hash."""
    wider, known = np.empty((4 * kept + 64, words.shape[1]), np.uint64), np.zeros(8 * kept + 128, np.int64)
    for i in range(kept):
        wider[i] = words[i]
        place = hash_of(words[i]) % len(known)
        while known[place]:
            place = (place + 1) % len(known)
        known[place] = i + 1
    return wider, known

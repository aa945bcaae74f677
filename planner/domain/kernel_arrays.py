"""The arrays that a growing cut tree works on, as plain records that compiled code can take."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

FEW = 160
"""Subtrees of at most this many cells grow on histograms of only the values that they hold."""
SLOTS = 80
"""More open nodes than two descents into ever smaller halves of 2^32 cells can have."""

Ints = NDArray[np.int64]


class Columns(NamedTuple):
    """The cells, one column each; a tree permutes its own stretch of them."""

    codes: NDArray[np.unsignedinteger]
    """`(attributes + sensitive columns, cells)`."""
    people: Ints
    row: NDArray[np.int32]
    """Where each cell stood before."""


class Cuts(NamedTuple):
    """The cuts of all attributes, in declared order, and where values lie in a histogram."""

    offset: Ints
    """`(attributes + 1,)`: the values of attribute j are the places `offset[j] … offset[j + 1] - 1`."""
    start: Ints
    """`(attributes + 1,)`: the cuts of attribute j are `start[j] … start[j + 1] - 1`."""
    table: NDArray[np.int32]
    """`(cuts, 4)`: low, high, attribute, and the cut's place among all declared cuts."""


class Terms(NamedTuple):
    """What each side of a cut must satisfy, and what a cut is worth, in fixed point."""

    floor: int
    loss: Ints
    """`(attributes, values + 1)`: loss per person of a set of so many values."""
    waste: int
    """What a cut costs that makes one segment fewer possible, in nodes of at most `thrift` people."""
    thrift: int
    excess: int
    """What each person beyond the floor costs in a segment of floor size; in proportion in larger ones."""
    ahead: int
    """In nodes of at most this many people the best `options` cuts are tried out to the end."""
    options: int
    total: int
    """Everybody, in all consent sets."""
    column: Ints
    """`(sensitive columns + 1,)`: where each sensitive column's values start."""
    rules: Ints
    """`(sensitive columns, 4)`: distinct values needed, whether ordered, whole and millionths of closeness's bound."""
    overall: Ints
    """`(sensitive values,)`: everybody by sensitive value."""


class Bench(NamedTuple):
    """Work space: a slot for each open node, and the best cuts of the node at hand."""

    open: Ints
    """`(slots, 3)`: first and last cell, and the place in the tree."""
    hist: Ints
    """`(slots, values)`: people by value."""
    joint: Ints
    """`(slots, values, sensitive values)`."""
    sums: Ints
    """`(2, values + 1)`: people, and values that are present, among an attribute's first values."""
    joint_sums: Ints
    """`(values + 1, sensitive values)`."""
    gain: Ints
    pick: Ints


class Tree(NamedTuple):
    """What has grown so far; a child below zero is the complement of a leaf's number."""

    cut: NDArray[np.int32]
    child: NDArray[np.int32]
    """`(2 * nodes + 2,)`: the root first, from place 2 on the inside and the outside of each node."""
    leaf_first: NDArray[np.int32]
    """The first cell of each leaf."""
    pending: Ints
    """`(nodes, 3)`: first and last cell and place of nodes with few cells, left for later."""
    grown: Ints
    """Nodes, leaves and pending nodes so far."""


class Room(NamedTuple):
    """A small subtree's own cells and cuts, its values numbered among those that it holds."""

    columns: Columns
    cuts: Cuts
    rank: Ints
    """`(values + 1,)`: a value's number within the subtree."""


def new_bench(values: int, sensitive: int, most: int, options: int) -> Bench:
    """Return work space for histograms of so many values in all, and fewer than `most` in one attribute."""
    return Bench(
        open=np.zeros((SLOTS, 3), dtype=np.int64),
        hist=np.zeros((SLOTS, values), dtype=np.int64),
        joint=np.zeros((SLOTS, values, sensitive), dtype=np.int64),
        sums=np.zeros((2, most), dtype=np.int64),
        joint_sums=np.zeros((most, sensitive), dtype=np.int64),
        gain=np.zeros(options, dtype=np.int64),
        pick=np.zeros(options, dtype=np.int64),
    )


def new_tree(leaves: int) -> Tree:
    """Return room for a tree of at most so many leaves."""
    return Tree(
        cut=np.empty(leaves, dtype=np.int32),
        child=np.empty(2 * leaves + 2, dtype=np.int32),
        leaf_first=np.empty(leaves, dtype=np.int32),
        pending=np.empty((leaves, 3), dtype=np.int64),
        grown=np.zeros(3, dtype=np.int64),
    )


def new_room(columns: Columns, cuts: Cuts, most: int) -> Room:
    """Return room for one small subtree of these columns."""
    codes = np.zeros((len(columns.codes), FEW), dtype=columns.codes.dtype)
    few = Columns(codes, np.zeros(FEW, dtype=np.int64), np.zeros(FEW, dtype=np.int32))
    near = Cuts(np.zeros_like(cuts.offset), np.zeros_like(cuts.start), np.zeros_like(cuts.table))
    return Room(few, near, np.zeros(most, dtype=np.int64))

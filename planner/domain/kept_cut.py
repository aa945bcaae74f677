"""The kept cut: which parts of a cut tree still are segments, after some have been merged or given up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute
from planner.domain.cut_tree import CutTree, Words

NOWHERE = -1
"""The segment of a part that is in none."""
MOST_MERGED = 4
"""A segment merges with at most so many others."""

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class KeptCut:
    """A cut tree and what has become of it: a closed node is one segment, and so is a leaf below no closed node.

    Nothing opens again: what has merged or was given up stays so until the population is cut afresh. Below a closed
    node all leaves are given up, or none.
    """

    tree: CutTree
    closed: Mask
    """`(nodes,)`: nodes whose parts have merged."""
    gone: Mask
    """`(leaves,)`: leaves that are no segments any more, nor parts of one."""

    @classmethod
    def whole(cls, tree: CutTree) -> "KeptCut":
        """Return a tree as it was cut: every leaf is a segment."""
        return cls(tree, np.zeros(len(tree.attribute), dtype=np.bool_), np.zeros(len(tree), dtype=np.bool_))

    @cached_property
    def segment_of_leaf(self) -> Places:
        """The segment that each leaf of the tree belongs to: `(leaves,)`, or `NOWHERE`; ids rise with the leaves."""
        return np.where(self.gone, NOWHERE, np.cumsum(self._begins) - 1)

    @cached_property
    def segment_of_part(self) -> Places:
        """The segment of every part that people can ever be told apart by: `(nodes + leaves + 1,)`, or `NOWHERE`.

        The part of a leaf are the people in its box, that of a node those in the box of all it holds who are in no
        box of either side: they are in a segment once the node is closed. The last part is whoever is in no box.
        """
        first, last = (self.segment_of_leaf[end] for end in self._spans)
        nodes = np.where(first == last, first, NOWHERE)
        return np.concatenate([nodes, self.segment_of_leaf, [NOWHERE]])

    def tiles(self, attributes: tuple[Attribute, ...]) -> tuple[Words, ...]:
        """Return the values that its cuts leave to each segment, as `CutTree.tiles` does for the leaves."""
        begins, kept = np.flatnonzero(self._begins[~self.gone]), ~self.gone
        return tuple(np.bitwise_or.reduceat(tiles[kept], begins, axis=0) for tiles in self.tree.tiles(attributes))

    def without(self, wanting: Mask) -> "KeptCut":
        """Return the cut after some of its segments, `(segments,) bool`, have ceased to stand by themselves.

        Each merges with what it was cut off from. Where that is nothing, more than `MOST_MERGED` segments, or was given
        up in part, it is given up: a few people less cost less than many segments that become one, and the box of what
        merges must hold the boxes of all its parts.
        """
        units = self._unit_of_segment[wanting]
        above = self._parents[units]
        merging = above >= 0
        first, last = (end[above[merging]] for end in self._spans)
        segments, given_up = (np.concatenate([[0], np.cumsum(each)]) for each in (self._begins, self.gone))
        others = segments[last + 1] - segments[first] - 1
        merging[merging] = (others <= MOST_MERGED) & (given_up[last + 1] == given_up[first])
        closed = self.closed.copy()
        closed[above[merging]] = True
        alone = np.zeros(len(self._unit_of_segment) + 1, dtype=np.bool_)  # the last entry is that of `NOWHERE`
        alone[np.flatnonzero(wanting)[~merging]] = True
        return replace(self, closed=closed, gone=self.gone | alone[self.segment_of_leaf])

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return everything as named arrays, for the store."""
        return self.tree.to_arrays() | {"closed": self.closed, "gone": self.gone}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "KeptCut":
        """Read what `to_arrays` gave, or what `CutTree.to_arrays` did."""
        cut = cls.whole(CutTree.from_arrays(arrays))
        if "closed" not in arrays:
            return cut
        return replace(cut, closed=arrays["closed"].astype(np.bool_), gone=arrays["gone"].astype(np.bool_))

    @cached_property
    def _begins(self) -> Mask:
        """Where a segment begins in the order of the leaves."""
        first, last = (end[self.closed] for end in self._spans)
        leaves = len(self.tree)
        steps = np.bincount(first + 1, minlength=leaves + 1) - np.bincount(last + 1, minlength=leaves + 1)
        begins: Mask = (np.cumsum(steps)[:leaves] == 0) & ~self.gone
        return begins

    @cached_property
    def _spans(self) -> tuple[Places, Places]:
        """The first and the last leaf below each node; leaves are numbered in the order of a walk."""
        return tuple(_end_of(self.tree.child[:, side].astype(np.int64)) for side in (0, 1))  # type: ignore[return-value]

    @cached_property
    def _unit_of_segment(self) -> Places:
        """What each segment is: a node, or behind the nodes a leaf."""
        nodes = len(self.tree.attribute)
        unit = nodes + np.arange(len(self.tree))
        inner_first = np.flatnonzero(self.closed)[::-1]  # of nodes that begin alike, the outermost is written last
        unit[self._spans[0][inner_first]] = inner_first
        return unit[self._begins]

    @cached_property
    def _parents(self) -> Places:
        """The node above each node and leaf, -1 for a root."""
        nodes = len(self.tree.attribute)
        parents = np.full(nodes + len(self.tree), -1, dtype=np.int64)
        child = self.tree.child.astype(np.int64)
        parents[np.where(child < 0, nodes + ~child, child)] = np.arange(nodes)[:, None]
        return parents


def _end_of(link: Places) -> Places:
    """Follow links from node to node to the leaf at their end; the steps are as many as the longest way has bits."""
    while (is_node := link >= 0).any():
        link = np.where(is_node, link[np.where(is_node, link, 0)], link)
    return ~link

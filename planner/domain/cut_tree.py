"""The cut tree: how a population was cut into segments, kept so that a refresh can count the same segments again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute
from planner.domain.consent_sets import ConsentFold
from planner.domain.segments import WORD_BITS, Cells, Codes, mask_words

Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class CutTree:
    """One tree of cuts per consent set; its leaves are the segments, numbered in the order of a walk inside first.

    Node i parts the people whose code in attribute `attribute[i]` is in `[low, high)` = `bounds[i]` from all others,
    and `child[i]` names the two sides: a node, or the complement (-1 - id) of a segment's id.
    """

    attribute: NDArray[np.int16]
    bounds: NDArray[np.int32]
    """`(nodes, 2)`: low and high."""
    child: NDArray[np.int32]
    """`(nodes, 2)`: inside and outside."""
    roots: NDArray[np.int32]
    """The root for each of the sets of `fold`: a node, or the complement of a segment's id."""
    fold: ConsentFold

    def __len__(self) -> int:
        return len(self.attribute) + len(self.roots)

    def leaf_of(self, cells: Cells) -> NDArray[np.int32]:
        """Return the segment that each cell belongs to: `(cells,) int32`.

        The cells need the attributes and scopes that the tree was made for, in the same order. Values that have
        never occurred belong somewhere too. -1: no segment asks for only what the cell's people granted.
        O(cells * depth).
        """
        from planner.domain.leaves import route  # noqa: PLC0415 — loads the compiler, for those who need it

        consent_set = self.fold.set_of(cells.consent)
        place = self.roots[np.maximum(consent_set, 0)]
        route(stacked(cells.codes, len(cells)), place, self.attribute, self.bounds, self.child)
        return np.where(consent_set < 0, np.int32(-1), ~place)

    def tiles(self, attributes: tuple[Attribute, ...]) -> tuple[Words, ...]:
        """Return the values that each segment's cuts leave to it, whether they occur or not.

        One `(segments, words) uint64` per attribute, laid out as in `ValueSets.words`. The tiles of one consent set
        cover every combination of values exactly once. O(segments * values / 64) for each attribute.
        """
        return tuple(self._tiles_of(j, len(attribute.labels)) for j, attribute in enumerate(attributes))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return everything as named arrays, for the store."""
        fold = self.fold
        return {
            "attribute": self.attribute,
            "bounds": self.bounds,
            "child": self.child,
            "roots": self.roots,
            "consent_raw": fold.raw,
            "consent_target": fold.target,
            "consent_sets": fold.sets,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "CutTree":
        """Read what `to_arrays` gave; one-dimensional arrays of pairs are folded back."""
        fold = ConsentFold(
            raw=arrays["consent_raw"].astype(np.uint32),
            target=arrays["consent_target"].astype(np.uint16),
            sets=arrays["consent_sets"].astype(np.uint32),
        )
        return cls(
            attribute=arrays["attribute"].astype(np.int16),
            bounds=arrays["bounds"].astype(np.int32).reshape(-1, 2),
            child=arrays["child"].astype(np.int32).reshape(-1, 2),
            roots=arrays["roots"].astype(np.int32),
            fold=fold,
        )

    def _tiles_of(self, column: int, labels: int) -> Words:
        """Follow the tile of one attribute down, one level of all trees at a time."""
        whole = mask_words(np.arange(labels), labels)
        tiles = np.zeros((len(self), len(whole)), dtype=np.uint64)
        ends, held = self.roots, np.repeat(whole[None], len(self.roots), axis=0)
        while len(ends):
            is_leaf = ends < 0
            tiles[~ends[is_leaf]] = held[is_leaf]
            nodes, held = ends[~is_leaf], held[~is_leaf]
            inside, outside = held, held.copy()
            is_cut = self.attribute[nodes] == column
            cut = self._words_between(nodes[is_cut], len(whole))
            inside[is_cut] &= cut
            outside[is_cut] &= ~cut
            ends, held = self.child[nodes].T.ravel(), np.concatenate([inside, outside])
        return tiles

    def _words_between(self, nodes: NDArray[np.int32], words: int) -> Words:
        """Return the values in each node's bounds as `(nodes, words)`."""
        at_word = np.arange(words) * WORD_BITS
        low, high = (np.clip(self.bounds[nodes, side, None] - at_word, 0, WORD_BITS) for side in (0, 1))
        return _lowest_bits(high) & ~_lowest_bits(low)


def stacked(columns: tuple[Codes, ...], cells: int) -> Codes:
    """Return columns of codes as one table `(columns, cells)`, uint16 or, when codes need it, uint32."""
    wide = any(column.dtype.itemsize > 2 for column in columns)
    table = np.empty((len(columns), cells), dtype=np.uint32 if wide else np.uint16)
    for row, column in zip(table, columns, strict=True):
        row[:] = column
    return table


def _lowest_bits(bits: NDArray[np.integer]) -> Words:
    """Return words with so many of their lowest bits set, 0 to 64."""
    shifted = np.uint64(1) << np.minimum(bits, WORD_BITS - 1).astype(np.uint64)
    return np.where(bits == WORD_BITS, ~np.uint64(0), shifted - np.uint64(1))

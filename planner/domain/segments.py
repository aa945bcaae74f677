"""Cells and segments as columns: what an import counts, and what the partition makes of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Sensitive

Codes = NDArray[np.unsignedinteger]
"""Value codes or set ids: uint8, uint16 or uint32, the narrowest that holds them."""

WORD_BITS = 64


@dataclass(frozen=True, eq=False, slots=True)
class Cells:
    """Distinct combinations of values with the number of people who have each; the partition's input.

    Arrays have one entry a cell. `consent` has bit i set when the people of the cell granted `scopes[i]`.
    """

    attributes: tuple[Attribute, ...]
    codes: tuple[Codes, ...]
    scopes: tuple[str, ...]
    consent: NDArray[np.uint32]
    sensitive: tuple[Sensitive, ...]
    sensitive_codes: tuple[Codes, ...]
    people: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)

    def __iter__(self) -> Iterator[tuple[tuple[int, ...], int, int]]:
        """Walk the cells as (codes, consent, people), slowly: for tests and oracles."""
        for i in range(len(self)):
            yield tuple(int(c[i]) for c in self.codes), int(self.consent[i]), int(self.people[i])


@dataclass(frozen=True, eq=False)
class ValueSets:
    """The distinct sets of values that segments hold in one attribute: set id → set of value codes.

    The first `len(attribute.labels)` ids are the single values, id = code, so *exact* is `id < len(labels)`.
    `words` is `(sets, ceil(values / 64)) uint64`: bit `v % 64` of word `v // 64` says that value v is in the set.
    """

    attribute: Attribute
    words: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def members(self) -> NDArray[np.bool_]:
        """The sets as a table `(sets, values) bool`."""
        octets = np.ascontiguousarray(self.words.astype("<u8")).view(np.uint8)
        bits = np.unpackbits(octets, axis=1, bitorder="little")
        return bits[:, : len(self.attribute.labels)].astype(np.bool_)

    def labels_of(self, set_id: int) -> tuple[str, ...]:
        """Return the labels of one set, in code order."""
        return tuple(self.attribute.labels[code] for code in np.flatnonzero(self.members[set_id]))


@dataclass(frozen=True, eq=False)
class SegmentTable:
    """All segments of a snapshot: disjoint boxes, each of at least `floor` people with one consent set.

    Arrays have one entry a segment, in the fixed order of the cut tree's leaves; a segment's id is its place.
    """

    floor: int
    sets: tuple[ValueSets, ...]
    ids: tuple[Codes, ...]
    """For each attribute, the set id of every segment."""
    consents: tuple[frozenset[str], ...]
    """Consent set id → the scopes that everybody in such a segment granted."""
    consent: NDArray[np.uint16]
    people: NDArray[np.int64]
    homogeneous: NDArray[np.bool_] | None = None
    """Where everybody shares one value of a sensitive column; None when no sensitive column was kept."""

    def __len__(self) -> int:
        return len(self.people)

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes that segments are described by."""
        return tuple(values.attribute for values in self.sets)

    @cached_property
    def total_people(self) -> int:
        """Everybody in the population."""
        return int(self.people.sum())

    @cached_property
    def exact_shares(self) -> tuple[float, ...]:
        """For each attribute, the share of people whose segment holds a single value of it, 0 … 1."""
        exact = (ids < len(values.attribute.labels) for values, ids in zip(self.sets, self.ids, strict=True))
        return tuple(float(self.people[single].sum()) / max(self.total_people, 1) for single in exact)


def narrowest(size: int) -> type[np.uint8] | type[np.uint16] | type[np.uint32]:
    """Return the narrowest unsigned type that holds the codes `0 … size - 1`."""
    return np.uint8 if size <= 1 << 8 else np.uint16 if size <= 1 << 16 else np.uint32


def mask_words(codes: NDArray[np.integer], size: int) -> NDArray[np.uint64]:
    """Return a set of value codes as `(ceil(size / 64),) uint64`, laid out as in `ValueSets.words`."""
    member = np.zeros(-(-size // WORD_BITS) * WORD_BITS, dtype=np.uint8)
    member[codes] = 1
    return np.packbits(member, bitorder="little").view("<u8").astype(np.uint64)

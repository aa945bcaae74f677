"""From the codes that rows were grouped by to the value codes of attributes, consent bits and sensitive values."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Sensitive
from planner.domain.errors import PlannerError
from planner.domain.segments import Codes, narrowest
from planner.intake.banding import NO_BAND, Distinct, code_attribute, code_sensitive
from planner.intake.cell_merge import pack_words
from planner.intake.cell_query import WORD, Part
from planner.intake.hierarchy import OTHER
from planner.intake.mapping import AttributeColumn, Mapping, SensitiveColumn

MOST_LABELS = 100_000
"""Values an attribute may keep apart."""

_OTHERS = (f"{OTHER}, ", f"{OTHER} (")
"""How the labels of folded values begin where several groups have some."""

_DENSE = 1 << 22

Table = NDArray[np.uint32]
Column = AttributeColumn | SensitiveColumn
PartCodes = Sequence[NDArray[np.unsignedinteger]]


@dataclass(frozen=True, eq=False)
class Coder:
    """Knows for every part what its codes mean. `codes` below are one array a part, one entry a row or cell."""

    mapping: Mapping
    parts: tuple[Part, ...]
    dictionaries: tuple[list[str], ...]

    @cached_property
    def texts(self) -> tuple[NDArray[np.object_], ...]:
        """For each part, code → text without white space around it."""
        return tuple(np.array([text.strip() for text in texts], dtype=object) for texts in self.dictionaries)

    def place(self, column: str, edges: tuple[object, ...] = ()) -> int:
        """Return which part a column was grouped by."""
        return next(i for i, part in enumerate(self.parts) if part.column == column and part.edges == edges)

    def sort_words(self, codes: PartCodes) -> list[NDArray[np.uint64]]:
        """Return all attributes and sensitive columns as few numbers that sort in a fixed order, empty cells last."""
        columns: tuple[Column, ...] = (*self.mapping.attributes, *self.mapping.sensitive)
        places = dict.fromkeys(place for column in columns for place in self.places(column))
        return pack_words([self._ranks(place)[codes[place]] for place in places], [_size(self, p) for p in places])

    def places(self, column: Column) -> list[int]:
        """Return the parts that make up an attribute: one, or one per level."""
        if isinstance(column, AttributeColumn) and column.levels:
            return [self.place(level) for level in column.levels]
        return [self.place(column.name, column.bands)]

    @property
    def scopes(self) -> tuple[str, ...]:
        """The consent scopes in the mapping's order; it has seen to it that they fit the bits of a cell."""
        return tuple(dict.fromkeys(column.scope for column in self.mapping.consents))

    def consent(self, codes: PartCodes, size: int) -> NDArray[np.uint32]:
        """Return the granted scopes of each entry as bits; of columns that share a scope all have to grant it."""
        bits = np.full(size, (1 << len(self.scopes)) - 1, dtype=np.uint32)
        for column in self.mapping.consents:
            place = self.place(column.name)
            bit = 1 << self.scopes.index(column.scope)
            granted = {text.strip().casefold() for text in column.granted} - {""}
            kept = [0xFFFFFFFF if text.casefold() in granted else 0xFFFFFFFF ^ bit for text in self.texts[place]]
            bits &= np.array(kept, dtype=np.uint32)[codes[place]]
        return bits

    def _ranks(self, place: int) -> Table:
        if self.parts[place].edges:
            return np.arange(len(self.parts[place].edges) + 3, dtype=np.uint32)
        texts = self.texts[place]
        order = {text: rank for rank, text in enumerate(sorted(set(texts) - {""}))}
        return np.array([order.get(text, len(order)) for text in texts], dtype=np.uint32)


@dataclass(frozen=True, eq=False, slots=True)
class Coded:
    """An attribute or sensitive column with the value code of every cell."""

    column: Attribute | Sensitive
    codes: Codes
    folded: int
    """Different values that became "other"."""


def code_column(
    coder: Coder,
    column: Column,
    cells: tuple[PartCodes, NDArray[np.int64]],
    *,
    floor: int,
    listed: AnyMapping[str, Sequence[tuple[str, ...]]],
) -> Coded:
    """Give every cell its value code in one column; `cells` are the codes of each part and the people.

    Raises PlannerError: `too-many-labels`, and what `banding` finds.
    """
    parts, people = cells
    places = coder.places(column)
    sizes = [_size(coder, place) for place in places]
    if prod(sizes) >= 1 << WORD:
        raise PlannerError("too-many-labels", column=column.name, labels=MOST_LABELS, most=MOST_LABELS)
    values, index = _held([parts[place] for place in places], sizes)
    held = np.bincount(index, weights=people, minlength=len(values[0])).astype(np.int64)
    distinct = _distinct(coder, places, values, held)
    made: Attribute | Sensitive
    if isinstance(column, SensitiveColumn):
        made, codes = code_sensitive(column, distinct)
    else:
        made, codes = code_attribute(column, distinct, floor=floor, listed=listed.get(column.name, ()))
    if len(made.labels) > MOST_LABELS:
        raise PlannerError("too-many-labels", column=column.name, labels=len(made.labels), most=MOST_LABELS)
    return Coded(made, codes.astype(narrowest(len(made.labels)))[index], _folded(made, distinct, codes))


def _distinct(
    coder: Coder, places: Sequence[int], values: Sequence[NDArray[np.integer]], people: NDArray[np.int64]
) -> Distinct:
    edges = coder.parts[places[0]].edges
    if edges:
        return Distinct(people, bands=np.where(values[0] == len(edges) + 1, NO_BAND, values[0].astype(np.int64)))
    texts = (coder.texts[place][value] for place, value in zip(places, values, strict=True))
    return Distinct(people, texts=tuple([text or None for text in column] for column in texts))


def _folded(made: Attribute | Sensitive, distinct: Distinct, codes: Table) -> int:
    """Count the different texts that are no longer told apart because they became "other"."""
    if not distinct.texts:
        return 0
    others = [label.startswith(_OTHERS) or label == OTHER for label in made.labels]
    texts = {text for text, code in zip(distinct.texts[0], codes.tolist(), strict=True) if others[code]}
    return len(texts.difference(made.labels))


def _size(coder: Coder, place: int) -> int:
    edges = coder.parts[place].edges
    return len(edges) + 3 if edges else len(coder.dictionaries[place])


def _held(codes: PartCodes, sizes: Sequence[int]) -> tuple[list[NDArray[np.integer]], NDArray[np.integer]]:
    """Return the combinations of codes that occur, one array a part, and which of them each cell has."""
    total = prod(sizes)
    flat: NDArray[np.integer] = codes[0]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        flat = flat.astype(np.int64) * size + code
    held, index = _numbered(flat, total)
    values = []
    for size in reversed(sizes):
        held, value = np.divmod(held, size)
        values.append(value)
    return values[::-1], index


def _numbered(flat: NDArray[np.integer], total: int) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Return the numbers that occur, ascending, and the place of each cell's number among them."""
    if total > _DENSE:
        return np.unique(flat, return_inverse=True)
    held = np.flatnonzero(np.bincount(flat, minlength=total))
    place = np.zeros(total, dtype=np.int32)
    place[held] = np.arange(len(held))
    return held, place[flat]

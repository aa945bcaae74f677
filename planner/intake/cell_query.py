"""The cells query: one scan of the file that groups people by one packed number instead of by their texts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Edge
from planner.domain.errors import PlannerError
from planner.domain.segments import narrowest
from planner.intake.engine import Connection, keep_table, quote_text, read_number
from planner.intake.locating import find_line
from planner.intake.mapping import Mapping
from planner.intake.sampling import guess_texts
from planner.intake.source import Source

WORD = 63
"""Bits of one packed word: codes are added up in unsigned 64-bit numbers and must never overflow."""

HASH = "hash(name) | 1::UBIGINT"
"""The SQL of an identifier's hash: never 0, which stands for a row without one."""

_WEIGHT = r"[0-9]{1,10}(\.0+)?"


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that rows are grouped by: the texts of a column, or the band its number or date falls into.

    Codes of texts are places in a dictionary, where 0 is the empty cell. Codes of bands are the band, then
    `len(edges) + 1` for an empty cell and one more for a cell that cannot be read.
    """

    column: str
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the code of each part lies in the packed words."""

    places: tuple[tuple[int, int, int], ...]
    """(word, lowest bit, bits) of each part."""
    words: int

    @classmethod
    def of(cls, sizes: Sequence[int]) -> "Layout":
        """Lay codes `0 … size - 1` out, as many as fit in each word."""
        places, word, used = [], 0, 0
        for size in sizes:
            bits = max(1, (size - 1).bit_length())
            if used + bits > WORD:
                word, used = word + 1, 0
            places.append((word, used, bits))
            used += bits
        return cls(tuple(places), word + 1)

    def unpack(self, words: Sequence[NDArray[np.uint64]]) -> list[NDArray[np.unsignedinteger]]:
        """Return the codes of each part, in the narrowest type."""
        codes: list[NDArray[np.unsignedinteger]] = []
        for word, lowest, bits in self.places:
            code = (words[word] >> np.uint64(lowest)) & np.uint64((1 << bits) - 1)
            codes.append(code.astype(narrowest(1 << bits)))
        return codes


@dataclass(frozen=True, slots=True)
class Packing:
    """How to pack codes in SQL: an expression for each word, NULL where a text is unknown, and the joins they need."""

    layout: Layout
    words: tuple[str, ...]
    joins: str


@dataclass(frozen=True, eq=False)
class Grouping:
    """The rows of a file, grouped in the engine's table `grouped`, and what is needed to read it."""

    parts: tuple[Part, ...]
    layout: Layout
    dictionaries: tuple[list[str], ...]
    """For each part its texts as they stand in the file, the code's place; empty for bands."""


def parts_of(mapping: Mapping) -> tuple[Part, ...]:
    """Return what rows are grouped by: every column that matters once, bands as bands."""
    parts = [Part(name, ()) for column in mapping.attributes for name in column.levels]
    parts += [Part(column.name, column.bands) for column in mapping.attributes if not column.levels]
    parts += [Part(column.name) for column in mapping.consents]
    parts += [Part(column.name, column.bands) for column in mapping.sensitive]
    return tuple(dict.fromkeys(parts))


def group_rows(connection: Connection, source: Source, mapping: Mapping, *, suspects: bool, unnamed: bool) -> Grouping:
    """Scan the file once and leave its rows grouped in the table `grouped`.

    Columns: `word0 …` the packed codes, NULL where a text is not in the dictionaries, which come from a sample; `who`
    the identifier where people may have several rows (its hash is in the table `suspects`), `touched` when such a row
    was last updated; `rest` the texts and bands where a word is NULL; `rows` and `people` the counts.
    """
    parts = parts_of(mapping)
    columns = [part.column for part in parts if not part.edges]
    guessed = guess_texts(connection, source, columns)
    dictionaries = tuple([] if part.edges else guessed[part.column] for part in parts)
    packing = pack(connection, parts, dictionaries, [_cell(source, part) for part in parts], series=0)
    unknown = " OR ".join(f"word{place} IS NULL" for place in range(len(packing.words)))
    texts = ", ".join(f"({_cell(source, part)})::VARCHAR" for part in parts)
    fields = [f"{word} AS word{place}" for place, word in enumerate(packing.words)]
    fields += [*_person(source, mapping, suspects=suspects), f"CASE WHEN {unknown} THEN [{texts}] END AS rest"]
    people, doubts = _people(source, mapping), _doubt_counts(source, mapping)
    fields += ["count(*) AS rows", f"{people} AS people", f"{doubts} AS doubts"]
    named = _named(source, mapping, suspects=suspects, unnamed=unnamed)
    scan = f"SELECT {', '.join(fields)} FROM {named} {packing.joins} GROUP BY ALL"
    connection.execute(f"CREATE TEMP TABLE grouped AS {scan}")
    grouping = Grouping(parts, packing.layout, dictionaries)
    _refuse_unreadable(connection, source, mapping, grouping)
    return grouping


def pack(
    connection: Connection,
    parts: Sequence[Part],
    dictionaries: Sequence[list[str]],
    cells: Sequence[str],
    *,
    series: int,
) -> Packing:
    """Say how to pack the cells of a relation into words: by a join with each dictionary, which any text survives.

    (A cast to an ENUM is as fast, but 1,000 times slower for a text that the type does not have.)
    """
    sizes = [len(part.edges) + 3 if part.edges else len(texts) for part, texts in zip(parts, dictionaries, strict=True)]
    layout = Layout.of(sizes)
    sums: list[list[str]] = [[] for _ in range(layout.words)]
    joins = []
    for place, (part, cell) in enumerate(zip(parts, cells, strict=True)):
        word, lowest, _ = layout.places[place]
        if part.edges:
            sums[word].append(f"({cell})::UBIGINT * {1 << lowest}")
            continue
        name = f"dictionary{series}_{place}"
        packed = np.arange(len(dictionaries[place]), dtype=np.uint64) << np.uint64(lowest)
        keep_table(connection, name, {"text": np.array(dictionaries[place], dtype=object), "packed": packed})
        joins.append(f"LEFT JOIN {name} ON {name}.text = coalesce({cell}, '')")
        sums[word].append(f"{name}.packed")
    return Packing(layout, tuple(" + ".join(terms) for terms in sums), " ".join(joins))


def _cell(source: Source, part: Part) -> str:
    """Return the SQL of a part's cell: its text, or the code of its band."""
    return _band(source, part) if part.edges else source.text(part.column)


def _band(source: Source, part: Part) -> str:
    text = source.trimmed(part.column)
    value = f"TRY_CAST({text} AS DOUBLE)"
    edges = [repr(float(edge)) + "::DOUBLE" for edge in part.edges if not isinstance(edge, str)]
    if isinstance(part.edges[0], str):
        value = f"CASE WHEN {_is_moment(text, 'TIMESTAMP')} THEN TRY_CAST(left({text}, 10) AS DATE) END"
        edges = [f"DATE {quote_text(str(edge))}" for edge in part.edges]
    reached = " + ".join(f"({value} >= {edge})::UINTEGER" for edge in edges)
    empty, unreadable = len(edges) + 1, len(edges) + 2
    return f"CASE WHEN {text} IS NULL THEN {empty} WHEN isfinite({value}) THEN {reached} ELSE {unreadable} END"


def _is_moment(text: str, kind: str) -> str:
    """Return the SQL of whether a text is a date or a time; words of the engine for some, such as "epoch", are not."""
    return f"{text}[1] <= '9' AND epoch_us(TRY_CAST({text} AS {kind})) IS NOT NULL"


def _person(source: Source, mapping: Mapping, *, suspects: bool) -> list[str]:
    if not suspects:
        return ["NULL::VARCHAR AS who", "NULL::BIGINT AS touched"]
    touched = f"epoch_us(TRY_CAST({source.trimmed(mapping.updated)} AS TIMESTAMPTZ))" if mapping.updated else "NULL"
    return ["CASE WHEN doubtful THEN name END AS who", f"CASE WHEN doubtful THEN {touched} END::BIGINT AS touched"]


def _named(source: Source, mapping: Mapping, *, suspects: bool, unnamed: bool) -> str:
    """Return the relation, where it matters limited to rows with an identifier, `name`, and with `doubtful`.

    No filter and no join stand in the way where they are not needed: they would unpack a Parquet file's dictionaries.
    """
    if not mapping.identifier or not (suspects or unnamed):
        return source.relation
    named = f"(SELECT *, {source.trimmed(mapping.identifier)} AS name FROM {source.relation})"
    if suspects:
        named = f"(SELECT *, {HASH} IN (SELECT hash FROM suspects) AS doubtful FROM {named})"
    return f"(SELECT * FROM {named} WHERE name IS NOT NULL)" if unnamed else named


def hashed(source: Source, column: str) -> str:
    """Return a relation of one column `hash`: of each row's identifier, an odd number, or 0 where it is empty."""
    named = f"(SELECT {source.trimmed(column)} AS name FROM {source.relation})"
    return f"(SELECT CASE WHEN name IS NULL THEN 0::UBIGINT ELSE {HASH} END AS hash FROM {named})"


def _people(source: Source, mapping: Mapping) -> str:
    if not mapping.weight:
        return "count(*)"
    weight = source.trimmed(mapping.weight)
    whole = f"CASE WHEN regexp_full_match({weight}, {quote_text(_WEIGHT)}) THEN {weight}::DOUBLE::BIGINT END"
    return f"coalesce(sum({whole}), 0)::BIGINT"


def _doubt_counts(source: Source, mapping: Mapping) -> str:
    checks = [f"count(*) FILTER ({condition})" for _, _, condition in _doubts(source, mapping)]
    return f"[{', '.join(checks)}]::BIGINT[]" if checks else "NULL::BIGINT[]"


def _doubts(source: Source, mapping: Mapping) -> list[tuple[str, str, str]]:
    """Return (error code, column, SQL condition) of what makes a row's weight or date unreadable."""
    doubts = []
    if mapping.weight:
        weight = source.trimmed(mapping.weight)
        condition = f"{weight} IS NULL OR NOT regexp_full_match({weight}, {quote_text(_WEIGHT)})"
        doubts.append(("weight-unreadable", mapping.weight, condition))
    if mapping.updated:
        text = source.trimmed(mapping.updated)
        condition = f"{text} IS NOT NULL AND NOT ({_is_moment(text, 'TIMESTAMPTZ')})"
        doubts.append(("date-unreadable", mapping.updated, condition))
    return doubts


def _refuse_unreadable(connection: Connection, source: Source, mapping: Mapping, grouping: Grouping) -> None:
    """Refuse weights, dates and numbers that cannot be read, counted in the grouped rows."""
    for place, (code, column, condition) in enumerate(_doubts(source, mapping), start=1):
        _refuse(connection, source, code, column=column, condition=condition, rows=f"doubts[{place}]")
    for place, (part, (word, lowest, bits)) in enumerate(zip(grouping.parts, grouping.layout.places, strict=True)):
        if not part.edges:
            continue
        unreadable = len(part.edges) + 2
        packed = f"(word{word} >> {lowest}) & {(1 << bits) - 1} = {unreadable}"
        doubt = f"CASE WHEN rest IS NULL THEN {packed} ELSE rest[{place + 1}] = '{unreadable}' END"
        code = "date-unreadable" if isinstance(part.edges[0], str) else "number-unreadable"
        condition = f"({_band(source, part)}) = {unreadable}"
        rows = f"CASE WHEN {doubt} THEN rows ELSE 0 END"
        _refuse(connection, source, code, column=part.column, condition=condition, rows=rows)


def _refuse(connection: Connection, source: Source, code: str, *, column: str, condition: str, rows: str) -> None:
    """Raise a PlannerError when grouped rows are at fault; it names the column, the first line, and no value."""
    if found := read_number(connection, f"SELECT sum({rows}) FROM grouped"):
        raise PlannerError(code, column=column, rows=found, line=find_line(connection, source, condition))

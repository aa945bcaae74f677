"""Which texts a column holds: a guess that saves time, then, for the texts it missed, the whole truth."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.intake.decoding import Dialect
from planner.intake.engine import Connection
from planner.intake.source import Source

MOST_VALUES = 1_000_000
"""Different texts that one column may hold."""

_FIRST_ROWS = 50_000
_FEW = 1_000
"""A column of a Parquet file with so few texts is stored by dictionary: all of them are found in no time."""
_BLOCKS = 24
_BLOCK_ROWS = 1_000
_BLOCK_BYTES = 1 << 15


def guess_texts(connection: Connection, source: Source, columns: Sequence[str]) -> dict[str, list[str]]:
    """Return texts that each column is likely to hold, as they stand in the file, the empty text first.

    From the first rows and from blocks spread over the file, so that sorted files are guessed well too: where blocks
    of a Parquet file show something new, all of the column is looked through. Any row may still hold other texts, and
    texts that no row holds do no harm.
    """
    if not columns:
        return {}
    texts = ", ".join(f"{source.text(column)} AS t{place}" for place, column in enumerate(columns))
    connection.execute(f"CREATE TEMP TABLE sample AS SELECT {texts} FROM {source.relation} LIMIT {_FIRST_ROWS}")
    spread = _spread_parquet(connection, source, texts, columns) if source.numbered else _spread_csv(source, columns)
    guessed = {}
    for place, column in enumerate(columns):
        known = extend(connection, [""], f"SELECT DISTINCT t{place} FROM sample", column)
        fresh = sorted(spread[column] - {*known})
        if fresh and source.numbered and len(known) <= _FEW:
            known = extend(connection, known, f"SELECT DISTINCT {source.text(column)} FROM {source.relation}", column)
        elif fresh:
            known += fresh
        guessed[column] = known
    connection.execute("DROP TABLE sample")
    return guessed


def extend(connection: Connection, dictionary: list[str], distinct: str, column: str) -> list[str]:
    """Return a dictionary with the texts that a query finds added behind those it has, in text order.

    Raises PlannerError: `too-many-values`, and `file-has-nul` for a text that holds the character NUL.
    """
    found = [row[0] for row in connection.execute(f"{distinct} LIMIT {MOST_VALUES + 1}").fetchall() if row[0]]
    if any("\0" in text for text in found):
        raise PlannerError("column-has-nul", column=column)
    known = set(dictionary)
    extended = dictionary + sorted(text for text in found if text not in known)
    if len(extended) > MOST_VALUES:
        raise PlannerError("too-many-values", column=column, most=MOST_VALUES)
    return extended


def _spread_parquet(connection: Connection, source: Source, texts: str, columns: Sequence[str]) -> dict[str, set[str]]:
    """Return what blocks of rows of a Parquet file hold; small files are seen whole by their first rows."""
    if source.estimated_rows <= _FIRST_ROWS:
        return {column: set() for column in columns}
    starts = [source.estimated_rows * block // _BLOCKS for block in range(_BLOCKS)]
    rows = " OR ".join(f"place BETWEEN {start} AND {start + _BLOCK_ROWS}" for start in starts)
    connection.execute(f"CREATE TEMP TABLE spread AS SELECT {texts} FROM {source.numbered} WHERE {rows}")
    found = {
        column: {
            str(text) for (text,) in connection.execute(f"SELECT DISTINCT t{place} FROM spread").fetchall() if text
        }
        for place, column in enumerate(columns)
    }
    connection.execute("DROP TABLE spread")
    return {column: {text for text in texts if "\0" not in text} for column, texts in found.items()}


def _spread_csv(source: Source, columns: Sequence[str]) -> dict[str, set[str]]:
    """Return what blocks of a CSV file seem to hold, read as if no line end were quoted."""
    found: dict[str, set[str]] = {column: set() for column in columns}
    dialect = source.dialect
    if dialect is None or not dialect.is_utf_8:
        return found
    places = [(column, source.columns.index(column)) for column in columns]
    for record in _block_records(Path(source.path), dialect):
        if len(record) == len(source.columns):
            for column, place in places:
                found[column].add(record[place])
    return {column: {text for text in texts if "\0" not in text} for column, texts in found.items()}


def _block_records(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    size = path.stat().st_size
    with path.open("rb") as file:
        for block in range(_BLOCKS):
            file.seek(size * block // _BLOCKS)
            lines = file.read(_BLOCK_BYTES).decode("utf-8", "ignore").splitlines()[1:-1]
            try:
                yield from csv.reader(lines, delimiter=dialect.delimiter)
            except csv.Error:
                continue

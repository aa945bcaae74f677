"""Where in a file a fault is: the first line that a condition holds for, found only after something went wrong."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from planner.intake import decoding, sheets
from planner.intake.engine import Connection, read_number
from planner.intake.source import Source

_BATCH = 20_000

Numbered = Iterator[tuple[int, list[str]]]


def find_line(connection: Connection, source: Source, condition: str) -> int:
    """Return the line of a CSV file, or the row of another, that first meets an SQL condition over c0, c1, …, or 0.

    The file is read once more, slowly, in file order, and the engine itself decides with the same condition.
    """
    if source.format == "parquet":
        return _find_in_parquet(connection, source, condition)
    rows = _numbered(source)
    while batch := list(islice(rows, _BATCH)):
        arrays = {"place": np.array([place for place, _ in batch], dtype=np.int64)}
        for column in range(len(source.columns)):
            arrays[f"c{column}"] = np.array([row[column] for _, row in batch], dtype=object)
        connection.register("batch", arrays)
        found = read_number(connection, f"SELECT min(place) FROM batch WHERE {condition}")
        connection.unregister("batch")
        if found is not None:
            return found
    return 0


def _find_in_parquet(connection: Connection, source: Source, condition: str) -> int:
    found = read_number(connection, f"SELECT min(place) FROM {source.numbered} WHERE {condition}")
    return 0 if found is None else found + 1


def _numbered(source: Source) -> Numbered:
    if source.format == "xlsx":
        sheet = sheets.inspect_workbook(Path(source.path))
        yield from islice(enumerate(sheets.sheet_rows(Path(source.path), sheet), start=1), 1, None)
        return
    if dialect := source.dialect:
        yield from islice(decoding.number_records(Path(source.path), dialect), dialect.header, None)

"""DuckDB, locked down: it reads the one file it was given, writes nothing, and its errors are told in our words."""

import re
from typing import Any

import duckdb
from numpy.typing import NDArray

from planner.domain.errors import PlannerError

Connection = duckdb.DuckDBPyConnection

LONGEST_LINE = 2_000_000
"""Bytes in one record of a CSV file (8 bytes a value at 250,000 values; no customer table comes near)."""

_SEALED = {
    "temp_directory": "",  # never spill: rows would lie readable on the disk; an OutOfMemoryException is a sentence
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "allow_unsigned_extensions": False,
    "allow_persistent_secrets": False,
    "python_enable_replacements": False,
    "preserve_insertion_order": False,
}

_LINE = re.compile(r"CSV Error on Line: (\d+)")
_WIDTH = re.compile(r"^Expected Number of Columns: (\d+) Found: (\d+)", re.MULTILINE)
_CSV_FAULTS = (
    ("Invalid unicode", "encoding-wrong"),
    ("Value with unterminated quote found", "csv-quote"),
    ("Maximum line size", "csv-line-too-long"),
)


class Unreadable(PlannerError):
    """The engine could not read the file in this way; another way of reading may still be tried."""


def open_sealed(path: str, *, memory_mib: int, threads: int) -> Connection:
    """Open an in-memory engine that can read `path`, exactly as written, and nothing else in the world.

    Holds: no other file, no glob, no network, no extension, no attached database, no written file, no spill, no
    Python variable as a table, no change of any of these. `SET allowed_paths` has to come before the access is shut,
    and the lock last (DuckDB 2.0).
    """
    settings: dict[str, Any] = {**_SEALED, "threads": threads, "memory_limit": f"{memory_mib}MiB"}
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "SET disabled_optimizers = 'build_side_probe_side, join_order'"
    )  # the file is never the hashed side
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    connection.execute("SET progress_bar_time = 0")
    connection.execute(f"SET allowed_paths = [{quote_text(path)}, {quote_text(literal(path))}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def literal(path: str) -> str:
    """Return a path in the engine's pattern language that matches this one file and no other."""
    return re.sub(r"([*?\[])", r"[\1]", path)


def quote_text(text: str) -> str:
    """Return an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def keep_table(connection: Connection, name: str, columns: dict[str, NDArray[Any]]) -> None:
    """Put arrays into the engine's memory as a table."""
    connection.register("columns_to_keep", columns)
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM columns_to_keep")
    connection.unregister("columns_to_keep")


def read_number(connection: Connection, query: str) -> int | None:
    """Return the one number that a query finds, its result read to the end."""
    ((found,),) = connection.execute(query).fetchall()
    return None if found is None else int(found)


def retell(error: duckdb.Error, *, kind: str) -> PlannerError:
    """Return our error for the engine's, whose text quotes cells and never leaves this function.

    `kind` is the kind of file: "csv", "parquet" or "xlsx". What another way of reading may cure is `Unreadable`.
    """
    text = str(error)
    if isinstance(error, duckdb.InterruptException):
        return PlannerError("import-cancelled")
    if isinstance(error, duckdb.OutOfMemoryException):
        return PlannerError("import-out-of-memory")
    if kind == "csv" and "state machine reached an invalid state" in text:
        return Unreadable("csv-line-ends")
    if kind == "csv" and (found := _LINE.search(text)):
        return _csv_error(text, int(found[1]))
    return PlannerError("file-damaged", kind=kind)


def _csv_error(text: str, line: int) -> PlannerError:
    for sign, code in _CSV_FAULTS:
        if sign in text:
            kind = Unreadable if code == "encoding-wrong" else PlannerError
            return kind(code, line=line)
    if widths := _WIDTH.findall(text):
        expected, found = map(int, widths[-1])
        return PlannerError("csv-ragged-line", line=line, expected=expected, found=found)
    return PlannerError("csv-line-unreadable", line=line)

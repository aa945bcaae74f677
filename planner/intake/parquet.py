"""Parquet: what its columns are called in the file, which is not always what the engine calls them."""

from collections.abc import Iterator

from planner.intake.engine import Connection


def column_names(connection: Connection, file: str) -> tuple[str, ...]:
    """Return the names of the columns as the file has them; `file` is its path as SQL.

    The engine tells columns of one name apart by itself (`a`, `a_1`), and nobody could say then which is which.
    """
    schema = connection.execute(f"SELECT name, num_children FROM parquet_schema({file})").fetchall()
    return tuple(_outermost((str(name), children or 0) for name, children in schema[1:]))


def _outermost(schema: Iterator[tuple[str, int]]) -> Iterator[str]:
    """Yield the names that are inside no other; each stands before what is inside it."""
    for name, children in schema:
        yield name
        left = children
        while left:
            _, inside = next(schema)
            left += inside - 1

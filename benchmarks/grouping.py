"""A bare DuckDB GROUP BY as a process of its own: what reading customers to cells is measured against."""

import sys
from pathlib import Path

import duckdb

THREADS = 2
MEMORY_MIB = 4096
ATTRIBUTES = {"age": 6, "gender": 3, "plan": 5, "tenure": 6, "device": 4, "recency": 8, "income": 7}
"""Attributes and how many values each has; `place` comes on top."""
CONSENTS = {"email": 6, "sms": 3, "ads": 2}
"""Consent columns, and how many people in ten grant each."""
COLUMNS = [*ATTRIBUTES, "place", *CONSENTS]


def bare(path: Path, people: str = "count(*)") -> None:
    """Group the same columns with DuckDB alone, told everything about the file, and keep nothing."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": f"{MEMORY_MIB}MiB",
        "temp_directory": "",
        "preserve_insertion_order": False,
    }
    fields = ", ".join(f"'{name}': 'VARCHAR'" for name in ("id", *COLUMNS))
    read = f"read_csv('{path}', auto_detect = false, header = true, columns = {{{fields}}})"
    source = read if path.suffix == ".csv" else f"read_parquet('{path}')"
    query = f"SELECT {', '.join(COLUMNS)}, {people} AS people FROM {source} GROUP BY ALL"
    with duckdb.connect(config=config) as connection:
        print(connection.execute(f"SELECT count(*), sum(people) FROM ({query})").fetchall())


def bare_distinct(path: Path) -> None:
    """Group and count distinct identifiers with DuckDB alone."""
    bare(path, "count(DISTINCT id)")


if __name__ == "__main__":
    {"bare": bare, "bare_distinct": bare_distinct}[sys.argv[1]](Path(sys.argv[2]))

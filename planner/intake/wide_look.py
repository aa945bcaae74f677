"""The survey's look at a file of many columns: every cell a row of its own, so that all columns share one question."""

from collections.abc import Mapping, Sequence
from typing import Any

from planner.intake.engine import Connection, quote_text, read_number
from planner.intake.identity import ColumnFacts
from planner.intake.questions import CLOSE, KINDS, WIDE, answers, facts_of, shapes
from planner.intake.source import WHITE_SPACE, Source

CELLS = 4_000_000
"""Cells that are looked at closely."""

PATTERN_CELLS = 400_000
"""Cells of those that are matched with the patterns of values."""

MOST_COLUMNS_LABELLED = 500
"""Columns up to which values are shown and hierarchies looked for; of more, only what one question tells of all."""

_TRIMMED = f"nullif(trim({{}}, {quote_text(WHITE_SPACE)}), '')"


def look_wide(connection: Connection, source: Source, names: Sequence[str]) -> tuple[int, list[ColumnFacts]]:
    """Return the number of rows, and what can be told of each column without its labels.

    Leaves the table `sampled`, whose columns are t0, t1, … in the order of the names, where labels are wanted.
    """
    sampled = max(1, CELLS // len(names))
    texts = ", ".join(f"{source.text(name)} AS t{i}" for i, name in enumerate(names))
    connection.execute(f"CREATE TEMP TABLE texts AS SELECT {texts} FROM {source.relation} LIMIT {sampled}")
    rows = read_number(connection, f"SELECT count(*) FROM {source.relation}") or 0
    everything = "texts" if rows <= sampled else f"(SELECT {texts} FROM {source.relation})"
    some = f"(SELECT * FROM texts LIMIT {max(1, PATTERN_CELLS // len(names))})"
    every_kind = {key: sql for kind in KINDS.values() for key, sql in kind.items() if key != "quantiles"}
    quantiles = {f"quantiles of {kind}": asked["quantiles"] for kind, asked in KINDS.items()}
    close = _ask(connection, "texts", len(names), CLOSE | answers())
    shaped = _ask(connection, some, len(names), {"filled": "count({t})"} | shapes())
    wide = _ask(connection, everything, len(names), WIDE | every_kind | quantiles)
    if len(names) <= MOST_COLUMNS_LABELLED:
        _keep_sampled(connection, len(names))
    connection.execute("DROP TABLE texts")
    looks = zip(names, close, shaped, wide, strict=True) if rows else ()
    return rows, [facts_of(name, rows, {**near, "shaped": shape}, _of_kind(far)) for name, near, shape, far in looks]


def _ask(connection: Connection, relation: str, columns: int, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return of each column what aggregates of its cells tell; `{t}` is the cell."""
    texts = ", ".join(f"t{place}" for place in range(columns))
    cells = f"SELECT unnest(range({columns})) AS place, unnest([{texts}]) AS text FROM {relation}"
    questions = ", ".join(sql.replace("{t}", "t") for sql in asked.values())
    query = f"SELECT {questions} FROM (SELECT place, {_TRIMMED.format('text')} AS t FROM ({cells}))"
    told = connection.execute(f"{query} GROUP BY place ORDER BY place").fetchall()
    return [dict(zip(asked, answer, strict=True)) for answer in told]


def _of_kind(told: Mapping[str, Any]) -> dict[str, Any]:
    """Take the quantiles of the kind that most of the cells are of."""
    kind = max(KINDS, key=lambda kind: int(told[kind]))
    return {**told, "quantiles": told[f"quantiles of {kind}"]}


def _keep_sampled(connection: Connection, columns: int) -> None:
    trimmed = ", ".join(f"{_TRIMMED.format(f't{place}')} AS t{place}" for place in range(columns))
    connection.execute(f"CREATE TEMP TABLE sampled AS SELECT {trimmed} FROM texts")

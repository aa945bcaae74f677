"""The survey's look at a file, in the child process: aggregates of every column, and nothing held by few people."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from planner.domain.errors import PlannerError
from planner.intake.engine import Connection
from planner.intake.identity import ColumnFacts, direct_identifier, person_columns, weight_of
from planner.intake.questions import CLOSE, KINDS, WIDE, answers, facts_of, shapes
from planner.intake.source import Source
from planner.intake.vocabulary import speaks_of
from planner.intake.wide_look import MOST_COLUMNS_LABELLED, look_wide

SAMPLE_ROWS = 200_000
"""Rows that are looked at closely: exact distinct counts, examples, which column determines which."""

PATTERN_ROWS = 20_000
"""Rows of those whose cells are matched with the patterns of values."""

NESTED = ("[", "STRUCT", "MAP", "UNION")
"""Signs of a Parquet type that holds more than one value."""

NARROW = 40
"""Columns up to which each is asked in expressions of its own: of more, planning takes longer than running."""

MOST_LEVELS = 60
"""Columns that are looked at as levels of hierarchies: each is compared with every other."""

MOST_EXAMPLES = 12
MOST_LABELS = 20_000
"""Distinct values up to which a column of texts may have examples, or determine another."""

MEASURED = 12
"""Distinct values of numbers from which on they are amounts, whose values are not shown."""

DETERMINED = 0.99
"""Share of people, among those who share their fine value with others, for whom the coarse value is its own."""


def survey_task(
    connection: Connection, source: Source, parameters: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return `{"rows": …, "columns": [facts, …], "nested": [name, …]}` of a file; see `ColumnFacts`.

    `parameters` hold the `floor`. Raises PlannerError `file-has-no-rows`.
    Reads the file twice at most: its first 200,000 rows closely, then all of it for
    how full and how varied each column is. Columns of lists or records are only named.
    """
    names = [name for name, kind in zip(source.columns, source.kinds, strict=True) if not _is_nested(kind)]
    rows, columns = (look_wide if len(names) > NARROW else _look)(connection, source, names)
    if not rows:
        raise PlannerError("file-has-no-rows")
    if len(names) <= MOST_COLUMNS_LABELLED:
        columns = _with_labels(connection, columns, floor=parameters["floor"])
    connection.execute("DROP TABLE IF EXISTS sampled")
    nested = [name for name in source.columns if name not in names]
    return {"rows": rows, "columns": [dataclasses.asdict(facts) for facts in columns], "nested": nested}, {}


def _is_nested(kind: str) -> bool:
    return any(sign in kind for sign in NESTED)


def _look(connection: Connection, source: Source, names: Sequence[str]) -> tuple[int, list[ColumnFacts]]:
    """Return the number of rows, and what can be told of each column without its labels; see `look_wide`."""
    cells = ", ".join(f"{source.trimmed(name)} AS t{i}" for i, name in enumerate(names)) or "1 AS t"
    connection.execute(f"CREATE TEMP TABLE sampled AS SELECT {cells} FROM {source.relation} LIMIT {SAMPLE_ROWS}")
    sampled = _measure(connection, "sampled", {"rows": "count(*)"})["rows"]
    everything = "sampled" if sampled < SAMPLE_ROWS else f"(SELECT {cells} FROM {source.relation})"
    close = _measure(connection, "sampled", _of_each(names, CLOSE | answers()))
    some = f"(SELECT * FROM sampled LIMIT {PATTERN_ROWS})"
    shaped = _measure(connection, some, _of_each(names, {"filled": "count({t})"} | shapes()))
    looks = [{**_of(i, close), "shaped": _of(i, shaped)} for i in range(len(names))]
    asked = [WIDE | {key: sql for kind in _mostly(look) for key, sql in KINDS[kind].items()} for look in looks]
    told = _measure(connection, everything, {"rows": "count(*)"} | _of_each(names, *asked))
    rows = int(told["rows"])
    return rows, [
        facts_of(name, rows, look, _of(i, told)) for i, (name, look) in enumerate(zip(names, looks, strict=True))
    ]


def _mostly(look: Mapping[str, Any]) -> list[str]:
    """Name the kinds of value that make up most of a column, so that all of its rows are asked about them."""
    return [kind for kind in KINDS if look[kind] * 2 > look["filled"]]


def _with_labels(connection: Connection, columns: Sequence[ColumnFacts], *, floor: int) -> list[ColumnFacts]:
    """Add what needs labels: examples, and which columns each column determines."""
    place = {facts.name: i for i, facts in enumerate(columns)}
    keys = [place[name] for name in person_columns(columns)]
    weight = weight_of(columns)
    alone = "count(*)" if weight is None else f"sum(try_cast(t{place[weight]} AS DOUBLE))"
    people = f"least({', '.join(f'count(DISTINCT t{key})' for key in keys)})" if keys else alone
    labelled = {place[facts.name]: facts for facts in columns if _has_labels(facts) and place[facts.name] not in keys}
    levels = dict([(i, facts) for i, facts in labelled.items() if facts.distinct > 1][:MOST_LEVELS])
    return [
        dataclasses.replace(
            facts,
            examples=_examples(connection, i, people, floor=floor),
            determines=_determined(connection, i, levels) if i in levels else (),
        )
        if i in labelled
        else facts
        for i, facts in enumerate(columns)
    ]


def _has_labels(facts: ColumnFacts) -> bool:
    """Whether the values are names of something, and not measures."""
    is_measure = facts.is_date or (facts.is_number and facts.distinct > MEASURED)
    is_code = speaks_of(facts.name, "postcode")
    return direct_identifier(facts) is None and (is_code or not is_measure) and 1 <= facts.distinct <= MOST_LABELS


def _examples(connection: Connection, place: int, people: str, *, floor: int) -> tuple[str, ...]:
    rows = connection.execute(
        f"SELECT t{place} FROM sampled WHERE t{place} IS NOT NULL GROUP BY ALL HAVING {people} >= {floor} "
        f"ORDER BY {people} DESC, t{place} LIMIT {MOST_EXAMPLES}"
    ).fetchall()
    return tuple(str(label) for (label,) in rows)


def _determined(connection: Connection, place: int, labelled: Mapping[int, ColumnFacts]) -> tuple[str, ...]:
    """Name the columns with fewer values whose value follows from this one's, by the people who share a value."""
    fine = labelled[place]
    coarse = {i: facts for i, facts in labelled.items() if 1 < facts.distinct <= 0.7 * fine.distinct}
    if not coarse:
        return ()
    ends = ", ".join(f"min(t{i}) IS NOT DISTINCT FROM max(t{i}) AS own{i}" for i in coarse)
    groups = f"(SELECT count(*) AS n, {ends} FROM sampled WHERE t{place} IS NOT NULL GROUP BY t{place} HAVING n > 1)"
    asked = {facts.name: f"coalesce(sum(n) FILTER (own{i}), 0) / sum(n)" for i, facts in coarse.items()}
    shares = _measure(connection, groups, {"shared": "sum(n)", "all": f"(SELECT count(t{place}) FROM sampled)"} | asked)
    if (shares["shared"] or 0) * 2 < shares["all"]:
        return ()
    return tuple(name for name in asked if shares[name] >= DETERMINED)


def _of_each(names: Sequence[str], *asked: Mapping[str, str]) -> dict[str, str]:
    """Ask the same of each column, or of each what is given for it."""
    questions = asked if len(asked) == len(names) else asked * len(names)
    return {f"{i}.{key}": sql.replace("{t}", f"t{i}") for i, own in enumerate(questions) for key, sql in own.items()}


def _of(place: int, told: Mapping[str, Any]) -> dict[str, Any]:
    return {key.partition(".")[2]: value for key, value in told.items() if key.partition(".")[0] == str(place)}


def _measure(connection: Connection, relation: str, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return name → answer of aggregates over one relation, in one scan."""
    told = connection.execute(f"SELECT {', '.join(asked.values())} FROM {relation}").fetchone()
    return dict(zip(asked, told or (), strict=True))

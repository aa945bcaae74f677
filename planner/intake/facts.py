"""The survey's look at a file, in the child process: aggregates of every column, and nothing held by few people."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

from numpy.typing import NDArray

from planner.intake.engine import Connection, quote_text
from planner.intake.identity import ColumnFacts, direct_identifier, person_columns
from planner.intake.source import Source
from planner.intake.vocabulary import ANSWERS, PATTERNS, answer_words, speaks_of

SAMPLE_ROWS = 200_000
"""Rows that are looked at closely: exact distinct counts, examples, which column determines which."""

PATTERN_ROWS = 20_000
"""Rows of those whose cells are matched with the patterns of values."""

NESTED = ("[", "STRUCT", "MAP", "UNION")
"""Signs of a Parquet type that holds more than one value."""

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

    `parameters` hold the `floor`. Reads the file twice at most: its first 200,000 rows closely, then all of it for
    how full and how varied each column is. Columns of lists or records are only named.
    """
    names = [name for name, kind in zip(source.columns, source.kinds, strict=True) if not _is_nested(kind)]
    cells = ", ".join(f"{source.trimmed(name)} AS t{i}" for i, name in enumerate(names)) or "1 AS t"
    connection.execute(f"CREATE TEMP TABLE sampled AS SELECT {cells} FROM {source.relation} LIMIT {SAMPLE_ROWS}")
    sampled = _measure(connection, "sampled", {"rows": "count(*)"})["rows"]
    everything = "sampled" if sampled < SAMPLE_ROWS else f"(SELECT {cells} FROM {source.relation})"
    rows, columns = _look(connection, names, everything)
    columns = _with_labels(connection, columns, floor=parameters["floor"])
    connection.execute("DROP TABLE sampled")
    nested = [name for name in source.columns if name not in names]
    return {"rows": rows, "columns": [dataclasses.asdict(facts) for facts in columns], "nested": nested}, {}


def _is_nested(kind: str) -> bool:
    return any(sign in kind for sign in NESTED)


def _look(connection: Connection, names: Sequence[str], everything: str) -> tuple[int, list[ColumnFacts]]:
    """Return the number of rows, and what can be told of each column without its labels."""
    close = _measure(connection, "sampled", _of_each(names, _CLOSE | _answers()))
    some = f"(SELECT * FROM sampled LIMIT {PATTERN_ROWS})"
    shaped = _measure(connection, some, _of_each(names, {"filled": "count({t})"} | _shapes()))
    looks = [{**_of(i, close), "shaped": _of(i, shaped)} for i in range(len(names))]
    asked = [_WIDE | {key: sql for kind in _mostly(look) for key, sql in _KINDS[kind].items()} for look in looks]
    told = _measure(connection, everything, {"rows": "count(*)"} | _of_each(names, *asked))
    rows = int(told["rows"])
    return rows, [
        _facts(name, rows, look, _of(i, told)) for i, (name, look) in enumerate(zip(names, looks, strict=True))
    ]


def _mostly(look: Mapping[str, Any]) -> list[str]:
    """Name the kinds of value that make up most of a column, so that all of its rows are asked about them."""
    return [kind for kind in _KINDS if look[kind] * 2 > look["filled"]]


_NUMBER = "try_cast({t} AS DOUBLE)"
_DATE = "try_cast({t} AS DATE)"
_DAYS = f"({_DATE} - DATE '1970-01-01')"
_QUANTILES = "[0.05, 0.5, 0.95]"

_CLOSE = {
    "filled": "count({t})",
    "distinct": "count(DISTINCT {t})",
    "mean_length": "avg(length({t}))",
    "one word": "count(*) FILTER (NOT contains({t}, ' '))",
    "number": f"count(*) FILTER (isfinite({_NUMBER}))",
    "date": f"count({_DATE})",
}
"""What is asked of the rows that are looked at closely; `{t}` is the cell."""

_WIDE = {
    "filled": "count({t})",
    "distinct": "approx_count_distinct({t})",
    "constant": "min({t}) IS NOT DISTINCT FROM max({t})",
}
"""What is asked of every row of a column."""

_KINDS = {
    "number": {
        "number": f"count(*) FILTER (isfinite({_NUMBER}))",
        "whole": f"count(*) FILTER ({_NUMBER} = floor({_NUMBER}) AND NOT contains({{t}}, '.'))",
        "quantiles": f"approx_quantile({_NUMBER}, {_QUANTILES}) FILTER (isfinite({_NUMBER}))",
    },
    "date": {
        "date": f"count({_DATE})",
        "quantiles": f"approx_quantile({_DAYS}, {_QUANTILES})",
    },
}
"""What is asked of every row too, when most of the cells are of a kind."""


def _answers() -> dict[str, str]:
    words = {answer: ", ".join(map(quote_text, answer_words(answer))) for answer in ANSWERS}
    return {answer: f"count(*) FILTER (lower({{t}}) IN ({said}))" for answer, said in words.items()}


def _shapes() -> dict[str, str]:
    return {
        kind: f"count(*) FILTER (regexp_full_match({{t}}, {quote_text(pattern)}))" for kind, pattern in PATTERNS.items()
    }


def _facts(name: str, rows: int, close: Mapping[str, Any], wide: Mapping[str, Any]) -> ColumnFacts:
    """Put together what two looks at a column told: the close one, with its `shaped` cells, and the wide one."""
    is_whole_file = close["filled"] == wide["filled"]
    shares = {kind: _share(wide.get(kind, 0), wide["filled"]) for kind in ("number", "whole", "date")}
    shares |= {kind: _share(close[kind], close["filled"]) for kind in (*ANSWERS, "one word")}
    shares |= {kind: _share(close["shaped"][kind], close["shaped"]["filled"]) for kind in PATTERNS}
    low, middle, high = _ends(wide.get("quantiles"), shares)
    return ColumnFacts(
        name,
        filled=_share(wide["filled"], rows),
        distinct=min(wide["filled"], close["distinct"] if is_whole_file else max(close["distinct"], wide["distinct"])),
        uniqueness=_share(close["distinct"], close["filled"]),
        is_constant=bool(wide["constant"]),
        mean_length=float(close["mean_length"] or 0),
        shares=shares,
        low=low,
        middle=middle,
        high=high,
    )


def _with_labels(connection: Connection, columns: Sequence[ColumnFacts], *, floor: int) -> list[ColumnFacts]:
    """Add what needs labels: examples, and which columns each column determines."""
    place = {facts.name: i for i, facts in enumerate(columns)}
    keys = [place[name] for name in person_columns(columns)]
    people = f"least({', '.join(f'count(DISTINCT t{key})' for key in keys)})" if keys else "count(*)"
    labelled = {place[facts.name]: facts for facts in columns if _has_labels(facts) and place[facts.name] not in keys}
    return [
        dataclasses.replace(
            facts,
            examples=_examples(connection, i, people, floor=floor),
            determines=_determined(connection, i, labelled),
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


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _ends(
    quantiles: Sequence[float] | None, shares: Mapping[str, float]
) -> tuple[float, float, float] | tuple[None, None, None]:
    """Round, so that no quantile tells what one person spent, or when."""
    if quantiles and shares["number"] == 1:
        low, middle, high = map(_two_digits, quantiles)
    elif quantiles and shares["date"] == 1:
        low, middle, high = (float(day // 30 * 30) for day in quantiles)
    else:
        return None, None, None
    return low, middle, high


def _two_digits(number: float) -> float:
    """Cut off what follows the first two digits, so that an edge made from it lies among the numbers."""
    if not number:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(number))) - 1)
    return float(f"{math.floor(number / unit + 1e-9) * unit:.12g}")

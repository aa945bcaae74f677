"""What counting should give, said once more in plain Python: slow, obvious, and sharing no code with the product."""

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

MISSING = "(missing)"


@dataclass(frozen=True)
class Expected:
    cells: Mapping[tuple[tuple[str, ...], frozenset[str]], int]
    rows: int
    people: int
    unnamed: int
    duplicates: int
    conflicting_people: int
    conflicting_consents: int


def count(
    text: str, *, attributes: list[str], consents: dict[str, tuple[str, tuple[str, ...]]], identifier: str | None
) -> Expected:
    """Count a CSV text; `consents` is column → (scope, granted words)."""
    header, *rows = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    scopes = {scope for scope, _ in consents.values()}

    def value(row: list[str], column: str) -> str:
        return row[header.index(column)].strip()

    def granted(row: list[str]) -> frozenset[str]:
        refused = {
            scope
            for column, (scope, words) in consents.items()
            if value(row, column).lower() not in map(str.lower, words)
        }
        return frozenset(scopes - refused)

    def described(row: list[str]) -> tuple[str, ...]:
        return tuple(value(row, column) for column in attributes)

    people: dict[str, list[list[str]]] = {}
    unnamed = 0
    for number, row in enumerate(rows):
        name = value(row, identifier) if identifier else str(number)
        unnamed += not name
        if name:
            people.setdefault(name, []).append(row)
    cells: Counter[tuple[tuple[str, ...], frozenset[str]]] = Counter()
    for theirs in people.values():
        values = min((described(row) for row in theirs), key=lambda texts: [(not text, text) for text in texts])
        consent = frozenset.intersection(*map(granted, theirs))
        cells[tuple(text or MISSING for text in values), consent] += 1
    return Expected(
        cells=cells,
        rows=len(rows),
        people=len(people),
        unnamed=unnamed,
        duplicates=len(rows) - unnamed - len(people),
        conflicting_people=sum(len(set(map(described, theirs))) > 1 for theirs in people.values()),
        conflicting_consents=sum(len(set(map(granted, theirs))) > 1 for theirs in people.values()),
    )

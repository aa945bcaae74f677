"""Numbers, tables and findings as a person reads them on a terminal."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from planner.domain.audience import Audience
from planner.domain.finding import Finding, Severity
from planner.domain.rule_text import rule_text
from planner.domain.widen import Widening
from planner.services.words import tell_changes, tell_finding

MARKS = {Severity.BLOCK: "✗", Severity.WARN: "!", Severity.NOTE: "·"}


def number(people: int) -> str:
    """Return an integer with thousands parted."""
    return f"{people:,}"


def percent(share: float) -> str:
    """Return a share as per cent with one decimal."""
    return f"{share:.1%}"


def table(rows: Iterable[Sequence[str]], *, right: Iterable[int] = ()) -> list[str]:
    """Return rows as aligned columns, two blanks apart; columns in `right` are set flush right."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    flush = set(right)
    return [
        "  ".join(
            cell.rjust(width) if i in flush else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def audience(found: Audience, scopes: Iterable[str]) -> list[str]:
    """Return whom a rule reaches, who of them agreed to `scopes`, and whom it protects."""
    agreed = " and ".join(scopes)
    segments = f"in {number(found.segments)} {'segment' if found.segments == 1 else 'segments'}"
    reachable = f"of them agreed to {plain(agreed)}, {segments}" if agreed else f"{segments}, whatever they agreed to"
    return table(
        [
            ("  reach", number(found.reach), "people in segments wholly inside the rule"),
            ("  reachable", number(found.reachable_people), reachable),
            ("  protected", number(found.protected), "people in segments the rule cuts through"),
        ],
        right={1},
    )


def findings(items: Iterable[Finding]) -> list[str]:
    """Return one line for each finding, marked by its severity."""
    return [f"{MARKS[item.severity]} {plain(tell_finding(item))}" for item in items]


def widenings(items: Iterable[Widening]) -> Iterator[str]:
    """Return two lines for each way to widen a rule: what changes for how many, and the rule to use."""
    for item in items:
        yield f"  → {plain(tell_changes(item.changes))}: {number(item.reachable)} people"
        yield f"      {plain(rule_text(item.rule)) or 'everyone'}"


def plain(text: str) -> str:
    """Return text on one line that cannot move the cursor or colour the terminal: control characters become `?`."""
    one_line = " ".join(text.split("\n"))
    return "".join("?" if unicodedata.category(sign) in {"Cc", "Cf"} else sign for sign in one_line)

"""Records: canonical JSON read strictly, and the ledger's entries as they travel."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from planner.domain.canonical import canonical_json
from planner.domain.errors import PlannerError

EXPORT_SCHEMA = "shoal.ledger.v1"


@dataclass(frozen=True, slots=True)
class LedgerExport:
    """A copy of a ledger: every entry byte for byte, in order, and its signed checkpoint."""

    checkpoint: str
    entries: tuple[bytes, ...]


def parse_canonical(data: bytes) -> dict[str, Any]:
    """Return the JSON object of bytes that are its one canonical spelling (RFC 8785).

    Raises ValueError for anything else: other spacing or order, a key twice, a number that JSON cannot hold.
    """
    try:
        value = json.loads(data.decode())
        spelled = canonical_json(value)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(value, dict) or spelled != data:
        raise ValueError("not canonical JSON")
    return value


def facts_of(entry: bytes, action: str, index: int) -> dict[str, Any]:
    """Return the facts of the ledger's entry number `index`, which must tell of this action.

    An entry is canonical JSON with at least `action`, `facts` and `index`. Raises ValueError.
    """
    told = parse_canonical(entry)
    facts = told.get("facts")
    if told.get("action") != action or told.get("index") != index or not isinstance(facts, dict):
        raise ValueError(f"not entry {index} of action {action}")
    return facts


def format_ledger_export(entries: Iterable[bytes], checkpoint: str) -> bytes:
    """Return a ledger as lines of JSON: a header with the schema and the signed checkpoint, then the entries.

    Entries are canonical JSON and so hold no line ends; they are written byte for byte.
    """
    header = canonical_json({"schema": EXPORT_SCHEMA, "checkpoint": checkpoint})
    return b"".join(line + b"\n" for line in (header, *entries))


def parse_ledger_export(data: bytes) -> LedgerExport:
    """Read what `format_ledger_export` wrote. Raises PlannerError `ledger-export-unreadable` with the line."""
    lines: Sequence[bytes] = data.split(b"\n")
    if lines[-1]:
        raise PlannerError("ledger-export-unreadable", line=len(lines))
    for number, line in enumerate(lines[:-1], start=1):
        try:
            told = parse_canonical(line)
        except ValueError:
            raise PlannerError("ledger-export-unreadable", line=number) from None
        if number == 1 and (told.get("schema") != EXPORT_SCHEMA or not isinstance(told.get("checkpoint"), str)):
            raise PlannerError("ledger-export-unreadable", line=1)
    if len(lines) < 2:
        raise PlannerError("ledger-export-unreadable", line=1)
    return LedgerExport(parse_canonical(lines[0])["checkpoint"], tuple(lines[1:-1]))

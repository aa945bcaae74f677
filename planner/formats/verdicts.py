"""Verdicts: valid, invalid or unknown, for each thing that is checked and for all of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a check found; unknown is not a pass."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: its permanent name, its verdict, and what it saw in words."""

    name: str
    verdict: Verdict
    detail: str


class Wrong(Exception):
    """A check fails for this reason."""


class Unsettled(Exception):
    """A check can say neither yes nor no, for this reason."""


def overall(results: Iterable[CheckResult]) -> Verdict:
    """Return invalid when anything is, else unknown when anything is, else valid."""
    found = {result.verdict for result in results}
    return next((verdict for verdict in (Verdict.INVALID, Verdict.UNKNOWN) if verdict in found), Verdict.VALID)


def demand(claim: object, reason: str) -> None:
    """Raise Wrong with the reason unless the claim is true."""
    if not claim:
        raise Wrong(reason)

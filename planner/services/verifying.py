"""Verifying: bundles checked from themselves alone, and the ledger checked from its first entry to its head."""

from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.formats.files import write_atomically
from planner.formats.records import format_ledger_export
from planner.formats.verdicts import CheckResult, Verdict, overall
from planner.formats.verification import verify_bundle
from planner.store.ledger import Entry, entries, signed_checkpoint, verifier_key
from planner.store.ledger_check import Verification, verify_ledger
from planner.store.workspace import Workspace

__all__ = [
    "Entry",
    "Verdict",
    "Verification",
    "Verified",
    "checkpoint",
    "entries",
    "verifier_key",
    "verify",
    "verify_ledger",
    "write_ledger",
]


@dataclass(frozen=True, slots=True)
class Verified:
    """What came of checking a bundle."""

    verdict: Verdict
    checks: tuple[CheckResult, ...]


def verify(bundle: Path, *, key: str | None = None, against: Path | None = None) -> Verified:
    """Check a bundle with nothing but itself, a pinned key and, when given, a copy of the ledger.

    Without a pinned key nobody vouches for the signature, and the verdict is unknown at best. Raises PlannerError
    `file-missing`, `file-unreadable`, `key-unreadable`, `ledger-export-unreadable`.
    """
    ledger = _read(against) if against else None
    results = tuple(verify_bundle(_read(bundle), pinned_key=key, ledger_export=ledger))
    return Verified(overall(results), results)


def checkpoint(workspace: Workspace) -> str:
    """Return the signed head of the ledger, to be kept elsewhere. Raises PlannerError `ledger-empty`."""
    note = signed_checkpoint(workspace)
    if note is None:
        raise PlannerError("ledger-empty")
    return note


def write_ledger(workspace: Workspace, path: Path) -> int:
    """Write a copy of the whole ledger with its signed head, for others to keep, and return how many entries it has.

    Raises PlannerError `ledger-empty`, `file-not-written`.
    """
    head, found = checkpoint(workspace), entries(workspace)
    write_atomically(path, format_ledger_export((entry.data for entry in found), head))
    return len(found)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise PlannerError("file-missing", file=str(path)) from None
    except OSError as error:
        raise PlannerError("file-unreadable", file=str(path), reason=error.strerror or "") from error

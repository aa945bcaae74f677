"""Verifying: bundles checked from themselves alone, and the ledger checked from its first entry to its head."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.note import MOST_NOTE_BYTES
from planner.formats.archive import MOST_BYTES
from planner.formats.files import write_atomically
from planner.formats.records import format_ledger_export, parse_ledger_export
from planner.formats.verdicts import CheckResult, Verdict, overall
from planner.formats.verification import verify_bundle
from planner.store.ledger import Entry, entries, ledger_size, signed_checkpoint, verifier_key
from planner.store.ledger_check import Verification
from planner.store.ledger_check import verify_ledger as check_ledger
from planner.store.workspace import Workspace

__all__ = [
    "Entry",
    "Verdict",
    "Verification",
    "Verified",
    "checkpoint",
    "entries",
    "ledger_size",
    "verifier_key",
    "verify",
    "verify_ledger",
    "write_checkpoint",
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
    if ledger is not None:
        parse_ledger_export(ledger)
    results = tuple(verify_bundle(_read(bundle), pinned_key=key, ledger_export=ledger))
    return Verified(overall(results), results)


def verify_ledger(workspace: Workspace, known: Sequence[Path] = ()) -> Verification:
    """Check every page, entry and state and the signed head; `known` are checkpoints kept elsewhere.

    Raises PlannerError `file-…`, and `proof-unreadable` or `checkpoint-not-signed` for a file that is none of this
    ledger's checkpoints.
    """
    notes = [_read_note(path) for path in known]
    try:
        workspace.check()
    except PlannerError as error:
        if error.code != "store-damaged":
            raise
        return Verification(0, (("pages", Finding("pages-damaged", Severity.BLOCK)),))
    return check_ledger(workspace, notes)


def checkpoint(workspace: Workspace) -> str:
    """Return the signed head of the ledger, to be kept elsewhere. Raises PlannerError `ledger-empty`."""
    note = signed_checkpoint(workspace)
    if note is None:
        raise PlannerError("ledger-empty")
    return note


def write_checkpoint(workspace: Workspace, path: Path) -> None:
    """Write the signed head of the ledger to a file. Raises PlannerError `ledger-empty`, `file-not-written`."""
    write_atomically(path, checkpoint(workspace).encode())


def write_ledger(workspace: Workspace, path: Path) -> int:
    """Write a copy of the whole ledger with its signed head, for others to keep, and return how many entries it has.

    Raises PlannerError `ledger-empty`, `file-not-written`.
    """
    head, found = checkpoint(workspace), entries(workspace)
    write_atomically(path, format_ledger_export((entry.data for entry in found), head))
    return len(found)


def _read(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds, and of one that holds more than it may, enough to see that."""
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise PlannerError("file-missing", file=str(path)) from None
    except IsADirectoryError:
        raise PlannerError("file-is-folder", file=str(path)) from None
    except OSError as error:
        raise PlannerError("file-unreadable", file=str(path), reason=error.strerror or "") from error


def _read_note(path: Path) -> str:
    try:
        return _read(path, MOST_NOTE_BYTES).decode()
    except UnicodeDecodeError:
        raise PlannerError("proof-unreadable", part="checkpoint") from None

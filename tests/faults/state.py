"""What a workspace and its exports are after a fault, and everything that is wrong with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.formats.bundle import ENTRY, read_bundle
from planner.formats.records import parse_canonical
from planner.services.verifying import Verdict, verify
from planner.store.backups import BACKUP_FOLDER, backups_in, proven_head, set_aside_in
from planner.store.ledger import entry_at, ledger_size, verifier_key
from planner.store.ledger_check import verify_ledger
from planner.store.passphrase import KEY_FILE
from planner.store.recovery import META as SEAL
from planner.store.recovery import RECOVERY_FILE, is_in_place, kept_seal
from planner.store.workspace import STORE_FILE, Workspace
from tests.faults.operations import Operation

BUNDLE, BESIDE = "shoal-spring.zip", "shoal-spring.list.csv"
AT_REST = {"workspace": {STORE_FILE, "lock"}, "out": {BUNDLE, BESIDE}}
"""Every file there must be when nothing is being done."""
BESIDES = {KEY_FILE, RECOVERY_FILE, BACKUP_FOLDER}
"""What there may be besides: that a key is kept is known by opening, and a lost recovery file is looked for."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an operation may leave: the state before it or the one after it, in the store and among the files."""

    before: str
    after: str
    exports: bool
    """Whether there are files when it is done."""


def fingerprint(workspace: Workspace, operation: Operation) -> str:
    """Return a digest of the key and of every row of every table that an operation leaves the same each time."""
    found = sha256(workspace.key.key_id.encode())
    for table in sorted({*workspace.db.table_names()} - {*operation.ignores}):
        found.update(table.encode())
        rows = [tuple(row) for row in workspace.db.execute(f"SELECT * FROM [{table}]")]
        for row in sorted(repr(row) for row in rows if row[0] != SEAL):  # a seal is another one each time
            found.update(row.encode())
    return found.hexdigest()


def wrong(operation: Operation, run: Path, expected: Expected, *, done: bool) -> Iterator[str]:
    """Yield what is wrong with what a fault has left, and with doing it once more; `done`: it was acknowledged."""
    try:
        yield from _wrong(operation, run, expected, done=done)
    except PlannerError as error:
        yield f"refused: {error.code}"
    except Exception as error:  # noqa: BLE001 - whatever it is, a trial must tell it
        yield f"{type(error).__name__}: {error}"


def _wrong(operation: Operation, run: Path, expected: Expected, *, done: bool) -> Iterator[str]:
    if done and not (run / "workspace" / STORE_FILE).exists():
        yield "what was acknowledged is lost"
    with operation.enter(run) as workspace:
        found = fingerprint(workspace, operation)
        if found not in {expected.before, expected.after}:
            yield "neither the old state nor the new one"
        if done and found != expected.after:
            yield "what was acknowledged is lost"
        yield from _unsound(workspace)
        yield from _unsound_files(workspace, run / "out")
        if done and expected.exports and not (run / "out" / BESIDE).exists():
            yield "an acknowledged file is lost"
        if found != expected.after or operation.repeats:
            operation.do(workspace, run)
            if fingerprint(workspace, operation) != expected.after:
                yield "doing it again does not lead to the new state"
            yield from _unsound(workspace)
            yield from _unsound_files(workspace, run / "out")
    yield from _leftovers(run, exports=expected.exports)


def _unsound(workspace: Workspace) -> Iterator[str]:
    workspace.check()
    for backup in backups_in(workspace.folder):
        if proven_head(backup.path, workspace.key) is None:
            yield "half a backup"
    if kept_seal(workspace.db) and not is_in_place(workspace.folder, workspace.db):
        yield "the recovery code is lost"
    if not verify_ledger(workspace).is_valid:
        yield "the ledger does not verify"


def _unsound_files(workspace: Workspace, out: Path) -> Iterator[str]:
    """Hold every exported file against the ledger."""
    bundle, beside = out / BUNDLE, out / BESIDE
    if beside.exists() and not bundle.exists():
        yield "a list without a bundle"
    if not bundle.exists():
        return
    if verify(bundle, key=verifier_key(workspace).vkey).verdict is not Verdict.VALID:
        yield "half a bundle"
        return
    held = read_bundle(bundle.read_bytes())
    index = parse_canonical(held[ENTRY])["index"]
    if index >= ledger_size(workspace) or entry_at(workspace, index).data != held[ENTRY]:
        yield "a bundle without an entry"
    if beside.exists() and beside.read_bytes() != held["list.csv"]:
        yield "half a list"


def _leftovers(run: Path, *, exports: bool) -> Iterator[str]:
    """Name what is there and should not be, and what is not there and should be."""
    for folder, names in AT_REST.items():
        if folder == "workspace" or exports:
            found = {path.name for path in (run / folder).iterdir()} - BESIDES
            yield from (f"left behind: {folder}/{name}" for name in sorted(found - names))
            yield from (f"missing: {folder}/{name}" for name in sorted(names - found))
    made = {*(backup.path for backup in backups_in(run / "workspace")), *set_aside_in(run / "workspace")}
    left = sorted(path for path in (run / "workspace" / BACKUP_FOLDER).glob("*") if path not in made)
    yield from (f"left behind: {path.name}" for path in left)

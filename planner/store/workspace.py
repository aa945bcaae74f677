"""A workspace: one folder with the encrypted store, opened by one process at a time and never half made."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.domain.recovery_code import RecoveryCode
from planner.store.backups import Backup, Progress, back_up_first, backups_in, make_backup
from planner.store.custody import Custody, header_of, open_store
from planner.store.driver import Database, connect, driver_errors_told, integrity_faults, transaction
from planner.store.folder import STORE_FILE, disk_errors_told, make_empty_file, make_folder, move_into_place
from planner.store.handover import RESTORED, hand_over
from planner.store.head import Head, head_of, refuse_rolled_back
from planner.store.lock import LOCK_FILE, Marker, WorkspaceLock
from planner.store.recorder import Recorder, ensure_signing_key, recording, utc_text
from planner.store.recovery import mend_recovery_file
from planner.store.renewal import give_up_old_key, go_on
from planner.store.schema import is_outdated, migrate, read_meta, write_meta
from planner.store.states import watch_states
from planner.store.store_key import Entropy, KeyStore, StoreKey

__all__ = ["STORE_FILE", "Clock", "Recorder", "Workspace", "is_kept", "utc_text"]

Clock = Callable[[], datetime]
"""Returns the present moment, with its time zone."""


class Workspace:
    """An open workspace; close it, or use it as a context manager.

    It belongs to the thread that opened it. `db` reads freely; changes are made in a transaction.
    """

    def __init__(
        self, custody: Custody, database: Database, key: StoreKey, *, clock: Clock, keep_head: Callable[[Head], None]
    ) -> None:
        self.folder = custody.folder
        self.custody = custody
        self.db = database
        self.key = key
        self.clock = clock
        self.is_open = True
        """Whether it can be used: not once it is closed, nor when a disk has kept a new store from being opened."""
        self.id = read_meta(database)["workspace"]
        self.findings: list[Finding] = []
        """What went wrong beside the work, for whoever tells it; who has told it takes it out."""
        self._keep_head = keep_head
        self._on_close = ExitStack()

    @classmethod
    def create(
        cls, folder: Path, keys: KeyStore, clock: Clock, *, entropy: Entropy = secrets.token_bytes
    ) -> "Workspace":
        """Make a workspace with a new key, which is kept and read back before there is a store, and open it.

        Raises PlannerError `workspace-exists`, `store-gone` when there was one whose store is missing, and what
        `open` raises about folder, lock and keys.
        """
        make_folder(folder)
        with ExitStack() as undo:
            custody = _custody(folder, keys, undo)
            if (folder / STORE_FILE).exists():
                raise PlannerError("workspace-exists", folder=str(folder))
            _refuse_if_gone(custody)
            key = StoreKey.make(entropy)
            keys.save(key)
            _make_store(folder, key, {"workspace": entropy(8).hex(), "created": utc_text(clock())}, entropy)
            return cls._ready(cls._opened(custody, key, clock, undo), undo)

    @classmethod
    def open(cls, folder: Path, keys: KeyStore, clock: Clock) -> "Workspace":
        """Open an existing workspace; nothing in it is changed by an open that is refused.

        Raises PlannerError: `workspace-absent`, `store-gone`, `workspace-in-use`, `folder-is-a-file`,
        `folder-read-only`, `store-empty`, `store-damaged`, `store-foreign`, `store-not-encrypted`, `store-rolled-back`,
        `store-newer`, `key-missing`, `key-wrong`, or what the keys raise.
        """
        with ExitStack() as undo:
            custody = _existing(folder, keys, undo)
            return cls._ready(cls._opened(custody, custody.find_key(), clock, undo), undo)

    @classmethod
    def restore(cls, folder: Path, code: RecoveryCode, keys: KeyStore, clock: Clock, *, by: str) -> "Workspace":
        """Open a workspace whose key is lost with its recovery code; from now on `keys` keep the key.

        The code has opened the store before anything is changed, and the ledger says who had it. Raises PlannerError
        `recovery-code-other`, `recovery-file-absent`, `recovery-file-damaged`, `recovery-file-other`, and what `open`
        raises.
        """
        with ExitStack() as undo:
            custody = _existing(folder, keys, undo)
            opened = cls._opened(custody, custody.recover_key(code), clock, undo)
            give_up_old_key(opened, keys)
            hand_over(opened, keys, RESTORED, by=by)
            return cls._ready(opened, undo)

    @classmethod
    def open_or_create(cls, folder: Path, keys: KeyStore, clock: Clock) -> "Workspace":
        """Open the workspace of a folder, or make one when there has never been one."""
        if (folder / STORE_FILE).exists():
            return cls.open(folder, keys, clock)
        return cls.create(folder, keys, clock)

    @classmethod
    def on_copy(cls, copy: Path, custody: Custody, key: StoreKey, clock: Clock) -> "Workspace":
        """Open a copy of the store in custody, with this version's tables; nobody else sees what is done in it."""
        with ExitStack() as undo, driver_errors_told(custody.folder):
            database = connect(copy, key)
            undo.callback(database.close)
            _bring_up_to_date(database)
            opened = cls(custody, database, key, clock=clock, keep_head=lambda _head: None)
            opened._on_close = undo.pop_all()
            return opened

    @classmethod
    def _opened(cls, custody: Custody, key: StoreKey, clock: Clock, undo: ExitStack) -> "Workspace":
        database, findings = _opened_under(custody, key, clock, undo)
        opened = cls(custody, database, key, clock=clock, keep_head=custody.lock.write_head)
        opened.findings += findings
        return opened

    @classmethod
    def _ready(cls, opened: "Workspace", undo: ExitStack) -> "Workspace":
        """See to what lies beside the store and to what was broken off, and hold open what `undo` would close."""
        opened.agree()
        go_on(opened)
        opened._on_close = undo.pop_all()  # noqa: SLF001 - its own
        return opened

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write what no ledger needs to know: all is on the disk when the block ends, or nothing when it raises.

        The objects that the ledger tells of (`states.STATES`) are changed in a `change` only, and the database refuses
        it here. Transactions do not nest. Raises PlannerError `disk-full`, `disk-failed`, `store-damaged`.
        """
        with driver_errors_told(self.folder), transaction(self.db):
            yield

    @contextmanager
    def change(self) -> Iterator[Recorder]:
        """Change objects of the workspace, write what was done into the ledger, and sign its new head, as one.

        The block appends an entry for every object it changes; without one nothing is committed. Raises as
        `transaction` does.
        """
        with driver_errors_told(self.folder), transaction(self.db), recording(self.db, self.clock()) as recorder:
            yield recorder
        self._keep_head(head_of(self.db))

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Read, with the store's errors told as `transaction` tells them."""
        with driver_errors_told(self.folder):
            yield self.db

    def check(self) -> None:
        """Read every page of the store. Raises PlannerError `store-damaged` when one is not as it was written."""
        with self.reading() as database:
            if integrity_faults(database):
                raise PlannerError("store-damaged", folder=str(self.folder))

    def note_key(self) -> Marker:
        """See to it that the lock file names the key in use, and how far the ledger has come; return what it says."""
        with self.reading() as database:
            return self.custody.note(self.key, head_of(database))

    def back_up(self, progress: Progress = lambda _share: None) -> Backup:
        """Make a backup of the store as it is now. Raises what `backups.make_backup` raises."""
        return make_backup(self.folder, self.db, self.key, now=self.clock(), progress=progress)

    def replace_store(self, fresh: Path, key: StoreKey) -> None:
        """Put a finished file in place of the store, at once and durably, and go on with it under its key.

        Where the disk does not let that be done, the error is raised, and whichever store is there goes on.
        """
        self.db.close()
        try:
            with disk_errors_told(self.folder):
                move_into_place(fresh, self.folder / STORE_FILE)
        finally:
            self._reopen(key)
        self.agree()

    def _reopen(self, fresh: StoreKey) -> None:
        """Go on with the store that is there; where not even that can be opened, the workspace is closed."""
        try:
            self.key = fresh if header_of(self.folder / STORE_FILE) == fresh.salt else self.key
            self.db, findings = _opened_under(self.custody, self.key, self.clock, self._on_close)
        except BaseException:
            self.close()
            raise
        self.findings += findings

    def agree(self) -> None:
        """Let what lies beside the store say what the store says: the lock file, and the recovery file."""
        self.note_key()
        with self.reading() as database:
            mend_recovery_file(self.folder, database, self.key)

    def close(self) -> None:
        """Close the store and let go of the lock."""
        self.is_open = False
        self._on_close.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def is_kept(folder: Path) -> bool:
    """Say whether a folder holds a workspace or traces of one."""
    return (folder / STORE_FILE).exists() or (folder / LOCK_FILE).exists() or bool(backups_in(folder))


def _opened_under(custody: Custody, key: StoreKey, clock: Clock, on_close: ExitStack) -> tuple[Database, list[Finding]]:
    """Open the store under its key, with this version's tables, and tell what was not possible."""
    folder, marker = custody.folder, custody.lock.marker
    with driver_errors_told(folder):
        database = open_store(folder / STORE_FILE, key)
        on_close.callback(database.close)
        if marker is not None:
            refuse_rolled_back(database, marker.head, folder)
        findings = back_up_first(folder, database, key, now=clock()) if is_outdated(database) else []
        _bring_up_to_date(database)
    return database, findings


def _bring_up_to_date(database: Database) -> None:
    with transaction(database):
        migrate(database)
        ensure_signing_key(database, secrets.token_bytes)
    watch_states(database)


def _existing(folder: Path, keys: KeyStore, undo: ExitStack) -> Custody:
    """Take the lock of a folder that holds a store."""
    if folder.exists() and not folder.is_dir():
        raise PlannerError("folder-is-a-file", folder=str(folder))
    if not is_kept(folder):
        raise PlannerError("workspace-absent", folder=str(folder))
    custody = _custody(folder, keys, undo)
    if not (folder / STORE_FILE).exists():
        _refuse_if_gone(custody)
        raise PlannerError("workspace-absent", folder=str(folder))
    return custody


def _custody(folder: Path, keys: KeyStore, undo: ExitStack) -> Custody:
    lock = WorkspaceLock(folder)
    undo.callback(lock.release)
    return Custody(folder, lock, keys)


def _refuse_if_gone(custody: Custody) -> None:
    """Refuse to take a folder whose store is missing for one that never had a store."""
    marker = custody.lock.marker
    if marker is not None or backups_in(custody.folder):
        kept_by = marker.kept_by if marker else custody.keys.name
        raise PlannerError("store-gone", folder=str(custody.folder), kept_by=kept_by)


def _make_store(folder: Path, key: StoreKey, meta: dict[str, str], entropy: Entropy) -> None:
    """Build the store under another name and give it its own when it is whole and encrypted."""
    fresh = folder / f"{STORE_FILE}.new"
    with disk_errors_told(folder):
        for left_behind in (fresh, folder / f"{fresh.name}-journal"):
            left_behind.unlink(missing_ok=True)
    make_empty_file(fresh)
    with driver_errors_told(folder):
        database = connect(fresh, key)
        try:
            with transaction(database):
                migrate(database)
                write_meta(database, meta)
                ensure_signing_key(database, entropy)
        finally:
            database.close()
    if header_of(fresh) != key.salt:
        raise RuntimeError("the store was not encrypted")
    with disk_errors_told(folder):
        move_into_place(fresh, folder / STORE_FILE)

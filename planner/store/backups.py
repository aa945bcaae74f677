"""Backups of a store: copies under the same key, made by SQLite itself, proven whole, and thinned out with age.

They lie in a folder of the workspace's folder: whoever moves, locks or removes a workspace does so with its backups,
and whoever erases can be sure to know every copy there is.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.store.driver import Database, connect, driver_errors_told, integrity_faults
from planner.store.folder import disk_errors_told, make_empty_file, make_folder, move_into_place
from planner.store.head import Head, head_of
from planner.store.ledger_check import check_database
from planner.store.schema import MIGRATIONS, schema_of
from planner.store.store_key import SALT_BYTES, StoreKey
from planner.store.thinning import spare

BACKUP_FOLDER = "backups"
UNFINISHED = "unfinished.db"
ASIDE = "aside-"
"""How the names of files begin that a restored backup took the place of."""
STEP_PAGES = 256
"""Pages that are copied between two looks at whether to go on: a megabyte."""

_NAME = re.compile(r"(\d{6,})-(\d{8}T\d{6}Z)-(\d+)\.db")
_MOMENT = "%Y%m%dT%H%M%SZ"

_FINDINGS = {"backup-no-room": "backup-no-room", "backup-not-whole": "backup-not-whole"}
"""Errors that keep their code as a finding."""

Progress = Callable[[float], None]
"""Is told how much is copied, from 0 to 1, and stops the copying by raising."""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: its file, and what the file's name says of it."""

    path: Path
    number: int
    """Counts up: which of two backups is newer does not depend on any clock."""
    made_at: datetime
    entries: int
    """How many entries the ledger had."""
    size: int
    """Bytes."""

    @property
    def name(self) -> str:
        """The name by which a person asks for it: that of its file without its ending."""
        return self.path.stem


def backups_in(folder: Path) -> tuple[Backup, ...]:
    """Return the backups of the workspace in a folder, the newest first; no file is opened for it."""
    found = [backup for path in _files_in(folder / BACKUP_FOLDER) if (backup := _read_name(path))]
    return tuple(sorted(found, key=lambda backup: backup.number, reverse=True))


def make_backup(folder: Path, database: Database, key: StoreKey, *, now: datetime, progress: Progress) -> Backup:
    """Make a backup of an open store, prove that it is whole, and let go of old ones.

    It has its name only once it is whole and on the disk. Raises PlannerError `backup-no-room`, `backup-not-whole`,
    `disk-…`, `folder-…`, and whatever `progress` raises; what there was before stays.
    """
    head = copy_store(folder, database, key, progress=progress)
    return keep_copy(folder, key, head, now=now)


def backup_finding(error: PlannerError, folder: Path) -> Finding:
    """Return what to tell where a backup was to be made beside other work, and was not."""
    return Finding(_FINDINGS.get(error.code) or "backup-failed", Severity.WARN, {"folder": str(folder)})


def back_up_first(folder: Path, database: Database, key: StoreKey, *, now: datetime) -> list[Finding]:
    """Make a backup before tables are changed; that it was not possible is told, and stops nobody from working."""
    try:
        make_backup(folder, database, key, now=now, progress=lambda _share: None)
    except PlannerError as error:
        return [backup_finding(error, folder)]
    return []


def copy_store(folder: Path, database: Database, key: StoreKey, *, progress: Progress) -> Head:
    """Copy an open store, on the thread that owns it, to a file without a name yet; return the head that is in it.

    The copy is encrypted under the same key: SQLite makes none between a file with a key and one without.
    """
    place = folder / BACKUP_FOLDER
    make_folder(place)
    _leave_room(place, database)
    fresh = place / UNFINISHED
    discard_unfinished(folder)
    make_empty_file(fresh)
    with discarded_unless_kept(folder), driver_errors_told(folder), closing(connect(fresh, key)) as copy:
        database.conn.backup(copy.conn, pages=STEP_PAGES, progress=_telling(progress))
        return head_of(copy)


def keep_copy(folder: Path, key: StoreKey, head: Head, *, now: datetime) -> Backup:
    """Prove that what `copy_store` made is whole, give it its name, and let go of old backups; on any thread.

    Raises PlannerError `backup-not-whole`.
    """
    kept = backups_in(folder)
    number = kept[0].number + 1 if kept else 1
    path = folder / BACKUP_FOLDER / f"{number:06d}-{now.astimezone(UTC).strftime(_MOMENT)}-{head.entries}.db"
    _put_in_place(folder, key, head, path)
    with disk_errors_told(path.parent):
        for old in spare(backups_in(folder)):
            old.path.unlink(missing_ok=True)
    made = _read_name(path)
    if made is None:
        raise RuntimeError("a backup under a name that is not one")
    return made


def proven_head(path: Path, key: StoreKey) -> Head | None:
    """Return the head of a copy of a store in which every page, entry and state is as it was written; else None.

    The file is never the one of an open store.
    Raises PlannerError for a disk that does not answer.
    """
    try:
        with driver_errors_told(path.parent), closing(connect(path, key)) as copy:
            if integrity_faults(copy) or not _is_valid(copy):
                return None
            head = head_of(copy)
    except PlannerError as error:
        if error.code != "store-damaged":
            raise
        return None
    return head if _salt_of(path) == key.salt else None


def _salt_of(path: Path) -> bytes:
    """Return the first bytes of a copy: no connection to it is open, and it is never the store."""
    with disk_errors_told(path.parent), path.open("rb") as file:
        return file.read(SALT_BYTES)


@contextmanager
def discarded_unless_kept(folder: Path) -> Iterator[None]:
    """Leave no unfinished copy behind when a block raises."""
    try:
        yield
    except BaseException:
        with suppress(PlannerError):  # of a disk that does not answer: the next opening does it
            discard_unfinished(folder)
        raise


def discard_unfinished(folder: Path) -> None:
    """Remove what a backup that was broken off has left."""
    with disk_errors_told(folder):
        for path in _files_in(folder / BACKUP_FOLDER):
            if path.name.startswith(UNFINISHED):
                path.unlink(missing_ok=True)


def rewrite_backups(folder: Path, old: StoreKey, new: StoreKey) -> int:
    """Bring every backup under a new key, and return how many are; one that is not whole is removed.

    One under another key than these two, as after a backup was put back, is left as it is.

    For whoever gives a store a new key: under the old one a backup can soon not be read, or by too many. What was set
    aside when a backup was restored is removed, because it may not open at all. Raises PlannerError as `make_backup`
    does; each backup is then under the one key or the other, and another call goes on.
    """
    for path in set_aside_in(folder):
        _remove(path)
    kept = [backup for backup in backups_in(folder) if _rewrite(folder, backup, old, new)]
    return len(kept)


def drop_backups(folder: Path) -> int:
    """Remove every copy of the store that Shoal has made or set aside, and return how many there were."""
    copies = [*(backup.path for backup in backups_in(folder)), *set_aside_in(folder)]
    for path in copies:
        _remove(path)
    discard_unfinished(folder)
    return len(copies)


def set_aside_in(folder: Path) -> tuple[Path, ...]:
    """Return the files that were set aside because a backup took their place."""
    return tuple(path for path in _files_in(folder / BACKUP_FOLDER) if path.name.startswith(ASIDE))


def _rewrite(folder: Path, backup: Backup, old: StoreKey, new: StoreKey) -> bool:
    if _salt_of(backup.path) not in (old.salt, new.salt):
        return False
    if proven_head(backup.path, new):
        return True
    if proven_head(backup.path, old) is None:
        _remove(backup.path)
        return False
    with closing(connect(backup.path, old)) as database:
        head = copy_store(folder, database, new, progress=lambda _share: None)
    _put_in_place(folder, new, head, backup.path)
    return True


def _put_in_place(folder: Path, key: StoreKey, head: Head, path: Path) -> None:
    """Prove that the unfinished copy is whole, and give it its name."""
    fresh = folder / BACKUP_FOLDER / UNFINISHED
    with discarded_unless_kept(folder), disk_errors_told(folder):
        if proven_head(fresh, key) != head:
            raise PlannerError("backup-not-whole", folder=str(folder))
        move_into_place(fresh, path)


def _is_valid(copy: Database) -> bool:
    """Check the ledger of a copy; that of an older version has no tables for it yet, and is checked when restored."""
    schema = schema_of(copy)
    return check_database(copy).is_valid if schema == len(MIGRATIONS) else schema > 0


def _leave_room(place: Path, database: Database) -> None:
    """Raise PlannerError `backup-no-room` unless the disk holds a copy and as much again for the work itself."""
    pages, page = (int(database.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    with disk_errors_told(place):
        if shutil.disk_usage(place).free < 2 * pages * page:
            raise PlannerError("backup-no-room", folder=str(place))


def _telling(progress: Progress) -> Callable[[int, int, int], None]:
    return lambda _status, left, pages: progress(1 - left / max(pages, 1))


def _files_in(place: Path) -> Iterator[Path]:
    with disk_errors_told(place):
        yield from sorted(place.iterdir()) if place.is_dir() else ()


def _read_name(path: Path) -> Backup | None:
    found = _NAME.fullmatch(path.name)
    if not found or not path.is_file():
        return None
    try:
        made_at = datetime.strptime(found[2], _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, int(found[1]), made_at, int(found[3]), path.stat().st_size)


def _remove(path: Path) -> None:
    with disk_errors_told(path.parent):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)

"""Restoring: a whole copy of a store takes the store's place, says so in its ledger, and what it replaces is kept.

Nothing of the old store is changed: it is set aside under another name. The copy is finished and proven first, so a
restore that is broken off at any point leaves the old store or the new one, and can be begun again.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.store.backups import (
    ASIDE,
    BACKUP_FOLDER,
    UNFINISHED,
    Progress,
    copy_store,
    discarded_unless_kept,
    proven_head,
    set_aside_in,
)
from planner.store.custody import Custody
from planner.store.driver import Database, connect, driver_errors_told
from planner.store.folder import STORE_FILE, disk_errors_told, make_folder, move_into_place, sync_folder
from planner.store.handover import forget_handover
from planner.store.head import RESTORED, Head, head_of
from planner.store.lock import Marker, WorkspaceLock
from planner.store.recorder import newest_entry
from planner.store.store_key import SALT_BYTES, KeyStore, StoreKey
from planner.store.workspace import Clock, Recorder, Workspace

COUNTED = {
    "populations": "SELECT count(DISTINCT population) FROM snapshots",
    "campaigns": "SELECT count(*) FROM campaigns",
    "lists": "SELECT count(*) FROM releases",
}
"""What is told of a copy before it is put back."""

Adjust = Callable[[Workspace, Recorder], None]
"""What else has to change in a store that is put back, in the same change as the entry that says so."""


@dataclass(frozen=True, slots=True)
class Found:
    """A whole copy that can take the place of the store, and what is in it."""

    path: Path
    head: Head
    known: Head
    """The newest head that was seen in the folder."""
    changed_at: str
    """When its newest entry was made, as the entry says it; empty while there is none."""
    populations: int
    campaigns: int
    lists: int

    @property
    def lost(self) -> int:
        """How many entries that were seen here it does not have."""
        return max(self.known.entries - self.head.entries, 0)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of putting a copy back."""

    found: Found
    entry: int
    """The index of the entry that says so."""
    aside: Path | None
    """Where the file is now that was in its place; None when there was none."""


@dataclass(frozen=True, slots=True)
class Rescue:
    """The way to put a copy back in a folder whose store nobody has open."""

    folder: Path
    keys: KeyStore
    clock: Clock

    def look_into(self, path: Path) -> Found:
        """Prove that a copy is whole, under a key that is still kept, and say what is in it; it is not changed.

        `path` is a backup, or the store itself. Raises PlannerError `backup-damaged`, `backup-other-key`,
        `workspace-in-use`, and what the keys raise.
        """
        with _locked(self.folder) as lock:
            return self._look_into(path, lock.marker)[0]

    def put_back(self, path: Path, *, by: str, adjust: Adjust, progress: Progress) -> Restored:
        """Let a copy take the place of the store, which is set aside; the entry `restored` names both heads and `by`.

        Raises as `look_into` does, and PlannerError `backup-no-room`, `store-newer`, `disk-…`, `folder-…`, and
        whatever `progress` raises; then the store is what it was.
        """
        folder = self.folder
        with _locked(folder) as lock:
            custody = Custody(folder, lock, self.keys)
            found, key = self._look_into(path, lock.marker)
            with driver_errors_told(folder), closing(connect(path, key)) as source:
                copy_store(folder, source, key, progress=progress)
            with discarded_unless_kept(folder):
                head = self._finish(custody, key, _facts(found, by), adjust)
                aside = _exchange(folder, folder / BACKUP_FOLDER / UNFINISHED, self.clock)
            custody.note(key, head)
            return Restored(found, found.head.entries, aside)

    def _look_into(self, path: Path, marker: Marker | None) -> tuple[Found, StoreKey]:
        key = self._key_of(path, marker)
        head = proven_head(path, key)
        if head is None:
            raise PlannerError("backup-damaged", backup=path.stem)
        with driver_errors_told(self.folder), closing(connect(path, key)) as copy:
            newest = newest_entry(copy) if head.entries else None
            counts = {name: _count(copy, query) for name, query in COUNTED.items()}
        known = marker.head if marker else Head()
        return Found(path, head, known, changed_at=newest["at"] if newest else "", **counts), key

    def _key_of(self, path: Path, marker: Marker | None) -> StoreKey:
        """Return the key of a copy, which its first bytes name; where they are lost, the store's may still open it."""
        try:
            with disk_errors_told(self.folder), path.open("rb") as file:
                slot = file.read(SALT_BYTES).hex()
        except FileNotFoundError:
            raise PlannerError("backup-damaged", backup=path.stem) from None
        key = self.keys.load(slot) or (self.keys.load(marker.slot) if marker else None)
        if key is None:
            raise PlannerError("backup-other-key", backup=path.stem, kept_by=self.keys.name)
        return key

    def _finish(self, custody: Custody, key: StoreKey, facts: dict[str, Json], adjust: Adjust) -> Head:
        """Write into the unfinished copy where it is from and what it replaces, and prove it whole once more."""
        fresh = self.folder / BACKUP_FOLDER / UNFINISHED
        with closing(Workspace.on_copy(fresh, custody, key, self.clock)) as copy:
            with copy.change() as recorder:
                recorder.append(RESTORED, None, facts)
                forget_handover(copy.db)
                adjust(copy, recorder)
            head = head_of(copy.db)
        if proven_head(fresh, key) != head:
            raise PlannerError("backup-damaged", backup=str(facts["backup"]))
        return head


def _facts(found: Found, by: str) -> dict[str, Json]:
    return {
        "backup": found.path.stem,
        "by": by,
        "from_entries": found.head.entries,
        "from_root": found.head.root,
        "replaced_entries": found.known.entries,
        "replaced_root": found.known.root,
    }


def _count(copy: Database, query: str) -> int:
    """Return a number of rows; 0 where a copy of an older version has no such table."""
    table = query.rpartition(" ")[2]
    return int(copy.execute(query).fetchone()[0]) if table in copy.table_names() else 0


def _exchange(folder: Path, fresh: Path, clock: Clock) -> Path | None:
    """Set the store and what belongs to it aside, and give the copy its name.

    Its journal goes first: beside the copy it would be taken for the copy's own. Where the disk knows links, there is
    no moment without a store.
    """
    store, journal = folder / STORE_FILE, folder / f"{STORE_FILE}-journal"
    aside = _next_aside(folder, clock)
    with disk_errors_told(folder):
        if journal.exists():
            journal.rename(aside.with_name(f"{aside.name}-journal"))
        is_there = store.exists()
        if is_there:
            with suppress(OSError):
                os.link(store, aside)
            if not aside.exists():
                store.rename(aside)
            sync_folder(aside.parent)
        move_into_place(fresh, store)
    return aside if is_there else None


def _next_aside(folder: Path, clock: Clock) -> Path:
    place = folder / BACKUP_FOLDER
    make_folder(place)
    numbers = [int(found[1]) for path in set_aside_in(folder) if (found := re.match(rf"{ASIDE}(\d+)", path.name))]
    moment = clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return place / f"{ASIDE}{max(numbers, default=0) + 1:06d}-{moment}.db"


@contextmanager
def _locked(folder: Path) -> Iterator[WorkspaceLock]:
    lock = WorkspaceLock(folder)
    try:
        yield lock
    finally:
        lock.release()

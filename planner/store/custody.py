"""Which key opens a store, and who keeps it: read from the lock file and the store's first bytes, never assumed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode
from planner.store.driver import Database, connect
from planner.store.folder import STORE_FILE, disk_errors_told
from planner.store.head import Head
from planner.store.lock import Marker, WorkspaceLock
from planner.store.recovery import recover
from planner.store.store_key import SALT_BYTES, KeyStore, StoreKey

PLAIN_HEADER = b"SQLite format 3\0"


@dataclass(slots=True)
class Custody:
    """The keeping of one store's key: who keeps it, and the held lock of the folder that says so in clear."""

    folder: Path
    lock: WorkspaceLock
    keys: KeyStore

    def find_key(self) -> StoreKey:
        """Return the key that opens the store; the file's first bytes name it where the lock file does not.

        Raises PlannerError `key-missing`, `key-wrong`, `store-…`, or what the keys raise.
        """
        marker, header = self.lock.marker, header_of(self.folder / STORE_FILE)
        if marker is None:
            return self._load(header.hex(), None, self.keys.name)
        if marker.next_slot == header.hex():
            return self._load(marker.next_slot, marker.next_key_id, marker.kept_by)
        return self._load(marker.slot, marker.key_id, marker.kept_by)

    def recover_key(self, code: RecoveryCode) -> StoreKey:
        """Return the key that a recovery code holds, once it has opened the store; nothing is changed.

        Raises PlannerError `recovery-code-…`, `recovery-file-…`, `store-…`.
        """
        slots = tuple(self._slots())
        key = recover(self.folder, code, slots)
        try:
            connect(self.folder / STORE_FILE, key).close()
        except PlannerError as error:
            if error.code == "store-damaged" and key.slot not in slots:
                raise PlannerError("recovery-file-other", folder=str(self.folder)) from None
            raise
        return key

    def note(self, key: StoreKey, head: Head) -> Marker:
        """Say in the lock file which key opens the store, who keeps it, and how far the ledger has come; return it.

        A key that was to take this one's place is still said; one that has taken it is not.
        """
        before, found = self.lock.marker, Marker(key.slot, key.key_id, self.keys.name, head)
        if before and before.next_slot != key.slot:
            found = replace(found, next_slot=before.next_slot, next_key_id=before.next_key_id)
        self.lock.write_marker(found)
        return found

    def _load(self, slot: str, key_id: str | None, kept_by: str) -> StoreKey:
        key = self.keys.load(slot)
        if key is None:
            raise PlannerError("key-missing", folder=str(self.folder), kept_by=kept_by)
        if key.slot != slot or key_id not in (None, key.key_id):
            raise PlannerError("key-wrong", folder=str(self.folder), kept_by=self.keys.name)
        return key

    def _slots(self) -> Iterator[str]:
        yield header_of(self.folder / STORE_FILE).hex()
        marker = self.lock.marker
        if marker:
            yield marker.slot
            yield marker.next_slot


def open_store(store: Path, key: StoreKey) -> Database:
    """Open the store; one that does not open under its key, and does not begin as it should, may be another's."""
    try:
        return connect(store, key)
    except PlannerError as error:
        if error.code == "store-damaged" and header_of(store) != key.salt:
            raise PlannerError("store-foreign", folder=str(store.parent)) from error
        raise


def header_of(path: Path) -> bytes:
    """Return the salt that a store begins with. Only ever called while no connection is open (see `lock`)."""
    with disk_errors_told(path.parent), path.open("rb") as file:
        header = file.read(SALT_BYTES)
    if not header:
        raise PlannerError("store-empty", folder=str(path.parent))
    if header == PLAIN_HEADER:
        raise PlannerError("store-not-encrypted", folder=str(path.parent))
    if len(header) < SALT_BYTES:
        raise PlannerError("store-damaged", folder=str(path.parent))
    return header

"""A new key for a store: everything that lives is copied into a new file under it, then the old key is destroyed.

Until the new file has the store's name, the old key opens the store; from then on the new one does. Both are kept while
it happens, so that whoever is killed in between opens it with the one or the other, and the next opening goes on from
there. A store is never encrypted anew in place: what was deleted before would lie on the disk under the living key.
"""

import json
import secrets
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.store.backups import discard_unfinished, rewrite_backups
from planner.store.driver import (
    Database,
    connect,
    content_digests,
    copy_under,
    driver_errors_told,
    integrity_faults,
    transaction,
)
from planner.store.folder import STORE_FILE, disk_errors_told, make_empty_file, sync_folder
from planner.store.handover import LEFT, finish_handover
from planner.store.keys import Keeper, keeper_of
from planner.store.passphrase import KEY_FILE
from planner.store.recovery import RECOVERY_FILE, kept_seal, mend_recovery_file, seal, write_seals
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import Entropy, KeyStore, StoreKey

if TYPE_CHECKING:  # a workspace goes on with its renewal when it is opened
    from planner.store.workspace import Workspace

OLD_KEY = "old_key"
"""Where a store that has a new key names the old one, until that is destroyed."""
FRESH_FILE = f"{STORE_FILE}.new"
HALF_WRITTEN = (FRESH_FILE, f"{FRESH_FILE}-journal", f"{KEY_FILE}.new", f"{RECOVERY_FILE}.new")
"""What whoever is killed may leave in the folder, besides the store's own journal, which SQLite looks after."""


@dataclass(frozen=True, slots=True)
class OldKey:
    """The key that a new one has replaced, and by whom; never the key itself."""

    slot: str
    key_id: str
    by: str
    kept_by: str = ""
    is_told: bool = False
    """Whether the ledger says already that it was replaced."""
    is_in_reach: bool = True
    """Whether who keeps it can still be asked; not so after a recovery that found it nowhere."""


def renew(workspace: "Workspace", *, by: str, entropy: Entropy = secrets.token_bytes) -> None:
    """Give the store a new key and salt, destroy the old key, and read back that it is gone; the ledger says both.

    A recovery code stays good: the new key is sealed for it too. Backups are brought under the new key. What fails
    before the new file is in place leaves the store under its old key. Raises PlannerError what the keys and the disk
    raise, and `key-not-forgotten` when the old key could not be destroyed: `old_key` then names it, and every opening
    tries again.
    """
    custody = workspace.custody
    complete(workspace)
    before, fresh = workspace.key, StoreKey.make(entropy)
    try:
        custody.lock.write_marker(replace(workspace.note_key(), next_slot=fresh.slot, next_key_id=fresh.key_id))
        custody.keys.save(fresh)
        _copy(workspace, before, fresh, by)
        workspace.replace_store(custody.folder / FRESH_FILE, fresh)
    except BaseException:
        if workspace.is_open and workspace.key == before:
            with suppress(PlannerError), workspace.reading() as database:
                mend_recovery_file(custody.folder, database, before)
            with suppress(PlannerError):
                take_back(workspace)
        raise
    settle(workspace)


def go_on(workspace: "Workspace") -> None:
    """Finish, or take back, what a renewal or a backup that was broken off has left; what cannot be done now waits."""
    with suppress(PlannerError):
        discard_unfinished(workspace.folder)
    with suppress(PlannerError), workspace.reading():
        complete(workspace)


def complete(workspace: "Workspace") -> None:
    """Finish, or take back, whatever is under way with the key. Raises as `renew` does, and then not all is."""
    finish_handover(workspace)
    take_back(workspace)
    settle(workspace)


def old_key(database: Database) -> OldKey | None:
    """Return the replaced key that may not be destroyed yet, or None."""
    text = read_meta(database).get(OLD_KEY)
    return OldKey(**json.loads(text)) if text else None


def settle(workspace: "Workspace") -> None:
    """Finish what a renewal has begun; without one, do nothing. Raises as `renew` does.

    Where the keeper of the old key is asked no more, as after a recovery, the ledger says with whom it was left. A key
    file is gone with all that was in it once a key ring is asked.
    """
    old = old_key(workspace.db)
    if old is None:
        return
    custody = workspace.custody
    with disk_errors_told(custody.folder):
        sync_folder(custody.folder)
    workspace.note_key()
    if not old.is_told:
        facts: dict[str, Json] = {"by": old.by, "key_id": workspace.key.key_id, "old_key_id": old.key_id}
        with workspace.change() as ledger:
            ledger.append("key-renewed", None, facts)
            _put_old_key(workspace.db, replace(old, is_told=True))
    said: dict[str, Json] = {"key_id": old.key_id, "kept_by": old.kept_by}
    is_in_reach = old.is_in_reach and old.kept_by in ("", KEY_FILE, custody.keys.name)
    before = _old_key_of(custody.keys, old.slot) if is_in_reach else None
    if before is not None:
        said["backups"] = rewrite_backups(custody.folder, before, workspace.key)
    if is_in_reach:
        custody.keys.forget(old.slot)
    with workspace.change() as ledger:
        ledger.append("key-destroyed" if is_in_reach else LEFT, None, said)
        _put_old_key(workspace.db, None)


def give_up_old_key(workspace: "Workspace", keys: KeyStore) -> None:
    """Note before a recovery that an old key is out of reach, unless who keeps the key from now on has it too."""
    old = old_key(workspace.db)
    if old is None or old.kept_by != keys.name or keeper_of(keys) is Keeper.PASSPHRASE:
        return
    if keys.load(old.slot) is None:
        with workspace.transaction():
            _put_old_key(workspace.db, replace(old, is_in_reach=False))


def _old_key_of(keys: KeyStore, slot: str) -> StoreKey | None:
    """Return an old key, or None where it is gone, or under a passphrase that was forgotten and replaced."""
    try:
        return keys.load(slot)
    except PlannerError as error:
        if error.code != "passphrase-wrong":
            raise
        return None


def take_back(workspace: "Workspace") -> None:
    """Undo a renewal whose new file never got into place: half-written files go, then the key that was made."""
    custody = workspace.custody
    with disk_errors_told(custody.folder):
        for name in HALF_WRITTEN:
            (custody.folder / name).unlink(missing_ok=True)
    marker = workspace.note_key()
    if marker.next_slot:
        custody.keys.forget(marker.next_slot)
        custody.lock.write_marker(replace(marker, next_slot="", next_key_id=""))


def _copy(workspace: "Workspace", before: StoreKey, fresh: StoreKey, by: str) -> None:
    """Write and prove the new file: it holds what the store holds, and names the key that it replaces."""
    folder, target = workspace.folder, workspace.folder / FRESH_FILE
    kept = kept_seal(workspace.db)
    if kept:
        write_seals(folder, [kept, seal(fresh, kept.recipient)])
    make_empty_file(target)
    copy_under(folder / STORE_FILE, before, target, fresh)
    with driver_errors_told(folder), ExitStack() as opened:
        database = connect(target, fresh)
        opened.callback(database.close)
        if integrity_faults(database) or content_digests(database) != content_digests(workspace.db):
            raise PlannerError("renewal-not-proven", folder=str(folder))
        with transaction(database):
            _put_old_key(database, OldKey(before.slot, before.key_id, by, workspace.custody.keys.name))


def _put_old_key(database: Database, old: OldKey | None) -> None:
    if old is None:
        database.table("meta").delete(OLD_KEY)
    else:
        write_meta(database, {OLD_KEY: json.dumps(asdict(old))})

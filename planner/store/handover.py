"""Another keeper for the key: given to it, and told in the ledger, also where that was broken off in between.

No transaction spans the store and a key ring. What is about to happen is written down first, with what stands of the
key in the key file: whoever opens the workspace is asked by that file, so a move has happened once this has changed.
"""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.store.driver import Database
from planner.store.keys import Keeper, keeper_of
from planner.store.passphrase import KEY_FILE, record_of, remove_key_file
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import KeyStore

if TYPE_CHECKING:  # a workspace finishes what was broken off when it is opened
    from planner.store.workspace import Workspace

MOVED, RESTORED, LEFT = "key-moved", "key-restored", "key-left"
"""What the entries are called of a key that was moved, that a recovery code has opened, and that somebody else has."""
ANNOUNCED = "handover"
"""Where a store says that its key is about to change hands."""


@dataclass(frozen=True, slots=True)
class Handover:
    """A change of hands that is under way: what its entry is called, who asked for it, and between whom."""

    action: str
    by: str
    before: str
    after: str
    record: str
    """What stood of the key in the key file before."""

    @property
    def is_into_a_ring(self) -> bool:
        """Whether a key ring takes the place of a passphrase."""
        return self.action == MOVED and self.before == KEY_FILE and self.after != KEY_FILE

    @property
    def is_out_of_a_ring(self) -> bool:
        """Whether a passphrase takes the place of a key ring, which is then to forget the key."""
        return self.action == MOVED and self.before != KEY_FILE and self.after == KEY_FILE

    @property
    def leaves_no_trace(self) -> bool:
        """Whether the key file is the same before and after: a recovery into a key ring, which is told in any case."""
        return self.action == RESTORED and self.after != KEY_FILE

    def facts(self, *, has_forgotten: bool) -> dict[str, Json]:
        """Return what the entry says; a key ring of before that may still have the key is named in it."""
        if self.action == RESTORED:
            return {"by": self.by, "kept_by": self.after}
        left: dict[str, Json] = {} if has_forgotten or not self.is_out_of_a_ring else {"left_with": self.before}
        return {"by": self.by, "from": self.before, "to": self.after, **left}


def hand_over(workspace: "Workspace", keys: KeyStore, action: str, *, by: str) -> None:
    """Give the key of an open workspace to who keeps it from now on, and say so in an entry, `MOVED` or `RESTORED`.

    A key file beside the store decides who is asked, so it goes when another place keeps the key; a key ring that a
    passphrase takes the place of is rid of the key. Raises what `KeyStore.save` and the disk raise: the keeper in use
    is then whoever is asked by what is on the disk. Raises what `KeyStore.forget` raises once the key is moved, and
    the entry says with whom it was left.
    """
    finish_handover(workspace)
    before = workspace.custody.keys
    due = Handover(action, by, before.name, keys.name, _record(workspace))
    with workspace.transaction():
        write_meta(workspace.db, {ANNOUNCED: json.dumps(asdict(due))})
    try:
        keys.save(workspace.key)
        if keeper_of(keys) is Keeper.KEY_RING:
            remove_key_file(workspace.folder)
    except BaseException:
        with suppress(PlannerError):
            _stop_at(workspace, keys, due)
        raise
    workspace.custody.keys = keys
    try:
        if due.is_out_of_a_ring:
            before.forget(workspace.key.slot)
    except PlannerError:
        _tell(workspace, due, has_forgotten=False)
        raise
    _tell(workspace, due, has_forgotten=True)
    workspace.note_key()


def finish_handover(workspace: "Workspace") -> None:
    """Tell of a change of hands that was broken off before its entry, or forget one that never happened.

    A key ring that was to take the key may then have a copy of it, which is told.
    """
    text = read_meta(workspace.db).get(ANNOUNCED)
    if text is None:
        return
    due = Handover(**json.loads(text))
    if due.record != _record(workspace) or due.leaves_no_trace:
        _tell(workspace, due, has_forgotten=False)
    elif due.is_into_a_ring:
        left: dict[str, Json] = {"key_id": workspace.key.key_id, "kept_by": due.after}
        with workspace.change() as ledger:
            ledger.append(LEFT, None, left)
            forget_handover(workspace.db)
    else:
        _forget(workspace)


def forget_handover(database: Database) -> None:
    """Forget what was announced, inside the caller's transaction."""
    database.execute("DELETE FROM meta WHERE name = ?", [ANNOUNCED])


def _stop_at(workspace: "Workspace", keys: KeyStore, due: Handover) -> None:
    """After an error: go on with whoever is asked for the key now, and tell of it if that is the new keeper.

    Where that cannot be read, nobody knows, and the workspace is closed; the next opening sees.
    """
    try:
        is_moved = due.record != _record(workspace)
    except PlannerError:
        workspace.close()
        raise
    if is_moved:
        workspace.custody.keys = keys
        _tell(workspace, due, has_forgotten=False)
        return
    if due.is_into_a_ring:
        keys.forget(workspace.key.slot)
    _forget(workspace)


def _record(workspace: "Workspace") -> str:
    return record_of(workspace.folder, workspace.key.slot)


def _tell(workspace: "Workspace", due: Handover, *, has_forgotten: bool) -> None:
    with workspace.change() as ledger:
        ledger.append(due.action, None, due.facts(has_forgotten=has_forgotten))
        forget_handover(workspace.db)


def _forget(workspace: "Workspace") -> None:
    with workspace.transaction():
        forget_handover(workspace.db)

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
from planner.store.keys import Keeper, keeper_of
from planner.store.passphrase import KEY_FILE, record_of, remove_key_file
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import KeyStore

if TYPE_CHECKING:  # a workspace finishes what was broken off when it is opened
    from planner.store.workspace import Workspace

MOVED, RESTORED = "key-moved", "key-restored"
"""What the entries are called of a key that was moved, and of one that a recovery code has opened."""
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

    def facts(self, left_with: str) -> dict[str, Json]:
        """Return what the entry says; `left_with` names who may still have the key, if anybody."""
        if self.action == RESTORED:
            return {"by": self.by, "kept_by": self.after}
        left: dict[str, Json] = {"left_with": left_with} if left_with else {}
        return {"by": self.by, "from": self.before, "to": self.after, **left}


def hand_over(workspace: "Workspace", keys: KeyStore, action: str, *, by: str) -> None:
    """Give the key of an open workspace to who keeps it from now on, and say so in an entry, `MOVED` or `RESTORED`.

    A key file beside the store decides who is asked, so it goes when another place keeps the key, and a key ring of
    before is rid of the key. Raises what `KeyStore.save` and the disk raise, and then the keeper of before is asked;
    and what `KeyStore.forget` raises, when the key is moved and the ledger says with whom it was left.
    """
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
        if _is_out_of_a_ring(due):
            before.forget(workspace.key.slot)
    except PlannerError:
        _tell(workspace, due, left_with=due.before)
        raise
    _tell(workspace, due)
    workspace.note_key()


def finish_handover(workspace: "Workspace") -> None:
    """Tell of a change of hands that was broken off before its entry, or forget one that never happened."""
    text = read_meta(workspace.db).get(ANNOUNCED)
    if text is None:
        return
    due = Handover(**json.loads(text))
    if due.action == RESTORED or due.record != _record(workspace):
        _tell(workspace, due, left_with=due.before if _is_out_of_a_ring(due) else "")
    else:
        _forget(workspace)


def _stop_at(workspace: "Workspace", keys: KeyStore, due: Handover) -> None:
    """After an error: go on with whoever is asked for the key now, and tell of it if that is the new keeper."""
    if due.record != _record(workspace):
        workspace.custody.keys = keys
        _tell(workspace, due, left_with=due.before if _is_out_of_a_ring(due) else "")
        return
    _forget(workspace)
    if due.action == MOVED and keeper_of(keys) is Keeper.KEY_RING:
        keys.forget(workspace.key.slot)


def _is_out_of_a_ring(due: Handover) -> bool:
    return due.action == MOVED and due.after == KEY_FILE != due.before


def _record(workspace: "Workspace") -> str:
    return record_of(workspace.folder, workspace.key.slot)


def _tell(workspace: "Workspace", due: Handover, left_with: str = "") -> None:
    with workspace.change() as ledger:
        ledger.append(due.action, None, due.facts(left_with))
        workspace.db.table("meta").delete(ANNOUNCED)


def _forget(workspace: "Workspace") -> None:
    with workspace.transaction():
        workspace.db.table("meta").delete(ANNOUNCED)

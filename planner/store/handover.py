"""Another keeper for the key: given to it, and told in the ledger, also where that was broken off in between.

No transaction spans the store and a key ring. What is about to happen is written down first, with what whoever opens
the workspace would find of its key; whether it happened is seen by whether that has changed.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.store.folder import disk_errors_told
from planner.store.keys import Keeper, keeper_of
from planner.store.passphrase import KEY_FILE, remove_key_file
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import KeyStore

if TYPE_CHECKING:  # a workspace finishes what was broken off when it is opened
    from planner.store.workspace import Workspace

ANNOUNCED = "handover"
"""Where a store says which entry is due once its key is with another keeper."""


def hand_over(workspace: "Workspace", keys: KeyStore, action: str, facts: Mapping[str, Json]) -> None:
    """Give the key of an open workspace to who keeps it from now on, and say so in an entry of this action and facts.

    A key file beside the store decides who is asked, so it goes when another place keeps the key. Raises what
    `KeyStore.save` and the disk raise; until then the keeper of before is asked.
    """
    finish_handover(workspace)
    said = {"action": action, "facts": dict(facts), "seen": _seen(workspace)}
    with workspace.transaction():
        write_meta(workspace.db, {ANNOUNCED: json.dumps(said)})
    try:
        keys.save(workspace.key)
        if keeper_of(keys) is Keeper.KEY_RING:
            remove_key_file(workspace.folder)
    except BaseException:
        with suppress(PlannerError):
            finish_handover(workspace)
        raise
    workspace.custody.keys = keys
    _tell(workspace, action, facts)
    workspace.note_key()


def finish_handover(workspace: "Workspace") -> None:
    """Tell of a handover that was broken off before its entry, or forget one that never happened."""
    text = read_meta(workspace.db).get(ANNOUNCED)
    if text is None:
        return
    said = json.loads(text)
    if said["seen"] != _seen(workspace):
        _tell(workspace, said["action"], said["facts"])
    else:
        with workspace.transaction():
            _forget(workspace)


def _seen(workspace: "Workspace") -> str:
    """Return what whoever opens the workspace finds: the key file, else the key ring with the key, else nothing."""
    try:
        with disk_errors_told(workspace.folder):
            return hashlib.sha256((workspace.folder / KEY_FILE).read_bytes()).hexdigest()
    except FileNotFoundError:
        keys = workspace.custody.keys
        return keys.name if keys.load(workspace.key.slot) else ""


def _tell(workspace: "Workspace", action: str, facts: Mapping[str, Json]) -> None:
    with workspace.change() as ledger:
        ledger.append(action, None, dict(facts))
        _forget(workspace)


def _forget(workspace: "Workspace") -> None:
    workspace.db.table("meta").delete(ANNOUNCED)

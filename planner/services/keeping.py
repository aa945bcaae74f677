"""Keeping the key: where it is, how it is renewed and moved, and the recovery code for when it is lost."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.recovery_code import SECRET_BYTES, RecoveryCode
from planner.store.handover import MOVED, hand_over
from planner.store.keys import Keeper, keeper_of, new_keys
from planner.store.recovery import (
    code_made_at,
    is_in_place,
    keep_seal,
    kept_seal,
    read_seals,
    recipient_of,
    recover,
    remove_recovery_file,
    seal,
    write_seals,
)
from planner.store.renewal import complete, old_key, renew
from planner.store.store_key import Entropy
from planner.store.workspace import Workspace

__all__ = [
    "Keeper",
    "KeyState",
    "draw_code",
    "drop_code",
    "keep_code",
    "key_state",
    "make_code",
    "move_key",
    "renew_key",
]


@dataclass(frozen=True, slots=True)
class KeyState:
    """Where the key of a workspace is, and what opens it when it is lost."""

    kept_by: str
    """What people call the place that keeps it."""
    keeper: Keeper
    key_id: str
    code_made_at: str | None
    """When the recovery code was made that opens the workspace, in UTC; None while there is none."""
    findings: tuple[Finding, ...]


def key_state(workspace: Workspace) -> KeyState:
    """Return where the key is; a finding says what would lock the workspace for ever."""
    keys = workspace.custody.keys
    with workspace.reading() as database:
        made_at = code_made_at(database)
        return KeyState(keys.name, keeper_of(keys), workspace.key.key_id, made_at, tuple(_findings(workspace)))


def draw_code(workspace: Workspace, entropy: Entropy = secrets.token_bytes) -> RecoveryCode:
    """Draw a recovery code and prove that it opens the workspace; what it is shown on is the only place that has it.

    The code of before opens the workspace too, until `keep_code` ends it or `drop_code` ends the new one. Raises
    PlannerError `recovery-code-not-kept`, and what the keys and the disk raise.
    """
    key, folder = workspace.key, workspace.folder
    code = RecoveryCode(entropy(SECRET_BYTES))
    with workspace.reading() as database:
        kept = kept_seal(database)
    write_seals(folder, [*([kept] if kept else []), seal(key, recipient_of(code))])
    if recover(folder, code, [key.slot]) != key:
        raise PlannerError("recovery-code-not-kept", folder=str(folder))
    return code


def keep_code(workspace: Workspace, code: RecoveryCode, *, by: str) -> None:
    """Let a code that was drawn and shown open the workspace from now on, and no other; the ledger says so.

    Raises PlannerError `recovery-file-absent`, `recovery-file-damaged`, `recovery-code-other` when its seal is gone.
    """
    recipient, folder = recipient_of(code), workspace.folder
    drawn = next((each for each in read_seals(folder) if each.recipient == recipient), None)
    if drawn is None:
        raise PlannerError("recovery-code-other", folder=str(folder))
    with workspace.change() as ledger:
        facts: dict[str, Json] = {
            "by": by,
            "code_id": recipient[:32],
            "replaces_another": kept_seal(workspace.db) is not None,
        }
        keep_seal(workspace.db, drawn, made_at=ledger.at)
        ledger.append("recovery-code-made", None, facts)
    write_seals(folder, [drawn])


def drop_code(workspace: Workspace) -> None:
    """Forget a code that was drawn and not kept; the one of before, if any, goes on opening the workspace."""
    with workspace.reading() as database:
        kept = kept_seal(database)
    if kept:
        write_seals(workspace.folder, [kept])
    else:
        remove_recovery_file(workspace.folder)


def make_code(workspace: Workspace, *, by: str) -> RecoveryCode:
    """Draw a code and keep it at once."""
    code = draw_code(workspace)
    keep_code(workspace, code, by=by)
    return code


def renew_key(workspace: Workspace, *, by: str) -> KeyState:
    """Give the store a new key and destroy the old one: copies of the store that were made before open no more.

    The recovery code stays good. Killed at any moment, the workspace opens with the old key or the new one, and goes
    on from there. Raises PlannerError `renewal-not-proven`, `key-not-forgotten`, and what the keys and the disk raise.
    """
    renew(workspace, by=by)
    return key_state(workspace)


def move_key(workspace: Workspace, keeper: Keeper, ask: Callable[[], str], *, by: str) -> KeyState:
    """Let the key ring, or a new passphrase that `ask` returns, keep the key from now on; the ledger says so.

    The passphrase of before opens nothing any more, and a key ring of before is rid of the key. Raises PlannerError
    `no-key-ring`, `passphrase-…`, `key-not-forgotten`, and what the keys and the disk raise.
    """
    before, keys = workspace.custody.keys, new_keys(workspace.folder, keeper, ask)
    complete(workspace)
    if keeper_of(before) is not Keeper.KEY_RING or keys.name != before.name:
        hand_over(workspace, keys, MOVED, by=by)
    return key_state(workspace)


def _findings(workspace: Workspace) -> Iterator[Finding]:
    folder, database, kept_by = workspace.folder, workspace.db, workspace.custody.keys.name
    if kept_seal(database) is None:
        yield Finding("recovery-code-absent", Severity.WARN, {"kept_by": kept_by})
    elif not is_in_place(folder, database):
        yield Finding("recovery-file-lost", Severity.WARN, {"folder": str(folder)})
    old = old_key(database)
    if old:
        yield Finding("old-key-kept", Severity.WARN, {"kept_by": old.kept_by or kept_by})

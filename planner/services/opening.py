"""Opening the workspace: where its key is kept is found out, never assumed."""

from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Protocol

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.domain.recovery_code import RecoveryCode
from planner.store.folder import find_risky_folder
from planner.store.keys import PASSPHRASE_VARIABLE, Keeper, KeyStore, PassphraseKeys, choose_keys, new_keys
from planner.store.passphrase import SHORTEST_PASSPHRASE, long_enough
from planner.store.recovery import RECOVERY_FILE
from planner.store.schema import read_meta, write_meta
from planner.store.workspace import Clock, Workspace, is_kept

__all__ = [
    "PASSPHRASE_VARIABLE",
    "SHORTEST_PASSPHRASE",
    "Clock",
    "Door",
    "Keeper",
    "Workspace",
    "open_workspace",
    "warn_of_place",
]

_WARNED = "warned_of"
"""Where the store keeps of which folder it was said that it should not be in it."""


class Ask(Protocol):
    """Asks a person for a passphrase, a new one with care."""

    def __call__(self, *, is_new: bool) -> str:
        """Return what was typed."""


class Door:
    """The way into the workspace of a folder; its key is looked for when it is first needed.

    The key is in the operating system's key ring, or wrapped by the passphrase that `SHOAL_PASSPHRASE` or `ask` gives.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str], clock: Clock, *, ask: Ask | None = None) -> None:
        self.folder = folder
        self._environment = environment
        self.clock = clock
        self._ask = ask

    @property
    def leads_somewhere(self) -> bool:
        """Whether the folder holds a workspace, or traces of one."""
        return is_kept(self.folder)

    def open(self) -> Workspace:
        """Open the workspace. Raises PlannerError `workspace-absent`, and what `Workspace.open` and the keys raise."""
        if self.folder.exists() and not self.folder.is_dir():
            raise PlannerError("folder-is-a-file", folder=str(self.folder))
        if not self.leads_somewhere:
            raise PlannerError("workspace-absent", folder=str(self.folder))
        return Workspace.open(self.folder, self.keys, self.clock)

    def open_or_make(self) -> Workspace:
        """Open the workspace, or make one where there has never been one."""
        return Workspace.open_or_create(self.folder, self.keys, self.clock)

    @property
    def has_recovery_file(self) -> bool:
        """Whether a recovery code may open what lies here."""
        return (self.folder / RECOVERY_FILE).exists()

    def restore(self, code: str, keeper: Keeper | None = None, *, by: str) -> Workspace:
        """Open a workspace whose key or passphrase is lost with its recovery code; the key is kept anew.

        A key ring keeps it, or a new passphrase (see `new_keys`). Raises PlannerError `recovery-code-…`,
        `recovery-file-…`, `no-key-ring`, `passphrase-…`, and what `open` raises.
        """
        read = RecoveryCode.from_text(code)
        keys = new_keys(self.folder, keeper, self._new_passphrase)
        return Workspace.restore(self.folder, read, keys, self.clock, by=by)

    def _new_passphrase(self) -> str:
        given = self._environment.get(PASSPHRASE_VARIABLE, "")
        chosen = given or (self._ask(is_new=True) if self._ask else "")
        if not chosen:
            raise PlannerError("new-passphrase-missing", variable=PASSPHRASE_VARIABLE)
        return chosen

    @cached_property
    def keys(self) -> KeyStore:
        """Who keeps the key, or will. Raises PlannerError `key-ring-absent`, `passphrase-…`."""
        is_new, ask = not self.leads_somewhere, self._ask
        keys = choose_keys(self._environment, self.folder, (lambda: ask(is_new=is_new)) if ask else None)
        if is_new and isinstance(keys, PassphraseKeys):
            long_enough(keys.passphrase)
        return keys


def warn_of_place(workspace: Workspace) -> Finding | None:
    """Return the finding about a folder that the workspace should not be in; once, until it lies in another."""
    finding = find_risky_folder(workspace.folder)
    place = str(workspace.folder.absolute())
    if finding is None or read_meta(workspace.db).get(_WARNED) == place:
        return None
    with suppress(PlannerError), workspace.transaction():
        write_meta(workspace.db, {_WARNED: place})
    return finding


def open_workspace(folder: Path, environment: Mapping[str, str], clock: Clock) -> Workspace:
    """Open the workspace in a folder, or make one where there has never been one, with nobody there to be asked."""
    return Door(folder, environment, clock).open_or_make()

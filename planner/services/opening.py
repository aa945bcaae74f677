"""Opening the workspace: where its key is kept is found out, never assumed."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Protocol

from planner.domain.errors import PlannerError
from planner.store.keys import PASSPHRASE_VARIABLE, KeyStore, PassphraseKeys, choose_keys
from planner.store.passphrase import SHORTEST_PASSPHRASE
from planner.store.workspace import Clock, Workspace, is_kept

__all__ = ["PASSPHRASE_VARIABLE", "SHORTEST_PASSPHRASE", "Clock", "Door", "Workspace", "open_workspace"]


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
        self._clock = clock
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
        return Workspace.open(self.folder, self.keys, self._clock)

    def open_or_make(self) -> Workspace:
        """Open the workspace, or make one where there has never been one."""
        return Workspace.open_or_create(self.folder, self.keys, self._clock)

    @cached_property
    def keys(self) -> KeyStore:
        """Who keeps the key, or will. Raises PlannerError `key-ring-absent`, `passphrase-…`."""
        is_new, ask = not self.leads_somewhere, self._ask
        keys = choose_keys(self._environment, self.folder, (lambda: ask(is_new=is_new)) if ask else None)
        if is_new and isinstance(keys, PassphraseKeys) and len(keys.passphrase) < SHORTEST_PASSPHRASE:
            raise PlannerError("passphrase-too-short", shortest=SHORTEST_PASSPHRASE)
        return keys


def open_workspace(folder: Path, environment: Mapping[str, str], clock: Clock) -> Workspace:
    """Open the workspace in a folder, or make one where there has never been one, with nobody there to be asked."""
    return Door(folder, environment, clock).open_or_make()

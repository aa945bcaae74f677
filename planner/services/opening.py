"""Opening the workspace: where its key is kept is found out, never assumed."""

from collections.abc import Callable, Mapping
from pathlib import Path

from planner.store.keys import choose_keys
from planner.store.workspace import Clock, Workspace

__all__ = ["Clock", "Workspace", "open_workspace"]


def open_workspace(
    folder: Path, environment: Mapping[str, str], clock: Clock, *, ask: Callable[[], str] | None = None
) -> Workspace:
    """Open the workspace in a folder, or make one where there has never been one.

    The key is in the operating system's key ring, or wrapped by the passphrase that `SHOAL_PASSPHRASE` or `ask` gives.
    Raises what `Workspace.open`, `Workspace.create` and `choose_keys` raise.
    """
    return Workspace.open_or_create(folder, choose_keys(environment, folder, ask), clock)

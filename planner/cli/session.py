"""What a verb is given: the workspace once it is needed, the clock, and somebody who watches progress."""

import getpass
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from planner.cli.progress import Progress
from planner.services.hooks import Hooks
from planner.services.opening import Workspace, open_workspace


class Session:
    """One run of the command line; closing it closes the workspace."""

    def __init__(self, folder: Path, environment: Mapping[str, str], progress: Progress) -> None:
        self.folder = folder
        self.login = environment.get("USER") or environment.get("USERNAME") or ""
        self.hooks = Hooks(progress, progress.is_cancelled)
        self._environment = environment
        self._open = ExitStack()
        self._workspace: Workspace | None = None

    def clock(self) -> datetime:
        """Return the present moment."""
        return datetime.now(tz=UTC)

    def workspace(self) -> Workspace:
        """Return the workspace, opened at the first call."""
        if self._workspace is None:
            opened = open_workspace(
                self.folder, self._environment, self.clock, ask=_ask if sys.stdin.isatty() else None
            )
            self._workspace = self._open.enter_context(opened)
        return self._workspace

    def close(self) -> None:
        """Close what was opened."""
        self._open.close()


def _ask() -> str:
    return getpass.getpass("No key ring was found. Passphrase of this workspace: ", stream=sys.stderr)

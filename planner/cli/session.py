"""What a verb is given: the workspace once it is needed, the clock, and somebody who watches progress."""

import getpass
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from planner.cli.progress import Progress
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.services.backing_up import back_up_if_due
from planner.services.hooks import Hooks
from planner.services.opening import Door, Keeper, Workspace, warn_of_place

NEW_PASSPHRASE_VARIABLE = "SHOAL_NEW_PASSPHRASE"  # noqa: S105 - its name, not its value


class Session:
    """One run of the command line; a context manager that closes the workspace it opened."""

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        progress: Progress,
        *,
        login: str,
        warn: Callable[[Finding], None],
    ) -> None:
        self.folder = folder
        self.login = login
        self._environment = environment
        self._progress = progress
        self._warn = warn
        self._opened: list[Workspace] = []
        self._open = ExitStack()

    @cached_property
    def hooks(self) -> Hooks:
        """Who watches long work. From the first use on Ctrl+C asks the work to stop, instead of breaking it off."""
        self._open.enter_context(self._progress.watching())
        return Hooks(self._progress, self._progress.is_cancelled)

    def clock(self) -> datetime:
        """Return the present moment."""
        return datetime.now(tz=UTC)

    @cached_property
    def door(self) -> Door:
        """The way into the workspace; a person at the terminal may be asked for the passphrase."""
        return Door(self.folder, self._environment, self.clock, ask=_ask if _is_watched(sys.stdin) else None)

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace, opened at the first use. Raises PlannerError `workspace-absent`: reading makes none."""
        return self._own(self.door.open())

    @cached_property
    def new_workspace(self) -> Workspace:
        """The workspace, made at the first use when there is none yet."""
        return self._own(self.door.open_or_make())

    def restored(self, code: str, keeper: Keeper | None, *, by: str) -> Workspace:
        """Return the workspace, opened with its recovery code."""
        return self._open.enter_context(self.door.restore(code, keeper, by=by))

    def read_code(self) -> str:
        """Return the recovery code that is typed, or the first line of standard input; never one of the arguments.

        Every user of a machine can read the arguments of a command while it runs.
        """
        if _is_watched(sys.stdin):
            print("Recovery code of this workspace: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline() if sys.stdin else ""

    def new_passphrase(self) -> str:
        """Return the passphrase that takes the place of the key ring or of another passphrase."""
        given = self._environment.get(NEW_PASSPHRASE_VARIABLE, "")
        chosen = given or (_ask(is_new=True) if _is_watched(sys.stdin) else "")
        if not chosen:
            raise PlannerError("new-passphrase-missing", variable=NEW_PASSPHRASE_VARIABLE)
        return chosen

    @property
    def existing_workspace(self) -> Workspace | None:
        """The workspace, opened at the first use; None where there is none, and none is made."""
        return self.workspace if self.door.leads_somewhere else None

    def make_ready(self) -> Workspace | None:
        """Find out before long work whether its outcome can be kept.

        Returns the workspace, opened; None where a new one will be made, for which a key is found.
        """
        if self.door.leads_somewhere:
            return self.new_workspace
        _ = self.door.keys
        return None

    def actor(self, named: str | None) -> str:
        """Return who does this: the name that was given, else the login. Raises PlannerError `actor-missing`."""
        name = self.login if named is None else named
        if not name.strip():
            raise PlannerError("actor-missing")
        return name.strip()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            for workspace in self._opened:
                back_up_if_due(workspace)
                for finding in workspace.findings:
                    self._warn(finding)
        finally:
            self._open.close()

    def _own(self, workspace: Workspace) -> Workspace:
        self._opened.append(workspace)
        workspace.findings += filter(None, [warn_of_place(workspace)])
        return self._open.enter_context(workspace)


def _ask(*, is_new: bool) -> str:
    """Ask for the passphrase; a new one twice, because a slip would lock everybody out."""
    if not is_new:
        return getpass.getpass("Passphrase of this workspace: ", stream=sys.stderr)
    first = getpass.getpass("Choose a passphrase for this workspace: ", stream=sys.stderr)
    if first != getpass.getpass("The same again: ", stream=sys.stderr):
        raise PlannerError("passphrases-differ")
    return first


def _is_watched(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()

"""Safekeeping: backups beside the work, when a workspace was opened, a while after changes, and when it is left."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer

from planner.desktop.words import told, tr
from planner.domain.finding import Finding
from planner.services.sample_folder import is_sample

if TYPE_CHECKING:  # the store is loaded by the thread that opens it, after the window is there
    from planner.desktop.desk import Desk
    from planner.services.opening import Workspace

QUIET_MS = 5000
"""A backup is thought of once nothing has changed for so long."""


class Begun(NamedTuple):
    """A backup that is copied and not yet proven, or None where none is due; and what there is to tell."""

    finish: Callable[[], None] | None
    findings: tuple[Finding, ...]


class Safekeeping(QObject):
    """Has backups made while nobody waits: copied by the thread of the store, proven by another."""

    def __init__(self, desk: "Desk", parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._is_proving = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self.look)
        desk.changed.connect(self._on_changed)

    def look(self) -> None:
        """Make a backup if one is due, and tell what has gone wrong beside the work."""
        if self._desk.folder is not None and not self._is_proving:
            self._desk.tasks.ask(self, begin, self._prove, key="backup")

    def make_now(self) -> None:
        """Make a backup because somebody asks for it."""
        self._desk.tasks.ask_watched(self, _make, self._on_made, key="backup-now")

    def _on_changed(self, _touched: object) -> None:
        if self._desk.folder is None:
            self._pause.stop()
        else:
            self._pause.start()

    def _prove(self, begun: Begun) -> None:
        for finding in begun.findings:
            self._desk.notices.tell(told(finding), tone="warn", key=finding.code)
        finish = begun.finish
        if finish is not None:
            self._is_proving = True
            self._desk.tasks.count(self, lambda _hooks: finish(), self._on_proven)

    def _on_proven(self, _none: None) -> None:
        self._is_proving = False
        self._desk.tasks.ask(self, _take_findings, lambda found: self._prove(Begun(None, found)), key="findings")

    def _on_made(self, _name: str) -> None:
        text = tr("A backup was made and is whole. It lies in the folder “backups” of the workspace.")
        self._desk.notices.tell(text, tone="good", key="backup-made")


def begin(workspace: "Workspace") -> Begun:
    """Copy the store if a backup is due; the sample is made anew in a moment, and needs none."""
    from planner.services.backing_up import begin_backup, is_due  # noqa: PLC0415 — heavy
    from planner.services.opening import warn_of_place  # noqa: PLC0415

    finish = begin_backup(workspace) if is_due(workspace) and not is_sample(workspace.folder) else None
    workspace.findings += filter(None, [warn_of_place(workspace)])
    return Begun(finish, _take_findings(workspace))


def leave(workspace: "Workspace") -> None:
    """Make a backup of what has changed, before a workspace is closed."""
    from planner.services.backing_up import back_up_if_changed  # noqa: PLC0415

    if not is_sample(workspace.folder):
        back_up_if_changed(workspace)


def _make(workspace: "Workspace", hooks: object) -> str:
    from planner.services.backing_up import back_up  # noqa: PLC0415

    return back_up(workspace, hooks).name  # type: ignore[arg-type]  # the hooks of a job


def _take_findings(workspace: "Workspace") -> tuple[Finding, ...]:
    found = tuple(workspace.findings)
    workspace.findings.clear()
    return found

"""Opening: which workspace is open, how one is got open, and what stands in the way; the page Start shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.tasks import Job
from planner.desktop.words import tr
from planner.domain.errors import PlannerError
from planner.services.hooks import Hooks
from planner.services.sample_folder import WORKSPACE, is_sample, remove_sample, sample_environment

if TYPE_CHECKING:  # the desk has an opening, and what opens a workspace is loaded by the thread that does
    from planner.desktop.desk import Clock, Desk
    from planner.services.opening import Workspace

NEW_PASSPHRASE = ("passphrase-missing", "passphrase-too-short")
"""Errors after which a passphrase is chosen."""
OLD_PASSPHRASE = ("passphrase-needed", "passphrase-wrong")
"""Errors after which the passphrase is asked for."""
CANCELLED = ("import-cancelled", "stopped")


class Phase(Enum):
    """How far the opening of a workspace is."""

    CLOSED = auto()
    """Nothing is open, and nothing is asked for."""
    OPENING = auto()
    MAKING_SAMPLE = auto()
    LOCKED = auto()
    """A passphrase is needed."""
    FAILED = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is being opened, or stands in the way of it."""

    phase: Phase
    folder: Path | None = None
    error: PlannerError | None = None
    makes: bool = False
    """Whether a workspace is made where there has never been one."""

    @property
    def is_new(self) -> bool:
        """Whether a passphrase is chosen now, and not asked for."""
        return self.error is not None and self.error.code in NEW_PASSPHRASE


@dataclass(frozen=True, slots=True)
class Way:
    """All that the thread needs that opens a workspace."""

    folder: Path
    environment: Mapping[str, str]
    clock: "Clock"
    makes: bool
    passphrase: str


class Opening(QObject):
    """Opens workspaces, one at a time, and never asks anything from another thread than the window's."""

    changed = Signal()
    """`attempt` is another."""

    def __init__(self, desk: "Desk", home: Path) -> None:
        super().__init__(desk)
        self._desk = desk
        self.home = home
        """Where workspaces lie that nobody has named a folder for."""
        self.attempt = Attempt(Phase.CLOSED)
        self.job: Job | None = None
        """What is under way, to be watched or cancelled."""

    @property
    def usual_folder(self) -> Path:
        """The workspace that is opened when none is named: the command line's too."""
        return self.home / WORKSPACE

    @property
    def sample_folder(self) -> Path:
        """The folder that holds the sample workspace."""
        return self.home / "sample"

    def begin(self, named: Path | None = None) -> None:
        """Open the workspace that was named, else the last one, else the usual one, which is made at the first run."""
        recent = self._desk.taste.recent
        folder = named or (Path(recent[0]) if recent else self.usual_folder)
        self.open(folder, makes=folder == self.usual_folder)

    def open(self, folder: Path, *, makes: bool = False, passphrase: str = "") -> None:
        """Open the workspace of a folder in the background; the one that is open stays until that has worked."""
        folder, desk = folder.expanduser().absolute(), self._desk
        if folder == desk.folder:
            self._show(Attempt(Phase.OPEN, folder))
            return
        way = Way(folder, self._environment(folder, typed=bool(passphrase)), desk.clock, makes, passphrase)
        self.job = desk.tasks.open(self, lambda: enter(way), lambda _: self._on_open(folder), failed=self._on_failed)
        self._show(Attempt(Phase.OPENING, folder, makes=makes))

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase on what is locked."""
        attempt = self.attempt
        if attempt.folder:
            self.open(attempt.folder, makes=attempt.makes, passphrase=passphrase)

    def retry(self) -> None:
        """Try again what did not work."""
        if self.attempt.folder:
            self.open(self.attempt.folder, makes=self.attempt.makes)

    def make_here(self) -> None:
        """Make a workspace in the folder that has none."""
        if self.attempt.folder:
            self.open(self.attempt.folder, makes=True)

    def stop(self) -> None:
        """Leave it: what was open before is what is open."""
        if self.job and not self.job.is_settled:
            self.job.cancel()
        self._show_rest()

    def choose_folder(self, parent: QWidget) -> None:
        """Let a person choose the folder of a workspace."""
        self._desk.prompts.choose_folder(parent, tr("Open a workspace"), self.open)

    def open_sample(self) -> None:
        """Open the sample workspace, making it first where it is not there yet."""
        workspace = self.sample_folder / WORKSPACE
        if workspace.exists():
            self.open(workspace)
            return
        folder, clock = self.sample_folder, self._desk.clock
        self.job = self._desk.tasks.count(
            self, lambda hooks: make(folder, clock, hooks), self.open, key="sample", failed=self._on_failed
        )
        self._show(Attempt(Phase.MAKING_SAMPLE, workspace))

    @property
    def can_remove_sample(self) -> bool:
        """Whether the open workspace is the sample that was made here."""
        return self._desk.folder == self.sample_folder / WORKSPACE

    def remove_sample(self, parent: QWidget) -> None:
        """Remove the sample workspace, once a person has said so."""
        text = tr("The sample workspace with all its campaigns is removed from this computer. Your own data stays.")
        self._desk.prompts.confirm(parent, text, tr("Remove the sample"), self._remove_sample)

    def forget(self, folder: str) -> None:
        """Take a workspace off the list; its folder stays as it is."""
        self._desk.like(recent=self._desk.taste.without_recent(folder).recent)
        if self.attempt.phase is Phase.FAILED and str(self.attempt.folder) == folder:
            self._show_rest()
        self.changed.emit()

    def _remove_sample(self) -> None:
        folder, desk = self.sample_folder, self._desk
        self.forget(str(folder / WORKSPACE))
        desk.tasks.shut(self, self._remove_files)
        desk.close_workspace()
        self._show(Attempt(Phase.CLOSED))

    def _remove_files(self) -> None:
        folder = self.sample_folder
        self._desk.tasks.count(self, lambda _hooks: remove_sample(folder), self._on_removed)

    def _on_removed(self, _none: None) -> None:
        self._desk.notices.tell(tr("The sample workspace is removed."), tone="good", key="sample-removed")
        self.begin()

    def _on_open(self, folder: Path) -> None:
        desk = self._desk
        desk.like(recent=desk.taste.with_recent(folder).recent)
        desk.show_workspace(folder, is_sample=is_sample(folder))
        self._show(Attempt(Phase.OPEN, folder))
        desk.tasks.count(self, _load_services, lambda _none: None)

    def _on_failed(self, error: PlannerError) -> None:
        if error.code in CANCELLED:
            self._show_rest()
            return
        phase = Phase.LOCKED if error.code in (*NEW_PASSPHRASE, *OLD_PASSPHRASE) else Phase.FAILED
        self._show(Attempt(phase, self.attempt.folder, error, self.attempt.makes))

    def _show_rest(self) -> None:
        folder = self._desk.folder
        self._show(Attempt(Phase.OPEN if folder else Phase.CLOSED, folder))

    def _show(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.changed.emit()

    def _environment(self, folder: Path, *, typed: bool) -> Mapping[str, str]:
        """Return the environment that a key is looked for in; a passphrase that was typed counts before one of it."""
        if is_sample(folder):
            return sample_environment(self._desk.environment)
        kept = dict(self._desk.environment)
        if typed:
            kept.pop("SHOAL_PASSPHRASE", None)
        return kept


def enter(way: Way) -> "Workspace":
    """Open a workspace, on the thread that will own it. Raises what `Door` raises."""
    from planner.services.opening import Door  # noqa: PLC0415 — heavy: loaded once the window is there

    ask = (lambda *, is_new: way.passphrase) if way.passphrase else None  # noqa: ARG005 — asked by that name
    door = Door(way.folder, way.environment, way.clock, ask=ask)
    return door.open_or_make() if way.makes else door.open()


def make(folder: Path, clock: "Clock", hooks: Hooks) -> Path:
    """Make the sample workspace, and return its folder."""
    from planner.services.sample_workspace import make_sample  # noqa: PLC0415 — heavy, and rarely needed

    return make_sample(folder, clock, hooks)


def _load_services(_hooks: Hooks) -> None:
    """Load what the pages will ask for, so that none makes a person wait when it is first turned to."""
    import planner.services.importing  # noqa: PLC0415
    import planner.services.outlook  # noqa: F401, PLC0415

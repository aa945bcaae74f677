"""Opening: which workspace is open, how one is got open, and what stands in the way; the page Start shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.tasks import STOPPED, Job
from planner.desktop.ways import (
    NEW_PASSPHRASE,
    OLD_PASSPHRASE,
    Recovery,
    Way,
    enter,
    find_backup,
    is_restorable,
    load_services,
    make,
    put_back,
    wants_passphrase,
)
from planner.desktop.words import tr
from planner.domain.errors import PlannerError
from planner.services.sample_folder import WORKSPACE, is_sample, remove_sample, sample_environment

if TYPE_CHECKING:  # the desk has an opening, and what opens a workspace is loaded by the thread that does
    from planner.desktop.desk import Desk
    from planner.services.backing_up import Found, Restored


class Phase(Enum):
    """How far the opening of a workspace is."""

    CLOSED = auto()
    """Nothing is open, and nothing is asked for."""
    OPENING = auto()
    MAKING_SAMPLE = auto()
    RESTORING = auto()
    """A backup takes the place of the store."""
    LOCKED = auto()
    """A passphrase is needed."""
    FAILED = auto()
    RECOVERING = auto()
    """A recovery code is asked for."""
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is being opened, or stands in the way of it."""

    phase: Phase
    folder: Path | None = None
    error: PlannerError | None = None
    makes: bool = False
    """Whether a workspace is made where there has never been one."""
    offer: "Found | None" = None
    """The newest whole backup, where one may take the store's place."""
    recovery: Recovery | None = None
    """What was typed so far, where a recovery code is asked for."""

    @property
    def is_new(self) -> bool:
        """Whether a passphrase is chosen now, and not asked for."""
        return self.error is not None and self.error.code in NEW_PASSPHRASE


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
        self._way: Way | None = None
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
        self._go(way)

    def unlock(self, passphrase: str) -> None:
        """Try a passphrase on what is locked."""
        attempt = self.attempt
        if attempt.folder:
            self.open(attempt.folder, makes=attempt.makes, passphrase=passphrase)

    def recover(self) -> None:
        """Ask for the recovery code of what did not open."""
        attempt = self.attempt
        if attempt.folder and attempt.error:
            recovery = Recovery(wants_passphrase=wants_passphrase(attempt.folder, attempt.error))
            self._show(Attempt(Phase.RECOVERING, attempt.folder, recovery=recovery))

    def open_with_code(self, recovery: Recovery) -> None:
        """Open it with its recovery code, and have its key kept anew."""
        folder, desk = self.attempt.folder, self._desk
        if folder:
            kept = self._environment(folder, typed=True)
            self._go(Way(folder, kept, desk.clock, False, recovery.passphrase, recovery, by=desk.actor))  # noqa: FBT003

    def retry(self) -> None:
        """Try again what did not work."""
        if self.attempt.folder:
            self.open(self.attempt.folder, makes=self.attempt.makes)

    def restore(self, parent: QWidget, *, present: bool = False) -> None:
        """Put the backup back that is offered, or keep the older store that is there, once a person has said so."""
        found, way = self.attempt.offer, self._way
        if way is None or (found is None and not present):
            return
        if present:
            text = tr(
                "The older data that is there becomes the workspace. What was done later is lost, unless you find it."
            )
            self._desk.prompts.confirm(parent, text, tr("Keep the older data"), lambda: self._restore(way, None))
            return
        text = tr(
            "The backup takes the place of the data that is there, which is kept aside and not removed. Checks and"
            " approvals end and have to be given again."
        )
        self._desk.prompts.confirm(parent, text, tr("Restore the backup"), lambda: self._restore(way, found))

    def look_for_damage(self) -> None:
        """Close the open workspace, which is not as it was written, and show what can be done about it."""
        folder, desk = self._desk.folder, self._desk
        if folder is None:
            return
        error = PlannerError("store-damaged", folder=str(folder))
        self._way = self._way or Way(
            folder, self._environment(folder, typed=False), desk.clock, makes=False, passphrase=""
        )
        desk.tasks.shut(self, lambda: self._on_failed(error))
        desk.close_workspace()
        self._show(Attempt(Phase.OPENING, folder))
        desk.go("start")

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

    def _go(self, way: Way) -> None:
        folder, self._way = way.folder, way
        self.job = self._desk.tasks.open(
            self, lambda: enter(way), lambda _: self._on_open(folder), failed=self._on_failed
        )
        self._show(Attempt(Phase.OPENING, folder, makes=way.makes, recovery=way.recovery))

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
        desk.tasks.count(self, load_services, lambda _none: None)

    def _on_failed(self, error: PlannerError) -> None:
        if error.code in STOPPED:
            self._show_rest()
            return
        phase = Phase.LOCKED if error.code in (*NEW_PASSPHRASE, *OLD_PASSPHRASE) else Phase.FAILED
        before, way = self.attempt, self._way
        phase = Phase.RECOVERING if before.recovery else phase
        attempt = Attempt(phase, before.folder, error, before.makes, recovery=before.recovery)
        if way is None or not is_restorable(error):
            self._show(attempt)
            return
        self.job = self._desk.tasks.count(
            self,
            lambda hooks: find_backup(way, hooks),
            lambda found: self._show(replace(attempt, offer=found)),
            key="backup",
            failed=lambda _error: self._show(attempt),
        )

    def _restore(self, way: "Way", found: "Found | None") -> None:
        by = self._desk.actor
        self.job = self._desk.tasks.count(
            self,
            lambda hooks: put_back(way, found, by, hooks),
            lambda done: self._on_restored(way, done),
            key="backup",
            failed=lambda error: self._show(Attempt(Phase.FAILED, way.folder, error, way.makes)),
        )
        self._show(Attempt(Phase.RESTORING, way.folder, makes=way.makes))

    def _on_restored(self, way: "Way", done: "Restored") -> None:
        kept = tr("The workspace is restored. What was there before is kept in its folder “backups”.")
        self._desk.notices.tell(kept if done.aside else tr("The workspace is restored."), tone="good", key="restored")
        self.open(way.folder, makes=way.makes, passphrase=way.passphrase)

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

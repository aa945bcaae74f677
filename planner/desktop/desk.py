"""The desk: what every page is given, built once where the application starts."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from planner.desktop.actions import Actions
from planner.desktop.look import Look
from planner.desktop.notices import Notices
from planner.desktop.opening import Opening
from planner.desktop.prompts import Prompts
from planner.desktop.safekeeping import leave
from planner.desktop.tasks import Job, Tasks
from planner.desktop.taste import TasteFile
from planner.desktop.undo import Edit, Remembered
from planner.desktop.words import told
from planner.domain.errors import PlannerError, Refusal

if TYPE_CHECKING:  # the store is loaded by the thread that opens it, after the window is there
    from planner.services.hooks import Hooks
    from planner.services.opening import Workspace
    from planner.services.verifying import Verification

Clock = Callable[[], datetime]


class Touched(Enum):
    """What a change touched, so that pages know whether to read anew."""

    WORKSPACE = auto()
    """Another workspace was opened, or none is open."""
    POPULATIONS = auto()
    CAMPAIGNS = auto()
    SCOPES = auto()
    POLICY = auto()
    KEY = auto()
    """How the key of the workspace is kept, and whether a recovery code opens it."""


class Desk(QObject):
    """Everything a page needs, and the news it may care about."""

    changed = Signal(object)
    """A frozenset of `Touched`: something in the workspace is not as it was."""
    verified = Signal(object)
    """The whole ledger was read: what was found, as `planner.services.verifying.Verification` tells it."""
    asked_for = Signal(str, object)
    """A page is asked for: its id, and what it should show there, or None."""
    taste_changed = Signal(object)

    def __init__(
        self,
        look: Look,
        taste_file: TasteFile,
        prompts: Prompts,
        *,
        clock: Clock,
        login: str,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__()
        self.look = look
        self.prompts = prompts
        self.clock = clock
        self.environment = environment
        self.taste = taste_file.load()
        self.undo = QUndoStack(self)
        self.notices = Notices(look)
        self.tasks = Tasks(self.tell, leave)
        self.actions = Actions(self)
        self.folder: Path | None = None
        """The folder of the open workspace."""
        self.is_sample = False
        self.home = taste_file.folder
        """The folder that paths are told from, where they lie in it."""
        self.verdict: Verification | None = None
        """What the last reading of the whole ledger found."""
        self.opening = Opening(self, home=taste_file.folder)
        self._login = login
        self._taste_file = taste_file

    @property
    def actor(self) -> str:
        """The name that is recorded with what is done here."""
        return self.taste.signs_as.strip() or self._login

    def tell(self, error: PlannerError) -> None:
        """Tell an error of the world or the user in the bar above the page, calmly."""
        if error.code == "workspace-closed":
            return  # the page Start says so, and what to do
        self.notices.tell(told(error), tone="warn" if isinstance(error, Refusal) else "block", key=error.code)

    def tell_verdict(self, found: "Verification") -> None:
        """Let every place that speaks of the ledger know what a reading of the whole found."""
        self.verdict = found
        self.verified.emit(found)

    def change(
        self,
        owner: QObject,
        work: "Callable[[Workspace], Any]",
        then: Callable[[Any], None] = lambda _answer: None,
        *,
        touches: frozenset[Touched],
        failed: Callable[[PlannerError], None] | None = None,
    ) -> Job:
        """Change the workspace, hand over the answer, and tell every page what was touched."""
        return self.change_watched(
            owner, lambda workspace, _hooks: work(workspace), then, touches=touches, failed=failed
        )

    def change_watched(
        self,
        owner: QObject,
        work: "Callable[[Workspace, Hooks], Any]",
        then: Callable[[Any], None],
        *,
        touches: frozenset[Touched],
        failed: Callable[[PlannerError], None] | None = None,
    ) -> Job:
        """Do the same with a change that tells its progress and can be stopped."""

        def settle(answer: object) -> None:
            then(answer)
            self.changed.emit(touches)

        return self.tasks.ask_watched(owner, work, settle, failed=failed)

    def edit(
        self,
        words: str,
        do: Callable[[], object],
        take_back: Callable[[], object],
        *,
        merges: str = "",
        repeats: bool = True,
    ) -> None:
        """Do something that can be undone, and, if it `repeats`, done again."""
        self.undo.push(Edit(words, do, take_back, merges=merges, repeats=repeats))

    def remember(self, words: str, do: Callable[[], object], take_back: Callable[[], object]) -> None:
        """Remember something that was done already, so that it can be taken back."""
        self.undo.push(Remembered(words, do, take_back))

    def show_workspace(self, folder: Path, *, is_sample: bool) -> None:
        """Let every page know that a workspace is open now."""
        self.folder, self.is_sample, self.verdict = folder, is_sample, None
        self.changed.emit(frozenset({Touched.WORKSPACE}))

    def close_workspace(self) -> None:
        """Let every page know that no workspace is open any more."""
        self.folder, self.is_sample, self.verdict = None, False, None
        self.changed.emit(frozenset({Touched.WORKSPACE}))

    def speak(self) -> None:
        """Say everything in the language of now, in a window that is made anew: its edits cannot be taken back."""
        self.undo.clear()
        self.notices = Notices(self.look)
        self.actions.speak()

    def go(self, page: str, what: object = None) -> None:
        """Turn to a page, and say what it should show."""
        self.asked_for.emit(page, what)

    def like(self, **chosen: Any) -> None:  # fields of Taste
        """Change the taste, and keep it."""
        self.taste = replace(self.taste, **chosen)
        self._taste_file.save(self.taste)
        self.taste_changed.emit(self.taste)

    @property
    def taste_file(self) -> TasteFile:
        """Where the taste is kept."""
        return self._taste_file

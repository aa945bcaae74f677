"""The studio: a window that nobody sees, brought into any state for a picture of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QLocale, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QWidget

from planner.desktop.app import make_application
from planner.desktop.desk import Desk
from planner.desktop.language import speak
from planner.desktop.look import Look
from planner.desktop.opening import Phase
from planner.desktop.prompts import Prompts
from planner.desktop.scenes import Shot
from planner.desktop.taste import TasteFile
from planner.desktop.window import Window
from planner.domain.errors import PlannerError

T = TypeVar("T", bound=QObject)

LOOK_MS, CALM = 4, 4
"""A page is finished when nothing was under way and nothing had moved at so many looks in a row: between two of them
everything that Qt has in its queue is done."""
SOON_MS = 1000
"""What waits for less than that is waited for: the pause after an edit, and not the quiet before a backup."""
PASSPHRASE = "for pictures of nothing"  # noqa: S105 — it guards nothing
"""Of the workspace that holds nothing, and is gone when the pictures are drawn."""
REGION = {"en": "en_GB", "fr": "fr_FR"}
"""Numbers and dates are written as there, whatever this machine's own habits are."""


class Studio:
    """Draws pages of one workspace; whoever makes it closes it."""

    def __init__(self, folder: Path, *, language: str, now: datetime) -> None:
        self.application = make_application()
        self._translators = speak(self.application, language)
        QLocale.setDefault(QLocale(REGION[language]))
        look = Look(self.application, folder / "icons")
        taste_file = TasteFile(folder / "taste.ini")
        self.desk = Desk(look, taste_file, Prompts(), clock=lambda: now, login="Alex Morgan", environment={})
        self.desk.home = folder  # paths are told from there on: the same in every folder
        self.window: Window | None = None
        self._shown: Path | None = None

    def open(self, workspace: Path | None) -> None:
        """Open a workspace, or a fresh sample. Raises PlannerError as opening does."""
        opening = self.desk.opening
        if workspace:
            opening.open(workspace)
        else:
            opening.open_sample()
        self.settle()
        if opening.attempt.phase is not Phase.OPEN:
            raise opening.attempt.error or PlannerError("workspace-closed")

    def show(self, theme: str, percent: int, size: tuple[int, int]) -> None:
        """Show the window in a theme, a font size in percent, and a size in pixels."""
        if self.window is None:
            self.desk.look.wear(theme, percent)
            self.window = Window(self.desk)
        if (self.desk.look.theme.name, self.desk.look.percent) != (theme, percent):
            self.desk.look.wear(theme, percent)
        self.window.resize(*size)
        self.window.show()

    def take(self, shot: Shot) -> QPixmap:
        """Return a picture of what is in front once all answers are there; nothing has the focus, nothing blinks."""
        self.arrange(shot)
        front = self.front
        if focused := front.focusWidget():
            focused.clearFocus()
        return front.grab()

    def arrange(self, shot: Shot) -> None:
        """Bring the window into the state of a picture."""
        window = self.window
        assert window is not None  # noqa: S101 — `show` comes first
        for dialog in self._dialogs:
            dialog.reject()
        self.desk.notices.clear()
        self._turn_to_workspace(is_empty=shot.is_empty)
        self.desk.like(recent=(str(self.desk.folder),))  # whatever was opened for another picture
        self.desk.opening.stop()
        window.turn_to(shot.page)
        if shot.what is None:
            self.desk.actions["go.back"].trigger()
        else:
            window.turn_to(shot.page, shot.what)
        self.settle()
        for step in shot.ready:
            step(window)
            self.settle()

    @property
    def front(self) -> QWidget:
        """The dialog that is open, else the window."""
        assert self.window is not None  # noqa: S101 — `show` comes first
        return next(iter(self._dialogs), self.window)

    @property
    def _dialogs(self) -> list[QDialog]:
        directly = Qt.FindChildOption.FindDirectChildrenOnly
        found = self.window.findChildren(QDialog, options=directly) if self.window else []
        return [each for each in found if each.isVisible()]

    @property
    def _is_idle(self) -> bool:
        """Whether no answer is on its way, and nothing waits to begin."""
        if not self.desk.tasks.is_idle:
            return False
        return not any(each.isActive() and each.interval() < SOON_MS for each in self._in_front(QTimer))

    @property
    def _places(self) -> list[QRect]:
        """Where everything that is seen lies."""
        return [each.geometry() for each in self._in_front(QWidget) if each.isVisible()]

    def _in_front(self, kind: type[T]) -> list[T]:
        """Return what there is of a kind in the page that is seen, and in the dialog over it."""
        window = self.window
        parents = [window.pages[window.page], window.desk.notices, *self._dialogs] if window else []
        return [each for parent in parents for each in parent.findChildren(kind)]

    def _turn_to_workspace(self, *, is_empty: bool) -> None:
        """Open the workspace of the pictures, or one in which nothing has been done."""
        opening, desk = self.desk.opening, self.desk
        if self._shown is None:
            self._shown = desk.folder
        folder = opening.usual_folder if is_empty else self._shown
        if folder is not None and folder != desk.folder:
            opening.open(folder, makes=is_empty, passphrase=PASSPHRASE if is_empty else "")
            self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way or about to be, and what came of it lies where it will stay."""
        calm, lay = 0, self._places

        def is_calm() -> bool:
            nonlocal calm, lay
            if not self._is_idle:
                calm = 0
                return False
            lain, lay = lay, self._places
            calm = calm + 1 if lay == lain else 0
            return calm >= CALM

        self._paint(is_wanted=False)
        self.wait(is_calm, every_ms=LOOK_MS)
        self._paint(is_wanted=True)

    def _paint(self, *, is_wanted: bool) -> None:
        """Have the window painted, or not: nobody sees it on the way to a picture."""
        if self.window:
            self.window.setUpdatesEnabled(is_wanted)

    def wait(self, is_over: Callable[[], bool], *, every_ms: int = 1) -> None:
        """Let the window go on until something is so."""
        loop, timer = QEventLoop(), QTimer()
        timer.timeout.connect(lambda: loop.quit() if is_over() else None)
        timer.start(every_ms)
        loop.exec()
        timer.stop()

    def close(self) -> None:
        """Close the workspace and the window."""
        self.desk.tasks.close()
        if self.window:
            self.window.close()
        for each in self._translators:
            self.application.removeTranslator(each)

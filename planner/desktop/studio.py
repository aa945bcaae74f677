"""The studio: a window that nobody sees, brought into any state for a picture of it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QLocale, QRect, QTimer
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

LOOK_MS, CALM = 40, 5
"""A page is finished when nothing was under way and nothing had moved at so many looks in a row."""
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
        self.desk.opening.stop()
        self._turn_to_workspace(is_empty=shot.is_empty)
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
        found = self.window.findChildren(QDialog) if self.window else []
        return [each for each in found if each.isVisible()]

    @property
    def _places(self) -> list[QRect]:
        """Where everything that is seen lies."""
        found = self.window.findChildren(QWidget) if self.window else []
        return [each.geometry() for each in found if each.isVisible()]

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
        """Wait until nothing is under way, and what came of it lies where it will stay."""
        calm, lay = 0, self._places

        def is_calm() -> bool:
            nonlocal calm, lay
            lain, lay = lay, self._places
            calm = calm + 1 if self.desk.tasks.is_idle and lay == lain else 0
            return calm >= CALM

        self.wait(is_calm, every_ms=LOOK_MS)

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

"""The application: the composition root of the desktop, where its one object graph is built."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path, user_config_path, user_data_path, user_log_path
from PySide6.QtCore import QObject, Qt, QTranslator
from PySide6.QtWidgets import QApplication

from planner.desktop.crash import Mistakes
from planner.desktop.desk import Desk
from planner.desktop.language import speak
from planner.desktop.look import DARK, LIGHT, Look
from planner.desktop.prompts import Prompts
from planner.desktop.taste import SYSTEM, Taste, TasteFile
from planner.desktop.tidy import Tidy
from planner.desktop.window import Window

NAME = "Shoal"


def main(folder: Path | None = None, *, until_seen: bool = False) -> int:
    """Open the desktop with the workspace of a folder, or the last one; return the exit status when it is closed.

    `until_seen` closes it as soon as it is painted, with no workspace opened.
    """
    application = make_application()
    mistakes = Mistakes(user_log_path(NAME, appauthor=False) / "shoal.log", clock=_now)
    mistakes.catch()
    look = Look(application, user_cache_path(NAME, appauthor=False) / "icons")
    taste_file = TasteFile(user_config_path(NAME, appauthor=False) / "taste.ini")
    translators = speak(application, taste_file.load().language)
    desk = Desk(look, taste_file, Prompts(), clock=_now, login=_login(), environment=os.environ)
    desk.opening.home = user_data_path(NAME, appauthor=False)
    with suppress(RuntimeError):  # an account may have no home
        desk.home = Path.home()
    shell = Shell(application, desk, translators)
    shell.show(application.quit if until_seen else lambda: desk.opening.begin(folder))
    mistakes.look, tidy = look, Tidy()
    try:
        return application.exec()
    finally:
        desk.tasks.close()
        tidy.release()
        mistakes.release()


class Shell(QObject):
    """The one window and what it wears and speaks: made anew in another language, with the workspace left open."""

    def __init__(self, application: QApplication, desk: Desk, translators: list[QTranslator]) -> None:
        super().__init__()
        self._application = application
        self._desk = desk
        self._translators = translators
        self._language = desk.taste.language
        self._dress()
        self.window = Window(desk)
        desk.taste_changed.connect(self._on_taste)
        application.styleHints().colorSchemeChanged.connect(self._dress)

    def show(self, once_seen: Callable[[], None]) -> None:
        """Show the window where it was the last time; do something once a person sees it."""
        self.window.restoreGeometry(self._desk.taste_file.load_place())
        self.window.painted.connect(once_seen)
        self.window.show()

    def _dress(self) -> None:
        dress(self._application, self._desk.look, self._desk.taste)

    def _on_taste(self, taste: Taste) -> None:
        self._dress()
        if taste.language != self._language:
            self._language = taste.language
            self._speak()

    def _speak(self) -> None:
        for each in self._translators:
            self._application.removeTranslator(each)
        self._translators = speak(self._application, self._language)
        before, page = self.window, self.window.page
        self._desk.speak()
        self.window = Window(self._desk)
        self.window.setGeometry(before.geometry())
        self.window.turn_to(page)
        self.window.show()
        before.hide()
        before.deleteLater()


def make_application() -> QApplication:
    """Return the application object, the same on every platform: Fusion in our own colours."""
    QApplication.setApplicationName(NAME)
    QApplication.setApplicationDisplayName(NAME)
    QApplication.setDesktopFileName("shoal")
    QApplication.setStyle("Fusion")
    return QApplication(sys.argv[:1])


def dress(application: QApplication, look: Look, taste: Taste) -> None:
    """Wear the theme that was chosen, or the system's."""
    is_dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    theme = taste.theme if taste.theme != SYSTEM else DARK if is_dark else LIGHT
    if (look.theme.name, look.percent) != (theme, taste.percent) or not application.styleSheet():
        look.wear(theme, taste.percent)


def _login() -> str:
    """Return who is logged in here; empty where nobody says so."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or ""


def _now() -> datetime:
    return datetime.now(tz=UTC)

"""The application: the composition root of the desktop, where its one object graph is built."""

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path, user_config_path
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from planner.desktop.desk import Desk
from planner.desktop.language import speak
from planner.desktop.look import DARK, LIGHT, Look
from planner.desktop.prompts import Prompts
from planner.desktop.references import outlive_the_binding
from planner.desktop.taste import SYSTEM, Taste, TasteFile
from planner.desktop.window import Window

NAME = "Shoal"


def main() -> int:
    """Open the desktop, and return the exit status when its last window is closed."""
    application = make_application()
    look = Look(application, user_cache_path(NAME, appauthor=False) / "icons")
    taste_file = TasteFile(user_config_path(NAME, appauthor=False) / "taste.ini")
    translators = speak(application, taste_file.load().language)
    desk = Desk(look, taste_file, Prompts(), clock=_now, login=getpass.getuser(), environment=os.environ)
    dress(application, look, desk.taste)
    desk.taste_changed.connect(lambda taste: dress(application, look, taste))
    window = Window(desk)
    window.restoreGeometry(taste_file.load_place())
    window.show()
    try:
        return application.exec()
    finally:
        desk.tasks.close()
        translators.clear()


def make_application() -> QApplication:
    """Return the application object, the same on every platform: Fusion in our own colours."""
    outlive_the_binding()
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


def default_folder() -> Path:
    """Return the folder of the workspace that is opened when none is named: the command line's too."""
    from platformdirs import user_data_path  # noqa: PLC0415

    return user_data_path(NAME, appauthor=False) / "workspace"


def _now() -> datetime:
    return datetime.now(tz=UTC)

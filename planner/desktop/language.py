"""The language: which one is spoken, and the translations that come with the product."""

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from planner.desktop.taste import SYSTEM
from planner.desktop.words import LANGUAGES
from planner.services.resources import resource_path


def speak(application: QCoreApplication, wanted: str) -> list[QTranslator]:
    """Speak a language from here on, or the system's where it is one of ours; return what keeps it spoken.

    Windows made before keep their words. English has a translation too: its plurals.
    """
    system = QLocale.system().name()[:2]
    spoken = wanted if wanted in LANGUAGES else system if system in LANGUAGES else next(iter(LANGUAGES))
    is_system = wanted == SYSTEM and spoken == system
    QLocale.setDefault(QLocale.system() if is_system else QLocale(spoken))
    translator = QTranslator(application)
    if translator.load(str(resource_path(f"translations/shoal_{spoken}.qm"))):
        application.installTranslator(translator)
    return [translator]

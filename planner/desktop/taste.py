"""Taste: how one person likes the application on this machine; nothing here decides anything about data."""

from dataclasses import dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

SYSTEM = "system"
THEMES = (SYSTEM, "light", "dark")
FONT_PERCENTS = (90, 100, 110, 125, 150, 200)
MOST_RECENT = 6


@dataclass(frozen=True, slots=True)
class Taste:
    """What may be chosen: theme, font size, language, the name to sign with, and what was done lately."""

    theme: str = SYSTEM
    percent: int = 100
    language: str = SYSTEM
    signs_as: str = ""
    """The name that is recorded with what this person does; empty: the login."""
    recent: tuple[str, ...] = ()
    """Folders of workspaces, the last one first."""
    export_folder: str = ""
    """Where the last list was written; empty: the usual folder of documents."""
    export_formats: tuple[str, ...] = ("csv", "xlsx")
    """Its formats; before there is one, those that need no program that not everybody has."""
    export_beside: bool = False
    """Whether its files were wanted beside the bundle as well."""

    def with_recent(self, folder: Path) -> "Taste":
        """Return the taste with a workspace on top of the recent ones."""
        others = [each for each in self.recent if each != str(folder)]
        return replace(self, recent=(str(folder), *others)[:MOST_RECENT])

    def without_recent(self, folder: str) -> "Taste":
        """Return the taste with a workspace forgotten."""
        return replace(self, recent=tuple(each for each in self.recent if each != folder))


class TasteFile:
    """Keeps the taste and the window's place in an INI file; what cannot be read is as nobody had chosen."""

    def __init__(self, file: Path) -> None:
        self.folder = file.parent
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def load(self) -> Taste:
        """Return the taste that was saved; a value that means nothing is the usual one."""
        usual, kept = Taste(), self._settings
        theme, language = str(kept.value("theme", usual.theme)), str(kept.value("language", usual.language))
        percent = str(kept.value("percent", usual.percent))
        return Taste(
            theme=theme if theme in THEMES else usual.theme,
            percent=int(percent) if percent.isdecimal() and int(percent) in FONT_PERCENTS else usual.percent,
            language=language,
            signs_as=str(kept.value("signs_as", "")),
            recent=self._texts("recent", usual.recent),
            export_folder=str(kept.value("export_folder", usual.export_folder)),
            export_formats=self._texts("export_formats", usual.export_formats),
            export_beside=str(kept.value("export_beside", usual.export_beside)).lower() == "true",
        )

    def _texts(self, name: str, usual: tuple[str, ...]) -> tuple[str, ...]:
        """Return texts that were kept; an INI file knows a list of one as a text, and an empty one as nothing."""
        if not self._settings.contains(name):
            return usual
        kept = self._settings.value(name)
        return tuple(kept) if isinstance(kept, list) else (kept,) if isinstance(kept, str) and kept else ()

    def save(self, taste: Taste) -> None:
        """Keep a taste."""
        for field in fields(taste):
            value = getattr(taste, field.name)
            self._settings.setValue(field.name, list(value) if isinstance(value, tuple) else value)
        self._settings.sync()

    def load_place(self) -> QByteArray:
        """Return where the window was, as Qt wrote it; empty when it never was."""
        place = self._settings.value("place")
        return place if isinstance(place, QByteArray) else QByteArray()

    def save_place(self, place: QByteArray) -> None:
        """Keep where the window is."""
        self._settings.setValue("place", place)

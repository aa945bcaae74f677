"""Recent work: the workspaces and campaigns to go on with, as lists of a few lines."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from planner.desktop.look import Look
from planner.desktop.ties import tie
from planner.desktop.tips import plain

LINE = 36
"""Pixels at 100 % that a line is high."""


class Entry(NamedTuple):
    """One line: what stands for it, its words, a longer word about it, and its icon."""

    key: str
    words: str
    about: str
    icon: str


class RecentList(QListWidget):
    """Lines to choose one from: Enter or a click opens it, Delete forgets it."""

    opened = Signal(str)
    forgotten = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._entries: tuple[Entry, ...] = ()
        self.setProperty("role", "lines")
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemClicked.connect(self._open)
        tie(self, look.changed, self._fill)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Show these lines and no others."""
        self._entries = tuple(entries)
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter, forget with Delete."""
        item = self.currentItem()
        if item and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(item)
        elif item and event.key() == Qt.Key.Key_Delete:
            self.forgotten.emit(item.data(Qt.ItemDataRole.UserRole))
        else:
            super().keyPressEvent(event)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(Qt.ItemDataRole.UserRole))

    def _fill(self) -> None:
        at, height = max(self.currentRow(), 0), self._look.size(LINE)
        self.clear()
        self.setIconSize(QSize(self._look.size(16), self._look.size(16)))
        for entry in self._entries:
            item = QListWidgetItem(self._look.icon(entry.icon, "muted", pixels=16), entry.words)
            item.setData(Qt.ItemDataRole.UserRole, entry.key)
            item.setToolTip(plain(entry.about))
            item.setSizeHint(QSize(0, height))
            self.addItem(item)
        self.setFixedHeight(height * len(self._entries) + 2 * self.frameWidth() + 4)
        if self._entries:
            self.setCurrentRow(min(at, len(self._entries) - 1))


def short(folder: str, home: Path) -> str:
    """Return a folder as people write it: from their own folder on."""
    path = Path(folder)
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else folder

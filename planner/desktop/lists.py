"""Lists: named things with a word about each, to choose one from with the arrow keys."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from planner.desktop.look import Look


class Line(NamedTuple):
    """One thing: its name, a word about it, and a tone where it wants a look."""

    name: str
    word: str
    tone: str = ""


class NamedList(QTreeWidget):
    """Things to choose one from; the choice stays when the words change."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, headings: tuple[str, str]) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setProperty("role", "named")
        self.setColumnCount(2)
        self.setHeaderLabels(list(headings))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionsMovable(False)
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def current(self) -> str:
        """The one that is chosen; empty when there is none."""
        item = self.currentItem()
        return item.text(0) if item else ""

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show things; where they are the ones that are shown, only their words change."""
        lines = list(lines)
        if [line.name for line in lines] != [item.text(0) for item in self._items()]:
            current = self.current
            self.clear()
            self.addTopLevelItems([QTreeWidgetItem([line.name, line.word]) for line in lines])
            self.choose(current or (lines[0].name if lines else ""))
        for item, line in zip(self._items(), lines, strict=True):
            item.setText(1, line.word)
            item.setToolTip(0, line.name)
            item.setToolTip(1, line.word)
            item.setIcon(1, self._look.icon("warn" if line.tone else "check", line.tone or "muted", pixels=14))

    def choose(self, name: str) -> None:
        """Choose one by its name."""
        for item in self._items():
            if item.text(0) == name:
                self.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.text(0))

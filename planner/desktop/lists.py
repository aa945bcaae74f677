"""Lists: named things with a word about each, to choose one from with the arrow keys."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from planner.desktop.look import Look
from planner.desktop.table_view import NARROWEST, shared
from planner.desktop.tips import plain


class Line(NamedTuple):
    """One thing: its name, a word about it, a tone where it wants a look, and what it is called if not that."""

    name: str
    word: str
    tone: str = ""
    called: str = ""


class NamedList(QTreeWidget):
    """Things to choose one from; the choice stays when the words change.

    Names and words share the room by what they need; where there is none for both, `word_is_spare` leaves words out.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, name: str, headings: tuple[str, str], *, word_is_spare: bool = False) -> None:
        super().__init__()
        self._look, self._word_is_spare = look, word_is_spare
        self.setAccessibleName(name)
        self.setProperty("role", "named")
        self.setColumnCount(2)
        self.setHeaderLabels(list(headings))
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.header().setStretchLastSection(False)
        self.header().setMinimumSectionSize(1)
        self.header().setSectionsMovable(False)
        self.currentItemChanged.connect(self._on_current_changed)

    @property
    def current(self) -> str:
        """The one that is chosen; empty when there is none."""
        item = self.currentItem()
        return _name(item) if item else ""

    def show_lines(self, lines: Iterable[Line]) -> None:
        """Show things; where they are the ones that are shown, only their words change."""
        lines = list(lines)
        if [line.name for line in lines] != [_name(item) for item in self._items()]:
            current = self.current
            self.clear()
            self.addTopLevelItems([_item(line) for line in lines])
            self.choose(current or (lines[0].name if lines else ""))
        for item, line in zip(self._items(), lines, strict=True):
            item.setText(1, line.word)
            item.setText(0, line.called or line.name)
            item.setToolTip(0, plain(item.text(0)))
            item.setToolTip(1, plain(line.word))
            item.setIcon(1, self._look.icon("warn", line.tone, pixels=14) if line.tone else QIcon())
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Give both columns what they need, or as much of it as there is."""
        room, header = self.viewport().width(), self.header()
        if room <= 0:
            return
        needs = [max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) for at in range(2)]
        header.setSectionHidden(1, self._word_is_spare and sum(needs) > room)
        widths = [room] if header.isSectionHidden(1) else shared(room, needs, (1, 1), self._look.size(NARROWEST))
        for at, width in enumerate(widths):
            header.resizeSection(at, width)

    def choose(self, name: str) -> None:
        """Choose one by its name."""
        for item in self._items():
            if _name(item) == name:
                self.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(at) for at in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _on_current_changed(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(_name(item))


def _item(line: Line) -> QTreeWidgetItem:
    item = QTreeWidgetItem([line.called or line.name, line.word])
    item.setData(0, Qt.ItemDataRole.UserRole, line.name)
    return item


def _name(item: QTreeWidgetItem) -> str:
    """Return the name of the thing, whatever it is called."""
    return str(item.data(0, Qt.ItemDataRole.UserRole))

"""Popups: a small panel beside what was pressed; Enter and a click elsewhere keep what it says, Escape does not."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from planner.desktop.cards import rows
from planner.desktop.look import GRID, Look
from planner.desktop.words import tr

SEARCH_FROM = 9
"""A list of so many entries can be searched."""


class Popup(QFrame):
    """A panel that closes itself; the focus goes back to what opened it."""

    kept = Signal()
    """It has closed, and what it says is to be done."""

    def __init__(self, anchor: QWidget, look: Look, name: str) -> None:
        super().__init__(anchor.window(), Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "popup")
        self.setAccessibleName(name)
        self.look = look
        self.body = rows(margins=GRID)
        self.setLayout(self.body)
        self._anchor = anchor
        self._is_cancelled = False

    def open_beside(self, width: int, height: int = 0) -> None:
        """Show the panel under its anchor, or above it where there is more room; without a height as high as it needs.

        It stays inside the window where it fits there, and on the screen in any case.
        """
        screen, window = self._anchor.screen().availableGeometry(), self._anchor.window().frameGeometry()
        wide = min(width, screen.width())
        needs = self.body.totalHeightForWidth(wide) if self.body.hasHeightForWidth() else self.sizeHint().height()
        high = min(height or needs, screen.height())
        frame = window.intersected(screen) if window.width() >= wide else screen
        at = self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + GRID // 2))
        if at.y() + high > screen.bottom():
            above = self._anchor.mapToGlobal(QPoint(0, -GRID // 2)).y() - high
            at.setY(above if above >= screen.top() else screen.bottom() - high)
        at.setX(max(frame.left(), min(at.x(), frame.right() - wide - GRID)))
        self.setGeometry(at.x(), at.y(), wide, high)
        self.show()

    def keep(self) -> None:
        """Close, and do what it says."""
        self.close()

    def cancel(self) -> None:
        """Close, and do nothing."""
        self._is_cancelled = True
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape and on Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.keep()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hand over what it says, once."""
        super().hideEvent(event)
        if not self._is_cancelled:
            self._is_cancelled = True
            self.kept.emit()


class Search(QLineEdit):
    """A search field above a list: the arrow keys walk the list, Enter keeps what is chosen."""

    def __init__(self, view: QWidget) -> None:
        super().__init__()
        self._view = view
        self.setMaxLength(200)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(tr("Find"))
        self.setAccessibleName(tr("Find"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send the keys that walk a list there."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp}:
            self._view.setFocus(Qt.FocusReason.TabFocusReason)
            self._view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)


class Choices(Popup):
    """A list of which one entry is chosen."""

    def __init__(
        self, anchor: QWidget, look: Look, name: str, options: Sequence[tuple[str, str]], *, chosen: int = 0
    ) -> None:
        super().__init__(anchor, look, name)
        self._then: Callable[[int], object] = lambda _place: None
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for words, said in options:
            self.list.addItem(QListWidgetItem(f"{words} – {said}" if said else words))
        self.list.setCurrentRow(chosen)
        self.search = Search(self.list)
        self.search.textChanged.connect(self._find)
        self.search.setVisible(len(options) >= SEARCH_FROM)
        self.body.addWidget(self.search)
        self.body.addWidget(self.list)
        self.list.itemClicked.connect(lambda _item: self.keep())

    def choose(self, then: Callable[[int], object]) -> None:
        """Open, and hand over the place of the entry that is chosen."""
        self._then = then
        high = self.list.sizeHintForRow(0) * self.list.count() + self.look.size(GRID) + 2 * GRID + 4
        if self.search.isVisibleTo(self):
            high += self.search.sizeHint().height() + GRID
        wide = self.list.sizeHintForColumn(0) + self.look.size(7 * GRID)
        self.open_beside(max(wide, self.look.size(200)), min(high, self.look.size(360)))
        (self.search if self.search.isVisibleTo(self) else self.list).setFocus()

    def keep(self) -> None:
        """Close, and hand over the entry, when it is one that is seen."""
        place, item = self.list.currentRow(), self.list.currentItem()
        self.cancel()
        if item is not None and not item.isHidden():
            self._then(place)

    def hideEvent(self, event: QHideEvent) -> None:
        """Choose nothing on a click elsewhere."""
        self._is_cancelled = True
        super().hideEvent(event)

    def _find(self, text: str) -> None:
        wanted = text.casefold()
        for place in range(self.list.count()):
            item = self.list.item(place)
            item.setHidden(wanted not in item.text().casefold())
        seen = [place for place in range(self.list.count()) if not self.list.item(place).isHidden()]
        self.list.setCurrentRow(seen[0] if seen else -1)

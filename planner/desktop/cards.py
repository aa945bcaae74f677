"""Cards: the quiet furniture of a page: cards, chips, headings, big numbers, and what an empty page says."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from planner.desktop.look import GRID, Look
from planner.desktop.ties import tie
from planner.desktop.tips import plain

L = TypeVar("L", QVBoxLayout, QHBoxLayout)


def label(text: str = "", role: str = "", *, tone: str = "", wrap: bool = False) -> QLabel:
    """Return plain text in one role of the type scale: display, title, heading, strong, muted, small, label, chip."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if role == "chip":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


class Elided(QLabel):
    """One line of plain text that ends in … where it has no room."""

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much of the text as there is room for."""
        painter = QPainter(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        line = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), line, shown)
        painter.end()


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget another role, such as another place in the type scale."""
    _set_style(widget, "role", role)


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget another tone: block, warn, good, quiet, accent, or none."""
    _set_style(widget, "tone", tone)


def button(text: str, do: Callable[[], object] | None = None, *, role: str = "", name: str = "") -> QPushButton:
    """Return a button: primary, quiet, small, danger, value or plain. `name` is what a screen reader says."""
    made = QPushButton(text)
    made.setProperty("role", role)
    made.setAccessibleName(name or text.replace("&", ""))
    made.setAutoDefault(False)
    if do is not None:
        made.clicked.connect(lambda _checked: do())
    return made


def button_for(action: QAction, *, role: str = "") -> QPushButton:
    """Return a button that does an action, and is enabled, worded and explained as the action is."""
    made = button(action.text(), action.trigger, role=role)

    def follow() -> None:
        made.setEnabled(action.isEnabled())
        made.setText(action.text())
        keys = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
        made.setToolTip(plain(action.statusTip() or " ".join(filter(None, [action.toolTip(), keys and f"({keys})"]))))
        made.setAccessibleDescription(made.toolTip())

    tie(made, action.changed, follow)
    follow()
    return made


def rows(*widgets: QWidget | QLayout | None, spacing: int = GRID, margins: int = 0) -> QVBoxLayout:
    """Stack widgets and layouts; None is a stretch."""
    return _filled(QVBoxLayout(), widgets, spacing, margins)


def columns(*widgets: QWidget | QLayout | None, spacing: int = GRID, margins: int = 0) -> QHBoxLayout:
    """Put widgets and layouts side by side; None is a stretch."""
    return _filled(QHBoxLayout(), widgets, spacing, margins)


def empty(layout: QLayout) -> None:
    """Remove everything from a layout, and let it go."""
    while layout.count():  # a form warns when it is asked for an item beyond the last
        item = layout.takeAt(0)
        if item is None:
            break
        if inner := item.layout():
            empty(inner)
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


class Card(QFrame):
    """A surface with round corners and a thin line; `body` takes its content."""

    def __init__(self, title: str = "", *, tone: str = "", role: str = "card", margin: int = 2 * GRID) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(QMargins(margin, margin, margin, margin))
        self.body.setSpacing(GRID)
        if title:
            self.body.addWidget(label(title, "heading"))


class NumberTile(Card):
    """A number that matters, and what it means."""

    def __init__(self, meaning: str) -> None:
        super().__init__()
        self.figure = label("–", "display")
        self.meaning = label(meaning, "muted", wrap=True)
        self.body.setSpacing(GRID // 2)
        self.body.addWidget(self.figure)
        self.body.addWidget(self.meaning)
        self.body.addStretch(1)

    def show_number(self, figure: str, meaning: str | None = None) -> None:
        """Show a number as it is written, and, where it changes, what it means."""
        self.figure.setText(figure)
        if meaning is not None:
            self.meaning.setText(meaning)


class EmptyState(QWidget):
    """What a page says while it has nothing to show: what it is for, and the first thing to do there."""

    def __init__(self, look: Look, icon: str, title: str, text: str, *buttons: QPushButton) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(look.pixmap(icon, "muted", pixels=40))
        tie(picture, look.changed, lambda: picture.setPixmap(look.pixmap(icon, "muted", pixels=40)))
        said = label(text, "muted", wrap=True)
        said.setFixedWidth(look.size(360))
        for each in (picture, said):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = rows(picture, spacing=GRID)
        heading = label(title, "heading")
        middle.addWidget(heading, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addLayout(columns(None, said, None))
        middle.addSpacing(GRID)
        middle.addLayout(columns(None, *buttons, None))
        self.setLayout(rows(None, middle, None, margins=4 * GRID))


class Scroll(QScrollArea):
    """A column that scrolls up and down, never sideways."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hold the content to the width that is seen."""
        if content := self.widget():
            content.setMaximumWidth(event.size().width())
        super().resizeEvent(event)


class Flow(QLayout):
    """Lays widgets out like words of a text, going on in the next line where one is full."""

    def __init__(self, *widgets: QWidget, spacing: int = GRID // 2) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the lines are in so many pixels."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, area: QRect) -> None:
        """Put the items into an area."""
        super().setGeometry(area)
        self._lay(area, move=True)

    def sizeHint(self) -> QSize:
        """Return the size of the widest item: lines need no more."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the largest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, area: QRect, *, move: bool) -> int:
        x, y, line = area.x(), area.y(), 0
        for item in self._items:
            hint = item.sizeHint()
            if x > area.x() and x + hint.width() > area.right() + 1:
                x, y, line = area.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), QSize(min(hint.width(), area.width()), hint.height())))
            x, line = x + hint.width() + self.spacing(), max(line, hint.height())
        return y + line - area.y()


def _set_style(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the stylesheet asks for, and let the widget look like it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _filled(layout: L, widgets: Sequence[QWidget | QLayout | None], spacing: int, margins: int) -> L:
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    for each in widgets:
        if each is None:
            layout.addStretch(1)
        elif isinstance(each, QWidget):
            layout.addWidget(each)
        else:
            layout.addLayout(each)
    return layout

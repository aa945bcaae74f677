"""The palette: every action and campaign, found by any words of its name, done with Enter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.desktop.cards import label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID, Look
from planner.desktop.tips import plain
from planner.desktop.words import tr

if TYPE_CHECKING:  # loaded by the store's thread
    from planner.services.opening import Workspace

Index = QModelIndex | QPersistentModelIndex

BESIDE, ABLE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
ITSELF = "go.palette"
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done, or why it cannot: its words, what stands at the right, and what it does."""

    words: str
    beside: str
    do: Callable[[], object]
    why_not: str = ""

    def answers(self, typed: str) -> bool:
        """Say whether every typed word begins or stands somewhere in the name, in any order."""
        name = self.words.casefold()
        return all(word in name for word in typed.casefold().split())


class Offers(QAbstractListModel):
    """The offers that answer to what was typed: those that can be done first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._all: list[Offer] = []
        self._typed = ""
        self.shown: list[Offer] = []

    def put(self, offers: Sequence[Offer]) -> None:
        """Offer these."""
        self._all = list(offers)
        self.find(self._typed)

    def find(self, typed: str) -> None:
        """Show what answers to the words."""
        self.beginResetModel()
        self._typed = typed
        self.shown = sorted((each for each in self._all if each.answers(typed)), key=lambda each: bool(each.why_not))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 — as Qt declares it
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell: its words, what stands beside them, and what a screen reader says."""
        if not index.isValid():
            return None
        offer = self.shown[index.row()]
        beside = offer.why_not or offer.beside
        cells: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: offer.words,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join(filter(None, (offer.words, beside))),
            Qt.ItemDataRole.ToolTipRole: plain(beside) or None,
            BESIDE: beside,
            ABLE: not offer.why_not,
        }
        return cells.get(role)


class Palette(QDialog):
    """A line to type in over the list of what can be done. Enter does it, Esc goes back to where one was."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.FramelessWindowHint | Qt.WindowType.Dialog)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Find an action"))
        self._desk = desk
        self._before = parent.window().focusWidget()
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Type what you want to do"))
        self.field.setAccessibleName(tr("Find an action"))
        self.field.addAction(desk.look.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.offers = Offers(self)
        self.list = QListView()
        self.list.setModel(self.offers)
        self.list.setItemDelegate(_Line(desk.look, self.list))
        self.list.setProperty("role", "lines")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(tr("Actions"))
        self.nothing = label(tr("Nothing is called that."), "muted", wrap=True)
        lines = rows(self.field, self.list, self.nothing, spacing=GRID)
        lines.setContentsMargins(12, 12, 12, 12)
        self.setLayout(lines)
        self._listen()
        self._place(parent)

    def run(self) -> None:
        """Do what is chosen, if it can be done."""
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.offers.shown) and not self.offers.shown[row].why_not:
            offer = self.offers.shown[row]
            self.accept()
            offer.do()

    def done(self, result: int) -> None:
        """Close, and give the focus back."""
        super().done(result)
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.window().activateWindow()
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while typing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in STEPS:
                self._step(STEPS[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run()
                return True
        return super().eventFilter(watched, event)

    def _listen(self) -> None:
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        self.list.clicked.connect(lambda _index: self.run())
        self.offers.put(_offers(self._desk))
        self._find("")
        self.field.setFocus()
        if self._desk.folder is not None:
            self._desk.tasks.ask(self, _campaign_names, self._add_campaigns)

    def _add_campaigns(self, names: Sequence[tuple[str, str]]) -> None:
        desk = self._desk
        campaigns = [
            Offer(tr("Open the campaign {name}", name=name), "", partial(desk.go, "campaigns", key))
            for key, name in names
        ]
        self.offers.put([*_offers(desk), *campaigns])
        self._find(self.field.text())

    def _find(self, typed: str) -> None:
        self.offers.find(typed)
        self.list.setCurrentIndex(self.offers.index(0))
        self.list.setVisible(bool(self.offers.shown))
        self.nothing.setVisible(not self.offers.shown)

    def _step(self, by: int) -> None:
        last = self.offers.rowCount() - 1
        self.list.setCurrentIndex(self.offers.index(min(max(self.list.currentIndex().row() + by, 0), last)))

    def _place(self, parent: QWidget) -> None:
        look, window = self._desk.look, parent.window()
        width, height = min(look.size(560), window.width() - 48), min(look.size(440), window.height() - 96)
        self.setFixedSize(width, height)
        self.move(window.mapToGlobal(window.rect().topLeft()).x() + (window.width() - width) // 2, window.y() + 72)


class _Line(QStyledItemDelegate):
    """Paints an offer: its words at the left; its keys, or why not, at the right."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every line is as high."""
        return QSize(0, self._look.size(36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one line."""
        look, area = self._look, option.rect.adjusted(12, 0, -12, 0)
        is_chosen = bool(option.state & option.widget.style().StateFlag.State_Selected)
        painter.save()
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("accent-soft"))
            painter.drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6)
        ink: QColor = look.colour("ink" if index.data(ABLE) else "muted")
        words, beside = str(index.data()), str(index.data(BESIDE))
        metrics, gap = painter.fontMetrics(), 2 * GRID
        room = max(area.width() // 2, area.width() - metrics.horizontalAdvance(words) - gap)
        beside = metrics.elidedText(beside, Qt.TextElideMode.ElideRight, room)
        painter.setPen(look.colour("muted"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, beside)
        left = area.width() - metrics.horizontalAdvance(beside) - gap
        painter.setPen(ink)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, left)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


def _offers(desk: Desk) -> list[Offer]:
    """Return every declared action."""
    actions = desk.actions
    return [
        Offer(
            actions[said.id].text().replace("&", ""),
            actions[said.id].shortcut().toString(actions[said.id].shortcut().SequenceFormat.NativeText),
            actions[said.id].trigger,
            actions.why_not(said.id),
        )
        for said in actions
        if said.id != ITSELF
    ]


def _campaign_names(workspace: "Workspace") -> tuple[tuple[str, str], ...]:
    from planner.services.planning import campaigns  # noqa: PLC0415 — heavy: loaded by the store's thread

    return tuple((each.id, each.name) for each in campaigns(workspace))

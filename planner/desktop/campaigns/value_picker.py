"""The value picker: search, ticks with people beside them, from–to for an order, a tree for levels."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from planner.desktop.campaigns.popup import SEARCH_FROM, Popup, Search
from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.campaigns.value_model import PEOPLE, ValueModel
from planner.desktop.campaigns.value_range import RangeBar
from planner.desktop.cards import button, columns, label
from planner.desktop.look import GRID, Look
from planner.desktop.words import number, people, tr
from planner.domain.attribute import Kind
from planner.domain.choosing import Chosen
from planner.services.values import PopulationFacts

_MOST_OPENED = 200
"""A search that finds fewer entries opens the groups above them."""

_LINES = 10


class ValuePicker(Popup):
    """Ticks values of one attribute; `chosen` says which, once it is kept."""

    def __init__(self, anchor: QWidget, look: Look, facts: PopulationFacts, now: tuple[int, Chosen]) -> None:
        known = facts.known[now[0]]
        name = told_name(known.attribute.name)
        super().__init__(anchor, look, tr("Values of {name}", name=name))
        self.model = ValueModel(known, now[1], facts.least, self)
        self.view = ValueView(self.model, look, name)
        self.search = Search(self.view)
        self.search.textChanged.connect(self._find)
        self.count = label("", "muted")
        self.all_found = button(tr("Select all"), self._choose_found, role="small")
        self.clear = button(tr("Clear"), self._clear, role="small")
        self.done = button(tr("Done"), self.keep, role="primary")
        if len(known.attribute.labels) >= SEARCH_FROM:
            self.body.addWidget(self.search)
        if known.attribute.kind is Kind.ORDERED:
            self.range = RangeBar(known.attribute, self.model)
            self.body.addWidget(self.range)
        self.body.addWidget(self.view, 1)
        if known.mixed:
            said = tr("{people} are in groups that hold several of these.", people=people(known.mixed))
            self.body.addWidget(label(said, "small", wrap=True))
        self.body.addLayout(columns(self.all_found, self.clear, None, spacing=GRID))
        self.body.addLayout(columns(self.count, None, self.done, spacing=GRID))
        self.model.dataChanged.connect(self._count)
        self._count()

    @property
    def chosen(self) -> Chosen:
        """The values that are ticked: `(values,) bool`."""
        return self.model.chosen

    def open(self) -> None:
        """Open beside the anchor, and be ready to search."""
        self.open_beside(self.look.size(340))
        (self.search if self.search.isVisible() else self.view).setFocus(Qt.FocusReason.PopupFocusReason)

    def _find(self, text: str) -> None:
        count = self.model.find(text)
        if text.strip() and count < _MOST_OPENED:
            self.view.expandAll()
        self.all_found.setText(tr("Select all found") if text.strip() else tr("Select all"))
        self.all_found.setEnabled(count > 0)
        self.view.setCurrentIndex(self.model.index(0, 0))

    def _choose_found(self) -> None:
        self.model.choose(self.model.chosen | self.model.found)

    def _clear(self) -> None:
        self.model.choose(self.model.chosen & False)

    def _count(self) -> None:
        self.count.setText(tr("{count} chosen", count=number(int(self.model.chosen.sum()))))
        self.clear.setEnabled(bool(self.model.chosen.any()))


class ValueView(QTreeView):
    """The list or tree of values: a click or the space bar ticks."""

    def __init__(self, model: ValueModel, look: Look, name: str) -> None:
        super().__init__()
        self._values = model
        self.setModel(model)
        self.setItemDelegate(ValueDelegate(look, self))
        self.setAccessibleName(tr("Values of {name}", name=name))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(model.is_tree)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "values")
        self.setCurrentIndex(model.index(0, 0))
        self._open_to_ticks(model, QModelIndex())
        self.clicked.connect(model.toggle)

    def sizeHint(self) -> QSize:
        """Return room for a good many lines: for all of a short list."""
        lines = _LINES if self._values.is_tree else min(self._values.rowCount(), _LINES)
        return QSize(super().sizeHint().width(), lines * self.sizeHintForRow(0) + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick on the space bar."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._values.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open_to_ticks(self, model: ValueModel, parent: QModelIndex) -> None:
        """Open the groups of which a part is ticked."""
        for row in range(model.rowCount(parent) if model.is_tree else 0):
            index = model.index(row, 0, parent)
            if model.data(index, Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.PartiallyChecked:
                self.expand(index)
                self._open_to_ticks(model, index)


class ValueDelegate(QStyledItemDelegate):
    """Paints a tick, a label that is shortened where it is long, and the people at the right."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._ticks = {
            Qt.CheckState.Checked: look.pixmap("check", "on-accent", pixels=14),
            Qt.CheckState.PartiallyChecked: look.pixmap("dash", "on-accent", pixels=14),
        }

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return one line of text with some air."""
        return QSize(0, option.fontMetrics.height() + self._look.size(12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one entry."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size, area = self._look.size, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._look.colour("accent-soft"))
        side = size(16)
        box = QRect(area.left() + size(6), area.center().y() - side // 2, side, side)
        self._paint_tick(painter, box, Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)))
        said = str(index.data(PEOPLE))
        metrics = option.fontMetrics
        wide = metrics.horizontalAdvance(said)
        text = area.adjusted(box.right() - area.left() + size(10), 0, -wide - size(20), 0)
        painter.setPen(self._look.colour("ink"))
        name = " ".join(str(index.data()).split())
        line = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | line, shown)
        painter.setPen(self._look.colour("muted"))
        painter.drawText(area.adjusted(0, 0, -size(10), 0), Qt.AlignmentFlag.AlignRight | line, said)
        painter.restore()

    def _paint_tick(self, painter: QPainter, box: QRect, tick: Qt.CheckState) -> None:
        is_empty = tick is Qt.CheckState.Unchecked
        painter.setPen(QPen(self._look.colour("field-line" if is_empty else "accent"), 1))
        painter.setBrush(self._look.colour("surface" if is_empty else "accent"))
        painter.drawRoundedRect(box, self._look.size(4), self._look.size(4))
        if not is_empty:
            painter.drawPixmap(box.adjusted(1, 1, -1, -1), self._ticks[tick])

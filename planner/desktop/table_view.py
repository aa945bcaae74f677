"""Table views: records as the house shows them, with a search, a count of what is found, and a word when nothing is."""

from collections.abc import Callable, Collection, Hashable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QWidget,
)

from planner.desktop.cards import button, columns, label, rows
from planner.desktop.column_menu import ColumnMenu
from planner.desktop.desk import Desk
from planner.desktop.forms import line_edit
from planner.desktop.look import GRID, Look
from planner.desktop.table_cell import Cell
from planner.desktop.tables import RECORD, Index, RecordTable
from planner.desktop.words import tr

ROW = 4.5 * GRID
"""Height of a row in pixels at 100 %."""
NARROWEST = 6 * GRID
ENOUGH = 18 * GRID
"""So wide, in pixels at 100 %, a column has to be at most: longer texts end in …, and are told whole elsewhere."""
SAMPLED = 40
"""So many rows are measured to find how wide a column wants to be."""
_PADDING = 3 * GRID


def table_view(model: RecordTable, name: str, desk: Desk) -> "RecordView":
    """Return a table of records that a screen reader calls by a name."""
    return RecordView(model, name, desk.look)


class RecordView(QTableView):
    """Rows as wide as the table: columns share the room they have; only those that a person picked scroll sideways."""

    opened = Signal(object)
    """A record was asked for, with Enter or two clicks."""
    chosen = Signal(object)
    """A record became the current one."""
    fitted = Signal()
    """Columns have other widths, or others are shown."""

    def __init__(self, model: RecordTable, name: str, look: Look) -> None:
        super().__init__()
        self._look, self._model = look, model
        self.picked: frozenset[str] | None = None
        """The titles of the columns that a person picked; None: those that have room are shown."""
        self._key: Hashable = None
        self._wanted: dict[int, int] = {}
        self._is_fitting = False
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(Cell(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self._prepare_header()
        self._measure_rows()
        look.changed.connect(self._measure_rows)
        model.shown.connect(self._on_shown)
        model.modelReset.connect(self._wanted.clear)
        self.activated.connect(self._on_activated)

    @property
    def current(self) -> object:
        """The record that is chosen; None when there is none."""
        index = self.currentIndex()
        return index.data(RECORD) if index.isValid() else None

    def choose(self, key: Hashable) -> bool:
        """Choose a record by its key; return whether it is shown."""
        row = self._model.row_of(key)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row, 0))
        return row >= 0

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record is chosen, and remember it for when it is found again."""
        super().currentChanged(current, previous)
        if current.isValid() and self._model.key_at(current.row()) != self._key:
            self._key = self._model.key_at(current.row())
            self.chosen.emit(self._model.record_at(current.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stand on a row whenever the keyboard comes here, so that one sees where one is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.rowCount():
            self.setCurrentIndex(self._model.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self.fit_columns()

    def show_columns(self, titles: Collection[str] | None) -> None:
        """Show the columns that a person picked, by their titles, or, with None, those that have room.

        Columns of rank 0 are always shown. What was picked and has no room is reached by scrolling sideways.
        """
        self.picked = None if titles is None else frozenset(titles)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Choose the columns, and share the width among them: first what their texts need, then by weight."""
        header, room = self.horizontalHeader(), self.viewport().width()
        if self._is_fitting or not header.count() or room <= 0:
            return
        self._is_fitting = True
        needs = [self._wanted.get(at, self._need(at)) for at in range(header.count())]
        enough = [min(need, self._look.size(ENOUGH)) for need in needs]
        shown = self._shown(room, enough)
        for at in range(header.count()):
            self.setColumnHidden(at, at not in shown)
        is_loose = self.picked is None or sum(enough[at] for at in shown) <= room
        widths = self._widths(room, shown, needs) if is_loose else [enough[at] for at in shown]
        off, on = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(off if is_loose else on)
        for at, width in zip(shown, widths, strict=True):
            header.resizeSection(at, width)
        self._is_fitting = False
        self.fitted.emit()

    def _shown(self, room: int, enough: Sequence[int]) -> list[int]:
        """Return which columns are shown: those that were picked, else as many as have room."""
        ranks = [each.rank for each in self._model.columns]
        titles = {each.title for each in self._model.columns if each.rank}
        if self.picked is not None and self.picked & titles:
            return [at for at, each in enumerate(self._model.columns) if not each.rank or each.title in self.picked]
        shown = list(range(len(ranks)))
        while sum(enough[at] for at in shown) > room and any(ranks[at] for at in shown):
            shown.remove(max(shown, key=lambda at: ranks[at]))
        return shown

    def _widths(self, room: int, shown: Sequence[int], needs: Sequence[int]) -> list[int]:
        columns = [self._model.columns[at] for at in shown]
        firm = [at in self._wanted or each.is_number for at, each in zip(shown, columns, strict=True)]
        weights = [0 if is_firm else each.weight for is_firm, each in zip(firm, columns, strict=True)]
        return shared(room, [needs[at] for at in shown], weights, self._look.size(NARROWEST))

    def _prepare_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(1)
        header.setSortIndicatorClearable(True)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.sectionResized.connect(self._on_resized)
        header.sectionHandleDoubleClicked.connect(self._on_let_go)

    def _measure_rows(self) -> None:
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._look.size(ROW))
        self._wanted.clear()
        self.fit_columns()

    def _need(self, at: int) -> int:
        column, measure = self._model.columns[at], self.fontMetrics().horizontalAdvance
        first = range(min(SAMPLED, self._model.rowCount()))
        texts = [column.title, *(column.text(self._model.record_at(row)) for row in first)]
        extra = self._look.size(_PADDING + (_PADDING if column.tone else 0))
        return max(map(measure, texts)) + extra

    def _on_resized(self, at: int, _before: int, width: int) -> None:
        if width and not self._is_fitting and self.isVisible():  # a column that is hidden tells so as well
            self._wanted[at] = max(width, self._look.size(NARROWEST))
            self.fit_columns()

    def _on_let_go(self, at: int) -> None:
        self._wanted.pop(at, None)
        self.fit_columns()

    def _on_shown(self) -> None:
        self.fit_columns()
        if not self.currentIndex().isValid() and self._key is not None:
            self.choose(self._key)

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._model.record_at(index.row()))


class SearchedTable(QWidget):
    """A table under its title, with a search and a line that counts; when nothing is found, a word and a way back."""

    def __init__(self, view: RecordView, *, title: str, hint: str, counted: Callable[[int, int], str]) -> None:
        super().__init__()
        self.view = view
        self._counted = counted
        self._model = view.model()
        self.search = line_edit(hint=hint)
        self.search.setAccessibleName(hint.rstrip("…"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.count = label("", "small")
        self.clear = button(tr("Clear filters"), self.search.clear)
        nothing = QWidget()
        nothing.setLayout(
            rows(
                None,
                columns(None, label(tr("Nothing here holds these words."), "muted", wrap=True), None),
                columns(None, self.clear, None),
                None,
            )
        )
        self._stack = QStackedWidget()
        for each in (view, nothing):
            self._stack.addWidget(each)
        self.columns = ColumnMenu(view)
        head = columns(label(title, "heading"), None, self.columns, self.search, spacing=2 * GRID)
        head.setStretch(3, 1)
        lines = rows(head, self._stack, self.count)
        lines.setStretch(1, 1)
        self.setLayout(lines)
        self._records().shown.connect(self._tell)

    def _records(self) -> RecordTable:
        model = self._model
        assert isinstance(model, RecordTable)  # noqa: S101 — it was made with one
        return model

    def _on_search(self, words: str) -> None:
        self._records().search(words)

    def _tell(self) -> None:
        model = self._records()
        shown, every = model.rowCount(), len(model.records)
        self._stack.setCurrentIndex(1 if every and not shown else 0)
        self.count.setText(self._counted(every, shown))


def shared(room: int, needs: Sequence[int], weights: Sequence[int], narrowest: int) -> list[int]:
    """Return widths that fill the room: what each needs, and more by weight; or what there is, the widest cut first.

    Those of no weight, such as numbers, are firm: they keep what they need as long as the others keep `narrowest`.
    """
    spare = room - sum(needs)
    if spare >= 0:
        parts = list(weights) if any(weights) else [1] * len(needs)
        widths = [need + spare * part // sum(parts) for need, part in zip(needs, parts, strict=True)]
    else:
        firm = sum(need for need, weight in zip(needs, weights, strict=True) if not weight)
        loose = [need for need, weight in zip(needs, weights, strict=True) if weight]
        if loose and room - firm >= narrowest * len(loose):
            limit = _limit(room - firm, loose)
            widths = [min(need, limit) if weight else need for need, weight in zip(needs, weights, strict=True)]
        else:
            limit = _limit(room, needs)
            widths = [min(need, limit) for need in needs]
    widths[widths.index(max(widths))] += room - sum(widths)
    return widths


def _limit(room: int, needs: Sequence[int]) -> int:
    """Return the width that no column may go beyond, so that all together fit."""
    left = room
    for at, need in enumerate(sorted(needs)):
        fair = left // (len(needs) - at)
        if need > fair:
            return fair
        left -= need
    return room

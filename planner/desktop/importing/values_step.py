"""Third step: the bands and values that groups are described by, each with its people."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from planner.desktop.cards import Card, button, columns, empty, label, rows
from planner.desktop.desk import Desk
from planner.desktop.forms import Row, line_edit
from planner.desktop.importing.columns_step import LIST_WIDTH
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.label_words import told_label
from planner.desktop.lists import Line, NamedList
from planner.desktop.look import GRID, Look
from planner.desktop.page import side_by_side
from planner.desktop.tips import plain
from planner.desktop.words import number, told, tr
from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.services import roles

MOST_SHOWN = 200
"""Values whose people are shown; of a list of thousands nobody reads more."""


def kind_words(column: roles.AttributeColumn) -> str:
    """Return how the values of an attribute relate, in words."""
    if column.kind is Kind.HIERARCHICAL:
        return tr("Levels: {levels}", levels=", ".join(column.levels))
    if column.bands:
        return tr("In bands")
    return tr("In order") if column.kind is Kind.ORDERED else tr("As they are")


class Bar(QWidget):
    """A thin bar as long as its share of the longest."""

    def __init__(self, look: Look, share: float) -> None:
        super().__init__()
        self._look = look
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(self._look.size(80), self._look.size(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("bar"))
        height = self._look.size(8)
        painter.drawRoundedRect(
            QRectF(0, (self.height() - height) / 2, max(2, self._share * self.width()), height), height / 2, height / 2
        )
        painter.end()


class ValuesStep(Step):
    """For each attribute its bands, which may be changed, and how many people each value has."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr(
            "Wide bands keep more of the other details exact. Values that few people have are put together: they could "
            "tell who someone is."
        )
        super().__init__(desk, draft, tr("How fine should it be?"), explained)
        self._counting = False
        self.list = NamedList(desk.look, tr("Details that describe groups"), (tr("Detail"), tr("How it is kept")))
        self.list.chosen.connect(self._show_column)
        self.card = Card()
        self.name = label("", "heading", wrap=True)
        self.bands = line_edit(longest=2000)
        self.bands_row = Row(
            tr("Bands begin at"), self.bands, help_text=tr("Numbers or dates with commas between, from low to high.")
        )
        self.bands.editingFinished.connect(self._on_bands_written)
        self.said = label("", "muted", wrap=True)
        self._values = rows(spacing=2)
        self.count = button(tr("Count people"), self.count_people)
        for each in (self.name, self.bands_row, self.said):
            self.card.body.addWidget(each)
        self.card.body.addLayout(columns(self.count, None))
        self.card.body.addLayout(self._values)
        self.card.body.addStretch(1)
        self._sides = columns(self.list, self.card, spacing=2 * GRID)
        self._sides.setStretch(0, 3)
        self._sides.setStretch(1, 4)
        self.body.addLayout(self._sides, 1)
        draft.changed.connect(self._show)

    def fit(self, width: int) -> None:
        """Put the column's card below the list where there is no room beside it."""
        self._sides.setDirection(side_by_side(width))
        self.list.setMinimumHeight(self.desk.look.size(240))
        self.list.setMinimumWidth(self.desk.look.size(LIST_WIDTH))

    def enter(self) -> None:
        """Show the attributes, and count the people behind their values unless that was done."""
        self._show()
        self.list.setFocus()
        if not self.draft.counts:
            self.count_people()

    def count_people(self) -> None:
        """Count the people behind every value, away from the window."""
        path, mapping, floor = self.draft.path, self.draft.mapping, self.draft.floor
        if path is None or mapping is None:
            return
        self._counting = True
        job = self.desk.tasks.count(
            self,
            lambda hooks: roles.count_values(path, mapping, floor=floor, hooks=hooks),
            partial(self._take, mapping),
            key="values",
            failed=self._fail,
        )
        self.start(job, tr("Counting people"))
        self._show_column(self.list.current)

    def _take(self, mapping: roles.Mapping, counts: tuple[roles.ValueCounts, ...]) -> None:
        self._counting = False
        if mapping == self.draft.mapping:
            self.draft.counts = {each.attribute: each for each in counts}
        self._show()

    def _fail(self, error: PlannerError) -> None:
        self._counting = False
        self._show()
        self.said.setText(told(error))

    def _on_bands_written(self) -> None:
        column = self._column(self.list.current)
        text = self.bands.text().strip()
        if column and text != roles.bands_text(column.bands):
            self.bands_row.tell_mistake(self.draft.give_bands(column.name, text))

    def _show(self) -> None:
        shown = [each.column for each in self.draft.choices if isinstance(each.column, roles.AttributeColumn)]
        self.list.show_lines(Line(each.name, kind_words(each)) for each in shown)
        self._show_column(self.list.current)

    def _show_column(self, name: str) -> None:
        column = self._column(name)
        if column is None:
            return
        if self.name.text() != name or not self.bands.hasFocus():
            self.bands_row.tell_mistake("")
            self.bands.setText(roles.bands_text(column.bands))
        self.name.setText(name)
        self.bands_row.setVisible(column.kind is not Kind.HIERARCHICAL and not column.order)
        counts = self.draft.counts.get(name)
        self.count.setVisible(counts is None and not self._counting)
        self.said.setText(kind_words(column) if counts else tr("Counting people…") if self._counting else "")
        self._show_counts(counts)

    def _show_counts(self, counts: roles.ValueCounts | None) -> None:
        empty(self._values)
        if counts is None:
            return
        most = max((people or 0 for people in counts.people), default=0) or 1
        pairs = list(zip(counts.labels, counts.people, strict=True))
        if counts.kind is Kind.NOMINAL:
            pairs.sort(key=lambda pair: -(pair[1] or 0))
        for text, people in pairs[:MOST_SHOWN]:
            self._values.addLayout(self._value_line(text, people, most))
        if len(pairs) > MOST_SHOWN:
            self._values.addWidget(label(tr("… and {values} more", values=number(len(pairs) - MOST_SHOWN)), "muted"))

    def _value_line(self, text: str, people: int | None, most: int) -> QHBoxLayout:
        name = label(told_label(text))
        name.setFixedWidth(self.desk.look.size(150))
        name.setToolTip(plain(name.text()))
        few = tr("fewer than {least}", least=number(self.draft.floor))
        count = label(few if people is None else number(people), "muted")
        count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = columns(name, Bar(self.desk.look, (people or 0) / most), count, spacing=GRID)
        line.setStretch(1, 1)
        return line

    def _column(self, name: str) -> roles.AttributeColumn | None:
        return next(
            (
                each.column
                for each in self.draft.choices
                if each.name == name and isinstance(each.column, roles.AttributeColumn)
            ),
            None,
        )

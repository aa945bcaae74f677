"""The chart: a drawing with its words, the same numbers as a table, and a way to keep it as a picture."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from planner.desktop.cards import Flow, button, empty, label, rows
from planner.desktop.charts.paper import KINDS, on_paper
from planner.desktop.charts.picture import Picture, Record
from planner.desktop.charts.sheet import Box, Sheet, load_plotting, make_canvas
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.table_view import ROW, table_view
from planner.desktop.tables import Column, RecordTable
from planner.desktop.words import number, tr
from planner.domain.errors import PlannerError
from planner.services.pictures import write_picture

if TYPE_CHECKING:
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

_MOST_ROWS = 10
"""Rows of the table that are seen at once; more scroll."""


class Chart(QWidget):
    """Shows one picture; drawn again when the look changes or the room does.

    A `live` widget paints the same picture at once, where that has to follow every edit: it then stands for the
    drawing, which is made for the file alone.
    """

    def __init__(self, desk: Desk, live: QWidget | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._live = live
        self._source = ""
        self._is_loading = False
        self.picture: Picture | None = None
        self.canvas: FigureCanvasQTAgg | None = None
        self.model = RecordTable(parent=self)
        self.table = table_view(self.model, "", desk)
        self.table.hide()
        self.place = QWidget()
        """Where the drawing stands, or will as soon as it can be drawn."""
        self._inside = rows(*filter(None, [live]))
        self.place.setLayout(self._inside)
        self.notes = QWidget()
        self._lines = rows(spacing=GRID // 2)
        self.notes.setLayout(self._lines)
        self.turn = button(tr("Show as a table"), self._turn, role="small")
        self.save = button(tr("Save…"), self._ask_where, role="small", name=tr("Save the chart as a picture"))
        self.save.setEnabled(live is not None)
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(GRID)
        for widget in (self.place, self.table, self.notes):
            self._stack.addWidget(widget)
        self._stack.addLayout(Flow(self.turn, self.save, spacing=GRID))
        self._stack.addStretch(1)
        desk.look.changed.connect(self._redraw)

    def set_source(self, text: str) -> None:
        """Say where the numbers come from: it stands at the foot of every picture that is kept."""
        self._source = text

    def show_picture(self, picture: Picture) -> None:
        """Show a picture in place of the one before."""
        if picture == self.picture:
            return
        self.picture = picture
        for widget in (self, self.table):
            widget.setAccessibleName(picture.title)
            widget.setAccessibleDescription(picture.description)
        self._fill_notes(picture.notes)
        self.model.describe(_columns(picture.head, picture.records))
        self.model.show_records(tuple(range(len(picture.records))))
        self._redraw()

    def file_of(self, kind: str) -> bytes:
        """Return the picture as a file, `png` or `svg`, with its title, what it means and where it comes from."""
        return on_paper(self._shown, self._source, kind, self._desk.look)

    def sizeHint(self) -> QSize:
        """Return a width that is enough to compare by; the height follows what is shown."""
        return QSize(self._desk.look.size(340), super().sizeHint().height())

    @property
    def is_table(self) -> bool:
        """Whether the numbers are shown as a table."""
        return not self.table.isHidden()

    @property
    def _shown(self) -> Picture:
        if self.picture is None:
            raise ValueError("no picture is shown")
        return self.picture

    def _redraw(self) -> None:
        """Draw anew; the first time once plotting is loaded, which the window does not wait for."""
        if self.picture is None:
            return
        self.table.setFixedHeight(self._table_height(len(self.picture.records)))
        if self._live is not None:
            return
        self.place.setFixedHeight(self.picture.drawing.height(self._desk.look))
        if self.canvas is not None:
            self._draw()
        elif not self._is_loading:
            self._is_loading = True
            self._load(self._on_loaded)

    def _load(self, then: Callable[[], None]) -> None:
        folder = self._desk.look.cache_folder / "plotting"
        self._desk.tasks.count(self, lambda _hooks: load_plotting(folder), lambda _none: then())

    def _on_loaded(self) -> None:
        self.canvas = make_canvas()
        self.canvas.mpl_connect("resize_event", self._on_resized)
        self._inside.addWidget(self.canvas)
        self.save.setEnabled(True)
        self._draw()

    def _on_resized(self, _event: object) -> None:
        self._draw()

    def _draw(self) -> None:
        canvas, picture = self.canvas, self._shown
        if canvas is None:
            return
        canvas.setAccessibleName(picture.title)
        canvas.setAccessibleDescription(picture.description)
        width, height = max(canvas.width(), 1), max(canvas.height(), 1)
        picture.drawing.draw(Sheet(canvas.figure, width, height, self._desk.look), Box(0, 0, width, height))
        canvas.draw_idle()  # type: ignore[no-untyped-call]

    def _fill_notes(self, notes: Sequence[str]) -> None:
        if [each.text() for each in self.notes.findChildren(QLabel)] == list(notes):
            return
        empty(self._lines)
        for note in notes:
            self._lines.addWidget(label(note, "small", wrap=True))
        self.notes.setVisible(bool(notes))

    def _table_height(self, count: int) -> int:
        return self._desk.look.size((min(count, _MOST_ROWS) + 1) * ROW + GRID)

    def _turn(self) -> None:
        shows_table = not self.is_table
        self.table.setVisible(shows_table)
        self.place.setHidden(shows_table)
        words = tr("Show as a chart") if shows_table else tr("Show as a table")
        self.turn.setText(words)
        self.turn.setAccessibleName(words)

    def _ask_where(self) -> None:
        proposed = f"{_file_name(self._shown.title)}.png"
        self._desk.prompts.save_file(self, tr("Save the chart as a picture, .png or .svg"), proposed, self._keep)

    def _keep(self, path: Path) -> None:
        kind = path.suffix.lower().lstrip(".")
        if kind not in KINDS:
            kind, path = KINDS[0], path.with_name(f"{path.name}.{KINDS[0]}")
        asked = self._shown, self._source
        self._load(partial(self._write, path, kind, *asked))

    def _write(self, path: Path, kind: str, picture: Picture, source: str) -> None:
        try:
            write_picture(path, on_paper(picture, source, kind, self._desk.look))
        except PlannerError as error:
            self._desk.tell(error)
        else:
            self._desk.notices.tell(tr("The picture is saved as {file}.", file=path.name), tone="good")


def _columns(head: Sequence[str], records: Sequence[Record]) -> list[Column]:
    return [_column(title, at, records) for at, title in enumerate(head)]


def _column(title: str, at: int, records: Sequence[Record]) -> Column:
    def text(record: int) -> str:
        cell = records[record][at]
        return cell if isinstance(cell, str) else number(cell)

    is_number = bool(records) and not isinstance(records[0][at], str)
    value = (lambda record: records[record][at]) if is_number else None
    return Column(title, text, value, is_number=is_number)


def _file_name(title: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in title).lower().split()) or "chart"

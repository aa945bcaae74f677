"""The chart: a drawing with its words, the same numbers as a table, and a way to keep it as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.desktop.cards import Flow, button, empty, label, rows
from planner.desktop.charts.sheet import Box, Measure, Sheet, load_plotting, make_canvas, make_figure, picture_of
from planner.desktop.desk import Desk
from planner.desktop.look import BODY, GRID, HEADING, SMALL, Look
from planner.desktop.table_view import ROW, table_view
from planner.desktop.tables import Column, RecordTable
from planner.desktop.words import number, tr
from planner.domain.errors import PlannerError
from planner.services.pictures import write_picture

if TYPE_CHECKING:
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg

SAVED_WIDTH = 720
"""A picture that is kept is so wide, in pixels at 100 %, before it is doubled."""
_MARGIN = 3 * GRID
_MOST_ROWS = 10
"""Rows of the table that are seen at once; more scroll."""
_KINDS = ("png", "svg")

Cell = str | int
Record = tuple[Cell, ...]


class Drawing(Protocol):
    """Something that can be drawn in any width."""

    def height(self, look: Look) -> int:
        """Return how high it is in pixels, in any width."""
        ...

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw it into a box of that height."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart shows: the drawing, and everything it says in words and numbers."""

    title: str
    description: str
    """One sentence: what one sees in it."""
    drawing: Drawing
    notes: tuple[str, ...] = ()
    """What the lines and the hatching mean."""
    head: tuple[str, ...] = ()
    """The titles of the table's columns."""
    records: tuple[Record, ...] = field(default=())


class Chart(QWidget):
    """Shows one picture; drawn again when the look changes or the room does."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._source = ""
        self._is_loading = False
        self.picture: Picture | None = None
        self.canvas: FigureCanvasQTAgg | None = None
        self.model = RecordTable(parent=self)
        self.table = table_view(self.model, "", desk)
        self.table.hide()
        self.place = QWidget()
        """Where the drawing stands, or will as soon as it can be drawn."""
        self._inside = rows()
        self.place.setLayout(self._inside)
        self.notes = QWidget()
        self._lines = rows(spacing=GRID // 2)
        self.notes.setLayout(self._lines)
        self.turn = button(tr("Show as a table"), self._turn, role="small")
        self.save = button(tr("Save…"), self._ask_where, role="small", name=tr("Save the chart as a picture"))
        self.save.setEnabled(False)
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
        picture = self._shown
        figure = make_figure()
        width = self._desk.look.size(SAVED_WIDTH)
        height = _Page(picture, self._source, Measure(self._desk.look), width).lay(None)
        figure.set_size_inches(width / figure.dpi, height / figure.dpi)
        sheet = Sheet(figure, width, height, self._desk.look)
        sheet.ground("surface")
        _Page(picture, self._source, sheet.measure, width).lay(sheet)
        told = {"Title": picture.title, "Description": f"{picture.description} {self._source}".strip()}
        return picture_of(figure, kind, told)

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
        self.place.setFixedHeight(self.picture.drawing.height(self._desk.look))
        self.table.setFixedHeight(self._table_height(len(self.picture.records)))
        if self.canvas is not None:
            self._draw()
        elif not self._is_loading:
            self._is_loading = True
            folder = self._desk.look.cache_folder / "plotting"
            self._desk.tasks.count(self, lambda _hooks: load_plotting(folder), self._on_loaded)

    def _on_loaded(self, _none: None) -> None:
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
        if kind not in _KINDS:
            kind, path = _KINDS[0], path.with_name(f"{path.name}.{_KINDS[0]}")
        try:
            write_picture(path, self.file_of(kind))
        except PlannerError as error:
            self._desk.tell(error)
        else:
            self._desk.notices.tell(tr("The picture is saved as {file}.", file=path.name), tone="good")


@dataclass(frozen=True, slots=True)
class _Page:
    """A picture as it is kept: title, drawing, notes and source under each other."""

    picture: Picture
    source: str
    measure: Measure
    width: float

    def lay(self, sheet: Sheet | None) -> int:
        """Draw the page where there is a sheet, and return how high it is."""
        size = self.measure.look.size
        margin, room = size(_MARGIN), self.width - 2 * size(_MARGIN)
        y = self._lines(sheet, self.picture.title, size(_MARGIN), HEADING) + size(GRID)
        height = self.picture.drawing.height(self.measure.look)
        if sheet is not None:
            self.picture.drawing.draw(sheet, Box(margin, y, room, height))
        y += height + size(GRID)
        for note in self.picture.notes:
            y = self._lines(sheet, note, y, SMALL)
        if self.source:
            y += size(GRID)
            if sheet is not None:
                sheet.line((margin, y), (margin + room, y), "line", is_dashed=False)
            y = self._lines(sheet, self.source, y + size(GRID), SMALL)
        return ceil(y + margin)

    def _lines(self, sheet: Sheet | None, text: str, y: float, pixels: int) -> float:
        size = self.measure.look.size
        margin, step, is_title = size(_MARGIN), size(pixels * 1.5), pixels > BODY
        for line in self.measure.lines(text, self.width - 2 * margin, pixels):
            if sheet is not None:
                meaning = "ink" if is_title else "muted"
                sheet.write(line, (margin, y + step / 2), meaning, pixels=pixels, is_strong=is_title)
            y += step
        return y


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

"""Meters: small bars and a scale, painted in the theme's colours; what they show is always beside them in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from planner.desktop.cards import label, set_tone
from planner.desktop.look import GRID, SMALL, Look
from planner.desktop.tips import plain
from planner.desktop.words import named, number

BAR_PIXELS = 8
LEAST_PEOPLE = 10
"""Where the scale of people begins."""
_HATCH_STEP = 6


@dataclass(frozen=True, slots=True)
class BarOf:
    """One bar: its name, its number in words, and its length as a share of the longest."""

    name: str
    words: str
    share: float
    is_protected: bool = False
    """Hatched: people who are counted and never targeted."""
    tone: str = ""


class Bar(QWidget):
    """One bar; hatching stands for people who are protected."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._share, self._is_protected = 0.0, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_share(self, share: float, *, is_protected: bool) -> None:
        """Show a length."""
        self._share, self._is_protected = share, is_protected
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of one bar, and a width that is enough to compare by."""
        return QSize(self._look.size(48), self._look.size(BAR_PIXELS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        if self._share <= 0:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = max(self.width() * min(self._share, 1.0), float(self.height()))
        shape = QPainterPath()
        radius = self.height() / 2
        shape.addRoundedRect(QRectF(0, 0, width, self.height()), radius, radius)
        if self._is_protected:
            painter.setClipPath(shape)
            _hatch(painter, QRectF(0, 0, width, self.height()), self._look)
        else:
            painter.fillPath(shape, QBrush(self._look.colour("bar")))
        painter.end()


class Bars(QWidget):
    """Bars under each other, each with its name before it and its number behind it."""

    def __init__(self, look: Look, *, wraps: bool = False) -> None:
        super().__init__()
        self._look = look
        self._wraps = wraps
        self._rows: list[tuple[QLabel, Bar, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(0, 2 if wraps else 0)
        self._grid.setColumnStretch(1, 3)

    def show_bars(self, bars: Sequence[BarOf]) -> None:
        """Show these bars in place of those before."""
        while len(self._rows) < len(bars):
            self._add_row()
        while len(self._rows) > len(bars):
            for each in self._rows.pop():
                self._grid.removeWidget(each)
                each.hide()
                each.deleteLater()
        for (name, bar, words), shown in zip(self._rows, bars, strict=True):
            name.setText(shown.name)
            name.setToolTip(plain(shown.name))
            words.setText(shown.words)
            bar.show_share(shown.share, is_protected=shown.is_protected)
            for each in (name, words):
                set_tone(each, shown.tone)

    def _add_row(self) -> None:
        row = label(wrap=self._wraps), Bar(self._look), label()
        row[2].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, each in enumerate(row):
            self._grid.addWidget(each, len(self._rows), column)
        self._rows.append(row)


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of people on the scale that means something."""

    people: int
    words: str


class Narrowness(QWidget):
    """How many people can be reached, on a scale with the numbers that are needed and advised."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._people, self._least, self._advised = 0.0, 1, 1
        self._marks: tuple[Mark, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_people(self, people: float, marks: Sequence[Mark], *, least: int, advised: int, words: str) -> None:
        """Show a number among the marks; below `least` the track is red, below `advised` amber, then green."""
        self._people, self._least, self._advised = people, least, advised
        self._marks = tuple(sorted(marks, key=lambda mark: mark.people))
        told = "; ".join(named(number(mark.people), mark.words) for mark in self._marks)
        self.setAccessibleDescription(f"{words}. {told}")
        self.setToolTip(plain(told.replace("; ", "\n")))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the track and the numbers under it."""
        return QSize(self._look.size(120), self._look.size(14 + 6 + SMALL + 6))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the track, the marks with their numbers, and where we are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, thick = self._look.size(7), self._look.size(6)
        self._paint_track(painter, middle, thick)
        self._paint_marks(painter, middle + thick)
        painter.setPen(QPen(self._look.colour("surface"), 2))
        painter.setBrush(self._look.colour(self._tone()))
        painter.drawEllipse(QPointF(self._at(self._people), middle), self._look.size(6), self._look.size(6))
        painter.end()

    def _paint_track(self, painter: QPainter, middle: int, thick: int) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(0, middle - thick / 2, self.width(), thick), thick / 2, thick / 2)
        painter.setClipPath(shape)
        ends = (0.0, self._at(self._least), self._at(max(self._advised, self._least)), float(self.width()))
        for tone, start, end in zip(("block", "warn", "good"), ends, ends[1:], strict=False):
            colour = QColor(self._look.colour(tone))
            colour.setAlphaF(0.35)
            painter.fillRect(QRectF(start, 0, end - start, middle * 2), colour)
        painter.setClipping(False)

    def _paint_marks(self, painter: QPainter, top: int) -> None:
        font = self.font()
        font.setPixelSize(self._look.size(SMALL - 1))
        painter.setFont(font)
        painter.setPen(self._look.colour("muted"))
        free = 0.0
        for mark in self._marks:
            text, at = number(mark.people), self._at(mark.people)
            width = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(at - width / 2, 0.0), self.width() - float(width))
            if left < free:
                continue
            painter.drawLine(QPointF(at, top - self._look.size(4)), QPointF(at, top + self._look.size(1)))
            area = QRectF(left, top + self._look.size(2), width + 2, self._look.size(SMALL + 6))
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft, text)
            free = left + width + self._look.size(6)

    def _tone(self) -> str:
        return "block" if self._people < self._least else "warn" if self._people < self._advised else "good"

    def _at(self, people: float) -> float:
        """Return where a number stands: the scale is logarithmic, and ends well beyond the last mark."""
        highest = 5.0 * max([self._advised, self._least, LEAST_PEOPLE, *(mark.people for mark in self._marks)])
        share = log(max(people, LEAST_PEOPLE) / LEAST_PEOPLE) / log(highest / LEAST_PEOPLE)
        inset = self._look.size(7)
        return inset + (self.width() - 2 * inset) * min(share, 1.0)


def _hatch(painter: QPainter, area: QRectF, look: Look) -> None:
    step, height = look.size(_HATCH_STEP), area.height()
    painter.setPen(QPen(look.colour("hatch"), step / 2))
    x = area.left() - height
    while x < area.right():
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + height, area.top()))
        x += step

"""Bars of people: one for each label, the part that is known only as part of something wider hatched."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from planner.desktop.look import Look
from planner.desktop.words import number, tr
from planner.services.profile import Slice

ROW, BAR, GAP = 26, 11, 12
"""Pixels at 100 % from one bar to the next, of a bar, and between a bar and what stands beside it."""
MOST_NAME = 0.36
"""The most of the width that names may take."""
_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Bars(QWidget):
    """Paints bars against the longest of them, each with its name and the number of people known to be in it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._slices: Sequence[Slice] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_bars(self, name: str, slices: Sequence[Slice]) -> None:
        """Show slices; a screen reader reads all of them."""
        self._slices = slices
        self.setAccessibleName(tr("People by {detail}", detail=name))
        said = (
            tr(
                "{label}: {exact}, and up to {wider} more",
                label=each.label,
                exact=number(each.exact),
                wider=number(each.wider),
            )
            for each in slices
        )
        self.setAccessibleDescription("; ".join(said))
        self.setToolTip("\n".join(self.accessibleDescription().split("; ")))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a line for each bar."""
        return QSize(self._look.size(200), self._look.size(ROW) * max(1, len(self._slices)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name, bar and number of each."""
        if not self._slices:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measure, gap, step = self.fontMetrics(), self._look.size(GAP), self._look.size(ROW)
        names = min(max(measure.horizontalAdvance(each.label) for each in self._slices), int(self.width() * MOST_NAME))
        ends = max(measure.horizontalAdvance(number(each.exact)) for each in self._slices)
        room = self.width() - names - ends - 2 * gap
        scale = max(room, 1) / max(1, *(each.exact + each.wider for each in self._slices))
        for at, each in enumerate(self._slices):
            line = QRectF(0, at * step, self.width(), step)
            painter.setPen(self._look.colour("ink"))
            shown = measure.elidedText(each.label, Qt.TextElideMode.ElideRight, names + 1)
            painter.drawText(line, _START, shown)
            painter.drawText(line, _END, number(each.exact))
            self._paint_bar(painter, QRectF(names + gap, line.top(), room, step), each, scale)
        painter.end()

    def _paint_bar(self, painter: QPainter, area: QRectF, each: Slice, scale: float) -> None:
        high = self._look.size(BAR)
        exact = QRectF(area.left(), area.center().y() - high / 2, each.exact * scale, high)
        wider = QRectF(exact.right() + (2 if exact.width() else 0), exact.top(), max(0.0, each.wider * scale - 2), high)
        painter.setPen(Qt.PenStyle.NoPen)
        for part, brush in (
            (wider, QBrush(self._look.colour("hatch"), Qt.BrushStyle.BDiagPattern)),
            (exact, QBrush(self._look.colour("bar"))),
        ):
            painter.setBrush(brush)
            painter.drawRoundedRect(part, min(high, part.width()) / 2, high / 2)

"""Cells: how one cell of a table is painted."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from planner.desktop.look import GRID, SMALL, Look
from planner.desktop.tables import TONE, Index


class Cell(QStyledItemDelegate):
    """Paints a cell; one with a tone as a chip."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the text, or the chip in the middle of its row."""
        tone = index.data(TONE)
        if not tone:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index.sibling(index.row(), -1))
        look, text = self._look, str(index.data())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPixelSize(look.size(SMALL))
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        area = QRectF(option.rect)
        high = float(look.size(22))
        wide = min(painter.fontMetrics().horizontalAdvance(text) + look.size(20), area.width() - look.size(GRID))
        chip = QRectF(area.left() + look.size(4), area.center().y() - high / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{tone}-soft"))
        painter.drawRoundedRect(chip, high / 2, high / 2)
        painter.setPen(look.colour(tone))
        inside = chip.adjusted(look.size(10), 0, -look.size(6), 0)
        said = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        painter.restore()

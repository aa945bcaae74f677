"""Chips: the values of a condition, painted as one button that wraps its lines and shortens what is too long."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from planner.desktop.look import GRID, Look
from planner.desktop.tips import plain_tip
from planner.desktop.words import number, tr

MOST_SHOWN = 12
"""So many values are shown; the others are counted."""
_LONGEST = 220
_TIP_VALUES = 40


class Chips(QAbstractButton):
    """The values of a condition; pressed, they are chosen anew."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._texts: tuple[str, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_values(self, texts: Sequence[str]) -> None:
        """Show values; without any, say that some are to be chosen."""
        more = len(texts) - MOST_SHOWN
        shown = (*texts[:MOST_SHOWN], tr("{count} more", count=number(more))) if more > 0 else tuple(texts)
        self._texts = shown
        listed = ", ".join(texts[:_TIP_VALUES]) + (" …" if len(texts) > _TIP_VALUES else "")
        self.setAccessibleName(tr("Values: {values}", values=listed) if texts else tr("Choose values"))
        plain_tip(self, listed)
        self.updateGeometry()
        self.update()

    @property
    def is_empty(self) -> bool:
        """Whether no value is chosen yet."""
        return not self._texts

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high the chips are in so many pixels."""
        return max((area.bottom() + 1 for area, _ in self._laid(width)), default=self._chip_height())

    def sizeHint(self) -> QSize:
        """Return the size of all chips in one line."""
        areas = [area for area, _ in self._laid(1 << 20)]
        return QSize(max((area.right() + 1 for area in areas), default=0), self._chip_height())

    def minimumSizeHint(self) -> QSize:
        """Return the least that can be read."""
        return QSize(self._look.size(72), self._chip_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chips, and a ring around what has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, max(0, self.height() - self.heightForWidth(self.width())) // 2)
        round_ = self._look.size(6)
        for area, text in self._laid(self.width()):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.colour("hover" if not self.isEnabled() else "accent-soft"))
            if self.is_empty:
                painter.setPen(QPen(self._look.colour("accent"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), round_, round_)
            painter.setPen(self._look.colour("accent" if self.isEnabled() else "muted"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("accent"), 2))
            painter.drawRoundedRect(self._ring(), round_, round_)

    def _ring(self) -> QRect:
        around = QRect()
        for area, _ in self._laid(self.width()):
            around = around.united(area)
        return around.adjusted(1, 1, -1, -1)

    def _laid(self, width: int) -> Iterator[tuple[QRect, str]]:
        """Yield each chip's place and its text, shortened to fit; lines run as the language does."""
        metrics, padding, gap = self.fontMetrics(), self._look.size(GRID), self._look.size(GRID // 2)
        longest = max(min(width, self._look.size(_LONGEST)) - 2 * padding, 1)
        x = y = 0
        for text in self._texts or (tr("Choose values"),):
            short = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideMiddle, longest)
            wide = metrics.horizontalAdvance(short) + 2 * padding + 2
            if x and x + wide > width:
                x, y = 0, y + self._chip_height() + gap
            yield QRect(x, y, min(wide, max(width, 1)), self._chip_height()), short
            x += wide + gap

    def _chip_height(self) -> int:
        return self.fontMetrics().height() + self._look.size(GRID)

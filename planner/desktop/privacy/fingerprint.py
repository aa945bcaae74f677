"""The fingerprint: a picture and a few words of hexadecimal by which two people compare one checkpoint."""

import hashlib

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from planner.desktop.look import Look
from planner.desktop.words import tr

CELLS = 9
"""The picture is so many cells wide and high; its right half mirrors the left, which is easier to compare."""
SIDE = 108


def digest_of(checkpoint: str) -> bytes:
    """Return the SHA-256 of a checkpoint's text, without its signatures: 32 bytes."""
    body, _blank, _signatures = checkpoint.partition("\n\n")
    return hashlib.sha256(f"{body}\n".encode()).digest()


def spoken(digest: bytes) -> str:
    """Return the first half of a digest in groups of four characters, to be read aloud."""
    text = digest[:16].hex()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


class Fingerprint(QWidget):
    """Paints a digest as a pattern of 45 cells in three shades; the same digest is the same picture everywhere."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._digest = b""
        self.setAccessibleName(tr("Fingerprint of the ledger"))
        self.setFixedSize(self.sizeHint())

    def show_digest(self, digest: bytes) -> None:
        """Show a digest."""
        self._digest = digest
        self.setAccessibleDescription(spoken(digest))
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return a square."""
        return QSize(self._look.size(SIDE), self._look.size(SIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cells."""
        if not self._digest:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        side = self.width() / CELLS
        shades = [self._look.colour(meaning) for meaning in ("accent-soft", "bar", "accent")]
        bits = int.from_bytes(self._digest, "big")
        half = (CELLS + 1) // 2
        for cell in range(half * CELLS):
            row, column = divmod(cell, half)
            painter.setBrush(shades[(bits >> (2 * cell)) % 4 % 3])
            for at in {column, CELLS - 1 - column}:
                painter.drawRoundedRect(QRectF(at * side + 1, row * side + 1, side - 2, side - 2), 3, 3)
        painter.end()

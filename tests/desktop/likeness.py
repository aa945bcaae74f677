"""Likeness: how far one picture is from another, for the pictures in docs/pictures that are drawn anew and compared."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

NEAR = 16
"""A pixel is the same when none of its colours, 0 … 255, is further off: letters are smoothed a little otherwise."""
TOLERATED = 0.0002
"""The share of pixels that may be others: a quarter of a thousand, which is less than one letter's worth each page."""


def unlike(kept: QImage, drawn: QImage) -> float:
    """Return the share of pixels that are others, 0 … 1; pictures of two sizes share none."""
    if kept.size() != drawn.size():
        return 1.0
    if kept.convertToFormat(drawn.format()) == drawn:
        return 0.0
    distance = np.abs(_pixels(kept) - _pixels(drawn)).max(axis=2)
    return float((distance > NEAR).mean())


def _pixels(image: QImage) -> NDArray[np.int16]:
    """Return the colours of a picture, `(height, width, 3)`."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return lines[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(np.int16)

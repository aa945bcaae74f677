"""What does not fit: text that is cut off, things that lie over each other, pages that scroll sideways.

python -m tests.desktop.clipping 1440x900 100 en WORKSPACE    prints one line for each thing that does not fit
"""

import gc
import os
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QToolButton, QWidget

from planner.desktop.pictures import NOW
from planner.desktop.scenes import SHOTS
from planner.desktop.studio import Studio

SPARE = 2
"""Pixels that nobody sees."""


def misfits(root: QWidget) -> Iterator[str]:
    """Name everything below a widget that is seen and does not fit."""
    for each in root.findChildren(QWidget):
        if each.isVisible() and not each.visibleRegion().isEmpty():
            yield from _cut(each)
            yield from _sideways(each)
    for parent in (root, *root.findChildren(QWidget)):
        if parent.isVisible() and parent.layout() is not None:
            yield from _overlaps(parent)


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text() and not widget.text().endswith("…"):
        if widget.wordWrap():
            if widget.heightForWidth(widget.width()) > widget.height() + SPARE:
                yield f"cut in height: {_told(widget)}"
        elif widget.minimumSizeHint().width() > widget.width() + SPARE and widget.toolTip() != widget.text():
            yield f"cut in width: {_told(widget)}"
    is_worded = isinstance(widget, QAbstractButton) and bool(widget.text()) and not widget.toolTip()
    is_free = not isinstance(widget, QToolButton) and widget.property("role") != "field"
    if is_worded and is_free and widget.sizeHint().width() > widget.width() + SPARE:
        yield f"cut in width: {_told(widget)}"
    if isinstance(widget, QCheckBox) and widget.sizeHint().height() > widget.height() + SPARE:
        yield f"cut in height: {_told(widget)}"


def _sideways(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractScrollArea):
        bar = widget.horizontalScrollBar()
        if bar.maximum() > 0 and bar.isVisible():
            yield f"scrolls sideways: {type(widget).__name__} {widget.accessibleName()}"


def _overlaps(parent: QWidget) -> Iterator[str]:
    layout = parent.layout()
    inside = [item.widget() for item in map(layout.itemAt, range(layout.count())) if item] if layout else []
    seen = [each for each in inside if each is not None and each.isVisible()]
    for one, other in combinations(seen, 2):
        shared = one.geometry().intersected(other.geometry())
        if shared.width() > SPARE and shared.height() > SPARE:
            yield f"over each other: {_told(one)} and {_told(other)}"


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {(text or widget.accessibleName())[:60]!r} {widget.width()} x {widget.height()}"


def main() -> None:
    size, percent, language, workspace = sys.argv[1:]
    width, _, height = size.partition("x")
    gc.disable()
    with TemporaryDirectory() as folder:
        studio = Studio(Path(folder), language=language, now=NOW)
        studio.open(Path(workspace))
        studio.show("light", int(percent), (int(width), int(height)))
        for shot in SHOTS:
            studio.take(shot)
            for told in dict.fromkeys(misfits(studio.front)):
                sys.stdout.write(f"{shot.name}: {told}\n")
        studio.close()


if __name__ == "__main__":
    main()

"""What does not fit: text that is cut off, things that lie over each other, pages that scroll sideways."""

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QCheckBox, QLabel, QToolButton, QWidget

from planner.desktop.reading_order import laid

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
    seen = [each for each in laid(layout) if isinstance(each, QWidget) and each.isVisible()] if layout else []
    for one, other in combinations(seen, 2):
        shared = one.geometry().intersected(other.geometry())
        if shared.width() > SPARE and shared.height() > SPARE:
            yield f"over each other: {_told(one)} and {_told(other)}"


def _told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} {(text or widget.accessibleName())[:60]!r} {widget.width()} x {widget.height()}"

"""What does not fit: text that is cut off, things that lie over each other, pages that scroll sideways."""

from collections.abc import Iterator
from itertools import combinations
from math import inf

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QLabel,
    QToolButton,
    QWidget,
)

from planner.desktop.lists import NamedList
from planner.desktop.look import BODY, GRID
from planner.desktop.reading_order import laid
from planner.desktop.table_view import ENOUGH, SAMPLED, RecordView

SPARE = 2
"""Pixels that nobody sees."""


def misfits(root: QWidget) -> Iterator[str]:
    """Name everything below a widget that is seen and does not fit."""
    for each in (root, *root.findChildren(QWidget)):
        if each.isVisible() and not each.visibleRegion().isEmpty():
            yield from _cut(each)
            yield from _sideways(each)
            yield from shortened(each)
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


def shortened(widget: QWidget) -> Iterator[str]:
    """Name each column whose title, or whose cells as far as they are promised to be read, end in …."""
    if not isinstance(widget, RecordView | NamedList):
        return
    header = widget.horizontalHeader() if isinstance(widget, RecordView) else widget.header()
    enough = ENOUGH * QApplication.font().pixelSize() / BODY if isinstance(widget, RecordView) else inf
    model = widget.model()
    for at in range(model.columnCount()):
        title = str(model.headerData(at, Qt.Orientation.Horizontal))
        cells = [widget.sizeHintForIndex(model.index(row, at)).width() for row in range(min(model.rowCount(), SAMPLED))]
        need = max([header.fontMetrics().horizontalAdvance(title) + 2 * GRID, *cells])
        if not header.isSectionHidden(at) and header.sectionSize(at) + SPARE < min(need, enough):
            yield f"shortened: column {title!r} of {widget.accessibleName()!r}: {header.sectionSize(at)} of {need}"


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

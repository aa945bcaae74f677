"""Reading order: Tab walks a page as it is read, also through what was put into it later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def walk_as_read(root: QWidget) -> None:
    """Let Tab walk everything inside a widget in the order of its layouts."""
    for one, next_one in pairwise(_stops(root)):
        QWidget.setTabOrder(one, next_one)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea) and (content := widget.widget()):
        yield from _stops(content)
    elif layout := widget.layout():
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item and (inner := item.widget()):
            yield from _stops(inner)
        elif item and (below := item.layout()):
            yield from _stops_in(below)

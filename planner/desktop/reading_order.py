"""Reading order: Tab walks a page as it is read, also through what was put into it later."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

Laid = QWidget | QLayout


def walk_as_read(root: QWidget) -> None:
    """Let Tab walk everything inside a widget in the order of its layouts."""
    for one, next_one in pairwise(_stops(root)):
        QWidget.setTabOrder(one, next_one)


def laid(layout: QLayout) -> list[Laid]:
    """Return what lies in a layout, in its order.

    The layout is not asked for its items: PySide (6.11) remembers such an item beyond its end, and ends the process
    when something else, such as the line of a list, is made and let go at its place in memory.
    """
    parent, directly = layout.parentWidget(), Qt.FindChildOption.FindDirectChildrenOnly
    inside: list[Laid] = list(parent.findChildren(QWidget, options=directly)) if parent else []
    inside += [each for each in layout.children() if isinstance(each, QLayout)]
    return sorted((each for each in inside if layout.indexOf(each) >= 0), key=layout.indexOf)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea) and (content := widget.widget()):
        yield from _stops(content)
    elif layout := widget.layout():
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for each in laid(layout):
        yield from _stops(each) if isinstance(each, QWidget) else _stops_in(each)

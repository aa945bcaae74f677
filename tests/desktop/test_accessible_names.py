from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScrollBar, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.forms import name_of
from planner.desktop.palette import Palette
from planner.desktop.window import PAGES, Window
from tests.desktop.campaigning import NARROW, drafted
from tests.desktop.conftest import settle

PARTS = (QScrollBar, QHeaderView, QTabBar)
"""What belongs to a widget that has a name: its bars and headings."""


def nameless(root: QWidget) -> Iterator[str]:
    """Everything that takes the focus and that a screen reader could not name."""
    for widget in root.findChildren(QWidget):
        is_part = isinstance(widget, PARTS) or widget.objectName().startswith("qt_")
        if isinstance(widget.parent(), QAbstractItemView) and not name_of(widget):
            is_part = True
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.focusProxy() is None
        is_reached = widget.isVisible() and takes_focus
        if is_reached and not is_part and not name_of(widget).strip():
            parents = [type(widget.parent()).__name__] if widget.parent() else []
            yield f"{type(widget).__name__} in {' '.join(parents)} {widget.objectName()}"


@pytest.fixture
def shown(sample_desk: Desk, qtbot: QtBot) -> Window:
    drafted(sample_desk, qtbot, "Spring catalogue")
    drafted(sample_desk, qtbot, "Hiking day", rule=NARROW)
    made = Window(sample_desk)
    qtbot.addWidget(made)
    made.show()
    settle(sample_desk, qtbot)
    return made


@pytest.mark.parametrize("page", PAGES)
def test_everything_on_a_page_that_takes_the_focus_has_a_name(shown: Window, qtbot: QtBot, page: str) -> None:
    shown.turn_to(page)
    settle(shown.desk, qtbot)
    assert not list(nameless(shown))


def test_everything_about_a_campaign_has_a_name(shown: Window, qtbot: QtBot) -> None:
    shown.turn_to("campaigns", "hiking-day")
    settle(shown.desk, qtbot)
    assert not list(nameless(shown))


def test_the_palette_has_names(shown: Window, qtbot: QtBot) -> None:
    shown.desk.actions["go.palette"].trigger()
    settle(shown.desk, qtbot)
    (palette,) = shown.findChildren(Palette)
    assert not list(nameless(palette))
    palette.close()

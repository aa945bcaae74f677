"""Reading order: Tab goes through a page as one reads it, and nothing is remembered that ends with its layout."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QLayout, QLayoutItem, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.cards import columns, rows
from planner.desktop.reading_order import laid, walk_as_read

DESKTOP = Path(__file__).parents[2] / "planner" / "desktop"


@pytest.fixture
def fields() -> list[QLineEdit]:
    return [QLineEdit() for _ in range(4)]


@pytest.fixture
def page(fields: list[QLineEdit], qtbot: QtBot) -> QWidget:
    """The first field over the second and third, which lie side by side, over the last, which was put in first."""
    made = QWidget()
    qtbot.addWidget(made)
    first, second, third, last = fields
    lines = rows(last)
    lines.insertLayout(0, columns(second, third))
    lines.insertWidget(0, first)
    made.setLayout(lines)
    return made


def test_tab_goes_through_a_page_as_it_is_read(page: QWidget, fields: list[QLineEdit]) -> None:
    walk_as_read(page)
    assert [each.nextInFocusChain() for each in fields[:-1]] == fields[1:]


def test_no_item_of_a_layout_is_remembered_beyond_its_end(page: QWidget, fields: list[QLineEdit]) -> None:
    """PySide would end the process, at some later time, when something else is let go at the place of the item."""
    before = items()
    layout = page.layout()
    assert layout is not None
    assert [type(each).__name__ for each in laid(layout)] == ["QLineEdit", "QHBoxLayout", "QLineEdit"]
    walk_as_read(page)
    assert items() == before


def test_no_page_asks_a_layout_for_its_items() -> None:
    asks = [file.name for file in DESKTOP.rglob("*.py") if ".itemAt(" in file.read_text(encoding="utf-8")]
    assert not asks, "planner.desktop.reading_order.laid tells what lies in a layout"


def items() -> int:
    """Return how many items of layouts PySide remembers, layouts themselves apart."""
    known = shiboken6.getAllValidWrappers()
    return len([each for each in known if isinstance(each, QLayoutItem) and not isinstance(each, QLayout)])

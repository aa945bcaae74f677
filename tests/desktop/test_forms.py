"""Fields stand among each other as one kind, whatever they hold."""

import pytest
from PySide6.QtWidgets import QGridLayout, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.forms import WholeNumber, line_edit
from planner.desktop.look import Look


def first_ink(field: QWidget) -> int:
    """Return how far from the left edge of a field its first digit is painted."""
    picture = field.grab().toImage()
    middle = range(picture.height() // 3, 2 * picture.height() // 3)
    for x in range(4, picture.width()):
        if any(picture.pixelColor(x, y).lightness() < 128 for y in middle):
            return x
    raise AssertionError("nothing is written in it")


@pytest.mark.parametrize("percent", [100, 200])
def test_a_field_for_a_number_looks_like_one_for_text(look: Look, qtbot: QtBot, percent: int) -> None:
    look.wear("light", percent)
    try:
        page, words = QWidget(), line_edit("1095 days")
        qtbot.addWidget(page)
        number = WholeNumber(0, 9999)
        number.setSuffix(" days")
        number.setValue(1095)
        lines = QGridLayout(page)
        lines.addWidget(words, 0, 0)
        lines.addWidget(number, 1, 0)
        page.show()
        assert number.height() == words.height()
        assert abs(first_ink(number) - first_ink(words)) <= 1
        assert number.lineEdit().height() <= number.height() - 2
    finally:
        look.wear("light", 100)

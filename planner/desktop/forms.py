"""Forms: a field with its label, its help and its mistake, named for screen readers in one place."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from planner.desktop.cards import columns, label, rows
from planner.desktop.look import BODY

WRONG = "wrong"
SIDE = 11
"""Pixels at 100 % at both sides of what is written in a field of digits, besides what Qt leaves free itself."""


class Row(QWidget):
    """A field under its label; help below it, or what is wrong with what was typed."""

    def __init__(self, name: str, field: QWidget, *, help_text: str = "") -> None:
        super().__init__()
        self.field = field
        self._help = help_text
        self.name = label(name, "label")
        self.name.setBuddy(field)
        field.setAccessibleName(name.replace("&", ""))
        field.setAccessibleDescription(help_text)
        self.said = label(help_text, "small", wrap=True)
        self.setLayout(rows(self.name, field, self.said, spacing=4))
        self.said.setVisible(bool(help_text))

    def tell_help(self, sentence: str) -> None:
        """Say something else about the field; a mistake that is told stays."""
        self._help = sentence
        if self.field.property(WRONG) != "true":
            self.tell_mistake("")

    def tell_mistake(self, sentence: str) -> None:
        """Say what is wrong with the field; an empty sentence says that nothing is."""
        self.said.setText(sentence or self._help)
        self.said.setVisible(bool(self.said.text()))
        self.said.setProperty("tone", "block" if sentence else "")
        self.field.setProperty(WRONG, "true" if sentence else "false")
        self.field.setAccessibleDescription(sentence or self._help)
        for each in (self.said, self.field):
            each.style().unpolish(each)
            each.style().polish(each)


class Check(QWidget):
    """A box to tick, whose words go on in the next line where there is no room."""

    def __init__(self, text: str, *, is_on: bool = False) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setChecked(is_on)
        self.box.setAccessibleName(text)
        self._said = label(text, wrap=True)
        self._said.setBuddy(self.box)
        line = columns(self.box, self._said, spacing=8)
        line.setAlignment(self.box, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on the words for one on the box."""
        self.box.setFocus(Qt.FocusReason.MouseFocusReason)
        self.box.click()
        event.accept()


class WholeNumber(QSpinBox):
    """A field for a whole number, that stands among fields for text as one of them."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__()
        self.setRange(least, most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the digits off the edge: a stylesheet pads a spin box above and below, never at its sides (Qt 6.12)."""
        super().resizeEvent(event)
        side = round(self.font().pixelSize() * SIDE / BODY)
        self.lineEdit().setTextMargins(side, 0, side, 0)


def line_edit(text: str = "", *, hint: str = "", longest: int = 200) -> QLineEdit:
    """Return a field for one line of text."""
    field = QLineEdit(text)
    field.setPlaceholderText(hint)
    field.setMaxLength(longest)
    return field


def choice(options: Sequence[tuple[str, object]], chosen: object = None) -> QComboBox:
    """Return a field with a few fixed options: their words and what each stands for."""
    field = QComboBox()
    for words, value in options:
        field.addItem(words, value)
    field.setCurrentIndex(max(0, [value for _words, value in options].index(chosen) if chosen is not None else 0))
    field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    field.setMinimumContentsLength(6)
    return field


def choose(field: QComboBox, value: object) -> None:
    """Choose what stands for a value, without telling anyone."""
    at = field.findData(value)
    if at >= 0 and at != field.currentIndex():
        with QSignalBlocker(field):
            field.setCurrentIndex(at)


def form(*fields: QWidget, spacing: int = 16) -> QVBoxLayout:
    """Stack rows of a form; Tab walks widgets in the order in which they are laid out, which is how they are read."""
    return rows(*fields, spacing=spacing)


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton | QLabel):
        return widget.text().replace("&", "")
    return ""

"""The row of one condition: attribute, operator, values, and at the right what it does."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from planner.desktop.campaigns.rule_chips import Chips
from planner.desktop.campaigns.rule_pieces import Around, Handle, Word, icon_button
from planner.desktop.campaigns.rule_words import (
    condition_words,
    effect_words,
    operand_words,
    operator_words,
    told_name,
)
from planner.desktop.cards import label, set_tone
from planner.desktop.look import GRID
from planner.desktop.tips import plain_tip
from planner.desktop.words import tr
from planner.domain.rule import Condition
from planner.domain.rule_edit import Path

WIDE, MIDDLE = 520, 330
"""From how many pixels at 100 % a row is one line, and from how many it is two."""

_PLACES = {
    1: {"handle": (0, 0, 1), "attribute": (0, 1, 1), "operator": (0, 2, 1), "chips": (0, 3, 1), "effect": (0, 4, 1)},
    2: {"handle": (0, 0, 1), "attribute": (0, 1, 1), "operator": (0, 2, 1), "chips": (1, 1, 3), "effect": (1, 4, 3)},
    3: {"handle": (0, 0, 1), "attribute": (0, 1, 4), "operator": (1, 1, 6), "chips": (2, 1, 6), "effect": (3, 1, 6)},
}
"""How many lines → where each piece stands: its row, its column, and how many columns it takes."""


class ConditionRow(QFrame):
    """One condition. It can have the focus itself, for the keys that move, remove and edit it."""

    def __init__(self, around: Around, part: Condition, path: Path) -> None:
        super().__init__()
        self.part, self.path = part, path
        self.boxes: tuple[ConditionRow, ...] = ()
        """Nothing stands inside a condition."""
        self._around, self._lines = around, 0
        self.setProperty("role", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look = around.look
        self.handle, self.chips, self.effect = Handle(look), Chips(look), label("", "small")
        self.attribute, self.operator = Word("word-strong"), Word()
        self.more = icon_button(look, "more", tr("More about this condition"), lambda: self._wish("more", self.more))
        self.remove = icon_button(look, "close", tr("Remove this condition"), lambda: self._wish("remove", self))
        self.effect.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.effect.setContentsMargins(0, 0, GRID, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GRID // 2, GRID // 2, GRID // 2, GRID // 2)
        self._grid.setSpacing(GRID // 2)
        self._grid.setColumnStretch(3, 1)
        self._lay(2)
        for each, verb in ((self.attribute, "attribute"), (self.operator, "operator"), (self.chips, "values")):
            each.clicked.connect(lambda _checked, verb=verb, each=each: self._wish(verb, each))
        self.handle.dragged.connect(lambda at: around.drag(self.path, at, is_over=False))
        self.handle.dropped.connect(lambda at: around.drag(self.path, at, is_over=True))

    def show_part(self, part: Condition, path: Path) -> None:
        """Show a condition, and what it does."""
        self.part, self.path = part, path
        around, name, sign = self._around, told_name(part.attribute), operator_words(part.operator)
        self.attribute.show_word(name, tr("Attribute: {name}", name=name), part.attribute)
        self.operator.show_word(sign, tr("{name}: {operator}", name=name, operator=sign))
        self.chips.show_values([operand_words(operand) for operand in part.operands])
        self.setAccessibleName(condition_words(part))
        for each in (self.attribute, self.operator, self.chips, self.remove, self.more, self.handle):
            each.setEnabled(around.is_editable)
        for each in (self.remove, self.more, self.handle):
            each.setVisible(around.is_editable)
        self._show_effect(part)

    def _show_effect(self, part: Condition) -> None:
        fault, effect = self._around.fault_of(part), self._around.effect_of(part)
        is_bad = bool(fault) or (effect is not None and effect.is_too_narrow)
        words = effect_words(effect, part, self._around.needed) if effect else ""
        if not part.operands:
            words = tr("not counted yet")
        self.effect.setText(("\u26a0 " if is_bad else "") + (tr("not in these customers") if fault else words))
        self.effect.setVisible(bool(self.effect.text()))
        plain_tip(self.effect, fault)
        self.setAccessibleDescription(fault or words)
        for each in (self, self.effect):
            set_tone(each, "block" if is_bad else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Edit the values on Enter, and walk the rows with the arrow keys."""
        verb = {Qt.Key.Key_Return: "values", Qt.Key.Key_Enter: "values", Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}
        wished = verb.get(Qt.Key(event.key()))
        if wished and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._wish(wished, self.chips)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many lines as the width asks for."""
        super().resizeEvent(event)
        wide = event.size().width() * 100 / self._around.look.percent
        self._lay(1 if wide >= WIDE else 2 if wide >= MIDDLE else 3)

    def _lay(self, lines: int) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        for name, (row, column, span) in _PLACES[lines].items():
            self._grid.addWidget(getattr(self, name), row, column, 1, span)
        self._grid.addWidget(self.more, 0, 5)
        self._grid.addWidget(self.remove, 0, 6)
        is_column = lines == 1
        self.effect.setWordWrap(lines == len(_PLACES))
        self.attribute.setFixedWidth(self._around.look.size(124)) if is_column else _free(self.attribute)
        self.operator.setFixedWidth(self._around.look.size(88)) if is_column else _free(self.operator)

    def _wish(self, verb: str, anchor: QWidget) -> None:
        if self._around.is_editable or verb in {"up", "down"}:
            self._around.wish(verb, self.path, anchor)


def _free(widget: QWidget) -> None:
    widget.setMinimumWidth(0)
    widget.setMaximumWidth(16_777_215)

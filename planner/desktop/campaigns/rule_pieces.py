"""The pieces that rows and groups of a rule are made of, and what they share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from planner.desktop.look import Look
from planner.desktop.tips import plain, plain_tip
from planner.desktop.words import told, tr
from planner.domain.binding import bind_condition
from planner.domain.errors import PlannerError
from planner.domain.rule import Condition, Rule
from planner.domain.rule_edit import Part, Path, rule_of
from planner.services.effects import Effect
from planner.services.values import PopulationFacts


class Drag(Protocol):
    """Is told that a part is dragged to a place on the screen, and whether it is let go there."""

    def __call__(self, path: Path, at: QPoint, *, is_over: bool) -> None:
        """Show where it would land, or move it there."""


@dataclass(slots=True)
class Around:
    """What every row and group of a tree shares."""

    look: Look
    wish: Callable[[str, Path, QWidget], None]
    """Asks the tree for an edit: its verb, the part it is about, and where to open a panel."""
    drag: Drag
    facts: PopulationFacts | None = None
    effects: Mapping[Rule, Effect] = field(default_factory=dict)
    needed: int = 0
    is_editable: bool = True
    faults: dict[Condition, str] = field(default_factory=dict)

    def fault_of(self, condition: Condition) -> str:
        """Return what is wrong with a condition in this population, if anything."""
        if self.facts is None or not condition.operands:
            return ""
        if condition not in self.faults:
            try:
                bind_condition(condition, self.facts.attributes, dropped=self.facts.dropped)
                self.faults[condition] = ""
            except PlannerError as error:
                self.faults[condition] = told(error)
        return self.faults[condition]

    def effect_of(self, part: Part) -> Effect | None:
        """Return what is known of a part's effect."""
        return self.effects.get(rule_of(part)) if self.effects else None


class Word(QPushButton):
    """A word of a condition that can be pressed; shortened where there is no room for all of it."""

    def __init__(self, role: str = "word", *, may_shrink: bool = True) -> None:
        super().__init__()
        self._letters = 9 if may_shrink else 32
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_word(self, text: str, name: str, tip: str = "") -> None:
        """Show a text as it is; `name` is what a screen reader says."""
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(name)
        plain_tip(self, tip)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * self._letters), hint.height())

    def sizeHint(self) -> QSize:
        """Return room for the text, within reason."""
        hint = super().sizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * 32), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as the style does, with the text shortened to the room there is."""
        painter, option = QStylePainter(self), QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


class Handle(QLabel):
    """What a part is dragged by."""

    dragged = Signal(QPoint)
    """It is dragged to a place on the screen."""
    dropped = Signal(QPoint)
    """It is let go there."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._is_held = False
        self.setPixmap(look.pixmap("drag", "muted", pixels=14))
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Drag to move; Alt+Up and Alt+Down do the same"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._is_held = event.button() == Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._is_held:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._is_held:
            self._is_held = False
            self.dropped.emit(event.globalPosition().toPoint())


def icon_button(look: Look, icon: str, name: str, do: Callable[[], object]) -> QToolButton:
    """Return a small button that is only a picture."""
    made = QToolButton()
    made.setIcon(look.icon(icon, "muted", pixels=14))
    made.setIconSize(QSize(look.size(14), look.size(14)))
    made.setAccessibleName(name)
    made.setToolTip(plain(name))
    made.clicked.connect(lambda _checked: do())
    return made

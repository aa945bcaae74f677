"""A dialog for what needs a decision: a title, its content, a mistake told in place, and the verb on the button."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from planner.desktop.cards import button, columns, label, rows
from planner.desktop.look import GRID, Look
from planner.desktop.words import tr


class Decision(QDialog):
    """Stays open until what was decided has worked, or the person cancels."""

    def __init__(self, look: Look, parent: QWidget, title: str, verb: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(look.size(480))
        self.content: QVBoxLayout = rows(spacing=2 * GRID)
        self.mistake = label("", tone="block", wrap=True)
        self.mistake.setVisible(False)
        self.do = button(verb, self.decide, role="primary")
        self.do.setDefault(True)
        self.cancel = button(tr("Cancel"), self.reject)
        heading = label(title, "heading", wrap=True)
        lines = rows(heading, self.content, self.mistake, columns(None, self.cancel, self.do), spacing=2 * GRID)
        lines.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.setLayout(lines)

    def decide(self) -> None:
        """Do what the button says."""

    def tell_mistake(self, sentence: str) -> None:
        """Say why it did not work; an empty sentence says nothing."""
        self.mistake.setText(sentence)
        self.mistake.setVisible(bool(sentence))
        self.mistake.setAccessibleName(sentence)

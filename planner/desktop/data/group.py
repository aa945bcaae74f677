"""One group in full: what its people have in common, what they agreed to, and how many they are."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton

from planner.desktop.cards import columns, label
from planner.desktop.data.kept import LinesCard
from planner.desktop.data.value_sets import Said
from planner.desktop.desk import Desk
from planner.desktop.ties import tie
from planner.desktop.words import people, tr


class GroupCard(LinesCard):
    """The group that was chosen in the table, with every value it may have; hidden as long as there is none."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("")
        self.setAccessibleName(tr("The chosen group"))
        self.heading = label("", "heading", wrap=True)
        self.close_button = QToolButton()
        self.close_button.setAccessibleName(tr("Close"))
        self.close_button.setToolTip(tr("Close"))
        self.close_button.clicked.connect(lambda _checked: self.closed.emit())
        self._look = desk.look
        self._dress()
        tie(self, desk.look.changed, self._dress)
        head = columns(self.heading, self.close_button)
        head.setStretch(0, 1)
        self.body.insertLayout(0, head)
        self.hide()

    def show_group(self, count: int, said: Sequence[Said]) -> None:
        """Show a group of so many people: for each detail its name, what it is in short, and all its values."""
        self.clear()
        self.heading.setText(tr("Group of {people}", people=people(count)))
        self.lines.setColumnStretch(1, 1)
        for each in said:
            value = label(each.short if not each.values else f"{each.short}: {each.values}", wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.add(label(each.name, "muted", wrap=True), value)
        self.show()

    def _dress(self) -> None:
        self.close_button.setIcon(self._look.icon("close", "muted", pixels=14))

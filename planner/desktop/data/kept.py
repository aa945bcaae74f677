"""What is kept and why, and the snapshots of a population: two cards of plain lines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card, Elided, empty, label
from planner.desktop.look import GRID
from planner.desktop.words import groups, long_day, number, people, tr
from planner.domain.snapshot import SnapshotRecord
from planner.services.profile import Usage

MOST_SHOWN = 6
"""So many snapshots are shown; older ones are counted."""


class LinesCard(Card):
    """Lines of words in a grid, with a thin line between them."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(2 * GRID)
        self.lines.setVerticalSpacing(GRID)
        self.body.addLayout(self.lines)

    def clear(self) -> None:
        """Remove all lines."""
        empty(self.lines)

    def add(self, *cells: QLabel) -> None:
        """Add a line; the last column stands at the right."""
        row = self.lines.rowCount()
        rule = QFrame()
        rule.setProperty("role", "rule")
        self.lines.addWidget(rule, row, 0, 1, len(cells))
        for at, cell in enumerate(cells):
            side = Qt.AlignmentFlag.AlignRight if at == len(cells) - 1 else Qt.AlignmentFlag(0)
            self.lines.addWidget(cell, row + 1, at, side | Qt.AlignmentFlag.AlignVCenter if side else side)


class KeptCard(LinesCard):
    """Every detail that is kept, and how many campaigns ask for it; one that none asks for could go."""

    def __init__(self) -> None:
        super().__init__(tr("What is kept, and why"))
        self.body.insertWidget(
            1, label(tr("What no campaign asks for makes everything else less exact."), "small", wrap=True)
        )

    def show_usage(self, usage: Sequence[Usage]) -> None:
        """Show attributes with the campaigns that ask for them."""
        self.clear()
        self.lines.setColumnStretch(0, 1)
        self.lines.setColumnStretch(1, 1)
        for each in usage:
            name = Elided(told_name(each.attribute.name))
            name.setToolTip(each.attribute.name)
            count = len(each.campaigns)
            used = label(tr("%Ln campaigns", count) if count else tr("no campaign"), "muted", wrap=True)
            used.setToolTip("\n".join(each.campaigns))
            self.add(name, used, label() if count else label(tr("could be dropped"), "chip", tone="warn"))


class HistoryCard(LinesCard):
    """The snapshots of a population, the newest first."""

    def __init__(self) -> None:
        super().__init__(tr("Snapshots"))
        self.earlier = label("", "small")
        self.body.addWidget(self.earlier)

    def show_history(self, history: Sequence[SnapshotRecord]) -> None:
        """Show when each was made, and how many people and groups it held."""
        self.clear()
        self.lines.setColumnStretch(0, 1)
        for each in history[:MOST_SHOWN]:
            made = label(long_day(each.made_at))
            made.setToolTip(each.id)
            self.add(made, label(people(each.people_kept), "muted"), label(groups(each.segments), "muted"))
        more = len(history) - MOST_SHOWN
        self.earlier.setText(tr("and {count} earlier", count=number(more)))
        self.earlier.setVisible(more > 0)

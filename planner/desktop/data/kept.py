"""What is kept and why, what was noticed, and the snapshots of a population: cards of plain lines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card, Elided, empty, label
from planner.desktop.look import GRID
from planner.desktop.tips import plain
from planner.desktop.words import groups, long_day, number, people, told, tr
from planner.domain.finding import Finding
from planner.domain.snapshot import SnapshotRecord
from planner.services.profile import Usage

MOST_SHOWN = 6
"""So many snapshots are shown; older ones are counted."""


class LinesCard(Card):
    """Lines of words in a grid; Tab stops here, so that whoever has no mouse can scroll to them and hear them."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(title)
        self.lines = QGridLayout()
        self.lines.setHorizontalSpacing(2 * GRID)
        self.lines.setVerticalSpacing(GRID)
        self.body.addLayout(self.lines)

    def clear(self) -> None:
        """Remove all lines."""
        empty(self.lines)
        self.setAccessibleDescription("")

    def add(self, *cells: QLabel) -> None:
        """Add a line under a thin rule; of several cells the last stands at the right, unless it may take lines."""
        row = self.lines.rowCount()
        rule = QFrame()
        rule.setProperty("role", "rule")
        self.lines.addWidget(rule, row, 0, 1, len(cells))
        for at, cell in enumerate(cells):
            self.lines.addWidget(cell, row + 1, at)
        if len(cells) > 1 and not cells[-1].wordWrap():
            self.lines.setAlignment(cells[-1], Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        said = ", ".join(filter(None, (cell.text() for cell in cells)))
        self.setAccessibleDescription("; ".join(filter(None, (self.accessibleDescription(), said))))


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
            name.setToolTip(plain(each.attribute.name))
            count = len(each.campaigns)
            used = label(tr("%Ln campaigns", count) if count else tr("no campaign"), "muted", wrap=True)
            used.setToolTip(plain("\n".join(each.campaigns)))
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
            made.setToolTip(plain(each.id))
            self.add(made, label(people(each.people_kept), "muted"), label(groups(each.segments), "muted"))
        more = len(history) - MOST_SHOWN
        self.earlier.setText(tr("and {count} earlier", count=number(more)))
        self.earlier.setVisible(more > 0)


class FindingsCard(LinesCard):
    """What was noticed when a population was imported."""

    def __init__(self) -> None:
        super().__init__(tr("Noticed at the import"))

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show a sentence for each; nothing where there are none."""
        self.clear()
        for finding in findings:
            self.add(label(told(finding), "muted", wrap=True))
        self.setVisible(bool(findings))

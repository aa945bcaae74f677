"""Finding cards: one finding in its tone: what it is, why, what to do, and ways to repair it at a click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from planner.desktop.cards import Card, button, columns, label, rows
from planner.desktop.look import GRID, Look
from planner.desktop.words import language, number, people, told, tr
from planner.domain.finding import Finding, Severity
from planner.domain.widen import Widening
from planner.services.words import tell_changes, title_of

TONES = {Severity.BLOCK: "block", Severity.WARN: "warn", Severity.NOTE: ""}
_ICONS = {"block": "block", "warn": "warn", "good": "good", "": "note"}
MOST_OFFERED = 3
"""How many ways to widen are offered at once."""


def title_and_text(finding: Finding) -> tuple[str, str]:
    """Return what a finding is about in a few words, and its sentence."""
    return title_of(finding, language()), told(finding)


class TonedCard(Card):
    """A card in a tone, with its icon before its title."""

    def __init__(self, look: Look, tone: str, title: str, text: str) -> None:
        super().__init__(tone=tone, margin=GRID + 4)
        icon = QLabel()
        icon.setPixmap(look.pixmap(_ICONS.get(tone, "note"), tone or "muted"))
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.title = label(title, "strong", wrap=True)
        self.text = label(text, wrap=True)
        head = columns(icon, self.title, spacing=GRID)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.text)
        self.text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)


class WideningRow(Card):
    """One way to widen: what changes, whom it reaches, and a button that applies it."""

    applied = Signal(object, str)
    """The rule, and the words of the Edit menu."""

    def __init__(self, widening: Widening) -> None:
        super().__init__(role="row", margin=GRID)
        self.widening = widening
        words = tell_changes(widening.changes, language())
        said = label(words[:1].upper() + words[1:], wrap=True)
        agreed, match = people(widening.reachable), number(widening.reach)
        numbers = label(tr("{agreed}; {match} match", agreed=agreed, match=match), "small", wrap=True)
        self.apply: QPushButton = button(tr("Apply"), role="small", name=tr("Apply: {change}", change=words))
        self.apply.setAccessibleDescription(numbers.text())
        self.apply.clicked.connect(
            lambda: self.applied.emit(widening.rule, tr("Apply widening: {change}", change=words))
        )
        line = columns(rows(said, numbers, spacing=2), self.apply, spacing=GRID)
        line.setStretch(0, 1)
        self.body.addLayout(line)


class FindingCard(TonedCard):
    """A finding with its repairs."""

    applied = Signal(object, str)

    def __init__(self, look: Look, finding: Finding, widenings: Sequence[Widening] = ()) -> None:
        super().__init__(look, TONES[finding.severity], *title_and_text(finding))
        self.finding = finding
        self.repairs = [WideningRow(each) for each in widenings[:MOST_OFFERED]]
        if self.repairs:
            self.body.addWidget(label(tr("Any of these repairs it:"), "small"))
        for row in self.repairs:
            row.applied.connect(self.applied)
            self.body.addWidget(row)

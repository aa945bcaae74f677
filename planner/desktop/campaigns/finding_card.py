"""Finding cards: one finding in its tone: what it is, why, what to do, and ways to repair it at a click."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from planner.desktop.campaigns.change_words import widening_words
from planner.desktop.campaigns.finding_words import title_and_text
from planner.desktop.cards import Card, button, columns, label
from planner.desktop.look import GRID, Look
from planner.desktop.words import number, tr
from planner.domain.catalogue import Catalogue
from planner.domain.finding import Finding, Severity
from planner.domain.widen import Widening

TONES = {Severity.BLOCK: "block", Severity.WARN: "warn", Severity.NOTE: ""}
_ICONS = {"block": "block", "warn": "warn", "good": "good", "": "note"}
MOST_OFFERED = 3
"""How many ways to widen are offered at once."""


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
        words, reachable = widening_words(widening), number(widening.reachable)
        self.said = label(words, wrap=True)
        self.meaning = label(_meaning(widening), "small", wrap=True)
        self.apply: QPushButton = button(tr("Apply"), role="small", name=tr("Apply: {change}", change=words))
        self.apply.setAccessibleDescription(self.meaning.text())
        self.apply.clicked.connect(lambda: self.applied.emit(widening.rule, words))
        line = columns(self.said, label(reachable, "strong"), self.apply, spacing=GRID)
        line.setStretch(0, 1)
        self.body.setSpacing(2)
        self.body.addLayout(line)
        self.body.addWidget(self.meaning)


class FindingCard(TonedCard):
    """A finding with its repairs."""

    applied = Signal(object, str)

    def __init__(
        self,
        look: Look,
        finding: Finding,
        catalogue: Catalogue,
        widenings: Sequence[Widening] = (),
        *,
        is_quiet: bool = False,
    ) -> None:
        super().__init__(look, "" if is_quiet else TONES[finding.severity], *title_and_text(finding, catalogue))
        self.finding = finding
        self.repairs = [WideningRow(each) for each in widenings[:MOST_OFFERED]]
        if self.repairs:
            self.body.addWidget(label(tr("Any of these repairs it:"), "small"))
        for row in self.repairs:
            row.applied.connect(self.applied)
            self.body.addWidget(row)


def _meaning(widening: Widening) -> str:
    """Return what a repair's number means."""
    reachable = number(widening.reachable)
    if widening.reachable == widening.reach:
        return tr("{people} can be reached: all who match", people=reachable)
    return tr("{people} can be reached, of {match} who match", people=reachable, match=number(widening.reach))

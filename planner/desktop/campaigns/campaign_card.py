"""One campaign in the list: its name, where it stands, when it runs, whom it reaches, and what stands against it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from planner.desktop.campaigns.finding_card import TONES
from planner.desktop.campaigns.standing import lists_left, state_chip
from planner.desktop.cards import Card, columns, label, rows, set_tone
from planner.desktop.look import GRID
from planner.desktop.words import guarded, language, long_day, told, tr
from planner.domain.brief import Brief
from planner.domain.finding import Severity
from planner.services.outlook import Overview
from planner.services.words import title_of


class CampaignCard(Card):
    """A card that is opened like a button: with a click, Enter or Space."""

    opened = Signal(str)

    def __init__(self, overview: Overview, *, least: int) -> None:
        super().__init__()
        self.campaign = overview.campaign
        self.setProperty("clickable", "true")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        name = label(self.campaign.name, "strong", wrap=True)
        known = [self.campaign.population, _dates(self.campaign.brief), *lists_left(self.campaign)]
        where = label(" · ".join(known), "small", wrap=True)
        worst, tone = _worst(overview)
        said = label(worst, "small", wrap=True, tone=tone)
        words, state_tone = state_chip(self.campaign.state)
        chip = label(words, "chip")
        set_tone(chip, state_tone)
        reach = _reach(overview, least)
        ends = columns(None, chip)
        for each in (name, where, said, reach):
            each.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        line = columns(rows(name, where, spacing=2), said, reach, ends, spacing=2 * GRID)
        for place, stretch in enumerate((5, 5, 3, 3)):
            line.setStretch(place, stretch)
        self.body.addLayout(line)
        self.setAccessibleName(self.campaign.name)
        self.setAccessibleDescription(", ".join([words, where.text(), reach.text(), worst]))
        self.haystack = " ".join([self.campaign.name, self.campaign.population, words, worst]).casefold()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open, or go to the next or the one before."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self.campaign.id)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self.campaign.id)


def _reach(overview: Overview, least: int) -> QLabel:
    if overview.reachable is None:
        return label("–", "muted")
    count = guarded(overview.reachable, least)
    return label(tr("{people} can be reached", people=count), wrap=True)


def _worst(overview: Overview) -> tuple[str, str]:
    """Return what stands against a campaign most, and its tone."""
    if overview.error is not None:
        return told(overview.error), "block"
    if not overview.findings or overview.findings[0].severity is Severity.NOTE:
        return tr("Nothing stands against it"), "good"
    worst = overview.findings[0]
    return title_of(worst.code, language()), TONES[worst.severity]


def _dates(brief: Brief) -> str:
    if brief.starts_on is None and brief.ends_on is None:
        return tr("no dates yet")
    ends = [long_day(day) if day else tr("open") for day in (brief.starts_on, brief.ends_on)]
    return " – ".join(ends)

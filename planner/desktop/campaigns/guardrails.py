"""The guardrails column: who can be reached, what stands against it, and how to repair that; live at every edit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from planner.desktop.campaigns.finding_card import FindingCard, TonedCard
from planner.desktop.campaigns.reach import ReachCard
from planner.desktop.campaigns.released_card import ReleasedCard
from planner.desktop.campaigns.standing import story_of, unfilled
from planner.desktop.cards import columns, empty, label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.words import long_day, told, tr
from planner.domain.campaign import Campaign
from planner.domain.catalogue import STARTING_NOTICE, ConsentScope
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.services.outlook import Outlook
from planner.services.releasing import Exported

REPAIRED_BY_WIDENING = (
    "too-narrow",
    "nobody-matches",
    "all-protected",
    "nobody-reachable",
    "isolates-difference",
    "isolates-difference-perhaps",
    "isolates-remainder",
    "isolates-remainder-perhaps",
    "getting-narrow",
)
"""Findings that the ways to widen are offered under: the first of them that stands."""


class GuardrailsColumn(QWidget):
    """The last answer stays until the next one comes; until then the column says that it is checking."""

    applied = Signal(object, str)
    """A rule that widens, and the words of the Edit menu."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._outlook: Outlook | None = None
        self.checking = label(tr("Checking…"), "small")
        self.checking.setVisible(False)
        self.reach = ReachCard(desk)
        self.top: QVBoxLayout = rows(spacing=GRID)
        self._cards: QVBoxLayout = rows(spacing=GRID)
        self.cards: list[TonedCard] = []
        self._told: tuple[object, ...] = ()
        self._story: tuple[object, ...] = ()
        self._released: dict[str, Exported] = {}
        head = columns(label(tr("Guardrails"), "heading"), None, self.checking)
        self.setLayout(rows(head, self.top, self.reach, self._cards, None, spacing=GRID + 4, margins=3 * GRID))
        desk.look.changed.connect(self._dress)

    def say_checking(self, *, is_checking: bool) -> None:
        """Say that what is shown is about to be worked out anew."""
        self.checking.setVisible(is_checking)

    def show_campaign(self, campaign: Campaign) -> None:
        """Show what has become of the campaign's check, and of the list that left in this session."""
        story, done = story_of(campaign), self._released.get(campaign.id)
        now = (story, done, self._desk.look.theme.name, self._desk.look.percent)
        if now == self._story:
            return
        self._story = now
        empty(self.top)
        if done is not None:
            self.top.addWidget(ReleasedCard(self._desk, done))
        if story is not None:
            self.top.addWidget(TonedCard(self._desk.look, story.tone, story.title, story.text))

    def show_released(self, done: Exported) -> None:
        """Show where a list is that has just left."""
        self._released[done.campaign.id] = done
        self.show_campaign(done.campaign)

    @property
    def released(self) -> ReleasedCard | None:
        """The card of the list that has just left."""
        return self.findChild(ReleasedCard)

    def show_outlook(self, outlook: Outlook) -> None:
        """Show what an examination found; cards that say the same stay, with the cursor in them."""
        self.say_checking(is_checking=False)
        self.reach.setVisible(True)
        self.reach.show_outlook(outlook)
        offers = tuple((each.rule, each.reach, each.reachable) for each in outlook.widenings)
        now = (outlook.findings, offers, outlook.is_agreed, outlook.examination.requirement.scopes)
        if now != self._told:
            self._told, self._outlook = now, outlook
            self._show_cards(outlook)

    def show_error(self, error: PlannerError) -> None:
        """Show why nothing can be said of the campaign."""
        self.say_checking(is_checking=False)
        self.reach.setVisible(False)
        self._told, self._outlook = (error.code,), None
        self._fill([TonedCard(self._desk.look, "block", tr("This cannot be checked"), told(error))])

    def _show_cards(self, outlook: Outlook) -> None:
        repaired = next((each for each in outlook.causes if each.code in REPAIRED_BY_WIDENING), None)
        cards = [self._card(each, outlook, is_repaired=each is repaired) for each in outlook.causes]
        if outlook.is_agreed:
            scopes = " ".join(_asked(each) for each in outlook.examination.requirement.scopes)
            text = tr("{scopes} Checked live, and recorded when you press Check.", scopes=scopes)
            cards.append(TonedCard(self._desk.look, "good", tr("People agreed to this use"), text))
        self._fill(cards)

    def _card(self, finding: Finding, outlook: Outlook, *, is_repaired: bool) -> TonedCard:
        look, catalogue = self._desk.look, outlook.examination.catalogue
        is_quiet = finding in unfilled(outlook.causes)
        card = FindingCard(look, finding, catalogue, outlook.widenings if is_repaired else (), is_quiet=is_quiet)
        card.applied.connect(self.applied)
        return card

    def _fill(self, cards: list[TonedCard]) -> None:
        """Show other cards; whoever stood on a button of one that goes stays in this column, where the answer is."""
        focused = self.window().focusWidget()
        stood_here = focused is not None and any(card.isAncestorOf(focused) for card in self.cards)
        empty(self._cards)
        self.cards = cards
        for card in cards:
            self._cards.addWidget(card)
        if stood_here:
            offered = (each.apply for card in cards if isinstance(card, FindingCard) for each in card.repairs)
            next(offered, self.reach.funnel.turn).setFocus()

    def _dress(self) -> None:
        if self._outlook is not None:
            self._show_cards(self._outlook)


def _asked(scope: ConsentScope) -> str:
    """Return what people were asked, and under which notice."""
    if scope.notice_version == STARTING_NOTICE or scope.notice_on is None:
        return tr("They said yes to: “{sentence}”", sentence=scope.sentence)
    return tr(
        "They said yes to: “{sentence}” (notice {version} of {day}).",
        sentence=scope.sentence,
        version=scope.notice_version,
        day=long_day(scope.notice_on),
    )

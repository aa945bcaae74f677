"""The campaign list: every campaign as a card, found by typing, and the place where a new one starts."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from planner.desktop.campaigns.campaign_card import CampaignCard
from planner.desktop.campaigns.new_campaign import NewCampaign
from planner.desktop.cards import EmptyState, Scroll, button, button_for, columns, empty, label, rows
from planner.desktop.desk import Desk
from planner.desktop.forms import line_edit
from planner.desktop.look import GRID
from planner.desktop.words import number, tr
from planner.services.exploring import populations
from planner.services.governing import load_policy
from planner.services.opening import Workspace
from planner.services.outlook import OpenPopulations, Overview, overviews


@dataclass(frozen=True, eq=False, slots=True)
class Listed:
    """What the list shows."""

    overviews: tuple[Overview, ...]
    populations: tuple[str, ...]
    least: int
    """Fewer people than this are only said to be fewer."""


def read_list(workspace: Workspace, opened: OpenPopulations) -> Listed:
    """Read what the list shows."""
    names = tuple(record.population for record in populations(workspace))
    return Listed(overviews(workspace, opened), names, load_policy(workspace).campaign_k)


class CampaignList(QWidget):
    """The cards, or, while there is nothing to show, what to do first."""

    opened = Signal(str)
    asking = Signal(bool)
    """Whether the name of a new campaign is being asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.cards: list[CampaignCard] = []
        self.listed: Listed | None = None
        self.new = NewCampaign(desk)
        self.new.hide()
        self.search = line_edit(hint=tr("Find a campaign"))
        self.search.setAccessibleName(tr("Find a campaign"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(desk.look.size(240))
        self.count = label("", "small")
        self._lines = rows(spacing=GRID)
        self._stack = QStackedWidget()
        self._nothing = self._made_empty()
        for each in (QWidget(), self._made_list(), *self._nothing):
            self._stack.addWidget(each)
        whole = rows(self.new, self._stack, spacing=2 * GRID, margins=3 * GRID)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._open_first)
        self.new.put_away.connect(self._put_away)
        self.new.started.connect(self.opened)

    def show_list(self, listed: Listed) -> None:
        """Show the campaigns there are."""
        self.listed = listed
        focused = next((card.campaign.id for card in self.cards if card.hasFocus()), "")
        empty(self._lines)
        self.cards = [CampaignCard(each, least=listed.least) for each in listed.overviews]
        for card in self.cards:
            card.opened.connect(self.opened)
            self._lines.addWidget(card)
            if card.campaign.id == focused:
                card.setFocus()
        self._lines.addStretch(1)
        self._find(self.search.text())
        self._choose_side()

    def start_new(self) -> None:
        """Ask for the name and the population of a new campaign."""
        if self.listed is not None and self.listed.populations:
            self.new.ask(self.listed.populations)
            self.asking.emit(True)  # noqa: FBT003 — a signal takes no keywords
            self._choose_side()

    def _made_list(self) -> QWidget:
        side, inner = QWidget(), QWidget()
        inner.setLayout(self._lines)
        side.setLayout(rows(columns(self.search, None, self.count), Scroll(inner), spacing=2 * GRID))
        return side

    def _made_empty(self) -> tuple[EmptyState, EmptyState]:
        look = self._desk.look
        self.first = button(tr("New campaign"), self.start_new, role="primary")
        start = EmptyState(
            look,
            "campaigns",
            tr("No campaign yet"),
            tr("Say whom you want to reach and what for. Shoal tells you at every step whether enough people agreed."),
            self.first,
        )
        nobody = EmptyState(
            look,
            "people",
            tr("Campaigns need customers"),
            tr("Import your customers first: they become groups that nobody can be singled out of."),
            button_for(self._desk.actions["file.import"], role="primary"),
        )
        return start, nobody

    def _choose_side(self) -> None:
        """Show the cards, or what stands in their place."""
        listed = self.listed
        if listed is None:
            return
        side = 1 if listed.overviews else 2 if listed.populations else 3
        self._stack.setCurrentIndex(side)
        self._stack.setVisible(side != 2 or self.new.isHidden())

    def _put_away(self) -> None:
        self.new.hide()
        self.asking.emit(False)  # noqa: FBT003
        self._choose_side()
        (self.cards[0] if self.cards else self.first).setFocus()

    def _find(self, text: str) -> None:
        words = text.casefold().split()
        for card in self.cards:
            card.setVisible(all(word in card.haystack for word in words))
        shown = sum(not card.isHidden() for card in self.cards)
        self.count.setText(tr("{shown} of {all}", shown=number(shown), all=number(len(self.cards))))

    def _open_first(self) -> None:
        if found := next((card for card in self.cards if not card.isHidden()), None):
            self.opened.emit(found.campaign.id)

"""The page Campaigns: the list, and one campaign with everything that guards it."""

from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QPushButton, QStackedWidget

from planner.desktop.actions import NEW_CAMPAIGN
from planner.desktop.campaigns.campaign_list import CampaignList, read_list
from planner.desktop.campaigns.review import Review
from planner.desktop.campaigns.standing import (
    APPROVE,
    CHECK,
    EXPORT,
    PRIMARY,
    VERBS,
    findings_chip,
    lists_left,
    state_chip,
)
from planner.desktop.campaigns.view import CampaignView
from planner.desktop.cards import button, button_for
from planner.desktop.desk import Desk, Touched
from planner.desktop.page import Page
from planner.desktop.reading_order import walk_as_read
from planner.desktop.words import tr
from planner.domain.campaign import Campaign
from planner.domain.life import APPROVED
from planner.services.outlook import OpenPopulations
from planner.services.releasing import Exported

ROOMY = 760
"""From how many pixels, at 100 %, the header has room for all it has to say."""


class CampaignsPage(Page):
    """Shows the list, or the campaign that was opened from it."""

    CARES: ClassVar[frozenset[Touched]] = frozenset(Touched)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Campaigns"))
        self.opened = OpenPopulations()
        self.list = CampaignList(desk)
        self.view = CampaignView(desk, self.opened)
        self.review = Review(desk, self.view)
        self.buttons: dict[str, QPushButton] = {}
        self._wants_new, self._has_room = False, True
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.view)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._stack)
        self._fill_header()
        self._listen()
        self._show_header()

    def refresh(self) -> None:
        """Read anew what is shown."""
        if self.view.asked_for:
            self.view.load(self.view.asked_for)
        else:
            self.desk.tasks.ask(self, lambda workspace: read_list(workspace, self.opened), self._on_listed, key="list")

    def come_to_front(self) -> None:
        """Read anew what has changed while the page was behind."""
        self.desk.actions.bind("go.back", self.show_list)
        super().come_to_front()

    def show_what(self, what: object) -> None:
        """Show a campaign by its id, or start a new one."""
        if what == NEW_CAMPAIGN:
            self.show_list()
            self._start_new()
        elif isinstance(what, str):
            self.view.load(what)

    def start_search(self) -> None:
        """Put the cursor where campaigns are searched."""
        self.show_list()
        self.list.search.setFocus()

    def show_list(self) -> None:
        """Go back to the list."""
        if self.view.asked_for:
            self.view.close_campaign()
            self._stack.setCurrentWidget(self.list)
            self._show_header()
            self.review.follow()
            self.refresh()

    def fit(self, width: int) -> None:
        """Put the states above the title where its line has no room for them, and leave out which lists have left."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self._has_room = width > ROOMY
        self.header.fit(is_narrow=not self._has_room)
        self._show_header()

    def _fill_header(self) -> None:
        actions, desk = self.desk.actions, self.desk
        self.buttons = {each: button_for(actions[each]) for each in (CHECK, APPROVE, EXPORT)}
        self.new = button(tr("New campaign"), self._start_new, role="primary")
        self.more = button("", name=tr("More actions"))
        self._dress()
        self.more.setToolTip(tr("More actions"))
        menu = QMenu(self.more)
        for each in ("edit.undo", "edit.redo", *VERBS):
            menu.addAction(actions[each])
        self.more.setMenu(menu)
        desk.look.changed.connect(self._dress)
        self.header.add_actions(*self.buttons.values(), self.more, self.new)

    def _dress(self) -> None:
        side = self.desk.look.size(18)
        self.more.setIcon(self.desk.look.icon("more", "ink"))
        self.more.setIconSize(QSize(side, side))

    def _listen(self) -> None:
        self.header.went_back.connect(self.show_list)
        self.list.opened.connect(self.view.load)
        self.list.asking.connect(self._show_header)
        self.view.open.changed.connect(self._on_campaign)
        self.view.open.brought_back.connect(self.view.load)
        self.view.examined.connect(self._show_header)
        self.view.examined.connect(lambda: walk_as_read(self))
        self.view.gone.connect(self.show_list)
        self.review.exported.connect(self._on_exported)
        self.desk.changed.connect(self._on_workspace)

    def _on_listed(self, listed: object) -> None:
        self.list.show_list(listed)  # type: ignore[arg-type]  # as read_list answers
        if self._wants_new:
            self._start_new()

    def _start_new(self) -> None:
        """Start a new campaign, as soon as the populations are known."""
        self._wants_new = self.list.listed is None
        if not self._wants_new:
            self.show_list()
            self.list.start_new()

    def _on_campaign(self) -> None:
        campaign = self.view.campaign
        if campaign is not None and self._stack.currentWidget() is not self.view:
            self._stack.setCurrentWidget(self.view)
            self.view.brief.goal.setFocus()
            self.view.brief.goal.setCursorPosition(len(campaign.brief.goal))
        self._show_header()

    def _on_workspace(self, touched: frozenset[Touched]) -> None:
        if Touched.WORKSPACE in touched:
            self.show_list()

    def _on_exported(self, done: Exported) -> None:
        self.view.guardrails.show_released(done)

    def _show_header(self) -> None:
        campaign, outlook = self.view.campaign, self.view.outlook
        is_open, header = campaign is not None, self.header
        self.new.setVisible(not is_open and self.list.new.isHidden())
        self.more.setVisible(is_open)
        self._show_buttons(campaign)
        chips = [state_chip(campaign.state)] if campaign else []
        if campaign and self._has_room:
            chips += [(text, "") for text in lists_left(campaign)]
        if campaign and outlook and (found := findings_chip(outlook.causes)):
            chips.append(found)
        header.show_chips(*chips)
        header.show_title(
            campaign.name if campaign else tr("Campaigns"),
            crumb=tr("Campaigns") if campaign else "",
            beside=self._saved_words() if is_open else "",
        )

    def _show_buttons(self, campaign: Campaign | None) -> None:
        primary = PRIMARY.get(campaign.state) if campaign else None
        leads_to = EXPORT if campaign and campaign.state in APPROVED else APPROVE
        for action, made in self.buttons.items():
            made.setVisible(campaign is not None and action in (CHECK, leads_to))
            role = "primary" if action == primary else ""
            if made.property("role") != role:
                made.setProperty("role", role)
                made.style().unpolish(made)
                made.style().polish(made)

    def _saved_words(self) -> str:
        return tr("Saved") if self.view.open.is_saved else tr("Saving…")

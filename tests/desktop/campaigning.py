"""Campaigns for the desktop's tests: drafted in the store, and shown on a page of their own."""

from datetime import date

from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.desk import Desk
from planner.domain.brief import Brief
from planner.domain.campaign import Campaign
from planner.domain.rule_text import parse_rule
from planner.services import planning
from tests.desktop.conftest import ACTOR, in_store, settle

POPULATION = "Shoal Outdoor"
BRIEF = Brief(
    goal="Show the new tents",
    purposes=("direct-marketing",),
    channel="email",
    starts_on=date(2027, 3, 8),
    ends_on=date(2027, 3, 22),
)
NARROW = "city = 'Lyon' AND age >= '55–64'"
CLEAN = "age >= '35–44'"


def drafted(desk: Desk, qtbot: QtBot, name: str, *, rule: str = CLEAN, brief: Brief = BRIEF) -> Campaign:
    """Draft a campaign in the store."""
    plan = planning.Plan(name=name, population=POPULATION, brief=brief, rule=parse_rule(rule))
    made = in_store(desk, qtbot, lambda workspace: planning.draft(workspace, plan, author=ACTOR))
    assert isinstance(made, Campaign)
    return made


def stored(desk: Desk, qtbot: QtBot, campaign: str) -> Campaign:
    """Return a campaign as the store holds it."""
    found = in_store(desk, qtbot, lambda workspace: planning.find_campaign(workspace, campaign))
    assert isinstance(found, Campaign)
    return found


def shown(desk: Desk, qtbot: QtBot, campaign: str | None = None) -> CampaignsPage:
    """Show the page, with a campaign open when one is named, and wait until everything is said of it."""
    page = CampaignsPage(desk)
    qtbot.addWidget(page)
    page.resize(1232, 876)
    desk.actions.turn_to("campaigns")
    page.show()
    page.come_to_front()
    settle(desk, qtbot)
    if campaign is not None:
        page.show_what(campaign)
        examined(page, qtbot)
    return page


def examined(page: CampaignsPage, qtbot: QtBot) -> None:
    """Wait until the guardrails speak of the campaign as it is on the screen."""

    def is_current() -> bool:
        outlook, campaign = page.view.outlook, page.view.campaign
        is_examined = outlook is not None and outlook.examination.campaign == campaign
        is_told = page.view.guardrails.checking.isHidden()  # the pause after the last edit is over as well
        return is_examined and is_told and page.view.open.is_saved and page.desk.tasks.is_idle

    qtbot.waitUntil(is_current, timeout=60_000)

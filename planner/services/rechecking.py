"""Rechecking: which campaigns rest on a check that is not about what is there any more."""

from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.life import CHECKED, State
from planner.services.reviewing import examine_today
from planner.store.campaigns import campaigns
from planner.store.workspace import Workspace


def need_a_check(workspace: Workspace) -> tuple[Campaign, ...]:
    """Return the campaigns that were checked and have to be checked again; nothing of it is recorded.

    A list that has left is left out: what it was checked for has been done.
    """
    resting = [each for each in campaigns(workspace) if each.state in CHECKED and each.state is not State.EXPORTED]
    return tuple(each for each in resting if not _is_as_checked(workspace, each))


def _is_as_checked(workspace: Workspace, campaign: Campaign) -> bool:
    try:
        digest = examine_today(workspace, campaign).digest
    except PlannerError:
        return False
    return campaign.last_check is not None and campaign.last_check.digest == digest

"""Rechecking: which campaigns rest on a check, so that a change can tell how many it has ended."""

from planner.domain.life import CHECKED
from planner.store.campaigns import campaigns
from planner.store.workspace import Workspace


def checked_campaigns(workspace: Workspace) -> frozenset[str]:
    """Return the ids of the campaigns that rest on a check which a change of policy, scopes or data would end."""
    return frozenset(each.id for each in campaigns(workspace) if each.state in CHECKED)

"""Recent work: the campaigns that the ledger told of last."""

from planner.domain.campaign import Campaign
from planner.domain.life import State
from planner.store.campaigns import campaigns
from planner.store.ledger import entries
from planner.store.workspace import Workspace


def recent_campaigns(workspace: Workspace, most: int) -> tuple[Campaign, ...]:
    """Return the campaigns that something was done with last, the latest first, without those that have ended."""
    last = {(entry.record.get("state") or {}).get("id"): entry.index for entry in entries(workspace)}
    living = [each for each in campaigns(workspace) if each.state is not State.RETIRED]
    return tuple(sorted(living, key=lambda each: last.get(each.id, -1), reverse=True)[:most])

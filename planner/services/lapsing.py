"""Lapsing: a check and an approval end for good when what was checked is not what is there any more."""

from collections.abc import Callable

from planner.domain.campaign import Campaign, checked_digest, lapse
from planner.domain.canonical import Json
from planner.domain.life import TRANSITIONS, Verb
from planner.services.in_force import catalogue
from planner.store.campaigns import about_campaign, campaigns, save_campaign
from planner.store.policies import load_policy
from planner.store.snapshots import populations
from planner.store.workspace import Recorder, Workspace


def lapse_outdated(workspace: Workspace, ledger: Recorder) -> None:
    """End every check and approval that a change has outdated, inside that very change.

    The caller has made the change and appended its entry, which the entry of each lapse names as its cause. Campaigns
    lapse in the order of their ids; one whose list has left too, so that its approval never comes back for another.
    """
    cause, digest_now = ledger.next_index - 1, digests_now(workspace)
    for campaign in campaigns(workspace):
        check = campaign.last_check
        if can_lapse(campaign) and check is not None and check.digest != digest_now(campaign):
            end_check(workspace, ledger, campaign, cause=cause)


def can_lapse(campaign: Campaign) -> bool:
    """Say whether a campaign has a check or an approval that could end by itself."""
    return (campaign.state, Verb.LAPSE) in TRANSITIONS


def digests_now(workspace: Workspace) -> Callable[[Campaign], str]:
    """Return what gives each campaign the digest that a check of it made now would be bound to."""
    policy, scopes = load_policy(workspace).digest(), catalogue(workspace).digest()
    tables = {record.population: record.table_digest for record in populations(workspace)}
    return lambda campaign: checked_digest(campaign, policy, scopes, tables.get(campaign.population, ""))


def end_check(workspace: Workspace, ledger: Recorder, campaign: Campaign, *, cause: int | None = None) -> Campaign:
    """Record inside the caller's change that a campaign is a draft again; `cause` is the entry that made it one."""
    after, check = lapse(campaign), campaign.last_check
    save_campaign(workspace, after)
    facts: dict[str, Json] = {"campaign": after.id, "checked_digest": check.digest if check else None}
    ledger.append("lapsed", about_campaign(after), facts if cause is None else {**facts, "cause": cause})
    return after

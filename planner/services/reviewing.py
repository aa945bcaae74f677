"""Reviewing: the recorded scope check, the approval that rests on it, and the ways to end both."""

from collections.abc import Callable, Sequence
from datetime import date

from planner import __version__
from planner.domain.campaign import Approval, Campaign, approve, is_current, record_check, retire, withdraw
from planner.domain.canonical import digest
from planner.domain.check import ScopeCheck
from planner.domain.errors import PlannerError
from planner.domain.guardrails import AUDIENCE_GUARDRAILS
from planner.domain.life import State
from planner.services.exploring import LEFT_BEFORE
from planner.services.lapsing import can_lapse, digests_now, end_check
from planner.services.planning import Examination, examine
from planner.store.campaigns import about_campaign, find_campaign, save_campaign
from planner.store.recorder import utc_text
from planner.store.workspace import Workspace

__all__ = [
    "approve_campaign",
    "check_campaign",
    "examine_today",
    "refresh",
    "refresh_all",
    "retire_campaign",
    "today",
    "withdraw_campaign",
]


def today(workspace: Workspace) -> date:
    """Return the day it is by the workspace's clock, in UTC like every date that is recorded."""
    return date.fromisoformat(utc_text(workspace.clock())[:10])


def examine_today(workspace: Workspace, campaign: Campaign) -> Examination:
    """Hold a campaign against everything that guards it, as of today; nothing is recorded."""
    return examine(workspace, campaign, today=today(workspace))


def check_campaign(workspace: Workspace, wanted: str, *, actor: str) -> tuple[Campaign, Examination]:
    """Hold a campaign against everything that guards it, and record the outcome, passed or failed.

    Record and change of state are one. Raises PlannerError `unknown-campaign`, Refusal `campaign-retired`.
    """
    if not actor.strip():
        raise PlannerError("actor-missing")
    before = find_campaign(workspace, wanted)
    examination = examine_today(workspace, before)
    check = _scope_check(examination, actor=actor.strip(), checked_at=utc_text(workspace.clock()))
    with workspace.change() as ledger:
        after = record_check(before, check.mark(ledger.next_index))
        save_campaign(workspace, after)
        ledger.append("checked", about_campaign(after), check.to_json())
    return after, examination


def approve_campaign(workspace: Workspace, wanted: str, *, approver: str, reason: str = "") -> Campaign:
    """Approve a checked campaign in a person's name.

    The reason stays with the campaign; the ledger holds its digest, because a ledger forgets nothing. Raises Refusal
    as `planner.domain.campaign.approve` does.
    """
    before = find_campaign(workspace, wanted)
    examination = examine_today(workspace, before)
    with workspace.change() as ledger:
        given = Approval(
            digest=examination.digest,
            approver=approver.strip(),
            reason=reason.strip(),
            approved_at=utc_text(workspace.clock()),
            ledger_index=ledger.next_index,
        )
        after = approve(before, given, today=today(workspace), second_person=examination.policy.second_person)
        save_campaign(workspace, after)
        facts = {"campaign": after.id, "checked_digest": given.digest, "approver": given.approver}
        ledger.append("approved", about_campaign(after), {**facts, "reason_digest": digest(given.reason)})
    return after


def withdraw_campaign(workspace: Workspace, wanted: str, *, by: str) -> Campaign:
    """Take an approval back. Raises Refusal `campaign-verb-refused` unless there is one."""
    return _end(workspace, wanted, withdraw, action="withdrawn", by=by)


def retire_campaign(workspace: Workspace, wanted: str, *, by: str) -> Campaign:
    """End a campaign for good. Raises Refusal `campaign-retired` when it has ended already."""
    return _end(workspace, wanted, retire, action="retired", by=by)


def refresh(workspace: Workspace, campaign: Campaign) -> Campaign:
    """Return a campaign as it stands today: a draft again when its check has run out, which is recorded.

    Changes end checks and approvals at once (`planner.services.lapsing`); only the passing of time, and a newer
    version of Shoal that starts with other scopes, are noticed here. No population is opened.
    """
    return refresh_all(workspace, [campaign])[0]


def refresh_all(workspace: Workspace, found: Sequence[Campaign]) -> tuple[Campaign, ...]:
    """Return campaigns as they stand today, each as `refresh` does."""
    day, digest_now = today(workspace), digests_now(workspace)

    def as_of_today(campaign: Campaign) -> Campaign:
        has_left = campaign.state is State.EXPORTED  # time takes nothing from what has been done
        if has_left or not can_lapse(campaign) or is_current(campaign, digest=digest_now(campaign), today=day):
            return campaign
        with workspace.change() as ledger:
            return end_check(workspace, ledger, campaign)

    return tuple(map(as_of_today, found))


def _end(
    workspace: Workspace, wanted: str, change: Callable[[Campaign], Campaign], *, action: str, by: str
) -> Campaign:
    if not by.strip():
        raise PlannerError("actor-missing")
    after = change(find_campaign(workspace, wanted))
    with workspace.change() as ledger:
        save_campaign(workspace, after)
        ledger.append(action, about_campaign(after), {"campaign": after.id, "by": by.strip()})
    return after


def _scope_check(examination: Examination, *, actor: str, checked_at: str) -> ScopeCheck:
    campaign, record = examination.campaign, examination.population.record
    return ScopeCheck(
        record_id=f"{campaign.id}/{len(campaign.checks) + 1}",
        checked_at=checked_at,
        actor=actor,
        campaign=campaign,
        requirement=examination.requirement,
        situation=examination.situation,
        measured=examination.measure(),
        findings=examination.findings,
        guardrails=(*AUDIENCE_GUARDRAILS, LEFT_BEFORE),
        catalogue=examination.catalogue,
        policy=examination.policy,
        snapshot=record.id,
        snapshot_digest=record.table_digest,
        software={"shoal": __version__},
    )

"""Standing: how a campaign stands in its life, in words: its chips, what has become of its check, what can be done."""

from dataclasses import dataclass

from planner.desktop.words import long_day, tr
from planner.domain.campaign import Campaign
from planner.domain.finding import Finding, Severity
from planner.domain.life import APPROVED, State

CHECK, APPROVE, EXPORT = "campaigns.check", "campaigns.approve", "campaigns.export"
WITHDRAW, RETIRE = "campaigns.withdraw", "campaigns.retire"
VERBS = (CHECK, APPROVE, EXPORT, WITHDRAW, RETIRE)
PRIMARY = {State.DRAFT: CHECK, State.WITHDRAWN: CHECK, State.CHECKED: APPROVE, State.APPROVED: EXPORT}
"""State → the action that leads on; the others have none."""

UNFILLED = frozenset({"purpose-undeclared", "channel-undeclared", "recipients-undeclared", "campaign-undated"})
"""Findings of fields that nobody has filled in yet: no mistake, while it is all that stands in the way."""


@dataclass(frozen=True, slots=True)
class Story:
    """What has become of a campaign's check: a tone, a title and a sentence."""

    tone: str
    title: str
    text: str


def state_chip(state: State) -> tuple[str, str]:
    """Return a state's words and tone."""
    return {
        State.DRAFT: (tr("Draft"), "accent"),
        State.CHECKED: (tr("Checked"), "good"),
        State.APPROVED: (tr("Approved"), "good"),
        State.EXPORTED: (tr("Exported"), "good"),
        State.WITHDRAWN: (tr("Approval withdrawn"), "quiet"),
        State.RETIRED: (tr("Retired"), "quiet"),
    }[state]


def findings_chip(findings: tuple[Finding, ...]) -> tuple[str, str] | None:
    """Return how many problems or warnings there are, and their tone; None when there are none."""
    if missing := unfilled(findings):
        return tr("%Ln things to fill in", len(missing)), "accent"
    blocks = sum(each.severity is Severity.BLOCK for each in findings)
    warnings = sum(each.severity is Severity.WARN for each in findings)
    if blocks:
        return tr("%Ln problems to solve", blocks), "block"
    return (tr("%Ln warnings", warnings), "warn") if warnings else None


def unfilled(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return what says that a field is still empty, while nothing else stands in the way; otherwise nothing."""
    blocking = tuple(each for each in findings if each.severity is Severity.BLOCK)
    return blocking if all(each.code in UNFILLED for each in blocking) else ()


def reasons(campaign: Campaign | None, findings: tuple[Finding, ...] | None) -> dict[str, str]:
    """Return for each action why it cannot be done now, empty where it can; `findings` are None while unknown."""
    if campaign is None:
        return dict.fromkeys(VERBS, tr("Open a campaign first"))
    if campaign.state is State.RETIRED:
        return dict.fromkeys(VERBS, tr("This campaign is retired"))
    is_approved = campaign.state in APPROVED
    blocked = any(each.severity is Severity.BLOCK for each in findings or ())
    unchecked = tr("Solve the problems first, then check it") if blocked else tr("Check the campaign first")
    return {
        CHECK: "",
        APPROVE: tr("It is approved already") if is_approved else "" if campaign.state is State.CHECKED else unchecked,
        EXPORT: "" if is_approved else tr("It has to be approved first"),
        WITHDRAW: "" if is_approved else tr("There is no approval to withdraw"),
        RETIRE: "",
    }


def lists_left(campaign: Campaign) -> list[str]:
    """Return how many lists of a campaign have left, in words; nothing where none has."""
    return [tr("%Ln lists have left", campaign.lists_left)] if campaign.lists_left else []


def story_of(campaign: Campaign) -> Story | None:
    """Return what has become of the last check; None for a campaign that was never checked."""
    check, approval = campaign.last_check, campaign.approval
    story: Story | None = None
    match campaign.state:
        case State.RETIRED:
            text = tr("This campaign has ended. What left, and what was checked, stays in the ledger.")
            story = Story("", tr("Retired"), text)
        case State.WITHDRAWN:
            story = Story("", tr("Approval withdrawn"), tr("Check it again before somebody approves it."))
        case State.CHECKED if check is not None:
            told = tr("Fit to be approved until {day}. Recorded in the ledger.", day=long_day(check.valid_until))
            story = Story("good", tr("Checked on {day}", day=long_day(check.checked_at)), told)
        case State.APPROVED if approval is not None:
            title = tr("Approved by {name} on {day}", name=approval.approver, day=long_day(approval.approved_at))
            story = Story("good", title, approval.reason or tr("No warning stood against it."))
        case State.EXPORTED if approval is not None:
            title = tr("Exported on {day}", day=long_day(campaign.exports[-1].exported_at))
            text = tr("Approved by {name}. A list that has left stays in the ledger.", name=approval.approver)
            story = Story("good", title, text)
        case _:
            story = _ended(campaign)
    return story


def _ended(campaign: Campaign) -> Story | None:
    """Return why a draft that was checked is a draft."""
    check = campaign.last_check
    if check is None:
        return None
    day = long_day(check.checked_at)
    if check.campaign_digest != campaign.digest():
        return Story(
            "accent",
            tr("Changed since its check"),
            tr("The check of {day} no longer counts. Check it again when you are done.", day=day),
        )
    if not check.decision.passes:
        return Story(
            "accent",
            tr("Checked on {day}", day=day),
            tr("The check found problems, and was recorded with them. Solve them, then check again."),
        )
    return Story(
        "accent",
        tr("The check has run out"),
        tr("Data, policy or consent scopes are not as they were on {day}. Check it again.", day=day),
    )

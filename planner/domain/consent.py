"""Consent: which scopes a campaign needs by what it does, and whether the people of a population gave them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.brief import Brief
from planner.domain.catalogue import STARTING_NOTICE, Catalogue, ConsentScope
from planner.domain.errors import Fact
from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.policy import Policy
from planner.domain.requirement import Need, Reason, Requirement, block, required_scopes
from planner.domain.vocabulary import PROFILING, SPECIAL_CATEGORY, THIRD_PARTY_SHARING

__all__ = [
    "CONSENT_GUARDRAILS",
    "Need",
    "Reason",
    "Requirement",
    "Situation",
    "expires_on",
    "required_scopes",
    "scope_findings",
    "valid_until",
]

CONSENT_GUARDRAILS = (
    "purpose-undeclared",
    "purpose-unknown",
    "channel-undeclared",
    "channel-unknown",
    "recipients-undeclared",
    "scope-unknown",
    "scope-uncovered",
    "legal-basis",
    "third-party",
    "promise-no-sale",
    "special-category",
    "campaign-undated",
    "campaign-dates",
    "campaign-over",
    "clock-behind",
    "consent-missing",
    "notice-missing",
    "notice-later",
    "notice-starting",
    "scope-expired",
    "scope-not-granted",
    "snapshot-stale",
    "retention-over",
    "retention-ends",
)
"""Every code that a scope check looks for, in the order it looks."""

_PURPOSES = {
    Reason.PROFILING: PROFILING,
    Reason.THIRD_PARTY: THIRD_PARTY_SHARING,
    Reason.SPECIAL_CATEGORY: SPECIAL_CATEGORY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a scope check looks at besides the campaign: the day, and the population on it."""

    today: date
    snapshot_on: date
    """The day of the snapshot."""
    scopes: frozenset[str]
    """The scopes that the population has a consent column for."""
    reach: int
    """People in the audience."""
    reachable: int
    """Those of them whose consents cover every needed scope."""


def scope_findings(
    brief: Brief, requirement: Requirement, situation: Situation, *, catalogue: Catalogue, policy: Policy
) -> tuple[Finding, ...]:
    """Return everything a scope check has to say, worst first; codes are those of `CONSENT_GUARDRAILS`."""
    found: list[Finding] = [*requirement.findings]
    found += _recipients(brief, requirement, catalogue)
    found += _bases(requirement, catalogue)
    found += _themes(requirement, policy)
    found += _dates(brief, situation)
    for scope in requirement.scopes:
        found += _scope(scope, brief, situation)
    found += _granted(requirement, situation)
    found += _age(brief, situation, policy)
    return tuple(worst_first(found))


def expires_on(scope: ConsentScope, snapshot_on: date) -> date | None:
    """Return the last day on which these consents may be relied on; None: until people withdraw them.

    Counted from the oldest consent where that is known, else from the snapshot that showed the yes: a segment knows
    no person's date.
    """
    if scope.valid_days is None:
        return None
    return (scope.collected_since or snapshot_on) + timedelta(days=scope.valid_days)


def valid_until(brief: Brief, requirement: Requirement, situation: Situation, policy: Policy) -> date:
    """Return the last day on which a check made today would still say the same.

    After it the campaign is over, a consent ran out, or the data became stale or too old; never before today.
    """
    ages = [timedelta(days=days) for days in (policy.stale_after_days, policy.retention_days)]
    ends = [brief.ends_on, *(situation.snapshot_on + age for age in ages)]
    ends += [expires_on(scope, situation.snapshot_on) for scope in requirement.scopes]
    return min((day for day in ends if day and day >= situation.today), default=situation.today)


def age_finding(days: int, policy: Policy) -> Finding | None:
    """Return what stands against using data of an age, if anything."""
    if days > policy.retention_days:
        return block("retention-over", days=days, limit=policy.retention_days)
    if days > policy.stale_after_days:
        return Finding("snapshot-stale", Severity.WARN, {"days": days, "limit": policy.stale_after_days})
    return None


def _recipients(brief: Brief, requirement: Requirement, catalogue: Catalogue) -> Iterator[Finding]:
    """Say who would receive the list although people were told that nobody else does."""
    channel = catalogue.vocabulary.channels.get(brief.channel)
    platforms = (brief.platform or channel.name,) if channel and channel.platforms else ()
    sharing = {Reason.THIRD_PARTY: brief.third_parties, Reason.PURPOSE: platforms}
    told: dict[str, tuple[str, ...]] = {}
    for need in requirement.needs:
        receivers = sharing.get(need.reason, ())
        if receivers and not need.scope.third_parties:
            told[need.scope.name] = receivers
    for scope, receivers in told.items():
        yield block("third-party", scope=scope, recipients=receivers)
    if brief.sells and catalogue.no_sale:
        yield block("promise-no-sale", recipients=brief.third_parties or platforms or brief.recipients)


def _bases(requirement: Requirement, catalogue: Catalogue) -> Iterator[Finding]:
    """Say which scopes rest on a legal basis that the purpose they are needed for does not allow."""
    vocabulary = catalogue.vocabulary
    for need in requirement.needs:
        key = need.because[0] if need.reason is Reason.PURPOSE else _PURPOSES.get(need.reason, need.scope.purpose)
        purpose = vocabulary.purposes[key]
        if need.scope.legal_basis not in purpose.legal_bases:
            allowed = tuple(vocabulary.legal_bases[basis].name.lower() for basis in purpose.legal_bases)
            written = vocabulary.legal_bases[need.scope.legal_basis].name.lower()
            yield block("legal-basis", scope=need.scope.name, basis=written, purpose=purpose.name, allowed=allowed)


def _themes(requirement: Requirement, policy: Policy) -> Iterator[Finding]:
    for found in requirement.themes:
        severity = Severity.WARN if policy.special_categories else Severity.BLOCK
        yield Finding("special-category", severity, {"theme": found.theme, "words": found.words})


def _dates(brief: Brief, situation: Situation) -> Iterator[Finding]:
    start, end, today = brief.starts_on, brief.ends_on, situation.today
    if start is None or end is None:
        yield block("campaign-undated")
    elif end < start:
        yield block("campaign-dates", starts_on=str(start), ends_on=str(end))
    elif end < today:
        yield block("campaign-over", ends_on=str(end), today=str(today))
    if today < situation.snapshot_on:
        yield block("clock-behind", today=str(today), snapshot_on=str(situation.snapshot_on))


def _scope(scope: ConsentScope, brief: Brief, situation: Situation) -> Iterator[Finding]:
    if scope.name not in situation.scopes:
        yield block("consent-missing", scope=scope.name)
    if not scope.notice_version.strip() or scope.notice_on is None:
        yield block("notice-missing", scope=scope.name)
    elif scope.notice_on > situation.snapshot_on:
        facts: dict[str, Fact] = {"notice_on": str(scope.notice_on), "snapshot_on": str(situation.snapshot_on)}
        yield block("notice-later", scope=scope.name, **facts)
    elif scope.notice_version == STARTING_NOTICE:
        yield Finding("notice-starting", Severity.NOTE, {"scope": scope.name})
    last, needed = expires_on(scope, situation.snapshot_on), max(situation.today, brief.ends_on or situation.today)
    if last is not None and last < needed:
        yield block("scope-expired", scope=scope.name, expires_on=str(last), needed_until=str(needed))


def _granted(requirement: Requirement, situation: Situation) -> Iterator[Finding]:
    """Say how many did not agree; not while nobody knows to what, or who did, for then nobody counts as reachable."""
    left_out = situation.reach - situation.reachable
    is_recorded = situation.scopes.issuperset(requirement.scope_names)
    if requirement.is_known and is_recorded and left_out > 0:
        severity = Severity.NOTE if situation.reachable else Severity.BLOCK
        facts: dict[str, Fact] = {"people": left_out, "reach": situation.reach, "scopes": requirement.scope_names}
        yield Finding("scope-not-granted", severity, facts)


def _age(brief: Brief, situation: Situation, policy: Policy) -> Iterator[Finding]:
    days = (situation.today - situation.snapshot_on).days
    gone_after = situation.snapshot_on + timedelta(days=policy.retention_days)
    if days <= policy.retention_days and brief.ends_on is not None and brief.ends_on > gone_after:
        facts: dict[str, Fact] = {"gone_after": str(gone_after), "ends_on": str(brief.ends_on)}
        yield Finding("retention-ends", Severity.WARN, facts)
    if found := age_finding(days, policy):
        yield found

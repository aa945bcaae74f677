"""Planning: campaigns as drafts, and everything that can be said of one before it is checked."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from planner.domain.binding import bind
from planner.domain.bound import Bound, leaves_of
from planner.domain.brief import Brief
from planner.domain.campaign import Campaign, checked_digest, edit
from planner.domain.catalogue import Catalogue
from planner.domain.check import Measured, coverage
from planner.domain.consent import Situation, scope_findings
from planner.domain.finding import Finding, worst_first
from planner.domain.guardrails import Judged
from planner.domain.policy import Policy
from planner.domain.requirement import Requirement, required_scopes
from planner.domain.rule import EVERYONE, Rule, rule_digest
from planner.domain.rule_words import rule_words
from planner.domain.snapshot import SnapshotRecord
from planner.domain.strict import require_short
from planner.domain.themes import sensitive_themes
from planner.domain.widen import Widening, widenings
from planner.formats.listing import audience_digest
from planner.services.exploring import Population, open_population
from planner.services.governing import catalogue
from planner.store.campaigns import about_campaign, campaigns, find_campaign, next_campaign_id, save_campaign
from planner.store.snapshots import current_snapshot, load_table
from planner.store.workspace import Workspace

__all__ = ["Examination", "Plan", "campaigns", "draft", "edit_brief", "edit_campaign", "examine", "find_campaign"]

Opened = Callable[[Workspace, str], Population]
"""Gives a population by its name."""
NOBODY = frozenset({""})
"""A scope without a name, which nobody can have granted: nobody is reachable while the need is not known."""


@dataclass(frozen=True, eq=False)
class Examination:
    """A campaign held against everything that guards it on one day; nothing of it is recorded."""

    campaign: Campaign
    population: Population
    catalogue: Catalogue
    requirement: Requirement
    situation: Situation
    judged: Judged

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.population.guardrails.policy

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything there is to say, worst first."""
        brief = self.campaign.brief
        platforms = (brief.platform,) if brief.platform else ()
        consent = scope_findings(brief, self.requirement, self.situation, catalogue=self.catalogue, policy=self.policy)
        return tuple(worst_first([*consent, *self.judged.findings(platforms)]))

    @cached_property
    def widenings(self) -> tuple[Widening, ...]:
        """The cheapest ways to repair what is too narrow, best first."""
        return widenings(self.judged, released=self.population.released)

    @property
    def digest(self) -> str:
        """What a check made now would be bound to."""
        record = self.population.record
        return checked_digest(self.campaign, self.policy.digest(), self.catalogue.digest(), record.table_digest)

    def measure(self) -> Measured:
        """Return what the audience comes to, for the record."""
        table, found = self.population.table, self.judged.audience
        ids = np.flatnonzero(found.reachable).tolist()
        return Measured(
            audience_digest=audience_digest(
                self.population.record.table_digest,
                rule_digest(self.campaign.rule),
                scopes=self.requirement.scope_names,
                segments=ids,
            ),
            segments=found.segments,
            protected=found.protected,
            smallest_isolable=self.judged.smallest_isolable,
            releases=len(self.population.guardrails.check.releases.names),
            coverage=coverage(table.consents, table.consent, table.people, found.inside),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a marketer writes down to start a campaign."""

    name: str
    population: str
    brief: Brief = field(default_factory=Brief)
    rule: Rule = EVERYONE
    scopes: tuple[str, ...] = ()


def draft(workspace: Workspace, plan: Plan, *, author: str) -> Campaign:
    """Start a campaign. Raises PlannerError `campaign-…`, `unknown-population`, `no-populations`, `rule-…`."""
    require_short(plan.name, author)
    record = current_snapshot(workspace, plan.population)
    _check_rule(workspace, record, plan.rule)
    campaign = Campaign(
        id=next_campaign_id(workspace, plan.name),
        name=plan.name.strip(),
        population=record.population,
        author=author.strip(),
        brief=plan.brief,
        rule=plan.rule,
        scopes=plan.scopes,
    )
    with workspace.change() as ledger:
        save_campaign(workspace, campaign)
        ledger.append("drafted", about_campaign(campaign), _edit_facts(campaign, author))
    return campaign


def edit_campaign(
    workspace: Workspace, wanted: str, *, by: str, opened: Opened | None = None, **changes: object
) -> Campaign:
    """Change a campaign; its check and its approval end. An edit that changes nothing leaves everything as it is.

    `opened` gives the population to who has it open already, so that a rule is checked without reading it. Raises
    PlannerError `unknown-campaign`, `rule-…`, and as `planner.domain.campaign.edit` does.
    """
    before = find_campaign(workspace, wanted)
    after = edit(before, by=by, **changes)
    require_short(after.name, by)
    if after is before:
        return before
    if "rule" in changes or "population" in changes:
        if opened is not None:
            _check_fit(opened(workspace, after.population), after.rule)
        else:
            _check_rule(workspace, current_snapshot(workspace, after.population), after.rule)
    with workspace.change() as ledger:
        save_campaign(workspace, after)
        ledger.append("edited", about_campaign(after), _edit_facts(after, by))
    return after


def edit_brief(workspace: Workspace, wanted: str, *, by: str, **fields: object) -> Campaign:
    """Change some fields of a campaign's brief, and leave the others as they are by then.

    Raises PlannerError `unknown-campaign`, `brief-…`, and as `planner.domain.campaign.edit` does.
    """
    brief = find_campaign(workspace, wanted).brief
    return edit_campaign(workspace, wanted, by=by, brief=replace(brief, **fields))  # type: ignore[arg-type]  # checked


def examine(
    workspace: Workspace,
    campaign: Campaign,
    *,
    today: date,
    opened: Opened = open_population,
) -> Examination:
    """Hold a campaign against its population, everything released from it, the scopes and the policy.

    `opened` gives the population; who examines again and again hands in `planner.services.outlook.OpenPopulations`.
    Raises PlannerError when the population is gone or the rule does not fit it any more.
    """
    population, scopes = opened(workspace, campaign.population), catalogue(workspace)
    guardrails, record = population.guardrails, population.record
    bound = bind(campaign.rule, population.table.attributes, dropped=record.columns)
    words = rule_words(campaign.rule)
    told = (campaign.name, campaign.brief.goal, *words.attributes, *words.included)
    requirement = required_scopes(
        campaign.brief,
        catalogue=scopes,
        named=campaign.scopes,
        behavioural=_behavioural(population, bound),
        themes=sensitive_themes(told, words.excluded),
    )
    needed = frozenset(requirement.scope_names) if requirement.is_known and requirement.needs else NOBODY
    judged = guardrails.judge_bound(campaign.rule, bound, needed)
    situation = Situation(
        today=today,
        snapshot_on=date.fromisoformat(record.made_at[:10]),
        scopes=frozenset(each.scope for each in record.consents),
        reach=judged.audience.reach,
        reachable=judged.audience.reachable_people,
    )
    return Examination(campaign, population, scopes, requirement, situation, judged)


def _check_rule(workspace: Workspace, record: SnapshotRecord, rule: Rule) -> None:
    bind(rule, load_table(workspace, record.id).attributes, dropped=record.columns)


def _check_fit(population: Population, rule: Rule) -> None:
    bind(rule, population.table.attributes, dropped=population.record.columns)


def _edit_facts(campaign: Campaign, by: str) -> dict[str, str | int]:
    return {"campaign": campaign.id, "version": campaign.version, "digest": campaign.digest(), "by": by}


def _behavioural(population: Population, bound: Bound) -> tuple[str, ...]:
    """Return the behavioural attributes that a rule uses."""
    attributes = population.table.attributes
    used = sorted({leaf.attribute for leaf in leaves_of(bound)})
    return tuple(attributes[i].name for i in used if attributes[i].behavioural)

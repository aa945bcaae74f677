"""Outlook: a campaign as a screen follows it: examined at every edit, with everything it shows worked out already."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from planner.domain.brief import Brief
from planner.domain.campaign import Campaign
from planner.domain.consent import CONSENT_GUARDRAILS
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.widen import Widening
from planner.services.effects import Effects, effects_of
from planner.services.exploring import Population, open_population, released_rules
from planner.services.planning import Examination, campaigns, examine
from planner.services.reviewing import refresh_all, today
from planner.store.policies import load_policy
from planner.store.releases import left_from_other_cuts, releases_of
from planner.store.snapshots import current_snapshot
from planner.store.workspace import Workspace

MOST_OPEN = 4
"""How many populations are kept open at once."""

_CENT = Decimal("0.01")


class OpenPopulations:
    """Opens populations, and keeps the latest few open while snapshot, policy and released lists are as they were.

    Opening costs a read of every segment; asking whether it is needed costs three small reads.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Path, str], tuple[tuple[str, ...], Population]] = {}

    def __call__(self, workspace: Workspace, name: str) -> Population:
        """Return a population as `open_population` does, and raise as it does."""
        record = current_snapshot(workspace, name)
        left = tuple(release.id for release in releases_of(workspace))
        state = (record.id, record.table_digest, load_policy(workspace).digest(), *left)
        place = (workspace.folder, record.population)
        before, population = self._kept.pop(place, (None, None))
        if population is None or before != state:
            population = open_population(workspace, name)
        else:
            released = released_rules(workspace, record.id)
            population = replace(population, released=released, left_before=left_from_other_cuts(workspace, record.id))
        self._kept[place] = state, population
        while len(self._kept) > MOST_OPEN:
            del self._kept[next(iter(self._kept))]
        return population


_UNSAID = ("nobody-reachable", "scope-not-granted")
SAID_BY = {
    "purpose-undeclared": _UNSAID,
    "channel-undeclared": _UNSAID,
    "scope-uncovered": _UNSAID,
    "consent-missing": _UNSAID,
    "nobody-reachable": ("scope-not-granted",),
}
"""Finding → those that follow from it: where it stands, a screen tells the cause alone. The record keeps them all."""


@dataclass(frozen=True, eq=False, slots=True)
class Outlook:
    """What there is to say of a campaign today; nothing of it is left to be worked out, and nothing was recorded."""

    examination: Examination
    findings: tuple[Finding, ...]
    widenings: tuple[Widening, ...]
    effects: Effects

    @property
    def causes(self) -> tuple[Finding, ...]:
        """The findings without those that follow from another one."""
        follow = {code for each in self.findings for code in SAID_BY.get(each.code, ())}
        return tuple(each for each in self.findings if each.code not in follow)

    @property
    def blocks(self) -> int:
        """How many findings block."""
        return sum(each.severity is Severity.BLOCK for each in self.findings)

    @property
    def is_agreed(self) -> bool:
        """Whether the people who can be reached agreed to this use, and nothing stands against relying on it."""
        need = self.examination.requirement
        stands_against = any(f.code in CONSENT_GUARDRAILS and f.severity is Severity.BLOCK for f in self.findings)
        return need.is_known and bool(need.needs) and not stands_against and bool(self.reachable)

    @property
    def reachable(self) -> int:
        """The people who can be reached."""
        return self.examination.judged.audience.reachable_people


@dataclass(frozen=True, slots=True)
class Overview:
    """One campaign in a list: how it stands, or why nobody can say."""

    campaign: Campaign
    reachable: int | None
    findings: tuple[Finding, ...]
    error: PlannerError | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a campaign may bring, from the brief's own expectations; None where the brief does not say."""

    people: int
    responses: int | None
    cost_per_response: Decimal | None
    cost_per_person: Decimal | None


def look_ahead(workspace: Workspace, campaign: Campaign, opened: OpenPopulations) -> Outlook:
    """Examine a campaign as of today, with findings, ways to widen and the effect of each condition.

    Raises PlannerError as `planner.services.planning.examine` does.
    """
    examination = examine(workspace, campaign, today=today(workspace), opened=opened)
    return Outlook(examination, examination.findings, examination.widenings, effects_of(examination.judged))


def overviews(workspace: Workspace, opened: OpenPopulations) -> tuple[Overview, ...]:
    """Return every campaign with what stands against it today; a check that has run out is ended, and recorded."""
    day, found = today(workspace), refresh_all(workspace, campaigns(workspace))
    return tuple(_overview(workspace, each, day, opened) for each in found)


def forecast(brief: Brief, people: int) -> Forecast:
    """Return what a campaign may bring if it reaches so many people; amounts are rounded to cents."""
    responses = round(people * float(brief.expected_response) / 100) if brief.expected_response else None
    budget = Decimal(brief.budget) if brief.budget else None
    return Forecast(people, responses, _share(budget, responses), _share(budget, people))


def _overview(workspace: Workspace, campaign: Campaign, day: date, opened: OpenPopulations) -> Overview:
    try:
        examination = examine(workspace, campaign, today=day, opened=opened)
    except PlannerError as error:
        return Overview(campaign, None, (), error)
    return Overview(campaign, examination.judged.audience.reachable_people, examination.findings)


def _share(amount: Decimal | None, among: int | None) -> Decimal | None:
    return (amount / among).quantize(_CENT, ROUND_HALF_UP) if amount is not None and among else None

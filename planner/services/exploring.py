"""Exploring: the segments of a population, and what a rule over them reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.guardrails import Guardrails, Judged
from planner.domain.rule import Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.domain.widen import Widening, widenings
from planner.services.governing import catalogue
from planner.store import snapshots
from planner.store.campaigns import load_campaign
from planner.store.policies import load_policy
from planner.store.releases import left_from_other_cuts, load_parts, load_releases, releases_of
from planner.store.workspace import Workspace

LEFT_BEFORE = "left-from-earlier-cut"
"""The finding that lists have left before the customers were cut into other segments."""


@dataclass(frozen=True, eq=False, slots=True)
class Population:
    """The current snapshot of a population, opened for questions: its facts, and the guardrails that judge rules."""

    record: SnapshotRecord
    guardrails: Guardrails
    released: Mapping[str, Rule]
    """Release → the rule of its campaign, where that is still the one it left under."""
    left_before: tuple[str, ...] = ()
    """Releases from an earlier cut of the same people, which no guardrail can compare with."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What there is to say whatever the rule is."""
        if not self.left_before:
            return ()
        return (Finding(LEFT_BEFORE, Severity.WARN, {"releases": self.left_before}),)

    @property
    def table(self) -> SegmentTable:
        """The segments."""
        return self.guardrails.index.table


@dataclass(frozen=True, eq=False, slots=True)
class Segments:
    """Some segments of a population: `chosen` are their ids, in order."""

    population: Population
    chosen: NDArray[np.intp]


@dataclass(frozen=True, eq=False, slots=True)
class Question:
    """A rule asked of a population: whom it reaches, what warns or blocks, and how to widen it."""

    population: Population
    text: str
    scopes: tuple[str, ...]
    judged: Judged
    findings: tuple[Finding, ...]
    widenings: tuple[Widening, ...]


def populations(workspace: Workspace) -> tuple[SnapshotRecord, ...]:
    """Return the current snapshot of every population, by name."""
    return snapshots.populations(workspace)


def open_population(workspace: Workspace, name: str) -> Population:
    """Open a population with the policy in force and everything ever released from it.

    Raises PlannerError `unknown-population`, `no-populations`, `store-damaged`.
    """
    record = snapshots.current_snapshot(workspace, name)
    table = snapshots.load_table(workspace, record.id)
    releases, parts = load_releases(workspace, record.id), load_parts(workspace, record.id)
    guardrails = Guardrails(table, load_policy(workspace), releases, dropped=record.columns, parts=parts)
    left_before = left_from_other_cuts(workspace, record.id)
    return Population(record, guardrails, released_rules(workspace, record.id), left_before)


def released_rules(workspace: Workspace, snapshot: str) -> dict[str, Rule]:
    """Return release → the rule of its campaign, where that is still the one it left under."""
    left = releases_of(workspace, snapshot=snapshot)
    now = {name: load_campaign(workspace, name) for name in {release.campaign for release in left}}
    return {
        release.id: now[release.campaign].rule
        for release in left
        if now[release.campaign].digest() == release.facts["campaign"]["digest"]  # type: ignore[index, call-overload]
    }


def segments(workspace: Workspace, population: str, *, where: str = "") -> Segments:
    """Return the segments wholly inside a rule, all of them without one. Raises what parsing and binding raise."""
    opened = open_population(workspace, population)
    return Segments(opened, np.flatnonzero(opened.guardrails.judge(parse_rule(where)).audience.inside))


def ask(workspace: Workspace, population: str, *, where: str, scopes: Iterable[str] = ()) -> Question:
    """Return what a rule reaches, for a use that needs every consent scope in `scopes`.

    Raises PlannerError for a rule that cannot be read or names what is not there, and `unknown-scope`.
    """
    opened, rule, wanted = open_population(workspace, population), parse_rule(where), tuple(sorted(set(scopes)))
    _check_scopes(workspace, opened, wanted)
    judged = opened.guardrails.judge(rule, frozenset(wanted) or None)
    return Question(
        opened,
        rule_text(rule),
        wanted,
        judged,
        findings=tuple(worst_first([*judged.findings(), *opened.findings])),
        widenings=widenings(judged, released=opened.released),
    )


def _check_scopes(workspace: Workspace, opened: Population, wanted: Iterable[str]) -> None:
    """Refuse a scope that neither the catalogue nor the population's mapping names: nobody could have granted it."""
    mapped = {each.scope for each in opened.record.consents}
    for scope in wanted:
        if scope not in mapped:
            catalogue(workspace).scope(scope)

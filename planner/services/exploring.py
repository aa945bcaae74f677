"""Exploring: the segments of a population, and what a rule over them reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.consent_sets import ConsentFold
from planner.domain.cut_tree import CutTree
from planner.domain.finding import Finding
from planner.domain.guardrails import LEFT_BEFORE, Guardrails, Judged
from planner.domain.retired import Cut, RetiredList, standing
from planner.domain.rule import Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segment_index import Status
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.domain.widen import Widening, widenings
from planner.services.governing import catalogue
from planner.store import snapshots
from planner.store.campaigns import load_campaign
from planner.store.policies import load_policy
from planner.store.releases import left_from_other_cuts, load_mask, load_parts, load_releases, releases_of
from planner.store.workspace import Workspace

__all__ = [
    "LEFT_BEFORE",
    "Population",
    "Question",
    "Segments",
    "ask",
    "open_population",
    "populations",
    "released_rules",
    "segments",
]


@dataclass(frozen=True, eq=False, slots=True)
class Population:
    """The current snapshot of a population, opened for questions: its facts, and the guardrails that judge rules."""

    record: SnapshotRecord
    guardrails: Guardrails
    released: Mapping[str, Rule]
    """Release → the rule of its campaign, where that is still the one it left under."""
    left_before: tuple[str, ...] = ()
    """Releases from retired cuts of the same people."""

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
    left_before = left_from_other_cuts(workspace, record.id)
    guardrails = Guardrails(
        table,
        load_policy(workspace),
        load_releases(workspace, record.id),
        dropped=record.columns,
        parts=load_parts(workspace, record.id),
        retired=_standing(workspace, record, table, left_before),
    )
    return Population(record, guardrails, released_rules(workspace, record.id), left_before)


def _standing(
    workspace: Workspace, record: SnapshotRecord, table: SegmentTable, names: Iterable[str]
) -> tuple[tuple[str, Status], ...]:
    """Return what is proven of each segment and each list that left from a retired cut."""
    at = {release.id: release.snapshot for release in releases_of(workspace)}
    named = [name for name in names if name in at]
    if not named:
        return ()
    cuts = {snapshot: _cut(workspace, snapshot) for snapshot in {at[name] for name in named}}
    now = Cut(table, _fold(workspace, record.id), record.scopes)
    lists = (RetiredList(name, cuts[at[name]], load_mask(workspace, name)) for name in named)
    return tuple((each.name, standing(now, each)) for each in lists)


def _cut(workspace: Workspace, snapshot: str) -> Cut:
    scopes = snapshots.load_record(workspace, snapshot).scopes
    return Cut(snapshots.load_table(workspace, snapshot), _fold(workspace, snapshot), scopes)


def _fold(workspace: Workspace, snapshot: str) -> ConsentFold:
    return CutTree.from_arrays(snapshots.load_tree(workspace, snapshot)).fold


def released_rules(workspace: Workspace, snapshot: str) -> dict[str, Rule]:
    """Return release → the rule of its campaign, where that is still the one it left under."""
    comparable = snapshots.same_cut(workspace, snapshot)
    left = [release for release in releases_of(workspace) if release.snapshot in comparable]
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
        findings=judged.findings(),
        widenings=widenings(judged, released=opened.released),
    )


def _check_scopes(workspace: Workspace, opened: Population, wanted: Iterable[str]) -> None:
    """Refuse a scope that neither the catalogue nor the population's mapping names: nobody could have granted it."""
    mapped = {each.scope for each in opened.record.consents}
    for scope in wanted:
        if scope not in mapped:
            catalogue(workspace).scope(scope)

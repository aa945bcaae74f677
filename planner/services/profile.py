"""Profile: what is kept of a population, how exact it still is, who uses it, and how long it may be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.life import State
from planner.domain.policy import Policy
from planner.domain.rule_words import rule_words
from planner.domain.segments import SegmentTable, ValueSets
from planner.domain.snapshot import SnapshotRecord
from planner.services.reviewing import today
from planner.services.verifying import checkpoint
from planner.store.campaigns import campaigns
from planner.store.policies import load_policy
from planner.store.snapshots import current_snapshot, load_table, snapshots_of
from planner.store.workspace import Workspace


class Freshness(StrEnum):
    """How a snapshot of some age may be used."""

    FRESH = "fresh"
    STALE = "stale"
    """It may be used, with a warning."""
    OVER = "over"
    """It may only be erased."""


@dataclass(frozen=True, slots=True)
class Usage:
    """An attribute, and the names of the campaigns that ask for it or for a level of it."""

    attribute: Attribute
    campaigns: tuple[str, ...]


@dataclass(frozen=True, eq=False, slots=True)
class Profile:
    """Everything there is to say of a population on one day."""

    record: SnapshotRecord
    table: SegmentTable
    usage: tuple[Usage, ...]
    """In the order of the segment table."""
    history: tuple[SnapshotRecord, ...]
    """All its snapshots, the newest first."""
    last_day: date
    """The last day on which campaigns may use it."""
    freshness: Freshness
    checkpoint: str
    """The ledger's signed head: what is drawn of the profile says by it when it was true."""

    @property
    def exact_share(self) -> float:
        """The share of details that are kept as a single value, over all attributes and people, 0 … 1."""
        shares = self.table.exact_shares
        return sum(shares) / len(shares) if shares else 1.0


class Slice(NamedTuple):
    """People by one label: those known to have it, and those who have it or one of a few others."""

    label: str
    exact: int
    wider: int


class Breakdown(NamedTuple):
    """The people of a population by the labels of an attribute, or of one level of it."""

    slices: tuple[Slice, ...]
    untold: int
    """People of whom nothing is known here: their segments hold every value."""


def profile_of(workspace: Workspace, population: str) -> Profile:
    """Return the profile of a population as of today. O(segments).

    Raises PlannerError `unknown-population`, `no-populations`, `store-damaged`.
    """
    record = current_snapshot(workspace, population)
    table, policy = load_table(workspace, record.id), load_policy(workspace)
    asked = [each for each in campaigns(workspace) if each.population == record.population]
    made_on = date.fromisoformat(record.made_at[:10])
    return Profile(
        record=record,
        table=table,
        usage=tuple(_used(table.attributes, asked)),
        history=tuple(reversed(snapshots_of(workspace, record.population))),
        last_day=made_on + timedelta(days=policy.retention_days),
        freshness=freshness(policy, (today(workspace) - made_on).days),
        checkpoint=checkpoint(workspace),
    )


def freshness(policy: Policy, days: int) -> Freshness:
    """Return how a snapshot that is so many days old may be used."""
    if days > policy.retention_days:
        return Freshness.OVER
    return Freshness.STALE if days > policy.stale_after_days else Freshness.FRESH


def breakdown(table: SegmentTable, attribute: str, level: str = "") -> Breakdown:
    """Return how many people each label holds, in the order of the labels; rare ones are not told by themselves.

    Somebody whose segment holds a few labels counts as `wider` in each of them. O(segments + sets * labels). Raises
    PlannerError `rule-unknown-attribute`.
    """
    sets, ids = _column(table, attribute)
    held = np.bincount(ids, table.people, len(sets)).astype(np.int64)
    labels, rare, holds = _labels(sets, level)
    count = holds.sum(axis=1)
    is_one = count == 1
    is_all = (count == len(labels)) & ~is_one
    is_few = ~(is_one | is_all)
    exact, wider = held[is_one] @ holds[is_one], held[is_few] @ holds[is_few]
    slices = (Slice(label, int(exact[at]), int(wider[at])) for at, label in enumerate(labels) if at not in rare)
    return Breakdown(tuple(slices), int(held[is_all].sum()))


def _column(table: SegmentTable, attribute: str) -> tuple[ValueSets, NDArray[np.unsignedinteger]]:
    for sets, ids in zip(table.sets, table.ids, strict=True):
        if sets.attribute.name == attribute:
            return sets, ids
    nearest = tuple(each.name for each in table.attributes)
    raise PlannerError("rule-unknown-attribute", attribute=attribute, value=attribute, nearest=nearest)


def _labels(sets: ValueSets, name: str) -> tuple[tuple[str, ...], tuple[int, ...], NDArray[np.bool_]]:
    """Return the labels of an attribute or its level, which are rare, and which set holds which: `(sets, labels)`."""
    attribute = sets.attribute
    for level in attribute.levels:
        if level.name == name:
            holds = np.zeros((len(sets), len(level.labels)), dtype=np.bool_)
            rows, codes = np.nonzero(sets.members)
            holds[rows, np.asarray(level.group_of)[codes]] = True
            return level.labels, level.rare, holds
    return attribute.labels, attribute.rare, sets.members


def _used(attributes: tuple[Attribute, ...], asked: list[Campaign]) -> Iterator[Usage]:
    """Say for each attribute which campaigns that have not ended ask for it, by their names."""
    living = [each for each in asked if each.state is not State.RETIRED]
    named = [(each.name, set(rule_words(each.rule).attributes)) for each in living]
    for attribute in attributes:
        names = {attribute.name, *(level.name for level in attribute.levels)}
        yield Usage(attribute, tuple(sorted(name for name, words in named if names & words)))

"""Narrowing: what each condition of a rule costs in people, and which of them makes it most narrow."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.audience import Audience, status_of
from planner.domain.binding import NOTHING_DROPPED, bind
from planner.domain.bound import Bound, Leaf, Some, leaves_of
from planner.domain.rule import EVERYONE, Rule, conjuncts_of
from planner.domain.segment_index import CUT, INSIDE, SegmentIndex, Selection, members_of, most_people
from planner.domain.segments import ValueSets

_SETS_LOOKED_AT = 64
"""How many of the commonest cut value sets are looked at to name the level that would not cut them."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of the conditions that must all be true, and its effect on the people who can be reached."""

    condition: Rule
    left: int
    """People left once this condition and those before it are required."""
    without: int
    """People there would be if this condition alone were dropped."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """How a rule narrows the people who can be reached, condition by condition."""

    everyone: int
    """People before any condition: all who gave the consents asked for."""
    reachable: int
    """People after all of them."""
    steps: tuple[Step, ...]

    @property
    def narrowest(self) -> Rule:
        """The condition whose loss would help most; if none alone helps, the one that leaves the smallest share."""
        if not self.steps:
            return EVERYONE
        before = (self.everyone, *(step.left for step in self.steps))
        shares = [step.left / max(earlier, 1) for earlier, step in zip(before, self.steps, strict=False)]
        gains = [step.without - self.reachable for step in self.steps]
        return max(zip(gains, (-share for share in shares), self.steps, strict=True), key=lambda each: each[:2])[
            2
        ].condition


def narrowing(
    index: SegmentIndex,
    rule: Rule,
    scope: frozenset[str] | None = None,
    *,
    dropped: Mapping[str, str] = NOTHING_DROPPED,
) -> Narrowing:
    """Return what each outermost condition of a rule does to the people who can be reached.

    A segment is inside all conditions exactly when it is inside each, so that one pass over each condition's mask
    gives the whole series and every what-if: `O(segments * conditions)`, a few bytes each.
    """
    agreed = index.granting(scope) if scope else np.ones(len(index.table), dtype=np.bool_)
    parts = conjuncts_of(rule)
    inside = [status_of(index, bind(part, index.table.attributes, dropped=dropped)) == INSIDE for part in parts]
    failed = np.zeros(len(index.table), dtype=np.uint16)
    lefts, remaining = [], agreed
    for mask in inside:
        failed += ~mask
        remaining = remaining & mask
        lefts.append(index.people_in(remaining))
    reachable = lefts[-1] if lefts else index.people_in(agreed)
    nearly = np.flatnonzero(agreed & (failed == 1))
    people = index.weights.take(nearly)
    gains = [int(people.sum(where=~mask.take(nearly))) for mask in inside]
    steps = (Step(*each) for each in zip(parts, lefts, (reachable + gain for gain in gains), strict=True))
    return Narrowing(index.people_in(agreed), reachable, tuple(steps))


def attributes_combined(bound: Bound) -> frozenset[int]:
    """Return the attributes that one person must fit at once: of alternatives, those of the most demanding."""
    if isinstance(bound, Leaf):
        return frozenset([bound.attribute])
    combined = [attributes_combined(part) for part in bound.parts]
    if isinstance(bound, Some):
        return max(combined, key=len, default=frozenset())
    return frozenset().union(*combined)


def most_cut(index: SegmentIndex, bound: Bound, audience: Audience) -> tuple[str, str]:
    """Return the attribute whose conditions cut through most people, and the level of it that cuts fewer.

    The level is the finest of a hierarchical attribute at which most of those people's segments hold one group; where
    there is none, it is the attribute itself.
    """
    rows = np.flatnonzero(audience.cut)
    people = index.weights.take(rows)
    cut_by: dict[int, NDArray[np.bool_]] = {}
    for leaf in leaves_of(bound):
        cut = index.status_of(leaf).take(rows) == CUT
        cut_by[leaf.attribute] = cut | cut_by.get(leaf.attribute, False)
    worst = max(cut_by, key=lambda attribute: float(people.sum(where=cut_by[attribute])))
    sets, cut = index.table.sets[worst], Selection(rows, people * cut_by[worst], is_rest=False)
    return sets.attribute.name, _whole_level(sets, cut.count(index.table.ids[worst], len(sets)))


def _whole_level(sets: ValueSets, people: NDArray[np.float64]) -> str:
    commonest = most_people(people, _SETS_LOOKED_AT)
    members = members_of(sets, commonest)
    for level in sets.attribute.levels:
        groups = np.asarray(level.group_of)
        whole = [len(np.unique(groups[member])) == 1 for member in members]
        if people[commonest][whole].sum() * 2 >= people[commonest].sum():
            return level.name
    return sets.attribute.name

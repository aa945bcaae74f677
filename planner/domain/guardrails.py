"""Guardrails of an audience: everything there is to say about how narrow it is and whom it could single out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.anonymity import (
    Atoms,
    DifferenceCheck,
    Releases,
    isolates,
    isolation,
    leaving_nobody,
    nothing_released,
    smallest_isolable,
)
from planner.domain.audience import Audience, evaluate, spread
from planner.domain.binding import NOTHING_DROPPED, bind
from planner.domain.bound import Bound
from planner.domain.errors import Fact
from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.narrowing import Narrowing, attributes_combined, most_cut, narrowing
from planner.domain.parts import PartCheck, Parts, surely_in, with_retired
from planner.domain.policy import Policy
from planner.domain.rule import Rule
from planner.domain.rule_text import rule_text
from planner.domain.segment_index import SegmentIndex, Selection, Status
from planner.domain.segments import SegmentTable

RAREST_INTERESTS, RANDOM_INTERESTS = 4, 22
"""As many of a person's rarest, or random, interests make them unique among a platform's users with 90 % probability
(González-Cabañas et al., *Unique on Facebook*, IMC 2021)."""

LEFT_BEFORE = "left-from-earlier-cut"
"""The finding that an audience may single people out together with lists that left from a retired cut."""

AUDIENCE_GUARDRAILS = (
    "too-narrow",
    "too-narrow-perhaps",
    "nobody-matches",
    "all-protected",
    "nobody-reachable",
    "isolates-difference",
    "isolates-difference-perhaps",
    "isolates-remainder",
    "isolates-remainder-perhaps",
    "getting-narrow",
    "few-agreed",
    "below-delivery-floor",
    "over-specified",
    "protected-share-high",
    "homogeneous-group",
)
"""Every code that an audience is judged for, and `LEFT_BEFORE`."""

NO_CONDITION = "(no condition)"
"""What narrows a rule for everyone in a population that is too small itself."""


class Guardrails:
    """What a population's audiences are judged by: its segments, everything released from them, and the policy."""

    def __init__(
        self,
        table: SegmentTable,
        policy: Policy,
        releases: Releases | None = None,
        *,
        dropped: Mapping[str, str] = NOTHING_DROPPED,
        parts: Parts | None = None,
        retired: Sequence[tuple[str, Status]] = (),
    ) -> None:
        """Take a table as it was cut; or as it was refreshed, with the segment of each of the `parts` of its cut.

        `retired` are the lists that left from cuts before, with what is proven of each segment (`retired.standing`).
        """
        self.index = SegmentIndex(table)
        self._surely_in = None if parts is None else surely_in(table)
        people = table.people if self._surely_in is None else self._surely_in
        where = np.arange(len(table)) if parts is None else parts
        releases = releases or nothing_released(len(where))
        exact = parts is None
        self.check = DifferenceCheck(self.index, releases) if exact else PartCheck(people, releases, where)
        self.shown = self.check if exact else PartCheck(table.people, releases, where)
        self.earlier = PartCheck(people, *with_retired(releases, where, retired)) if retired else None
        self.retired = tuple(name for name, _ in retired)
        self.policy = policy
        self.dropped = dropped

    def surely_reachable(self, audience: Audience) -> int:
        """Return how many people can be reached at least, where counts are held back."""
        if self._surely_in is None:
            return audience.reachable_people
        return int(self._surely_in.sum(where=audience.reachable))

    def passes(self, rows: NDArray[np.intp]) -> bool:
        """Return whether nothing blocks an audience that reaches just these segments; quickly, and not saying why."""
        index, needed = self.index, self.policy.campaign_k
        people = index.table.people if self._surely_in is None else self._surely_in
        if people.take(rows).sum() < needed:
            return False
        selection = Selection(rows, index.weights.take(rows), is_rest=False)
        atoms = self.check.atoms(selection)
        if len(rows) == len(index.table):
            atoms = leaving_nobody(self.check.releases, atoms)
        if isolates(atoms, needed):
            return False
        return self.earlier is None or not isolates(self.earlier.atoms(selection), needed)

    def judge(self, rule: Rule, scope: frozenset[str] | None = None) -> "Judged":
        """Return a rule with its audience. Raises PlannerError `rule-…` as `bind` does."""
        bound = bind(rule, self.index.table.attributes, dropped=self.dropped)
        return self.judge_bound(rule, bound, scope)

    def judge_bound(self, rule: Rule, bound: Bound, scope: frozenset[str] | None) -> "Judged":
        """Return a rule that is bound already with its audience."""
        return Judged(self, rule, bound, scope, evaluate(self.index.table, bound, scope, index=self.index))


@dataclass(frozen=True, eq=False)
class Judged:
    """A rule, its audience in one population, and what the guardrails have to say about it."""

    guardrails: Guardrails
    rule: Rule
    bound: Bound
    scope: frozenset[str] | None
    audience: Audience

    @cached_property
    def selection(self) -> Selection:
        """The reachable segments, for counting."""
        return self.guardrails.index.select(self.audience.reachable)

    @cached_property
    def breakdown(self) -> dict[str, dict[str, int]]:
        """The reachable people by attribute and label."""
        return spread(self.guardrails.index, self.selection)

    @cached_property
    def atoms(self) -> Atoms:
        """The reachable people, told apart from all others in each class of the releases."""
        return self._atoms_by(self.guardrails.check)

    def _atoms_by(self, check: DifferenceCheck) -> Atoms:
        atoms = check.atoms(self.selection)
        return leaving_nobody(check.releases, atoms) if self.audience.reachable.all() else atoms

    @property
    def smallest_isolable(self) -> int | None:
        """The fewest people whom combining this list with all released ones could single out; None: nobody knows."""
        return smallest_isolable(self.guardrails.check.releases, self.atoms)

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """What must be repaired before anything may leave: too few people, or a difference that isolates some."""
        return tuple(self._narrow_blocks()) or tuple(self._isolation())

    def findings(self, platforms: tuple[str, ...] = ()) -> tuple[Finding, ...]:
        """Return everything the guardrails say, worst first. `platforms` names those the list is meant for."""
        return tuple(worst_first([*self.blocking, *self._warnings(platforms)]))

    def _narrow_blocks(self) -> Iterator[Finding]:
        found, needed = self.audience, self.guardrails.policy.campaign_k
        if self.guardrails.surely_reachable(found) >= needed:
            return
        facts: dict[str, Fact] = {"needed": needed, "matched": found.reach, "condition": self._narrowest()}
        if not found.reach and not found.protected:
            yield Finding("nobody-matches", Severity.BLOCK, facts)
        elif not found.reach:
            yield Finding("all-protected", Severity.BLOCK, facts | {"protected": found.protected})
        elif not found.reachable_people and not self._narrowing.everyone:
            yield Finding("nobody-reachable", Severity.BLOCK, {"needed": needed, "matched": found.reach})
        elif not found.reachable_people:
            yield Finding("nobody-reachable", Severity.BLOCK, facts)
        elif found.reachable_people >= needed:
            told: dict[str, Fact] = {"reachable": found.reachable_people, "floor": self.guardrails.index.table.floor}
            yield Finding("too-narrow-perhaps", Severity.BLOCK, facts | told)
        else:
            yield Finding("too-narrow", Severity.BLOCK, facts | {"reachable": found.reachable_people})

    def _isolation(self) -> Iterator[Finding]:
        needed = self.guardrails.policy.campaign_k
        found = isolation(self.guardrails.check.releases, self.atoms, needed)
        if found and found.releases:
            if self._shows_too_few(needed):
                yield Finding("isolates-difference", Severity.BLOCK, {"needed": needed, "releases": found.releases})
            else:
                told: dict[str, Fact] = {"needed": needed, "releases": found.releases}
                yield Finding("isolates-difference-perhaps", Severity.BLOCK, told)
        elif found:
            code = "isolates-remainder" if self._shows_too_few(needed) else "isolates-remainder-perhaps"
            yield Finding(code, Severity.BLOCK, {"needed": needed})
        elif earlier := self._isolation_from_retired():
            yield Finding(LEFT_BEFORE, Severity.BLOCK, {"needed": needed, "releases": earlier})

    def _shows_too_few(self, needed: int) -> bool:
        """Say whether it isolates by the counts that are shown, not only by what is surely known of them."""
        atoms = self._atoms_by(self.guardrails.shown)
        smaller = np.minimum(atoms.within, atoms.without)
        return bool(((smaller >= 1) & (smaller < needed)).any())

    def _isolation_from_retired(self) -> tuple[str, ...]:
        """Return the lists of retired cuts from which it is not proven that the audience isolates nobody."""
        check, retired = self.guardrails.earlier, self.guardrails.retired
        if check is None:
            return ()
        found = isolation(check.releases, check.atoms(self.selection), self.guardrails.policy.campaign_k)
        if found is None:
            return ()
        return tuple(name for name in found.releases if name in retired) or retired

    def _warnings(self, platforms: tuple[str, ...]) -> Iterator[Finding]:
        policy, people = self.guardrails.policy, self.audience.reachable_people
        facts: dict[str, Fact]
        if policy.campaign_k <= people < policy.warn_below:
            facts = {"reachable": people, "advised": policy.warn_below, "condition": self._narrowest()}
            yield Finding("getting-narrow", Severity.WARN, facts)
        if 0 < people < policy.campaign_k <= self.audience.reach:
            facts = {"matched": self.audience.reach, "needed": policy.campaign_k}
            yield Finding("few-agreed", Severity.WARN, facts)
        for platform in platforms:
            if people < policy.delivery_floor(platform):
                facts = {"platform": platform, "floor": policy.delivery_floor(platform), "reachable": people}
                yield Finding("below-delivery-floor", Severity.WARN, facts)
        yield from self._over_specified()
        yield from self._protected()
        yield from self._homogeneous()

    def _over_specified(self) -> Iterator[Finding]:
        attributes = self.guardrails.index.table.attributes
        combined = sorted(attributes_combined(self.bound))
        if len(combined) >= self.guardrails.policy.over_specified_from:
            yield Finding(
                "over-specified",
                Severity.WARN,
                {
                    "conditions": len(combined),
                    "attributes": tuple(attributes[i].name for i in combined),
                    "rarest": RAREST_INTERESTS,
                    "random": RANDOM_INTERESTS,
                },
            )

    def _protected(self) -> Iterator[Finding]:
        found = self.audience
        matching = found.reach + found.protected
        if not found.protected or found.protected < self.guardrails.policy.protected_share_high * matching:
            return
        facts: dict[str, Fact] = {
            "protected": found.protected,
            "matching": matching,
            "percent": round(100 * found.protected / matching),
        }
        attribute, level = most_cut(self.guardrails.index, self.bound, found)
        yield Finding("protected-share-high", Severity.WARN, {**facts, "attribute": attribute, "level": level})

    def _homogeneous(self) -> Iterator[Finding]:
        index = self.guardrails.index
        if index.table.homogeneous is None:
            return
        alike = self.audience.reachable & index.table.homogeneous
        if alike.any():
            facts: dict[str, Fact] = {"segments": int(np.count_nonzero(alike)), "people": index.people_in(alike)}
            yield Finding("homogeneous-group", Severity.WARN, facts)

    @cached_property
    def _narrowing(self) -> Narrowing:
        guardrails = self.guardrails
        return narrowing(guardrails.index, self.rule, self.scope, dropped=guardrails.dropped)

    def _narrowest(self) -> str:
        return rule_text(self._narrowing.narrowest) or NO_CONDITION

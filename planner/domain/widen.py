"""Widening: the cheapest edits that bring a rule past the guardrails, each tried out before it is offered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from planner.domain.audience import status_of
from planner.domain.binding import bind_condition, bind_with
from planner.domain.bound import Bound, Leaf
from planner.domain.changes import Change, Edit, Path, aligned, drops, replaced, walk, widened
from planner.domain.guardrails import Guardrails, Judged
from planner.domain.rule import EVERYONE, Condition, Rule, flatten
from planner.domain.segment_index import INSIDE

NO_RULES: Mapping[str, Rule] = MappingProxyType({})
MOST_STEPS = 4
"""How many edits one offer may combine, when no single one is enough."""
MOST_TRIED = 60
"""How many of the most promising edits are judged in full."""
_LISTS = 3


@dataclass(frozen=True, eq=False, slots=True)
class Widening:
    """A rule near the one asked for that nothing blocks, and what it takes to get there."""

    rule: Rule
    reach: int
    reachable: int
    changes: tuple[Change, ...]
    """The edits, in order: one, or the fewest found when none was enough alone."""
    loss: float
    """What they give up together, as `Edit.loss` measures it."""


@dataclass(frozen=True, eq=False, slots=True)
class _Trial:
    """An edited rule with the people it reaches."""

    rule: Rule
    bound: Bound
    reachable: int
    changes: tuple[Change, ...]
    loss: float
    at: Path

    def worth(self, before: int) -> float:
        """People gained for what is given up."""
        return (self.reachable - before) / max(self.loss, 1e-9)


def widenings(
    judged: Judged, *, released: Mapping[str, Rule] = NO_RULES, most: int = 5, per_place: int = 2
) -> tuple[Widening, ...]:
    """Return edits of a rule that clear what blocks it, most people gained per loss first.

    At most `most`, and at most `per_place` that change the same condition.

    For a rule that nothing blocks but that reaches fewer people than the policy advises, those that reach enough; for
    any other rule, none. `released` holds the rules of released lists by name, so that a rule which isolates the
    difference from one of them can be made to agree with it. Every offer was judged by the same guardrails and blocks
    nothing. One condition is edited at a time; only when no single edit is enough are up to `MOST_STEPS` combined.
    """
    search = _Search(judged, most, per_place)
    if not search.is_needed:
        return ()
    trials = [*search.edits(search.start), *search.alignments(released)]
    offers = search.cleared(trials)
    for _ in range(MOST_STEPS - 1):
        if offers or not trials:
            break
        nearest = max(trials, key=lambda trial: trial.worth(search.start.reachable))
        trials = list(search.edits(nearest))
        offers = search.cleared(trials)
    return offers or search.cleared(search.dropping())[:1]


class _Search:
    """Tries edits of one rule; conditions stay bound from trial to trial."""

    def __init__(self, judged: Judged, most: int, per_place: int) -> None:
        self._judged = judged
        self._most, self._per_place = most, per_place
        self._guardrails: Guardrails = judged.guardrails
        self._leaves: dict[Condition, Leaf] = {}
        policy, people = self._guardrails.policy, judged.audience.reachable_people
        self._enough = policy.campaign_k if judged.blocking else policy.warn_below
        self.is_needed = bool(judged.blocking) or people < policy.warn_below
        self.start = _Trial(flatten(judged.rule), judged.bound, people, (), 0.0, ())

    def edits(self, trial: _Trial) -> Iterator[_Trial]:
        """Yield the trial's rule with each edit of one of its conditions."""
        for edit in drops(trial.rule, self._leaf_of):
            yield self._tried(edit, trial)
        for path, part, positive in walk(trial.rule):
            if isinstance(part, Condition) and positive:
                others = self._mask(self._bound(replaced(trial.rule, path, EVERYONE)))
                for edit in widened(self._guardrails.index, trial.rule, (path, self._leaf_of(part)), others):
                    yield self._tried(edit, trial)

    def alignments(self, released: Mapping[str, Rule]) -> Iterator[_Trial]:
        """Yield the rule made to agree with each of the lists that its difference isolates people from."""
        for finding in self._judged.blocking:
            names = finding.facts.get("releases", ())
            for name in names[-_LISTS:] if isinstance(names, tuple) else ():
                if name in released:
                    for edit in aligned(self.start.rule, name, released[name]):
                        yield self._tried(edit, self.start)

    def dropping(self) -> Iterator[_Trial]:
        """Yield the rule with more and more of its conditions dropped, always the one that keeps most people out."""
        trial = self.start
        while trial.rule != EVERYONE:
            tried = [self._tried(edit, trial) for edit in drops(trial.rule, self._leaf_of)]
            trial = max(tried, key=lambda each: each.worth(trial.reachable))
            yield trial

    def cleared(self, trials: Iterable[_Trial]) -> tuple[Widening, ...]:
        """Return the best of the trials that nothing blocks, few for each place in the rule."""
        ranked = sorted(trials, key=lambda trial: -trial.worth(self.start.reachable))
        offers: list[Widening] = []
        places: dict[Path, int] = {}
        seen = {self.start.rule}
        for trial in ranked[:MOST_TRIED]:
            if trial.reachable < self._enough or trial.rule in seen or places.get(trial.at, 0) >= self._per_place:
                continue
            seen.add(trial.rule)
            judged = self._guardrails.judge_bound(trial.rule, trial.bound, self._judged.scope)
            if judged.blocking:
                continue
            places[trial.at] = places.get(trial.at, 0) + bool(trial.at)
            found = judged.audience
            offers.append(Widening(trial.rule, found.reach, found.reachable_people, trial.changes, trial.loss))
            if len(offers) == self._most:
                break
        return tuple(offers)

    def _tried(self, edit: Edit, before: _Trial) -> _Trial:
        bound = self._bound(edit.rule)
        reachable = self._guardrails.index.people_in(self._mask(bound))
        return _Trial(edit.rule, bound, reachable, (*before.changes, edit.change), before.loss + edit.loss, edit.at)

    def _mask(self, bound: Bound) -> NDArray[np.bool_]:
        """Return the reachable segments of a rule."""
        inside: NDArray[np.bool_] = status_of(self._guardrails.index, bound) == INSIDE
        return inside & self._guardrails.index.granting(self._judged.scope) if self._judged.scope else inside

    def _bound(self, rule: Rule) -> Bound:
        return bind_with(rule, self._leaf_of)

    def _leaf_of(self, condition: Condition) -> Leaf:
        leaf = self._leaves.get(condition)
        if leaf is None:
            attributes = self._guardrails.index.table.attributes
            leaf = self._leaves[condition] = bind_condition(condition, attributes, dropped=self._guardrails.dropped)
        return leaf

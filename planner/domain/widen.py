"""Widening: the cheapest edits that bring a rule past the guardrails, each tried out before it is offered."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from planner.domain.audience import status_of
from planner.domain.binding import bind_condition, bind_with
from planner.domain.bound import Bound, Leaf
from planner.domain.changes import Change, Edit, Path, aligned, drops, replaced, walk, widened
from planner.domain.guardrails import Guardrails, Judged
from planner.domain.kept_out import KeptOut, Rows
from planner.domain.rule import EVERYONE, All, Condition, Rule, conditions_of, conjuncts_of, flatten
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


@dataclass(frozen=True, eq=False)
class _Trial:
    """An edited rule with the people it reaches. Most trials are only counted: few are listed, and fewer written."""

    reachable: int
    loss: float
    at: Path
    list_rows: Callable[[], Rows]
    write: Callable[[], Edit]
    before: "_Trial | None" = None

    @cached_property
    def rows(self) -> Rows:
        """The segments that the rule reaches."""
        return self.list_rows()

    @cached_property
    def edit(self) -> Edit:
        """The rule, and the last change that was made to it."""
        return self.write()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that was changed, in order."""
        before = () if self.before is None else self.before.changes
        return before if self.edit.change is None else (*before, self.edit.change)

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
    if not search.can_help:
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
        self._index = self._guardrails.index
        self._leaves: dict[Condition, Leaf] = {}
        self._groups: dict[Rule, NDArray[np.bool_]] = {}
        policy, people = self._guardrails.policy, judged.audience.reachable_people
        self._enough = policy.campaign_k if judged.blocking else policy.warn_below
        is_needed = bool(judged.blocking) or people < policy.warn_below
        self.can_help = is_needed and self._index.people_in(self._mask(EVERYONE)) >= self._enough
        rule, reached = flatten(judged.rule), np.flatnonzero(judged.audience.reachable)
        self.start = _Trial(people, 0.0, (), lambda: reached, lambda: Edit(rule, None, 0.0, ()))

    def edits(self, trial: _Trial) -> Iterator[_Trial]:
        """Yield the trial's rule with each edit of one of its conditions."""
        rule, without = trial.edit.rule, dict[Path, NDArray[np.bool_]]()
        for edit in drops(rule, self._leaf_of):
            without[edit.at] = self._mask(edit.rule)
            yield self._tried(edit, trial, without[edit.at])
        for path, part, positive in walk(rule):
            if isinstance(part, Condition) and positive:
                if path not in without:
                    without[path] = self._mask(replaced(rule, path, EVERYONE))
                yield from self._widened(trial, (path, self._leaf_of(part)), without[path])

    def alignments(self, released: Mapping[str, Rule]) -> Iterator[_Trial]:
        """Yield the rule made to agree with each of the lists that its difference isolates people from."""
        for finding in self._judged.blocking:
            names = finding.facts.get("releases", ())
            for name in names[-_LISTS:] if isinstance(names, tuple) else ():
                if name in released:
                    for edit in aligned(self.start.edit.rule, name, released[name]):
                        yield self._tried(edit, self.start, self._mask(edit.rule))

    def dropping(self) -> Iterator[_Trial]:
        """Yield the rule with more and more of its conditions dropped, always the one that keeps most people out."""
        trial = self.start
        while trial.edit.rule != EVERYONE:
            tried = [self._tried(edit, trial, self._mask(edit.rule)) for edit in drops(trial.edit.rule, self._leaf_of)]
            trial = max(tried, key=lambda each: each.worth(trial.reachable))
            yield trial

    def cleared(self, trials: Iterable[_Trial]) -> tuple[Widening, ...]:
        """Return the best of the trials that nothing blocks, few for each place in the rule."""
        ranked = sorted(trials, key=lambda trial: -trial.worth(self.start.reachable))
        offers: list[Widening] = []
        places: dict[Path, int] = {}
        seen = {self.start.edit.rule}
        for trial in ranked[:MOST_TRIED]:
            if trial.reachable < self._enough or places.get(trial.at, 0) >= self._per_place:
                continue
            if not self._guardrails.passes(trial.rows) or (rule := trial.edit.rule) in seen:
                continue
            seen.add(rule)
            judged = self._guardrails.judge_bound(rule, self._bound(rule), self._judged.scope)
            if judged.blocking:
                continue
            places[trial.at] = places.get(trial.at, 0) + bool(trial.at)
            found = judged.audience
            offers.append(Widening(rule, found.reach, found.reachable_people, trial.changes, trial.loss))
            if len(offers) == self._most:
                break
        return tuple(offers)

    def _widened(self, trial: _Trial, place: tuple[Path, Leaf], others: NDArray[np.bool_]) -> Iterator[_Trial]:
        """Yield the trial's rule with one condition wider; `others` are the segments that it would reach without it.

        Wider, the condition lets in those of the segments it keeps out whose values it allows by then. Where the rule
        has another condition on the attribute, those are not all: then every segment is asked again.
        """
        leaf, rule = place[1], trial.edit.rule
        kept_out = others.copy()
        kept_out[trial.rows] = False
        kept = KeptOut(self._index, leaf, np.flatnonzero(kept_out))
        for wider in widened(self._index, rule, place, kept):
            if not self._is_exact(rule, place):
                edit = wider.write()
                yield self._tried(edit, trial, self._mask(edit.rule))
                continue
            people = trial.reachable + kept.gained(wider.allowed)
            rows = partial(_with_more, trial.rows, kept, wider.allowed)
            yield _Trial(people, trial.loss + wider.loss, place[0], rows, wider.write, trial)

    def _tried(self, edit: Edit, before: _Trial, mask: NDArray[np.bool_]) -> _Trial:
        rows = np.flatnonzero(mask)
        people = int(self._index.table.people.take(rows).sum())
        return _Trial(people, before.loss + edit.loss, edit.at, lambda: rows, lambda: edit, before)

    def _is_exact(self, rule: Rule, place: tuple[Path, Leaf]) -> bool:
        """Say whether a wider condition lets in just what it kept out: it must be true, or has the attribute alone."""
        path, leaf = place
        if not path or (len(path) == 1 and isinstance(rule, All)):
            return True
        return sum(self._leaf_of(each).attribute == leaf.attribute for each in conditions_of(rule)) == 1

    def _mask(self, rule: Rule) -> NDArray[np.bool_]:
        """Return the reachable segments of a rule: those inside each of the parts that must be true."""
        mask = np.ones(len(self._index.table), dtype=np.bool_)
        if self._judged.scope:
            mask &= self._index.granting(self._judged.scope)
        for part in conjuncts_of(rule):
            mask &= self._inside(part)
        return mask

    def _inside(self, part: Rule) -> NDArray[np.bool_]:
        if isinstance(part, Condition):
            return np.equal(self._index.status_of(self._leaf_of(part)), INSIDE)
        inside = self._groups.get(part)
        if inside is None:
            inside = self._groups[part] = status_of(self._index, self._bound(part)) == INSIDE
        return inside

    def _bound(self, rule: Rule) -> Bound:
        return bind_with(rule, self._leaf_of)

    def _leaf_of(self, condition: Condition) -> Leaf:
        leaf = self._leaves.get(condition)
        if leaf is None:
            attributes = self._index.table.attributes
            leaf = self._leaves[condition] = bind_condition(condition, attributes, dropped=self._guardrails.dropped)
        return leaf


def _with_more(rows: Rows, kept_out: KeptOut, allowed: NDArray[np.bool_]) -> Rows:
    return np.concatenate([rows, kept_out.let_in(allowed)])

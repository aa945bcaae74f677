"""Factoring: conditions that hold for any of many clauses, with what several clauses demand written once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from planner.formats.conditions import Clause, Test

AnyOf = tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """All of `every` hold, and any of `either`; where `either` is empty, nothing more is asked."""

    every: Clause = ()
    either: tuple["Nested", ...] = ()


def factored(clauses: Sequence[Clause], weigh: Callable[[Test], int]) -> Nested | None:
    """Return nested conditions that hold exactly where any of the clauses does; None where there is no clause.

    What all clauses demand comes first. Then, again and again, the demand whose repetition weighs most is put before
    the clauses that have it, and they are nested likewise: greedy, as algebraic factoring is in logic synthesis
    (Brayton and McMullen, *The Decomposition and Factorization of Boolean Expressions*, 1982). Deterministic.
    `O(clauses x demands x different demands)`.
    """
    return _nested(list(dict.fromkeys(clauses)), cache(lambda any_of: sum(map(weigh, any_of)))) if clauses else None


def _nested(clauses: list[Clause], weigh: Callable[[AnyOf], int]) -> Nested:
    shared = tuple(any_of for any_of in clauses[0] if all(any_of in clause for clause in clauses))
    apart = [_without(clause, shared) for clause in clauses]
    if not all(apart):
        return Nested(shared)
    if len(apart) == 1:
        return Nested(clauses[0])
    either: list[Nested] = []
    while (demand := _costliest(apart, weigh)) is not None:
        inner = _nested([_without(clause, (demand,)) for clause in apart if demand in clause], weigh)
        either.append(Nested((demand, *inner.every), inner.either))
        apart = [clause for clause in apart if demand not in clause]
    return Nested(shared, (*either, *map(Nested, apart)))


def _costliest(clauses: Sequence[Clause], weigh: Callable[[AnyOf], int]) -> AnyOf | None:
    """Return the demand whose repetition in these clauses weighs most; None where none is repeated."""
    times = Counter(any_of for clause in clauses for any_of in clause)
    cost = {any_of: (count - 1) * weigh(any_of) for any_of, count in times.items()}
    worst = max(cost, key=lambda any_of: cost[any_of], default=None)
    return worst if worst is not None and cost[worst] else None


def _without(clause: Clause, demands: Sequence[AnyOf]) -> Clause:
    return tuple(any_of for any_of in clause if any_of not in demands)

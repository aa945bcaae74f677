"""The privacy model: what a group of people must satisfy before it may exist as a segment."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from planner.domain.errors import PlannerError, Refusal
from planner.domain.segments import Cells

LEAST_FLOOR = 2
MILLION = 1_000_000

Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Bound:
    """The conditions of one sensitive column, in whole numbers: l and t against everybody's distribution.

    Closeness compares exactly: with n of N people in a group, c of C of them with a value, it bounds the sum of
    |c·N - C·n| over values (total variation; cumulated along the order for earth mover's distance) by a multiple of
    t·n·N. `whole` and `rest` are that multiple of t·N in millionths; t is rounded down to millionths.
    """

    distinct: int
    is_ordered: bool
    whole: int
    rest: int
    overall: Counts

    def holds(self, people: Counts, counts: Counts) -> NDArray[np.bool_]:
        """Say for each group whether it keeps l and t; `counts` is `(groups, values)`."""
        gaps = counts * self.overall.sum() - self.overall * people[:, None]
        drift = gaps.cumsum(axis=1) if self.is_ordered else gaps
        distance: Counts = np.abs(drift).sum(axis=1)
        most = self.whole * people + self.rest * people // MILLION
        allowed: NDArray[np.bool_] = (distance <= most) & (np.count_nonzero(counts, axis=1) >= self.distinct)
        return allowed


@dataclass(frozen=True, eq=False, slots=True)
class PrivacyModel:
    """k-anonymity at `floor`, with l-diversity and t-closeness for every sensitive column of the cells."""

    floor: int
    bounds: tuple[Bound, ...] = ()

    @classmethod
    def of(cls, cells: Cells, floor: int) -> "PrivacyModel":
        """Return the model for a population.

        Raises PlannerError `floor-too-low` for a floor that protects nobody and `population-too-large` when closeness
        could not be computed exactly; Refusal `population-below-floor` or `not-diverse-enough` when not even
        everybody together satisfies it.
        """
        people = int(cells.people.sum())
        if floor < LEAST_FLOOR:
            raise PlannerError("floor-too-low", floor=floor, least=LEAST_FLOOR)
        if people < floor:
            raise Refusal("population-below-floor", people=people, floor=floor)
        return cls(floor, tuple(_bound_of(cells, i, people) for i in range(len(cells.sensitive))))

    def holds(self, people: Counts, counts: tuple[Counts, ...]) -> NDArray[np.bool_]:
        """Say for each group whether it may exist; `people` is `(groups,)`, each of `counts` `(groups, values)`."""
        allowed = people >= self.floor
        for bound, column in zip(self.bounds, counts, strict=True):
            allowed = allowed & bound.holds(people, column)
        return allowed


def count_sensitive(cells: Cells, group: NDArray[np.integer], groups: int) -> tuple[Counts, ...]:
    """Count the people of each group by sensitive value: one `(groups, values)` a sensitive column, exact to 2^53."""
    tables = []
    for sensitive, codes in zip(cells.sensitive, cells.sensitive_codes, strict=True):
        size = len(sensitive.labels)
        places = group.astype(np.int64) * size + codes
        tables.append(np.bincount(places, cells.people, groups * size).astype(np.int64).reshape(groups, size))
    return tuple(tables)


def _bound_of(cells: Cells, column: int, people: int) -> Bound:
    sensitive = cells.sensitive[column]
    overall = count_sensitive(cells, np.zeros(len(cells), dtype=np.uint8), 1)[column][0]
    found = int((overall > 0).sum())
    if found < sensitive.distinct:
        raise Refusal("not-diverse-enough", column=sensitive.name, distinct=sensitive.distinct, found=found)
    span = max(len(sensitive.labels) - 1, 1) if sensitive.ordered else 2
    most = int((2**62 // span) ** 0.5)
    if people > most:
        raise PlannerError("population-too-large", column=sensitive.name, people=people, most=most)
    closeness = Fraction(str(1.0 if sensitive.closeness is None else min(sensitive.closeness, 1.0)))
    whole, rest = divmod(int(closeness * MILLION) * span * people, MILLION)
    return Bound(sensitive.distinct, sensitive.ordered, whole, rest, overall)

"""Parts: comparing audiences with released lists where counts are held back and segments have merged since."""

import numpy as np
from numpy.typing import NDArray

from planner.domain.anonymity import Atoms, DifferenceCheck, Releases
from planner.domain.kept_cut import NOWHERE
from planner.domain.segment_index import Selection
from planner.domain.segments import SegmentTable

SOMEBODY = 0.5
"""What all parts together weigh of which nobody knows how many people they hold: more than nobody, less than one."""

Weights = NDArray[np.float64]
Parts = NDArray[np.int64]


def surely_in(table: SegmentTable) -> NDArray[np.int64]:
    """Return how many people each segment of a refresh holds at least: `(segments,)`.

    The count that is shown is off by less than the floor, and no segment is below it (`refresh`).
    """
    return np.maximum(table.people - (table.floor - 1), table.floor)


class PartCheck(DifferenceCheck):
    """Compares audiences with everything released from any state of a kept cut.

    Released lists are unions of parts. A segment all of whose parts are on the same lists holds at least `surely_in`.
    Of one that lists cut through, because its parts were segments when they left, nobody knows how many people are in
    which part: each of them may hold somebody, and counts for nobody.
    """

    def __init__(self, table: SegmentTable, releases: Releases, parts: Parts) -> None:
        self.releases = releases
        self._classes = releases.classes.astype(np.intp)
        self._parts = parts
        self._segments = len(table)
        self._weights = _weights(surely_in(table), parts, self._classes)
        self._totals = np.bincount(self._classes, self._weights, releases.size)

    def atoms(self, selection: Selection) -> Atoms:
        """Return who of each class is surely in an audience and who is not; below one where it may be somebody."""
        mask = np.full(self._segments + 1, selection.is_rest, dtype=np.bool_)
        mask[selection.rows] = not selection.is_rest
        mask[NOWHERE] = False
        chosen = mask[self._parts]
        return Atoms(self._weigh(chosen), self._weigh(~chosen))

    def _weigh(self, chosen: NDArray[np.bool_]) -> Weights:
        people = np.bincount(self._classes[chosen], self._weights[chosen], self.releases.size)
        return people.astype(np.float64, copy=False)  # NumPy counts nobody in whole numbers


def _weights(people: NDArray[np.int64], parts: Parts, classes: NDArray[np.intp]) -> Weights:
    """Return what each part weighs: a segment's people where one class holds it, else a little for each part."""
    weights = np.full(len(parts), SOMEBODY / len(parts))
    held = np.flatnonzero(parts != NOWHERE)
    least, most = np.full(len(people), len(parts)), np.full(len(people), NOWHERE)
    np.minimum.at(least, parts[held], classes[held])
    np.maximum.at(most, parts[held], classes[held])
    whole = held[(least == most)[parts[held]]]
    weights[whole] = 0.0
    segments, first = np.unique(parts[whole], return_index=True)
    weights[whole[first]] = people[segments]
    return weights

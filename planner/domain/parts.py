"""Parts: comparing audiences with released lists where counts are held back and segments have merged since."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.anonymity import WORD_BITS, Atoms, DifferenceCheck, Releases, with_release
from planner.domain.kept_cut import NOWHERE
from planner.domain.segment_index import CUT, INSIDE, Selection, Status
from planner.domain.segments import SegmentTable

SOMEBODY = 0.5
"""What all parts together weigh of which nobody knows how many people they hold: more than nobody, less than one."""

Weights = NDArray[np.float64]
Parts = NDArray[np.int64]


MOST_PIECES = 1 << 22
"""More pieces than these are not told apart: then nothing is proven of retired lists."""


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

    def __init__(self, people: NDArray[np.int64], releases: Releases, parts: Parts) -> None:
        """Take how many people are surely in each segment, and the releases over the parts of all segments."""
        self.releases = releases
        self._classes = releases.classes.astype(np.intp)
        self._parts = parts
        self._segments = len(people)
        self._weights = _weights(people, parts, self._classes)
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


def with_retired(releases: Releases, parts: Parts, retired: Sequence[tuple[str, Status]]) -> tuple[Releases, Parts]:
    """Return releases and parts with lists added that left from a retired cut, by what is proven of each segment.

    A segment that a list may hold in part is in pieces that may be anywhere: one in every class that agrees with what
    is known of it, and two in classes apart, where it meets all others of which as little is known. So an audience
    that tells such segments apart isolates, as far as anybody can prove.
    """
    statuses = np.stack([np.append(status, CUT) for _, status in retired])[:, parts]
    is_clear = (statuses != CUT).all(axis=0)
    present, classes = np.unique(releases.classes[is_clear], return_inverse=True)
    known = Releases(releases.names, classes.astype(np.uint32), releases.held_by[present])
    for (name, _), status in zip(retired, statuses[:, is_clear], strict=True):
        known = with_release(known, name, status == INSIDE)
    pieces, places = _pieces(known, releases, statuses, np.flatnonzero(~is_clear))
    unknown = np.zeros((2, known.held_by.shape[1]), dtype=np.uint64)
    everything = Releases(
        known.names,
        np.concatenate([known.classes, places]).astype(np.uint32),
        np.concatenate([known.held_by, unknown]),
    )
    return everything, np.concatenate([parts[is_clear], parts[pieces]])


def _pieces(known: Releases, releases: Releases, statuses: NDArray[np.uint8], unclear: Parts) -> tuple[Parts, Parts]:
    """Return the pieces of unclear parts: the part of each, and its class."""
    held = _bits(known)
    patterns = np.concatenate([_bits(releases)[releases.classes[unclear]].T * INSIDE, statuses[:, unclear]])
    kinds, kind_of = np.unique(patterns, axis=1, return_inverse=True)
    found, places = [unclear, unclear], [np.full(len(unclear), known.size + extra) for extra in (0, 1)]
    room = MOST_PIECES
    for number, kind in enumerate(kinds.T):
        told = np.flatnonzero(kind != CUT)
        fitting = np.flatnonzero((held[:, told] * INSIDE == kind[told]).all(axis=1))
        mine = unclear[kind_of == number]
        room -= len(mine) * len(fitting)
        if room < 0:
            return np.repeat(np.arange(len(statuses[0])), 2), np.tile([known.size, known.size + 1], len(statuses[0]))
        found.append(np.repeat(mine, len(fitting)))
        places.append(np.tile(fitting, len(mine)))
    return np.concatenate(found), np.concatenate(places)


def _bits(releases: Releases) -> NDArray[np.uint8]:
    """Return which releases hold each class: `(classes, releases)` of 0 and 1."""
    bits = np.zeros((releases.size, len(releases.names)), dtype=np.uint8)
    for place in range(len(releases.names)):
        words = releases.held_by[:, place // WORD_BITS]
        bits[:, place] = words >> np.uint64(place % WORD_BITS) & np.uint64(1)
    return bits


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

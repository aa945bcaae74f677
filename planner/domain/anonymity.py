"""Differencing: the smallest group that anybody could single out by combining everything ever released."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.segment_index import SegmentIndex, Selection

Classes = NDArray[np.uint32]
"""One class a segment: two segments share it when exactly the same releases hold them."""

WORD_BITS = 64


@dataclass(frozen=True, eq=False, slots=True)
class Releases:
    """Everything released from a snapshot, as one class id a segment.

    The classes are the atoms of the Boolean algebra that the released audiences generate: whatever anybody computes
    by joining, intersecting and subtracting lists is a union of classes.
    """

    names: tuple[str, ...]
    classes: Classes
    """`(segments,)`, dense from 0, numbered the same way on every machine."""
    held_by: NDArray[np.uint64]
    """`(classes, ceil(releases / 64))`: bit `r % 64` of word `r // 64` says that release r holds the class."""

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.held_by)


@dataclass(frozen=True, eq=False, slots=True)
class Atoms:
    """The people of each class who are in an audience and who are not: `(classes,)` whole numbers each."""

    within: NDArray[np.float64]
    without: NDArray[np.float64]


def nothing_released(segments: int) -> Releases:
    """Return the state before the first release: one class that holds everyone."""
    return Releases((), np.zeros(segments, dtype=np.uint32), np.zeros((min(segments, 1), 0), dtype=np.uint64))


def refine(classes: Classes, mask: NDArray[np.bool_]) -> Classes:
    """Return the classes after a release of the segments in `mask`: each class splits into out and in.

    Ids stay dense and follow the old ones, out before in, so that they depend on the history alone. `O(segments)`.
    """
    pairs, present = _split(classes, mask)
    return (np.cumsum(present) - 1).astype(np.uint32).take(pairs)


def with_release(releases: Releases, name: str, mask: NDArray[np.bool_]) -> Releases:
    """Return the releases with one more, whose list held the segments in `mask`."""
    pairs, present = _split(releases.classes, mask)
    kept = np.flatnonzero(present)
    place = len(releases.names)
    held_by = releases.held_by[kept >> 1]
    if place % WORD_BITS == 0:
        held_by = np.concatenate([held_by, np.zeros((len(kept), 1), dtype=np.uint64)], axis=1)
    held_by[:, -1] |= (kept & 1).astype(np.uint64) << np.uint64(place % WORD_BITS)
    classes = (np.cumsum(present) - 1).astype(np.uint32).take(pairs)
    return Releases((*releases.names, name), classes, held_by)


def released(segments: int, masks: Iterable[tuple[str, NDArray[np.bool_]]]) -> Releases:
    """Return the releases with these names and masks, in this order."""
    releases = nothing_released(segments)
    for name, mask in masks:
        releases = with_release(releases, name, mask)
    return releases


class DifferenceCheck:
    """Compares audiences with everything released from a table; made once a release, asked at every edit."""

    def __init__(self, index: SegmentIndex, releases: Releases) -> None:
        self.releases = releases
        self._classes = releases.classes.astype(np.intp)
        self._totals = np.bincount(self._classes, index.weights, releases.size)

    def atoms(self, selection: Selection) -> Atoms:
        """Return who of each class is in an audience and who is not.

        One weighted count over the smaller of the audience and the rest, however many releases there are.
        """
        chosen = selection.count(self._classes, self.releases.size)
        rest = self._totals - chosen
        return Atoms(rest, chosen) if selection.is_rest else Atoms(chosen, rest)


def smallest_isolable(releases: Releases, atoms: Atoms) -> int | None:
    """Return the fewest people whom combining the audience with all releases could single out.

    At least so many, where counts are held back. None when nothing is selected and nothing was released: there is
    nothing to combine; and where nobody knows, because some group may hold anybody or nobody.
    """
    if not releases.names and not atoms.within.any():
        return None
    fewest = min(_fewest(atoms.within), _fewest(atoms.without))
    return int(fewest) if 1 <= fewest < np.inf else None


def leaving_nobody(releases: Releases, atoms: Atoms) -> Atoms:
    """Return the atoms of an audience that holds every segment, with nobody left out who is on no list.

    Whoever is in no segment and on no list is left out by the population, whatever the audience.
    """
    return Atoms(atoms.within, np.where(releases.held_by.any(axis=1), atoms.without, 0.0))


@dataclass(frozen=True, slots=True)
class Isolation:
    """A group below the threshold that an audience newly singles out, with the releases it takes to do so."""

    people: int
    """How many; for decisions only, never to be shown."""
    releases: tuple[str, ...]
    """The fewest found, oldest first; none when the audience alone leaves out too few."""
    within: bool
    """Whether the group is inside the audience, rather than left out by it."""


def isolates(atoms: Atoms, threshold: int) -> bool:
    """Return whether the audience newly makes a group of fewer than `threshold` people isolable."""
    return _fewest(np.minimum(atoms.within, atoms.without)) < threshold


def isolation(releases: Releases, atoms: Atoms, threshold: int) -> Isolation | None:
    """Return the smallest group of fewer than `threshold` people that the audience newly makes isolable, if any.

    Only classes that the audience splits count: a small class it takes or leaves whole was isolable before.
    """
    smaller = np.minimum(atoms.within, atoms.without)
    fewest = _fewest(smaller)
    if fewest >= threshold:
        return None
    best = int((smaller == fewest).argmax())
    within = bool(atoms.within[best] <= atoms.without[best])
    people = atoms.within if within else atoms.without
    return Isolation(int(people[best]), isolating(releases, people, best, threshold), within)


def isolating(releases: Releases, people: NDArray[np.float64], atom: int, threshold: int) -> tuple[str, ...]:
    """Return the releases whose combination leaves fewer than `threshold` of `people` in an atom's class.

    Takes releases from the newest on until few enough are left, then drops each that is not needed: none of the
    result can be spared, though another choice may be shorter. `people` counts each class's people on one side of the
    audience.
    """
    inhabited = np.flatnonzero(people)
    differs = releases.held_by[inhabited] ^ releases.held_by[atom]
    counts = people[inhabited]
    chosen: list[int] = []
    alive = np.arange(len(inhabited))
    for place in reversed(range(len(releases.names))):
        if counts[alive].sum() < threshold:
            break
        same = differs[alive, place // WORD_BITS] & _bit(place) == 0
        if not same.all():
            alive = alive[same]
            chosen.append(place)
    for place in list(chosen):
        fewer = [other for other in chosen if other != place]
        if counts[~(differs & _word(fewer, differs.shape[1])).any(axis=1)].sum() < threshold:
            chosen = fewer
    return tuple(releases.names[place] for place in sorted(chosen))


def _fewest(people: NDArray[np.float64]) -> float:
    """Return the smallest number that is not zero; infinity when there is none."""
    return float(np.where(people > 0, people, np.inf).min(initial=np.inf))


def _split(classes: Classes, mask: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return twice the class plus membership for each segment, and which of these pairs occur."""
    pairs = classes.astype(np.intp) * 2 + mask
    return pairs, np.bincount(pairs) > 0


def _bit(place: int) -> np.uint64:
    return np.uint64(1) << np.uint64(place % WORD_BITS)


def _word(places: list[int], words: int) -> NDArray[np.uint64]:
    word = np.zeros(words, dtype=np.uint64)
    for place in places:
        word[place // WORD_BITS] |= _bit(place)
    return word

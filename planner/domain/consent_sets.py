"""Folding consents: which scopes a group of people may be reached under once small groups have merged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.privacy_model import Counts, PrivacyModel, count_sensitive
from planner.domain.segments import Cells

MOST_SETS = 4096
"""More distinct consent sets than these first lose scopes in bulk, so that folding stays fast."""
DENSE = 1 << 16
"""Bitmasks below this are counted in a table, one place each."""

Masks = NDArray[np.uint32]


@dataclass(frozen=True, eq=False, slots=True)
class ConsentFold:
    """For every consent set that occurs, the set that its people are treated as having: the same scopes or fewer."""

    raw: Masks
    """Consent bitmasks as given, ascending."""
    target: NDArray[np.uint16]
    """For each of them, its place in `sets`."""
    sets: Masks
    """The sets that remain, ascending; the people of each satisfy the privacy model."""

    def set_of(self, consent: Masks) -> NDArray[np.int64]:
        """Return the place in `sets` for each bitmask; -1 when it is new and no set asks for only what it grants.

        A new bitmask takes the largest set within it, the first of equals: consent only ever generalises downwards.
        """
        masks, inverse = np.unique(consent, return_inverse=True)
        return np.array([self._place(int(mask)) for mask in masks], dtype=np.int64)[inverse]

    def _place(self, mask: int) -> int:
        at = int(np.searchsorted(self.raw, mask))
        if at < len(self.raw) and self.raw[at] == mask:
            return int(self.target[at])
        sizes = np.where(self.sets & ~np.uint32(mask) == 0, np.bitwise_count(self.sets).astype(np.int64), -1)
        best = int(sizes.argmax())
        return best if sizes[best] >= 0 else -1


@dataclass(slots=True)
class _Groups:
    """The consent sets while they merge: set, people and sensitive counts, ascending by set."""

    masks: Masks
    people: Counts
    counts: tuple[Counts, ...]

    def combine(self, masks: Masks) -> "_Groups":
        """Return the groups under their new sets, equal sets made one."""
        kept, place = np.unique(masks, return_inverse=True)
        return _Groups(kept, _sum(self.people, place, len(kept)), tuple(_sum(c, place, len(kept)) for c in self.counts))


def fold_consents(cells: Cells, model: PrivacyModel) -> ConsentFold:
    """Merge consent sets whose people do not satisfy the model until all do, losing few grants and adding none.

    The smallest such set merges with the one that costs the fewest grants (people times scopes they lose); their
    people keep the scopes common to both. Ties go to the smaller bitmask. O(sets²).
    """
    raw, place = _distinct(cells.consent)
    people = np.bincount(place, cells.people, len(raw)).astype(np.int64)
    groups = _Groups(raw, people, count_sensitive(cells, place, len(raw)))
    target = raw.copy()
    while len(groups.masks) > MOST_SETS:
        groups, target = _apply(groups, target, _without_rarest_scope(groups))
    while not (allowed := model.holds(groups.people, groups.counts)).all():
        groups, target = _apply(groups, target, _merge_smallest(groups, allowed))
    return ConsentFold(raw, np.searchsorted(groups.masks, target).astype(np.uint16), groups.masks)


def _distinct(consent: Masks) -> tuple[Masks, NDArray[np.intp]]:
    """Return the sets that occur, ascending, and which of them each cell has; without sorting where scopes are few."""
    if len(consent) and int(consent.max()) >= DENSE:
        return np.unique(consent, return_inverse=True)
    is_held = np.bincount(consent) > 0
    return np.flatnonzero(is_held).astype(consent.dtype), (np.cumsum(is_held) - 1)[consent]


def _apply(groups: _Groups, target: Masks, masks: Masks) -> tuple[_Groups, Masks]:
    return groups.combine(masks), masks[np.searchsorted(groups.masks, target)]


def _merge_smallest(groups: _Groups, allowed: NDArray[np.bool_]) -> Masks:
    """Return the sets after the smallest inadmissible one has merged with its cheapest partner."""
    wanting = np.flatnonzero(~allowed)
    small = wanting[groups.people[wanting].argmin()]
    common = groups.masks & groups.masks[small]
    lost = np.bitwise_count(groups.masks & ~common) * groups.people
    lost += np.bitwise_count(groups.masks[small] & ~common) * groups.people[small]
    lost[small] = np.iinfo(np.int64).max
    partner = lost.argmin()
    masks = groups.masks.copy()
    masks[[small, partner]] = common[partner]
    return masks


def _without_rarest_scope(groups: _Groups) -> Masks:
    """Return the sets after all but the largest have lost the scope that fewest of their people granted."""
    small = np.argsort(-groups.people, kind="stable")[MOST_SETS // 2 :]
    held = groups.masks[small, None] >> np.arange(32, dtype=np.uint32) & 1
    granted = (held * groups.people[small, None]).sum(axis=0)
    scope = np.where(granted > 0, granted, np.iinfo(np.int64).max).argmin()
    masks = groups.masks.copy()
    masks[small] &= ~np.uint32(1 << int(scope))
    return masks


def _sum(values: Counts, place: NDArray[np.intp], size: int) -> Counts:
    total = np.zeros((size, *values.shape[1:]), dtype=np.int64)
    np.add.at(total, place, values)
    return total

"""People with several rows: which row describes each of them, and what they granted."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NEVER = np.iinfo(np.int64).min
"""When a row without a date was updated."""


@dataclass(frozen=True, eq=False, slots=True)
class Resolved:
    """One entry a person: the row that describes them, and the consent scopes all of their rows grant."""

    chosen: NDArray[np.intp]
    consent: NDArray[np.uint32]
    conflicting_people: int
    """People whose rows disagree in a value."""
    conflicting_consents: int
    """People whose rows disagree in what was granted."""


def resolve_people(
    person: NDArray[np.int64],
    updated: NDArray[np.int64],
    values: Sequence[NDArray[np.integer]],
    consent: NDArray[np.uint32],
) -> Resolved:
    """Choose for each person the latest row; among equals the smallest in the order of its values.

    Arrays have one entry a row: the person's number, when it was updated (`NEVER` when not known), its values as
    numbers that sort as they should, the first array first, and its granted scopes as bits. A scope is granted only if
    every row of the person grants it. The answer does not depend on the order of the rows. Cost: one sort of the rows.
    """
    if not len(person):
        none = np.zeros(0, dtype=np.intp)
        return Resolved(none, np.zeros(0, dtype=np.uint32), 0, 0)
    recent = np.where(updated == NEVER, np.iinfo(np.int64).max, -np.maximum(updated, NEVER + 1))
    order = np.lexsort((*reversed(values), recent, person))
    starts = np.flatnonzero(np.diff(person[order], prepend=person[order[0]] - 1))
    owner = np.repeat(starts, np.diff(starts, append=len(order)))
    differs = np.zeros(len(order), dtype=np.bool_)
    for value in values:
        ordered = value[order]
        differs |= ordered != ordered[owner]
    granted = consent[order]
    return Resolved(
        chosen=order[starts],
        consent=np.bitwise_and.reduceat(granted, starts),
        conflicting_people=int(np.logical_or.reduceat(differs, starts).sum()),
        conflicting_consents=int(np.logical_or.reduceat(granted != granted[owner], starts).sum()),
    )

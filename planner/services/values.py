"""Values: what a rule over a population may name, and how many people each value holds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Level
from planner.domain.segments import Codes, ValueSets
from planner.store.policies import load_policy
from planner.store.snapshots import current_snapshot, load_table
from planner.store.workspace import Workspace

People = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class KnownAttribute:
    """An attribute, with the people of the segments that lie wholly in each of its values."""

    attribute: Attribute
    people: People
    """By value code: `(values,)`; each is 0 or at least the floor."""
    by_level: tuple[People, ...]
    """The same for the labels of each of its levels."""
    mixed: int
    """People of the segments that hold several values, whom no single value counts."""


@dataclass(frozen=True, eq=False, slots=True)
class PopulationFacts:
    """What an editor of rules knows of a population."""

    population: str
    made_at: str
    """When its current snapshot was made: ISO 8601."""
    people: int
    least: int
    """Fewer people than this are only said to be fewer: the policy's campaign k."""
    known: tuple[KnownAttribute, ...]
    dropped: Mapping[str, str]
    """The columns of the source, name → role, so that a rule over one that is not kept is told why."""

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes, in the order of the segment table."""
        return tuple(each.attribute for each in self.known)


def describe_population(workspace: Workspace, name: str) -> PopulationFacts:
    """Return what a rule over a population may name. O(segments * attributes).

    Raises PlannerError `unknown-population`, `no-populations`, `store-damaged`.
    """
    record = current_snapshot(workspace, name)
    table = load_table(workspace, record.id)
    return PopulationFacts(
        population=record.population,
        made_at=record.made_at,
        people=table.total_people,
        least=load_policy(workspace).campaign_k,
        known=tuple(_known(sets, ids, table.people) for sets, ids in zip(table.sets, table.ids, strict=True)),
        dropped=record.columns,
    )


def _known(sets: ValueSets, ids: Codes, people: People) -> KnownAttribute:
    attribute, size = sets.attribute, len(sets.attribute.labels)
    held = np.bincount(ids, people, len(sets)).astype(np.int64)
    first, last = _ends(sets)
    by_level = tuple(_wholly_in(level, first, last, held) for level in attribute.levels)
    return KnownAttribute(attribute, held[:size], by_level, int(held[size:].sum()))


def _ends(sets: ValueSets) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the lowest and the highest value code of every set."""
    octets = np.ascontiguousarray(sets.words.astype("<u8")).view(np.uint8)
    width, rows = octets.shape[1], np.arange(len(octets))
    low, high = (octets != 0).argmax(axis=1), width - 1 - (octets[:, ::-1] != 0).argmax(axis=1)
    lowest = np.unpackbits(octets[rows, low, None], axis=1, bitorder="little").argmax(axis=1)
    highest = 7 - np.unpackbits(octets[rows, high, None], axis=1).argmax(axis=1)
    return low * 8 + lowest, high * 8 + highest


def _wholly_in(level: Level, first: NDArray[np.intp], last: NDArray[np.intp], held: People) -> People:
    """Return the people of the sets that lie in one group: a group is one run of codes, so both ends tell."""
    groups = np.asarray(level.group_of)
    is_whole = groups[first] == groups[last]
    counted = np.bincount(groups[first][is_whole], held[is_whole], len(level.labels))
    return counted.astype(np.int64)

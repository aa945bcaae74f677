"""The segment list: what leaves the product, in one shape that every format is written from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute
from planner.domain.boxes import Box
from planner.domain.canonical import Json, digest
from planner.domain.rule import Rule, rule_digest, rule_to_json
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import ConsentSource

LIST_SCHEMA = "shoal.segment-list.v1"


@dataclass(frozen=True, slots=True)
class ListedSegment:
    """One segment of the list, with its count already rounded down."""

    id: int
    values: tuple[tuple[str, ...], ...]
    """For each attribute of the list, the labels that the segment's people have."""
    people: int
    scopes: tuple[str, ...]
    """What everybody in the segment agreed to, sorted."""


@dataclass(frozen=True, kw_only=True)
class SegmentList:
    """An approved audience on its way out: only segments whose people all agreed to every scope of the campaign.

    Every count is rounded down to a multiple of `base`.
    """

    campaign_id: str
    campaign: str
    campaign_digest: str
    population: str
    snapshot: str
    snapshot_digest: str
    rule: Rule
    rule_text: str
    attributes: tuple[Attribute, ...]
    segments: tuple[ListedSegment, ...]
    scopes: tuple[str, ...]
    """The scopes that the campaign needs, sorted."""
    consent_sets: tuple[tuple[str, ...], ...]
    """Every consent set of the snapshot in its order, listed or not: what tells the listed people from others."""
    people: int
    """Everybody in the population."""
    reach: int
    reachable: int
    protected: int
    base: int
    floor: int
    campaign_k: int
    policy_digest: str
    check_index: int
    """Where the ledger holds the scope check."""
    checkpoint: str
    """The ledger's signed head when the list was made; it covers the check."""
    made_at: str
    """ISO 8601, UTC."""
    consent_sources: tuple[ConsentSource, ...] = ()
    others: tuple[Box, ...] | None = None
    """The boxes of segments that are not listed, though their people agreed (`other_boxes`); None: not known."""

    @cached_property
    def as_json(self) -> dict[str, Json]:
        """The list as JSON (see `list_to_json`), made once for every format; nobody may change it."""
        return list_to_json(self)

    @cached_property
    def audience_digest(self) -> str:
        """What was checked and what is exported, in 64 hexadecimal digits (see `audience_digest`)."""
        ids = [segment.id for segment in self.segments]
        return audience_digest(self.snapshot_digest, rule_digest(self.rule), scopes=self.scopes, segments=ids)


def audience_digest(snapshot_digest: str, rule: str, *, scopes: Sequence[str], segments: Sequence[int]) -> str:
    """Return the digest that ties a scope check to a list: snapshot, rule, needed scopes and the segments' ids.

    `rule` is the rule's digest. The snapshot's digest fixes what the ids stand for. SHA-256 of the RFC 8785 form of
    `{"rule", "scopes", "segments", "snapshot"}`, scopes and ids in rising order.
    """
    body: Json = {
        "rule": rule,
        "scopes": sorted(scopes),
        "segments": sorted(segments),
        "snapshot": snapshot_digest,
    }
    return digest(body)


def round_down(people: int, base: int) -> int:
    """Return a count as it may leave the product."""
    return people - people % base


def list_segments(table: SegmentTable, mask: NDArray[np.bool_], base: int) -> tuple[ListedSegment, ...]:
    """Return the masked segments of a table, in rising order of their ids."""
    labels = [[sets.labels_of(i) for i in range(len(sets))] for sets in table.sets]
    scopes = [tuple(sorted(granted)) for granted in table.consents]
    return tuple(
        ListedSegment(
            id=int(i),
            values=tuple(known[int(ids[i])] for known, ids in zip(labels, table.ids, strict=True)),
            people=round_down(int(table.people[i]), base),
            scopes=scopes[int(table.consent[i])],
        )
        for i in np.flatnonzero(mask)
    )


def other_boxes(table: SegmentTable, mask: NDArray[np.bool_], scopes: Sequence[str]) -> tuple[Box, ...]:
    """Return the boxes that conditions for another system must keep clear of.

    They are the segments outside the mask whose people granted every scope, as far as they share a value with the
    masked ones in each attribute; the last dimension is the consent set. `O(segments x attributes)`.
    """
    covers = np.array([set(scopes) <= granted for granted in table.consents], dtype=np.bool_)
    near = ~mask & covers[table.consent]
    for sets, ids in zip(table.sets, table.ids, strict=True):
        hull = np.bitwise_or.reduce(sets.words[np.unique(ids[mask])], axis=0, initial=0)
        near &= (sets.words & hull).any(axis=1)[ids]
    masks = [[int.from_bytes(row.astype("<u8").tobytes(), "little") for row in sets.words] for sets in table.sets]
    return tuple(
        (*(known[int(ids[i])] for known, ids in zip(masks, table.ids, strict=True)), 1 << int(table.consent[i]))
        for i in np.flatnonzero(near)
    )


def list_to_json(listing: SegmentList) -> dict[str, Json]:
    """Return the list as JSON; the one form that carries everything."""
    names = [attribute.name for attribute in listing.attributes]
    return {
        "schema": LIST_SCHEMA,
        "campaign": {"id": listing.campaign_id, "name": listing.campaign, "digest": listing.campaign_digest},
        "population": listing.population,
        "snapshot": {"id": listing.snapshot, "digest": listing.snapshot_digest},
        "rule": rule_to_json(listing.rule),
        "rule_digest": rule_digest(listing.rule),
        "rule_text": listing.rule_text,
        "scopes": list(listing.scopes),
        "counts": _counts(listing),
        "audience_digest": listing.audience_digest,
        "policy_digest": listing.policy_digest,
        "check_index": listing.check_index,
        "checkpoint": listing.checkpoint,
        "made_at": listing.made_at,
        "attributes": [
            attribute_to_json(attribute, {label for segment in listing.segments for label in segment.values[place]})
            for place, attribute in enumerate(listing.attributes)
        ],
        "segments": [_segment_to_json(segment, names) for segment in listing.segments],
    }


def attribute_to_json(attribute: Attribute, listed: Collection[str]) -> Json:
    """Return what a reader needs to know of an attribute: its labels in order, band edges and levels.

    Only labels that are `listed`, in the values of a listed segment, and the edges that bound their bands: what else
    the population holds is nobody's business who receives the list.
    """
    return {
        "name": attribute.name,
        "kind": attribute.kind.value,
        "labels": [label for label in attribute.labels if label in listed],
        "edges": _edges_around(attribute, listed),
        "levels": [level.name for level in attribute.levels],
    }


def _edges_around(attribute: Attribute, listed: Collection[str]) -> list[Json]:
    """Return the lower and the upper edge of every listed band, each once and in order."""
    bands = [place for place in range(len(attribute.edges) + 1) if attribute.labels[place] in listed]
    around = {edge for place in bands for edge in (place - 1, place)}
    return [edge for place, edge in enumerate(attribute.edges) if place in around]


def _counts(listing: SegmentList) -> Json:
    return {
        "base": listing.base,
        "campaign_k": listing.campaign_k,
        "floor": listing.floor,
        "people": listing.people,
        "protected": listing.protected,
        "reach": listing.reach,
        "reachable": listing.reachable,
        "segments": len(listing.segments),
    }


def _segment_to_json(segment: ListedSegment, names: Sequence[str]) -> Json:
    values = {name: list(labels) for name, labels in zip(names, segment.values, strict=True)}
    return {"id": segment.id, "people": segment.people, "values": values, "scopes": list(segment.scopes)}

"""Releases: which segments of a snapshot have left the product, and how all of them together tell people apart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.anonymity import Releases, released, with_release
from planner.domain.canonical import Json, canonical_json, digest
from planner.domain.errors import PlannerError
from planner.domain.kept_cut import KeptCut
from planner.domain.snapshot import array_digest
from planner.store.snapshots import load_record, load_tree, same_cut, snapshots_of
from planner.store.workspace import Workspace

Mask = NDArray[np.bool_]
Parts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Release:
    """One list that has left: of which campaign, made from which snapshot, and whatever else is known of it."""

    id: str
    campaign: str
    snapshot: str
    facts: Mapping[str, Json]


def save_release(workspace: Workspace, release: Release, mask: Mask) -> None:
    """Keep a release and the segments its list held, `(segments,) bool`, inside the caller's change.

    The caller appends an entry about `Subject("release", release.id)`. Raises ValueError for a mask of another length.
    """
    if mask.shape != (load_record(workspace, release.snapshot).segments,):
        raise ValueError("not a mask over the segments of the snapshot")
    before, parts = load_releases(workspace, release.snapshot), load_parts(workspace, release.snapshot)
    grown = with_release(before, release.id, _over_parts(mask, parts, len(before.classes)))
    packed = np.packbits(mask)
    workspace.db.table("releases").insert(
        {
            "id": release.id,
            "campaign": release.campaign,
            "snapshot": release.snapshot,
            "facts": canonical_json(release.facts).decode(),
            "digest": array_digest(packed),
            "segments": packed.tobytes(),
        }
    )
    _write_classes(workspace, release.snapshot, grown)


def releases_of(
    workspace: Workspace, *, snapshot: str | None = None, campaign: str | None = None
) -> tuple[Release, ...]:
    """Return the releases of a snapshot, of a campaign, or all, in the order in which they left."""
    asked = {"snapshot": snapshot, "campaign": campaign}
    named = {column: value for column, value in asked.items() if value is not None}
    where = " AND ".join(f"{column} = ?" for column in named) or None
    with workspace.reading() as database:
        rows = list(database.table("releases").rows_where(where, [*named.values()], order_by="number"))
    return tuple(Release(row["id"], row["campaign"], row["snapshot"], json.loads(row["facts"])) for row in rows)


def load_mask(workspace: Workspace, release_id: str) -> Mask:
    """Return which segments of its snapshot a release held: `(segments,) bool`.

    Raises PlannerError `unknown-release`, and `store-damaged` when it is not what was saved.
    """
    with workspace.reading() as database:
        for row in database.table("releases").rows_where("id = ?", [release_id]):
            packed = np.frombuffer(row["segments"], dtype=np.uint8)
            if array_digest(packed) != row["digest"]:
                raise PlannerError("store-damaged", folder=str(workspace.folder))
            count = load_record(workspace, row["snapshot"]).segments
            return np.unpackbits(packed, count=count).view(np.bool_)
    raise PlannerError("unknown-release", release=release_id)


def load_parts(workspace: Workspace, snapshot_id: str) -> Parts | None:
    """Return the segment of every part that a refreshed snapshot's people can be told apart by, -1 for none of them.

    None where the segments themselves are the parts: in a population as it was cut.
    """
    if not load_record(workspace, snapshot_id).refreshed_from:
        return None
    return KeptCut.from_arrays(load_tree(workspace, snapshot_id)).segment_of_part


def load_releases(workspace: Workspace, snapshot_id: str) -> Releases:
    """Return everything released from a snapshot, or from another of the same cut, as the class of each of its parts.

    Kept ready, so that it costs one read of four bytes a segment; made anew from the releases' own segments whenever
    what was kept is not about exactly these releases.
    """
    snapshots = same_cut(workspace, snapshot_id)
    left = [release for release in releases_of(workspace) if release.snapshot in snapshots]
    kept = _read_classes(workspace, snapshot_id)
    if kept is not None and kept.names == tuple(release.id for release in left):
        return kept
    parts = load_parts(workspace, snapshot_id)
    size = load_record(workspace, snapshot_id).segments if parts is None else len(parts)
    of_each = {name: load_parts(workspace, name) for name in {release.snapshot for release in left}}
    return released(
        size, ((each.id, _over_parts(load_mask(workspace, each.id), of_each[each.snapshot], size)) for each in left)
    )


def left_from_other_cuts(workspace: Workspace, snapshot_id: str) -> tuple[str, ...]:
    """Return the releases from the same population that `load_releases` cannot compare with: it was cut anew since."""
    population, alike = load_record(workspace, snapshot_id).population, same_cut(workspace, snapshot_id)
    cuts = {record.id for record in snapshots_of(workspace, population)} - set(alike)
    return tuple(release.id for release in releases_of(workspace) if release.snapshot in cuts)


def releases_of_population(workspace: Workspace, population: str) -> tuple[str, ...]:
    """Return all releases from any snapshot of a population, in the order in which they left."""
    known = {record.id for record in snapshots_of(workspace, population)}
    return tuple(release.id for release in releases_of(workspace) if release.snapshot in known)


def _over_parts(mask: Mask, parts: Parts | None, size: int) -> Mask:
    """Return a mask over the segments of one snapshot as one over all `size` parts of a snapshot of the same cut.

    `parts` is what `load_parts` says of the first. Where segments are the parts, they are the leaves of the tree, and
    those stand just before the last of all parts.
    """
    if parts is not None:
        mask = np.append(mask, np.False_)[parts]
    if len(mask) > size:
        return mask[-size - 1 : -1]
    if len(mask) < size:
        return np.concatenate([np.zeros(size - len(mask) - 1, dtype=np.bool_), mask, [np.False_]])
    return mask


def _write_classes(workspace: Workspace, snapshot_id: str, releases: Releases) -> None:
    workspace.db.table("release_classes").upsert(
        {
            "snapshot": snapshot_id,
            "names": canonical_json(releases.names).decode(),
            "digest": _digest_of(releases),
            "classes": releases.classes.astype("<u4").tobytes(),
            "held_by": releases.held_by.astype("<u8").tobytes(),
        },
        pk="snapshot",
    )


def _read_classes(workspace: Workspace, snapshot_id: str) -> Releases | None:
    with workspace.reading() as database:
        rows: list[dict[str, Any]] = list(database.table("release_classes").rows_where("snapshot = ?", [snapshot_id]))
    if not rows:
        return None
    (row,) = rows
    names = tuple(json.loads(row["names"]))
    words = -(-len(names) // 64)
    releases = Releases(
        names,
        np.frombuffer(row["classes"], dtype="<u4"),
        np.frombuffer(row["held_by"], dtype="<u8").reshape(-1, words),
    )
    return releases if _digest_of(releases) == row["digest"] else None


def _digest_of(releases: Releases) -> str:
    arrays = [array_digest(releases.classes), array_digest(releases.held_by)]
    return digest({"names": releases.names, "arrays": arrays})

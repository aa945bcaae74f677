"""Populations and their snapshots: segments kept as one blob a column, checked by digest when they are read."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.canonical import Json, canonical_json
from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import (
    Arrays,
    SnapshotRecord,
    array_digest,
    describe_table,
    digest_of_parts,
    little_endian,
    table_arrays,
    table_from,
)
from planner.store.workspace import Workspace

TABLE, TREE = "table", "tree"
"""The parts of a snapshot that arrays belong to: its segments, and the tree they were cut with."""

_MOST_NAMES_TOLD = 5
_SHAPE = ("child", "roots")
"""The arrays of a tree that say which segments hang together."""


def next_snapshot_id(workspace: Workspace, population: str) -> str:
    """Return the id for the next snapshot of a population: its name and the next number, such as `customers/3`."""
    with workspace.reading() as database:
        made = database.table("snapshots").count_where("population = ?", [population])
    return f"{population}/{made + 1}"


def save_snapshot(workspace: Workspace, snapshot: SnapshotRecord, table: SegmentTable, tree: Arrays) -> SnapshotRecord:
    """Save a snapshot, which becomes the current one of its population, inside the caller's transaction.

    Returns the record as saved, with the digest of its segments. Cost: one hash and one write of every byte.
    """
    parts = {TABLE: table_arrays(table), TREE: tree}
    digests = {part: {name: array_digest(array) for name, array in arrays.items()} for part, arrays in parts.items()}
    description = describe_table(table)
    saved = replace(snapshot, table_digest=digest_of_parts(description, digests[TABLE]))
    workspace.db.table("snapshots").insert(
        {
            "id": saved.id,
            "population": saved.population,
            "record": canonical_json(saved.to_json()).decode(),
            "segments": canonical_json(description).decode(),
        }
    )
    for part, arrays in parts.items():
        for name, array in arrays.items():
            _insert_array(workspace, (saved.id, part, name), array, digests[part][name])
    return saved


def load_table(workspace: Workspace, snapshot_id: str) -> SegmentTable:
    """Return the segments of a snapshot; the arrays cannot be written to.

    Raises PlannerError `store-damaged` when they are not what was saved, and `unknown-snapshot`.
    """
    row = _row_of(workspace, snapshot_id)
    description = json.loads(row["segments"])
    arrays, digests = _load_arrays(workspace, snapshot_id, TABLE)
    record = SnapshotRecord.from_json(json.loads(row["record"]))
    if digest_of_parts(description, digests) != record.table_digest:
        raise PlannerError("store-damaged", folder=str(workspace.folder))
    return table_from(description, arrays)


def load_tree(workspace: Workspace, snapshot_id: str) -> dict[str, NDArray[Any]]:
    """Return the tree that a snapshot was cut with, as it was saved. Raises as `load_table` does."""
    _row_of(workspace, snapshot_id)
    return _load_arrays(workspace, snapshot_id, TREE)[0]


def load_record(workspace: Workspace, snapshot_id: str) -> SnapshotRecord:
    """Return the facts of a snapshot. Raises PlannerError `unknown-snapshot`."""
    return SnapshotRecord.from_json(json.loads(_row_of(workspace, snapshot_id)["record"]))


def snapshots_of(workspace: Workspace, population: str) -> tuple[SnapshotRecord, ...]:
    """Return all snapshots of a population, oldest first; none when it is unknown."""
    with workspace.reading() as database:
        rows = list(database.table("snapshots").rows_where("population = ?", [population], order_by="number"))
    return tuple(SnapshotRecord.from_json(json.loads(row["record"])) for row in rows)


def populations(workspace: Workspace) -> tuple[SnapshotRecord, ...]:
    """Return the current snapshot of every population, by name."""
    newest = "number IN (SELECT max(number) FROM snapshots GROUP BY population)"
    with workspace.reading() as database:
        rows = list(database.table("snapshots").rows_where(newest, order_by="population"))
    return tuple(SnapshotRecord.from_json(json.loads(row["record"])) for row in rows)


def same_cut(workspace: Workspace, snapshot_id: str) -> tuple[str, ...]:
    """Return the snapshots, oldest first, whose segments hold the same people as this one's, itself among them.

    That is: the same lineage; or the same boxes in the same population; or, under another name, the same boxes with
    the same counts, which counts that were held back are when they differ by less than the floor. So importing
    customers again does not make anyone forget which of them are on lists that left. Boxes that were cut by a tree of
    another shape are not the same: what lies between them merges in another order, and the parts of lists would not
    be the same people.
    """
    boxes, counts = _boxes(workspace)
    records = {record.id: record for record in _all_records(workspace)}
    if snapshot_id not in records:
        return ()
    alike = {snapshot_id}
    while True:
        lineages = {records[name].lineage for name in alike}
        found = {name for name, record in records.items() if record.lineage in lineages}
        whole = [name for name in found if _is_whole(records, name)]
        for name in records.keys() - found:
            if _is_whole(records, name) and any(boxes[name] == boxes[one] for one in whole):
                near = (one for one in whole if boxes[name] == boxes[one])
                if any(_is_same_people(workspace, records[name], records[one], counts) for one in near):
                    found.add(name)
        if found == alike:
            return tuple(name for name in records if name in alike)
        alike = found


def current_snapshot(workspace: Workspace, population: str) -> SnapshotRecord:
    """Return the newest snapshot of a population.

    Raises PlannerError `no-populations`, or `unknown-population` with the names that are nearest.
    """
    current = {record.population: record for record in populations(workspace)}
    if not current:
        raise PlannerError("no-populations", population=population)
    if population not in current:
        nearest = difflib.get_close_matches(population, current) or list(current)[:_MOST_NAMES_TOLD]
        raise PlannerError("unknown-population", population=population, nearest=tuple(nearest))
    return current[population]


def _all_records(workspace: Workspace) -> Iterator[SnapshotRecord]:
    """Yield the facts of all snapshots, oldest first."""
    with workspace.reading() as database:
        rows = list(database.query("SELECT record FROM snapshots ORDER BY number"))
    return (SnapshotRecord.from_json(json.loads(row["record"])) for row in rows)


def _boxes(workspace: Workspace) -> tuple[dict[str, Json], dict[str, str]]:
    """Return what stands for the boxes of every snapshot and for the shape of their tree, and for its counts."""
    with workspace.reading() as database:
        rows = list(database.query("SELECT id, segments FROM snapshots"))
        asked = "SELECT snapshot, name, digest FROM arrays WHERE part = ? OR (part = ? AND name IN (?, ?))"
        arrays = list(database.query(asked, [TABLE, TREE, *_SHAPE]))
    digests: dict[str, dict[str, Json]] = {row["id"]: {} for row in rows}
    for array in arrays:
        digests[array["snapshot"]][array["name"]] = array["digest"]
    counts = {snapshot: str(each.pop("people")) for snapshot, each in digests.items()}
    told = {row["id"]: json.loads(row["segments"])["consents"] for row in rows}
    return {name: {"consents": told[name], "arrays": digests[name]} for name in digests}, counts


def _is_whole(records: Mapping[str, SnapshotRecord], snapshot_id: str) -> bool:
    """Say whether no segments of a snapshot have merged since they were cut."""
    record = records[snapshot_id]
    return record.segments == records[record.lineage].segments


def _is_same_people(
    workspace: Workspace, one: SnapshotRecord, other: SnapshotRecord, counts: Mapping[str, str]
) -> bool:
    """Say whether two snapshots with the same boxes are of the same people, as far as their counts tell."""
    if one.population == other.population or counts[one.id] == counts[other.id]:
        return True
    if not (one.refreshed_from or other.refreshed_from):
        return False
    people = [_load_arrays(workspace, each.id, TABLE)[0]["people"] for each in (one, other)]
    return bool((np.abs(people[0] - people[1]) < max(one.floor, other.floor)).all())


def _row_of(workspace: Workspace, snapshot_id: str) -> Mapping[str, Any]:
    with workspace.reading() as database:
        for row in database.table("snapshots").rows_where("id = ?", [snapshot_id]):
            return row
    raise PlannerError("unknown-snapshot", snapshot=snapshot_id)


def _insert_array(workspace: Workspace, place: tuple[str, str, str], array: NDArray[Any], digest: str) -> None:
    stored = little_endian(array)
    workspace.db.execute(
        "INSERT INTO arrays (snapshot, part, name, dtype, shape, digest, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*place, stored.dtype.str, json.dumps(stored.shape), digest, stored.reshape(-1).view(np.uint8).data],
    )


def _load_arrays(workspace: Workspace, snapshot_id: str, part: str) -> tuple[dict[str, NDArray[Any]], dict[str, str]]:
    """Return the arrays of one part and their digests, each array checked against its own."""
    with workspace.reading() as database:
        rows = list(database.table("arrays").rows_where("snapshot = ? AND part = ?", [snapshot_id, part]))
    arrays = {row["name"]: _array_from(row) for row in rows}
    digests = {row["name"]: row["digest"] for row in rows}
    if any(array_digest(array) != digests[name] for name, array in arrays.items()):
        raise PlannerError("store-damaged", folder=str(workspace.folder))
    return arrays, digests


def _array_from(row: Mapping[str, Any]) -> NDArray[Any]:
    return np.frombuffer(row["data"], dtype=np.dtype(row["dtype"])).reshape(json.loads(row["shape"]))

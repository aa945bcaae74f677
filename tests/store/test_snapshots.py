"""Snapshots come back as they were saved, or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import Arrays, SnapshotRecord, table_arrays, table_digest
from planner.store.snapshots import (
    current_snapshot,
    load_record,
    load_table,
    load_tree,
    next_snapshot_id,
    populations,
    snapshots_of,
)
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace

MakeTable = Callable[..., SegmentTable]
MakeRecord = Callable[..., SnapshotRecord]
Reopened = Callable[..., Workspace]
Save = Callable[..., SnapshotRecord]
TREE: Arrays = {
    "attribute": np.array([0, -1, -1], dtype=np.int8),
    "interval": np.arange(6, dtype=np.int32).reshape(3, 2),
    "empty": np.zeros((0, 2), dtype=np.uint32),
}


@pytest.fixture
def saved(workspace: Workspace, make_table: MakeTable, make_record: MakeRecord, save: Save) -> SnapshotRecord:
    return save(workspace, make_record(), make_table(), TREE)


def test_segments_come_back_as_they_were_saved(
    workspace: Workspace, saved: SnapshotRecord, make_table: MakeTable, keys: KeyStore, clock: Clock
) -> None:
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        found = load_table(opened, saved.id)
    table = make_table()
    assert (found.floor, found.attributes, found.consents) == (table.floor, table.attributes, table.consents)
    for name, array in table_arrays(table).items():
        back = table_arrays(found)[name]
        assert (back.dtype, back.shape) == (array.dtype, array.shape)
        assert np.array_equal(back, array)


def test_loaded_segments_cannot_be_changed_in_memory(workspace: Workspace, saved: SnapshotRecord) -> None:
    table = load_table(workspace, saved.id)
    with pytest.raises(ValueError, match="read-only"):
        table.people[0] = 1


def test_the_tree_comes_back_as_it_was_saved(workspace: Workspace, saved: SnapshotRecord) -> None:
    found = load_tree(workspace, saved.id)
    assert found.keys() == TREE.keys()
    for name, array in TREE.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert np.array_equal(found[name], array)


def test_the_record_comes_back_with_the_digest_of_its_segments(
    workspace: Workspace, saved: SnapshotRecord, make_table: MakeTable, make_record: MakeRecord
) -> None:
    assert saved == replace(make_record(), table_digest=table_digest(make_table()))
    assert load_record(workspace, saved.id) == saved
    assert current_snapshot(workspace, "customers") == saved


def test_one_changed_count_changes_the_digest_of_the_segments(make_table: MakeTable) -> None:
    table = make_table()
    people = table.people.copy()
    people[7] += 1
    assert table_digest(replace(table, people=people)) != table_digest(table)
    assert table_digest(replace(table, floor=21)) != table_digest(table)
    assert table_digest(make_table()) == table_digest(table)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE arrays SET data = zeroblob(length(data)) WHERE name = 'people'",
        "UPDATE arrays SET dtype = '<u8' WHERE name = 'people'",
        "UPDATE arrays SET digest = '00' WHERE name = 'ids.1'",
        "UPDATE snapshots SET segments = replace(segments, '60 and over', '70 and over')",
        "UPDATE snapshots SET segments = replace(segments, '\"floor\":20', '\"floor\":10')",
    ],
)
def test_segments_that_are_not_what_was_saved_are_refused(
    workspace: Workspace, saved: SnapshotRecord, reopened: Reopened, change: str
) -> None:
    with pytest.raises(PlannerError, match="store-damaged"):
        load_table(reopened(change), saved.id)


def test_an_array_and_its_digest_exchanged_together_are_refused(
    workspace: Workspace,
    saved: SnapshotRecord,
    reopened: Reopened,
    *,
    make_table: MakeTable,
    make_record: MakeRecord,
    save: Save,
) -> None:
    save(workspace, make_record(number=2), make_table(seed=2), TREE)
    exchange = (
        "UPDATE arrays SET (data, digest) = (SELECT data, digest FROM arrays AS other WHERE"
        " other.snapshot = 'customers/2' AND other.name = 'people') WHERE snapshot = 'customers/1' AND name = 'people'"
    )
    with pytest.raises(PlannerError, match="store-damaged"):
        load_table(reopened(exchange), saved.id)


def test_the_newest_snapshot_of_a_population_is_the_current_one(
    workspace: Workspace, saved: SnapshotRecord, save: Save, *, make_table: MakeTable, make_record: MakeRecord
) -> None:
    newer = save(workspace, make_record(number=2), make_table(seed=1), TREE)
    other = save(workspace, make_record("members"), make_table(seed=2), TREE)
    assert current_snapshot(workspace, "customers") == newer
    assert populations(workspace) == (newer, other)
    assert snapshots_of(workspace, "customers") == (saved, newer)


def test_snapshots_are_numbered_within_their_population(workspace: Workspace, saved: SnapshotRecord) -> None:
    assert next_snapshot_id(workspace, "customers") == "customers/2"
    assert next_snapshot_id(workspace, "members") == "members/1"


def test_an_id_is_used_once(
    workspace: Workspace, saved: SnapshotRecord, save: Save, *, make_table: MakeTable, make_record: MakeRecord
) -> None:
    with pytest.raises(Exception, match="UNIQUE"):
        save(workspace, make_record(), make_table(seed=1), TREE)
    assert load_record(workspace, saved.id) == saved


def test_a_population_that_does_not_exist_brings_the_nearest_name(workspace: Workspace, saved: SnapshotRecord) -> None:
    with pytest.raises(PlannerError) as told:
        current_snapshot(workspace, "custmers")
    assert (told.value.code, told.value.facts["nearest"]) == ("unknown-population", ("customers",))


def test_before_the_first_import_there_is_no_population(workspace: Workspace) -> None:
    assert populations(workspace) == ()
    with pytest.raises(PlannerError, match="no-populations"):
        current_snapshot(workspace, "customers")


def test_a_snapshot_that_does_not_exist_is_told(workspace: Workspace) -> None:
    for load in (load_table, load_tree, load_record):
        with pytest.raises(PlannerError, match="unknown-snapshot"):
            load(workspace, "customers/9")


def test_a_record_is_the_same_after_a_round_through_json(make_record: MakeRecord) -> None:
    record = make_record()
    assert SnapshotRecord.from_json(json.loads(json.dumps(record.to_json()))) == record

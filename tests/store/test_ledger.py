"""The ledger: nothing changes without an entry, and nothing that was written changes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.domain.canonical import canonical_json
from planner.domain.errors import PlannerError
from planner.domain.merkle import leaf_hash, verify_consistency, verify_inclusion
from planner.domain.note import open_checkpoint
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.store.ledger import (
    entries,
    entry_at,
    ledger_size,
    prove_consistency,
    prove_entry,
    signed_checkpoint,
    verifier_key,
)
from planner.store.snapshots import populations, save_snapshot
from planner.store.states import STATES, Subject, state_digest
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace

CUSTOMERS = Subject("snapshot", "customers/1")


@pytest.fixture
def saved(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> SnapshotRecord:
    return save(workspace, make_record(), make_table(), {})


def note(workspace: Workspace, text: str) -> int:
    with workspace.change() as recorder:
        return recorder.append("noted", None, {"text": text})


def test_an_entry_says_what_was_done_when_and_to_which_state(workspace: Workspace, saved: SnapshotRecord) -> None:
    (entry,) = entries(workspace)
    assert entry.record == {
        "action": "imported",
        "at": "2026-03-01T12:00:00Z",
        "facts": {"people": 59_990},
        "index": 0,
        "state": {
            "kind": "snapshot",
            "id": "customers/1",
            "digest": state_digest(workspace.db, CUSTOMERS),
            "before": None,
        },
    }
    assert entry.data == canonical_json(entry.record)


def test_a_second_entry_follows_on_the_state_of_the_first(workspace: Workspace, saved: SnapshotRecord) -> None:
    first = state_digest(workspace.db, CUSTOMERS)
    with workspace.change() as recorder:
        workspace.db.execute("UPDATE snapshots SET record = replace(record, '60100', '60200')")
        recorder.append("corrected", CUSTOMERS, {})
    second = entries(workspace, CUSTOMERS)[-1].record["state"]
    assert second["before"] == first
    assert second["digest"] == state_digest(workspace.db, CUSTOMERS) != first


def test_an_erased_object_leaves_an_entry_without_a_state(workspace: Workspace, saved: SnapshotRecord) -> None:
    with workspace.change() as recorder:
        workspace.db.execute("DELETE FROM arrays")
        workspace.db.execute("DELETE FROM snapshots")
        recorder.append("erased", CUSTOMERS, {})
    assert entries(workspace)[-1].record["state"]["digest"] is None
    assert entries(workspace)[-1].record["state"]["before"]


def test_a_change_without_an_entry_is_not_kept(
    workspace: Workspace, make_table: Callable[..., SegmentTable], make_record: Callable[..., SnapshotRecord]
) -> None:
    with pytest.raises(RuntimeError, match="needs an entry"), workspace.change():
        save_snapshot(workspace, make_record(), make_table(), {})
    assert populations(workspace) == ()
    assert ledger_size(workspace) == 0


def test_a_change_of_two_objects_needs_an_entry_for_each(
    workspace: Workspace,
    saved: SnapshotRecord,
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> None:
    with pytest.raises(RuntimeError, match="members/1"), workspace.change() as recorder:  # noqa: PT012
        workspace.db.execute("UPDATE snapshots SET record = replace(record, '60100', '60200')")
        recorder.append("corrected", CUSTOMERS, {})
        save_snapshot(workspace, make_record("members"), make_table(), {})
    assert populations(workspace) == (saved,)
    assert ledger_size(workspace) == 1


def test_a_change_after_its_entry_is_not_kept(workspace: Workspace, saved: SnapshotRecord) -> None:
    with pytest.raises(RuntimeError, match="customers/1"), workspace.change() as recorder:  # noqa: PT012
        recorder.append("corrected", CUSTOMERS, {})
        workspace.db.execute("UPDATE snapshots SET record = replace(record, '60100', '60200')")
    assert populations(workspace) == (saved,)


@pytest.mark.parametrize(("table", "id_column"), [(rows.table, rows.id_column) for rows in STATES["snapshot"]])
def test_no_object_changes_outside_of_a_change(
    workspace: Workspace, saved: SnapshotRecord, table: str, id_column: str
) -> None:
    before = list(workspace.db.table(table).rows)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET {id_column} = {id_column}"):
        with pytest.raises(Exception, match="outside of a change"):
            workspace.db.execute(statement)
        with pytest.raises(Exception, match="outside of a change"), workspace.transaction():
            workspace.db.execute(statement)
    assert list(workspace.db.table(table).rows) == before


def test_every_table_of_every_kind_of_object_is_watched(workspace: Workspace) -> None:
    watched = {row[0] for row in workspace.db.execute("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")}
    tables = {rows.table for parts in STATES.values() for rows in parts}
    assert watched == {f"touched_{table}_{change}" for table in tables for change in ("insert", "update", "delete")}


def test_an_object_may_name_the_entry_that_tells_of_it(workspace: Workspace) -> None:
    note(workspace, "first")
    with workspace.change() as recorder:
        named, at = recorder.next_index, recorder.at
        assert recorder.append("noted", None, {}) == named
    assert entry_at(workspace, named).record["at"] == at


def test_after_a_failed_change_nothing_may_change_either(workspace: Workspace, saved: SnapshotRecord) -> None:
    with pytest.raises(KeyError), workspace.change():
        raise KeyError
    with pytest.raises(Exception, match="outside of a change"):
        workspace.db.execute("DELETE FROM arrays")


@pytest.mark.parametrize("table", ["ledger", "checkpoints"])
def test_the_ledger_only_grows(workspace: Workspace, saved: SnapshotRecord, table: str) -> None:
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET rowid = rowid + 1"):
        with pytest.raises(Exception, match="only grows"), workspace.transaction():
            workspace.db.execute(statement)
    with pytest.raises(Exception, match="UNIQUE"), workspace.transaction():
        workspace.db.execute(f"INSERT INTO {table} SELECT * FROM {table}")


def test_entries_stay_after_the_workspace_is_closed(
    workspace: Workspace, saved: SnapshotRecord, keys: KeyStore, clock: Clock
) -> None:
    note(workspace, "first")
    before, key = entries(workspace), verifier_key(workspace)
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        assert entries(opened) == before
        assert verifier_key(opened) == key
        assert note(opened, "second") == 2


def test_the_head_is_signed_over_all_entries(workspace: Workspace) -> None:
    assert signed_checkpoint(workspace) is None
    for i in range(5):
        note(workspace, f"note {i}")
    signed = signed_checkpoint(workspace)
    assert signed is not None
    head = open_checkpoint(signed.encode(), verifier_key(workspace))
    assert head.size == 5
    assert head.origin == f"shoal/{workspace.id}"


def test_every_entry_can_be_proven_under_the_head(workspace: Workspace) -> None:
    for i in range(7):
        note(workspace, f"note {i}")
    for entry in entries(workspace):
        proof = prove_entry(workspace, entry.index)
        head = open_checkpoint(proof.checkpoint.encode(), verifier_key(workspace))
        leaf = leaf_hash(entry.data)
        assert verify_inclusion(leaf, proof.index, head.size, proof=proof.hashes, root=head.root)
    with pytest.raises(PlannerError, match="ledger-entry-absent"):
        prove_entry(workspace, 7)
    with pytest.raises(PlannerError, match="ledger-entry-absent"):
        entry_at(workspace, 7)


def test_a_newer_head_is_proven_to_continue_an_older_one(workspace: Workspace) -> None:
    heads = []
    for i in range(6):
        note(workspace, f"note {i}")
        heads.append(open_checkpoint((signed_checkpoint(workspace) or "").encode(), verifier_key(workspace)))
    for old in heads:
        proof = prove_consistency(workspace, old.size)
        new = heads[-1]
        assert verify_consistency(old.size, new.size, proof=proof, old_root=old.root, new_root=new.root)


def test_several_entries_of_one_change_share_a_checkpoint(workspace: Workspace) -> None:
    with workspace.change() as recorder:
        assert [recorder.append("noted", None, {"n": i}) for i in range(3)] == [0, 1, 2]
    assert workspace.db.table("checkpoints").count == 1
    assert entry_at(workspace, 2).record["facts"] == {"n": 2}


def test_a_clock_set_back_is_noted_and_the_order_stays(folder: Path, keys: KeyStore) -> None:
    moments = [datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=s) for s in (0, 0, 60, 15, 90)]
    with Workspace.create(folder, keys, iter(moments).__next__) as opened:
        for i in range(4):
            note(opened, f"note {i}")
        records = [entry.record for entry in entries(opened)]
    assert [record.get("clock_back_s") for record in records] == [None, None, 45, None]
    assert [record["index"] for record in records] == [0, 1, 2, 3]


def test_the_signing_key_differs_between_workspaces_and_is_not_in_the_clear(
    workspace: Workspace, tmp_path: Path, keys: KeyStore, clock: Clock
) -> None:
    seed = json.dumps({row["name"]: row["value"] for row in workspace.db.table("meta").rows})
    with Workspace.create(tmp_path / "other", keys, clock) as other:
        assert verifier_key(other).public != verifier_key(workspace).public
    workspace.close()
    stored = b"".join(path.read_bytes() for path in workspace.folder.iterdir())
    assert json.loads(seed)["signing_seed"].encode() not in stored

"""A whole copy takes the place of a store that is not: nothing is overwritten, and the ledger says what happened."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.store.backups import Backup, backups_in
from planner.store.head import head_of
from planner.store.ledger import entries
from planner.store.ledger_check import verify_ledger
from planner.store.restoring import Rescue, Restored
from planner.store.schema import MIGRATIONS, read_meta, schema_of, write_meta
from planner.store.snapshots import load_table, populations
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Clock, Workspace
from tests.store.memory_keys import MemoryKeys

WAYS: dict[str, Callable[[Path], object]] = {
    "damaged": lambda store: store.write_bytes(store.read_bytes()[:9000] + bytes(4096) + store.read_bytes()[13096:]),
    "cut off": lambda store: store.write_bytes(store.read_bytes()[:8192]),
    "of one byte": lambda store: store.write_bytes(b"S"),
    "empty": lambda store: store.write_bytes(b""),
    "gone": lambda store: store.unlink(),
    "a folder": lambda store: store.rename(store.with_name("was")).with_name("store.db").mkdir(),
    "of zeros": lambda store: store.write_bytes(bytes(8192)),
    "plain": lambda store: store.write_bytes(b"SQLite format 3\0" + bytes(4080)),
    "whole": Path.stat,
}


@pytest.fixture
def rescue(folder: Path, keys: KeyStore, clock: Clock) -> Rescue:
    return Rescue(folder, keys, clock)


@pytest.fixture
def backup(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> Backup:
    """A backup of an import and a note; three more notes are in the store alone, which is closed."""
    save(workspace, make_record(), make_table(), {})
    note(workspace)
    made = workspace.back_up()
    for _ in range(3):
        note(workspace)
    workspace.close()
    return made


def note(workspace: Workspace) -> None:
    with workspace.change() as recorder:
        recorder.append("noted", None, {})


def put_back(rescue: Rescue, path: Path) -> Restored:
    return rescue.put_back(path, by="Ada", adjust=lambda _copy, _ledger: None, progress=lambda _share: None)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("how", WAYS)
def test_a_backup_takes_the_place_of_a_store_and_what_was_there_is_kept(
    rescue: Rescue, backup: Backup, keys: KeyStore, clock: Clock, *, how: str
) -> None:
    store = rescue.folder / "store.db"
    WAYS[how](store)
    before = store.read_bytes() if store.is_file() else None
    done = put_back(rescue, backup.path)
    assert (done.found.head.entries, done.found.known.entries, done.found.lost) == (2, 5, 3)
    assert (done.aside is None) == (how == "gone")
    if before is not None and done.aside:
        assert done.aside.read_bytes() == before
    with Workspace.open(rescue.folder, keys, clock) as opened:
        assert verify_ledger(opened).is_valid
        opened.check()
        load_table(opened, populations(opened)[0].id)
        facts = entries(opened)[done.entry].record["facts"]
        assert (facts["by"], facts["backup"]) == ("Ada", backup.name)
        assert (facts["from_entries"], facts["replaced_entries"]) == (2, 5)
        note(opened)
    assert backups_in(rescue.folder) == (backup,)


def test_what_a_copy_holds_is_told_before_it_is_put_back(rescue: Rescue, backup: Backup) -> None:
    before = files(rescue.folder)
    found = rescue.look_into(backup.path)
    assert (found.populations, found.campaigns, found.lists) == (1, 0, 0)
    assert (found.head.entries, found.lost, found.changed_at) == (2, 3, "2026-03-01T12:00:00Z")
    assert files(rescue.folder) == before


def test_a_copy_that_is_not_whole_is_not_put_back(rescue: Rescue, backup: Backup) -> None:
    whole = backup.path.read_bytes()
    before = files(rescue.folder)
    for data in (b"", whole[:1], whole[:-1], whole[:4096], whole[:5000] + b"\1" + whole[5001:], bytes(len(whole))):
        backup.path.write_bytes(data)
        with pytest.raises(PlannerError, match=r"backup-(damaged|other-key)"):
            put_back(rescue, backup.path)
        backup.path.write_bytes(whole)
        assert files(rescue.folder) == before


def test_a_copy_under_a_lost_key_is_told(backup: Backup, folder: Path, clock: Clock) -> None:
    stranger = MemoryKeys()
    stranger.save(StoreKey.make())
    with pytest.raises(PlannerError, match="backup-other-key"):
        put_back(Rescue(folder, stranger, clock), backup.path)


def test_nothing_is_put_back_while_the_workspace_is_open(rescue: Rescue, backup: Backup, keys: KeyStore) -> None:
    with Workspace.open(rescue.folder, keys, rescue.clock):
        for act in (rescue.look_into, lambda path: put_back(rescue, path)):
            with pytest.raises(PlannerError, match="workspace-in-use"):
                act(backup.path)


def test_the_older_store_that_is_there_can_be_kept_on_purpose(
    rescue: Rescue, workspace: Workspace, keys: KeyStore, clock: Clock
) -> None:
    note(workspace)
    workspace.close()
    store = rescue.folder / "store.db"
    old = store.read_bytes()
    with Workspace.open(rescue.folder, keys, clock) as opened:
        note(opened)
        note(opened)
    store.write_bytes(old)
    with pytest.raises(PlannerError, match="store-rolled-back"):
        Workspace.open(rescue.folder, keys, clock)
    done = put_back(rescue, store)
    assert done.found.lost == 2
    assert done.aside is not None
    assert done.aside.read_bytes() == old
    with Workspace.open(rescue.folder, keys, clock) as opened:
        assert [each.record["action"] for each in entries(opened)] == ["noted", "restored"]


def test_a_restore_that_was_broken_off_after_the_exchange_is_not_taken_for_an_older_store(
    rescue: Rescue, backup: Backup, keys: KeyStore, clock: Clock
) -> None:
    said = (rescue.folder / "lock").read_bytes()
    put_back(rescue, backup.path)
    (rescue.folder / "lock").write_bytes(said)  # as if the process had been killed before it could note the new head
    with Workspace.open(rescue.folder, keys, clock) as opened:
        head = head_of(opened.db)
    assert head.root in (rescue.folder / "lock").read_text()


def test_what_has_to_change_with_it_is_in_the_same_change_or_nothing_is(
    rescue: Rescue, backup: Backup, keys: KeyStore, clock: Clock
) -> None:
    before = files(rescue.folder)

    def fail(_copy: Workspace, _ledger: object) -> None:
        raise PlannerError("stopped")

    with pytest.raises(PlannerError, match="stopped"):
        rescue.put_back(backup.path, by="Ada", adjust=fail, progress=lambda _share: None)
    assert files(rescue.folder) == before
    with Workspace.open(rescue.folder, keys, clock) as opened:
        assert len(entries(opened)) == 5


def test_a_journal_beside_the_store_goes_aside_with_it(rescue: Rescue, backup: Backup, keys: KeyStore) -> None:
    """Beside the copy it would be taken for the copy's own, and be played back into it."""
    journal = rescue.folder / "store.db-journal"
    journal.write_bytes(b"half of something")
    done = put_back(rescue, backup.path)
    assert done.aside is not None
    assert not journal.exists()
    assert done.aside.with_name(f"{done.aside.name}-journal").read_bytes() == b"half of something"


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    rescue: Rescue, workspace: Workspace, keys: KeyStore, clock: Clock
) -> None:
    note(workspace)
    with workspace.transaction():
        workspace.db.execute("DROP TABLE audiences")
        write_meta(workspace.db, {"schema": str(len(MIGRATIONS) - 1)})
    made = workspace.back_up()
    workspace.close()
    before = made.path.read_bytes()
    put_back(rescue, made.path)
    assert made.path.read_bytes() == before
    with Workspace.open(rescue.folder, keys, clock) as opened:
        assert schema_of(opened.db) == len(MIGRATIONS)
        assert verify_ledger(opened).is_valid


def test_a_backup_of_a_newer_version_is_refused_and_the_store_stays(rescue: Rescue, workspace: Workspace) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"schema": str(len(MIGRATIONS) + 1)})
    made = workspace.back_up()
    with workspace.transaction():
        write_meta(workspace.db, {"schema": str(len(MIGRATIONS))})
    workspace.close()
    before = files(rescue.folder)
    with pytest.raises(PlannerError, match="store-newer"):
        put_back(rescue, made.path)
    assert files(rescue.folder) == before


def test_a_workspace_of_which_only_backups_are_left_is_not_a_first_run(
    rescue: Rescue, backup: Backup, keys: KeyStore, clock: Clock
) -> None:
    for name in ("store.db", "lock"):
        (rescue.folder / name).unlink()
    for way in (Workspace.open, Workspace.create, Workspace.open_or_create):
        with pytest.raises(PlannerError, match="store-gone"):
            way(rescue.folder, keys, clock)
    put_back(rescue, backup.path)
    with Workspace.open(rescue.folder, keys, clock) as opened:
        assert len(entries(opened)) == 3
        assert read_meta(opened.db)["created"] == "2026-03-01T12:00:00Z"


def test_several_things_are_set_aside_beside_each_other(rescue: Rescue, backup: Backup) -> None:
    first, second = (put_back(rescue, backup.path).aside for _ in range(2))
    assert first is not None
    assert second is not None
    assert (first.name[:12], second.name[:12]) == ("aside-000001", "aside-000002")
    assert first.exists()
    assert second.exists()

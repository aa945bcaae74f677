"""Backups: whole copies under the same key, made beside the work and never in its way, and thinned out with age."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord, table_digest
from planner.store import thinning
from planner.store.backups import (
    Backup,
    backup_finding,
    backups_in,
    drop_backups,
    proven_head,
    rewrite_backups,
)
from planner.store.head import head_of
from planner.store.schema import MIGRATIONS, schema_of, write_meta
from planner.store.snapshots import load_table
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Clock, Workspace
from tests.clocks import SetClock
from tests.store.conftest import NOON


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def filled(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> Workspace:
    save(workspace, make_record(), make_table(), {})
    return workspace


def note(workspace: Workspace) -> None:
    with workspace.change() as recorder:
        recorder.append("noted", None, {})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_a_whole_store_that_opens_with_the_same_key(filled: Workspace) -> None:
    backup = filled.back_up()
    assert backup.name == "000001-20260301T120000Z-1"
    assert proven_head(backup.path, filled.key) == head_of(filled.db)
    with Workspace.on_copy(backup.path, filled.custody, filled.key, filled.clock) as copy:
        assert table_digest(load_table(copy, "customers/1")) == table_digest(load_table(filled, "customers/1"))
    assert names(filled.folder / "backups") == [backup.path.name]


def test_nothing_of_a_backup_is_readable_without_the_key(workspace: Workspace) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"note": "a sentence that must not be found"})
    data = workspace.back_up().path.read_bytes()
    assert b"sentence" not in data
    assert not data.startswith(b"SQLite format")
    assert data.startswith(workspace.key.salt)


def test_sqlite_refuses_to_copy_the_store_to_a_file_without_a_key(workspace: Workspace, tmp_path: Path) -> None:
    plain = dbapi2.connect(str(tmp_path / "plain.db"))
    with pytest.raises(dbapi2.OperationalError):
        workspace.db.conn.backup(plain)
    plain.close()
    assert (tmp_path / "plain.db").stat().st_size == 0


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
def test_a_backup_is_for_its_owner_only(workspace: Workspace) -> None:
    path = workspace.back_up().path
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_backup_never_opens_the_file_of_the_open_store_itself(filled: Workspace) -> None:
    """Closing any handle on it would drop the locks that SQLite holds."""
    opened: list[str] = []
    watching = True

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(on_event)
    backup = filled.back_up()
    watching = False
    assert [path for path in opened if path == str(backup.path.with_name("unfinished.db"))]
    assert not [path for path in opened if "store.db" in path]


def test_a_backup_that_is_broken_off_leaves_the_ones_before_and_nothing_else(filled: Workspace) -> None:
    before = filled.back_up()

    def stop(_share: float) -> None:
        assert "unfinished.db" in names(filled.folder / "backups")
        raise PlannerError("stopped")

    with pytest.raises(PlannerError, match="stopped"):
        filled.back_up(stop)
    assert names(filled.folder / "backups") == [before.path.name]
    note(filled)


def test_a_backup_that_gets_no_name_leaves_nothing(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fresh: Path, path: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("planner.store.backups.move_into_place", full)
    with pytest.raises(PlannerError, match="disk-full"):
        filled.back_up()
    assert [*(filled.folder / "backups").iterdir()] == []


@pytest.fixture
def broken_off(filled: Workspace) -> Path:
    """What a process that was killed over a backup has left in its folder."""
    place = filled.folder / "backups"
    place.mkdir()
    for left in ("unfinished.db", "unfinished.db-journal"):
        (place / left).write_bytes(b"half of something")
    return place


def test_what_a_killed_process_left_is_cleared_by_the_next_backup(filled: Workspace, broken_off: Path) -> None:
    backup = filled.back_up()
    assert names(broken_off) == [backup.path.name]


def test_what_a_killed_process_left_is_cleared_by_the_next_opening(
    filled: Workspace, broken_off: Path, keys: KeyStore, clock: Clock
) -> None:
    filled.close()
    Workspace.open(filled.folder, keys, clock).close()
    assert names(broken_off) == []


def test_progress_is_told_up_to_the_end(filled: Workspace) -> None:
    shares: list[float] = []
    filled.back_up(shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_disk_is_never_filled_with_backups(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    size = (filled.folder / "store.db").stat().st_size
    usage = shutil.disk_usage(filled.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _place: usage._replace(free=2 * size - 1))
    with pytest.raises(PlannerError, match="backup-no-room") as refused:
        filled.back_up()
    assert names(filled.folder / "backups") == []
    assert backup_finding(refused.value, filled.folder).code == "backup-no-room"
    monkeypatch.setattr("shutil.disk_usage", lambda _place: usage._replace(free=2 * size))
    filled.back_up()


def test_a_store_that_is_not_whole_makes_no_backup(reopened: Callable[..., Workspace], filled: Workspace) -> None:
    """As when an old page was put back: every page is as somebody wrote it, and yet the ledger says otherwise."""
    before = filled.back_up()
    tampered = reopened("UPDATE snapshots SET record = replace(record, '60100', '60200')")
    with pytest.raises(PlannerError) as refused:
        tampered.back_up()
    assert refused.value.code == "backup-not-whole"
    assert backup_finding(refused.value, tampered.folder).code == "backup-not-whole"
    assert names(tampered.folder / "backups") == [before.path.name]


def test_a_damaged_page_makes_no_backup(filled: Workspace, keys: KeyStore, clock: Clock) -> None:
    before = filled.back_up()
    filled.close()
    store = filled.folder / "store.db"
    data = bytearray(store.read_bytes())
    data[-2000] ^= 1
    store.write_bytes(data)
    with Workspace.open(filled.folder, keys, clock) as opened, pytest.raises(PlannerError, match=r"not-whole|damaged"):
        opened.back_up()
    assert names(filled.folder / "backups") == [before.path.name]


def test_every_backup_that_is_kept_opens_and_holds_what_there_was(filled: Workspace, clock: SetClock) -> None:
    heads = {}
    for day in range(40):
        clock.now = NOON + timedelta(days=day)
        note(filled)
        heads[filled.back_up().number] = head_of(filled.db)
    kept = backups_in(filled.folder)
    assert len(kept) < 15
    assert [backup.number for backup in kept[:5]] == [40, 39, 38, 37, 36]
    for backup in kept:
        assert proven_head(backup.path, filled.key) == heads[backup.number]
        assert backup.entries == heads[backup.number].entries


def test_which_backup_is_newer_does_not_depend_on_the_clock(filled: Workspace, clock: SetClock) -> None:
    for moment in (
        NOON,
        NOON - timedelta(days=3650),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2100, 1, 1, tzinfo=UTC),
    ):
        clock.now = moment
        note(filled)
        filled.back_up()
    assert [backup.entries for backup in backups_in(filled.folder)] == [5, 4, 3, 2]
    assert [backup.made_at.year for backup in backups_in(filled.folder)] == [2100, 1970, 2016, 2026]


def dated(*days: float, size: int = 1) -> list[Backup]:
    made = [NOON - timedelta(days=day) for day in days]
    return [Backup(Path(f"{i}"), len(made) - i, each, 0, size) for i, each in enumerate(made)]


def kept_of(backups: list[Backup]) -> list[int]:
    gone = set(thinning.spare(backups))
    return [i for i, each in enumerate(backups) if each not in gone]


def test_the_newest_few_are_kept_then_one_a_day_a_week_and_a_month() -> None:
    hourly = dated(*(hour / 24 for hour in range(24 * 800)))
    kept = kept_of(hourly)
    assert kept[:5] == [0, 1, 2, 3, 4]
    days = [hourly[i].made_at.date() for i in kept[5:]]
    assert len(set(days)) == len(days)
    assert 15 <= len(kept) <= 28
    assert hourly[kept[-1]].made_at < NOON - timedelta(days=300)
    assert not kept_of([])


def test_thinning_again_after_each_backup_loses_no_month() -> None:
    kept: list[Backup] = []
    for day in range(400):
        kept.insert(0, Backup(Path(f"{day}"), day, NOON + timedelta(days=day), 0, 1))
        gone = set(thinning.spare(kept))
        kept = [each for each in kept if each not in gone]
    assert len({(each.made_at.year, each.made_at.month) for each in kept}) == 12


def test_backups_together_take_no_more_than_a_bound_but_two_are_always_kept() -> None:
    third = thinning.MOST_BYTES // 3
    assert kept_of(dated(0, 1, 2, 3, 4, size=third)) == [0, 1, 2]
    assert kept_of(dated(0, 1, 2, size=2 * thinning.MOST_BYTES)) == [0, 1]


def test_a_backup_is_made_before_the_tables_of_an_older_store_are_changed(
    filled: Workspace, keys: KeyStore, clock: Clock
) -> None:
    with filled.transaction():
        filled.db.execute("DROP TABLE audiences")
        write_meta(filled.db, {"schema": str(len(MIGRATIONS) - 1)})
    filled.close()
    with Workspace.open(filled.folder, keys, clock) as opened:
        assert schema_of(opened.db) == len(MIGRATIONS)
        assert opened.findings == []
        (backup,) = backups_in(filled.folder)
        assert proven_head(backup.path, opened.key) == head_of(opened.db)
        with Workspace.on_copy(backup.path, opened.custody, opened.key, clock) as copy:
            assert schema_of(copy.db) == len(MIGRATIONS)


def test_an_older_store_is_brought_up_to_date_where_no_backup_can_be_made(
    filled: Workspace, keys: KeyStore, clock: Clock
) -> None:
    with filled.transaction():
        filled.db.execute("DROP TABLE audiences")
        write_meta(filled.db, {"schema": str(len(MIGRATIONS) - 1)})
    filled.close()
    (filled.folder / "backups").write_text("a file in its place")
    with Workspace.open(filled.folder, keys, clock) as opened:
        assert schema_of(opened.db) == len(MIGRATIONS)
        assert [finding.code for finding in opened.findings] == ["backup-failed"]


def test_files_that_are_no_backups_are_left_alone(filled: Workspace) -> None:
    backup = filled.back_up()
    for name in ("notes.txt", "000009-20269999T120000Z-1.db", "aside-000001.db"):
        (backup.path.parent / name).write_text("kept")
    assert backups_in(filled.folder) == (backup,)
    filled.back_up()
    assert len(names(backup.path.parent)) == 5


def test_backups_follow_the_store_to_a_new_key(filled: Workspace, clock: SetClock) -> None:
    old, new = filled.key, StoreKey.make()
    first = filled.back_up()
    note(filled)
    second = filled.back_up()
    damaged = filled.back_up()
    damaged.path.write_bytes(damaged.path.read_bytes()[:-1])
    (first.path.parent / "aside-000001.db").write_bytes(b"set aside")
    assert rewrite_backups(filled.folder, old, new) == 2
    assert names(first.path.parent) == [first.path.name, second.path.name]
    for backup, entries in ((first, 1), (second, 2)):
        assert proven_head(backup.path, old) is None
        head = proven_head(backup.path, new)
        assert head is not None
        assert head.entries == entries
    assert rewrite_backups(filled.folder, old, new) == 2


def test_a_backup_under_a_third_key_is_left_as_it_is(filled: Workspace, keys: KeyStore) -> None:
    backup = filled.back_up()
    before = backup.path.read_bytes()
    assert rewrite_backups(filled.folder, StoreKey.make(), StoreKey.make()) == 0
    assert backup.path.read_bytes() == before


def test_every_copy_can_be_dropped(filled: Workspace) -> None:
    place = filled.back_up().path.parent
    (place / "aside-000001.db").mkdir()
    (place / "unfinished.db").write_bytes(b"half")
    (place / "notes.txt").write_text("somebody's")
    assert drop_backups(filled.folder) == 2
    assert names(place) == ["notes.txt"]

"""The newest head of the ledger is kept beside the store, so that an older store is never taken for the store."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.store.head import Head, head_of
from planner.store.lock import Marker, WorkspaceLock
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace


def note(workspace: Workspace, times: int = 1) -> None:
    for _ in range(times):
        with workspace.change() as recorder:
            recorder.append("noted", None, {})


def seen(folder: Path) -> Head:
    lock = WorkspaceLock(folder)
    marker = lock.marker
    lock.release()
    assert marker is not None
    return marker.head


def test_every_change_notes_how_far_the_ledger_has_come(workspace: Workspace) -> None:
    for entries in (1, 2, 3):
        note(workspace)
        head = head_of(workspace.db)
        assert head.entries == entries
        assert head.root in (workspace.folder / "lock").read_text()
    workspace.close()
    assert seen(workspace.folder) == head


def test_a_change_that_is_not_kept_notes_nothing(workspace: Workspace) -> None:
    note(workspace)
    with pytest.raises(KeyError), workspace.change() as recorder:  # noqa: PT012 - the entry comes before the error
        recorder.append("noted", None, {})
        raise KeyError
    workspace.close()
    assert seen(workspace.folder).entries == 1


@pytest.mark.parametrize("entries", [0, 1, 4])
def test_an_older_copy_of_the_store_is_not_opened(
    workspace: Workspace, keys: KeyStore, clock: Clock, *, entries: int
) -> None:
    note(workspace, entries)
    workspace.close()
    store = workspace.folder / "store.db"
    old = store.read_bytes()
    with Workspace.open(workspace.folder, keys, clock) as again:
        note(again, 2)
    new = store.read_bytes()
    store.write_bytes(old)
    for _ in range(2):
        with pytest.raises(PlannerError) as refused:
            Workspace.open(workspace.folder, keys, clock)
        assert refused.value.code == "store-rolled-back"
        assert refused.value.facts["entries"] == entries
        assert refused.value.facts["known"] == entries + 2
        assert store.read_bytes() == old
    store.write_bytes(new)
    Workspace.open(workspace.folder, keys, clock).close()


def test_another_history_of_the_same_length_is_not_opened(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    note(workspace)
    workspace.close()
    store = workspace.folder / "store.db"
    old, said = store.read_bytes(), (workspace.folder / "lock").read_bytes()
    with Workspace.open(workspace.folder, keys, clock) as again, again.change() as recorder:
        recorder.append("noted", None, {"of": "one history"})
    store.write_bytes(old)
    one = (workspace.folder / "lock").read_bytes()
    (workspace.folder / "lock").write_bytes(said)
    with Workspace.open(workspace.folder, keys, clock) as again, again.change() as recorder:
        recorder.append("noted", None, {"of": "another"})
    (workspace.folder / "lock").write_bytes(one)
    with pytest.raises(PlannerError, match="store-rolled-back"):
        Workspace.open(workspace.folder, keys, clock)


def test_a_store_ahead_of_what_was_noted_is_opened_and_noted(
    workspace: Workspace, keys: KeyStore, clock: Clock
) -> None:
    """As after a kill between a commit and the note of it."""
    note(workspace)
    said = (workspace.folder / "lock").read_bytes()
    note(workspace, 2)
    workspace.close()
    (workspace.folder / "lock").write_bytes(said)
    Workspace.open(workspace.folder, keys, clock).close()
    assert seen(workspace.folder).entries == 3


LONG = Marker("5" * 32, "6" * 32, "a key ring with a long name", Head(123_456_789, "r" * 44), "7" * 32, "8" * 32)


@pytest.fixture
def lock(folder: Path) -> WorkspaceLock:
    folder.mkdir()
    lock = WorkspaceLock(folder)
    lock.write_marker(LONG)
    return lock


def read_again(lock: WorkspaceLock) -> Marker | None:
    lock.release()
    again = WorkspaceLock(lock.folder)
    again.release()
    return again.marker


def test_a_new_head_leaves_the_sector_of_the_key_alone_and_nothing_of_a_longer_text(lock: WorkspaceLock) -> None:
    before = (lock.folder / "lock").read_bytes()
    lock.write_head(Head(1, "short"))
    after = (lock.folder / "lock").read_bytes()
    assert len(after) == len(before) == 1024
    assert after[:512] == before[:512]
    assert read_again(lock) == replace(LONG, head=Head(1, "short"))


@pytest.mark.parametrize("torn", [bytes(512), b"{" * 512, b"", b'{"entries": "x"}'])
def test_a_head_that_was_torn_by_a_power_cut_takes_no_key_along(lock: WorkspaceLock, torn: bytes) -> None:
    file = lock.folder / "lock"
    file.write_bytes(file.read_bytes()[:512] + torn)
    assert read_again(lock) == replace(LONG, head=Head())


def test_a_disk_that_fails_halfway_is_made_good_by_the_next_note(
    lock: WorkspaceLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = iter([os.write, _full])
    with monkeypatch.context() as failing:
        failing.setattr(os, "write", lambda handle, data: next(written)(handle, data[:100]))
        with pytest.raises(PlannerError, match="disk-full"):
            lock.write_marker(replace(LONG, slot="9" * 32))
    assert lock.marker == LONG
    lock.write_head(Head(1, "short"))
    assert read_again(lock) == replace(LONG, head=Head(1, "short"))


def _full(_handle: int, _data: bytes) -> int:
    raise OSError(errno.ENOSPC, "no room")


def test_the_store_of_another_workspace_is_told_from_a_damaged_one(
    workspace: Workspace, keys: KeyStore, clock: Clock, tmp_path: Path
) -> None:
    note(workspace)
    workspace.close()
    Workspace.create(tmp_path / "other", keys, clock).close()
    store = workspace.folder / "store.db"
    store.write_bytes((tmp_path / "other" / "store.db").read_bytes())
    before = store.read_bytes()
    with pytest.raises(PlannerError, match="store-foreign"):
        Workspace.open(workspace.folder, keys, clock)
    assert store.read_bytes() == before

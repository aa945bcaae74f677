"""A killed process, a second process and damaged bytes: the store is what it was, or says that it is not."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord, table_digest
from planner.store.passphrase import PassphraseKeys
from planner.store.snapshots import load_table, populations
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace
from tests.passphrases import CHEAP

PHRASE = "correct horse battery"

OPENING = f"""
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from planner.store.passphrase import Argon2Cost, PassphraseKeys
from planner.store import workspace as room
from planner.store.states import Subject
from planner.store.workspace import Workspace

folder, at = Path(sys.argv[1]), sys.argv[2]
keys = PassphraseKeys(folder, {PHRASE!r}, Argon2Cost(memory_kib=64, iterations=1, lanes=1))
clock = lambda: datetime.now(UTC)
die = lambda: os.kill(os.getpid(), signal.SIGKILL)
"""

SAVING = """
workspace = Workspace.open(folder, keys, clock)
workspace.db.execute("PRAGMA cache_size = 8")  # so that pages reach the disk before the end
if at == "commit":
    workspace.db.conn.set_authorizer(lambda action, what, *_: die() if what == "COMMIT" else 0)
with workspace.change() as recorder:
    for i in range(200):
        workspace.db.execute("INSERT INTO meta VALUES (?, ?)", [f"row {i}", "x" * 20_000])
        if at == f"row {i}":
            die()
    workspace.db.execute("UPDATE snapshots SET record = 'half'")
    workspace.db.execute("DELETE FROM arrays")
    recorder.append("erased", Subject("snapshot", "customers/1"), {})
"""

CREATING = """
class Dying:
    name = keys.name
    load = staticmethod(keys.load)
    def save(self, key):
        if at == "before the key":
            die()
        keys.save(key)
        if at == "after the key":
            die()
place = room.move_into_place
def move(fresh, path):
    if at == "before the name":
        die()
    place(fresh, path)
    if at == "after the name":
        die()
room.move_into_place = move
Workspace.create(folder, Dying(), clock)
"""

HOLDING = """
workspace = Workspace.open(folder, keys, clock)
print("open", flush=True)
sys.stdin.read()
"""


def run(program: str, folder: Path, at: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", OPENING + program, str(folder), at]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def keys(folder: Path) -> KeyStore:
    return PassphraseKeys(folder, PHRASE, CHEAP)


@pytest.fixture
def saved(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> SnapshotRecord:
    record = save(workspace, make_record(), make_table(), {})
    workspace.close()
    return record


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("at", ["row 0", "row 40", "row 199", "commit"])
def test_a_process_killed_while_it_saves_leaves_the_old_state(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock, at: str
) -> None:
    with run(SAVING, folder, at) as child:
        assert child.wait(timeout=30) == -9
    if at != "row 0":
        assert (folder / "store.db-journal").exists(), "the kill came too early to prove anything"
    with Workspace.open(folder, keys, clock) as opened:
        opened.check()
        assert opened.db.table("meta").count_where("name LIKE 'row %'") == 0
        assert populations(opened) == (saved,)
        assert table_digest(load_table(opened, saved.id)) == saved.table_digest


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("at", ["before the key", "after the key", "before the name", "after the name"])
def test_a_process_killed_while_it_makes_a_workspace_leaves_none_or_a_whole_one(
    folder: Path, keys: KeyStore, clock: Clock, at: str
) -> None:
    with run(CREATING, folder, at) as child:
        assert child.wait(timeout=30) == -9
    assert (folder / "store.db").exists() == (at == "after the name")
    with Workspace.open_or_create(folder, keys, clock) as opened:
        opened.check()
        assert {path.name for path in folder.iterdir()} == {"store.db", "store.key", "lock"}


@pytest.fixture
def holder(folder: Path, saved: SnapshotRecord) -> Iterator["subprocess.Popen[str]"]:
    with run(HOLDING, folder, "") as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        yield child
        child.kill()


def test_a_second_process_is_told_that_the_workspace_is_open(
    folder: Path, keys: KeyStore, holder: "subprocess.Popen[str]", *, clock: Clock
) -> None:
    for way in (Workspace.open, Workspace.open_or_create, Workspace.create):
        with pytest.raises(PlannerError, match="workspace-in-use"):
            way(folder, keys, clock)


def test_no_lock_is_left_behind_by_a_killed_process(
    folder: Path, keys: KeyStore, holder: "subprocess.Popen[str]", *, clock: Clock
) -> None:
    holder.kill()
    holder.wait(timeout=30)
    Workspace.open(folder, keys, clock).close()


def test_the_same_process_cannot_open_a_workspace_twice(folder: Path, keys: KeyStore, clock: Clock) -> None:
    with Workspace.create(folder, keys, clock), pytest.raises(PlannerError, match="workspace-in-use"):
        Workspace.open(folder, keys, clock)
    Workspace.open(folder, keys, clock).close()


def test_a_flipped_bit_in_any_page_is_found(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock
) -> None:
    store = folder / "store.db"
    whole = store.read_bytes()
    for page in range(0, len(whole), 4096):
        for place in (page + 17, page + 2000, page + 4095):
            damaged = bytearray(whole)
            damaged[place] ^= 0x10
            store.write_bytes(damaged)
            with pytest.raises(PlannerError, match="store-damaged"):
                _read_everything(folder, keys, clock)
            assert store.read_bytes() == damaged
    store.write_bytes(whole)
    _read_everything(folder, keys, clock)


def test_a_flipped_bit_in_the_salt_is_harmless(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock
) -> None:
    store = folder / "store.db"
    damaged = bytearray(store.read_bytes())
    damaged[3] ^= 0x10
    store.write_bytes(damaged)
    _read_everything(folder, keys, clock)


def test_a_shortened_store_is_found_and_left_alone(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock
) -> None:
    store = folder / "store.db"
    whole = store.read_bytes()
    for length in (1, 15, 16, 100, 4095, 4096, 8192, len(whole) - 4096, len(whole) - 1):
        store.write_bytes(whole[:length])
        with pytest.raises(PlannerError, match="store-damaged"):
            _read_everything(folder, keys, clock)
        assert store.read_bytes() == whole[:length]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "store-empty"), (b"SQLite format 3\0" + bytes(4080), "store-not-encrypted"), (bytes(8192), "store-foreign")],
)
def test_another_file_in_place_of_the_store_is_told_and_left_alone(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock, data: bytes, code: str
) -> None:
    (folder / "store.db").write_bytes(data)
    for way in (Workspace.open, Workspace.open_or_create):
        with pytest.raises(PlannerError, match=code):
            way(folder, keys, clock)
    assert (folder / "store.db").read_bytes() == data


def test_a_folder_in_place_of_the_store_is_told(
    folder: Path, keys: KeyStore, saved: SnapshotRecord, *, clock: Clock
) -> None:
    (folder / "store.db").unlink()
    (folder / "store.db").mkdir()
    with pytest.raises(PlannerError, match="store-damaged"):
        Workspace.open(folder, keys, clock)


def _read_everything(folder: Path, keys: KeyStore, clock: Clock) -> None:
    with Workspace.open(folder, keys, clock) as opened:
        opened.check()
        for record in populations(opened):
            load_table(opened, record.id)

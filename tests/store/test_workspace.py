"""A workspace is made whole, opened by one, and never mistaken for another."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.store.folder import find_network_folder, find_risky_folder, find_synced_folder
from planner.store.schema import MIGRATIONS, read_meta, schema_of, write_meta
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Clock, Workspace


def refused(code: str) -> "pytest.RaisesExc[PlannerError]":
    return pytest.raises(PlannerError, match=f"^{code}\\(")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_workspace_is_one_folder_with_the_store_and_a_lock(workspace: Workspace) -> None:
    assert names(workspace.folder) == {"store.db", "lock"}
    workspace.close()
    assert names(workspace.folder) == {"store.db", "lock"}


def test_a_workspace_says_when_it_was_made_and_keeps_its_id(
    workspace: Workspace, folder: Path, keys: KeyStore, clock: Clock
) -> None:
    assert read_meta(workspace.db)["created"] == "2026-03-01T12:00:00Z"
    workspace.close()
    with Workspace.open(folder, keys, clock) as again:
        assert again.id == workspace.id


def test_nothing_of_the_store_is_readable_without_the_key(workspace: Workspace) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"note": "a sentence that must not be found"})
    workspace.close()
    data = (workspace.folder / "store.db").read_bytes()
    assert b"sentence" not in data
    assert b"SQLite format" not in data


@pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
def test_the_store_is_for_its_owner_only(workspace: Workspace) -> None:
    assert workspace.folder.stat().st_mode & 0o777 == 0o700
    assert {(workspace.folder / name).stat().st_mode & 0o777 for name in names(workspace.folder)} == {0o600}


def test_opening_where_there_is_none_says_so_and_leaves_nothing(folder: Path, keys: KeyStore, clock: Clock) -> None:
    with refused("workspace-absent"):
        Workspace.open(folder, keys, clock)
    assert not folder.exists()
    folder.mkdir()
    with refused("workspace-absent"):
        Workspace.open(folder, keys, clock)
    assert names(folder) == set()


def test_a_workspace_is_never_made_over_another(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    workspace.close()
    before = (workspace.folder / "store.db").read_bytes()
    with refused("workspace-exists"):
        Workspace.create(workspace.folder, keys, clock)
    assert (workspace.folder / "store.db").read_bytes() == before


def test_open_or_create_makes_one_once(folder: Path, keys: KeyStore, clock: Clock) -> None:
    with Workspace.open_or_create(folder, keys, clock) as made:
        pass
    with Workspace.open_or_create(folder, keys, clock) as opened:
        assert opened.id == made.id


def test_a_store_that_went_missing_is_not_a_first_run(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    workspace.close()
    (workspace.folder / "store.db").unlink()
    for way in (Workspace.open, Workspace.create, Workspace.open_or_create):
        with refused("store-gone"):
            way(workspace.folder, keys, clock)
    assert names(workspace.folder) == {"lock"}


def test_a_file_in_place_of_the_folder_is_named(folder: Path, keys: KeyStore, clock: Clock) -> None:
    folder.write_text("not a folder")
    for place in (folder, folder / "below"):
        with refused("folder-is-a-file"):
            Workspace.create(place, keys, clock)
    with refused("folder-is-a-file"):
        Workspace.open(folder, keys, clock)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder in which nobody may write")
def test_a_place_that_takes_no_folder_is_told(keys: KeyStore, clock: Clock) -> None:
    with refused("folder-(unusable|read-only)"):
        Workspace.create(Path("/proc/self/workspace"), keys, clock)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="POSIX rights")
@pytest.mark.parametrize("way", ["create", "open"])
def test_a_folder_without_the_right_to_write_is_told(folder: Path, keys: KeyStore, clock: Clock, way: str) -> None:
    if way == "open":
        Workspace.create(folder, keys, clock).close()
    else:
        folder.mkdir()
    folder.chmod(0o555)
    try:
        told = _as_an_ordinary_user(folder, lambda place: getattr(Workspace, way)(place, keys, clock))
    finally:
        folder.chmod(0o755)
    assert told == "folder-read-only"
    assert not (folder / "store.db.new").exists()


def _as_an_ordinary_user(folder: Path, act: Callable[[Path], object]) -> str:
    """Run `act` in a child that gives up the powers of root, for whom no folder is read-only; return its error code."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.chdir(folder)
            for path in folder.iterdir():
                path.chmod(0o444)
            if os.getuid() == 0:
                os.setuid(65534)
            act(Path())
        except PlannerError as error:
            os.write(writer, error.code.encode())
        except Exception as error:  # noqa: BLE001 - a child must not go on as a second pytest
            os.write(writer, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    with os.fdopen(reader) as told:
        return told.read()


def test_a_wrong_key_is_told_from_a_damaged_store(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    workspace.close()
    store = workspace.folder / "store.db"
    before = store.read_bytes()
    (right,) = keys.kept.values()  # type: ignore[attr-defined]
    keys.save(StoreKey(bytes(32), right.salt))
    with refused("key-wrong"):
        Workspace.open(workspace.folder, keys, clock)
    assert store.read_bytes() == before
    keys.save(right)
    store.write_bytes(before[:5000] + bytes([before[5000] ^ 1]) + before[5001:])
    with refused("store-damaged"):
        Workspace.open(workspace.folder, keys, clock).check()


@pytest.mark.parametrize("way", [Workspace.open, Workspace.open_or_create])
def test_a_missing_key_is_not_a_first_run(
    workspace: Workspace, make_keys: Callable[[], KeyStore], clock: Clock, way: Callable[..., Workspace]
) -> None:
    workspace.close()
    before = (workspace.folder / "store.db").read_bytes()
    remade = make_keys()
    with refused("key-missing"):
        way(workspace.folder, remade, clock)
    assert (workspace.folder / "store.db").read_bytes() == before
    assert not remade.kept  # type: ignore[attr-defined]


def test_the_store_names_its_key_when_the_lock_file_is_gone(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    workspace.close()
    lock = workspace.folder / "lock"
    said = lock.read_bytes()
    for damage in (lock.unlink, lambda: lock.write_bytes(said[:40]), lambda: lock.write_bytes(b"[]")):
        damage()
        Workspace.open(workspace.folder, keys, clock).close()
        assert lock.read_bytes() == said


def test_a_newer_store_is_refused_and_left_alone(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"schema": str(len(MIGRATIONS) + 1)})
    workspace.close()
    before = (workspace.folder / "store.db").read_bytes()
    with refused("store-newer"):
        Workspace.open(workspace.folder, keys, clock)
    assert (workspace.folder / "store.db").read_bytes() == before


def test_an_older_store_is_brought_up_to_date(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    with workspace.transaction():
        for name in workspace.db.table_names():
            if name != "meta":
                workspace.db.execute(f"DROP TABLE [{name}]")
        write_meta(workspace.db, {"schema": "1"})
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        assert schema_of(opened.db) == len(MIGRATIONS)
        assert {"snapshots", "arrays"} <= set(opened.db.table_names())


def test_a_transaction_is_kept_as_a_whole_or_not_at_all(workspace: Workspace, keys: KeyStore, clock: Clock) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"kept": "yes"})
    with pytest.raises(KeyError), workspace.transaction():  # noqa: PT012 - the change is made before the error
        write_meta(workspace.db, {"kept": "no", "other": "yes"})
        raise KeyError
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        found = read_meta(opened.db)
    assert found["kept"] == "yes"
    assert "other" not in found


def test_transactions_do_not_nest(workspace: Workspace) -> None:
    with pytest.raises(Exception, match="within a transaction"), workspace.transaction(), workspace.transaction():
        pass
    with workspace.transaction():
        write_meta(workspace.db, {"still": "works"})


def test_nothing_but_the_store_and_the_lock_is_left_after_work(workspace: Workspace) -> None:
    with workspace.transaction():
        write_meta(workspace.db, {"long": "x" * 100_000})
        assert "store.db-journal" in names(workspace.folder)
    assert names(workspace.folder) == {"store.db", "lock"}


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("/disk/a/OneDrive - Company/shoal", "OneDrive"),
        ("/disk/a/Library/Mobile Documents/com~apple~CloudDocs/shoal", "iCloud"),
        ("/disk/a/Library/CloudStorage/Dropbox/shoal", "a cloud service"),
        ("/data/Dropbox/shoal", "Dropbox"),
        ("/data/Nextcloud2/shoal", "Nextcloud"),
    ],
)
def test_a_folder_that_is_copied_elsewhere_is_warned_about(place: str, service: str) -> None:
    finding = find_synced_folder(Path(place))
    assert finding is not None
    assert (finding.code, finding.facts["service"]) == ("folder-synced", service)


def test_an_ordinary_folder_is_not_warned_about(tmp_path: Path) -> None:
    assert find_synced_folder(tmp_path) is None


MOUNTS = """\
/dev/sda1 / ext4 rw,relatime 0 0
tmpfs /run tmpfs rw 0 0
server:/export /mnt/team\\040share nfs4 rw 0 0
/dev/sdb1 /mnt/team\\040share/local ext4 rw 0 0
//server/x /mnt/win cifs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "is_told"),
    [
        ("/mnt/team share/shoal", True),
        ("/mnt/team share/local/shoal", False),
        ("/mnt/win", True),
        ("/mnt/windows", False),
        ("/people/ada/shoal", False),
        ("//server/share/shoal", True),
    ],
)
def test_a_folder_on_a_network_drive_is_warned_about(tmp_path: Path, place: str, is_told: bool) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    finding = find_network_folder(Path(place), tmp_path / "mounts")
    assert (finding is not None) == is_told
    assert finding is None or finding.code == "folder-on-network"


def test_where_nobody_knows_the_mounts_nothing_is_said(tmp_path: Path) -> None:
    assert find_network_folder(tmp_path, tmp_path / "none") is None
    assert find_risky_folder(tmp_path / "Dropbox") is not None

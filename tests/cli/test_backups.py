"""Backups on the command line: made beside the work, listed, and put back where a store does not open."""

from pathlib import Path

import pytest

from tests.cli.running import done, shoal


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a policy, and so with one entry and one backup."""
    done("policy", "set", "floor", "30", workspace=tmp_path / "workspace")
    return tmp_path / "workspace"


def names(workspace: Path) -> list[str]:
    return [each["name"] for each in done("backup", "list", workspace=workspace)["backups"]]


def test_a_change_is_backed_up_by_itself_and_not_with_every_command(workspace: Path) -> None:
    (name,) = names(workspace)
    assert name.startswith("000001-")
    done("policy", "set", "floor", "40", workspace=workspace)
    assert names(workspace) == [name]


def test_a_backup_is_made_on_demand_and_listed(workspace: Path) -> None:
    done("policy", "set", "floor", "40", workspace=workspace)
    made = done("backup", "make", workspace=workspace)
    assert made["entries"] == 2
    listed = done("backup", "list", workspace=workspace)["backups"]
    assert listed[0] == made
    assert Path(made["path"]).stat().st_size == made["bytes"]
    told = shoal("backup", "list", workspace=workspace).out
    assert made["name"] in told
    assert len(told.splitlines()) == 3


def test_a_workspace_without_backups_says_so(tmp_path: Path) -> None:
    assert done("backup", "list", workspace=tmp_path / "none") == {"backups": []}
    assert "no backup yet" in shoal("backup", "list", workspace=tmp_path / "none").out
    assert not (tmp_path / "none").exists()


def test_a_damaged_store_is_told_with_the_way_out_and_put_back(workspace: Path) -> None:
    store = workspace / "store.db"
    done("policy", "set", "floor", "40", workspace=workspace)
    damaged = store.read_bytes()[:4096]
    store.write_bytes(damaged)
    ran = shoal("policy", "show", workspace=workspace)
    assert ran.status == 2
    assert "It was not changed. Restore a backup." in ran.err
    assert "shoal backup restore --dry-run" in ran.err
    asked = done("backup", "restore", "--dry-run", workspace=workspace)
    assert (asked["entries"], asked["lost_entries"]) == (1, 1)
    assert store.read_bytes() == damaged
    ran = shoal("backup", "restore", "--by", "Grace", workspace=workspace)
    assert ran.status == 0
    assert "1 entry made later is not in it" in ran.out
    (aside,) = (workspace / "backups").glob("aside-*")
    assert aside.read_bytes() == damaged
    assert str(aside) in ran.out
    assert done("policy", "show", workspace=workspace)["floor"] == 30
    entries = done("ledger", "list", workspace=workspace)["entries"]
    assert [each["action"] for each in entries] == ["policy-changed", "restored"]
    assert entries[1]["facts"]["by"] == "Grace"
    assert done("ledger", "verify", workspace=workspace)["verdict"] == "valid"


def test_an_older_store_is_told_and_kept_only_on_purpose(workspace: Path) -> None:
    store = workspace / "store.db"
    old = store.read_bytes()
    done("policy", "set", "floor", "40", workspace=workspace)
    store.write_bytes(old)
    assert shoal("policy", "show", "--json", workspace=workspace).error["code"] == "store-rolled-back"
    kept = done("backup", "restore", "--present", workspace=workspace)
    assert (kept["entries"], kept["lost_entries"]) == (1, 1)
    assert done("policy", "show", workspace=workspace)["floor"] == 30


def test_a_backup_is_restored_by_its_name(workspace: Path) -> None:
    (first,) = names(workspace)
    done("policy", "set", "floor", "40", workspace=workspace)
    done("backup", "make", workspace=workspace)
    assert done("backup", "restore", "--backup", first, workspace=workspace)["backup"] == first
    assert done("policy", "show", workspace=workspace)["floor"] == 30
    ran = shoal("backup", "restore", "--backup", "another", "--json", workspace=workspace)
    assert (ran.status, ran.error["code"]) == (2, "backup-absent")


def test_a_backup_that_cannot_be_made_is_a_warning_beside_the_answer(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / "backups").write_text("a file in its place")
    ran = shoal("policy", "set", "floor", "30", "--json", workspace=workspace)
    assert ran.status == 0
    assert ran.answer["floor"] == 30
    assert ran.err.startswith("! No backup of ")


def test_a_synced_folder_is_warned_about_once_and_again_after_a_move(tmp_path: Path) -> None:
    synced = tmp_path / "Dropbox" / "workspace"
    ran = shoal("policy", "set", "floor", "30", "--json", workspace=synced)
    assert (ran.status, ran.answer["floor"]) == (0, 30)
    assert "seems to be copied to other machines by Dropbox" in ran.err
    assert shoal("policy", "show", workspace=synced).err == ""
    (tmp_path / "OneDrive").mkdir()
    moved = synced.rename(tmp_path / "OneDrive" / "workspace")
    assert "by OneDrive" in shoal("policy", "show", workspace=moved).err

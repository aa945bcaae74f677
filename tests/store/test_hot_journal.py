"""A wrong key never harms a store whose owner was killed within a transaction: the right one finds what was kept."""

import os
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.store import driver
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Clock, Workspace
from tests.store.memory_keys import MemoryKeys


@pytest.fixture
def hot(folder: Path, keys: MemoryKeys, clock: Clock) -> Path:
    """The folder of a workspace with a journal that has yet to be rolled back."""
    with Workspace.create(folder, keys, clock) as workspace, workspace.transaction():
        write_meta(workspace.db, {"note": "committed"})
    child = os.fork()
    if child == 0:
        workspace = Workspace.open(folder, keys, clock)
        workspace.db.execute("PRAGMA cache_size = 4")
        workspace.db.execute("BEGIN IMMEDIATE")
        for number in range(400):
            write_meta(workspace.db, {"note": "not committed", f"filler {number}": "x" * 3000})
        os._exit(9)
    os.waitpid(child, 0)
    assert (folder / "store.db-journal").stat().st_size > 10_000
    return folder


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to kill a copy of itself")


@pytest.mark.parametrize("same_salt", [True, False])
def test_whatever_a_wrong_key_does_the_right_one_finds_what_was_kept(
    hot: Path, keys: MemoryKeys, clock: Clock, *, same_salt: bool
) -> None:
    (right,) = keys.kept.values()
    wrong = StoreKey(bytes(32), right.salt if same_salt else bytes(16))
    with pytest.raises(PlannerError, match="store-damaged"):
        driver.connect(
            hot / "store.db", wrong
        )  # SQLite may roll back under any key: pages lie encrypted in the journal
    with Workspace.open(hot, keys, clock) as workspace:
        workspace.check()
        assert read_meta(workspace.db)["note"] == "committed"
    assert not (hot / "store.db-journal").exists()


def test_a_journal_of_a_change_that_never_began_is_gone_once_the_store_is_opened(
    workspace: Workspace, keys: KeyStore, clock: Clock
) -> None:
    workspace.close()
    journal = workspace.folder / "store.db-journal"
    journal.write_bytes(bytes(512))
    Workspace.open(workspace.folder, keys, clock).close()
    assert not journal.exists()

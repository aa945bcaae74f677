"""A renewed key: all that lives goes on under it, the old one is gone, and a kill at any line locks nobody out."""

import errno
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode
from planner.services.backing_up import newest_whole, restore
from planner.services.keeping import Keeper, key_state, make_code, move_key, renew_key
from planner.services.opening import Door
from planner.services.verifying import entries, verify_ledger
from planner.store import driver, renewal
from planner.store.backups import backups_in, proven_head
from planner.store.folder import sync_folder
from planner.store.handover import MOVED, hand_over
from planner.store.passphrase import KEY_FILE, PassphraseKeys, _wrapped
from planner.store.snapshots import load_table, populations
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Workspace
from tests.passphrases import CHEAP
from tests.store.conftest import NOON, _make_record, _make_table, _save
from tests.store.file_keys import FileKeys
from tests.store.memory_keys import MemoryKeys

PHRASE = "four plain words here"
OURS = tuple(
    f"{name}.py"
    for name in ("renewal", "backups", "custody", "lock", "folder", "recovery", "workspace", "passphrase", "handover")
)
"""The modules at each of whose lines a renewal is killed."""


@dataclass(frozen=True)
class Shop:
    """A closed workspace that holds something, with its keeper and its recovery code."""

    folder: Path
    keys: KeyStore
    code: RecoveryCode

    def open(self) -> Workspace:
        return Workspace.open(self.folder, self.keys, lambda: NOON)


def make_shop(folder: Path, keys: KeyStore) -> Shop:
    with Workspace.create(folder, keys, lambda: NOON) as workspace:
        _save(workspace, _make_record(), _make_table(), {})
        return Shop(folder, keys, make_code(workspace, by="Mara"))


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return make_shop(tmp_path / "workspace", MemoryKeys())


def stop(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt


def full(*_given: object, **_named: object) -> None:
    raise PlannerError("disk-full", folder="here")


def fail_once() -> Callable[[Path], None]:
    """Return a sync of a folder that fails the first time."""
    left = iter([OSError(errno.EIO, "broken")])

    def sync(folder: Path) -> None:
        for error in left:
            raise error
        sync_folder(folder)

    return sync


def content(workspace: Workspace) -> dict[str, str]:
    """What a store holds, apart from what a renewal itself writes."""
    mine = ("rows of meta", "rows of ledger", "rows of checkpoints")
    return {name: digest for name, digest in driver.content_digests(workspace.db).items() if name not in mine}


def actions(workspace: Workspace) -> list[str]:
    return [each.record["action"] for each in entries(workspace)]


def refused(code: str) -> "pytest.RaisesExc[PlannerError]":
    return pytest.raises(PlannerError, match=f"^{code}\\(")


def test_everything_goes_on_under_the_new_key_in_the_same_window(shop: Shop) -> None:
    with shop.open() as workspace:
        before = content(workspace)
        state = renew_key(workspace, by="Mara")
        assert content(workspace) == before
        assert state.findings == ()
        assert verify_ledger(workspace).is_valid
        with workspace.change() as ledger:
            ledger.append("noted", None, {})
    with shop.open() as workspace:
        assert content(workspace) == before
        assert load_table(workspace, populations(workspace)[0].id).people.sum() > 0
        assert actions(workspace)[-3:] == ["key-renewed", "key-destroyed", "noted"]
    assert {path.name for path in shop.folder.iterdir()} == {"store.db", "store.recovery", "lock"}


def test_the_old_key_is_gone_and_opens_no_store_that_is_there(shop: Shop) -> None:
    assert isinstance(shop.keys, MemoryKeys)
    (old,) = shop.keys.kept.values()
    with shop.open() as workspace:
        renew_key(workspace, by="Mara")
    (new,) = shop.keys.kept.values()
    assert new.secret != old.secret
    assert new.salt != old.salt
    with refused("store-damaged"):
        driver.connect(shop.folder / "store.db", old)


def test_the_recovery_code_stays_good(shop: Shop) -> None:
    with shop.open() as workspace:
        renew_key(workspace, by="Mara")
    Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="Mara").close()


def test_backups_come_along_and_the_code_still_opens_what_is_restored_from_one(shop: Shop) -> None:
    with shop.open() as workspace:
        workspace.back_up()
        renew_key(workspace, by="Mara")
        assert entries(workspace)[-1].record["facts"]["backups"] == 1
    door = Door(shop.folder, {}, lambda: NOON)
    door.__dict__["keys"] = shop.keys
    (shop.folder / "store.db").write_bytes(b"torn")
    found = newest_whole(door)
    assert found is not None
    restore(door, found, by="Mara")
    with shop.open() as workspace:
        assert key_state(workspace).findings == ()
    Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="Mara").close()


def test_what_was_deleted_does_not_come_along(shop: Shop) -> None:
    with shop.open() as workspace:
        with workspace.transaction():
            workspace.db.execute("CREATE TABLE lost (x BLOB)")
            workspace.db.execute("INSERT INTO lost VALUES (zeroblob(300000))")
        with workspace.transaction():
            workspace.db.execute("DROP TABLE lost")
        pages = workspace.db.execute("PRAGMA freelist_count").fetchone()[0]
        renew_key(workspace, by="Mara")
        assert pages > 50
        assert workspace.db.execute("PRAGMA freelist_count").fetchone()[0] < 3


def test_a_copy_that_is_not_the_store_is_never_put_in_its_place(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(shop.keys, MemoryKeys)

    def lossy(source: Path, key: StoreKey, target: Path, new_key: StoreKey) -> None:
        driver.copy_under(source, key, target, new_key)
        database = driver.connect(target, new_key)
        database.execute("UPDATE snapshots SET population = 'others'")
        database.close()

    monkeypatch.setattr(renewal, "copy_under", lossy)
    before = dict(shop.keys.kept)
    with shop.open() as workspace:
        with refused("renewal-not-proven"):
            renew_key(workspace, by="Mara")
        assert actions(workspace)[-1] == "recovery-code-made"
    assert shop.keys.kept == before
    assert {path.name for path in shop.folder.iterdir()} == {"store.db", "store.recovery", "lock"}
    Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="Mara").close()


def test_a_new_store_that_cannot_even_be_opened_closes_the_workspace_and_nothing_is_lost(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.open() as workspace, monkeypatch.context() as failing:
        failing.setattr("planner.store.workspace.open_store", full)
        with refused("disk-full"):
            renew_key(workspace, by="Mara")
        assert not workspace.is_open
    with shop.open() as workspace:
        assert workspace.is_open
        assert actions(workspace)[-2:] == ["key-renewed", "key-destroyed"]


def test_a_recovery_file_that_cannot_be_mended_leaves_the_window_able_to_change(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.open() as workspace:
        with monkeypatch.context() as failing:
            failing.setattr("planner.store.recovery.keep_seal", full)
            with refused("disk-full"):
                renew_key(workspace, by="Mara")
        assert not workspace.db.conn.in_transaction
        with workspace.change() as ledger:
            ledger.append("noted", None, {})


def test_an_old_key_that_cannot_be_removed_is_told_until_it_can(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(shop.keys, MemoryKeys)

    def stays(slot: str) -> None:
        raise PlannerError("key-not-forgotten", kept_by="memory")

    monkeypatch.setattr(shop.keys, "forget", stays)
    with shop.open() as workspace:
        with refused("key-not-forgotten"):
            renew_key(workspace, by="Mara")
        assert [each.code for each in key_state(workspace).findings] == ["old-key-kept"]
        assert actions(workspace)[-1] == "key-renewed"
    with shop.open() as workspace:
        assert [each.code for each in key_state(workspace).findings] == ["old-key-kept"]
    monkeypatch.undo()
    with shop.open() as workspace:
        assert key_state(workspace).findings == ()
        assert actions(workspace)[-2:] == ["key-renewed", "key-destroyed"]
    assert len(shop.keys.kept) == 1


def test_a_disk_that_refuses_the_new_file_leaves_the_old_store_in_use(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(fresh: Path, path: Path) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr("planner.store.workspace.move_into_place", no_room)
    with shop.open() as workspace:
        with refused("disk-full"):
            renew_key(workspace, by="Mara")
        with workspace.change() as ledger:
            ledger.append("noted", None, {})
        monkeypatch.undo()
        renew_key(workspace, by="Mara")
        assert actions(workspace)[-3:] == ["noted", "key-renewed", "key-destroyed"]
    assert isinstance(shop.keys, MemoryKeys)
    assert len(shop.keys.kept) == 1


def test_broken_off_between_the_new_file_and_the_note_of_it_the_new_key_opens(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.open() as workspace:
        before = workspace.key
        monkeypatch.setattr("planner.store.workspace.Workspace.agree", stop)
        with pytest.raises(KeyboardInterrupt):
            renew_key(workspace, by="Mara")
    monkeypatch.undo()
    assert before.slot in (shop.folder / "lock").read_text()
    with shop.open() as workspace:
        assert workspace.key != before
        assert actions(workspace)[-2:] == ["key-renewed", "key-destroyed"]


def test_a_disk_that_refuses_the_note_of_it_leaves_the_new_store_in_use_and_its_key_kept(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.open() as workspace:
        before = workspace.key
        monkeypatch.setattr("planner.store.workspace.Workspace.agree", full)
        with refused("disk-full"):
            renew_key(workspace, by="Mara")
        first = workspace.key
        assert first != before
        with workspace.change() as ledger:
            ledger.append("noted", None, {})
        monkeypatch.undo()
        renew_key(workspace, by="Mara")
        assert actions(workspace)[-5:] == ["noted", *2 * ("key-renewed", "key-destroyed")]
    assert isinstance(shop.keys, MemoryKeys)
    assert {*shop.keys.kept.values()}.isdisjoint({before, first})
    with shop.open() as workspace:
        assert key_state(workspace).findings == ()


@pytest.mark.parametrize(
    ("keep", "step"),
    [
        ("ring", 29),
        ("passphrase", 53),
        pytest.param("ring", 1, marks=pytest.mark.long),
        pytest.param("passphrase", 1, marks=pytest.mark.long),
    ],
)
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to kill a copy of itself")
def test_killed_at_any_line_it_opens_with_one_key_and_goes_on(tmp_path: Path, keep: str, step: int) -> None:
    shop = make_shop(tmp_path / "made", keys_of(tmp_path / "made", keep))
    with shop.open() as workspace:
        workspace.back_up()
        before, entries_before = content(workspace), actions(workspace)
    died, renewed = 0, set()
    for line in range(0, 5_000, step):
        trial = tmp_path / f"trial-{line}"
        shutil.copytree(shop.folder, trial)
        keys = keys_of(trial, keep)
        if not killed_at(line, trial, keys):
            break
        died += 1
        recovered = tmp_path / f"recovered-{line}"
        shutil.copytree(trial, recovered)
        Workspace.restore(recovered, shop.code, MemoryKeys(), lambda: NOON, by="Mara").close()
        with Workspace.open(trial, keys, lambda: NOON) as workspace:
            assert content(workspace) == before
            told = actions(workspace)[len(entries_before) :]
            assert told in ([], ["key-renewed", "key-destroyed"])
            renewed.add(bool(told))
            assert verify_ledger(workspace).is_valid
            assert key_state(workspace).findings == ()
            assert [proven_head(each.path, workspace.key) is not None for each in backups_in(trial)] == [True]
        kept = len(keys.kept) if isinstance(keys, FileKeys) else len(_wrapped(trial))
        assert kept == 1, line
        wanted = {"backups", "store.db", "store.recovery", "lock", "keys.json" if keep == "ring" else KEY_FILE}
        assert {path.name for path in trial.iterdir()} == wanted
        shutil.rmtree(trial)
        shutil.rmtree(recovered)
    assert died > 300 / step
    assert renewed == {True, False}


def keys_of(folder: Path, keep: str) -> KeyStore:
    return FileKeys(folder / "keys.json") if keep == "ring" else PassphraseKeys(folder, PHRASE, CHEAP)


def killed_at(line: int, folder: Path, keys: KeyStore) -> bool:
    """Renew the key in a process that dies before its `line`-th line in the store; say whether it came so far."""
    child = os.fork()
    if child == 0:
        left = line

        def trace(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal left
            if not frame.f_code.co_filename.endswith(OURS):
                return None
            if event == "line":
                left -= 1
                if left < 0:
                    os._exit(9)
            return trace

        try:
            with Workspace.open(folder, keys, lambda: NOON) as workspace:
                sys.settrace(trace)
                renew_key(workspace, by="Mara")
                sys.settrace(None)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


class TestAnotherKeeper:
    @pytest.fixture
    def ring(self, monkeypatch: pytest.MonkeyPatch) -> MemoryKeys:
        made = MemoryKeys()
        made.name = "ring"
        monkeypatch.setattr("planner.services.keeping.new_keys", self.chooser(made))
        return made

    def chooser(self, ring: MemoryKeys) -> Callable[..., KeyStore]:
        def choose(folder: Path, keeper: Keeper, ask: Callable[[], str]) -> KeyStore:
            return ring if keeper is Keeper.KEY_RING else PassphraseKeys(folder, ask(), CHEAP)

        return choose

    def test_a_passphrase_takes_the_place_of_a_key_ring(self, shop: Shop, ring: MemoryKeys) -> None:
        assert isinstance(shop.keys, MemoryKeys)
        with shop.open() as workspace:
            assert move_key(workspace, Keeper.PASSPHRASE, lambda: PHRASE, by="Mara").keeper is Keeper.PASSPHRASE
        assert not shop.keys.kept
        with Workspace.open(shop.folder, PassphraseKeys(shop.folder, PHRASE, CHEAP), lambda: NOON) as workspace:
            assert entries(workspace)[-1].record["facts"] == {"by": "Mara", "from": "memory", "to": "store.key"}

    def test_a_key_ring_takes_the_place_of_a_passphrase(self, tmp_path: Path, ring: MemoryKeys) -> None:
        folder = tmp_path / "workspace"
        shop = make_shop(folder, PassphraseKeys(folder, PHRASE, CHEAP))
        with shop.open() as workspace:
            move_key(workspace, Keeper.KEY_RING, lambda: "", by="Mara")
            renew_key(workspace, by="Mara")
        assert not (folder / KEY_FILE).exists()
        assert len(ring.kept) == 1
        Workspace.open(folder, ring, lambda: NOON).close()
        Workspace.restore(folder, shop.code, MemoryKeys(), lambda: NOON, by="Mara").close()

    def test_a_new_passphrase_ends_the_old_one(self, tmp_path: Path, ring: MemoryKeys) -> None:
        folder = tmp_path / "workspace"
        shop = make_shop(folder, PassphraseKeys(folder, PHRASE, CHEAP))
        with shop.open() as workspace:
            move_key(workspace, Keeper.PASSPHRASE, lambda: "another passphrase", by="Mara")
        with refused("passphrase-wrong"):
            shop.open()
        Workspace.open(folder, PassphraseKeys(folder, "another passphrase", CHEAP), lambda: NOON).close()

    @pytest.mark.parametrize("to", ["ring", "store.key"])
    def test_broken_off_before_its_entry_it_is_told_at_the_next_opening(
        self, tmp_path: Path, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch, to: str
    ) -> None:
        folder = tmp_path / "workspace"
        phrase = PassphraseKeys(folder, PHRASE, CHEAP)
        before: KeyStore = ring if to == "store.key" else phrase
        after, keeper = (phrase, Keeper.PASSPHRASE) if before is ring else (ring, Keeper.KEY_RING)
        with make_shop(folder, before).open() as workspace:
            with monkeypatch.context() as killed:
                killed.setattr("planner.store.handover._tell", stop)
                with pytest.raises(KeyboardInterrupt):
                    move_key(workspace, keeper, lambda: PHRASE, by="Mara")
            assert actions(workspace)[-1] == "recovery-code-made"
        with Workspace.open(folder, after, lambda: NOON) as workspace:
            left = {"left_with": "ring"} if before is ring else {}
            wanted = {"by": "Mara", "from": before.name, "to": after.name, **left}
            assert entries(workspace)[-1].record["facts"] == wanted
        with Workspace.open(folder, after, lambda: NOON) as workspace:
            assert actions(workspace).count("key-moved") == 1

    def test_a_code_that_was_used_is_told_even_if_that_was_broken_off(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh = MemoryKeys()
        with monkeypatch.context() as killed:
            killed.setattr("planner.store.handover._tell", stop)
            with pytest.raises(KeyboardInterrupt):
                Workspace.restore(shop.folder, shop.code, fresh, lambda: NOON, by="Mara")
        with Workspace.open(shop.folder, fresh, lambda: NOON) as workspace:
            assert actions(workspace)[-1] == "key-restored"

    def test_a_key_ring_that_refuses_is_told_in_no_entry(
        self, shop: Shop, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_key: StoreKey) -> None:
            raise PlannerError("key-ring-locked")

        monkeypatch.setattr(ring, "save", refuse)
        with shop.open() as workspace:
            with refused("key-ring-locked"):
                move_key(workspace, Keeper.KEY_RING, lambda: "", by="Mara")
            assert "key-moved" not in actions(workspace)
        with shop.open() as workspace:
            assert "key-moved" not in actions(workspace)

    @pytest.mark.parametrize("keep", ["ring", "passphrase"])
    def test_a_disk_that_fails_once_the_new_passphrase_counts_leaves_the_window_with_it(
        self, tmp_path: Path, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch, keep: str
    ) -> None:
        folder = tmp_path / "workspace"
        with make_shop(folder, ring if keep == "ring" else PassphraseKeys(folder, PHRASE, CHEAP)).open() as workspace:
            with monkeypatch.context() as failing:
                failing.setattr("planner.store.folder.sync_folder", fail_once())
                with refused("disk-failed"):
                    move_key(workspace, Keeper.PASSPHRASE, lambda: "another passphrase", by="Mara")
            assert actions(workspace)[-1] == "key-moved"
            renew_key(workspace, by="Mara")
        with Workspace.open(folder, PassphraseKeys(folder, "another passphrase", CHEAP), lambda: NOON) as workspace:
            assert key_state(workspace).findings == ()
            assert actions(workspace)[-3:] == ["key-moved", "key-renewed", "key-destroyed"]

    def test_a_move_that_never_happened_is_not_told_because_the_key_was_renewed(
        self, tmp_path: Path, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "workspace"
        shop = make_shop(folder, PassphraseKeys(folder, PHRASE, CHEAP))
        with shop.open() as workspace:
            with monkeypatch.context() as failing:
                for name in ("planner.store.passphrase.PassphraseKeys.save", "planner.store.handover._forget"):
                    failing.setattr(name, full)
                with refused("disk-full"):
                    move_key(workspace, Keeper.PASSPHRASE, lambda: "another passphrase", by="Mara")
            renew_key(workspace, by="Mara")
        with shop.open() as workspace:
            assert "key-moved" not in actions(workspace)

    @pytest.mark.parametrize(("before", "after"), [("ring", "passphrase"), ("passphrase", "ring"), ("passphrase", "")])
    def test_an_old_key_goes_before_the_new_one_changes_hands(
        self, tmp_path: Path, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch, before: str, after: str
    ) -> None:
        folder = tmp_path / "workspace"
        with make_shop(folder, ring if before == "ring" else PassphraseKeys(folder, PHRASE, CHEAP)).open() as workspace:
            workspace.back_up()
            with monkeypatch.context() as failing:
                failing.setattr(renewal, "rewrite_backups", full)
                with refused("disk-full"):
                    renew_key(workspace, by="Mara")
            keeper = Keeper.KEY_RING if after == "ring" else Keeper.PASSPHRASE
            state = move_key(workspace, keeper, lambda: "another passphrase", by="Mara")
            assert state.findings == ()
            assert actions(workspace)[-3:] == ["key-renewed", "key-destroyed", "key-moved"]
            assert [proven_head(each.path, workspace.key) is not None for each in backups_in(folder)] == [True]
        assert len(ring.kept) == (keeper is Keeper.KEY_RING)

    @pytest.mark.parametrize("to", ["another ring", "passphrase"])
    def test_an_old_key_that_a_recovery_leaves_out_of_reach_is_said_to_be_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
    ) -> None:
        folder = tmp_path / "workspace"
        shop = make_shop(folder, MemoryKeys())
        with shop.open() as workspace, monkeypatch.context() as failing:
            failing.setattr(renewal, "rewrite_backups", full)
            with refused("disk-full"):
                workspace.back_up()
                renew_key(workspace, by="Mara")
        keys = PassphraseKeys(folder, PHRASE, CHEAP) if to == "passphrase" else MemoryKeys()
        with Workspace.restore(folder, shop.code, keys, lambda: NOON, by="Mara") as workspace:
            assert actions(workspace)[-2:] == ["key-restored", "key-left"]
            assert entries(workspace)[-1].record["facts"]["kept_by"] == "memory"
            renew_key(workspace, by="Mara")
            assert actions(workspace)[-2:] == ["key-renewed", "key-destroyed"]

    def test_a_recovery_that_is_refused_leaves_everything_as_it_was(
        self, shop: Shop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = MemoryKeys()
        monkeypatch.setattr(other, "save", full)
        before = (shop.folder / "lock").read_bytes()
        with refused("disk-full"):
            Workspace.restore(shop.folder, shop.code, other, lambda: NOON, by="Mara")
        assert (shop.folder / "lock").read_bytes()[:512] == before[:512]
        with shop.open() as workspace:
            assert "key-restored" not in actions(workspace)

    def test_a_key_ring_that_refuses_its_own_key_keeps_it(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        assert isinstance(shop.keys, MemoryKeys)
        monkeypatch.setattr(shop.keys, "save", full)
        with shop.open() as workspace, refused("disk-full"):
            hand_over(workspace, shop.keys, MOVED, by="Mara")
        assert len(shop.keys.kept) == 1
        shop.open().close()

    def test_to_the_key_ring_that_has_it_there_is_nothing_to_move(self, tmp_path: Path, ring: MemoryKeys) -> None:
        with make_shop(tmp_path / "workspace", ring).open() as workspace:
            move_key(workspace, Keeper.KEY_RING, lambda: "", by="Mara")
            assert actions(workspace)[-1] == "recovery-code-made"

    def test_a_disk_that_does_not_say_who_is_asked_closes_the_workspace_until_it_does(
        self, shop: Shop, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        known = iter(["nothing"])

        def read_once(_folder: Path, _slot: str) -> str:
            for record in known:
                return record
            raise PlannerError("disk-failed", folder="here")

        with shop.open() as workspace, monkeypatch.context() as failing:
            failing.setattr("planner.store.folder.sync_folder", fail_once())
            failing.setattr("planner.store.handover.record_of", read_once)
            with refused("disk-failed"):
                move_key(workspace, Keeper.PASSPHRASE, lambda: PHRASE, by="Mara")
            assert not workspace.is_open
        with Workspace.open(shop.folder, PassphraseKeys(shop.folder, PHRASE, CHEAP), lambda: NOON) as workspace:
            assert actions(workspace)[-1] == "key-moved"
            renew_key(workspace, by="Mara")
        Workspace.open(shop.folder, PassphraseKeys(shop.folder, PHRASE, CHEAP), lambda: NOON).close()

    def test_a_key_ring_that_may_have_the_key_after_all_is_named_in_the_ledger(
        self, tmp_path: Path, ring: MemoryKeys, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = tmp_path / "workspace"
        shop = make_shop(folder, PassphraseKeys(folder, PHRASE, CHEAP))
        with shop.open() as workspace, monkeypatch.context() as killed:
            killed.setattr("planner.store.handover.remove_key_file", stop)
            killed.setattr("planner.store.handover._stop_at", lambda *_: None)
            with pytest.raises(KeyboardInterrupt):
                move_key(workspace, Keeper.KEY_RING, lambda: "", by="Mara")
        with shop.open() as workspace:
            facts = {"key_id": workspace.key.key_id, "kept_by": "ring"}
            assert entries(workspace)[-1].record["facts"] == facts
            assert actions(workspace)[-1] == "key-left"

    def test_a_second_recovery_does_not_hide_the_first(self, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as killed:
            killed.setattr("planner.store.handover._tell", stop)
            with pytest.raises(KeyboardInterrupt):
                Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="first")
        Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="second").close()
        with Workspace.restore(shop.folder, shop.code, MemoryKeys(), lambda: NOON, by="third") as workspace:
            told = [
                each.record["facts"]["by"] for each in entries(workspace) if each.record["action"] == "key-restored"
            ]
        assert told == ["first", "second", "third"]

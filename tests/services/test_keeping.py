"""The recovery code: it opens what nothing else opens any more, one at a time, and each wrong state is told apart."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode
from planner.services.keeping import draw_code, drop_code, keep_code, key_state, make_code
from planner.services.verifying import entries, verify_ledger
from planner.store import keys as places
from planner.store.passphrase import KEY_FILE, PassphraseKeys
from planner.store.recovery import RECOVERY_FILE
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Workspace
from tests.passphrases import CHEAP
from tests.store.conftest import NOON
from tests.store.memory_keys import MemoryKeys


@dataclass
class Shop:
    """A closed workspace with a recovery code, whose keeper can be robbed."""

    folder: Path
    keys: MemoryKeys
    code: RecoveryCode

    @property
    def file(self) -> Path:
        return self.folder / RECOVERY_FILE

    def open(self, keys: KeyStore | None = None) -> Workspace:
        return Workspace.open(self.folder, keys or self.keys, lambda: NOON)

    def restore(self, code: RecoveryCode | None = None, keys: KeyStore | None = None) -> Workspace:
        return Workspace.restore(self.folder, code or self.code, keys or MemoryKeys(), lambda: NOON, by="Mara")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return make_shop(tmp_path / "workspace")


def make_shop(folder: Path) -> Shop:
    keys = MemoryKeys()
    with Workspace.create(folder, keys, lambda: NOON) as workspace:
        return Shop(folder, keys, make_code(workspace, by="Mara"))


def refused(code: str) -> "pytest.RaisesExc[PlannerError]":
    return pytest.raises(PlannerError, match=f"^{code}\\(")


def codes(workspace: Workspace) -> list[str]:
    return [each.code for each in key_state(workspace).findings]


def test_a_workspace_without_a_code_reminds_of_it_until_there_is_one(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "new", MemoryKeys(), lambda: NOON) as workspace:
        assert codes(workspace) == ["recovery-code-absent"]
        make_code(workspace, by="Mara")
        assert codes(workspace) == []
        assert key_state(workspace).code_made_at == "2026-03-01T12:00:00Z"


def test_the_code_opens_what_a_lost_key_ring_cannot_and_the_key_is_kept_anew(shop: Shop) -> None:
    with refused("key-missing"):
        shop.open(MemoryKeys())
    remade = MemoryKeys()
    with shop.restore(keys=remade) as workspace:
        assert verify_ledger(workspace).is_valid
    with shop.open(remade) as workspace:
        assert codes(workspace) == []


def test_the_code_opens_what_a_forgotten_passphrase_cannot(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    with Workspace.create(folder, PassphraseKeys(folder, "forgotten for ever", CHEAP), lambda: NOON) as workspace:
        code = make_code(workspace, by="Mara")
    again = PassphraseKeys(folder, "another one", CHEAP)
    with refused("passphrase-wrong"):
        Workspace.open(folder, again, lambda: NOON)
    Workspace.restore(folder, code, again, lambda: NOON, by="Mara").close()
    Workspace.open(folder, again, lambda: NOON).close()
    assert isinstance(places.choose_keys({}, folder, lambda: "another one"), PassphraseKeys)


def test_a_key_that_a_key_ring_keeps_again_needs_no_key_file_any_more(tmp_path: Path) -> None:
    folder, ring = tmp_path / "workspace", MemoryKeys()
    with Workspace.create(folder, PassphraseKeys(folder, "forgotten for ever", CHEAP), lambda: NOON) as workspace:
        code = make_code(workspace, by="Mara")
    Workspace.restore(folder, code, ring, lambda: NOON, by="Mara").close()
    assert not (folder / KEY_FILE).exists()
    assert places.choose_keys({}, folder, None, key_ring=lambda: ring) is ring
    Workspace.open(folder, ring, lambda: NOON).close()


def test_a_new_code_ends_the_one_of_before(shop: Shop) -> None:
    with shop.open() as workspace:
        newer = make_code(workspace, by="Mara")
    with refused("recovery-code-other"):
        shop.restore()
    shop.restore(newer).close()


def test_until_a_drawn_code_is_kept_both_open_and_dropping_it_leaves_the_one_of_before(shop: Shop) -> None:
    workspace = shop.open()
    drawn = draw_code(workspace)
    workspace.close()
    with_both = shop.file.read_bytes()
    for code in (shop.code, drawn):
        shop.file.write_bytes(with_both)
        shop.restore(code).close()
    with shop.open() as workspace:
        dropped = draw_code(workspace)
        drop_code(workspace)
    with refused("recovery-code-other"):
        shop.restore(dropped)
    shop.restore().close()


def test_the_first_code_that_is_dropped_leaves_no_file(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "new", MemoryKeys(), lambda: NOON) as workspace:
        drawn = draw_code(workspace)
        drop_code(workspace)
        assert codes(workspace) == ["recovery-code-absent"]
        with refused("recovery-file-absent"):
            keep_code(workspace, drawn, by="Mara")
    assert not (tmp_path / "new" / RECOVERY_FILE).exists()


def test_the_ledger_tells_of_codes_and_holds_none(shop: Shop) -> None:
    with shop.open() as workspace:
        newer = make_code(workspace, by="Otto")
        told = [(each.record["action"], each.record["facts"]["by"], each.record["facts"]["replaces_another"])
                for each in entries(workspace)]  # fmt: skip
        held = b"".join(each.data for each in entries(workspace))
    assert told == [("recovery-code-made", "Mara", False), ("recovery-code-made", "Otto", True)]
    everything = held + b"".join(path.read_bytes() for path in shop.folder.iterdir())
    for code in (shop.code, newer):
        for trace in (code.text, code.text.replace("-", ""), code.secret.hex()):
            assert trace.encode() not in everything
        assert code.secret not in everything


def damaged(shop: Shop) -> None:
    told = json.loads(shop.file.read_bytes())
    sealed = told["seals"][0]["sealed"]
    told["seals"][0]["sealed"] = sealed[:-2] + f"{int(sealed[-2:], 16) ^ 1:02x}"
    shop.file.write_text(json.dumps(told))


def another_slot(shop: Shop) -> None:
    told = json.loads(shop.file.read_bytes())
    told["seals"][0]["slot"] = "00" * 16
    shop.file.write_text(json.dumps(told))


def of_another_workspace(shop: Shop) -> None:
    other = make_shop(shop.folder.with_name("other"))
    shop.file.write_bytes(other.file.read_bytes())


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda shop: shop.file.unlink(), "recovery-file-absent"),
        (lambda shop: shop.file.write_bytes(b""), "recovery-file-damaged"),
        (lambda shop: shop.file.write_bytes(b'{"seals": 3}'), "recovery-file-damaged"),
        (lambda shop: shop.file.write_bytes(b'{"seals": [{"recipient": 1, "slot": 2, "sealed": 3}]}'),
         "recovery-file-damaged"),
        (lambda shop: shop.file.write_bytes(b"[" * 100_000), "recovery-file-damaged"),
        (damaged, "recovery-file-damaged"),
        (another_slot, "recovery-file-damaged"),
        (of_another_workspace, "recovery-code-other"),
    ],
)  # fmt: skip
def test_each_wrong_state_is_told_apart_and_changes_nothing(
    shop: Shop, harm: Callable[[Shop], object], code: str
) -> None:
    harm(shop)
    before = {path.name: path.read_bytes() for path in shop.folder.iterdir()}
    keys = MemoryKeys()
    with refused(code):
        shop.restore(keys=keys)
    assert not keys.kept
    assert {path.name: path.read_bytes() for path in shop.folder.iterdir()} == before


@pytest.mark.parametrize("harm", [lambda shop: shop.file.unlink(), damaged, of_another_workspace])
def test_opening_with_the_key_puts_a_harmed_recovery_file_right(shop: Shop, harm: Callable[[Shop], object]) -> None:
    harm(shop)
    with shop.open() as workspace:
        assert codes(workspace) == []
    shop.restore().close()


def test_a_recovery_file_that_cannot_be_put_right_is_told_and_the_workspace_opens(shop: Shop) -> None:
    shop.file.unlink()
    shop.file.mkdir()
    with shop.open() as workspace:
        assert codes(workspace) == ["recovery-file-lost"]


def test_a_seal_of_another_key_is_told_from_a_damaged_store(shop: Shop) -> None:
    other = make_shop(shop.folder.with_name("other"))
    (shop.folder / "store.db").write_bytes((other.folder / "store.db").read_bytes())
    (shop.folder / "lock").unlink()
    with refused("recovery-file-other"):
        shop.restore()


def test_a_store_that_lost_its_first_sector_and_its_lock_file_opens_with_the_code(shop: Shop) -> None:
    store = shop.folder / "store.db"
    store.write_bytes(bytes(range(16)) + store.read_bytes()[16:])
    (shop.folder / "lock").unlink()
    with refused("key-missing"):
        shop.open()
    shop.restore().close()


def test_a_key_that_its_new_place_does_not_keep_leaves_the_old_place(shop: Shop) -> None:
    class Forgetful(MemoryKeys):
        def save(self, key: StoreKey) -> None:
            raise PlannerError("key-not-kept", kept_by=self.name)

    before = (shop.folder / "lock").read_bytes()
    with refused("key-not-kept"):
        shop.restore(keys=Forgetful())
    assert (shop.folder / "lock").read_bytes() == before
    shop.open().close()


def test_the_recovery_file_is_for_its_owner_and_shows_no_key(shop: Shop) -> None:
    (key,) = shop.keys.kept.values()
    assert key.secret.hex() not in shop.file.read_text()
    assert shop.file.stat().st_mode & 0o077 == 0

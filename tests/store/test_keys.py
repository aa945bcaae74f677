"""Every place that keeps keys keeps the same promises; what can go wrong in each has its own sentence."""

import json
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keyring.backend
import keyring.errors
import pytest
from keyring.backends import null

from planner.domain.errors import PlannerError
from planner.services.words import tell_error
from planner.store.key_ring import KNOWN_RINGS, SERVICE, KeyRingKeys, KnownRing, find_key_ring
from planner.store.keys import PASSPHRASE_VARIABLE, choose_keys
from planner.store.passphrase import KEY_FILE, Argon2Cost, PassphraseKeys
from planner.store.store_key import KeyStore, StoreKey
from planner.store.workspace import Clock, Workspace
from tests.passphrases import CHEAP

PHRASE = "correct horse battery"


class RingInMemory(keyring.backend.KeyringBackend):
    """A backend that this module alone uses: keyring lists every subclass it sees, and picks none below zero."""

    priority = -10

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.error:
            raise self.error
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.error:
            raise self.error
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.error:
            raise self.error
        del self.entries[service, username]


def in_a_ring(folder: Path) -> KeyStore:
    return KeyRingKeys("Test Ring", RingInMemory())


def in_a_file(folder: Path) -> KeyStore:
    return PassphraseKeys(folder, PHRASE, CHEAP)


@pytest.fixture(params=[in_a_ring, in_a_file])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> KeyStore:
    make: Callable[[Path], KeyStore] = request.param
    return make(tmp_path)


class TestEveryPlace:
    def test_gives_back_the_key_it_keeps(self, place: KeyStore) -> None:
        key = StoreKey.make()
        place.save(key)
        assert place.load(key.slot) == key

    def test_knows_nothing_of_other_keys(self, place: KeyStore) -> None:
        place.save(StoreKey.make())
        assert place.load(StoreKey.make().slot) is None

    def test_knows_nothing_before_it_was_given_a_key(self, place: KeyStore) -> None:
        assert place.load(StoreKey.make().slot) is None

    def test_forgets_the_key_it_is_asked_to_and_no_other(self, place: KeyStore) -> None:
        old, new = StoreKey.make(), StoreKey.make()
        for key in (old, new):
            place.save(key)
        for _ in range(2):
            place.forget(old.slot)
            assert place.load(old.slot) is None
            assert place.load(new.slot) == new
        place.forget(new.slot)
        assert place.load(new.slot) is None

    def test_has_a_name_for_people(self, place: KeyStore) -> None:
        assert place.name

    def test_opens_the_workspace_it_helped_to_make(self, place: KeyStore, folder: Path, clock: Clock) -> None:
        if isinstance(place, PassphraseKeys):
            place = PassphraseKeys(folder, PHRASE, CHEAP)
        Workspace.create(folder, place, clock).close()
        Workspace.open(folder, place, clock).close()


class TestAKeyRing:
    @pytest.fixture
    def ring(self) -> RingInMemory:
        return RingInMemory()

    @pytest.fixture
    def keys(self, ring: RingInMemory) -> KeyRingKeys:
        return KeyRingKeys("Test Ring", ring)

    @pytest.mark.parametrize(
        ("error", "code"),
        [
            (keyring.errors.KeyringLocked("locked"), "key-ring-locked"),
            (keyring.errors.InitError("Prompt dismissed"), "key-ring-locked"),
            (keyring.errors.NoKeyringError("none"), "key-ring-failed"),
            (keyring.errors.PasswordSetError("no"), "key-ring-failed"),
            (OSError(1312, "no logon session"), "key-ring-failed"),
        ],
    )
    def test_that_fails_is_told_calmly_and_no_workspace_is_made(
        self, ring: RingInMemory, keys: KeyRingKeys, folder: Path, *, clock: Clock, error: Exception, code: str
    ) -> None:
        ring.error = error
        with pytest.raises(PlannerError, match=code) as told:
            Workspace.create(folder, keys, clock)
        assert "Test Ring" in tell_error(told.value)
        assert not (folder / "store.db").exists()

    def test_that_keeps_nothing_is_found_out_before_there_is_a_store(self, folder: Path, clock: Clock) -> None:
        says_yes_and_keeps_nothing = null.Keyring()  # type: ignore[no-untyped-call]
        with pytest.raises(PlannerError, match="key-not-kept"):
            Workspace.create(folder, KeyRingKeys("Null", says_yes_and_keeps_nothing), clock)
        assert {path.name for path in folder.iterdir()} == {"lock"}

    def test_that_says_it_deleted_a_key_and_did_not_is_found_out(self, ring: RingInMemory, keys: KeyRingKeys) -> None:
        key = StoreKey.make()
        keys.save(key)
        ring.delete_password = lambda *_entry: None  # type: ignore[method-assign]
        with pytest.raises(PlannerError, match="key-not-forgotten"):
            keys.forget(key.slot)

    def test_can_be_tried_out_and_has_nothing_of_it_afterwards(self, ring: RingInMemory, keys: KeyRingKeys) -> None:
        keys.try_out()
        assert ring.entries == {}

    @pytest.mark.parametrize(("ignored", "code"), [("set", "key-not-kept"), ("delete", "key-not-forgotten")])
    def test_that_does_not_do_as_told_is_found_out_when_tried(
        self, ring: RingInMemory, keys: KeyRingKeys, monkeypatch: pytest.MonkeyPatch, *, ignored: str, code: str
    ) -> None:
        monkeypatch.setattr(ring, f"{ignored}_password", lambda *_: None)
        with pytest.raises(PlannerError, match=code):
            keys.try_out()

    def test_that_was_made_anew_never_gets_a_new_key_for_an_old_store(
        self, ring: RingInMemory, keys: KeyRingKeys, folder: Path, *, clock: Clock
    ) -> None:
        Workspace.create(folder, keys, clock).close()
        ring.entries.clear()
        with pytest.raises(PlannerError, match="key-missing"):
            Workspace.open_or_create(folder, keys, clock)
        assert ring.entries == {}

    @pytest.mark.parametrize("garbage", ["no hexadecimal", "00" * 47, "00" * 49])
    def test_that_holds_garbage_is_told(self, ring: RingInMemory, keys: KeyRingKeys, garbage: str) -> None:
        ring.entries[SERVICE, "slot"] = garbage
        with pytest.raises(PlannerError, match="store-key-damaged") as told:
            keys.load("slot")
        assert garbage not in str(told.value)

    def test_that_is_locked_later_says_so_and_works_when_unlocked(
        self, ring: RingInMemory, keys: KeyRingKeys, folder: Path, *, clock: Clock
    ) -> None:
        Workspace.create(folder, keys, clock).close()
        ring.error = keyring.errors.KeyringLocked("locked")
        with pytest.raises(PlannerError, match="key-ring-locked"):
            Workspace.open(folder, keys, clock)
        ring.error = None
        Workspace.open(folder, keys, clock).close()


@dataclass(frozen=True)
class Declared:
    """A declaration of a ring that is there, or is not."""

    name: str
    works: bool

    def load(self) -> type[keyring.backend.KeyringBackend]:
        class Ring(RingInMemory):
            viable = self.works

        return Ring


class TestTheChoiceOfAKeyRing:
    def test_is_the_first_declared_one_that_works(self) -> None:
        found = find_key_ring((Declared("absent", works=False), Declared("there", works=True)))  # type: ignore[arg-type]
        assert found is not None
        assert found.name == "there"
        assert find_key_ring((Declared("absent", works=False),)) is None  # type: ignore[arg-type]

    def test_is_not_left_to_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        found = find_key_ring()
        assert found is None or found.backend.__class__.__module__ in {
            ring.module for rings in KNOWN_RINGS.values() for ring in rings
        }

    @pytest.mark.parametrize("ring", [ring for rings in KNOWN_RINGS.values() for ring in rings], ids=lambda r: r.name)
    def test_is_among_classes_that_exist_and_encrypt(self, ring: KnownRing) -> None:
        found = ring.load()
        assert issubclass(found, keyring.backend.KeyringBackend)
        assert found.__module__.startswith("keyring.backends.")
        assert found.__module__.rsplit(".", 1)[1] not in {"null", "fail", "chainer"}


class TestAKeyFile:
    @pytest.fixture
    def keys(self, tmp_path: Path) -> PassphraseKeys:
        return PassphraseKeys(tmp_path, PHRASE, CHEAP)

    @pytest.mark.skipif(os.name != "posix", reason="POSIX modes")
    def test_is_for_its_owner_only(self, keys: PassphraseKeys) -> None:
        keys.save(StoreKey.make())
        assert stat.S_IMODE((keys.folder / KEY_FILE).stat().st_mode) == 0o600
        assert {path.name for path in keys.folder.iterdir()} == {KEY_FILE}

    def test_does_not_show_the_key(self, keys: PassphraseKeys) -> None:
        key = StoreKey.make()
        keys.save(key)
        text = (keys.folder / KEY_FILE).read_text()
        assert key.secret.hex() not in text
        assert PHRASE not in text

    def test_does_not_open_under_another_passphrase(self, keys: PassphraseKeys) -> None:
        key = StoreKey.make()
        keys.save(key)
        with pytest.raises(PlannerError, match="passphrase-wrong") as told:
            PassphraseKeys(keys.folder, "another passphrase", CHEAP).load(key.slot)
        assert "another" not in tell_error(told.value)

    def test_opens_however_an_accent_was_typed(self, tmp_path: Path) -> None:
        key = StoreKey.make()
        PassphraseKeys(tmp_path, "crème brûlée", CHEAP).save(key)
        assert PassphraseKeys(tmp_path, "cre\u0300me bru\u0302le\u0301e", CHEAP).load(key.slot) == key

    def test_that_was_changed_in_any_field_does_not_open(self, keys: PassphraseKeys) -> None:
        key = StoreKey.make()
        keys.save(key)
        file = keys.folder / KEY_FILE
        plain = json.loads(file.read_bytes())
        for name, value in plain.items():
            changed = value + 1 if isinstance(value, int) else "00" + value[2:] if name != "slot" else value
            file.write_text(json.dumps({**plain, name: changed}))
            if changed != value:
                with pytest.raises(PlannerError, match=r"passphrase-wrong|store-key-damaged"):
                    keys.load(key.slot)

    @pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b"\xff", b"{" * 5000, b'{"slot": "s", "key": "0"}'])
    def test_that_is_damaged_is_told(self, keys: PassphraseKeys, data: bytes) -> None:
        (keys.folder / KEY_FILE).write_bytes(data)
        with pytest.raises(PlannerError, match="store-key-damaged"):
            keys.load("s")

    def test_that_asks_for_all_memory_is_not_obeyed(self, keys: PassphraseKeys) -> None:
        key = StoreKey.make()
        keys.save(key)
        file = keys.folder / KEY_FILE
        file.write_text(json.dumps({**json.loads(file.read_bytes()), "memory_kib": 1 << 30}))
        with pytest.raises(PlannerError, match="store-key-damaged"):
            keys.load(key.slot)

    def test_wants_more_than_a_few_characters(self, tmp_path: Path) -> None:
        with pytest.raises(PlannerError, match="passphrase-too-short"):
            PassphraseKeys(tmp_path, "short", CHEAP).save(StoreKey.make())
        assert not list(tmp_path.iterdir())

    def test_costs_a_guess_64_mebibytes(self) -> None:
        assert Argon2Cost() == Argon2Cost(memory_kib=65536, iterations=3, lanes=2)


class TestWhoKeepsTheKey:
    RING = KeyRingKeys("Test Ring", RingInMemory())

    def choose(self, folder: Path, *, given: str = "", ring: bool = False, typed: str | None = None) -> KeyStore:
        return choose_keys(
            {PASSPHRASE_VARIABLE: given} if given else {},
            folder,
            None if typed is None else lambda: typed,
            key_ring=lambda: self.RING if ring else None,
        )

    def test_a_new_workspace_takes_the_passphrase_it_is_given(self, folder: Path) -> None:
        chosen = self.choose(folder, given=PHRASE, ring=True)
        assert isinstance(chosen, PassphraseKeys)
        assert chosen.passphrase == PHRASE

    def test_a_new_workspace_takes_the_key_ring(self, folder: Path) -> None:
        assert self.choose(folder, ring=True, typed=PHRASE) is self.RING

    def test_a_new_workspace_asks_for_a_passphrase_where_there_is_no_key_ring(self, folder: Path) -> None:
        chosen = self.choose(folder, typed=PHRASE)
        assert isinstance(chosen, PassphraseKeys)
        assert chosen.passphrase == PHRASE

    @pytest.mark.parametrize("typed", [None, ""])
    def test_without_key_ring_and_passphrase_it_says_what_to_do(self, folder: Path, typed: str | None) -> None:
        with pytest.raises(PlannerError, match="passphrase-missing") as told:
            self.choose(folder, typed=typed)
        assert PASSPHRASE_VARIABLE in tell_error(told.value)

    def test_a_workspace_with_a_key_file_wants_its_passphrase(self, folder: Path, clock: Clock) -> None:
        Workspace.create(folder, PassphraseKeys(folder, PHRASE, CHEAP), clock).close()
        assert isinstance(self.choose(folder, ring=True, typed=PHRASE), PassphraseKeys)

    def test_a_workspace_of_a_key_ring_keeps_to_it(self, folder: Path, clock: Clock) -> None:
        Workspace.create(folder, self.RING, clock).close()
        assert self.choose(folder, ring=True, given=PHRASE) is self.RING
        with pytest.raises(PlannerError, match="key-ring-absent"):
            self.choose(folder, typed=PHRASE)

    def test_a_key_file_that_went_missing_is_named(self, folder: Path, clock: Clock) -> None:
        Workspace.create(folder, PassphraseKeys(folder, PHRASE, CHEAP), clock).close()
        (folder / KEY_FILE).unlink()
        with pytest.raises(PlannerError, match="key-missing") as told:
            Workspace.open_or_create(folder, self.choose(folder, given=PHRASE), clock)
        assert KEY_FILE in tell_error(told.value)
        assert not (folder / KEY_FILE).exists()

"""The store key under a passphrase: Argon2id (RFC 9106) makes the key that wraps it, AES-256-GCM wraps it."""

import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from planner.domain.canonical import Json, canonical_json
from planner.domain.errors import PlannerError
from planner.store.folder import disk_errors_told, replace_file
from planner.store.store_key import Entropy, StoreKey

KEY_FILE = "store.key"
SHORTEST_PASSPHRASE = 8
"""Characters; what NIST SP 800-63B asks of a secret that a person remembers."""

_SALT_BYTES, _NONCE_BYTES, _WRAPPING_KEY_BYTES = 16, 12, 32
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess of the passphrase costs (0.4 s here); a file that asks for more than the bounds is not read."""

    memory_kib: int = 64 * 1024
    iterations: int = 3
    lanes: int = 2

    def __post_init__(self) -> None:
        if not (8 <= self.memory_kib <= 1 << 20 and 1 <= self.iterations <= 16 and 1 <= self.lanes <= 16):
            raise ValueError("not a cost")


COST = Argon2Cost()
"""What new keys ask of whoever guesses."""


@dataclass(frozen=True, slots=True, repr=False)
class PassphraseKeys:
    """Keys in one small file beside the store, readable by its owner only and useless without the passphrase."""

    folder: Path
    passphrase: str
    cost: Argon2Cost = field(default_factory=lambda: COST)
    entropy: Entropy = secrets.token_bytes

    @property
    def name(self) -> str:
        """What people call it."""
        return KEY_FILE

    def load(self, slot: str) -> StoreKey | None:
        """Return the key of a slot, or None when there is no file or it holds other stores' keys only.

        Raises PlannerError `store-key-damaged` or `passphrase-wrong`.
        """
        try:
            found = _wrapped(self.folder).get(slot)
            return self._unwrap(found) if found else None
        except InvalidTag:
            raise PlannerError("passphrase-wrong") from None
        except (AttributeError, KeyError, TypeError, ValueError):
            raise PlannerError("store-key-damaged", kept_by=self.name) from None

    def save(self, key: StoreKey) -> None:
        """Write the file as a whole or not at all, and read it back; keys of other slots stay in it.

        Raises PlannerError `passphrase-too-short`.
        """
        long_enough(self.passphrase)
        salt, nonce = self.entropy(_SALT_BYTES), self.entropy(_NONCE_BYTES)
        header: dict[str, Json] = {"format": 1, "kdf": "argon2id", "cipher": "aes-256-gcm", **asdict(self.cost)}
        header |= {"slot": key.slot, "salt": salt.hex(), "nonce": nonce.hex()}
        cipher = AESGCM(self._wrapping_key(salt, self.cost))
        wrapped = cipher.encrypt(nonce, key.to_bytes(), canonical_json(header))
        self._write({**_wrapped_or_none(self.folder), key.slot: {**header, "key": wrapped.hex()}})
        if self.load(key.slot) != key:
            raise PlannerError("key-not-kept", kept_by=self.name)

    def forget(self, slot: str) -> None:
        """Take a key out of the file, or the file away with its last one."""
        found = _wrapped_or_none(self.folder)
        if found.pop(slot, None) is None:
            return
        if found:
            self._write(found)
        else:
            remove_key_file(self.folder)
        if slot in _wrapped_or_none(self.folder):
            raise PlannerError("key-not-forgotten", kept_by=self.name)

    def _write(self, wrapped: Mapping[str, Mapping[str, Any]]) -> None:
        """Write one key as it always was, and two, while one takes the place of the other, side by side."""
        keys = list(wrapped.values())
        replace_file(self.folder / KEY_FILE, canonical_json(keys[0] if len(keys) == 1 else {"format": 2, "keys": keys}))

    def _unwrap(self, found: Mapping[str, Any]) -> StoreKey:
        header = {name: value for name, value in found.items() if name != "key"}
        cost = Argon2Cost(header["memory_kib"], header["iterations"], header["lanes"])
        cipher = AESGCM(self._wrapping_key(bytes.fromhex(header["salt"]), cost))
        opened = cipher.decrypt(bytes.fromhex(header["nonce"]), bytes.fromhex(found["key"]), canonical_json(header))
        return StoreKey.from_bytes(opened)

    def _wrapping_key(self, salt: bytes, cost: Argon2Cost) -> bytes:
        typed = unicodedata.normalize("NFC", self.passphrase).encode()
        derivation = Argon2id(
            salt=salt,
            length=_WRAPPING_KEY_BYTES,
            iterations=cost.iterations,
            lanes=cost.lanes,
            memory_cost=cost.memory_kib,
        )
        return derivation.derive(typed)


def record_of(folder: Path, slot: str) -> str:
    """Return a digest of what stands in the key file of a folder for a slot; empty where nothing does.

    A key that is wrapped anew has another one, under whatever passphrase.
    """
    found = _wrapped_or_none(folder).get(slot)
    return hashlib.sha256(canonical_json(found)).hexdigest() if found else ""


def long_enough(passphrase: str) -> str:
    """Return a passphrase that may protect a key. Raises PlannerError `passphrase-too-short`."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PlannerError("passphrase-too-short", shortest=SHORTEST_PASSPHRASE)
    return passphrase


def remove_key_file(folder: Path) -> None:
    """Remove the key file, where there is one."""
    with disk_errors_told(folder):
        (folder / KEY_FILE).unlink(missing_ok=True)


def _wrapped(folder: Path) -> dict[str, dict[str, Any]]:
    """Return slot → header and wrapped key. Raises one of many errors for what is not a key file."""
    try:
        with disk_errors_told(folder):
            found = json.loads((folder / KEY_FILE).read_bytes()[:_MOST_BYTES])
    except FileNotFoundError:
        return {}
    return {each["slot"]: each for each in found.get("keys", [found])}


def _wrapped_or_none(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the same, and nothing for a file that no key could be read from anyway."""
    try:
        return _wrapped(folder)
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}

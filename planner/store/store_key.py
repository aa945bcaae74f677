"""The key of a store, and what a place that keeps keys must do."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

Entropy = Callable[[int], bytes]
"""Returns so many random bytes."""

SECRET_BYTES, SALT_BYTES = 32, 16


@dataclass(frozen=True, slots=True, repr=False)
class StoreKey:
    """The 32 secret bytes that encrypt a store and the 16 bytes of salt that stand, in clear, at the head of its file.

    Both are kept together: a store whose first sector is lost still opens.
    """

    secret: bytes
    salt: bytes

    def __post_init__(self) -> None:
        # SQLCipher takes a raw key of any other length for a passphrase, without a word.
        if (len(self.secret), len(self.salt)) != (SECRET_BYTES, SALT_BYTES):
            raise ValueError("not a store key")

    @classmethod
    def make(cls, entropy: Entropy = secrets.token_bytes) -> "StoreKey":
        """Draw a new key."""
        return cls(entropy(SECRET_BYTES), entropy(SALT_BYTES))

    @classmethod
    def from_bytes(cls, data: bytes) -> "StoreKey":
        """Read what `to_bytes` wrote. Raises ValueError."""
        return cls(data[:SECRET_BYTES], data[SECRET_BYTES:])

    def to_bytes(self) -> bytes:
        """Return the 48 bytes of secret and salt."""
        return self.secret + self.salt

    @property
    def slot(self) -> str:
        """The name a key is kept under: its salt, which the store's file shows in its first bytes."""
        return self.salt.hex()

    @property
    def key_id(self) -> str:
        """A name that tells keys apart and says nothing about them; it stands in clear beside the store."""
        return hashlib.sha256(b"shoal store key\n" + self.to_bytes()).hexdigest()[:32]

    @property
    def spec(self) -> str:
        """The key as SQLCipher takes a raw key and salt."""
        return f"x'{self.to_bytes().hex()}'"


class KeyStore(Protocol):
    """A place that keeps store keys."""

    @property
    def name(self) -> str:
        """What people call this place."""

    def load(self, slot: str) -> StoreKey | None:
        """Return the key kept under `slot`, or None when nothing is kept there.

        Raises PlannerError when the place is locked, absent or failing, or when what it keeps is not a key.
        """

    def save(self, key: StoreKey) -> None:
        """Keep a key under its slot, read it back and compare. Raises PlannerError when it was not kept."""

    def forget(self, slot: str) -> None:
        """Destroy the key of a slot, if there is one, and read back that it is gone.

        Raises PlannerError `key-not-forgotten` when it is still there, and what `load` raises about the place.
        """

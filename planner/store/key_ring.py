"""Store keys in the operating system's key ring, through backends that are known to be safe and no other.

The choice is never left to keyring itself: it follows an environment variable and a configuration file that may name
any class at all, and takes a plaintext file when one is merely installed.
"""

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from planner.domain.errors import PlannerError
from planner.store.store_key import StoreKey

SERVICE = "Shoal"


@dataclass(frozen=True, slots=True)
class KnownRing:
    """A backend that may keep a key: what people call it, and the class that speaks to it."""

    name: str
    module: str
    class_name: str = "Keyring"

    def load(self) -> type[KeyringBackend]:
        """Import the class."""
        found: type[KeyringBackend] = getattr(importlib.import_module(self.module), self.class_name)
        return found


KNOWN_RINGS: Mapping[str, tuple[KnownRing, ...]] = {
    "linux": (
        KnownRing("Secret Service", "keyring.backends.SecretService"),
        KnownRing("Secret Service (libsecret)", "keyring.backends.libsecret"),
        KnownRing("KDE Wallet", "keyring.backends.kwallet", "DBusKeyring"),
    ),
    "darwin": (KnownRing("macOS Keychain", "keyring.backends.macOS"),),
    "win32": (KnownRing("Windows Credential Manager", "keyring.backends.Windows", "WinVaultKeyring"),),
}
"""For each platform, the backends that are tried, in this order."""


def find_key_ring(rings: tuple[KnownRing, ...] | None = None) -> "KeyRingKeys | None":
    """Return the first key ring that works here, or None. May take a moment: it asks the ring's service."""
    for ring in KNOWN_RINGS.get(sys.platform, ()) if rings is None else rings:
        backend = ring.load()
        if backend.viable:
            return KeyRingKeys(ring.name, backend())
    return None


@dataclass(frozen=True, slots=True)
class KeyRingKeys:
    """Keys as entries of a key ring, one a store, under the service *Shoal*.

    A call may wait for the person to unlock the ring, so a desktop makes it from a worker thread.
    """

    name: str
    backend: KeyringBackend

    def load(self, slot: str) -> StoreKey | None:
        """Return the key of a slot, or None: then the ring knows nothing of it, which never means a first run."""
        text = self._ask(lambda: self.backend.get_password(SERVICE, slot))
        if not text:
            return None
        try:
            return StoreKey.from_bytes(bytes.fromhex(text))
        except ValueError:
            raise PlannerError("store-key-damaged", kept_by=self.name) from None

    def save(self, key: StoreKey) -> None:
        """Keep a key and read it back: some rings say yes and keep nothing."""
        self._ask(lambda: self.backend.set_password(SERVICE, key.slot, key.to_bytes().hex()))
        if self.load(key.slot) != key:
            raise PlannerError("key-not-kept", kept_by=self.name)

    def forget(self, slot: str) -> None:
        """Delete an entry, and look whether it is gone: some rings say yes and delete nothing."""
        if self._ask(lambda: self.backend.get_password(SERVICE, slot)):
            self._ask(lambda: self.backend.delete_password(SERVICE, slot))
        if self._ask(lambda: self.backend.get_password(SERVICE, slot)):
            raise PlannerError("key-not-forgotten", kept_by=self.name)

    def try_out(self) -> None:
        """Keep a key of no store, read it back and delete it. Raises PlannerError as `save` and `forget` do."""
        key = StoreKey.make()
        self.save(key)
        self.forget(key.slot)

    def _ask(self, call: Callable[[], str | None]) -> str | None:
        with _ring_errors_told(self.name):
            return call()


@contextmanager
def _ring_errors_told(name: str) -> Iterator[None]:
    """Turn whatever a key ring raises into a PlannerError that names the ring and never the key."""
    try:
        yield
    except (KeyringLocked, InitError):
        raise PlannerError("key-ring-locked", kept_by=name) from None
    except NoKeyringError:
        raise PlannerError("key-ring-failed", kept_by=name, reason="it is not there") from None
    except Exception as error:  # noqa: BLE001 - D-Bus, Win32 and Keychain errors have no class in common
        raise PlannerError("key-ring-failed", kept_by=name, reason=type(error).__name__) from None

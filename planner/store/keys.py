"""Who keeps the key of a workspace on this machine: a passphrase, or a key ring of the operating system."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.store.key_ring import KeyRingKeys, find_key_ring
from planner.store.passphrase import KEY_FILE, PassphraseKeys, long_enough
from planner.store.store_key import KeyStore, StoreKey

__all__ = [
    "PASSPHRASE_VARIABLE",
    "Keeper",
    "KeyRingKeys",
    "KeyStore",
    "PassphraseKeys",
    "StoreKey",
    "choose_keys",
    "keeper_of",
    "new_keys",
]

PASSPHRASE_VARIABLE = "SHOAL_PASSPHRASE"  # noqa: S105 - its name, not its value


class Keeper(StrEnum):
    """The two kinds of places that keep keys."""

    KEY_RING = "key-ring"
    PASSPHRASE = "passphrase"  # noqa: S105 - the word, not one


def choose_keys(
    environment: Mapping[str, str],
    folder: Path,
    ask: Callable[[], str] | None,
    *,
    key_ring: Callable[[], KeyStore | None] = find_key_ring,
) -> KeyStore:
    """Return who keeps, or will keep, the key of the workspace in `folder`.

    An existing workspace decides: its key file wants the passphrase, else its key is in a key ring. A new one takes
    the passphrase of the environment, else a key ring, else the passphrase that `ask` returns.
    Raises PlannerError `key-ring-absent`, `passphrase-needed` for an existing workspace or `passphrase-missing`.
    """
    given = environment.get(PASSPHRASE_VARIABLE, "")
    is_made = (folder / "store.db").exists()
    if (folder / KEY_FILE).exists() or (given and not is_made):
        return PassphraseKeys(folder, given or _asked(ask, "passphrase-needed"))
    ring = key_ring()
    if ring is not None:
        return ring
    if is_made and not given:
        raise PlannerError("key-ring-absent", folder=str(folder))
    return PassphraseKeys(folder, given or _asked(ask, "passphrase-missing"))


def new_keys(
    folder: Path,
    keeper: Keeper | None,
    ask: Callable[[], str],
    *,
    key_ring: Callable[[], KeyStore | None] = find_key_ring,
) -> KeyStore:
    """Return who keeps the key of a workspace from now on: a key ring, or a new passphrase that `ask` returns.

    Where nobody says which, a workspace that has a key file keeps to a passphrase, and another to a key ring where
    there is one. Raises PlannerError `no-key-ring`, and what `ask` raises.
    """
    ring = None if keeper is Keeper.PASSPHRASE or (keeper is None and (folder / KEY_FILE).exists()) else key_ring()
    if ring is None and keeper is Keeper.KEY_RING:
        raise PlannerError("no-key-ring")
    return ring or PassphraseKeys(folder, long_enough(ask()))


def keeper_of(keys: KeyStore) -> Keeper:
    """Return which kind of place this is."""
    return Keeper.PASSPHRASE if isinstance(keys, PassphraseKeys) else Keeper.KEY_RING


def _asked(ask: Callable[[], str] | None, code: str) -> str:
    passphrase = ask() if ask else ""
    if not passphrase:
        raise PlannerError(code, variable=PASSPHRASE_VARIABLE)
    return passphrase

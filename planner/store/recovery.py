"""The store key under the recovery code: a file beside the store that is useless without the code.

The code makes a pair of keys (HKDF, RFC 5869: what is random needs no slow derivation as a passphrase does), and the
store key is sealed to the public one (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM). The store holds the public
one, so that a key that is renewed is sealed again under the same code, and nothing in the store can open the seal.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from planner.domain.canonical import canonical_json
from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode
from planner.store.driver import Database, transaction
from planner.store.folder import disk_errors_told, replace_file
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import StoreKey

RECOVERY_FILE = "store.recovery"
META, META_MADE = "recovery", "recovery_made"
"""Where the store keeps the seal that its recovery file must hold, and when its code was made."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_FORMAT = 1
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Seal:
    """One store key, sealed for one code; all of it may be read by anybody."""

    recipient: str
    """The public key that the code makes, in hexadecimal."""
    slot: str
    sealed: str

    def __post_init__(self) -> None:
        if not all(isinstance(each, str) for each in (self.recipient, self.slot, self.sealed)):
            raise TypeError("not a seal")

    @property
    def info(self) -> bytes:
        """What the seal is bound to besides the key."""
        return b"shoal recovery\n" + canonical_json({"format": _FORMAT, "recipient": self.recipient, "slot": self.slot})


def recipient_of(code: RecoveryCode) -> str:
    """Return the public key of a code: it tells codes apart and says nothing about them."""
    return _private(code).public_key().public_bytes_raw().hex()


def seal(key: StoreKey, recipient: str) -> Seal:
    """Seal a store key so that only the code of `recipient` opens it."""
    blank = Seal(recipient, key.slot, "")
    public = X25519PublicKey.from_public_bytes(bytes.fromhex(recipient))
    return Seal(recipient, key.slot, _SUITE.encrypt(key.to_bytes(), public, blank.info).hex())


def unseal(one: Seal, code: RecoveryCode) -> StoreKey:
    """Open a seal with its code. Raises PlannerError `recovery-file-damaged`."""
    try:
        return StoreKey.from_bytes(_SUITE.decrypt(bytes.fromhex(one.sealed), _private(code), one.info))
    except (InvalidTag, ValueError):
        raise PlannerError("recovery-file-damaged", file=RECOVERY_FILE) from None


def read_seals(folder: Path) -> tuple[Seal, ...]:
    """Return what the recovery file holds.

    Raises PlannerError `recovery-file-absent` or `recovery-file-damaged`.
    """
    try:
        return tuple(Seal(**each) for each in json.loads(_read(folder)[:_MOST_BYTES])["seals"])
    except FileNotFoundError:
        raise PlannerError("recovery-file-absent", folder=str(folder), file=RECOVERY_FILE) from None
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        raise PlannerError("recovery-file-damaged", file=RECOVERY_FILE) from None


def write_seals(folder: Path, seals: Iterable[Seal]) -> None:
    """Replace the recovery file as a whole or not at all."""
    replace_file(folder / RECOVERY_FILE, _file_of(seals))


def recover(folder: Path, code: RecoveryCode, slots: Iterable[str]) -> StoreKey:
    """Return the store key that the code opens, of the first of `slots` that is sealed, else of any.

    Raises PlannerError `recovery-file-absent`, `recovery-file-damaged` or `recovery-code-other`: the code is whole but
    belongs to another workspace, or a newer one has replaced it.
    """
    ours = {each.slot: each for each in read_seals(folder) if each.recipient == recipient_of(code)}
    if not ours:
        raise PlannerError("recovery-code-other", folder=str(folder))
    meant = next((slot for slot in slots if slot in ours), next(iter(ours)))
    return unseal(ours[meant], code)


def kept_seal(database: Database) -> Seal | None:
    """Return the seal that the store vouches for, or None while no code was made."""
    text = read_meta(database).get(META)
    return Seal(**json.loads(text)) if text else None


def code_made_at(database: Database) -> str | None:
    """Return when the code was made that opens the workspace, or None while none was."""
    return read_meta(database).get(META_MADE)


def keep_seal(database: Database, one: Seal, made_at: str | None = None) -> None:
    """Let the store vouch for a seal, inside the caller's transaction; `made_at` is said of a new code."""
    made = {META_MADE: made_at} if made_at else {}
    write_meta(database, {META: canonical_json(asdict(one)).decode(), **made})


def is_in_place(folder: Path, database: Database) -> bool:
    """Say whether the recovery file holds, to the byte, the seal that the store vouches for."""
    return kept_seal(database) in _seals_or_none(folder)


def mend_recovery_file(folder: Path, database: Database, key: StoreKey) -> None:
    """See to it that the code which the store knows of opens it: in the recovery file, and under the key of now.

    A backup that was put back may know of an older code or none, so other codes that open this key keep their place.
    Opening a workspace goes on where the disk does not let this be done: `is_in_place` then tells.
    """
    kept = kept_seal(database)
    if kept is None:
        return
    if kept.slot != key.slot:
        kept = seal(key, kept.recipient)
        with transaction(database):
            keep_seal(database, kept)
    found = _seals_or_none(folder)
    wanted = (kept, *(each for each in found if each.slot == key.slot and each.recipient != kept.recipient))
    if found != wanted:
        with suppress(PlannerError):
            write_seals(folder, wanted)


def remove_recovery_file(folder: Path) -> None:
    """Remove the recovery file; whatever code it was for opens nothing any more."""
    with disk_errors_told(folder):
        (folder / RECOVERY_FILE).unlink(missing_ok=True)


def _private(code: RecoveryCode) -> X25519PrivateKey:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"shoal recovery key").derive(code.secret)
    return X25519PrivateKey.from_private_bytes(derived)


def _file_of(seals: Iterable[Seal]) -> bytes:
    return canonical_json({"format": _FORMAT, "seals": [asdict(each) for each in seals]})


def _seals_or_none(folder: Path) -> tuple[Seal, ...]:
    try:
        return read_seals(folder)
    except PlannerError:
        return ()


def _read(folder: Path) -> bytes:
    with disk_errors_told(folder):
        return (folder / RECOVERY_FILE).read_bytes()

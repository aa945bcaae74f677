"""Signed notes, checkpoints and proofs as text, in the C2SP formats, so that others' tools can read them too.

Formats: c2sp.org/signed-note with Ed25519 keys, c2sp.org/tlog-checkpoint, c2sp.org/tlog-proof version 1.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from planner.domain.errors import PlannerError
from planner.domain.merkle import HASH_BYTES

MOST_NOTE_BYTES = 64 * 1024
MOST_SIGNATURES = 16
MOST_PROOF_HASHES = 63
PROOF_HEADER = "c2sp.org/tlog-proof@v1"

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: what a reader pins to know whose ledger a note comes from."""

    name: str
    public: bytes
    """The 32 bytes of an Ed25519 public key (RFC 8032)."""

    def __post_init__(self) -> None:
        if not _is_key_name(self.name) or len(self.public) != 32:
            raise ValueError("not a key")

    @property
    def key_id(self) -> bytes:
        """The first four bytes of the SHA-256 over name, newline, signature type and public key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_KEY_ID_BYTES]

    @property
    def vkey(self) -> str:
        """The key as one line of text: name, key id in hexadecimal, type and key in base64, joined by `+`."""
        return f"{self.name}+{self.key_id.hex()}+{_encode(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, vkey: str) -> "VerifierKey":
        """Read a vkey line. Raises PlannerError `key-unreadable`."""
        name, _, rest = vkey.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            data = _decode(encoded)
            key = cls(name, data[1:])
        except ValueError:
            raise PlannerError("key-unreadable") from None
        if data[:1] != _ED25519 or key_id != key.key_id.hex():
            raise PlannerError("key-unreadable")
        return key


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key with its name; it lives inside the encrypted store and never leaves it."""

    name: str
    seed: bytes
    """The 32 secret bytes of an Ed25519 key (RFC 8032), drawn by whoever makes the key."""

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the signed note of a text that ends in a newline. Raises ValueError for a text no note can hold."""
        if not _is_note_text(text):
            raise ValueError("a note is lines of text without control characters")
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"{text}\n— {self.name} {_encode(self.verifier.key_id + signature)}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note: a claim, until a pinned key confirms it."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signature lines, parsed and not yet believed."""

    text: str
    signatures: tuple[Signature, ...]

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Say whether this key signed the text: at least one line names it, and every line that names it is right."""
        named = [line for line in self.signatures if (line.name, line.key_id) == (key.name, key.key_id)]
        return bool(named) and all(_is_signature(key, line.signature, self.text) for line in named)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a ledger: which ledger, how many entries, and the root over all of them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines of the note text."""
        return f"{self.origin}\n{self.size}\n{_encode(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a note text of exactly three lines; lines that no monitor can audit are refused.

        Raises PlannerError `proof-unreadable`.
        """
        lines = text.split("\n")
        if len(lines) != 4 or lines[3] or not lines[0] or not _DECIMAL.fullmatch(lines[1]):
            _refuse("checkpoint")
        return cls(lines[0], int(lines[1]), _hash_of(lines[2], "checkpoint"))


@dataclass(frozen=True, slots=True)
class TlogProof:
    """Where an entry stands in a ledger, the siblings on its way to the root, and the signed checkpoint."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    """The signed note, word for word."""
    extra: bytes | None = None
    """Opaque data that nothing vouches for."""

    @property
    def text(self) -> str:
        """The proof in the format of c2sp.org/tlog-proof@v1."""
        extra = () if self.extra is None else (f"extra {_encode(self.extra)}",)
        lines = [PROOF_HEADER, *extra, f"index {self.index}", *map(_encode, self.hashes), "", self.checkpoint]
        return "\n".join(lines)

    @classmethod
    def parse(cls, data: bytes) -> "TlogProof":
        """Read a proof strictly. Raises PlannerError `proof-unreadable`."""
        head, blank, checkpoint = _text_of(data, "proof").partition("\n\n")
        header, *lines = head.split("\n")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = _bytes_of(lines.pop(0).removeprefix("extra "), "proof")
        if header != PROOF_HEADER or not blank or not lines or not lines[0].startswith("index "):
            _refuse("proof")
        index = lines.pop(0).removeprefix("index ")
        if not _DECIMAL.fullmatch(index) or len(lines) > MOST_PROOF_HASHES:
            _refuse("proof")
        return cls(int(index), tuple(_hash_of(line, "proof") for line in lines), checkpoint, extra)


def parse_note(data: bytes) -> Note:
    """Read a signed note strictly. Raises PlannerError `proof-unreadable`."""
    text, blank, signatures = _text_of(data, "note").rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        _refuse("note")
    lines = signatures[:-1].split("\n")
    if not 1 <= len(lines) <= MOST_SIGNATURES:
        _refuse("note")
    return Note(text + "\n", tuple(map(_signature_of, lines)))


def sign_checkpoint(checkpoint: Checkpoint, key: SigningKey) -> str:
    """Return the checkpoint as a signed note."""
    return key.sign(checkpoint.text)


def open_checkpoint(data: bytes, key: VerifierKey) -> Checkpoint:
    """Return the checkpoint that this key signed for the ledger of its own name.

    Raises PlannerError `proof-unreadable` when it is not a checkpoint and `checkpoint-not-signed` when the key did
    not sign it.
    """
    note = parse_note(data)
    checkpoint = Checkpoint.parse(note.text)
    if not note.is_signed_by(key) or checkpoint.origin != key.name:
        raise PlannerError("checkpoint-not-signed", key=key.name)
    return checkpoint


def _signature_of(line: str) -> Signature:
    match = _SIGNATURE_LINE.fullmatch(line)
    if not match:
        _refuse("note")
    data = _bytes_of(match[2], "note")
    if len(data) <= _KEY_ID_BYTES:
        _refuse("note")
    return Signature(match[1], data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _is_signature(key: VerifierKey, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not re.search(r"[\s\x00-\x1f]", name)


def _is_note_text(text: str) -> bool:
    return text.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def _text_of(data: bytes, part: str) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        _refuse(part)
    if len(data) > MOST_NOTE_BYTES or not _is_note_text(text):
        _refuse(part)
    return text


def _hash_of(line: str, part: str) -> bytes:
    data = _bytes_of(line, part)
    if len(data) != HASH_BYTES:
        _refuse(part)
    return data


def _bytes_of(line: str, part: str) -> bytes:
    try:
        return _decode(line)
    except ValueError:
        _refuse(part)


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    """Read base64 in its one canonical spelling. Raises ValueError."""
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if _encode(data) != text:
        raise ValueError("not the canonical base64 of its bytes")
    return data


def _refuse(part: str) -> Never:
    raise PlannerError("proof-unreadable", part=part)

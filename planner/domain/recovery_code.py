"""The recovery code of a workspace: 128 random bits as six groups of signs, with a checksum that tells a slip."""

import hashlib
from dataclasses import dataclass

from planner.domain.errors import PlannerError

SECRET_BYTES = 16
CHECK_BITS = 22
"""A slip of the pen passes for a code once in four million times."""
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32 (crockford.com/base32.html): no I, L, O or U, which a hand or an eye takes for others."""
SIGNS, GROUP = 30, 5

_BITS = 5  # a sign
_ALIKE = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryCode:
    """The secret that a person keeps on paper; it opens the workspace when the key ring or the passphrase is lost."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            raise ValueError("not the secret of a recovery code")

    @classmethod
    def from_text(cls, text: str) -> "RecoveryCode":
        """Read a code as a person types it: in any case, with or without hyphens, O for 0, and I or L for 1.

        Raises PlannerError `recovery-code-length` when signs are missing or too many, and `recovery-code-mistyped` when
        the checksum tells that one of them is another. Neither repeats what was typed.
        """
        signs = "".join(sign for sign in text.upper().translate(_ALIKE) if sign.isalnum())
        if len(signs) != SIGNS:
            raise PlannerError("recovery-code-length", typed=len(signs), signs=SIGNS)
        if not set(signs) <= set(ALPHABET):
            raise PlannerError("recovery-code-mistyped")
        number = 0
        for sign in signs:
            number = number << _BITS | ALPHABET.index(sign)
        secret = (number >> CHECK_BITS).to_bytes(SECRET_BYTES, "big")
        if number & ((1 << CHECK_BITS) - 1) != _check(secret):
            raise PlannerError("recovery-code-mistyped")
        return cls(secret)

    @property
    def text(self) -> str:
        """The code as it is shown and printed: six groups of five signs, such as `7K3QF-…`."""
        number = int.from_bytes(self.secret, "big") << CHECK_BITS | _check(self.secret)
        signs = [ALPHABET[number >> _BITS * place & 31] for place in reversed(range(SIGNS))]
        return "-".join("".join(signs[at : at + GROUP]) for at in range(0, SIGNS, GROUP))


def _check(secret: bytes) -> int:
    digest = hashlib.sha256(b"shoal recovery code\n" + secret).digest()
    return int.from_bytes(digest[:4], "big") >> 32 - CHECK_BITS

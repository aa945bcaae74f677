"""One byte form for every record (RFC 8785 JSON), so that a digest means one thing on every machine."""

import hashlib
from collections.abc import Mapping, Sequence

import rfc8785

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | float | bool | None
"""A value that JSON can hold; mappings have text keys and integers stay within 2^53."""


def canonical_json(value: Json) -> bytes:
    """Return the RFC 8785 canonical form in UTF-8.

    Raises ValueError for what JSON cannot hold exactly: NaN, infinities, integers beyond 2^53, lone surrogates.
    """
    return rfc8785.dumps(value)


def digest(value: Json) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()

"""What the reading child and its parent say to each other: bounded JSON and bare arrays, never a pickle."""

import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from planner.domain.errors import Fact, PlannerError

MOST_TEXT = 64 << 20
"""Bytes of JSON in one message: a few hundred thousand labels."""
MOST_ARRAYS = 4 << 30
"""Bytes of arrays in one message: a hundred million cells."""

_TYPES = {"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float64"}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,8}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_LONGEST_FACT = 500


class Broken(Exception):
    """The other side ended, or said something that is no message."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what kind it is, its JSON, and its arrays by name."""

    kind: str
    content: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message: the length of its JSON (8 bytes, big-endian), the JSON, then the arrays, little-endian."""
    arrays = {name: np.ascontiguousarray(array) for name, array in message.arrays.items()}
    shapes = [[name, array.dtype.name, len(array)] for name, array in arrays.items()]
    text = json.dumps([message.kind, message.content, shapes]).encode()
    stream.write(struct.pack(">Q", len(text)))
    stream.write(text)
    stream.writelines(array.data.cast("B") for array in arrays.values() if len(array))
    stream.flush()


def receive(stream: BinaryIO) -> Message:
    """Read one message, checking sizes and types before anything is taken in; raises Broken."""
    (size,) = struct.unpack(">Q", _read(stream, 8))
    if size > MOST_TEXT:
        raise Broken
    try:
        kind, content, shapes = json.loads(_read(stream, size))
        sized = [(str(name), str(dtype), int(length)) for name, dtype, length in shapes]
    except (ValueError, TypeError, RecursionError):
        raise Broken from None
    if not isinstance(kind, str) or not isinstance(content, dict):
        raise Broken
    return Message(kind, content, _read_arrays(stream, sized))


def error_message(error: PlannerError) -> Message:
    """Return the message that carries an error to the parent."""
    return Message("error", {"code": error.code, "facts": dict(error.facts)})


def read_error(content: Mapping[str, Any]) -> PlannerError:
    """Return the error that a message carries: a code and short facts, whatever else the child may say."""
    code, facts = content.get("code"), content.get("facts")
    if not isinstance(code, str) or not _CODE.fullmatch(code) or not isinstance(facts, dict):
        raise Broken
    return PlannerError(code, **{name: _fact(fact) for name, fact in facts.items() if _NAME.fullmatch(name)})


def _fact(fact: Any) -> Fact:
    match fact:
        case bool() | int() | float() | None:
            return fact
        case list():
            return tuple(str(part)[:_LONGEST_FACT] for part in fact[:100])
        case _:
            return str(fact)[:_LONGEST_FACT]


def _read_arrays(stream: BinaryIO, sized: list[tuple[str, str, int]]) -> dict[str, NDArray[Any]]:
    if any(dtype not in _TYPES or length < 0 or not _NAME.fullmatch(name) for name, dtype, length in sized):
        raise Broken
    if sum(np.dtype(dtype).itemsize * length for _, dtype, length in sized) > MOST_ARRAYS:
        raise Broken
    arrays = {}
    for name, dtype, length in sized:
        array = np.empty(length, dtype=dtype)
        if length:
            _fill(stream, array.data.cast("B"))
        arrays[name] = array
    return arrays


def _read(stream: BinaryIO, size: int) -> bytes:
    content = bytearray(size)
    _fill(stream, memoryview(content))
    return bytes(content)


def _fill(stream: BinaryIO, place: memoryview) -> None:
    while len(place):
        got = stream.readinto(place)  # type: ignore[attr-defined]
        if not got:
            raise Broken
        place = place[got:]

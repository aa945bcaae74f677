"""Parquet files made by hand, field by field (format 2.10, Thrift compact protocol), so that each can lie."""

import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

INT32, INT64, DOUBLE, BYTES = 1, 2, 5, 6
REQUIRED, OPTIONAL, REPEATED = 0, 1, 2
PLAIN, DICTIONARY, RLE_DICTIONARY, DELTA = 0, 2, 8, 5
NOT_PACKED, SNAPPY, GZIP, ZSTD = 0, 1, 2, 6

Struct = Mapping[int, Any]
"""Field number → value: int (i32), `Long` (i64), str or bytes (binary), list, or another struct."""


class Long(int):
    """A number that is written as i64."""


def _varint(number: int) -> bytes:
    number &= (1 << 64) - 1
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def _zigzag(number: int) -> bytes:
    return _varint((number << 1) ^ (number >> 63))


def _kind(value: Any) -> int:
    match value:
        case Long():
            return 6
        case int():
            return 5
        case str() | bytes():
            return 8
        case list():
            return 9
        case _:
            return 12


def _written(value: Any) -> bytes:
    match value:
        case int():
            return _zigzag(value)
        case str():
            return _written(value.encode())
        case bytes():
            return _varint(len(value)) + value
        case list():
            kind = _kind(value[0]) if value else 12
            head = bytes([len(value) << 4 | kind]) if len(value) < 15 else bytes([0xF0 | kind]) + _varint(len(value))
            return head + b"".join(map(_written, value))
        case _:
            return thrift(value)


def thrift(fields: Struct) -> bytes:
    """Write a struct in Thrift's compact protocol."""
    made, last = b"", 0
    for number, value in sorted(fields.items()):
        made += bytes([(number - last) << 4 | _kind(value)]) + _written(value)
        last = number
    return made + b"\0"


@dataclass(frozen=True)
class Page:
    """One page: its header's claims and its bytes; None is what is true."""

    values: int
    data: bytes
    encoding: int = PLAIN
    size: int | None = None
    packed_size: int | None = None
    is_dictionary: bool = False

    def written(self, codec: int) -> bytes:
        data = _packed(self.data, codec)
        about = {1: self.values, 2: self.encoding}
        head = {
            1: 2 if self.is_dictionary else 0,
            2: len(self.data) if self.size is None else self.size,
            3: len(data) if self.packed_size is None else self.packed_size,
            **({7: about} if self.is_dictionary else {5: {**about, 3: 3, 4: 3}}),
        }
        return thrift(head) + data


@dataclass(frozen=True)
class Column:
    """One column chunk. `claims` replaces fields of its ColumnMetaData, `schema` of its SchemaElement (None: none)."""

    name: str
    pages: Sequence[Page]
    kind: int = BYTES
    codec: int = NOT_PACKED
    claims: Struct = field(default_factory=dict)
    schema: Struct = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A file of one row group."""

    columns: Sequence[Column]
    rows: int
    claims: Struct = field(default_factory=dict)
    """Replaces fields of the FileMetaData."""
    elements: Sequence[Struct] | None = None
    """Replaces the schema."""

    def written(self) -> bytes:
        body = bytearray(b"PAR1")
        chunks = [_chunk(column, body) for column in self.columns]
        leaves = [_known({1: c.kind, 3: REQUIRED, 4: c.name, 6: 0, **c.schema}) for c in self.columns]
        schema = [{4: "schema", 5: len(leaves)}, *leaves] if self.elements is None else list(self.elements)
        group = {1: chunks, 2: Long(len(body)), 3: Long(self.rows)}
        footer = thrift({1: 1, 2: schema, 3: Long(self.rows), 4: [group], **self.claims})
        return bytes(body) + footer + struct.pack("<L", len(footer)) + b"PAR1"


def _known(fields: Struct) -> Struct:
    """Leave out what is None."""
    return {number: value for number, value in fields.items() if value is not None}


def texts(*said: str) -> bytes:
    """Texts as plain values."""
    return b"".join(struct.pack("<L", len(each.encode())) + each.encode() for each in said)


def plain(name: str, *said: str, **changes: Any) -> Column:
    """A column of one page of plain texts."""
    return replace(Column(name, [Page(len(said), texts(*said))]), **changes)


def _chunk(column: Column, body: bytearray) -> Struct:
    start = len(body)
    dictionary = column.pages and column.pages[0].is_dictionary
    first_data = start
    for place, page in enumerate(column.pages):
        first_data = len(body) if place == int(bool(dictionary)) else first_data
        body += page.written(column.codec)
    told = {
        1: column.kind,
        2: sorted({page.encoding for page in column.pages} | {3}),
        3: [column.name],
        4: column.codec,
        5: Long(sum(page.values for page in column.pages if not page.is_dictionary)),
        6: Long(len(body) - start),
        7: Long(len(body) - start),
        9: Long(first_data),
        **({11: Long(start)} if dictionary else {}),
    }
    return {2: Long(start), 3: {**told, **column.claims}}


def _packed(data: bytes, codec: int) -> bytes:
    if codec == GZIP:
        packer = zlib.compressobj(9, wbits=31)
        return packer.compress(data) + packer.flush()
    if codec == SNAPPY:  # all as one literal, or what repeats as copies: see `swollen`
        return _varint(len(data)) + b"".join(_literal(data[at : at + 60]) for at in range(0, len(data), 60))
    return data


def _literal(data: bytes) -> bytes:
    return bytes([(len(data) - 1) << 2]) + data


def swollen(size: int) -> bytes:
    """Snappy that inflates to `size` zero bytes: one literal, then copies of 64 (about 1 to 21)."""
    copies, rest = divmod(size - 1, 64)
    assert not rest
    return _varint(size) + b"\0\0" + (b"\xfe\1\0" * copies)


def indices(bits: int, runs: Iterable[tuple[int, int]]) -> bytes:
    """Places in a dictionary as runs of (how many, which)."""
    width = (bits + 7) // 8
    return bytes([bits]) + b"".join(_varint(many << 1) + which.to_bytes(width, "little") for many, which in runs)

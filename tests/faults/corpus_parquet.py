"""Parquet files whose footers, pages and schemas lie, each about one thing."""

import struct
from collections.abc import Callable
from typing import Any

from tests.faults.cases import THREE, Case, Right, refused
from tests.faults.parquet_maker import (
    BYTES,
    DICTIONARY,
    DOUBLE,
    GZIP,
    INT32,
    INT64,
    OPTIONAL,
    REPEATED,
    RLE_DICTIONARY,
    SNAPPY,
    Column,
    Long,
    Page,
    Table,
    indices,
    plain,
    texts,
)
from tests.intake.reading import rows_are_people

A, B = ("north", "south", "north"), ("1", "2", "3")


def table(*, rows: int = 3, claims: dict[int, Any] | None = None, elements: Any = None, **changes: Any) -> bytes:
    """The plain people, with the first column changed."""
    return Table([plain("a", *A, **changes), plain("b", *B)], rows, claims or {}, elements).written()


def one(column: Column, rows: int = 3) -> bytes:
    return Table([column], rows).written()


def paged(*pages: Page, **changes: Any) -> bytes:
    return one(Column("a", pages, **changes))


def changed(change: Callable[[bytearray], None]) -> bytes:
    data = bytearray(table())
    change(data)
    return bytes(data)


def footer_length(size: int) -> bytes:
    return changed(lambda data: struct.pack_into("<L", data, len(data) - 8, size))


DICTIONARY_OF = Page(2, texts("north", "south"), is_dictionary=True)
NORTH_SOUTH_NORTH = indices(1, [(1, 0), (1, 1), (1, 0)])
NESTED = [
    {4: "schema", 5: 2},
    {3: REPEATED, 4: "a", 5: 1},
    {1: BYTES, 3: OPTIONAL, 4: "x"},
    {1: BYTES, 3: 0, 4: "b", 6: 0},
]

CASES = {
    f"Parquet, {name}": case
    for name, case in {
        "plain": Case(table(), THREE),
        "plain, called Parquet": Case(table(), THREE, suffix=".parquet"),
        "gzip inside": Case(table(codec=GZIP), THREE),
        "Snappy inside": Case(table(codec=SNAPPY), THREE),
        "a dictionary": Case(paged(DICTIONARY_OF, Page(3, NORTH_SOUTH_NORTH, RLE_DICTIONARY)), THREE),
        "a dictionary of the old kind": Case(paged(DICTIONARY_OF, Page(3, NORTH_SOUTH_NORTH, DICTIONARY)), THREE),
        "three pages": Case(paged(*(Page(1, texts(each)) for each in A)), THREE),
        "texts that are bytes": Case(one(plain("a", *A, schema={6: 4})), THREE),
        "whole numbers": Case(
            one(Column("a", [Page(3, struct.pack("<3l", 7, 8, 7))], INT32, schema={6: 17})), Right({"7": 2, "8": 1})
        ),
        "fractions": Case(
            one(Column("a", [Page(3, struct.pack("<3d", 0.5, 1.0, 0.5))], DOUBLE, schema={6: None})),
            Right({"0.5": 2, "1.0": 1}),
        ),
        "fractions called text": Case(
            one(Column("a", [Page(3, struct.pack("<3d", 0.5, 1.0, 0.5))], DOUBLE, schema={6: 0})),
            refused("file-damaged"),
        ),
        "no such number": Case(
            one(Column("a", [Page(3, struct.pack("<3d", float("nan"), float("inf"), 1.0))], DOUBLE, schema={6: None})),
            Right({"nan": 1, "inf": 1, "1.0": 1}),
        ),
        "a column of lists": Case(
            Table([plain("a", *A), plain("b", *B)], 3, elements=NESTED).written(), refused("column-nested", column="a")
        ),
        "no rows": Case(Table([plain("a"), plain("b")], 0).written(), refused("file-has-no-rows")),
        "no columns": Case(Table([], 3).written(), refused("file-damaged")),
        "a column without a name": Case(
            Table([plain("", *A), plain("b", *B)], 3).written(), Right({"1": 1, "2": 1, "3": 1}), rows_are_people("b")
        ),
        "two columns of one name": Case(
            Table([plain("a", *A), plain("a", *B)], 3).written(), refused("column-named-twice")
        ),
        "SQL in a name": Case(Table([plain("a", *A), plain('"; DROP TABLE x; --', *B)], 3).written(), THREE),
        "a NUL in a name": Case(Table([plain("a", *A), plain("b\0c", *B)], 3).written(), refused("file-has-nul")),
        "a NUL in a text": Case(one(plain("a", "nor\0th", "south", "x")), refused("column-has-nul")),
        "text that is not UTF-8": Case(
            one(Column("a", [Page(3, struct.pack("<L", 2) + b"\xff\xfe" + texts("x", "y"))], schema={6: 0})),
            refused("file-damaged"),
        ),
        "bytes that are not UTF-8": Case(
            one(Column("a", [Page(3, struct.pack("<L", 2) + b"\xff\xfe" + texts("x", "y"))], schema={6: 4})),
            refused("file-damaged"),
        ),
        "more rows told than there are": Case(table(claims={3: Long(4)}), refused("rows-disagree")),
        "fewer rows told than there are": Case(table(claims={3: Long(2)}), refused("rows-disagree")),
        "rows below zero": Case(table(claims={3: Long(-3)}), refused("file-damaged")),
        "more values told than there are": Case(one(plain("a", *A, claims={5: Long(400)})), refused("file-damaged")),
        "a page of more values than it holds": Case(paged(Page(300, texts(*A))), refused("file-damaged")),
        "a page of fewer values than rows": Case(paged(Page(2, texts(*A))), refused("file-damaged")),
        "a page of values below zero": Case(paged(Page(-3, texts(*A))), refused("file-damaged")),
        "a row group of more rows than its columns": Case(
            Table([plain("a", *A)], 5).written(), refused("file-damaged")
        ),
        "a row group of fewer rows than its columns": Case(
            Table([plain("a", *A)], 2).written(), refused("file-damaged")
        ),
        "columns of different lengths": Case(
            Table([plain("a", *A), plain("b", "1")], 3).written(), refused("file-damaged"), rows_are_people("b")
        ),
        "a length of text beyond the page": Case(
            paged(Page(3, struct.pack("<L", 1 << 30) + b"north")), refused("file-damaged")
        ),
        "a length of text of all ones": Case(paged(Page(3, b"\xff\xff\xff\xff" + texts(*A))), refused("file-damaged")),
        "a place beyond the dictionary": Case(
            paged(DICTIONARY_OF, Page(3, indices(3, [(3, 5)]), RLE_DICTIONARY)), refused("file-damaged")
        ),
        "places without a dictionary": Case(paged(Page(3, NORTH_SOUTH_NORTH, RLE_DICTIONARY)), refused("file-damaged")),
        "places of too many bits": Case(
            paged(DICTIONARY_OF, Page(3, indices(200, [(3, 0)]), RLE_DICTIONARY)), refused("file-damaged")
        ),
        "places that end early": Case(
            paged(DICTIONARY_OF, Page(3, indices(1, [(1, 0)]), RLE_DICTIONARY)), refused("file-damaged")
        ),
        "a dictionary that tells of more": Case(
            paged(Page(2_000_000_000, texts("north"), is_dictionary=True), Page(3, NORTH_SOUTH_NORTH, RLE_DICTIONARY)),
            refused("import-out-of-memory"),
        ),
        "an encoding that does not exist": Case(paged(Page(3, texts(*A), 77)), refused("file-damaged")),
        "a codec that does not exist": Case(table(codec=77), refused("file-damaged")),
        "a codec that is another": Case(one(plain("a", *A, claims={4: GZIP})), refused("file-damaged")),
        "a type that does not exist": Case(table(schema={1: 77}), refused("file-damaged")),
        "a page larger than it is": Case(paged(Page(3, texts(*A), size=99_999)), refused("file-damaged")),
        "a page of a size below zero": Case(paged(Page(3, texts(*A), size=-1)), refused("file-damaged")),
        "a page of a packed size below zero": Case(paged(Page(3, texts(*A), packed_size=-1)), refused("file-damaged")),
        "a column that begins beyond the end": Case(
            one(plain("a", *A, claims={9: Long(1 << 40)})), refused("file-damaged")
        ),
        "a column that begins below zero": Case(one(plain("a", *A, claims={9: Long(-5)})), refused("file-damaged")),
        "a column in another file": Case(
            Table([plain("a", *A)], 3, {4: [{1: [{1: "/etc/passwd", 2: Long(4)}], 2: Long(9), 3: Long(3)}]}).written(),
            refused("file-damaged"),
        ),
        "a schema of more than there is": Case(
            table(elements=[{4: "schema", 5: 9}, {1: BYTES, 3: 0, 4: "a", 6: 0}]), refused("file-damaged")
        ),
        "a schema that holds itself": Case(
            table(
                elements=[{4: "schema", 5: 1}, *({4: "a", 3: 0, 5: 1} for _ in range(3_000)), {1: BYTES, 3: 0, 4: "x"}]
            ),
            refused("file-damaged"),
        ),
        "a schema of children below zero": Case(table(elements=[{4: "schema", 5: -1}]), refused("file-damaged")),
        "a footer of another length": Case(footer_length(7), refused("file-damaged")),
        "a footer longer than the file": Case(footer_length(0x7FFFFFFF), refused("file-damaged")),
        "a footer of no length": Case(footer_length(0), refused("file-damaged")),
        "another word at the end": Case(
            changed(lambda data: data.__setitem__(slice(len(data) - 4, len(data)), b"PARX")), refused("file-damaged")
        ),
        "an encrypted footer": Case(
            changed(lambda data: data.__setitem__(slice(len(data) - 4, len(data)), b"PARE")), refused("file-damaged")
        ),
        "an encrypted file": Case(b"PARE" + table()[4:-4] + b"PARE", refused("file-damaged"), suffix=".parquet"),
        "half a file": Case(table()[:90], refused("file-damaged")),
        "all but the last byte": Case(table()[:-1], refused("file-damaged")),
        "nothing but its marks": Case(b"PAR1PAR1", refused("file-damaged")),
        "something behind": Case(table() + b"x", refused("file-damaged")),
        "dates before all days": Case(
            one(Column("a", [Page(3, struct.pack("<3l", -(2**31), 2**31 - 1, 0))], INT32, schema={6: 6})),
            Right({"1970-01-01": 1, "5877642-06-23 (BC)": 1, "infinity": 1}),
        ),
        "times beyond all years": Case(
            one(Column("a", [Page(3, struct.pack("<3q", -(2**63), 2**63 - 1, 0))], INT64, schema={6: 9})),
            refused("file-damaged"),
        ),
    }.items()
}

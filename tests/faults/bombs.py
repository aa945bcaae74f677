"""Files that are small, or small to make, and want far more than they are: memory, time, or depth."""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from planner.formats.archive import pack
from tests.faults.corpus_xlsx import (
    BOOK,
    FIRST,
    MAIN,
    RELATIONS,
    SHARED,
    STYLES,
    book,
    cell,
    packed,
    parts,
    row,
    sheet,
    text_rows,
    with_parts,
)
from tests.faults.forking import Fate, Forks
from tests.faults.parquet_maker import (
    BYTES,
    GZIP,
    OPTIONAL,
    REPEATED,
    REQUIRED,
    RLE_DICTIONARY,
    SNAPPY,
    Column,
    Long,
    Page,
    Table,
    indices,
    plain,
    swollen,
    texts,
    thrift,
)
from tests.intake.reading import rows_are_people

MIB = 1 << 20
MEMORY_MIB = 512
"""What the engine of these readings may take; the whole process has twice that and 3 GiB of address space."""
GUARD_S = 120
"""A reading that takes longer is killed and has failed: long enough for a machine that is busy with other tests."""
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 13)) + "]>"
)


@dataclass(frozen=True)
class Bomb:
    """One file, how it is read, and what it may be refused with."""

    content: Callable[[], bytes] | Callable[[Path], None]
    codes: tuple[str, ...]
    reader: str = "file"
    suffix: str = ".csv"

    def lay(self, path: Path) -> None:
        """Write the file."""
        made = self.content(path) if self.content.__code__.co_argcount else self.content()  # type: ignore[call-arg]
        if isinstance(made, bytes):
            path.write_bytes(made)

    def blow(self, forks: Forks, path: Path) -> Fate:
        """Write the file and have it read, under the memory that a reading may take; the writing is not timed."""
        self.lay(path)
        if self.reader == "file":
            return forks.read(path, rows_are_people("a"), memory_mib=MEMORY_MIB, seconds=GUARD_S)
        return forks.call(self.reader, path, seconds=GUARD_S)


def sparse(size: int, head: bytes = b"") -> Callable[[Path], None]:
    """A file of zeros that takes no room."""

    def lay(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(size)

    return lay


def overlapping() -> bytes:
    """A zip of which 1,900 entries are one and the same packed part (after D. Fifield, *A better zip bomb*)."""
    deflated = zlib.compressobj(9, wbits=-15)
    data = bytes(16 * MIB)
    squeezed = deflated.compress(data) + deflated.flush()
    name, told = b"xl/media/0", (zlib.crc32(data), len(squeezed), len(data))
    local = struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 8, 0, 33, *told, len(name), 0) + name + squeezed
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 8, 0, 33, *told, len(each), 0, 0, 0, 0, 0, 0) + each
        for each in (b"xl/media/%d" % number for number in range(1_900))
    )
    return local + entries + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1_900, 1_900, len(entries), len(local), 0)


def swelling(part: str, text: str, times: int, before: str = "", after: str = "") -> Callable[[], bytes]:
    """A workbook with a part of one text many times."""
    return lambda: packed(
        {
            **parts(("people", "visible", sheet(*text_rows("a,b", "x,1")))),
            part: (before + text * times + after).encode(),
        }
    )


def gzipped(size: int) -> bytes:
    """Parquet whose one page inflates a thousandfold, and says that it does not."""
    return Table([Column("a", [Page(1, texts("x") + bytes(size), size=100)], codec=GZIP)], 1).written()


def snappy(size: int) -> bytes:
    """Parquet whose page of Snappy inflates to zeros: empty texts."""
    page = Page(size // 4, swollen(size), size=size)
    return Table([Column("a", [page], claims={4: SNAPPY})], size // 4).written()


def rows_of_nothing(rows: int) -> bytes:
    """Parquet that says in a hundred bytes that this many people are alike."""
    said = [Page(1, texts("north"), is_dictionary=True), Page(rows, indices(1, [(rows, 0)]), RLE_DICTIONARY)]
    return Table([Column("a", said)], rows).written()


def foot(fields: bytes) -> bytes:
    """Parquet with a footer of our bytes."""
    return b"PAR1" + bytes(64) + fields + struct.pack("<L", len(fields)) + b"PAR1"


def nested(depth: int) -> bytes:
    groups: list[Mapping[int, Any]] = [{4: "a", 3: OPTIONAL, 5: 1} for _ in range(depth)]
    return Table(
        [plain("a", "x")], 1, elements=[{4: "schema", 5: 1}, *groups, {1: BYTES, 3: REQUIRED, 4: "x"}]
    ).written()


def broad(columns: int) -> bytes:
    leaves: list[Mapping[int, Any]] = [{1: BYTES, 3: REQUIRED, 4: f"c{n}"} for n in range(columns)]
    return Table([plain("a", "x")], 1, elements=[{4: "schema", 5: columns}, *leaves]).written()


def groups_of_rows(count: int) -> bytes:
    group = thrift({1: [], 2: Long(1), 3: Long(1)})
    footer = thrift({1: 1, 2: [{4: "schema", 5: 1}, {1: BYTES, 3: REPEATED, 4: "a"}], 3: Long(count)})[:-1]
    many = b"\x19\xfc" + _varint(count) + group * count
    return foot(footer + many + b"\0")


def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*made, number])


def bundle(**files: bytes) -> Callable[[], bytes]:
    return lambda: pack({name.replace("_", "."): data for name, data in files.items()})


def swollen_list() -> bytes:
    """A bundle whose list is a workbook with a sheet of 600 MiB, packed."""
    return pack({"list.json": b"{}", "list.xlsx": packed({FIRST: bytes(600 * MIB)})})


LARGE, BROKEN, NO_MEMORY = "workbook-too-large", "workbook-damaged", "import-out-of-memory"
ANY_TABLE = ("file-damaged", NO_MEMORY, "import-crashed")

BOOKS = {
    "64 MiB of zeros": Bomb(lambda: with_parts(**{"xl/media/0": bytes(64 * MIB)}), (LARGE,)),
    "a sheet of 64 MiB of blanks": Bomb(swelling(FIRST, " ", 64 * MIB), (LARGE,)),
    "2,001 parts": Bomb(lambda: packed({f"xl/{n}": b"" for n in range(2_001)}), (LARGE,)),
    "20,000 parts": Bomb(lambda: packed({f"{n}": b"" for n in range(20_000)}), (LARGE,)),
    "1,900 parts that are one": Bomb(overlapping, (LARGE, BROKEN)),
    "a far corner": Bomb(lambda: book(sheet(*text_rows("a,b"), row(1_048_576, cell("XFD1048576", "x")))), (LARGE,)),
    "a far corner told by its cell alone": Bomb(
        lambda: book(sheet(*text_rows("a,b"), f"<row>{cell('XFD1048576', 'x')}</row>")), (LARGE, "import-crashed")
    ),
    "a far row told by its cell alone": Bomb(
        lambda: book(sheet(*text_rows("a,b"), row(2, cell("A1048576", "x"), cell("XFD3", "x")))),
        (LARGE, "import-crashed"),
    ),
    "4 billion shared texts told": Bomb(
        lambda: book(
            sheet(*text_rows("a,b"), row(2, '<c r="A2" t="s"><v>9</v></c>')),
            **{SHARED: f'<sst {MAIN} count="4294967295" uniqueCount="4294967295"><si><t>x</t></si></sst>'},
        ),
        (BROKEN, NO_MEMORY, "import-crashed"),
    ),
    "shared texts without end": Bomb(
        swelling(SHARED, "<si><t>x</t></si>", 6_000_000, f"<sst {MAIN}>", "</sst>"), (LARGE,)
    ),
    "styles without end": Bomb(
        swelling(STYLES, "<xf/>", 12_000_000, f"<styleSheet {MAIN}><cellXfs>", "</cellXfs></styleSheet>"), (LARGE,)
    ),
    "sheets without end": Bomb(
        swelling(BOOK, '<sheet name="x" sheetId="1"/>', 900_000, "<workbook><sheets>", "</sheets></workbook>"),
        (LARGE, BROKEN),
    ),
    "relations without end": Bomb(
        swelling(
            RELATIONS, '<Relationship Id="r" Type="t" Target="x"/>', 600_000, "<Relationships>", "</Relationships>"
        ),
        (LARGE,),
    ),
    "a row wider than any": Bomb(
        swelling(FIRST, "<c/>", 5_000_000, f"<worksheet {MAIN}><sheetData><row>", "</row></sheetData></worksheet>"),
        (LARGE,),
    ),
    "an entity that grows, in the workbook": Bomb(
        lambda: with_parts(**{BOOK: (LAUGHS + "<workbook>&a12;</workbook>").encode()}), (BROKEN,)
    ),
    "an entity that grows, in the relations": Bomb(
        lambda: with_parts(**{RELATIONS: (LAUGHS + "<Relationships>&a12;</Relationships>").encode()}), (BROKEN,)
    ),
    "an entity that grows, in the sheet": Bomb(lambda: book(LAUGHS + sheet(*text_rows("a,b", "&a12;,1"))), (BROKEN,)),
    "an entity that grows, in the shared texts": Bomb(
        lambda: book(
            sheet(*text_rows("a,b"), row(2, '<c r="A2" t="s"><v>0</v></c>')),
            **{SHARED: LAUGHS + f"<sst {MAIN}><si><t>&a12;</t></si></sst>"},
        ),
        (BROKEN,),
    ),
    "elements within elements": Bomb(
        lambda: with_parts(**{RELATIONS: b"<Relationships>" + b"<a>" * 200_000}), (BROKEN,)
    ),
}

TEXTS = {
    "a gigabyte of zeros": Bomb(sparse(1 << 30, b"a,b\n1,2\n"), ("file-has-nul", "csv-line-too-long")),
    "a field of 40 MB": Bomb(lambda: b"a,b\n1,2\n3," + b"x" * (40 * MIB) + b"\n", ("csv-line-too-long",)),
    "a quoted field of 40 MB": Bomb(lambda: b'a,b\n1,2\n3,"' + b"x" * (40 * MIB) + b'"\n', ("csv-line-too-long",)),
    "a quoted field of 20 million lines": Bomb(
        lambda: b'a,b\n1,2\n3,"' + b"\n" * (20 * MIB) + b'"\n', ("csv-line-too-long", "csv-quote")
    ),
    "40 million marks": Bomb(lambda: b"a,b\n1,2\n3," + b'"' * (40 * MIB) + b"\n", ("csv-line-too-long",)),
    "a header of 40 MB": Bomb(lambda: b"a" * (40 * MIB), ("csv-line-too-long",)),
    "a header of 40 million columns": Bomb(lambda: b"a" + b"," * (40 * MIB), ("csv-line-too-long", "too-many-columns")),
    "a row of 40 million columns": Bomb(
        lambda: b"a,b\n1" + b"," * (40 * MIB), ("csv-line-too-long", "csv-ragged-line")
    ),
    "40 million blank lines": Bomb(lambda: b"a\n1\n" + b"\n" * (40 * MIB), ("csv-blank-lines",)),
    "a line of 40 MB in UTF-16": Bomb(
        lambda: ("a,b\n1,2\n3," + "x" * (20 * MIB)).encode("utf-16"), ("csv-line-too-long",)
    ),
    "300,000 labels": Bomb(
        lambda: b"a,b\n" + b"".join(b"label %d,1\n" % n for n in range(300_000)), ("too-many-labels",)
    ),
}

TABLES = {
    "a page of Gzip that grows 1,000 times": Bomb(lambda: gzipped(64 * MIB), ANY_TABLE),
    "a page of Snappy that grows to a gigabyte": Bomb(lambda: snappy((1 << 30) - 63), ANY_TABLE),
    "a page that says it grows to 2 GB": Bomb(
        lambda: Table([Column("a", [Page(3, texts("a", "b", "c"), size=2**31 - 1)], codec=SNAPPY)], 3).written(),
        ANY_TABLE,
    ),
    "a dictionary of 2 billion": Bomb(
        lambda: Table(
            [
                Column(
                    "a",
                    [Page(2**31 - 1, texts("x"), is_dictionary=True), Page(3, indices(1, [(3, 0)]), RLE_DICTIONARY)],
                )
            ],
            3,
        ).written(),
        ANY_TABLE,
    ),
    "a text of 4 GB": Bomb(lambda: Table([Column("a", [Page(1, b"\xff\xff\xff\xff" + b"x")])], 1).written(), ANY_TABLE),
    "values forged to 2 billion": Bomb(
        lambda: Table([Column("a", [Page(2**31 - 1, texts("x"))], claims={5: Long(2**31 - 1)})], 2**31 - 1).written(),
        ANY_TABLE,
    ),
    "2 billion rows in 134 bytes": Bomb(lambda: rows_of_nothing(2_000_000_000), ANY_TABLE),
    "200,000 columns": Bomb(lambda: broad(200_000), (*ANY_TABLE, "too-many-columns")),
    "a schema 100,000 deep": Bomb(lambda: nested(100_000), ANY_TABLE),
    "a footer that lists 2 billion": Bomb(lambda: foot(b"\x15\x02\x19\xfc\xff\xff\xff\xff\x07"), ANY_TABLE),
    "a footer of a text of 2 GB": Bomb(lambda: foot(b"\x15\x02\x29\x1c\x48\xff\xff\xff\xff\x07x"), ANY_TABLE),
    "500,000 groups of rows": Bomb(lambda: groups_of_rows(500_000), ANY_TABLE),
}

DEEP = b"[" * MIB
HEAD = b"[columns.a]\nrole = 'attribute'\nkind = 'nominal'\n"
OTHERS = {
    "lists in lists in TOML": Bomb(lambda: b"x = " + DEEP, ("mapping-not-toml",), "mapping"),
    "tables in tables in TOML": Bomb(lambda: b"x = " + b"{a=" * MIB, ("mapping-not-toml",), "mapping"),
    "a name of 100,000 parts": Bomb(lambda: b"a." * 100_000 + b"a = 1", ("mapping-not-toml",), "mapping"),
    "a table of 100,000 parts": Bomb(lambda: b"[" + b'"a" . ' * 100_000 + b"a]", ("mapping-not-toml",), "mapping"),
    "a mapping of a gigabyte": Bomb(sparse(1 << 30, HEAD), ("mapping-too-long",), "mapping"),
    "a number of a million digits": Bomb(lambda: b"x = " + b"9" * MIB, ("mapping-not-toml",), "mapping"),
    "a hierarchy of a gigabyte": Bomb(sparse(1 << 30, b"Lyon,France\n"), ("hierarchy-file-unreadable",), "hierarchy"),
    "a hierarchy of one line": Bomb(lambda: b"Lyon," + b"x" * (40 * MIB), ("hierarchy-file-unreadable",), "hierarchy"),
    "a rule of 9,000 brackets": Bomb(lambda: b"(" * 9_000 + b"a = 'x'" + b")" * 9_000, ("rule-too-deep",), "rule"),
    "a rule of 4,900 negations": Bomb(lambda: b"NOT " * 4_900 + b"a = 1", ("rule-too-deep",), "rule"),
    "a rule of 1,900 conditions": Bomb(lambda: b" OR ".join([b"a = 1"] * 1_900), ("rule-too-many-conditions",), "rule"),
    "a rule of a million letters": Bomb(lambda: b"a = '" + b"x" * MIB + b"'", ("rule-too-long",), "rule"),
    "a rule of 19,000 marks": Bomb(lambda: b"'" * 18_999, ("rule-quote-open", "rule-syntax"), "rule"),
    "a rule of 9,000 minus signs": Bomb(
        lambda: b"a = " + b"- " * 9_000 + b"1", ("rule-arithmetic", "rule-comment"), "rule"
    ),
    "a bundle of 5 GB": Bomb(sparse(5 << 30, b"PK\3\4"), ("bundle-invalid",), "bundle"),
    "a manifest of lists in lists": Bomb(bundle(manifest_json=DEEP, list_json=DEEP), ("bundle-invalid",), "bundle"),
    "a manifest of a million digits": Bomb(
        bundle(manifest_json=b'{"a":' + b"9" * MIB + b"}"), ("bundle-invalid",), "bundle"
    ),
    "a manifest of 20 million numbers": Bomb(
        bundle(manifest_json=b'{"a":[' + b"0," * (20 * MIB) + b"0]}"), ("bundle-invalid",), "bundle"
    ),
    "a list as a workbook that grows to a gigabyte": Bomb(swollen_list, ("bundle-invalid",), "bundle"),
    "an entry of 20 million lists": Bomb(
        bundle(entry_json=b'{"a":[' + b"[]," * (20 * MIB) + b"[]]}"), ("bundle-invalid",), "bundle"
    ),
    "a ledger of a million lines": Bomb(lambda: b"{}\n" * MIB, ("ledger-export-unreadable",), "ledger"),
    "a ledger of lists in lists": Bomb(lambda: b'{"schema":' + DEEP + b"\n", ("ledger-export-unreadable",), "ledger"),
    "a checkpoint of a million lines": Bomb(lambda: b"x\n" * MIB + b"\nx\n", ("proof-unreadable",), "checkpoint"),
    "a checkpoint of 5,000 signatures": Bomb(
        lambda: b"x\n1\nAA==\n\n" + "— x AAAA\n".encode() * 5_000, ("proof-unreadable",), "checkpoint"
    ),
    "a checkpoint of a size of 60,000 digits": Bomb(
        lambda: b"x\n" + b"9" * 60_000 + b"\nAA==\n\n" + "— x AAAAAAAA\n".encode(), ("proof-unreadable",), "checkpoint"
    ),
    "a proof of 1,000 steps": Bomb(
        lambda: b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"A" * 43 + b"=\n" * 1_000 + b"\nx\n",
        ("proof-unreadable",),
        "proof",
    ),
    "a key of 10 MB": Bomb(lambda: b"a+" * (5 * MIB), ("key-unreadable",), "key"),
}

BOMBS: Mapping[str, Bomb] = {
    f"{kind}: {name}": bomb
    for kind, bombs in (("workbook", BOOKS), ("text", TEXTS), ("Parquet", TABLES), ("read at home", OTHERS))
    for name, bomb in bombs.items()
}

"""Workbooks made part by part, so that each can lie about one thing."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping

from planner.domain.attribute import Kind
from planner.intake.mapping import AttributeColumn
from planner.intake.mapping import Mapping as Roles
from tests.faults.cases import THREE, Case, Right, refused
from tests.intake.reading import rows_are_people

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
BOOK, RELATIONS, FIRST, SHARED, STYLES = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
)
Parts = dict[str, bytes]


def cell(place: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def sheet(*rows: str, before: str = "", after: str = "") -> str:
    return f"<worksheet {MAIN}>{before}<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"


def text_rows(*lines: str, first: int = 1) -> list[str]:
    """Rows of texts written with commas."""
    return [
        row(number, *(cell(f"{'ABCDEFG'[place]}{number}", text) for place, text in enumerate(line.split(",")) if text))
        for number, line in enumerate(lines, start=first)
    ]


LINES = ("a,b", "north,1", "south,2", "north,3")
PLAIN = sheet(*text_rows(*LINES))


def parts(*sheets: tuple[str, str, str], **others: str) -> Parts:
    """The parts of a workbook; sheets are (name, state, xml)."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, (name, state, _) in enumerate(sheets, start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATED}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rIdS" Type="{RELATED}/sharedStrings" Target="sharedStrings.xml"/>'
    related += f'<Relationship Id="rIdY" Type="{RELATED}/styles" Target="styles.xml"/>'
    made = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{RELATED}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        BOOK: f'<workbook {MAIN} xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>',
        RELATIONS: f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        STYLES: f'<styleSheet {MAIN}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    made |= {f"xl/worksheets/sheet{number}.xml": xml for number, (_, _, xml) in enumerate(sheets, start=1)}
    return {name: text.encode() for name, text in {**made, **others}.items()}


def related(kind: str, target: str) -> bytes:
    """The relations of a workbook whose only sheet is of another kind or elsewhere."""
    only = f'<Relationship Id="rId1" Type="{RELATED}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{only}</Relationships>'.encode()


def packed(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as archive:
        warnings.simplefilter("ignore")  # a part twice is what one of them is about
        for name, data in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, method)
    return made.getvalue()


def book(xml: str, **others: str) -> bytes:
    """A workbook of one sheet."""
    return packed(parts(("people", "visible", xml), **others))


def with_parts(**changed: bytes | None) -> bytes:
    """The plain workbook with parts changed, added or (None) left out."""
    files = parts(("people", "visible", PLAIN))
    for name, data in changed.items():
        if data is None:
            files.pop(name, None)
        else:
            files[name] = data
    return packed(files)


def patched(change: Callable[[bytearray], None], data: bytes | None = None) -> Callable[[], bytes]:
    """The plain workbook with bytes of its zip changed in place."""

    def make() -> bytes:
        made = bytearray(data or book(PLAIN))
        change(made)
        return bytes(made)

    return make


def central(field: int, value: bytes, part: bytes = FIRST.encode()) -> Callable[[bytearray], None]:
    """Change a field of a part's entry in the directory."""

    def change(data: bytearray) -> None:
        entry = data.index(b"PK\1\2")
        while data[entry + 46 : entry + 46 + len(part)] != part:
            entry = data.index(b"PK\1\2", entry + 1)
        data[entry + field : entry + field + len(value)] = value

    return change


def shared(*texts: str, cells: str, more: str = "") -> bytes:
    """A workbook whose cells are numbers of texts that stand elsewhere."""
    table = f"<sst {MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in texts)}{more}</sst>"
    return book(sheet(*text_rows("a,b"), cells), **{SHARED: table})


def numbers(*said: str) -> bytes:
    """A workbook whose column `a` holds numbers as a sheet stores them."""
    rows = (row(n, f'<c r="A{n}"><v>{each}</v></c>', cell(f"B{n}", "x")) for n, each in enumerate(said, start=2))
    return book(sheet(*text_rows("a,b"), *rows))


def kinds() -> bytes:
    """A workbook with a cell of every type."""
    cells = (
        '<c r="A2" t="b"><v>1</v></c>', '<c r="A3" t="e"><v>#DIV/0!</v></c>', '<c r="A4" s="1"><v>45660</v></c>',
        '<c r="A5" t="str"><f>"nor"&amp;"th"</f><v>north</v></c>', '<c r="A6" t="d"><v>2025-01-05</v></c>',
    )  # fmt: skip
    return book(sheet(*text_rows("a,b"), *(row(n, each, cell(f"B{n}", "x")) for n, each in enumerate(cells, start=2))))


def prefixed(xml: str) -> str:
    """The same XML with every element in a namespace that has a name."""
    return re.sub(r"<(/?)(\w)", r"<\1x:\2", xml).replace("xmlns=", "xmlns:x=")


def two_sheets(first: str, second: str = "visible") -> bytes:
    return packed(parts(("one", first, sheet(*text_rows("x,y", "wrong,1"))), ("two", second, PLAIN)))


def doubled(first: str, second: str) -> bytes:
    """A zip that holds its sheet twice."""
    files = parts(("people", "visible", first))
    return packed([*files.items(), (FIRST, second.encode())])


def other_directory(data: bytearray) -> None:
    """Let the end of the zip tell of a directory elsewhere."""
    end = data.rindex(b"PK\5\6")
    struct.pack_into("<L", data, end + 16, 0)


def sixty_four(data: bytearray) -> None:
    """Let sizes say "see the 64-bit field", which is not there."""
    central(20, b"\xff" * 8)(data)


GAPS = sheet(*text_rows("a,b", "north,1"), *text_rows("south,2", first=4), *text_rows("north,3", first=9))
MERGED = sheet(
    *text_rows("a,b", "north,1", ",2", "south,3"), after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
)

SOUND = {
    "plain": Case(book(PLAIN), THREE),
    "stored": Case(packed(parts(("people", "visible", PLAIN)), zipfile.ZIP_STORED), THREE),
    "the first sheet hidden": Case(two_sheets("hidden"), THREE),
    "the first sheet very hidden": Case(two_sheets("veryHidden"), THREE),
    "the second sheet hidden": Case(packed(parts(("people", "visible", PLAIN), ("x", "hidden", PLAIN))), THREE),
    "merged cells": Case(book(MERGED), Right({"north": 1, "(missing)": 1, "south": 1})),
    "a dimension that is too small": Case(book(sheet(*text_rows(*LINES), before='<dimension ref="A1:B2"/>')), THREE),
    "a dimension that is far too large": Case(
        book(sheet(*text_rows(*LINES), before='<dimension ref="A1:XFD1048576"/>')), THREE
    ),
    "a dimension that is none": Case(
        book(sheet(*text_rows(*LINES), before='<dimension ref="north"/>')), refused("workbook-damaged")
    ),
    "gaps between rows": Case(book(GAPS), THREE),
    "a hidden row": Case(book(PLAIN.replace('<row r="3">', '<row r="3" hidden="1">')), THREE),
    "a filter that hides rows": Case(book(sheet(*text_rows(*LINES), after='<autoFilter ref="A1:B4"/>')), THREE),
    "shared texts": Case(
        shared("north", "south", cells=row(2, '<c r="A2" t="s"><v>1</v></c>') + row(3, '<c r="A3" t="s"><v>0</v></c>')),
        Right({"south": 1, "north": 1}),
    ),
    "rich shared texts": Case(
        shared(cells=row(2, '<c r="A2" t="s"><v>0</v></c>'), more="<si><r><t>nor</t></r><r><t>th</t></r></si>"),
        Right({"north": 1}),
    ),
    "text with entities": Case(book(sheet(*text_rows("a,b", "&lt;b&gt;&amp;,1"))), Right({"<b>&": 1})),
    "formulas as text": Case(book(sheet(*text_rows("a,b", "=1+1,1", "@x,2"))), Right({"=1+1": 1, "@x": 1})),
    "every type of cell": Case(
        kinds(), Right({"true": 1, "(missing)": 1, "2025-01-03": 1, "north": 1, "2025-01-05": 1})
    ),
    "numbers": Case(
        numbers("1", "1.0", "007", "1E3", "0.1", "-2"), Right({"1": 2, "7": 1, "1000": 1, "0.1": 1, "-2": 1})
    ),
    "a macro": Case(with_parts(**{"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 99}), THREE),
    "a link to another workbook": Case(
        with_parts(**{"xl/externalLinks/externalLink1.xml": b'<externalLink><externalBook r:id="x"/></externalLink>'}),
        THREE,
    ),
    "a picture from the network": Case(
        with_parts(**{"xl/drawings/drawing1.xml": b'<a:blip r:link="http://127.0.0.1:9/x.png"/>'}), THREE
    ),
    "a comment in the sheet": Case(book(PLAIN.replace("<sheetData>", "<!-- <row/> --><sheetData>")), THREE),
    "a part that leads out": Case(with_parts(**{"../../../../tmp/out.xml": b"x"}), THREE),
    "a part with an absolute name": Case(with_parts(**{"/etc/out.xml": b"x"}), THREE),
    "a sheet name of markup and path": Case(packed(parts(("&lt;img src=x&gt;/../..", "visible", PLAIN))), THREE),
    "half the sheet a blank style": Case(
        book(sheet(*text_rows(*LINES), *(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(5, 3_000)))), THREE
    ),
    "a byte in front": Case(patched(lambda data: data.__setitem__(slice(0, 0), b"\0")), refused("encoding-unclear")),
    "a comment behind": Case(
        patched(lambda data: data.__setitem__(slice(len(data) - 2, len(data)), b"\5\0hello")), THREE
    ),
}

ODD = {
    "two rows of one number": Case(book(PLAIN.replace('<row r="4">', '<row r="3">')), THREE),
    "two rows in one place": Case(
        book(sheet(*text_rows(*LINES), *text_rows("north,4", first=3))), refused("rows-disagree")
    ),
    "rows without numbers": Case(book(re.sub(r'<row r="\d">', "<row>", PLAIN)), THREE),
    "cells without places": Case(
        book(
            sheet(
                *(
                    "<row><c t='inlineStr'><is><t>"
                    + line.replace(",", "</t></is></c><c t='inlineStr'><is><t>")
                    + "</t></is></c></row>"
                    for line in LINES
                )
            )
        ),
        THREE,
    ),
    "rows backwards": Case(book(sheet(*reversed(text_rows(*LINES)))), THREE),
    "a row in a comment": Case(
        book(PLAIN.replace("</sheetData>", "<!-- <row r='9'><c r='A9'><v>1</v></c></row> --></sheetData>")),
        refused("rows-disagree"),
    ),
    "texts in CDATA": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="A2" t="inlineStr"><is><t><![CDATA[north]]></t></is></c>'))),
        refused("rows-disagree"),
    ),
    "a namespace of its own": Case(book(prefixed(PLAIN)), THREE),
    "a shared text that is not there": Case(
        shared("north", cells=row(2, '<c r="A2" t="s"><v>7</v></c>')), refused("workbook-damaged")
    ),
    "no shared texts at all": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="A2" t="s"><v>0</v></c>'))), refused("workbook-damaged")
    ),
    "the number of a shared text below zero": Case(
        shared("north", cells=row(2, '<c r="A2" t="s"><v>-1</v></c>')), refused("workbook-damaged")
    ),
    "a type of cell that does not exist": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="A2" t="zz"><v>1</v></c>'))), refused("workbook-damaged")
    ),
    "a place that is none": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="2A"><v>1</v></c>'))), refused("workbook-damaged")
    ),
    "a place beyond any sheet": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="ZZZZZZ2"><v>1</v></c>'))), refused("import-crashed")
    ),
    "a row number beyond any sheet": Case(
        book(sheet(*text_rows("a,b"), row(4_000_000_000, cell("A4000000000", "x")))), refused("import-crashed")
    ),
    "a cell in another row than its own": Case(
        book(sheet(*text_rows("a,b"), row(2, cell("A9", "north")))), Right({"north": 1})
    ),
    "two columns of one name": Case(book(sheet(*text_rows("a,a", "1,2"))), refused("column-named-twice")),
    "a person for a header": Case(
        book(sheet(*text_rows("ada@example.org,20", "bea@example.org,30"))), refused("header-missing")
    ),
    "a title above the header": Case(
        book(sheet(*text_rows("Customers 2027", "a,b", "north,1"))), refused("mapping-column-nowhere")
    ),
    "a header and no rows": Case(book(sheet(*text_rows("a,b"))), refused("file-has-no-rows")),
    "no rows": Case(book(sheet()), refused("workbook-empty")),
    "rows of nothing": Case(book(sheet('<row r="1"/><row r="2"/>')), refused("workbook-empty")),
    "every sheet hidden": Case(two_sheets("hidden", "veryHidden"), refused("workbook-empty")),
    "two sheets of one name": Case(
        packed(
            parts(
                ("one", "hidden", sheet(*text_rows("a,b", "wrong,1", "wrong,1", "wrong,1"))), ("one", "visible", PLAIN)
            )
        ),
        refused("workbook-damaged"),
    ),
    "no sheet": Case(packed(parts()), refused("workbook-empty")),
    "a chart for a sheet": Case(
        with_parts(**{RELATIONS: related("chartsheet", "x.xml")}),
        refused("workbook-empty"),
    ),
    "a sheet that is not there": Case(with_parts(**{FIRST: None}), refused("workbook-empty")),
    "a sheet outside the zip": Case(
        with_parts(**{RELATIONS: related("worksheet", "../../../etc/passwd")}),
        refused("workbook-empty"),
    ),
    "no workbook part": Case(with_parts(**{BOOK: None}), refused("workbook-damaged")),
    "no relations": Case(with_parts(**{RELATIONS: None}), refused("workbook-damaged")),
    "a workbook that is cut": Case(lambda: book(PLAIN)[:-200], refused("workbook-damaged")),
    "a workbook that is cut in its sheet": Case(lambda: book(PLAIN)[:600], refused("workbook-damaged")),
    "XML that ends early": Case(book(PLAIN[:-40]), refused("workbook-damaged")),
    "XML that is not nested": Case(book(PLAIN.replace("</row>", "</c>", 1)), THREE),
    "an entity from a file": Case(
        book('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + sheet(*text_rows("a,b", "&f;,1"))),
        refused("workbook-damaged"),
    ),
    "an entity of its own": Case(
        book('<!DOCTYPE x [<!ENTITY f "north">]>' + sheet(*text_rows("a,b", "&f;,1"))), refused("workbook-damaged")
    ),
    "the sheet in UTF-16": Case(
        packed(
            {
                **parts(("people", "visible", PLAIN)),
                FIRST: ('<?xml version="1.0" encoding="UTF-16"?>' + PLAIN).encode("utf-16"),
            }
        ),
        refused("workbook-empty"),
    ),
    "the sheet not in UTF-8": Case(
        packed({**parts(("people", "visible", PLAIN)), FIRST: PLAIN.encode().replace(b"south", b"\xff\xfe\xff")}),
        refused("workbook-damaged"),
    ),
    "the directory without the sheet's size": Case(patched(central(24, bytes(4))), refused("workbook-damaged")),
    "the directory with another packed size": Case(patched(central(20, b"\1\0\0\0")), refused("workbook-damaged")),
    "the directory with a wrong sum": Case(patched(central(16, b"abcd")), refused("workbook-damaged")),
    "the directory with another method": Case(patched(central(10, b"\x0c\0")), refused("workbook-damaged")),
    "the directory in another place": Case(patched(other_directory), refused("workbook-damaged")),
    "the directory with a place beyond the end": Case(
        patched(central(42, b"\xff\xff\xff\x7f")), refused("workbook-damaged")
    ),
    "sizes of 64 bits that are not there": Case(patched(sixty_four), refused("workbook-too-large")),
    "an encrypted sheet": Case(patched(central(8, b"\1\0")), refused("workbook-encrypted")),
    "a sheet twice": Case(lambda: doubled(PLAIN, sheet(*text_rows("a,b", "wrong,1"))), refused("workbook-damaged")),
    "a sheet twice, once in capitals": Case(
        lambda: packed(
            [
                *parts(("people", "visible", PLAIN)).items(),
                (FIRST.upper(), sheet(*text_rows("a,b", "wrong,1", "wrong,1", "wrong,1")).encode()),
            ]
        ),
        refused("workbook-damaged"),
    ),
    "bzip2 inside": Case(
        lambda: packed(parts(("people", "visible", PLAIN)), zipfile.ZIP_BZIP2), refused("workbook-damaged")
    ),
    "LZMA inside": Case(
        lambda: packed(parts(("people", "visible", PLAIN)), zipfile.ZIP_LZMA), refused("workbook-damaged")
    ),
    "a zip that is no workbook": Case(
        lambda: packed({"customers.csv": b"a,b\nnorth,1\n"}), refused("workbook-damaged")
    ),
    "an OpenDocument sheet": Case(
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        refused("workbook-damaged"),
    ),
    "a binary workbook": Case(
        lambda: packed({**parts(("people", "visible", PLAIN)), BOOK: b"\x83\x01\0", "xl/workbook.bin": b"\x83\x01\0"}),
        refused("workbook-damaged"),
    ),
    "dates for a band that wants numbers": Case(
        book(sheet(*text_rows("a,b"), row(2, '<c r="A2" s="1"><v>45660</v></c>', cell("B2", "x")))),
        refused("number-unreadable", line=2),
        Roles((AttributeColumn("a", Kind.ORDERED, bands=(18, 65)),)),
    ),
    "a column that is not there": Case(book(PLAIN), refused("mapping-column-nowhere"), rows_are_people("q")),
}

CASES = {f"workbook, {name}": case for cases in (SOUND, ODD) for name, case in cases.items()}

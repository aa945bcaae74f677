"""XLSX: one row a segment, in the smallest workbook that spreadsheets open; texts are texts and never formulas."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from xml.sax.saxutils import escape

from planner.formats.cells import Cell, header, rows
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss

TARGET = "xlsx"
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
"""Limits of a sheet and of a cell (ECMA-376 leaves them open; Excel's are these)."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_RELATED = f"{_OFFICE}/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>'
        '<sheet name="Segments" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATED}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_TEXT, _BOLD = 1, 2
"""Cell styles: both are marked as text, so that editing such a cell does not turn it into a formula either."""


def xlsx_list(listing: SegmentList) -> tuple[bytes | None, tuple[Loss, ...]]:
    """Return the list as a workbook, the same bytes every time, and what its cells could not hold.

    Without data when the list has more rows than a sheet.
    """
    if (needed := len(listing.segments) + 1) > MOST_ROWS:
        return None, (Loss(TARGET, "too-many-rows", {"needed": needed, "limit": MOST_ROWS}),)
    told = listing.as_json
    body = rows(told)
    sheet = "".join(_sheet([header(told), *body]))
    return _packed({**_PARTS, "xl/worksheets/sheet1.xml": sheet}), tuple(_losses(body))


def fitting(text: str) -> str:
    """Return the text as a cell can hold it: no characters that XML forbids, and no longer than a cell."""
    return _FORBIDDEN.sub("\ufffd", text)[:MOST_CHARACTERS]


def _losses(body: Sequence[Sequence[Cell]]) -> Iterator[Loss]:
    times = Counter(cell for row in body for cell in row if isinstance(cell, str))
    if cut := sum(count for text, count in times.items() if len(text) > MOST_CHARACTERS):
        yield Loss(TARGET, "cells-cut", {"cells": cut, "limit": MOST_CHARACTERS})
    if any(map(_FORBIDDEN.search, times)):
        yield Loss(TARGET, "characters")


def _sheet(table: Sequence[Sequence[Cell]]) -> Iterator[str]:
    yield f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    yield '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield "</sheetView></sheetViews><sheetData>"
    columns, spelled = [_letters(place) for place in range(len(table[0]))], cache(_spelled)
    for number, row in enumerate(table, start=1):
        yield f'<row r="{number}">'
        for column, cell in zip(columns, row, strict=True):
            if isinstance(cell, int):
                yield f'<c r="{column}{number}"><v>{cell}</v></c>'
            else:
                yield f'<c r="{column}{number}" s="{_TEXT if number > 1 else _BOLD}" t="inlineStr">{spelled(cell)}</c>'
        yield "</row>"
    yield "</sheetData></worksheet>"


def _spelled(cell: str) -> str:
    text = escape(fitting(cell), {"\r": "&#13;"})
    return f'<is><t xml:space="preserve">{text}</t></is>'


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _packed(parts: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), (_HEAD + text).encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()

"""Spreadsheets: bounded by what really comes out of the zip before anything reads them, then read by calamine."""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from posixpath import normpath
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from planner.domain.errors import PlannerError

MOST_ENTRIES = 2_000
MOST_BYTES = 1 << 30
"""Bytes that all parts of a workbook may hold once inflated."""
MOST_RATIO = 200
"""How many times its packed size a part above `_SMALL` may hold (sheets of customers pack 10 to 60 times)."""
MOST_CELLS = 32_000_000
"""Cells in the rectangle that a sheet spans: they all stand in memory."""

_SMALL = 16 << 20
_CHUNK = 1 << 18

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_FILLED = re.compile(rb"<(?:\w+:)?[vt](?:\s[^>]*)?>[^<]")
_ROW_NUMBER = re.compile(rb'^[^>]*?\sr="(\d{1,9})"')
_TEXT_BY_NUMBER = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v(?:\s[^>]*)?>(?!\d{1,9}<)')
"""A cell whose text is told by its number, and whose number is none: calamine would take the first text."""
_COLUMN = re.compile(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]{1,3})\d')


@dataclass(frozen=True, slots=True)
class Sheet:
    """The worksheet that is read: the first one that is not hidden."""

    name: str
    others: tuple[str, ...]
    """Further worksheets that are not hidden, hold a value, and are not read."""
    records: int
    """Rows that hold a value, the header among them, counted in the sheet's XML."""


def inspect_workbook(path: Path) -> Sheet:
    """Check that a workbook is safe to open and count the rows of its first visible sheet, streaming.

    Every part is inflated once, in chunks and only counted, because sizes that a zip states about itself can lie.
    Raises PlannerError: `workbook-damaged`, `workbook-encrypted`, `workbook-too-large`, `workbook-empty`.
    """
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            parts = {part.filename: part for part in archive.infolist()}
            if len(archive.infolist()) > MOST_ENTRIES:
                raise PlannerError("workbook-too-large")
            _demand_apart(part.filename.lower() for part in archive.infolist())
            _check_sizes(file, archive.infolist())
            sheets = _visible_sheets(archive)
            if not sheets or sheets[0][1] not in parts:
                raise PlannerError("workbook-empty")
            records = _count_rows(_inflate(file, parts[sheets[0][1]]))
            others = [name for name, part in sheets[1:] if part in parts and _holds_values(_inflate(file, parts[part]))]
    except (zipfile.BadZipFile, zlib.error, struct.error, KeyError, expat.ExpatError, OSError, NotImplementedError):
        raise PlannerError("workbook-damaged") from None
    return Sheet(sheets[0][0], tuple(others), records)


def sheet_rows(path: Path, sheet: Sheet) -> Iterator[list[str]]:
    """Yield the rows of the sheet that hold a value, as texts; raises PlannerError `workbook-damaged`."""
    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet.name).iter_rows()
        for row in rows:
            texts = [_text(cell) for cell in row]
            if any(texts):
                yield texts
    except CalamineError:
        raise PlannerError("workbook-damaged") from None


def _text(cell: Any) -> str:
    """Write a cell as a CSV file would hold it: whole numbers without a point, dates as ISO 8601."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case datetime() | date() | time():
            return cell.isoformat().removesuffix("T00:00:00")
        case _:
            return str(cell)


def _check_sizes(file: Any, parts: list[zipfile.ZipInfo]) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise PlannerError("workbook-encrypted")
    if sum(part.file_size for part in parts) > MOST_BYTES:
        raise PlannerError("workbook-too-large")
    if sum(part.compress_size for part in parts) > os.fstat(file.fileno()).st_size:
        raise zipfile.BadZipFile  # parts that share bytes: what a small file inflates to would have no bound but time
    total = 0
    for part in parts:
        size = 0
        for chunk in _inflate(file, part):
            size += len(chunk)
            if total + size > MOST_BYTES or size > max(_SMALL, MOST_RATIO * part.compress_size):
                raise PlannerError("workbook-too-large")
        if size != part.file_size:
            raise PlannerError("workbook-damaged")
        total += size


def _inflate(file: Any, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what a part really holds, from its raw bytes, never more than a chunk at a time."""
    file.seek(part.header_offset)
    name, extra = struct.unpack("<HH", file.read(30)[26:30])
    file.seek(name + extra, 1)
    left = part.compress_size
    inflater = zlib.decompressobj(-15)
    place = file.tell()
    while left > 0:
        file.seek(place)
        packed = file.read(min(left, _CHUNK))
        if not packed:
            raise zipfile.BadZipFile
        place += len(packed)
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
        elif part.compress_type == zipfile.ZIP_DEFLATED:
            yield from _inflated(inflater, packed)
        else:
            raise NotImplementedError


def _inflated(inflater: Any, packed: bytes) -> Iterator[bytes]:
    while packed and not inflater.eof:
        yield inflater.decompress(packed, _CHUNK)
        packed = inflater.unconsumed_tail


def _visible_sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return (name, part) of the worksheets that are not hidden, in the workbook's order."""
    targets = {
        found["Id"]: normpath(f"/xl/{found['Target']}" if found["Target"][:1] != "/" else found["Target"])[1:]
        for found in _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
        if found.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    listed = _elements(archive.read("xl/workbook.xml"), "sheet")
    _demand_apart(found["name"] for found in listed)
    for found in listed:
        relation = next((value for key, value in found.items() if key.rpartition(":")[2] == "id"), "")
        if found.get("state", "visible") == "visible" and relation in targets:
            sheets.append((found["name"], targets[relation]))
    return sheets


def _demand_apart(names: Iterable[str]) -> None:
    """Refuse a name that stands twice: what is counted could be another than what calamine, asked by name, reads."""
    found = list(names)
    if len(set(found)) < len(found):
        raise zipfile.BadZipFile


def _elements(xml: bytes, name: str) -> list[dict[str, str]]:
    """Return the attributes of every element of a name; entities are refused, so none can expand."""
    found: list[dict[str, str]] = []

    def on_start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == name:
            found.append(attributes)

    def on_entity(*_: Any) -> None:
        raise zipfile.BadZipFile

    parser = expat.ParserCreate()
    parser.StartElementHandler = on_start
    parser.EntityDeclHandler = on_entity
    parser.Parse(xml, True)  # noqa: FBT003 (expat takes it by position)
    return found


def _count_rows(chunks: Iterator[bytes]) -> int:
    """Count the `row` elements that hold a value, and refuse a sheet that spans too many cells."""
    filled = deepest = widest = 0
    for piece in _row_pieces(chunks):
        filled += _FILLED.search(piece) is not None
        if _TEXT_BY_NUMBER.search(piece):
            raise zipfile.BadZipFile
        if number := _ROW_NUMBER.match(piece):
            deepest = max(deepest, int(number[1]))
        widest = max(widest, max(map(_column_place, _COLUMN.findall(piece)), default=0))
        if deepest * widest > MOST_CELLS:
            raise PlannerError("workbook-too-large")
    return filled


def _holds_values(chunks: Iterator[bytes]) -> bool:
    return any(_FILLED.search(piece) for piece in _row_pieces(chunks))


def _row_pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the XML of each row, from behind `<row`; the piece before the first row is left out."""
    rest, begun = b"", False
    for chunk in chunks:
        *pieces, rest = _ROW.split(rest + chunk)
        if pieces:
            yield from pieces if begun else pieces[1:]
            begun = True
        if len(rest) > _SMALL:
            raise PlannerError("workbook-too-large")
    if begun:
        yield rest


def _column_place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place

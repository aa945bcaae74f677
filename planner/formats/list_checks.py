"""Checks of the list itself: that it keeps its own promises, and that every format of it says the same."""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from planner.domain.canonical import digest
from planner.formats.cells import header, neutral, rows
from planner.formats.listing import LIST_SCHEMA, audience_digest, round_down
from planner.formats.verdicts import Wrong, demand
from planner.formats.xlsx import fitting

MOST_SHEET_BYTES = 512 * 1024 * 1024
_SHEET = "xl/worksheets/sheet1.xml"
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing of which no more is unpacked than is asked for; the others fill the memory first."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REPEATED = (
    "audience_digest",
    "campaign",
    "counts",
    "made_at",
    "policy_digest",
    "population",
    "rule_digest",
    "snapshot",
)

Told = Mapping[str, Any]


def check_list(listing: Told, manifest: Told) -> str:
    """Return what was found of a list as JSON; raises Wrong for the first promise it breaks."""
    demand(listing["schema"] == LIST_SCHEMA, "the list is of another schema than this version knows")
    other = [name for name in _REPEATED if listing[name] != manifest[name]]
    demand(not other, f"the list and the manifest differ in: {', '.join(other)}")
    demand(listing["check_index"] == manifest["check"]["index"], "the list names another scope check")
    demand(digest(listing["rule"]) == listing["rule_digest"], "the rule is not the one its digest stands for")
    ids = [segment["id"] for segment in listing["segments"]]
    demand(ids == sorted(set(ids)), "segments are out of order or listed twice")
    audience = audience_digest(
        listing["snapshot"]["digest"], listing["rule_digest"], scopes=listing["scopes"], segments=ids
    )
    demand(audience == listing["audience_digest"], "the segments are not those that the audience digest stands for")
    _check_segments(listing)
    _check_labels(listing)
    _check_counts(listing)
    return f"{len(ids)} segments, {listing['counts']['reachable']} people, all of whom agreed"


def check_formats(listing: Told, files: Mapping[str, bytes]) -> str:
    """Return which tables say the same as the JSON list; raises Wrong for one that does not."""
    table: list[tuple[str, ...]] = [tuple(map(str, row)) for row in [header(listing), *rows(listing)]]
    compared = []
    for name, (read, spell) in READ_TABLES.items():
        if name in files:
            demand(
                _read(name, files[name], read) == [tuple(map(spell, row)) for row in table], f"{name} says otherwise"
            )
            compared.append(name)
    return f"{' and '.join(compared)} say the same as list.json" if compared else "list.json is the only table"


def unpacked_size(name: str, data: bytes) -> int:
    """Return how many bytes of a table are read: of a workbook those that its sheet claims, as never more are."""
    if name != "list.xlsx":
        return len(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.getinfo(_SHEET).file_size
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError):
        return len(data)


def _check_segments(listing: Told) -> None:
    known = {attribute["name"]: set(attribute["labels"]) for attribute in listing["attributes"]}
    needed, base, floor = set(listing["scopes"]), listing["counts"]["base"], listing["counts"]["floor"]
    demand(needed, "the list names no scope")
    for segment in listing["segments"]:
        place = f"segment {segment['id']}"
        demand(needed <= set(segment["scopes"]), f"{place} holds people who did not agree")
        demand(set(segment["values"]) == set(known), f"{place} has other attributes")
        fits = all(labels and set(labels) <= known[name] for name, labels in segment["values"].items())
        demand(fits, f"{place} has values that its attributes do not have")
        people = segment["people"]
        demand(type(people) is int and people % base == 0, f"{place} has a count that is not rounded")
        demand(people >= round_down(floor, base), f"{place} is below the floor")


def _check_labels(listing: Told) -> None:
    """Demand that nothing is told of values which no listed segment has."""
    for attribute in listing["attributes"]:
        name, labels = attribute["name"], attribute["labels"]
        had = {label for segment in listing["segments"] for label in segment["values"][name]}
        demand(len(labels) == len(set(labels)), f"{name} has a label twice")
        demand(set(labels) <= had, f"{name} has labels that no listed segment has")


def _check_counts(listing: Told) -> None:
    counts = listing["counts"]
    base, reach, reachable = counts["base"], counts["reach"], counts["reachable"]
    total, size = sum(segment["people"] for segment in listing["segments"]), len(listing["segments"])
    demand(counts["segments"] == size > 0, "the list has another number of segments than it says")
    demand(total <= reachable <= total + size * (base - 1), "the counts of the segments do not add up")
    demand(reachable <= reach <= counts["people"], "the counts contradict each other")
    demand(reachable >= round_down(counts["campaign_k"], base), "the list is narrower than the campaign's number")


def _read(name: str, data: bytes, read: Callable[[bytes], Iterable[tuple[str, ...]]]) -> list[tuple[str, ...]]:
    try:
        return list(read(data))
    except (csv.Error, zipfile.BadZipFile, zlib.error, ET.ParseError, KeyError, ValueError, EOFError, RuntimeError):
        raise Wrong(f"{name} cannot be read") from None


def _csv_rows(data: bytes) -> list[tuple[str, ...]]:
    text = data.decode("utf-8-sig")
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]


def _xlsx_rows(data: bytes) -> Iterator[tuple[str, ...]]:
    """Read the one sheet, within bounds; a workbook of ours has no entities, which could swell without end."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        packing = archive.getinfo(_SHEET).compress_type
        demand(packing in _BOUNDED, "list.xlsx is packed in another way than ours")
        with archive.open(_SHEET) as sheet:
            text = sheet.read(MOST_SHEET_BYTES + 1)
    demand(len(text) <= MOST_SHEET_BYTES and b"<!" not in text, "list.xlsx is not a workbook of ours")
    for row in ET.fromstring(text).iter(f"{_MAIN}row"):  # noqa: S314 - bounded, and without a document type
        yield tuple(_cell_text(cell) for cell in row)


def _cell_text(cell: ET.Element) -> str:
    demand(cell.find(f"{_MAIN}f") is None, "list.xlsx holds a formula")
    text = cell.find(f"{_MAIN}is/{_MAIN}t") if cell.get("t") == "inlineStr" else cell.find(f"{_MAIN}v")
    return "" if text is None else text.text or ""


READ_TABLES: Mapping[str, tuple[Callable[[bytes], Iterable[tuple[str, ...]]], Callable[[str], str]]] = {
    "list.csv": (_csv_rows, neutral),
    "list.xlsx": (_xlsx_rows, fitting),
}
"""Table → how it is read, and how it spells a cell."""

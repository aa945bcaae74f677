"""Tables that leave: whole, readable by others, and with nothing that a spreadsheet could run."""

import codecs
import csv
import io
import itertools
import json
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind
from planner.domain.canonical import canonical_json
from planner.domain.segments import SegmentTable, ValueSets, mask_words
from planner.formats.bundle import CONDITIONS, FORMATS, TABLES
from planner.formats.cells import header, join_labels, neutral, plain, rows
from planner.formats.csv_file import csv_list
from planner.formats.json_file import json_list
from planner.formats.listing import ListedSegment, SegmentList, list_segments, list_to_json, other_boxes, round_down
from planner.formats.readme import readme_html
from planner.formats.xlsx import MOST_CHARACTERS, MOST_ROWS, fitting, xlsx_list
from tests.formats.builders import AGE, CITY, CONSENTS, PLAN, a_list

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
BEFORE = (
    "",
    " ",
    "   ",
    "'",
    '"',
    "''",
    "\u00a0",
    "\u200b",
    '" ',
    "\ufeff",
    "\u2060",
    "\u00ad",
    "\u200e",
    "\u200f",
    "\u00ad\u200e",
)
AFTER = (
    "1+1",
    "cmd|' /C calc'!A0",
    'HYPERLINK("http://example.com?x="&A1,"click")',
    "SUM(A1:A9)",
    "",
)
HOSTILE = [f"{before}{sign}{after}" for before, sign, after in itertools.product(BEFORE, SIGNS, AFTER)]
HARMLESS = [
    "",
    "a",
    "a=b",
    "1",
    "3.5",
    "Bern",
    "it's",
    "18–24",
    "a;b,c",
    '"quoted"',
    "O'Neil",
    "a\nb",
    "漢字",
    "\U0001f600",
]


def attribute_of(listing: SegmentList, name: str) -> Any:
    told = json.loads(json_list(listing)[0])
    return next(attribute for attribute in told["attributes"] if attribute["name"] == name)


def test_a_value_is_told_only_where_a_listed_segment_has_it() -> None:
    listing = a_list()
    assert attribute_of(replace(listing, segments=listing.segments[:3]), "plan")["labels"] == ["basic", "gold"]
    assert attribute_of(replace(listing, segments=listing.segments[:1]), "plan")["labels"] == ["basic"]


@pytest.mark.parametrize(
    ("bands", "edges"),
    [((0,), [18]), ((1,), [18, 25]), ((0, 3), [18, 35]), ((1, 2), [18, 25, 35]), ((3, 4), [35]), ((4,), [])],
)
def test_only_the_edges_of_listed_bands_are_told(bands: tuple[int, ...], edges: list[int]) -> None:
    labels = tuple(AGE.labels[band] for band in bands)
    told = attribute_of(a_list(segments=(ListedSegment(0, (labels, ("gold",), ("Bern",)), 100, CONSENTS[3]),)), "age")
    assert (told["labels"], told["edges"]) == (list(labels), edges)


def list_of(texts: list[str]) -> SegmentList:
    """A list in which every text is a label, one segment each."""
    label = Attribute("label", Kind.NOMINAL, tuple(texts))
    segments = tuple(ListedSegment(i, ((text,),), 100, CONSENTS[3]) for i, text in enumerate(texts))
    return a_list(attributes=(label,), segments=segments)


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def is_armed(cell: str) -> bool:
    return cell.lstrip(" \u00a0\u00ad\u200b\u200e\u200f\u2060\ufeff\"'")[:1] in {*SIGNS} and not cell.startswith("'")


def test_there_are_enough_hostile_texts() -> None:
    assert len(set(HOSTILE)) >= 500


def test_no_cell_of_a_csv_is_a_formula_and_every_text_can_be_had_back() -> None:
    cells = [row[2] for row in csv_rows(csv_list(list_of(HOSTILE + HARMLESS))[0])[1:]]
    assert not [cell for cell in cells if is_armed(cell)]
    expected = [join_labels([text]) for text in HOSTILE + HARMLESS]
    assert [plain(cell) for cell in cells] == expected
    assert cells[len(HOSTILE) :] == expected[len(HOSTILE) :]


def test_names_of_campaigns_and_attributes_are_made_harmless_too() -> None:
    formula = "=1+1"
    named = Attribute(formula, Kind.NOMINAL, ("a", "b"))
    listing = replace(list_of(["a"]), attributes=(named,), campaign=formula, population=formula, snapshot=formula)
    table = csv_rows(csv_list(listing)[0])
    assert not [cell for row in table for cell in row if is_armed(cell)]
    assert sum(cell == "'=1+1" for row in table for cell in row) == 4


@given(st.text(st.characters(codec="utf-8")))
def test_making_harmless_can_always_be_undone(text: str) -> None:
    assert plain(neutral(text)) == text


@given(
    st.lists(st.text(st.characters(codec="utf-8")), max_size=4), st.lists(st.text(st.sampled_from("a|\\ ")), max_size=4)
)
def test_joined_labels_never_read_as_others(one: list[str], other: list[str]) -> None:
    if one and other and one != other:
        assert join_labels(one) != join_labels(other)


def test_a_csv_is_what_the_rfc_says() -> None:
    data, losses = csv_list(a_list())
    assert losses == ()
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert len({len(row) for row in csv_rows(data)}) == 1


def test_a_csv_says_that_it_is_unicode_so_that_excel_shows_every_sign() -> None:
    data, _ = csv_list(a_list())
    assert data.startswith(codecs.BOM_UTF8)
    assert not data[len(codecs.BOM_UTF8) :].startswith(codecs.BOM_UTF8)
    assert "18–24" in data.decode("utf-8-sig")
    assert csv_rows(data)[0][0] == "segment_id"


def test_no_cell_of_a_workbook_is_a_formula_for_two_readers() -> None:
    data, losses = xlsx_list(list_of(HOSTILE + HARMLESS))
    assert data is not None
    assert [loss.code for loss in losses] == ["characters"]
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"n", "s", "inlineStr"}
    found = [sheet.cell(row, 3).value or "" for row in range(2, len(HOSTILE + HARMLESS) + 2)]
    assert found == [fitting(join_labels([text])) for text in HOSTILE + HARMLESS]
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert len(read) == len(HOSTILE + HARMLESS) + 1
    assert (read[1][0], read[1][1]) == (0, 100)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")


def test_a_workbook_holds_what_the_list_holds() -> None:
    listing = a_list()
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_list(listing)[0] or b""))["Segments"]
    told = list_to_json(listing)
    found = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert found == [header(told), *rows(told)]
    assert sheet.freeze_panes == "A2"


def test_a_workbook_is_the_same_bytes_every_time() -> None:
    assert xlsx_list(a_list())[0] == xlsx_list(a_list())[0]


def test_a_cell_too_long_for_a_sheet_is_cut_and_reported() -> None:
    data, losses = xlsx_list(list_of(["x" * (MOST_CHARACTERS + 5), "y"]))
    assert [(loss.code, loss.facts["cells"]) for loss in losses] == [("cells-cut", 1)]
    sheet = openpyxl.load_workbook(io.BytesIO(data or b"")).active
    assert sheet is not None
    assert len(str(sheet.cell(2, 3).value)) == MOST_CHARACTERS


def test_a_list_longer_than_a_sheet_has_no_workbook_and_says_so() -> None:
    segment = ListedSegment(0, (("a",),), 100, CONSENTS[3])
    listing = replace(list_of(["a"]), segments=(segment,) * MOST_ROWS)
    data, losses = xlsx_list(listing)
    assert data is None
    assert [loss.code for loss in losses] == ["too-many-rows"]


def test_json_carries_everything_in_one_spelling() -> None:
    listing = list_of(HOSTILE + HARMLESS)
    data, losses = json_list(listing)
    assert losses == ()
    told = json.loads(data)
    assert canonical_json(told) == data
    assert [segment["values"]["label"] for segment in told["segments"]] == [[text] for text in HOSTILE + HARMLESS]
    assert told["rule_text"] == listing.rule_text
    assert told["counts"]["reachable"] == listing.reachable


class Seen(HTMLParser):
    """What a browser would see of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(listing: SegmentList, **changes: Any) -> Seen:
    given = {"files": ["list.csv"], "losses": (), "vkey": "shoal/x+00+AA"} | changes
    page = readme_html(listing, **given).decode()
    assert "url(" not in page.replace("url(#hatch)", "")
    assert "http" not in page.replace("http-equiv", "")
    reader = Seen()
    reader.feed(page)
    return reader


def test_a_page_shows_every_hostile_text_as_text() -> None:
    hostile = [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><b>",
        "&lt;i&gt;",
        "$campaign",
        "${x}",
        "<!--",
    ]
    for text in hostile:
        listing = replace(list_of([text, "b"]), campaign=text, rule_text=text, population=text, scopes=(text,))
        page = seen(listing, vkey=text, files=[text])
        assert page.text.count(text) >= 5
        assert not page.tags & {"script", "img", "b", "i", "link", "iframe", "a"}
        assert not {name for name in page.attributes if name.startswith("on") or name in {"src", "href"}}


def test_a_page_says_who_is_reached_what_was_agreed_and_how_to_check() -> None:
    page = seen(a_list())
    for told in ("Spring – boots & tents", "635", "900", "10,000", "210", "country = 'France'", "email-marketing"):
        assert told in page.text
    assert "shoal verify" in page.text
    assert "verify_shoal.py" in page.text
    assert "shoal/x+00+AA" in page.text


def test_a_page_of_a_long_list_stays_short_and_says_so() -> None:
    page = seen(list_of([f"label {number}" for number in range(500)]))
    assert "The first 200 of 500" in page.text
    assert "label 199" in page.text
    assert "label 200" not in page.text


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_takes_the_hostile_texts(name: str) -> None:
    hostile = [text for text in HOSTILE if "\0" not in text][:300]
    for write in {**TABLES, **CONDITIONS}[name].values():
        data, _ = write(list_of(hostile))
        assert data
        data.decode("utf-8") if name != "xlsx" else None


def test_segments_are_listed_from_their_table_with_rounded_counts() -> None:
    sets = tuple(
        ValueSets(a, np.array([mask_words(np.array(codes), len(a.labels)) for codes in ((0,), (1, 2))]))
        for a in (PLAN, CITY)
    )
    table = SegmentTable(
        floor=20,
        sets=sets,
        ids=(np.array([0, 1, 1], dtype=np.uint8), np.array([1, 1, 1], dtype=np.uint8)),
        consents=(frozenset(), frozenset({"b", "a"})),
        consent=np.array([1, 0, 1], dtype=np.uint16),
        people=np.array([23, 40, 59]),
    )
    listed = list_segments(table, np.array([True, False, True]), 5)
    assert listed == (
        ListedSegment(0, (("basic",), ("Nice", "Bern")), 20, ("a", "b")),
        ListedSegment(2, (("gold", 'it\'s "free"'), ("Nice", "Bern")), 55, ("a", "b")),
    )
    others = other_boxes(table, np.array([True, False, False]), ("a",))
    assert others == ()  # it shares no plan with the first
    assert other_boxes(table, np.array([False, False, True]), ("a",)) == ()
    assert other_boxes(table, np.array([False, True, False]), ("a",)) == ((0b110, 0b110, 0b10),)
    assert other_boxes(table, np.array([False, True, False]), ("c",)) == ()
    assert [round_down(people, 5) for people in (0, 4, 5, 9)] == [0, 0, 5, 5]

"""Whatever is done to a file, its people are counted right or it is refused with a sentence; never counted wrong."""

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.intake.cells import count_cells
from planner.intake.mapping import AttributeColumn, FileOptions, Mapping
from planner.intake.opened import check_path
from planner.intake.worker import Limits
from planner.services.words import tell_error
from tests.intake.reading import count_here, count_text, nominal, rows_are_people, spoken, write_parquet

GOOD = {
    "no line end at the end": b"a,b\n1,2\n3,4",
    "CR LF": b"a,b\r\n1,2\r\n3,4\r\n",
    "CR alone": b"a,b\r1,2\r3,4\r",
    "mixed line ends": b"a,b\n1,2\r\n3,4\r",
    "blank lines": b"a,b\n\n1,2\n\n\n3,4\n\n",
    "quoted line end": b'a,b\n"1",2\n"3","x\ny"\n',
    "quoted CR LF": b'a,b\r\n1,"x\r\ny"\r\n3,4\r\n',
    "a header with a line end": b'a,"b\nc"\n1,2\n3,4\n',
    "doubled quotes": b'a,b\n1,"say ""hi"""\n3,4\n',
    "a lone quote mark within text": b'a,b\n1,5" pipe\n3,4\n',
    "lone quote marks within texts": b'a,b\n1,5" pipe\n3,6" pipe\n',
    "a byte order mark": b"\xef\xbb\xbfa,b\n1,2\n3,4\n",
    "comment signs": b"a,b\n1,#x\n3,# y\n",
    "words for nothing": b"a,b\n1,NULL\n3,nan\n",
    "formulas, markup and SQL": b"a,b\n1,=cmd|' /C calc'!A0\n3,<b>'; DROP TABLE x; --\n",
    "a Ctrl-Z within a text": b"a,b\n1,x\x1ay\n3,4\n",
    "right-to-left marks": "a,b\n1,\u202eabc\n3,\u0645\n".encode(),
    "rows of nothing": b"a,b\n1,\n3,\n",
    "columns marked with their own names": b"a,b,x\n1,2,x\n3,4,\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_an_unusual_but_sound_file_is_counted_right(tmp_path: Path, name: str) -> None:
    counted = count_text(tmp_path, GOOD[name], rows_are_people("a"))
    assert spoken(counted.cells) == {(("1",), frozenset()): 1, (("3",), frozenset()): 1}
    assert counted.rows == 2


BAD: dict[str, tuple[bytes, str, dict[str, object]]] = {
    "nothing": (b"", "file-empty", {}),
    "blank lines only": (b"\n\n\n", "header-missing", {}),
    "spaces only": (b"   \n", "header-missing", {}),
    "a blank line first": (b"\na,b\n1,2\n", "header-missing", {}),
    "a header only": (b"a,b\n", "file-has-no-rows", {}),
    "a header without a line end": (b"a,b", "file-has-no-rows", {}),
    "a header of nothing": (b",\n1,2\n", "header-missing", {}),
    "a row with an e-mail address first": (b"secret0@x.com,20,yes\n" * 30, "header-missing", {}),
    "a row with a date first": (b"Ada,Lyon,1980-02-29,yes\nBea,Lyon,1981-03-01,no\n", "header-missing", {}),
    "a row of words first": (b"Anna,Nice,yes\nBo,Lyon,no\nCy,Nice,yes\n", "header-missing", {}),
    "a row of words and numbers first": (
        b"39, State-gov, 77516, Bachelors, Male, <=50K\n"
        + b"40, Private, 6, HS-grad, Male, >50K\n" * 3
        + b"41, State-gov, 7, Bachelors, Female, <=50K\n",
        "header-missing",
        {},
    ),
    "one column of words without a name": (b"Lyon\nNice\nLyon\n", "header-missing", {}),
    "a row with a word twice first": (b"Anna,Nice,yes,yes\nBo,Nice,yes,no\n", "header-missing", {}),
    "Polish in a code page": ("a,b\n1,Wrocław\n2,Łódź\n".encode("cp1250"), "encoding-unclear", {}),
    "Polish in another code page": ("a,b\n1,Łódź\n".encode("iso8859-2"), "encoding-unclear", {}),
    "a row of numbers first": (b"20,yes\n30,no\n", "header-missing", {}),
    "a name with a NUL": (b"a,ci\0ty\n1,2\n", "file-has-nul", {"line": 1}),
    "two columns of one name": (b"a,a\n1,2\n", "column-named-twice", {"column": "a"}),
    "two columns of one name but for spaces": (b"a, a\n1,2\n", "column-named-twice", {"column": "a"}),
    "a short row": (
        b"a,b\n" + b"1,2\n" * 300 + b"3\n4,5\n",
        "csv-ragged-line",
        {"line": 302, "expected": 2, "found": 1},
    ),
    "a long row": (b"a,b\n" + b"1,2\n" * 300 + b"3,4,5\n", "csv-ragged-line", {"line": 302, "expected": 2, "found": 3}),
    "spaces as a row": (
        b"a,b\n" + b"1,2\n" * 300 + b"  \n",
        "csv-ragged-line",
        {"line": 302, "expected": 2, "found": 1},
    ),
    "an open quote": (b'a,b\n1,2\n"3,4\n5,6\n', "csv-quote", {"line": 3}),
    "an open quote far down": (b"a,b\n" + b"1,2\n" * 300 + b'"3,4\n5,6\n', "csv-quote", {"line": 302}),
    "text behind a quote": (b"a,b\n" + b"1,2\n" * 300 + b'"3"x,4\n', "csv-quote", {"line": 302}),
    "a NUL": (b"a,b\n1,2\n3,\x00\n", "file-has-nul", {"line": 3}),
    "a NUL in a column that is used": (b"a,b\n1,2\n\x00,3\n", "file-has-nul", {"line": 3}),
    "a Ctrl-Z at the end": (b"a,b\n1,2\n\x1a", "file-has-nul", {"line": 3}),
    "blank lines in one column": (b"a\n1\n\n2\n", "csv-blank-lines", {"lines": 1}),
    "bytes of no encoding": (b"a,b\n\x81\x8d,2\n", "encoding-unclear", {}),
    "an overlong character": (b"a,b\n" + b"1,2\n" * 300 + b"\xc0\x81,2\n", "encoding-unclear", {}),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-is-old-excel", {}),
    "xz": (b"\xfd7zXZ\x00" + bytes(60), "file-is-packed", {}),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(60), "file-is-packed", {}),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(60), "file-is-packed", {}),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\n", "file-kind-unknown", {}),
    "a database": (b"SQLite format 3\x00" + bytes(100), "file-kind-unknown", {}),
    "a line without end": (b"a,b\n1,2\n" + b"x" * 2_100_000 + b",2\n", "csv-line-too-long", {"line": 3}),
    "a header without end": (b"x" * 2_500_000, "csv-line-too-long", {"line": 1}),
    "too many columns": (b",".join(b"c%d" % i for i in range(20_000)) + b"\n", "too-many-columns", {"columns": 20_000}),
    "half a Parquet file": (b"PAR1" + b"\x15\x04" * 300, "file-damaged", {}),
    "half a zip": (b"PK\x03\x04" + bytes(100), "workbook-damaged", {}),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence_and_its_line(tmp_path: Path, name: str) -> None:
    content, code, facts = BAD[name]
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, content, rows_are_people("a"))
    assert refused.value.code == code
    assert facts.items() <= refused.value.facts.items()
    assert tell_error(PlannerError(code, **{"file": "customers.csv", **refused.value.facts}))


@pytest.mark.parametrize("word", ["epoch", "EPOCH", "infinity", "-infinity", "now", "today"])
def test_a_word_that_engines_take_for_a_date_is_none(tmp_path: Path, word: str) -> None:
    text = f"id,joined\n1,2025-01-01\n2,{word}\n"
    banded = Mapping((AttributeColumn("joined", Kind.ORDERED, bands=("2025-01-01",)),))
    for mapping in (banded, Mapping(nominal("id"), identifier="id", updated="joined")):
        with pytest.raises(PlannerError) as refused:
            count_text(tmp_path, text, mapping)
        assert (refused.value.code, refused.value.facts["line"]) == ("date-unreadable", 3)


def test_a_year_among_words_is_the_name_of_a_column(tmp_path: Path) -> None:
    assert count_text(tmp_path, "town,plan,2024\nLyon,a,1\n", rows_are_people("2024")).rows == 1


def test_a_file_without_a_header_is_read_by_the_names_its_mapping_lists(tmp_path: Path) -> None:
    mapping = rows_are_people("age", file=FileOptions(names=("mail", "age", "said")))
    assert count_text(tmp_path, "secret0@x.com,20,yes\n" * 3, mapping).rows == 3


def test_a_workbook_without_a_header_is_refused_and_no_cell_is_told(tmp_path: Path) -> None:
    path, book = tmp_path / "customers.xlsx", openpyxl.Workbook()
    book.active.append(["secret0@x.com", 20, "yes"])
    book.active.append(["secret1@x.com", 21, "no"])
    book.save(path)
    with pytest.raises(PlannerError) as refused:
        count_here(path, rows_are_people("age"))
    assert (refused.value.code, refused.value.facts) == ("header-missing", {})


@pytest.mark.parametrize(
    ("written", "code", "nearest"), [("twon", "mapping-column-absent", "town"), ("age", "mapping-column-nowhere", None)]
)
def test_of_the_columns_of_a_file_only_one_written_nearly_alike_is_told(
    tmp_path: Path, written: str, code: str, nearest: str | None
) -> None:
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, "town,Secret,plan\nLyon,a,b\n", rows_are_people(written))
    assert refused.value.code == code
    assert refused.value.facts == {"column": written} | ({"nearest": nearest} if nearest else {})


@pytest.mark.parametrize(("place", "code"), [("", "file-is-folder"), ("absent.csv", "file-missing")])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, place: str, code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        count_cells(tmp_path / place, rows_are_people("a"), 20)


@pytest.mark.parametrize(
    ("address", "scheme"),
    [
        ("postgresql://ada:SECRET@warehouse/shop?SECRET", "postgresql"),
        ("snowflake://ada:SECRET@account/shop", "snowflake"),
        ("https://shop.example/SECRET.csv", "https"),
        ("S3://bucket/SECRET.parquet", "s3"),
        ("jdbc:postgresql://warehouse/SECRET", "jdbc"),
        ("https://shop.example/SECRET" + "x" * 5000, "https"),
    ],
)
def test_an_address_is_refused_without_telling_the_password_in_it(address: str, scheme: str) -> None:
    with pytest.raises(PlannerError) as refused:
        check_path(Path(address))
    with pytest.raises(PlannerError, match="file-is-address"):
        count_cells(Path(address), rows_are_people("a"), 20)
    assert (refused.value.code, refused.value.facts) == ("file-is-address", {"file": scheme})
    assert "SECRET" not in tell_error(refused.value)


def test_a_parquet_file_with_two_columns_of_one_name_is_refused(tmp_path: Path) -> None:
    query = "SELECT {'x': 1, 'plan': [2, 3]} AS nested, MAP {'k': 1} AS map, 'a' AS plan, 'b' AS plam"
    path = write_parquet(query, tmp_path / "twice.parquet")
    assert spoken(count_here(path, rows_are_people("plan", "plam")).cells) == {(("a", "b"), frozenset()): 1}
    path.write_bytes(path.read_bytes().replace(b"plam", b"plan"))
    with pytest.raises(PlannerError) as refused:
        count_here(path, rows_are_people("plan"))
    assert (refused.value.code, refused.value.facts) == ("column-named-twice", {"column": "plan"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252", "ascii"])
def test_a_named_encoding_that_does_not_fit_is_refused(tmp_path: Path, encoding: str) -> None:
    content = {
        "utf-8": b"a,b\n\xe9,1\n",
        "utf-16": b"a,b\n1,2\n3",
        "cp1252": b"a,b\n\x81,1\n",
        "ascii": "a,b\né,1\n".encode(),
    }
    mapping = Mapping(nominal("a"), file=FileOptions(encoding=encoding))
    with pytest.raises(PlannerError, match="encoding-wrong"):
        count_text(tmp_path, content[encoding], mapping)


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "zip"])
def test_an_encoding_that_does_not_exist_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(PlannerError, match="encoding-unknown"):
        count_text(tmp_path, b"a,b\n1,2\n", Mapping(nominal("a"), file=FileOptions(encoding=encoding)))


def test_ten_thousand_columns_are_read(tmp_path: Path) -> None:
    header = ",".join(f"c{i}" for i in range(10_000))
    text = header + "\n" + ",".join(["x"] * 10_000) + "\n"
    assert count_text(tmp_path, text, rows_are_people("c0", "c9999")).rows == 1


def test_a_gigabyte_of_nothing_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n1,2\n")
        file.seek(1 << 30)
        file.write(b"\n")
    with pytest.raises(PlannerError) as refused:
        count_here(path, rows_are_people("a"))
    assert refused.value.code == "csv-line-too-long"


LONG = {
    "alone": (b"1," + b"x" * 5_000_000 + b"\n", 2),
    "alone and far too long": (b"1," + b"x" * 40_000_000 + b"\n", 2),
    "without a line end": (b"1," + b"x" * 5_000_000, 2),
    "after ordinary rows": (b"1,2\n" * 2_000 + b"3," + b"x" * 40_000_000 + b"\n", 2_002),
    "after quoted line ends": (b'1,"2\n2"\n' * 2_000 + b"3," + b"x" * 40_000_000 + b"\n4,5\n", 4_002),
    "quoted": (b"1,2\n" * 2_000 + b'3,"' + b"x" * 40_000_000 + b'"\n', 2_002),
    "in UTF-16": (b"1,2\n" * 2_000 + b"3," + b"x" * 5_000_000 + b"\n", 2_002),
    "far down": (b"1,22222222\n" * 8_000_000 + b"3," + b"x" * 40_000_000 + b"\n", 8_000_002),
}


@pytest.mark.parametrize("name", LONG)
def test_a_field_without_end_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    content, line = LONG[name]
    text = (b"a,b\n" + content).decode().encode("utf-16" if "UTF-16" in name else "utf-8")
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, text, rows_are_people("a"))
    assert (refused.value.code, refused.value.facts) == ("csv-line-too-long", {"line": line})


def pieces(count: int) -> st.SearchStrategy[list[bytes]]:
    sample = st.sampled_from(
        [
            b"a",
            b"1",
            b",",
            b'"',
            b'""',
            b"\n",
            b"\r",
            b"\r\n",
            b"\n\n",
            b" ",
            b"\xc3\xa9",
            b"\xe9",
            b"\0",
            b";",
            b"\x1a",
        ]
    )
    return st.lists(sample, max_size=count)


def records(text: str) -> int:
    """Count the records of a CSV text; white space behind a quoted cell that nobody asked for is let pass."""
    for strict in (True, False):
        with suppress(csv.Error):
            return sum(bool(row) for row in csv.reader(io.StringIO(text, newline=""), strict=strict))
    raise AssertionError(text)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rubble=pieces(14), tail=st.sampled_from([b"", b"\n9,9\n"]))
@example(rubble=[b",", b'""', b" "], tail=b"")
def test_rubble_is_counted_as_a_second_reader_counts_it_or_refused(
    tmp_path: Path, rubble: list[bytes], tail: bytes
) -> None:
    content = b"k,v\n1,2\n" + b"".join(rubble) + tail
    mapping = Mapping(nominal("k"), file=FileOptions(delimiter=",", encoding="utf-8"))
    try:
        counted = count_text(tmp_path, content, mapping)
    except PlannerError as error:
        assert tell_error(PlannerError(error.code, **{"file": "customers.csv", **error.facts}))  # noqa: PT017
        return
    text = content.decode(errors="replace")  # a column that nobody asked for may end in half a letter
    assert counted.rows == counted.people == records(text) - 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_parquet_file_never_gives_another_number_of_rows(
    tmp_path: Path, place: int, byte: int, cut: bool
) -> None:
    path = tmp_path / "good.parquet"
    if not path.exists():
        write_parquet("SELECT 'p' || (i % 7) AS a, i AS b FROM range(500) t(i)", path)
    content = bytearray(path.read_bytes())
    place %= len(content)
    damaged = tmp_path / "damaged.parquet"
    content[place] = byte
    damaged.write_bytes(content[:place] if cut else content)
    try:
        counted = count_here(damaged, rows_are_people("a"))
    except PlannerError as error:
        assert error.code not in ("import-crashed", "rows-disagree") or not cut  # noqa: PT017
        return
    assert counted.rows == 500


def book(path: Path, change: Callable[[zipfile.ZipFile, zipfile.ZipFile], None] | None = None) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in (["a", "b"], ["1", "2"], ["3", "4"]):
        sheet.append(row)
    workbook.save(path)
    if change:
        whole = path.with_name("whole.xlsx")
        path.rename(whole)
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            change(old, new)
    return path


def replacing(part: str, content: bytes) -> Callable[[zipfile.ZipFile, zipfile.ZipFile], None]:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == part else old.read(info.filename))

    return change


def adding(entries: int, content: bytes) -> Callable[[zipfile.ZipFile, zipfile.ZipFile], None]:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info.filename))
        for number in range(entries):
            new.writestr(f"xl/media/{number}.bin", content)

    return change


def twice(name: str) -> Callable[[zipfile.ZipFile, zipfile.ZipFile], None]:
    def change(old: zipfile.ZipFile, new: zipfile.ZipFile) -> None:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info.filename))
        new.writestr(name, old.read(SHEET))

    return change


SHEET = "xl/worksheets/sheet1.xml"
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHUT = b"</sheetData></worksheet>"
CELL = b'<row r="%d"><c r="%s%d" t="inlineStr"><is><t>a</t></is></c></row>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook><sheets>&b;</sheets></workbook>'

BOMBS = {
    "a part that inflates a thousandfold": (adding(1, bytes(64 << 20)), "workbook-too-large"),
    "thousands of parts": (adding(2_001, b"x"), "workbook-too-large"),
    "a far corner": (
        replacing(SHEET, OPEN + CELL % (1, b"A", 1) + CELL % (1048576, b"XFD", 1048576) + SHUT),
        "workbook-too-large",
    ),
    "entities": (replacing("xl/workbook.xml", ENTITIES), "workbook-damaged"),
    "no sheet": (replacing("xl/workbook.xml", b"<workbook/>"), "workbook-empty"),
    "no rows": (replacing(SHEET, OPEN + SHUT), "workbook-empty"),
    "broken XML": (replacing(SHEET, OPEN + CELL % (1, b"A", 1) + b"<row"), "workbook-damaged"),
    "a row as wide as a bomb": (replacing(SHEET, OPEN + b"<row" + b" " * (20 << 20) + SHUT), "workbook-too-large"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_that_is_a_bomb_or_broken_is_refused(tmp_path: Path, name: str) -> None:
    change, code = BOMBS[name]
    path = book(tmp_path / "book.xlsx", change)
    with pytest.raises(PlannerError, match=code):
        count_here(path, rows_are_people("a"))


def test_a_workbook_that_lies_about_its_sizes_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    content = bytearray(path.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (7).to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(PlannerError, match="workbook-damaged"):
        count_here(path, rows_are_people("a"))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 100_000), byte=st.integers(0, 255))
def test_a_damaged_workbook_never_gives_another_number_of_rows(tmp_path: Path, place: int, byte: int) -> None:
    good = tmp_path / "good.xlsx"
    if not good.exists():
        book(good)
    content = bytearray(good.read_bytes())
    content[place % len(content)] = byte
    damaged = tmp_path / "damaged.xlsx"
    damaged.write_bytes(content)
    try:
        counted = count_here(damaged, rows_are_people("a"))
    except PlannerError:
        return
    assert counted.rows == 2


def test_a_workbook_with_two_parts_or_sheets_of_one_name_is_refused(tmp_path: Path) -> None:
    """Excel writes none; which of the two is counted and which is read would be a guess."""
    with pytest.raises(PlannerError, match="workbook-damaged"):
        count_here(book(tmp_path / "parts.xlsx", twice(SHEET.upper())), rows_are_people("a"))
    twins = b'<sheet name="S" state="hidden" sheetId="1" r:id="rId1"/><sheet name="S" sheetId="2" r:id="rId1"/>'
    named = b'<workbook xmlns:r="x"><sheets>' + twins + b"</sheets></workbook>"
    with pytest.raises(PlannerError, match="workbook-damaged"):
        count_here(book(tmp_path / "sheets.xlsx", replacing("xl/workbook.xml", named)), rows_are_people("a"))


def test_a_cell_whose_text_has_no_number_is_refused(tmp_path: Path) -> None:
    """calamine 0.6 takes the first text of the workbook for the text number -1."""
    odd = b'<row r="2"><c r="A2" t="s"><v>-1</v></c><c r="B2"><v>1</v></c></row>'
    head = b'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    with pytest.raises(PlannerError, match="workbook-damaged"):
        count_here(book(tmp_path / "book.xlsx", replacing(SHEET, OPEN + head + odd + SHUT)), rows_are_people("a"))


def test_too_little_memory_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("a,b\n" + "".join(f"value number {i},x\n" for i in range(400_000)), encoding="utf-8")
    with pytest.raises(PlannerError, match="import-out-of-memory"):
        count_cells(path, rows_are_people("a"), 20, limits=Limits(memory_mib=50))

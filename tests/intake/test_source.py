"""A file is opened as what it is, said in full to the engine, and its rows are counted by a second method."""

import codecs
import csv
import io
from pathlib import Path

import duckdb
import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.intake.counting import RecordCounter, RowCount
from planner.intake.engine import Connection, open_sealed
from planner.intake.mapping import FileOptions, Mapping
from planner.intake.opened import Opened, check_path
from planner.intake.source import WHITE_SPACE, open_source
from tests.intake.reading import count_here, count_text, nominal, rows_are_people, spoken, write_parquet


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.csv"
    path.write_text("id,region\n1,north\n2,south\n", encoding="utf-8")
    return path


def sealed(path: Path) -> Connection:
    return open_sealed(check_path(path), memory_mib=256, threads=1)


def opened(path: Path, options: FileOptions | None = None) -> Opened:
    with sealed(path) as connection, open_source(connection, path, options or FileOptions()) as (source, _):
        return source.opened


TEXT = "ort,straße\nZürich,5\nWien,7\n"


@pytest.mark.parametrize(
    ("encoding", "named", "found"),
    [
        ("utf-8", None, "utf-8"),
        ("utf-8-sig", None, "utf-8-sig"),
        ("utf-16", None, "utf-16"),
        ("utf-16-le", None, "utf-16-le"),
        ("utf-16-be", None, "utf-16-be"),
        ("utf-32", None, "utf-32"),
        ("cp1252", "cp1252", "cp1252"),
        ("cp1252", None, "cp1252"),
        ("latin-1", "ISO 8859-1", "iso8859-1"),
        ("cp850", "cp850", "cp850"),
        ("utf-8", "UTF8", "utf-8"),
        ("utf-8-sig", "utf-8", "utf-8-sig"),
    ],
)
def test_a_file_in_any_encoding_gives_the_same_words(
    tmp_path: Path, encoding: str, named: str | None, found: str
) -> None:
    mapping = Mapping(nominal("ort", "straße"), file=FileOptions(encoding=named))
    counted = count_text(tmp_path, TEXT.encode(encoding), mapping)
    assert spoken(counted.cells) == {(("Zürich", "5"), frozenset()): 1, (("Wien", "7"), frozenset()): 1}
    assert counted.encoding == found


def test_utf_16_with_a_mark_of_either_order_and_letters_beyond_16_bits_is_read(tmp_path: Path) -> None:
    for mark, encoding in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        counted = count_text(tmp_path, mark + "a,b\n😀,x\n".encode(encoding), rows_are_people("a"))
        assert counted.cells.attributes[0].labels == ("😀",)


def test_the_euro_sign_of_windows_is_no_control_character(tmp_path: Path) -> None:
    counted = count_text(tmp_path, b"tarif,x\n5 \x80 \x96 klein,1\nErm\xe4\xdfigt,2\n", rows_are_people("tarif"))
    assert counted.cells.attributes[0].labels == ("5 € – klein", "Ermäßigt")


def test_bytes_late_in_a_long_file_still_change_what_encoding_it_is(tmp_path: Path) -> None:
    counted = count_text(tmp_path, b"a,b\n" + b"x,y\n" * 700_000 + b"caf\xe9,y\n", rows_are_people("a"))
    assert counted.cells.attributes[0].labels == ("café", "x")
    assert (counted.rows, counted.encoding) == (700_001, "cp1252")


@pytest.mark.parametrize(("encoding", "letters"), [("cp1251", range(0x430, 0x450)), ("cp1253", range(0x3B1, 0x3C2))])
def test_text_that_is_not_western_is_not_guessed_at(tmp_path: Path, encoding: str, letters: range) -> None:
    text = "".join(map(chr, letters)) + ",x\nwest,1\n"
    with pytest.raises(PlannerError, match="encoding-unclear"):
        count_text(tmp_path, text.encode(encoding), rows_are_people("x"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_when_it_is_not_said(tmp_path: Path, delimiter: str) -> None:
    text = delimiter.join(("name", "note")) + "\n" + delimiter.join(("a", '"x;y,z\t|"')) + "\n"
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    assert opened(path).delimiter == delimiter


@pytest.mark.parametrize("delimiter", ["^", "~", ":", "§"])
def test_any_delimiter_can_be_said(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"a{delimiter}b\n1{delimiter}2\n", encoding="utf-8")
    assert opened(path, FileOptions(delimiter=delimiter)).columns == ("a", "b")


@pytest.mark.parametrize("text", ["a;b,c\n1;2,3\n4;5,6\n", "a;b,c\n1;2\n3,4\n"])
def test_a_delimiter_that_two_readings_dispute_has_to_be_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(PlannerError, match="csv-delimiter-unclear"):
        count_text(tmp_path, text, rows_are_people("a"))


def test_decimal_commas_do_not_make_columns(tmp_path: Path) -> None:
    counted = count_text(tmp_path, "price;plan\n1,5;a\n2;b\n", rows_are_people("price"))
    assert (counted.delimiter, counted.cells.attributes[0].labels) == (";", ("1,5", "2"))


def test_a_file_without_a_header_takes_the_names_it_is_given(tmp_path: Path) -> None:
    mapping = Mapping(nominal("region"), file=FileOptions(names=("id", "region")))
    counted = count_text(tmp_path, b"\xef\xbb\xbf1,north\n2,south\n", mapping)
    assert (counted.rows, counted.columns) == (2, ("id", "region"))


@pytest.mark.parametrize(
    "name", ["we[1]rd.csv", "st*r.csv", "qu?.csv", "x'y.csv", "a=1.csv", "{x}.csv", "- ü ;.csv", "b.csv.gz"]
)
def test_a_file_is_read_by_its_name_whatever_that_looks_like(tmp_path: Path, name: str) -> None:
    for other in ("we1rd.csv", "star.csv", "quo.csv"):
        (tmp_path / other).write_text("a,b\nwrong,1\n", encoding="utf-8")
    (tmp_path / name).write_text("a,b\nright,1\n", encoding="utf-8")
    assert count_here(tmp_path / name, rows_are_people("a")).cells.attributes[0].labels == ("right",)


def test_a_parquet_file_under_another_name_is_still_parquet(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    write_parquet("SELECT 'x' AS plan FROM range(7)", path)
    assert count_here(path, rows_are_people("plan")).rows == 7


def test_a_list_column_of_a_parquet_file_is_refused_only_when_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    write_parquet("SELECT 'x' AS plan, [1, 2] AS tags, {'k': 1} AS more", path)
    assert count_here(path, rows_are_people("plan")).rows == 1
    for nested in ("tags", "more"):
        with pytest.raises(PlannerError, match="column-nested"):
            count_here(path, rows_are_people(nested))


def test_a_workbook_is_read_from_its_first_visible_sheet_as_plain_values(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.title, hidden.sheet_state = "secret", "hidden"
    hidden.append(["wrong"])
    sheet = book.create_sheet("people")
    book.create_sheet("more").append(["who"])
    book.create_sheet("empty")
    for row in (
        ["id", "age", "since", "ok", "sum"],
        [1, 34.0, None, True, "=1+1"],
        [None] * 5,
        ["2", 2.5, None, False, ""],
    ):
        sheet.append(row)
    sheet["C2"] = np.datetime64("2025-01-05").astype(object)
    book.save(path := tmp_path / "book.xlsx")
    counted = count_here(path, rows_are_people("id", "age", "since", "ok"))
    assert spoken(counted.cells) == {
        (("1", "34", "2025-01-05", "true"), frozenset()): 1,
        (("2", "2.5", "(missing)", "false"), frozenset()): 1,
    }
    assert (counted.rows, counted.other_sheets) == (2, ("more",))


def test_white_space_is_what_python_strips() -> None:
    assert set(WHITE_SPACE) == {chr(code) for code in range(0x11000) if not chr(code).strip()}


def test_sql_and_python_trim_alike(customers: Path) -> None:
    cells = ["plain", " a ", "\u3000x\u00a0", "é ", "\x1fq", "", " ", "\u200bzero width stays", "a\tb"]
    customers.write_text("id,region\n" + "".join(f'1,"{cell}"\n' for cell in cells), encoding="utf-8")
    with sealed(customers) as connection, open_source(connection, customers, FileOptions()) as (source, _):
        found = connection.execute(f"SELECT {source.trimmed('region')} FROM {source.relation}").fetchall()
    assert sorted(str(row[0]) for row in found) == sorted(cell.strip() or "None" for cell in cells)


@given(
    fields=st.lists(st.lists(st.text('ab,\n\r" é'), min_size=1, max_size=3), min_size=1, max_size=12),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    cut=st.integers(1, 7),
)
def test_the_second_count_agrees_with_what_was_written_wherever_chunks_end(
    fields: list[list[str]], end: str, cut: int
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator=end).writerows(fields)
    octets = np.frombuffer(text.getvalue().encode(), dtype=np.uint8)
    counter = RecordCounter()
    for start in range(0, len(octets), cut):
        counter.feed(octets[start : start + cut])
    assert counter.finish() == RowCount(len(fields), 0, quoted=True)


@given(
    lines=st.lists(st.sampled_from(["", "", "x", "x,y"]), max_size=12),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    cut=st.integers(1, 5),
)
def test_blank_lines_are_counted_apart(lines: list[str], ends: str, cut: int) -> None:
    octets = np.frombuffer("".join(line + ends for line in lines).encode(), dtype=np.uint8)
    counter = RecordCounter()
    for start in range(0, len(octets), cut):
        counter.feed(octets[start : start + cut])
    assert counter.finish() == RowCount(sum(map(bool, lines)), lines.count(""), quoted=False)


ESCAPES = {
    "another file": "SELECT * FROM read_csv('{other}', auto_detect = false, columns = {{'a': 'VARCHAR'}})",
    "another file by text": "SELECT * FROM read_text('{other}')",
    "a system file": "SELECT * FROM read_text('/etc/passwd')",
    "a glob over its folder": "SELECT * FROM read_text('{folder}/*.csv')",
    "the folder's list": "SELECT * FROM glob('{folder}/*')",
    "a way round": "SELECT * FROM read_text('{folder}/x/../other.csv')",
    "sniffing": "SELECT * FROM sniff_csv('{other}')",
    "writing a file": "COPY (SELECT 1) TO '{folder}/out.csv'",
    "exporting": "EXPORT DATABASE '{folder}/out'",
    "attaching a database": "ATTACH '{folder}/x.db'",
    "the network": "SELECT * FROM 'http://127.0.0.1:9/x.parquet'",
    "installing": "INSTALL httpfs",
    "loading": "LOAD httpfs",
    "an extension's reader": "SELECT * FROM read_xlsx('{other}')",
    "a Python variable": "SELECT * FROM some_rows",
    "spilling": "SET temp_directory = '{folder}'",
    "opening up": "SET enable_external_access = true",
    "more memory": "SET memory_limit = '64GB'",
    "another path": "SET allowed_paths = ['{other}']",
    "the environment": "SELECT getenv('HOME')",
    "a secret": "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "a log": "SET enable_logging = true",
    "a profile": "SET profiling_output = '{folder}/p.json'",
}


@pytest.mark.parametrize("escape", ESCAPES)
def test_the_engine_cannot_get_out(customers: Path, escape: str) -> None:
    some_rows = {"a": np.array([1])}
    other = customers.with_name("other.csv")
    other.write_text("a\nsecret\n", encoding="utf-8")
    before = sorted(customers.parent.rglob("*"))
    with sealed(customers) as connection, pytest.raises(duckdb.Error):
        connection.execute(ESCAPES[escape].format(other=other, folder=customers.parent)).fetchall()
    assert sorted(customers.parent.rglob("*")) == before
    assert some_rows


def test_the_engine_can_read_the_one_file(customers: Path) -> None:
    with sealed(customers) as connection, open_source(connection, customers, FileOptions()) as (source, proof):
        rows = connection.execute(f"SELECT count(*) FROM {source.relation}").fetchall()[0][0]
        proof.confirm(rows)
        with pytest.raises(PlannerError, match="rows-disagree"):
            proof.confirm(rows - 1)

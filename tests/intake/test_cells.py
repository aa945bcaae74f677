"""People become cells: each counted once, described by one row, granting only what every row of theirs grants."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.attribute import MISSING, Kind
from planner.domain.errors import PlannerError
from planner.intake.cell_merge import merge_cells
from planner.intake.cells import count_cells
from planner.intake.mapping import AttributeColumn, Mapping, SensitiveColumn
from tests.intake import oracle
from tests.intake.reading import consent, count_here, count_text, nominal, rows_are_people, spoken, write_parquet

QUIRKS = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

VALUES = st.sampled_from(
    ["north", "south", " north", "so,uth", 'a "quote"', "two\nlines", "", "  ", "Zürich", "\u00a0x", "=1"]
)
ANSWERS = st.sampled_from(["yes", "YES ", "no", "", "1", "maybe", "true"])
NAMES = st.sampled_from(["p1", "p2", "p3", " p1", "p1 ", "", " ", "é"])
PEOPLE_TABLES = st.lists(st.tuples(NAMES, VALUES, VALUES, ANSWERS, ANSWERS, ANSWERS), min_size=1, max_size=25)

CONSENTS = {"mail": ("mail", ("yes", "1")), "ads": ("ads", ("yes", "True")), "ads2": ("ads", ("yes",))}
GRANTS = tuple(consent(name, scope, *words) for name, (scope, words) in CONSENTS.items())


def written(
    header: list[str], rows: Iterable[Sequence[str]], *, line_end: str = "\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


@QUIRKS
@given(
    rows=PEOPLE_TABLES,
    line_end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
@pytest.mark.parametrize("identifier", ["id", None])
def test_counting_agrees_with_plain_python_on_any_small_file(
    tmp_path: Path, identifier: str | None, rows: list[tuple[str, ...]], line_end: str, quoting: int
) -> None:
    text = written(["id", "region", "plan", "mail", "ads", "ads2"], rows, line_end=line_end, quoting=quoting)
    expected = oracle.count(text, attributes=["region", "plan"], consents=CONSENTS, identifier=identifier)
    mapping = Mapping(nominal("region", "plan"), GRANTS, identifier=identifier)
    if not expected.people:
        with pytest.raises(PlannerError, match="nobody-identified"):
            count_text(tmp_path, text, mapping)
        return
    counted = count_text(tmp_path, text, mapping)
    assert spoken(counted.cells) == dict(expected.cells)
    assert counted.rows == expected.rows
    assert counted.people == expected.people
    assert counted.rows_without_identifier == expected.unnamed
    assert counted.duplicate_rows == expected.duplicates
    assert counted.conflicting_people == expected.conflicting_people
    assert counted.conflicting_consents == expected.conflicting_consents


@QUIRKS
@given(rows=PEOPLE_TABLES, start=st.integers(0, 25))
def test_the_order_of_rows_changes_nothing(tmp_path: Path, rows: list[tuple[str, ...]], start: int) -> None:
    rows = [("p0", "north", "south", "yes", "yes", "no"), *rows]
    shuffled = [*rows[start:], *rows[:start]][::-1]
    mapping = Mapping(nominal("region", "plan"), GRANTS, identifier="id")
    header = ["id", "region", "plan", "mail", "ads", "ads2"]
    one, other = (count_text(tmp_path, written(header, table), mapping).cells for table in (rows, shuffled))
    assert one.attributes == other.attributes
    for left, right in zip(
        (*one.codes, one.consent, one.people), (*other.codes, other.consent, other.people), strict=True
    ):
        assert np.array_equal(left, right)


def test_cells_are_sorted_by_their_codes(tmp_path: Path) -> None:
    cells = count_text(tmp_path, "a,b\ny,1\nx,2\nx,1\ny,1\n", rows_are_people("a", "b")).cells
    assert list(cells) == [((0, 0), 0, 1), ((0, 1), 0, 1), ((1, 0), 0, 2)]


def test_values_the_first_rows_do_not_show_are_counted_too(tmp_path: Path) -> None:
    rows = [("early", "yes")] * 60_000 + [(f"late {i % 300}", ("yes", "no", "")[i % 3]) for i in range(3_000)]
    counted = count_text(tmp_path, written(["city", "mail"], rows), Mapping(nominal("city"), (consent("mail"),)))
    assert counted.people == counted.rows == 63_000
    assert len(counted.cells.attributes[0].labels) == 301
    told = spoken(counted.cells)
    assert told[("early",), frozenset({"mail"})] == 60_000
    assert told[("late 0",), frozenset({"mail"})] == 10
    assert sum(people for (_, granted), people in told.items() if granted) == 61_000


def test_late_values_of_people_with_several_rows_are_resolved(tmp_path: Path) -> None:
    rows = [(f"c{i}", "early") for i in range(60_000)] + [(f"c{i}", "a later value") for i in range(500)]
    counted = count_text(tmp_path, written(["id", "city"], rows), Mapping(nominal("city"), identifier="id"))
    assert (counted.people, counted.duplicate_rows, counted.conflicting_people) == (60_000, 500, 500)
    assert spoken(counted.cells) == {(("a later value",), frozenset()): 500, (("early",), frozenset()): 59_500}


@pytest.mark.parametrize(
    ("dates", "latest"),
    [
        (("2025-01-02", "2024-12-31", ""), "first"),
        (("2025-01-02", "2025-01-02T00:00:01", "2024-12-31"), "second"),
        (("2025-01-02T10:00:00+02:00", "2025-01-02T09:00:00Z", "2025-01-02T07:30:00"), "second"),
        (("", "", "0001-01-01"), "third"),
    ],
)
def test_the_latest_row_of_a_person_describes_them(tmp_path: Path, dates: tuple[str, ...], latest: str) -> None:
    rows = list(zip(["p", "p", "p"], ["first", "second", "third"], dates, strict=True))
    mapping = Mapping(nominal("plan"), identifier="id", updated="seen")
    counted = count_text(tmp_path, written(["id", "plan", "seen"], rows), mapping)
    assert spoken(counted.cells) == {((latest,), frozenset()): 1}
    assert counted.conflicting_people == 1


def test_a_date_that_cannot_be_read_is_refused_with_its_line(tmp_path: Path) -> None:
    mapping = Mapping(nominal("plan"), identifier="id", updated="seen")
    text = "id,plan,seen\n1,a,2025-01-01\n2,b,31.12.2024\n3,c,yesterday\n"
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, text, mapping)
    assert refused.value.code == "date-unreadable"
    assert {**refused.value.facts} == {"column": "seen", "rows": 2, "line": 3}


@pytest.mark.parametrize(
    ("age", "label"),
    [("17", "under 18"), ("18", "18–24"), (" 24 ", "18–24"), ("24.9999", "18–24"), ("25", "25 and over"),
     ("1e2", "25 and over"), ("-3", "under 18"), ("", MISSING), ("  ", MISSING), ("017", "under 18")],
)  # fmt: skip
def test_a_number_falls_into_its_band(tmp_path: Path, age: str, label: str) -> None:
    mapping = Mapping((AttributeColumn("age", Kind.ORDERED, bands=(18, 25)),))
    assert spoken(count_text(tmp_path, written(["age", "x"], [(age, "1")]), mapping).cells) == {
        ((label,), frozenset()): 1
    }


@pytest.mark.parametrize(
    ("day", "label"),
    [("2024-12-31", "before 2025-01-01"), ("2025-01-01T00:00:00+14:00", "2025-01-01 – 2025-05-31"),
     ("2025-06-01 23:59", "2025-06-01 and later"), ("", MISSING)],
)  # fmt: skip
def test_a_date_falls_into_its_band(tmp_path: Path, day: str, label: str) -> None:
    mapping = Mapping((AttributeColumn("since", Kind.ORDERED, bands=("2025-01-01", "2025-06-01")),))
    assert spoken(count_text(tmp_path, written(["since", "x"], [(day, "1")]), mapping).cells) == {
        ((label,), frozenset()): 1
    }


@pytest.mark.parametrize(
    ("value", "rows_before"),
    [(value, 1) for value in ("thirty", "3O", "1,234", "nan", "inf", "NULL", "NA", "12 years", "1.2.3")]
    + [("3O", 60_000)],
)
def test_text_in_a_banded_column_is_refused_and_never_shown(tmp_path: Path, value: str, rows_before: int) -> None:
    rows = [("30", "x")] * rows_before + [(value, "y"), ("31", "z"), (value, "z")]
    mapping = Mapping((AttributeColumn("age", Kind.ORDERED, bands=(18, 25)), *nominal("k")))
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, written(["age", "k"], rows), mapping)
    assert refused.value.code == "number-unreadable"
    assert {**refused.value.facts} == {"column": "age", "rows": 2, "line": rows_before + 2}


@pytest.mark.parametrize("weight", ["-1", "1.5", "abc", "", "1e3", "99999999999", "nan", "+1"])
def test_a_weight_that_is_no_number_of_people_is_refused_with_its_line(tmp_path: Path, weight: str) -> None:
    text = written(["region", "n"], [("a", "3"), ("b", weight)])
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, text, Mapping(nominal("region"), weight="n"))
    assert refused.value.code == "weight-unreadable"
    assert {**refused.value.facts} == {"column": "n", "rows": 1, "line": 3}


def test_an_aggregated_file_counts_by_its_weights(tmp_path: Path) -> None:
    text = written(["region", "n"], [("a", "3"), ("b", "0"), (" a", "10"), ("c", "2.0")])
    counted = count_text(tmp_path, text, Mapping(nominal("region"), weight="n"))
    assert spoken(counted.cells) == {(("a",), frozenset()): 13, (("c",), frozenset()): 2}
    assert (counted.rows, counted.people, counted.duplicate_rows) == (4, 15, 0)


def test_rare_and_less_common_values_are_folded_by_people_not_rows(tmp_path: Path) -> None:
    rows = [("1", "a"), ("1", "a"), ("1", "a"), ("2", "b"), ("3", "b"), ("4", "c"), ("5", "c")]
    mapping = Mapping((AttributeColumn("plan", Kind.NOMINAL, top=2),), identifier="id")
    counted = count_text(tmp_path, written(["id", "plan"], rows), mapping)
    assert spoken(counted.cells) == {(("b",), frozenset()): 2, (("c",), frozenset()): 2, (("other",), frozenset()): 1}
    assert counted.folded_values == {"plan": 1}
    counted = count_text(tmp_path, written(["id", "plan"], rows), Mapping(nominal("plan"), identifier="id"), floor=2)
    assert counted.cells.attributes[0].labels == ("b", "c", "other")


def test_folded_values_are_counted_where_every_region_has_some(tmp_path: Path) -> None:
    rows = [("Lyon", "A"), ("Lyon", "A"), ("Dole", "A"), ("Metz", "B"), ("Toul", "B"), ("other, A", "A")]
    column = AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "region"))
    counted = count_text(tmp_path, written(["city", "region"], rows), Mapping((column,)), floor=2)
    assert counted.cells.attributes[0].labels == ("Lyon", "other, A", "other, B")
    assert counted.folded_values == {"city": 3}


def test_what_is_rare_is_told_with_the_cells_when_it_is_kept(tmp_path: Path) -> None:
    rows = [("Lyon", "A"), ("Lyon", "A"), ("Dole", "B")]
    column = AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "region"), fold_rare=False)
    attribute = count_text(tmp_path, written(["city", "region"], rows), Mapping((column,)), floor=2).cells.attributes[0]
    assert (attribute.labels, attribute.named, attribute.levels[0].named) == (("Lyon", "Dole"), ("Lyon",), ("A",))


def test_levels_make_a_hierarchy_and_tell_twins_apart(tmp_path: Path) -> None:
    rows = [("Springfield", "Ohio"), ("Springfield", "Texas"), ("Dayton", " Ohio"), ("", "Ohio")]
    mapping = Mapping((AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "state")),))
    cells = count_text(tmp_path, written(["city", "state"], rows), mapping).cells
    assert cells.attributes[0].labels == ("Dayton", "Springfield, Ohio", "Springfield, Texas", MISSING)
    assert cells.attributes[0].levels[0].group_of == (0, 0, 1, 2)


def test_a_hierarchy_file_groups_values(tmp_path: Path) -> None:
    (tmp_path / "city.csv").write_text("Ulm,South\nKiel,North\n", encoding="utf-8")
    column = AttributeColumn("city", Kind.HIERARCHICAL, hierarchy=tmp_path / "city.csv")
    cells = count_text(tmp_path, "city,x\nUlm,1\nKiel,1\nBonn,1\n", Mapping((column,))).cells
    assert cells.attributes[0].levels[0].labels == ("North", "South", "(unlisted)")


def test_an_unlisted_label_of_an_order_is_refused_with_people_not_values(tmp_path: Path) -> None:
    column = AttributeColumn("school", Kind.ORDERED, order=("low", "high"))
    with pytest.raises(PlannerError) as refused:
        count_text(tmp_path, "school,x\nlow,1\nSECRET,1\nSECRET,1\n", Mapping((column,)))
    assert refused.value.code == "value-not-in-order"
    assert "SECRET" not in str(refused.value)


def test_sensitive_columns_are_part_of_the_cells(tmp_path: Path) -> None:
    rows = [("a", "5"), ("a", "50"), ("a", "7")]
    mapping = Mapping(nominal("plan"), sensitive=(SensitiveColumn("income", 2, bands=(10,)),))
    cells = count_text(tmp_path, written(["plan", "income"], rows), mapping).cells
    assert cells.sensitive[0].labels == ("under 10", "10 and over")
    assert [*zip(cells.sensitive_codes[0].tolist(), cells.people.tolist(), strict=True)] == [(0, 2), (1, 1)]


def test_more_columns_than_one_machine_word_holds_are_counted_exactly(tmp_path: Path) -> None:
    rows = [tuple(f"v{(row + 7) ** (column + 2) % 307}" for column in range(12)) for row in range(400)] * 2
    header = [f"a{i}" for i in range(12)]
    counted = count_text(tmp_path, written(header, rows), rows_are_people(*header))
    expected = oracle.count(written(header, rows), attributes=header, consents={}, identifier=None)
    assert spoken(counted.cells) == dict(expected.cells)


def test_one_column_may_be_attribute_and_level_and_consent_at_once(tmp_path: Path) -> None:
    mapping = Mapping(
        (AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "state")), *nominal("state")),
        (consent("state", "s", "ohio"),),
    )
    counted = count_text(tmp_path, "city,state\nx,Ohio\ny,Utah\n", mapping)
    assert spoken(counted.cells) == {(("x", "Ohio"), frozenset({"s"})): 1, (("y", "Utah"), frozenset()): 1}


def test_parquet_types_are_read_as_their_text_and_bands_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    write_parquet(
        "SELECT i // 2 AS id, CASE WHEN i < 6 THEN i * 10.5 END AS age, i % 2 = 0 AS mail, "
        "DATE '2025-01-01' + i::INT AS since, ['a', NULL, ' a '][1 + i % 3] AS plan FROM range(8) t(i)",
        path,
    )
    mapping = Mapping(
        (
            AttributeColumn("age", Kind.ORDERED, bands=(20, 40)),
            AttributeColumn("since", Kind.ORDERED, bands=("2025-01-05",)),
            *nominal("plan"),
        ),
        (consent("mail", None, "true"),),
        identifier="id",
    )
    counted = count_here(path, mapping)
    assert (counted.rows, counted.people, counted.duplicate_rows, counted.conflicting_consents) == (8, 4, 4, 4)
    assert spoken(counted.cells) == {
        (("under 20", "before 2025-01-05", "a"), frozenset()): 1,
        (("20–39", "before 2025-01-05", "a"), frozenset()): 1,
        (("40 and over", "2025-01-05 and later", "a"), frozenset()): 1,
        ((MISSING, "2025-01-05 and later", "a"), frozenset()): 1,
    }


def test_a_bad_number_in_parquet_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    write_parquet("SELECT CASE WHEN i = 4 THEN 'many' ELSE '5' END AS n, 'x' AS k FROM range(9) t(i)", path)
    with pytest.raises(PlannerError) as refused:
        count_here(path, Mapping(nominal("k"), weight="n"))
    assert {**refused.value.facts} == {"column": "n", "rows": 1, "line": 5}


def test_a_column_the_file_does_not_have_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="mapping-column-nowhere"):
        count_text(tmp_path, "a,b\n1,2\n", rows_are_people("c"))


def test_the_whole_way_through_a_child_gives_the_same_cells(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("id,plan,mail\n1,a,yes\n2,b,no\n3,a,yes\n1,a,no\n,a,yes\n", encoding="utf-8")
    mapping = Mapping(nominal("plan"), (consent("mail"),), identifier="id")
    phases: list[str] = []
    counted = count_cells(path, mapping, 1, progress=lambda phase, _share: phases.append(phase))
    assert spoken(counted.cells) == spoken(count_here(path, mapping).cells)
    assert (counted.people, counted.rows, counted.rows_without_identifier, counted.conflicting_consents) == (3, 5, 1, 1)
    assert counted.columns == ("id", "plan", "mail")
    assert list(dict.fromkeys(phases)) == ["identifiers", "reading", "counting"]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(1, 3)), min_size=1, max_size=30),
    size=st.sampled_from([5, 1 << 20, 1 << 32]),
    most=st.sampled_from([1, 1 << 40]),
    columns=st.integers(1, 4),
)
def test_the_same_cells_are_merged_however_many_bits_they_take(
    rows: list[tuple[int, ...]], size: int, most: int, columns: int
) -> None:
    codes = [np.array([row[0] for row in rows], dtype=np.uint8)]
    codes += [np.array([row[1] * (size // 5) for row in rows], dtype=np.uint32)] * columns
    people = np.array([row[2] * most for row in rows], dtype=np.int64)
    expected: Counter[tuple[int, ...]] = Counter()
    for index in range(len(rows)):
        expected[tuple(int(column[index]) for column in codes)] += int(people[index])
    merged, counts = merge_cells(codes, [3, *[size] * columns], people)
    told = [tuple(int(column[index]) for column in merged) for index in range(len(counts))]
    assert told == sorted(expected)
    assert [expected[cell] for cell in told] == counts.tolist()
    assert [column.dtype for column in merged] == [column.dtype for column in codes]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_sorted_file_is_counted_as_an_unsorted_one(tmp_path: Path, kind: str) -> None:
    rows = (
        "SELECT 'v' || lpad((i // 400)::VARCHAR, 4, '0') AS a, 'w' || (i % 3) AS b FROM range(160000) t(i) ORDER BY i"
    )
    path = tmp_path / f"customers.{kind}"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({rows}) TO '{path}'")
    counted = count_here(path, rows_are_people("a", "b"))
    assert (len(counted.cells), counted.people, len(counted.cells.attributes[0].labels)) == (1_200, 160_000, 400)
    assert set(counted.cells.people.tolist()) == {133, 134}

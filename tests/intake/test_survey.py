"""The survey proposes what a careful person would, says why, and shows nothing that few people hold."""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

import duckdb
import pytest

from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.intake.mapping import AttributeColumn, ConsentColumn, FileOptions, SensitiveColumn, check_against
from planner.intake.mapping_reader import parse_mapping
from planner.intake.survey import Survey, survey
from planner.intake.vocabulary import SCOPES
from planner.intake.worker import Reading, run_in_child
from planner.services.resources import read_resource

PEOPLE = 1_200
PLACES = ("ville", "region", "pays")

Columns = Mapping[str, Sequence[str]]


def write(path: Path, columns: Columns) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def cells(of: Callable[[int], object], people: int = PEOPLE) -> list[str]:
    return [str(of(i)) for i in range(people)]


def unique(form: str) -> list[str]:
    return cells(lambda i: form.format(i * 7919 % 100_003, chr(97 + i % 26), chr(97 + i // 26 % 26)))


def options_of(told: Survey) -> dict[str, object]:
    """Column → its options in the proposed mapping, or its role when it has none."""
    mapping = told.mapping
    found: dict[str, object] = {column.name: column.role for column in told.columns}
    found |= {column.name: column for column in mapping.attributes}
    found |= {column.name: column for column in mapping.consents}
    return found | {column.name: column for column in mapping.sensitive}


def shop_columns() -> dict[str, list[str]]:
    dice = Random(7)  # noqa: S311 (made-up customers)

    def below(most: int) -> int:
        return dice.randrange(most)

    def among(*labels: str) -> list[str]:
        return cells(lambda _: dice.choice(labels))

    towns = cells(lambda _: below(30))
    return {
        "customer_id": unique("C{:06d}"),
        "Vorname": unique("{1}{2}na"),
        "contact": unique("{1}{2}{0}@post.example"),
        "reach": unique("+44 20 {:07d}"),
        "account": unique("DE44 5001 0517 54{:06d} 12"),
        "Anschrift": unique("Elmweg {0}"),
        "lives_at": cells(lambda _: f"{chr(65 + below(26))}lmweg {below(90) + 1}"),
        "seen_from": cells(lambda _: f"10.{below(7)}.{below(250)}.{below(250)}"),
        "date_of_birth": cells(lambda _: f"{1950 + below(50)}-0{below(9) + 1}-1{below(9)}"),
        "latitude": unique("51.{:06d}"),
        "order_id": unique("{:08d}"),
        "ville": [f"Ville {town}" for town in towns],
        "region": [f"Region {int(town) // 5}" for town in towns],
        "pays": [f"Pays {int(town) // 15}" for town in towns],
        "Alter": cells(lambda _: 16 + below(70)),
        "umsatz": cells(lambda _: below(1000) ** 2 // 100),
        "height": cells(lambda _: f"{1.5 + below(50) / 100:.2f}"),
        "last_purchase": cells(lambda _: f"2025-{below(12) + 1:02d}-{below(28) + 1:02d}"),
        "plan": among("basic", "plus", "pro"),
        "product": cells(lambda _: f"item {below(45)}"),
        "colour": cells(lambda _: f"shade {below(60)}"),
        "remark": cells(lambda _: f"Talked about {below(999)} things and then about {below(999)} more, at length"),
        "currency": among("EUR"),
        "nothing": among(""),
        "Newsletter": among("ja", "nein", ""),
        "gdpr_consent": among("1", "0"),
        "do_not_call": among("yes", "no"),
        "asked": among("opted-in", "opted-out"),
        "newsletter_since": cells(lambda _: f"2024-0{below(9) + 1}-01"),
        "club": among("ja", "nein", ""),
        "terms": among("accepted", "declined"),
        "flag": among("1", "0"),
        "churned": among("yes", "no"),
        "religion": among("a", "b", "c", "d"),
        "behinderung": among("ja", "nein"),
        "salary": cells(lambda _: 20_000 + below(60_000)),
        "children": among("0", "1", "2", "3"),
        "membre_depuis": cells(lambda _: f"{below(28) + 1}/{below(12) + 1}/{2000 + below(20)}"),
        "rating": cells(lambda _: f"{below(300)},5"),
    }


SHOP = shop_columns()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    return survey(write(tmp_path_factory.mktemp("survey") / "shop.csv", SHOP))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("customer_id", "identifier"),
        *((name, "dropped") for name in (
            "Vorname", "contact", "reach", "account", "Anschrift", "lives_at", "seen_from", "latitude", "order_id",
            "remark", "currency", "nothing", "newsletter_since", "membre_depuis", "rating", "club", "terms",
        )),
        ("flag", AttributeColumn("flag", Kind.NOMINAL)),
        ("churned", AttributeColumn("churned", Kind.NOMINAL, priority=2, behavioural=True)),
        ("region", "level"),
        ("pays", "level"),
        ("ville", AttributeColumn("ville", Kind.HIERARCHICAL, levels=PLACES, priority=18)),
        ("Alter", AttributeColumn("Alter", Kind.ORDERED, bands=(18, 25, 35, 45, 55, 65), priority=3)),
        ("height", AttributeColumn("height", Kind.ORDERED, bands=(1.6, 1.7, 1.8, 1.9))),
        ("plan", AttributeColumn("plan", Kind.NOMINAL)),
        ("product", AttributeColumn("product", Kind.NOMINAL)),
        ("colour", AttributeColumn("colour", Kind.NOMINAL, top=50)),
        ("children", AttributeColumn("children", Kind.ORDERED, bands=(1, 2, 3))),
        ("Newsletter", ConsentColumn("Newsletter", "email-marketing", ("ja",))),
        ("gdpr_consent", ConsentColumn("gdpr_consent", "gdpr-consent", ("1",))),
        ("do_not_call", ConsentColumn("do_not_call", "phone-marketing", ("no",))),
        ("asked", ConsentColumn("asked", "asked", ("opted-in",))),
        ("religion", SensitiveColumn("religion", 3)),
        ("behinderung", SensitiveColumn("behinderung", 2)),
        ("salary", SensitiveColumn("salary", 3, bands=(30_000, 40_000, 50_000, 60_000, 70_000))),
    ],
)  # fmt: skip
def test_a_column_is_recognised_by_its_name_or_its_values(shop: Survey, name: str, expected: object) -> None:
    assert options_of(shop)[name] == expected


def test_dates_of_birth_keep_only_bands_and_say_so(shop: Survey) -> None:
    column = next(column for column in shop.mapping.attributes if column.name == "date_of_birth")
    assert column.bands == ("1960-01-01", "1970-01-01", "1980-01-01", "1990-01-01")
    assert "only the bands are kept" in shop.to_toml()


def test_what_people_did_is_marked_as_behaviour(shop: Survey) -> None:
    behavioural = {column.name for column in shop.mapping.attributes if column.behavioural}
    assert behavioural == {"umsatz", "last_purchase", "churned"}


def test_every_direct_identifier_is_dropped_with_a_warning(shop: Survey) -> None:
    warned = {column.name for column in shop.columns if "never stored" in column.warning}
    assert warned >= {"Vorname", "contact", "reach", "account", "Anschrift", "lives_at", "seen_from", "latitude"}
    assert not any(column.examples for column in shop.columns if column.name in warned)


def test_the_proposal_is_a_mapping_that_fits_the_file(shop: Survey) -> None:
    text = shop.to_toml()
    assert parse_mapping(text, folder=Path()) == shop.mapping
    check_against(shop.mapping, list(SHOP))
    for column in shop.columns:
        assert column.reason
        assert column.role == "level" or f"[columns.{column.name}]" in text


def test_yes_and_no_to_an_unknown_question_is_never_targeted_unasked_and_says_how_to_make_it_a_consent(
    shop: Survey,
) -> None:
    by_name = {column.name: column for column in shop.columns}
    for name in ("club", "terms", "flag"):
        assert "make it a consent" in by_name[name].warning
    assert by_name["club"].reason == "It looks like an answer of yes or no, and its name does not say to what."
    assert by_name["churned"].warning == ""


def test_it_says_what_is_usually_targeted_by_most_and_asks_to_confirm(shop: Survey) -> None:
    opening = " ".join(line.removeprefix("# ") for line in shop.to_toml().split("\n\n")[0].splitlines())
    assert "usually target by date_of_birth and ville and Alter most" in opening
    assert "Confirm it" in opening


def test_examples_and_rounded_counts_are_told_as_json(shop: Survey) -> None:
    told = json.loads(json.dumps(shop.to_json()))
    by_name = {column["name"]: column for column in told["columns"]}
    assert told["rows"] == PEOPLE
    assert sorted(by_name["plan"]["examples"]) == ["basic", "plus", "pro"]
    assert by_name["plan"]["distinct"] is None, "fewer than the floor"
    assert by_name["product"]["distinct"] == 45
    assert by_name["customer_id"]["distinct"] == 1200
    assert by_name["customer_id"]["examples"] == []


def canaries(tmp_path: Path) -> Path:
    """People 0 to 1199, and 30 more rows of person 7; a canary in everything that fewer than 20 people hold."""
    again = [7] * 30
    rows = [*range(PEOPLE), *again]
    place = len(rows) - len(again)
    table = {
        "customer_id": [f"canary{person:05d}" for person in rows],
        "email": ["canary@post.example" if person % 3 == 0 else f"canary{person}@post.example" for person in rows],
        "plan": ["canary rare" if i < 19 else "held" if i < 39 else "common" for i in range(len(rows))],
        "shop": ["canary repeated" if i >= place else "north" if i % 2 else "south" for i in range(len(rows))],
        "city": ["canary town" if i < 5 else f"Town {i % 30}" for i in range(len(rows))],
        "region": ["canary land" if i < 5 else f"Land {i % 3}" for i in range(len(rows))],
        "newsletter": ["canary maybe" if i < 3 else "YES" if i % 2 else "No" for i in range(len(rows))],
        "spend": ["987654321" if i == 5 else str(i % 400) for i in range(len(rows))],
        "joined": ["1911-11-11" if i == 5 else f"2025-{i % 12 + 1:02d}-03" for i in range(len(rows))],
        "religion": ["canary faith" if i == 5 else "a" if i % 2 else "b" for i in range(len(rows))],
        "note": [f"canary note {i}" for i in range(len(rows))],
    }
    return write(tmp_path / "people.csv", table)


def test_no_value_of_few_people_and_none_of_an_identifier_leaves_the_child(tmp_path: Path) -> None:
    path = canaries(tmp_path)
    answer = run_in_child(Reading("survey", path, {"floor": 20}, FileOptions()))
    told = survey(path)
    for text in (str(answer.header), repr(told), told.to_toml(), json.dumps(told.to_json())):
        for canary in ("canary", "987654321", "1911", "e+08"):
            assert canary not in text
    assert not answer.arrays
    by_name = {column.name: column for column in told.columns}
    assert set(by_name["plan"].examples) == {"common", "held"}, "what exactly 20 people hold may be shown"
    assert set(by_name["shop"].examples) == {"north", "south"}, "many rows of one person are one person"
    assert by_name["newsletter"].role == "consent"


def test_a_higher_floor_shows_less(tmp_path: Path) -> None:
    told = survey(canaries(tmp_path), floor=21)
    assert next(column for column in told.columns if column.name == "plan").examples == ("common",)


def test_people_with_many_rows_are_still_counted_by_their_number(tmp_path: Path) -> None:
    orders = {
        "order_no": unique("{:08d}"),
        "customer_no": cells(lambda i: f"{i % 300:05d}"),
        "updated_at": cells(lambda i: f"2025-01-{i % 28 + 1:02d} 10:00:00"),
        "plan": cells(lambda i: "ab"[i % 2]),
    }
    mapping = survey(write(tmp_path / "orders.csv", orders)).mapping
    assert mapping.identifier == "customer_no"
    assert mapping.updated == "updated_at"
    assert "order_no" in mapping.dropped


def test_an_aggregated_file_has_a_weight_and_a_nameless_one_a_note(tmp_path: Path) -> None:
    plan = cells(lambda i: "ab"[i % 2])
    counted = survey(write(tmp_path / "counts.csv", {"plan": plan, "n": cells(lambda i: i % 90 + 1)}))
    assert counted.mapping.weight == "n"
    nameless = survey(write(tmp_path / "rows.csv", {"plan": plan, "size": cells(lambda i: "sm"[i % 3 // 2])}))
    assert any("every row is taken for one person" in note for note in nameless.notes)


def test_without_a_customer_number_people_are_counted_by_their_address(tmp_path: Path) -> None:
    told = survey(write(tmp_path / "mail.csv", {"Mail": unique("p{}@post.example"), "plan": cells(lambda i: i % 2)}))
    assert told.mapping.identifier == "Mail"
    assert told.columns[0].examples == ()


def test_columns_of_lists_are_dropped_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    query = "SELECT i AS customer_id, [i] AS baskets, i % 3 AS plan, DATE '2025-01-01' + (i % 90)::INT AS joined"
    duckdb.execute(f"COPY ({query} FROM range(500) AS t(i)) TO '{path}' (FORMAT parquet)")
    told = survey(path)
    assert [column.role for column in told.columns] == ["identifier", "dropped", "attribute", "attribute"]
    assert told.columns[1].reason == "Its cells hold lists or records."
    assert "baskets" in told.mapping.dropped


def test_a_cancelled_survey_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "plans.csv", {"plan": cells(lambda i: i % 3)})
    with pytest.raises(PlannerError, match="import-cancelled"):
        survey(path, cancelled=lambda: True)


def test_every_scope_it_proposes_is_one_that_campaigns_can_ask_for() -> None:
    known = {scope["name"] for scope in json.loads(read_resource("scopes.json"))["scopes"]}
    assert set(SCOPES) <= known


def wide(path: Path, columns: int, rows: int) -> Path:
    """Write columns of one value, with a key, an e-mail address, a town that a country follows from, and a plan."""
    names = {0: "customer_id", 1: "email", 20: "town", 21: "country", 22: "plan"}
    header = [names.get(place, f"c{place}") for place in range(columns)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in range(rows):
            special = {
                "customer_id": f"K{row:05d}",
                "email": f"secret{row}@x.com",
                "town": f"town {row % 14}",
                "country": "north" if row % 14 < 7 else "south",
                "plan": ("free", "pro", "team")[row % 3],
            }
            writer.writerow([special.get(name, " 1 ") for name in header])
    return path


def test_a_file_of_three_hundred_columns_is_surveyed_as_one_of_few(tmp_path: Path) -> None:
    few = survey(wide(tmp_path / "few.csv", 30, PEOPLE))
    many = survey(wide(tmp_path / "many.csv", 300, PEOPLE))
    assert (many.rows, len(many.columns)) == (PEOPLE, 300)
    assert many.columns[:30] == few.columns
    assert many.columns[1].examples == ()
    assert many.mapping.identifier == "customer_id"
    assert "secret" not in json.dumps(many.to_json())


@pytest.mark.parametrize("columns", [2_000, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_file_of_thousands_of_columns_is_surveyed_without_showing_values(tmp_path: Path, columns: int) -> None:
    told = survey(wide(tmp_path / "wide.csv", columns, 50))
    assert (told.rows, len(told.columns)) == (50, columns)
    assert not any(column.examples for column in told.columns)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("customers.csv", "town,plan\n", "file-has-no-rows"),
        ("wide.csv", ",".join(f"c{i}" for i in range(300)) + "\n", "file-has-no-rows"),
        ("customers.parquet", "hello\nyou\n", "file-damaged"),
        ("customers.csv", "secret0@x.com,20,yes\n", "header-missing"),
    ],
)
def test_a_file_that_import_refuses_is_refused_by_the_survey(
    tmp_path: Path, name: str, content: str, code: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(PlannerError, match=code):
        survey(tmp_path / name)


def heavy_buyer() -> dict[str, list[str]]:
    """Customers under a name that no vocabulary knows; one of them has many rows, and a town of their own."""
    people = cells(lambda i: f"k{i * 7919 % 400:03d}", 800)
    return {
        "wer": [*people, *["zz999"] * 30],
        "town": [*cells(lambda i: ("Lyon", "Nice", "Metz")[i % 3], 800), *["Hermitage"] * 30],
    }


def test_what_may_be_a_person_is_neither_shown_nor_targeted_and_people_are_counted_by_it(tmp_path: Path) -> None:
    told = survey(write(tmp_path / "orders.csv", heavy_buyer()))
    who, town = told.columns
    assert (who.role, who.examples, told.suspected) == ("dropped", (), "wer")
    assert set(town.examples) == {"Lyon", "Nice", "Metz"}
    assert "zz999" not in json.dumps(told.to_json())
    assert "Hermitage" not in json.dumps(told.to_json())


def test_towns_of_a_small_file_are_no_people(tmp_path: Path) -> None:
    columns = {"town": cells(lambda i: f"T{i % 60}", 600), "plan": cells(lambda i: "ab"[i % 2], 600)}
    told = survey(write(tmp_path / "towns.csv", columns))
    assert told.suspected is None
    assert told.columns[0].role == "attribute"


def test_examples_are_held_by_as_many_people_as_the_weights_say(tmp_path: Path) -> None:
    rows = [("Nice", 30), *[("Rareville", 0)] * 40, ("Lyon", 50)]
    columns = {"town": [town for town, _ in rows], "people": [str(people) for _, people in rows]}
    assert survey(write(tmp_path / "counted.csv", columns)).columns[0].examples == ("Lyon", "Nice")


def test_amounts_that_are_mostly_nothing_are_parted_into_nothing_and_something(tmp_path: Path) -> None:
    columns = {
        "spend": cells(lambda i: f"{i}.50" if i % 50 == 0 and i else "0.0"),
        "plan": cells(lambda i: "ab"[i % 2]),
    }
    (spend, _) = survey(write(tmp_path / "spend.csv", columns)).mapping.attributes
    assert spend.bands == (0.01,)


@pytest.mark.parametrize(("encoding", "is_guessed"), [("cp1252", True), ("utf-8", False)])
def test_a_guessed_encoding_is_told(tmp_path: Path, encoding: str, is_guessed: bool) -> None:
    (tmp_path / "towns.csv").write_bytes(b"town,plan\n" + "Besançon,a\nOrléans,b\n".encode(encoding) * 30)
    notes = [str(note) for note in survey(tmp_path / "towns.csv").notes]
    assert any("windows-1252" in note for note in notes) is is_guessed

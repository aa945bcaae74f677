"""The sample customers are the same everywhere, look like customers, and hold what an import must cope with."""

import csv
import hashlib
import io
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from planner.intake.mapping import check_against, column_roles
from planner.intake.mapping_reader import parse_mapping
from planner.services.resources import read_resource, resource_path
from planner.services.sample import COLUMNS, sample_csv, sample_mapping, write_sample

GOLDEN = "9529462a397b6979589e6b4feeae4d47b2feabbe31a0b8655bfda61951b94e44"

Row = dict[str, str]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(csv.DictReader(io.StringIO(sample_csv().decode())))


@pytest.fixture(scope="module")
def people(rows: list[Row]) -> list[Row]:
    return list({row["customer_id"]: row for row in rows}.values())


def test_the_sample_is_the_same_bytes_on_every_machine() -> None:
    assert hashlib.sha256(sample_csv()).hexdigest() == GOLDEN


def test_another_seed_gives_other_customers_and_a_file_or_a_stream_the_same(tmp_path: Path) -> None:
    stream = io.BytesIO()
    write_sample(stream, seed=7)
    write_sample(tmp_path / "sample.csv", seed=7)
    assert (tmp_path / "sample.csv").read_bytes() == stream.getvalue()
    assert stream.getvalue() != sample_csv()


def test_sixty_thousand_people_and_one_percent_of_second_rows(rows: list[Row], people: list[Row]) -> None:
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 60_600
    assert len(people) == 60_000


def test_some_second_rows_repeat_the_first_and_some_newer_ones_contradict_it(rows: list[Row]) -> None:
    of = defaultdict(list)
    for row in rows:
        of[row["customer_id"]].append(row)
    twice = [same for same in of.values() if len(same) == 2]
    same = [pair for pair in twice if pair[0] == pair[1]]
    newer = [pair for pair in twice if pair[0]["updated"] != pair[1]["updated"]]
    assert len(same) > 250
    assert len(newer) > 250
    assert len(same) + len(newer) == len(twice)
    withdrawn = [max(pair, key=lambda row: row["updated"])["profiling"] for pair in newer]
    assert set(withdrawn) == {"no"}


def test_places_form_a_tree_of_skewed_sizes(people: list[Row]) -> None:
    cities = Counter(row["city"] for row in people if row["city"])
    assert len({row["country"] for row in people if row["country"]}) == 8
    assert 25 <= len({row["region"] for row in people if row["region"]}) <= 30
    assert 80 <= len(cities) <= 100
    parents = {(row["city"], row["region"], row["country"]) for row in people}
    assert len(parents) == len({city for city, _, _ in parents}), "a city lies in one region of one country"
    assert cities.most_common()[0][1] > 50 * cities.most_common()[-1][1]


def test_about_two_percent_of_the_cells_that_may_be_empty_are(rows: list[Row]) -> None:
    for name in ("age", "city", "category", "channel"):
        empty = sum(not row[name] for row in rows) / len(rows)
        assert 0.015 < empty < 0.025


def test_younger_people_agree_to_profiling_more_often_and_to_mail_less(people: list[Row]) -> None:
    def share(name: str, *, young: bool) -> float:
        asked = [row for row in people if row["age"] and row[name] and (int(row["age"]) < 30) == young]
        return sum(row[name] == "yes" for row in asked) / len(asked)

    assert share("profiling", young=True) > share("profiling", young=False)
    assert share("email_marketing", young=True) < share("email_marketing", young=False)


def test_the_mapping_of_the_sample_fits_it_and_leaves_out_who_people_are() -> None:
    mapping = parse_mapping(sample_mapping(), folder=Path())
    check_against(mapping, COLUMNS)
    assert set(COLUMNS) - set(column_roles(mapping)) == {"name", "email"}
    assert [consent.scope for consent in mapping.consents] == ["email-marketing", "profiling", "third-party-sharing"]


def test_a_resource_of_the_frozen_application_is_found_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "sample.toml").write_text("frozen", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert read_resource("sample.toml") == "frozen"
    assert resource_path("sample_mapping.toml").is_file(), "what is not frozen in is looked for elsewhere"


def test_a_resource_that_does_not_exist_is_a_defect_and_not_an_empty_text() -> None:
    with pytest.raises(FileNotFoundError):
        read_resource("absent.toml")

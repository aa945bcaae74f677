"""Every verb's JSON is what is written of it: these keys, of these types, and nothing else on stdout."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import CANARY, done, shoal

PEOPLE = ("people_in", "people_kept", "people_dropped", "rows", "cells", "segments", "attributes", "floor")


def is_count(value: object) -> bool:
    return type(value) is int and value >= 0


def check_findings(findings: Any) -> None:
    for each in findings:
        assert set(each) == {"code", "severity", "facts", "message"}
        assert each["severity"] in {"block", "warn", "note"}
        assert each["code"] == each["code"].lower().replace(" ", "-")
        assert isinstance(each["facts"], dict)
        assert each["message"].endswith((".", "?"))


def test_an_import_answers_with_counts_of_people_and_the_role_of_every_column(shop: Path) -> None:
    [told] = done("populations", workspace=shop)["populations"]
    assert (told["population"], told["snapshot"]) == ("shop", "shop/1")
    assert all(is_count(told[name]) for name in PEOPLE)
    assert told["people_in"] == told["people_kept"] + told["people_dropped"] == told["rows"] == 1_600
    assert told["columns"] == {
        "person": "identifier",
        "name": "dropped",
        "age": "attribute",
        "town": "attribute",
        "plan": "attribute",
        "faith": "sensitive",
        "mail": "consent",
        "profile": "consent",
    }
    assert {"exact_people", "ncp", "discernibility", "average_class"} <= set(told["quality"])
    assert is_count(told["quality"]["exact_people"])
    check_findings(told["findings"])


def test_a_dry_run_answers_like_an_import_keeps_nothing_and_needs_no_key(
    tmp_path: Path, customers: Path, mapping: Path, shop: Path
) -> None:
    place = tmp_path / "workspace"
    dry = done("import", customers, "--population", "shop", "--mapping", mapping, "--dry-run", workspace=place)
    [kept] = done("populations", workspace=shop)["populations"]
    assert not place.exists()
    assert dry["snapshot"] is None
    same = set(kept) - {"snapshot", "made_at"}
    assert {name: dry[name] for name in same} == {name: kept[name] for name in same}


def test_segments_are_disjoint_large_enough_and_add_up_to_everybody_kept(shop: Path) -> None:
    told = done("segments", "shop", workspace=shop)
    [kept] = done("populations", workspace=shop)["populations"]
    assert {"population", "snapshot", "floor", "attributes", "segments"} <= set(told)
    labels = {each["name"]: each["values"] for each in told["attributes"]}
    assert {each["kind"] for each in told["attributes"]} <= {"nominal", "ordered", "hierarchical"}
    assert sum(each["people"] for each in told["segments"]) == kept["people_kept"]
    assert all(is_count(each["people"]) and each["people"] >= told["floor"] for each in told["segments"])
    places: set[tuple[object, ...]] = set()
    for each in told["segments"]:
        assert set(each) == {"id", "people", "values", "scopes"}
        assert set(each["values"]) == set(labels)
        assert all(set(values) <= set(labels[name]) and values for name, values in each["values"].items())
        inside = {
            (age, town, plan, tuple(each["scopes"]))
            for age in each["values"]["age"]
            for town in each["values"]["town"]
            for plan in each["values"]["plan"]
        }
        assert not places & inside
        places |= inside


def test_segments_of_a_rule_are_those_wholly_inside_it(shop: Path) -> None:
    every = done("segments", "shop", workspace=shop)["segments"]
    inside = done("segments", "shop", "--where", "town = 'Lyon'", workspace=shop)["segments"]
    assert inside == [each for each in every if each["values"]["town"] == ["Lyon"]]


def test_an_audience_answers_with_whom_it_reaches_and_what_would_widen_it(shop: Path) -> None:
    words = ("audience", "shop", "--where", "town = 'Porto' AND plan = 'plus' AND age < 30")
    told = done(*words, "--scope", "email-marketing", workspace=shop)
    assert {"rule", "scope", "reach", "reachable", "protected", "segments"} <= set(told)
    assert {"smallest_isolable", "breakdown", "findings", "widen"} <= set(told)
    assert told["scope"] == "email-marketing"
    assert all(is_count(told[name]) for name in ("reach", "reachable", "protected", "segments"))
    assert told["reachable"] <= told["reach"]
    assert told["smallest_isolable"] is None or is_count(told["smallest_isolable"])
    check_findings(told["findings"])
    assert told["widen"]
    for each in told["widen"]:
        assert {"rule", "reach", "reachable", "change"} <= set(each)
        again = done("audience", "shop", "--where", each["rule"], "--scope", "email-marketing", workspace=shop)
        assert (again["reach"], again["reachable"]) == (each["reach"], each["reachable"])


def test_a_breakdown_counts_the_people_of_the_reachable_segments_by_label(shop: Path) -> None:
    told = done("audience", "shop", "--where", "town = 'Lyon'", "--scope", "email-marketing", workspace=shop)
    inside = done("segments", "shop", "--where", "town = 'Lyon'", workspace=shop)["segments"]
    reachable = [each for each in inside if "email-marketing" in each["scopes"]]
    assert told["reachable"] == sum(each["people"] for each in reachable)
    assert set(told["breakdown"]) == {"age", "town", "plan"}
    for counts in told["breakdown"].values():
        assert all(is_count(people) for people in counts.values())
    assert told["breakdown"]["town"]["Lyon"] == told["reachable"]


def test_the_policy_the_scopes_and_the_ledger_answer_in_json(shop: Path) -> None:
    policy = done("policy", "show", workspace=shop)
    assert (policy["floor"], policy["campaign_k"]) == (20, 50)
    scopes = done("scope", "list", workspace=shop)["scopes"]
    assert done("scope", "show", "profiling", workspace=shop) == next(s for s in scopes if s["name"] == "profiling")
    [entry] = done("ledger", "list", workspace=shop)["entries"]
    assert (entry["index"], entry["action"]) == (0, "imported")
    assert done("ledger", "verify", workspace=shop) == {"verdict": "valid", "entries": 1, "faults": []}
    checkpoint = done("ledger", "checkpoint", workspace=shop)
    assert checkpoint["key"] == done("ledger", "key", workspace=shop)["key"]
    assert checkpoint["checkpoint"].splitlines()[1] == "1"


def test_survey_help_and_version_answer_in_json(customers: Path) -> None:
    told = done("survey", customers)
    assert {"person", "age", "mail"} <= {each["name"] for each in told["columns"]}
    assert CANARY not in str(told)
    assert "import" in done("--help")["verbs"]
    assert done("import", "--help")["usage"] == "shoal import FILE --population NAME …"
    assert set(done("--version")) == {"version"}


ALL_READING = (
    ("survey", "FILE"),
    ("populations",),
    ("segments", "shop"),
    ("audience", "shop", "--where", "town = 'Porto'"),
    ("policy", "show"),
    ("scope", "list"),
    ("ledger", "list"),
    ("ledger", "verify"),
    ("campaign", "list"),
)


@pytest.mark.parametrize("words", ALL_READING, ids=" ".join)
@pytest.mark.parametrize("told", [(), ("--json",)], ids=["told", "json"])
def test_no_value_that_identifies_anybody_is_ever_shown(
    words: tuple[str, ...], told: tuple[str, ...], shop: Path, customers: Path
) -> None:
    ran = shoal(*(customers if word == "FILE" else word for word in words), *told, workspace=shop)
    assert ran.status == 0
    assert ran.out
    assert CANARY not in ran.out + ran.err


def test_importing_again_is_a_refresh_and_cutting_afresh_is_asked_for(
    tmp_path: Path, customers: Path, mapping: Path
) -> None:
    place = tmp_path / "workspace"
    words = ("import", customers, "--population", "shop", "--mapping", mapping)
    first = done(*words, workspace=place)
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("".join(customers.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    again = ("import", fewer, *words[2:])
    dry = done(*again, "--dry-run", workspace=place)
    kept = done(*again, workspace=place)
    assert (first["refreshed_from"], dry["refreshed_from"], kept["refreshed_from"]) == (None, "shop/1", "shop/1")
    assert (dry["snapshot"], kept["snapshot"]) == (None, "shop/2")
    counts = ("people_in", "people_kept", "people_dropped", "rows", "cells", "segments", "quality")
    assert {name: kept[name] for name in counts} == {name: first[name] for name in counts}
    assert {each["code"] for each in kept["findings"]} >= {"counted-again"}
    assert shoal(*again, "--k", "30", workspace=place).status == 2
    recut = done(*again, "--recut", workspace=place)
    assert (recut["refreshed_from"], recut["snapshot"], recut["people_in"]) == (None, "shop/3", first["people_in"] - 1)
    assert {each["code"] for each in recut["findings"]} >= {"cut-afresh"}
    told = shoal(*again, "--dry-run", workspace=place).out
    assert "counted again in the groups of shop/3" in told

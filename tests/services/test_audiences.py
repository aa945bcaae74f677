"""Audiences under a name: kept with the population they were made for, used again, forgotten, and in the ledger."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE
from planner.domain.rule_text import parse_rule
from planner.domain.saved_audience import SavedAudience
from planner.services import audiences
from planner.services.audiences import forget_audience, offered_audiences, save_audience, saved_audiences
from planner.services.effects import effects_of
from planner.services.exploring import ask
from planner.services.governing import set_policy
from planner.services.importing import Request, keep_import, prepare_import
from planner.services.planning import Plan, draft
from planner.services.values import describe_population
from planner.store.audiences import about_audience
from planner.store.ledger import entries
from planner.store.ledger_check import verify_ledger
from planner.store.workspace import Workspace
from tests.store.memory_keys import MemoryKeys

MAPPING = """
[columns.id]
role = "identifier"
[columns.age]
role = "attribute"
kind = "ordered"
bands = [30, 50]
[columns.city]
role = "attribute"
kind = "hierarchical"
levels = ["city", "region"]
"""
TOWNS = {"Lyon": ("Alps", 300), "Annecy": ("Alps", 40), "Nice": ("Azur", 260), "Menton": ("Azur", 8)}


def now() -> datetime:
    return datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workspace]:
    """A workspace with some customers of two regions."""
    file, mapping = tmp_path / "customers.csv", tmp_path / "mapping.toml"
    people = [(town, region) for town, (region, count) in TOWNS.items() for _ in range(count)]
    lines = [f"{n},{20 + n * 7 % 50},{town},{region}" for n, (town, region) in enumerate(people)]
    file.write_text("\n".join(["id,age,city,region", *lines]), encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), now) as workspace:
        keep_import(workspace, prepare_import(Request(file, "Shop", 20, mapping), clock=now))
        yield workspace


def saved(name: str, text: str = "city = 'Lyon'") -> SavedAudience:
    return SavedAudience(name, "Shop", parse_rule(text))


def test_a_saved_audience_is_offered_again_by_name(shop: Workspace) -> None:
    save_audience(shop, saved("  In   Lyon "), by="Alex")
    save_audience(shop, saved("by the sea", "region = 'Azur'"), by="Alex")
    assert [each.name for each in saved_audiences(shop, "Shop")] == ["by the sea", "In Lyon"]
    assert saved_audiences(shop, "Another") == ()


def test_the_audiences_of_campaigns_are_offered_after_the_saved_ones(shop: Workspace) -> None:
    draft(shop, Plan(name="Spring", population="Shop", rule=parse_rule("region = 'Alps'")), author="Alex")
    draft(shop, Plan(name="Everybody", population="Shop"), author="Alex")
    save_audience(shop, saved("Zebra"), by="Alex")
    assert [(each.name, each.is_saved) for each in offered_audiences(shop, "Shop")] == [
        ("Zebra", True),
        ("Spring", False),
    ]


def test_saving_and_forgetting_are_in_the_ledger(shop: Workspace) -> None:
    kept = save_audience(shop, saved("Lyon"), by="Alex")
    save_audience(shop, saved("Lyon"), by="Alex")
    forget_audience(shop, "Shop", "LYON", by="Kim")
    told = [(each.record["action"], each.record["facts"]["by"]) for each in entries(shop, about_audience(kept))]
    assert told == [("audience-saved", "Alex"), ("audience-forgotten", "Kim")]
    assert saved_audiences(shop, "Shop") == ()
    assert verify_ledger(shop).is_valid


def test_a_name_is_given_to_one_rule_until_it_is_replaced(shop: Workspace) -> None:
    save_audience(shop, saved("Lyon"), by="Alex")
    with pytest.raises(PlannerError, match="audience-name-taken"):
        save_audience(shop, saved("lyon", "city = 'Nice'"), by="Alex")
    save_audience(shop, saved("lyon", "city = 'Nice'"), by="Alex", replace=True)
    assert saved_audiences(shop, "Shop") == (saved("lyon", "city = 'Nice'"),)
    assert verify_ledger(shop).is_valid


@pytest.mark.parametrize(
    ("name", "rule", "code"),
    [
        (" ", parse_rule("city = 'Lyon'"), "audience-name-missing"),
        ("x" * 201, parse_rule("city = 'Lyon'"), "name-too-long"),
        ("\ud800", parse_rule("city = 'Lyon'"), "text-not-text"),
        ("All", EVERYONE, "audience-of-everyone"),
        ("Moon", parse_rule("city = 'Moon'"), "rule-unknown-label"),
    ],
)
def test_what_cannot_be_saved_is_refused(shop: Workspace, name: str, rule: object, code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        save_audience(shop, SavedAudience(name, "Shop", rule), by="Alex")  # type: ignore[arg-type]
    assert saved_audiences(shop, "Shop") == ()


def test_somebody_has_to_answer_for_it(shop: Workspace) -> None:
    with pytest.raises(PlannerError, match="actor-missing"):
        save_audience(shop, saved("Lyon"), by=" ")
    with pytest.raises(PlannerError, match="unknown-audience"):
        forget_audience(shop, "Shop", "Lyon", by="Alex")


def test_there_is_an_end_to_saving(shop: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiences, "MOST_SAVED", 1)
    save_audience(shop, saved("Lyon"), by="Alex")
    with pytest.raises(PlannerError, match="too-many-audiences"):
        save_audience(shop, saved("Nice", "city = 'Nice'"), by="Alex")


def test_a_saved_audience_survives_its_document() -> None:
    kept = saved("Lyon", "city = 'Lyon' AND NOT (age < 30)")
    assert SavedAudience.from_json(kept.to_json()) == kept
    with pytest.raises(PlannerError, match="audience-invalid"):
        SavedAudience.from_json(kept.to_json() | {"more": 1})


def test_people_are_counted_by_value_and_by_level(shop: Workspace) -> None:
    set_policy(shop, "campaign_k", "60", by="Alex")
    facts = describe_population(shop, "Shop")
    assert (facts.population, facts.people, facts.least) == ("Shop", 608, 60)
    for known, name in zip(facts.known, ("age", "city"), strict=True):
        for code, label in enumerate(known.attribute.labels):
            assert known.people[code] == ask(shop, "Shop", where=f"{name} = '{label}'").judged.audience.reach
        assert known.people.sum() + known.mixed == 608
    level, people = facts.known[1].attribute.levels[0], facts.known[1].by_level[0]
    counted = [ask(shop, "Shop", where=f"region = '{label}'").judged.audience.reach for label in level.labels]
    assert people.tolist() == counted
    assert np.all((people == 0) | (people >= 20))


def test_effects_tell_what_each_condition_leaves_and_which_one_narrows(shop: Workspace) -> None:
    wide, narrow = "region = 'Azur'", "region = 'Azur' AND age < 30 AND NOT (city = 'Lyon')"
    found = effects_of(ask(shop, "Shop", where=narrow).judged)
    assert found.everyone == 608
    assert [step.left for step in found.steps] == [
        ask(shop, "Shop", where=" AND ".join(narrow.split(" AND ")[: n + 1])).judged.audience.reach for n in range(3)
    ]
    assert [step.taken for step in found.steps][2] == 0
    assert not any(step.is_too_narrow for step in effects_of(ask(shop, "Shop", where=wide).judged).steps)
    set_policy(shop, "warn_below", "300", by="Alex")
    set_policy(shop, "campaign_k", "300", by="Alex")
    told = effects_of(ask(shop, "Shop", where=wide).judged)
    assert (told.needed, [step.is_too_narrow for step in told.steps]) == (300, [True])

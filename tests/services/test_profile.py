"""The profile tells what is known of a population, how exactly, for how long, and what nobody uses."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.errors import PlannerError
from planner.domain.rule_text import parse_rule
from planner.domain.segments import SegmentTable, ValueSets, mask_words
from planner.services import governing, importing, planning, reviewing
from planner.services.opening import Workspace, open_workspace
from planner.services.profile import Breakdown, Freshness, breakdown, profile_of
from planner.services.resources import resource_path
from planner.services.sample import write_sample
from tests.clocks import SetClock

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> importing.Import:
    file = tmp_path_factory.mktemp("sample") / "customers.csv"
    write_sample(file)
    request = importing.Request(file, "outdoor", 20, resource_path("sample_mapping.toml"))
    return importing.prepare_import(request, clock=lambda: NOW)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def workspace(tmp_path: Path, imported: importing.Import, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    environment = {"SHOAL_PASSPHRASE": "a long enough passphrase"}
    with open_workspace(tmp_path / "workspace", environment, clock) as opened:
        importing.keep_import(opened, imported)
        yield opened


def test_an_attribute_is_used_by_the_campaigns_that_ask_for_it_or_for_a_level_of_it(workspace: Workspace) -> None:
    before = profile_of(workspace, "outdoor")
    assert all(use.campaigns == () for use in before.usage)
    city = next(each for each in before.table.attributes if each.levels)
    rule = parse_rule(f"{city.levels[0].name} = '{city.levels[0].named[0]}'")
    planned = planning.draft(workspace, planning.Plan(name="Spring", population="outdoor", rule=rule), author="Alex")
    used = {use.attribute.name: use.campaigns for use in profile_of(workspace, "outdoor").usage}
    assert used.pop(city.name) == ("Spring",)
    assert set(used.values()) == {()}
    reviewing.retire_campaign(workspace, planned.id, by="Alex")
    assert all(use.campaigns == () for use in profile_of(workspace, "outdoor").usage), "what is over asks for nothing"


def test_a_snapshot_is_usable_until_its_retention_ends_and_says_when_it_grows_old(
    workspace: Workspace, clock: SetClock
) -> None:
    policy = governing.load_policy(workspace)
    fresh = profile_of(workspace, "outdoor")
    assert fresh.last_day == date(2027, 3, 1) + timedelta(days=policy.retention_days)
    assert fresh.freshness is Freshness.FRESH
    clock.now = NOW + timedelta(days=policy.stale_after_days + 1)
    assert profile_of(workspace, "outdoor").freshness is Freshness.STALE
    clock.now = NOW + timedelta(days=policy.retention_days)
    assert profile_of(workspace, "outdoor").freshness is Freshness.STALE, "the last day is a day of use"
    clock.now += timedelta(days=1)
    assert profile_of(workspace, "outdoor").freshness is Freshness.OVER


def test_counts_of_a_breakdown_are_nobody_or_whole_groups(workspace: Workspace) -> None:
    table = profile_of(workspace, "outdoor").table
    for attribute, share in zip(table.attributes, table.exact_shares, strict=True):
        found = breakdown(table, attribute.name)
        counts = [count for each in found.slices for count in (each.exact, each.wider)]
        assert all(count == 0 or count >= table.floor for count in (*counts, found.untold))
        assert sum(each.exact for each in found.slices) == round(share * table.total_people)


def table_of(attribute: Attribute, segments: list[tuple[frozenset[int], int]]) -> SegmentTable:
    size = len(attribute.labels)
    several = sorted({held for held, _ in segments if len(held) > 1}, key=sorted)
    sets = [*(frozenset({code}) for code in range(size)), *several]
    words = np.stack([mask_words(np.array(sorted(held)), size) for held in sets])
    people = np.array([count for _, count in segments])
    return SegmentTable(
        floor=1,
        sets=(ValueSets(attribute, words),),
        ids=(np.array([sets.index(held) for held, _ in segments], dtype=np.uint8),),
        consents=(frozenset(),),
        consent=np.zeros(len(segments), dtype=np.uint16),
        people=people,
    )


def told(found: Breakdown) -> dict[str, tuple[int, int]]:
    return {each.label: (each.exact, each.wider) for each in found.slices}


@given(st.lists(st.tuples(st.frozensets(st.integers(0, 4), min_size=1), st.integers(1, 99)), min_size=1))
def test_a_breakdown_counts_a_group_once_for_each_of_the_few_values_it_holds(
    segments: list[tuple[frozenset[int], int]],
) -> None:
    attribute = Attribute("plan", Kind.NOMINAL, tuple("abcde"))
    found = breakdown(table_of(attribute, segments), "plan")
    for code, label in enumerate(attribute.labels):
        exact = sum(people for held, people in segments if held == {code})
        wider = sum(people for held, people in segments if code in held and 1 < len(held) < 5)
        assert told(found)[label] == (exact, wider)
    assert found.untold == sum(people for held, people in segments if len(held) == 5)


def test_a_group_of_several_cities_of_one_region_is_exact_by_region() -> None:
    region = Level("region", ("North", "South"), (0, 0, 1))
    city = Attribute("city", Kind.HIERARCHICAL, ("Lille", "Lens", "Nice"), levels=(region,))
    table = table_of(city, [(frozenset({0, 1}), 30), (frozenset({2}), 20), (frozenset({1, 2}), 25)])
    assert told(breakdown(table, "city", "region")) == {"North": (30, 0), "South": (20, 0)}
    assert breakdown(table, "city", "region").untold == 25
    assert told(breakdown(table, "city"))["Lens"] == (0, 55)


def test_a_value_too_rare_to_be_told_is_in_no_breakdown() -> None:
    city = Attribute("city", Kind.NOMINAL, ("Lyon", "Hamlet", "Nice"), rare=(1,))
    found = breakdown(table_of(city, [(frozenset({0}), 40), (frozenset({0, 1}), 25), (frozenset({2}), 30)]), "city")
    assert told(found) == {"Lyon": (40, 25), "Nice": (30, 0)}


def test_the_share_of_exact_details_is_the_mean_of_all_and_the_history_is_newest_first(
    workspace: Workspace, imported: importing.Import
) -> None:
    profile = profile_of(workspace, "outdoor")
    assert profile.exact_share == pytest.approx(sum(profile.table.exact_shares) / len(profile.usage))
    again = replace(imported, follows=profile.record.id)
    importing.keep_import(workspace, again)
    assert [record.id for record in profile_of(workspace, "outdoor").history] == ["outdoor/2", "outdoor/1"]


def test_a_population_or_detail_that_is_not_there_is_refused_by_name(workspace: Workspace) -> None:
    with pytest.raises(PlannerError, match="unknown-population"):
        profile_of(workspace, "indoor")
    with pytest.raises(PlannerError, match="rule-unknown-attribute"):
        breakdown(profile_of(workspace, "outdoor").table, "shoe size")

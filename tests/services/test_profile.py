"""The profile tells what is known of a population, how exactly, for how long, and what nobody uses."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind
from planner.domain.errors import PlannerError
from planner.domain.rule_text import parse_rule
from planner.domain.saved_audience import SavedAudience
from planner.domain.segments import ValueSets, mask_words
from planner.services import governing, importing, planning
from planner.services.audiences import save_audience
from planner.services.opening import Workspace, open_workspace
from planner.services.profile import breakdown, read_profile, size_classes
from planner.services.resources import resource_path
from planner.services.sample import write_sample

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> importing.Import:
    file = tmp_path_factory.mktemp("sample") / "customers.csv"
    write_sample(file)
    request = importing.Request(file, "outdoor", 20, resource_path("sample_mapping.toml"))
    return importing.prepare_import(request, clock=lambda: NOW)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workspace(tmp_path: Path, imported: importing.Import, clock: Callable[[], datetime]) -> Iterator[Workspace]:
    environment = {"SHOAL_PASSPHRASE": "a long enough passphrase"}
    with open_workspace(tmp_path / "workspace", environment, clock) as opened:
        importing.keep_import(opened, imported)
        yield opened


def test_an_attribute_that_neither_campaign_nor_audience_uses_could_be_dropped(workspace: Workspace) -> None:
    before = {use.attribute: use for use in read_profile(workspace, "outdoor").uses}
    assert all(use.could_be_dropped for use in before.values())
    city = next(each for each in read_profile(workspace, "outdoor").table.attributes if each.levels)
    rule = parse_rule(f"{city.levels[0].name} = '{city.levels[0].named[0]}'")
    planning.draft(workspace, planning.Plan(name="Spring", population="outdoor", rule=rule), author="Alex")
    age = next(each for each in read_profile(workspace, "outdoor").table.attributes if each.kind is Kind.ORDERED)
    label = age.named[0].replace("'", "''")
    saved = SavedAudience("Young", "outdoor", parse_rule(f"{age.name} = '{label}'"))
    save_audience(workspace, saved, by="Alex")
    after = {use.attribute: use for use in read_profile(workspace, "outdoor").uses}
    assert after[city.name].campaigns == ("Spring",), "a level of an attribute is that attribute"
    assert after[age.name].audiences == ("Young",)
    assert {name for name, use in after.items() if not use.could_be_dropped} == {city.name, age.name}


def test_a_snapshot_is_safe_until_its_retention_ends_and_says_when_it_grows_old(
    workspace: Workspace, clock: Clock
) -> None:
    policy = governing.load_policy(workspace)
    fresh = read_profile(workspace, "outdoor").freshness
    assert fresh.made_on == date(2027, 3, 1)
    assert fresh.usable_until == date(2027, 3, 1) + timedelta(days=policy.retention_days)
    assert fresh.finding is None
    clock.now = NOW + timedelta(days=policy.retention_days)
    last = read_profile(workspace, "outdoor").freshness.finding
    assert last is not None
    assert last.code == "snapshot-stale", "the last day is a day on which it may be used"
    clock.now += timedelta(days=1)
    gone = read_profile(workspace, "outdoor").freshness.finding
    assert gone is not None
    assert gone.code == "retention-over"


def test_counts_of_a_breakdown_are_nobody_or_whole_groups(workspace: Workspace) -> None:
    profile = read_profile(workspace, "outdoor")
    for each, share in zip(profile.breakdowns, profile.table.exact_shares, strict=True):
        counts = [count for value in each.values for count in (value.exact, value.among_others)]
        assert all(count == 0 or count >= profile.table.floor for count in counts)
        assert sum(value.exact for value in each.values) == round(share * profile.table.total_people)
        assert sum(value.exact for value in each.values) + each.mixed == profile.table.total_people


@given(st.lists(st.tuples(st.sets(st.integers(0, 4), min_size=1), st.integers(1, 99)), min_size=1))
def test_a_breakdown_counts_a_group_once_for_every_value_it_holds(segments: list[tuple[set[int], int]]) -> None:
    attribute = Attribute("plan", Kind.NOMINAL, tuple("abcde"))
    several = sorted({frozenset(held) for held, _ in segments if len(held) > 1}, key=sorted)
    sets = [*({code} for code in range(5)), *several]
    words = np.stack([mask_words(np.array(sorted(held)), 5) for held in sets])
    ids = np.array([sets.index(held) for held, _ in segments], dtype=np.uint8)
    found = breakdown(ValueSets(attribute, words), ids, np.array([people for _, people in segments]))
    told = {value.label: (value.exact, value.among_others) for value in found.values}
    for code, label in enumerate(attribute.labels):
        exact = sum(people for held, people in segments if held == {code})
        among = sum(people for held, people in segments if code in held and len(held) > 1)
        assert told.get(label, (0, 0)) == (exact, among)


def test_a_value_too_rare_to_be_told_is_in_no_breakdown() -> None:
    attribute = Attribute("city", Kind.NOMINAL, ("Lyon", "Hamlet"), rare=(1,))
    words = np.stack([mask_words(np.array(held), 2) for held in ([0], [1], [0, 1])])
    found = breakdown(ValueSets(attribute, words), np.array([0, 2], dtype=np.uint8), np.array([40, 25]))
    assert [(value.label, value.exact, value.among_others) for value in found.values] == [("Lyon", 40, 25)]


def test_size_classes_begin_at_the_floor_and_count_every_group() -> None:
    classes = size_classes(np.array([20, 21, 49, 50, 700]), 20)
    assert [(each.least, each.below, each.groups) for each in classes] == [
        (20, 50, 3),
        (50, 100, 1),
        (100, 200, 0),
        (200, 500, 0),
        (500, None, 1),
    ]


def test_every_detail_of_everybody_is_exact_generalised_or_dropped(workspace: Workspace) -> None:
    profile = read_profile(workspace, "outdoor")
    assert len(profile.qualities) == len(profile.table.attributes)
    for each in profile.qualities:
        assert each.exact + each.generalised + each.dropped == pytest.approx(1)
    assert profile.exact_share == pytest.approx(sum(profile.table.exact_shares) / len(profile.qualities))
    assert [record.id for record in profile.history] == [profile.record.id]
    assert profile.checkpoint
    assert profile.ledger_entries == 1


def test_a_population_that_is_not_there_is_refused_by_name(workspace: Workspace) -> None:
    with pytest.raises(PlannerError, match="unknown-population"):
        read_profile(workspace, "indoor")

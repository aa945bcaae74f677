"""Importing a population again: what is shown of it, what is refused, and what is kept, from the file to the ledger."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.domain.snapshot import SnapshotRecord
from planner.services.importing import Import, Request, keep_import, known_population, prepare_import
from planner.services.words import tell_error, tell_finding
from planner.store.ledger import entry_at
from planner.store.ledger_check import verify_ledger
from planner.store.snapshots import load_record, load_table, snapshots_of
from planner.store.workspace import Workspace
from tests.attacks.marketer import clock
from tests.attacks.world import Person, World, dice, skewed
from tests.store.memory_keys import MemoryKeys

FLOOR = 20
Again = Callable[..., Import]


@pytest.fixture
def world() -> World:
    return skewed(people=1200)


@pytest.fixture
def workspace(tmp_path: Path, world: World) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), clock) as opened:
        keep_import(opened, prepare_import(request(world, tmp_path), clock=clock))
        yield opened


@pytest.fixture
def again(workspace: Workspace, tmp_path: Path) -> Again:
    """Prepare an import of the population as it is now."""

    def prepare(world: World, **changes: Any) -> Import:
        asked = replace(request(world, tmp_path), **changes)
        return prepare_import(asked, clock=clock, known=known_population(workspace, asked.population))

    return prepare


def request(world: World, folder: Path) -> Request:
    rows, mapping = world.write(folder)
    return Request(rows, "customers", FLOOR, mapping)


def with_people(world: World, people: list[Person]) -> World:
    return World(world.name, world.labels, tuple(people))


def shown(record: SnapshotRecord) -> dict[str, Any]:
    return {name: fact for name, fact in record.to_json().items() if name not in {"id", "made_at", "refreshed_from"}}


def codes(record: SnapshotRecord) -> dict[str, Severity]:
    return {each.code: each.severity for each in record.findings}


@pytest.mark.parametrize("seed", range(6))
def test_one_person_more_or_less_changes_no_segment_and_no_fact(
    seed: int, workspace: Workspace, again: Again, world: World
) -> None:
    same = keep_import(workspace, again(world))
    rng, people = dice(seed), list(world.people)
    table = load_table(workspace, same.id)
    newcomer = rng.choice(people)
    roomy = [person for person in people if is_in_a_roomy_segment(person, table)]
    leaving = rng.choice(roomy)
    fewer = people.copy()
    fewer.remove(leaving)
    for other in ([*people, newcomer], fewer, [*fewer, newcomer]):
        found = keep_import(workspace, again(with_people(world, other)))
        assert shown(found) == shown(same)


def is_in_a_roomy_segment(person: Person, table: Any) -> bool:
    for i in np.flatnonzero(table.people > FLOOR):
        values = {s.attribute.name: s.labels_of(int(ids[i])) for s, ids in zip(table.sets, table.ids, strict=True)}
        granted = table.consents[table.consent[i]] == person.granted
        if granted and all(person.values[name] in labels for name, labels in values.items()):
            return True
    return False


def test_a_refresh_keeps_cut_and_digest_and_says_what_it_is(workspace: Workspace, again: Again, world: World) -> None:
    found = keep_import(workspace, again(world))
    first = load_record(workspace, "customers/1")
    assert (found.id, found.refreshed_from, found.lineage) == ("customers/2", "customers/1", "customers/1")
    assert found.table_digest == first.table_digest
    assert codes(found)["counted-again"] is Severity.NOTE
    third = keep_import(workspace, again(world))
    assert (third.refreshed_from, third.lineage) == ("customers/2", "customers/1")
    assert [each.id for each in snapshots_of(workspace, "customers")] == ["customers/1", "customers/2", "customers/3"]
    assert verify_ledger(workspace).is_valid


def test_many_people_more_move_counts_by_the_floor_or_more(workspace: Workspace, again: Again, world: World) -> None:
    before = load_table(workspace, "customers/1")
    grown = with_people(world, [*world.people, *skewed(seed=9, people=900).people])
    found = again(grown)
    moved = found.table.people - before.people
    assert len(found.table) == len(before)
    assert moved.any()
    assert np.abs(moved[moved != 0]).min() >= FLOOR
    assert found.record.people_kept == found.table.total_people
    assert found.record.people_in == found.record.people_kept + found.record.people_dropped


def test_people_with_values_that_no_segment_had_are_left_out_and_told_only_once_they_are_many(
    again: Again, world: World
) -> None:
    stranger = replace(world.people[0], values={**world.people[0].values, "city": "Oslo"})
    for strangers, told in ((19, 0), (20, 20)):
        found = again(with_people(world, [*world.people, *[stranger] * strangers])).record
        assert found.people_dropped == told
        assert ("people-left-out" in codes(found)) is bool(told)
        assert "Oslo" not in str(found)
        for finding in found.findings:
            assert "{" not in tell_finding(finding)


def test_what_differs_from_the_kept_cut_asks_for_a_new_one(again: Again, world: World, tmp_path: Path) -> None:
    mapping = tmp_path / "other.toml"
    told = request(world, tmp_path).mapping
    assert isinstance(told, Path)
    text = told.read_text(encoding="utf-8")
    mapping.write_text(text.replace("[25, 35, 45, 55]", "[25, 35, 45, 60]"), encoding="utf-8")
    cases: dict[str, dict[str, Any]] = {
        "age": {"mapping": mapping},
        "k = 20": {"floor": 30},
    }
    for named, changes in cases.items():
        with pytest.raises(PlannerError, match="recut-needed") as caught:
            again(world, **changes)
        assert caught.value.facts["differences"] == (named,)
        assert "cut the population afresh" in tell_error(caught.value)
        assert codes(again(world, **changes, recut=True).record)["cut-afresh"] is Severity.WARN


def test_cutting_afresh_starts_a_lineage_and_is_in_the_ledger(workspace: Workspace, again: Again, world: World) -> None:
    found = keep_import(workspace, again(world, recut=True))
    assert (found.refreshed_from, found.lineage) == ("", "customers/2")
    entry = entry_at(workspace, 1)
    assert b'"cut-afresh"' in entry.data
    assert b'"customers/1"' in entry.data
    assert keep_import(workspace, again(world)).lineage == "customers/2"
    assert b'"refreshed"' in entry_at(workspace, 2).data


def test_a_new_cut_names_the_lists_that_left_before_only_where_there_are_some(
    workspace: Workspace, world: World, tmp_path: Path
) -> None:
    known = known_population(workspace, "customers")
    assert known
    asked = replace(request(world, tmp_path), recut=True)
    for left, code in (((), "cut-afresh"), (("spring/1",), "cut-afresh-after-lists")):
        found = prepare_import(asked, clock=clock, known=replace(known, released=left)).record.findings
        (told,) = [tell_finding(each) for each in found if each.code.startswith("cut-afresh")]
        assert code in {each.code for each in found}
        assert ("Lists that left" in told) is bool(left)
        assert "(none)" not in told


def test_a_refresh_says_that_a_few_rows_are_odd_and_not_how_many(again: Again, world: World, tmp_path: Path) -> None:
    asked = request(world, tmp_path)
    lines = asked.path.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(",").index("id") if "id" in lines[0].split(",") else 0
    nobody = lines[1].split(",")
    nobody[place] = ""
    odd = tmp_path / "odd"
    odd.mkdir()
    path = odd / asked.path.name
    path.write_text("\n".join([*lines, *lines[1:3], *[",".join(nobody)] * 3]) + "\n", encoding="utf-8")
    found = again(world, path=path).record
    few = {each.code: each.facts for each in found.findings if each.code.endswith("-few")}
    assert few == {code: {"floor": FLOOR} for code in ("rows-without-identifier-few", "repeated-rows-few")}


def test_an_import_prepared_before_another_was_kept_is_refused(
    workspace: Workspace, again: Again, world: World, tmp_path: Path
) -> None:
    prepared = again(world)
    unaware = prepare_import(request(world, tmp_path), clock=clock)
    keep_import(workspace, prepared)
    for late in (prepared, unaware):
        with pytest.raises(PlannerError, match="import-outdated"):
            keep_import(workspace, late)
    assert len(snapshots_of(workspace, "customers")) == 2


def test_a_file_of_other_people_is_refused(again: Again, world: World) -> None:
    moved = [replace(person, values={**person.values, "city": "Oslo"}) for person in world.people]
    with pytest.raises(PlannerError, match="nobody-fits"):
        again(with_people(world, moved))


def test_values_folded_at_the_cut_stay_folded_whatever_is_rare_now(tmp_path: Path, world: World) -> None:
    """A value that was too rare for a name of its own stays "other"; one that became rare keeps its name."""
    asked = request(world, tmp_path)
    assert isinstance(asked.mapping, Path)
    mapping = asked.mapping.read_text(encoding="utf-8").replace('rare = "keep"', 'rare = "other"')
    cities = [person.values["city"] for person in world.people]
    rare = min(set(cities), key=cities.count)
    few = {"skewed": cities.count(rare)}
    assert few["skewed"] < FLOOR
    more = [replace(p, values={**p.values, "city": rare}) for p in world.people if p.values["city"] == "Lyon"][:30]
    with Workspace.create(tmp_path / "folded", MemoryKeys(), clock) as opened:
        for people in (world.people, (*world.people, *more)):
            asked = request(with_people(world, list(people)), tmp_path)
            assert isinstance(asked.mapping, Path)
            asked.mapping.write_text(mapping, encoding="utf-8")
            prepared = prepare_import(asked, clock=clock, known=known_population(opened, "customers"))
            kept = keep_import(opened, prepared)
            labels = {each.name: each.labels for each in prepared.table.attributes}["city"]
            assert rare not in labels
            assert "other" in labels
        assert kept.people_dropped == 0


def test_a_snapshot_of_an_earlier_version_is_its_own_lineage_and_asks_for_a_new_cut(
    workspace: Workspace, world: World, tmp_path: Path
) -> None:
    """It does not say in which order its consents were counted, so nobody can count them again."""
    known = known_population(workspace, "customers")
    assert known
    plain = known.record.to_json()
    old = SnapshotRecord.from_json({name: plain[name] for name in plain.keys() - {"scopes", "cut", "refreshed_from"}})
    assert (old.lineage, old.refreshed_from) == ("customers/1", "")
    with pytest.raises(PlannerError, match="recut-needed") as caught:
        prepare_import(request(world, tmp_path), clock=clock, known=replace(known, record=old))
    assert caught.value.facts["differences"] == ("email-marketing", "sms-marketing")

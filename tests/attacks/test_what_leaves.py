"""What leaves, held against the true rows, and what Shoal says that it cannot see."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from planner.domain.rule_text import parse_rule
from planner.services import releasing
from tests.attacks.attacks import Scene
from tests.attacks.marketer import CAMPAIGN_K, USES, Marketer, marketer_of, prepare
from tests.attacks.oracle import atoms, members, union
from tests.attacks.plots import Idea
from tests.attacks.truth import holds


def matched_by_conditions(marketer: Marketer, idea: Idea, rows: Path) -> int:
    """Release an idea, run the conditions that left over the customer file, and return whom they match."""
    campaign = marketer.draft(idea.rule, idea.use)
    assert marketer.push(campaign) == ()
    folder, kinds = marketer.workspace.folder / "out", ["sql", "bundle"]
    done = releasing.export(marketer.workspace, campaign, folder, by="Ada", formats=kinds)
    with zipfile.ZipFile(done.path) as bundle:
        conditions = bundle.read("list.duckdb.sql").decode()
    with duckdb.connect() as database:
        asked = (
            f"SELECT id FROM read_csv('{rows}', all_varchar = true, types = {{'id': 'INT', 'age': 'INT'}}) {conditions}"
        )
        return sum(1 << number for (number,) in database.sql(asked).fetchall())


def safe_ideas(scene: Scene, most: int) -> list[Idea]:
    """Some audiences that may leave, each as the first."""
    found = [idea for idea in scene.known.ideas if scene.known.is_safe(idea.takes)]
    return found[:: max(len(found) // most, 1)]


@pytest.mark.parametrize("world", ["skewed", "nested", "agreed"])
def test_exported_conditions_match_exactly_the_people_who_were_released(
    world: str, scene_of: Callable[[str], Scene], tmp_path: Path
) -> None:
    scene = scene_of(world)
    rows, _ = scene.world.write(tmp_path)
    for idea in safe_ideas(scene, 4):
        with scene.open() as marketer:
            found = matched_by_conditions(marketer, idea, rows)
            assert found == marketer.oracle.lists[-1]


def test_where_small_consent_sets_merged_conditions_match_nobody_beyond_those_who_agreed(
    scene_of: Callable[[str], Scene], tmp_path: Path
) -> None:
    """Somebody who agreed to more than the rest of their group may match without being counted; nobody else does."""
    scene = scene_of("sparse")
    rows, _ = scene.world.write(tmp_path)
    for idea in safe_ideas(scene, 4):
        with scene.open() as marketer:
            found = matched_by_conditions(marketer, idea, rows)
            left = marketer.oracle.lists[-1]
            assert found & left == left
            for number in members(found & ~left):
                person = scene.world.people[number]
                assert USES[idea.use].needs < person.granted
                assert holds(parse_rule(idea.rule), person.values)


def test_two_cuts_of_the_same_people_are_safe_each_and_the_threat_model_says_that_both_are_not(
    scene_of: Callable[[str], Scene], tmp_path: Path
) -> None:
    world = scene_of("skewed").world
    cuts = {"by age": ("age",), "by city": ("city", "plan")}
    rules = {"by age": "age = '{}'", "by city": "city = '{}'"}
    left: dict[str, list[int]] = {}
    with marketer_of(world, tmp_path / "workspace") as marketer:
        for population, attributes in cuts.items():
            marketer.keep(prepare(world, tmp_path, attributes=attributes), population)
            for label in world.labels[attributes[0]]:
                marketer.release(rules[population].format(label), population=population)
            left[population] = marketer.oracle.lists[sum(map(len, left.values())) :]
    for lists in left.values():
        assert len(lists) > 1
        assert min(atom.bit_count() for atom in atoms(lists, world.everyone)) >= CAMPAIGN_K
    pooled = atoms([each for lists in left.values() for each in lists], world.everyone)
    assert union(pooled) == world.everyone
    assert min(atom.bit_count() for atom in pooled) < CAMPAIGN_K
    told = (Path(__file__).parents[2] / "docs" / "threat-model.md").read_text(encoding="utf-8")
    (not_promised,) = re.findall(r"no combination of released lists isolates fewer .*\|(.*)\|", told)
    assert "two different cuts of the same people, pooled" in not_promised

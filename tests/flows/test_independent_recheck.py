"""Every figure that the command line answers with follows from the raw rows, counted by code of another origin."""

import random
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.recheck import Person, as_rule, check_audience, check_segments, random_conditions, read_people
from tests.cli.running import MAPPING, done, write_customers

RULES = 25


class Rechecked:
    """One import with the answers it gave, and the people of its rows."""

    def __init__(self, folder: Path, *, people: int, floor: int, seed: int) -> None:
        file, mapping = write_customers(folder / "customers.csv", people=people, seed=seed), folder / "mapping.toml"
        mapping.write_text(MAPPING, encoding="utf-8")
        self.workspace = folder / "workspace"
        words = ("import", file, "--population", "p", "--mapping", mapping, "--k", floor)
        self.imported = done(*words, workspace=self.workspace)
        self.answer = done("segments", "p", workspace=self.workspace)
        self.names = [str(each["name"]) for each in self.answer["attributes"]]
        self.people: Counter[Person] = read_people(file, tomllib.loads(MAPPING), self.names, floor)

    def ask(self, wanted: dict[str, list[str]], *words: str) -> Any:
        """Return the audience of conditions."""
        return done("audience", "p", "--where", as_rule(wanted), *words, workspace=self.workspace)


@pytest.fixture(scope="module", params=[(900, 20, 1), (2_500, 5, 2), (2_500, 60, 3)], ids=str)
def rechecked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Rechecked:
    people, floor, seed = request.param
    return Rechecked(tmp_path_factory.mktemp("recheck"), people=people, floor=floor, seed=seed)


def test_everybody_is_in_exactly_one_segment_of_people_who_agreed_to_what_it_says(rechecked: Rechecked) -> None:
    counted = rechecked.people.total()
    assert rechecked.imported["people_in"] == rechecked.imported["people_kept"] == counted
    assert rechecked.imported["segments"] == len(rechecked.answer["segments"]) > 3
    check_segments(rechecked.people, rechecked.answer, rechecked.names)


def test_what_a_rule_reaches_and_protects_encloses_the_people_who_match(rechecked: Rechecked) -> None:
    source = random.Random(1)  # noqa: S311 — a fixed workload, no secret
    for _ in range(RULES):
        wanted = random_conditions(rechecked.answer, source)
        check_audience(rechecked.people, rechecked.answer, rechecked.names, rechecked.ask(wanted), wanted)


def test_whom_a_rule_may_reach_all_agreed(rechecked: Rechecked) -> None:
    source = random.Random(2)  # noqa: S311 — a fixed workload, no secret
    for _ in range(RULES):
        wanted = random_conditions(rechecked.answer, source)
        told = rechecked.ask(wanted, "--scope", "email-marketing", "--scope", "profiling")
        agreed = sum(
            count
            for (labels, granted), count in rechecked.people.items()
            if {"email-marketing", "profiling"} <= granted
            and all(labels[rechecked.names.index(name)] in allowed for name, allowed in wanted.items())
        )
        inside = (each for each in rechecked.answer["segments"] if is_inside(each, wanted))
        assert told["reachable"] == sum(each["people"] for each in inside if len(each["scopes"]) == 2)
        assert told["reachable"] <= agreed


def is_inside(segment: Any, wanted: dict[str, list[str]]) -> bool:
    return all(set(segment["values"][name]) <= set(labels) for name, labels in wanted.items())

"""The demonstration does what it tells: lists that verify, a narrow one repaired, one refused, a forged one found."""

import json
from pathlib import Path
from typing import Any

import pytest

from planner.formats.bundle import read_bundle
from planner.services.sample_folder import MARK
from tests.cli.running import Ran, done, shoal

FLOOR, CAMPAIGN_K = 20, 50


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "demo"


@pytest.fixture(scope="module")
def told(folder: Path) -> Any:
    return done("demo", "--out", folder)


def test_its_lists_verify_and_the_forged_one_does_not(told: Any, folder: Path) -> None:
    verdicts = {path.name: shoal("verify", path, "--key", told["key"], "--json") for path in folder.glob("*.zip")}
    forged = verdicts.pop("forged-copy.zip")
    assert (forged.status, forged.answer["verdict"]) == (1, "invalid")
    assert len(verdicts) == 2
    assert {ran.answer["verdict"] for ran in verdicts.values()} == {"valid"}
    assert told["refused"] == "check-missing"


@pytest.fixture(scope="module")
def aloud(folder: Path) -> Ran:
    return shoal("demo", "--out", folder.with_name("again"))


def test_its_narrow_campaign_reaches_some_people_but_too_few_and_the_first_suggestion_widens_it(told: Any) -> None:
    narrow = told["narrow"]
    assert narrow["blocks"] == ["too-narrow"]
    assert FLOOR + 5 <= narrow["reachable"] <= CAMPAIGN_K - 5, (
        "choose a rule whose people are well between both numbers"
    )
    assert narrow["changes"] == ["add-sibling"]
    assert narrow["repaired"] >= 2 * CAMPAIGN_K
    assert told["hiking-day"] == {"bundle": "shoal-hiking-day.zip", "verdict": "valid"}


def test_its_narrow_campaign_is_told_with_what_narrows_it_most(aloud: Ran) -> None:
    (why,) = (line for line in aloud.out.splitlines() if "✗ Fewer than 50 people" in line)
    assert "city = 'Darmstadt'" in why
    assert "→ first suggestion: city IN ('Darmstadt', 'Frankfurt')" in aloud.out


def test_every_system_gets_its_file(aloud: Ran, folder: Path) -> None:
    bundle = read_bundle((folder.with_name("again") / "shoal-spring-catalogue.zip").read_bytes())
    losses = json.loads(bundle["loss-report.json"])
    assert not [each for each in losses if each["message"].startswith("No file")]
    assert {"unomi-segment.json", "mautic-segment.json"} <= set(bundle)
    assert "No file" not in aloud.out


def test_it_leaves_a_whole_ledger_and_no_customer_anywhere(told: Any, folder: Path) -> None:
    assert told["ledger"]["valid"] is True
    assert {path.name for path in folder.iterdir() if path.suffix != ".zip"} == {MARK, "workspace", "ledger.jsonl"}
    for path in folder.rglob("*"):
        assert path.is_dir() or b"@post.example" not in path.read_bytes()


def test_it_replaces_an_earlier_demonstration_and_nothing_else(told: Any, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    ran = shoal("demo", "--out", tmp_path, "--json")
    assert (ran.status, ran.error["code"]) == (2, "demo-folder")
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "mine"
    assert (folder / MARK).exists()

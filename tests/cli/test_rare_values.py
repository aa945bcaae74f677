"""A value that few people have is a value of theirs: no answer, hint or list names it by itself."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import CANARY, MAPPING, done, shoal, write_customers

RARE = f"{CANARY}ville"
"""A town of one inhabitant."""
MAPPINGS = {
    "folded": MAPPING,
    "kept": MAPPING.replace("[columns.town]\n", '[columns.town]\nrare = "keep"\n'),
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = write_customers(tmp_path_factory.mktemp("rare") / "customers.csv")
    with path.open("a", encoding="utf-8") as opened:
        opened.write(f"{CANARY}-x,{CANARY}namex,33,{RARE},basic,a,yes,yes\n")
    return path


def imported(file: Path, folder: Path, way: str) -> tuple[Path, Any]:
    mapping, workspace = folder / "mapping.toml", folder / "workspace"
    mapping.write_text(MAPPINGS[way], encoding="utf-8")
    return workspace, done("import", file, "--population", "p", "--mapping", mapping, workspace=workspace)


def towns(workspace: Path) -> tuple[list[str], list[list[str]]]:
    """The towns of the attribute's list, and those of each segment."""
    answer = done("segments", "p", workspace=workspace)
    listed = next(each["values"] for each in answer["attributes"] if each["name"] == "town")
    return listed, [segment["values"]["town"] for segment in answer["segments"]]


def test_by_itself_it_becomes_other(file: Path, tmp_path: Path) -> None:
    workspace, answer = imported(file, tmp_path, "folded")
    listed, segments = towns(workspace)
    assert listed == ["Lyon", "Paris", "Porto", "other"]
    assert sum("other" in values for values in segments) == 1
    assert [each["code"] for each in answer["findings"]] == ["values-folded"]


def test_kept_on_purpose_it_is_read_only_among_others_and_warned_about(file: Path, tmp_path: Path) -> None:
    workspace, answer = imported(file, tmp_path, "kept")
    listed, segments = towns(workspace)
    assert listed == ["Lyon", "Paris", "Porto"]
    assert [len(values) > 1 for values in segments if RARE in values] == [True]
    assert [each["code"] for each in answer["findings"]] == ["rare-values"]


@pytest.mark.parametrize("way", MAPPINGS)
def test_a_hint_never_names_it(way: str, file: Path, tmp_path: Path) -> None:
    workspace, _ = imported(file, tmp_path, way)
    ran = shoal("audience", "p", "--where", f"town = '{RARE[:-1]}'", "--json", workspace=workspace)
    assert ran.error["code"] == "rule-unknown-label"
    assert RARE not in ran.out + ran.err
    assert set(ran.error["facts"]["nearest"]) <= {"Lyon", "Paris", "Porto", "other"}


@pytest.mark.parametrize("way", MAPPINGS)
def test_ways_to_widen_never_name_it(way: str, file: Path, tmp_path: Path) -> None:
    workspace, _ = imported(file, tmp_path, way)
    for rule in ("town = 'Porto' AND plan = 'plus' AND age >= 50", "town <> 'Lyon' AND age < 30 AND plan = 'plus'"):
        ran = shoal("audience", "p", "--where", rule, "--scope", "profiling", "--json", workspace=workspace)
        assert ran.answer["widen"]
        assert RARE not in ran.out


@pytest.mark.parametrize(("k", "code"), [("1", "floor-too-low"), ("20", "floor-below-policy")])
def test_a_survey_goes_no_lower_than_an_import(k: str, code: str, file: Path, tmp_path: Path) -> None:
    workspace, _ = imported(file, tmp_path, "folded")
    done("policy", "set", "floor", "30", workspace=workspace)
    assert done("survey", file, workspace=workspace)["floor"] == 30
    ran = shoal("survey", file, "--k", k, "--json", workspace=tmp_path / "none" if k == "1" else workspace)
    assert ran.error["code"] == code


def test_nobody_is_imported_while_it_is_unclear_who_is_who(tmp_path: Path) -> None:
    rows = [f"k{i * 7919 % 400:03d},{town}" for i, town in enumerate(["Lyon", "Nice"] * 400)]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["wer,town", *rows]), encoding="utf-8")
    ran = shoal("import", file, "--population", "p", "--dry-run", "--json", workspace=tmp_path / "none")
    assert (ran.error["code"], ran.error["facts"]) == ("identifier-unclear", {"column": "wer"})

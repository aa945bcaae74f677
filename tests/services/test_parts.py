"""What Shoal is made of is told with versions and licences, and none of them is the GPL."""

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from planner.services.parts import BILL, UNKNOWN, Part, read_parts

ROOT = Path(__file__).parents[2]


def test_every_package_that_the_project_asks_for_is_told_with_its_version() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = re.findall(
        r'^    "([\w-]+)[><=!,.\d]*",', text.partition("dependencies = [")[2].partition("]")[0], re.MULTILINE
    )
    assert len(asked) > 10
    told = {re.sub(r"[-_.]+", "-", part.name).lower(): part for part in read_parts()}
    assert {name: told[name].version for name in asked} == {name: version(name) for name in asked}
    assert "pytest" not in told


def test_what_is_inside_packages_says_its_own_version() -> None:
    told = {part.name: part for part in read_parts()}
    assert told["SQLite"].version.startswith("3.")
    assert told["SQLCipher"].version.startswith("4.")
    assert told["OpenSSL"].version.startswith("3.")
    assert told["Inter"].licence == "OFL-1.1"


def test_every_licence_is_known_and_none_is_the_gpl() -> None:
    for part in read_parts():
        assert UNKNOWN not in part.licence, part
        assert part.licence, part
        choices = part.licence.split(" OR ")
        assert any(not re.search(r"(?<!L)GPL", choice) for choice in choices), part


def test_a_frozen_application_tells_what_its_bill_of_materials_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    licences = ([{"license": {"id": "MIT"}}], [{"expression": "MIT OR Zlib"}], [{"license": {"name": "own words"}}])
    bill = {"components": [{"name": f"part {n}", "licenses": licence} for n, licence in enumerate(licences)]}
    bill["components"][0]["version"] = "1.2"
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / BILL).write_text(json.dumps(bill), encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert read_parts() == (
        Part("part 0", "1.2", "MIT"),
        Part("part 1", "", "MIT OR Zlib"),
        Part("part 2", "", "own words"),
    )

"""A value that nobody on a list has does not leave with the list, in no file of its bundle and in no spelling."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.running import CANARY, MAPPING, done, write_customers

ALONE, TOWN = f"{CANARY}ville", "Porto"
"""The town of one inhabitant, whose name the mapping keeps; and one of many people who are not on the list."""
SOON = datetime.now(tz=UTC).date() + timedelta(days=3)
BRIEF = ("--purpose", "direct-marketing", "--channel", "email", "--starts", SOON, "--ends", SOON + timedelta(days=9))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unlisted")
    file, mapping = write_customers(folder / "customers.csv"), folder / "mapping.toml"
    with file.open("a", encoding="utf-8") as opened:
        opened.write(f"{CANARY}-x,{CANARY}namex,33,{ALONE},basic,a,yes,yes\n")
    mapping.write_text(MAPPING.replace("[columns.town]\n", '[columns.town]\nrare = "keep"\n'), encoding="utf-8")
    done("import", file, "--population", "shop", "--mapping", mapping, workspace=folder / "workspace")
    return folder / "workspace"


def bundle_of(workspace: Path, rule: str) -> dict[str, bytes]:
    """Take a campaign to its bundle, and return every part of it with whatever is packed inside unpacked."""
    name = f"Campaign {len(rule)}"
    campaign = done("campaign", "new", name, "--population", "shop", "--where", rule, *BRIEF, workspace=workspace)["id"]
    done("campaign", "check", campaign, workspace=workspace)
    done("campaign", "approve", campaign, "--by", "Otto", "--reason", "Seen", workspace=workspace)
    told = done("export", campaign, "--to", workspace.parent / "out", workspace=workspace)
    return dict(parts("", Path(told["path"]).read_bytes()))


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for inner in packed.namelist():
            yield from parts(f"{name}/{inner}", packed.read(inner))


def holding(files: dict[str, bytes], text: str) -> set[str]:
    """The files that hold a text, in UTF-8, UTF-16 or with JSON's escapes."""
    spelled = {text.encode(), text.encode("utf-16-le"), text.encode("unicode_escape")}
    return {name for name, data in files.items() if any(each in data for each in spelled)}


def test_no_byte_of_a_bundle_tells_of_a_value_that_no_listed_segment_has(workspace: Path) -> None:
    files = bundle_of(workspace, "town = 'Lyon' AND age < 50")
    lists = {"/list.json", "/list.csv", "/list.xlsx/xl/worksheets/sheet1.xml", "/unomi-segment.json"}
    lists |= {"/mautic-segment.json", "/list.postgres.sql", "/list.tsql.sql", "/README.html"}
    assert lists <= holding(files, "Lyon"), "the search finds what is there"
    assert not holding(files, ALONE)
    assert not holding(files, TOWN)
    assert not holding(files, "50 and over")


def test_only_the_rule_itself_may_name_what_it_rules_out(workspace: Path) -> None:
    files = bundle_of(workspace, "town <> 'Porto' AND age >= 50")
    assert not holding(files, ALONE)
    told = holding(files, TOWN)
    assert {"/list.json", "/README.html"} <= told <= {"/list.json", "/README.html", "/check.json"}
    assert files["/README.html"].count(TOWN.encode()) == files["/list.json"].count(TOWN.encode()) - 1

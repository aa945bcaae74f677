import re
import shlex
import tomllib
from pathlib import Path

import pytest

from planner.cli.parsing import parse
from planner.cli.reference import reference
from planner.cli.verbs import VERBS
from planner.desktop.handbook import GUIDES
from planner.desktop.words import LANGUAGES

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")])


def test_the_command_reference_is_what_the_verbs_declare() -> None:
    assert (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_is_one_that_can_be_typed(page: Path) -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for line in "\n".join(blocks).replace("\\\n", " ").splitlines():
        if line.startswith("shoal "):
            assert parse(VERBS, shlex.split(line.partition(" > ")[0], comments=True)[1:]).verb, line


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_guide_to_the_window_needs_no_command_line(language: str) -> None:
    text = (ROOT / "docs" / GUIDES[language]).read_text(encoding="utf-8")
    assert "```" not in text
    assert not re.search(r"\bshoal [a-z]|--[a-z]|\bTOML\b", text)
    assert text.count("\n## ") == (ROOT / "docs" / GUIDES["en"]).read_text(encoding="utf-8").count("\n## ")
    assert GUIDES.keys() == LANGUAGES.keys()


def test_the_guide_to_the_window_travels_with_the_program() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    taken = built["targets"]["wheel"]["force-include"]
    assert {f"docs/{guide}" for guide in GUIDES.values()} <= taken.keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_file_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for named in re.findall(r"`((?:tests|benchmarks|resources)/[\w./]+\.\w+)`", text):
        assert (ROOT / named).exists(), named

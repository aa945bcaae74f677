import re
import shlex
from pathlib import Path

import pytest

from planner.cli.parsing import parse
from planner.cli.reference import reference
from planner.cli.verbs import VERBS

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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_file_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for named in re.findall(r"`((?:tests|benchmarks|resources)/[\w./]+\.\w+)`", text):
        assert (ROOT / named).exists(), named

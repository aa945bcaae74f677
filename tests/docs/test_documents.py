import re
from pathlib import Path

import pytest

from planner.cli.reference import reference
from planner.cli.verbs import VERBS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")])
NAMES = sorted((verb.name for verb in VERBS), key=len, reverse=True)


def test_the_command_reference_is_what_the_verbs_declare() -> None:
    assert (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_shown_exists(page: Path) -> None:
    blocks = re.findall(r"```\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for line in "\n".join(blocks).splitlines():
        if line.startswith("shoal "):
            assert any(line.removeprefix("shoal ").startswith(name) for name in NAMES), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_and_file_that_is_named_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!http)([^)#]+)", text):
        assert (page.parent / target).exists(), target
    for named in re.findall(r"`((?:tests|benchmarks|resources)/[\w./]+\.\w+)`", text):
        assert (ROOT / named).exists(), named

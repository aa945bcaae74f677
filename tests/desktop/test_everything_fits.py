import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.pictures import NOW
from planner.services.sample_workspace import make_sample
from tests.desktop.clipping import misfits

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("fits") / "sample", lambda: NOW)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("size", "percent"), [("1024x700", "100"), ("1440x900", "100"), ("1440x900", "200")])
def test_nothing_is_cut_off_overlaps_or_scrolls_sideways(
    workspace: Path, size: str, percent: str, language: str
) -> None:
    command = [sys.executable, "-m", "tests.desktop.clipping", size, percent, language, str(workspace)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout, done.stdout


def test_what_does_not_fit_is_seen(qtbot: QtBot) -> None:
    """The control: a narrow label, a low paragraph, and two cards over each other are each found."""
    holder, narrow, low = QWidget(), QLabel("A sentence that needs more room"), QLabel("Many words " * 20)
    qtbot.addWidget(holder)
    low.setWordWrap(True)
    over, under = QLabel("over"), QLabel("under")
    lines = QVBoxLayout(holder)
    for each in (narrow, low, over, under):
        lines.addWidget(each)
    narrow.setFixedWidth(40)
    low.setFixedSize(100, 20)
    holder.resize(300, 200)
    holder.show()
    over.setGeometry(under.geometry())
    found = list(misfits(holder))
    assert [told.partition(":")[0] for told in found] == ["cut in width", "cut in height", "over each other"]

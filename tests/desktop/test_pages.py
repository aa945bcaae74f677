"""Every page in every size, language and theme: everything fits, and the pictures in docs/pictures show it as it is."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.lists import Line, NamedList
from planner.desktop.pictures import NOW
from planner.desktop.table_view import table_view
from planner.desktop.tables import Column, RecordTable
from planner.services.sample_workspace import make_sample
from tests.desktop.clipping import misfits, shortened
from tests.desktop.likeness import TOLERATED, unlike

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample workspace lies."""
    return make_sample(tmp_path_factory.mktemp("gallery") / "sample", lambda: NOW).parents[1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_fits_in_every_size_and_looks_as_its_picture(sample: Path, tmp_path: Path, language: str) -> None:
    """Each page is brought about once for both, in a process of its own, as when pictures are drawn."""
    folder, out = tmp_path / "home", tmp_path / "pictures"
    shutil.copytree(sample, folder)
    out.mkdir()
    command = [sys.executable, "-m", "tests.desktop.gallery", language, str(folder), str(out)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout, f"{done.stdout}What has changed on purpose is drawn anew by `make pictures`."


def test_a_column_that_is_shortened_is_seen(qtbot: QtBot, desk: Desk) -> None:
    """The control: a title and a word that end in … are each found, and nothing is where there is room."""
    model = RecordTable([Column("A title of many words", str), Column("No.", lambda _each: "1")])
    table, names = table_view(model, "table", desk), NamedList(desk.look, "names", ("Name", "Word"))
    for each in (table, names):
        qtbot.addWidget(each)
        each.resize(600, 200)
        each.show()
    model.show_records(["a", "b"])
    names.show_lines([Line("a name", "a word about it")])
    assert not [*misfits(table), *misfits(names)]
    table.resize(120, 200)
    names.resize(120, 200)
    found = [told.partition(":")[0] for told in (*shortened(table), *shortened(names))]
    assert set(found) == {"shortened"}
    assert len(found) >= 2


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


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """As large as a page, with one small thing on it."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1440, 900)
    word = QLabel("Check now", made)
    word.setObjectName("word")
    word.setGeometry(40, 40, 90, 32)
    word.setStyleSheet("background: #0B7285; color: #FFFFFF")
    return made


@pytest.mark.parametrize(
    ("style", "x"),
    [
        ("background: #0B7285; color: #FFFFFF", 44),
        ("background: #0B5A85; color: #FFFFFF", 40),
        ("background: #0B7285; color: #A0C0C0", 40),
    ],
    ids=["moved by four pixels", "another ground", "another colour of the letters"],
)
def test_a_picture_that_looks_otherwise_is_found(page: QWidget, style: str, x: int) -> None:
    """The control: the same is the same, and one small button that moves or changes its colour is found."""
    word = page.findChild(QLabel, "word")
    assert isinstance(word, QLabel)
    before = page.grab().toImage()
    assert unlike(before, page.grab().toImage()) == 0
    word.setStyleSheet(style)
    word.move(x, 40)
    assert unlike(before, page.grab().toImage()) > TOLERATED


def test_a_picture_of_another_size_is_another(page: QWidget) -> None:
    assert unlike(page.grab().toImage(), QImage(800, 600, QImage.Format.Format_RGB32)) == 1

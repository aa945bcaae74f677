"""A desk on a temporary workspace, and the promise that nothing is left behind: no widget, timer, thread or log."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

os.environ["QT_QPA_PLATFORM"] = os.environ.get("SHOAL_TEST_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.app import make_application
from planner.desktop.desk import Desk, Touched
from planner.desktop.language import speak
from planner.desktop.linguist import compile_translations
from planner.desktop.look import Look
from planner.desktop.page import Page
from planner.desktop.prompts import Chosen, Prompts
from planner.desktop.taste import TasteFile
from planner.desktop.window import Window
from planner.services import importing
from planner.services.opening import Door, Workspace
from planner.services.resources import resource_path
from planner.services.sample import write_sample
from tests.clocks import SetClock
from tests.desktop.leaks import left_behind, standing, unexpected

P = TypeVar("P", bound=Page)

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
PASSPHRASE = "a long enough passphrase for tests"
ACTOR = "Alex Morgan"


class AnsweringPrompts(Prompts):
    """Answers questions as a test has written down, and keeps what was asked."""

    def __init__(self) -> None:
        self.files: list[Path] = []
        """Files and folders to choose, in the order asked; with none left the person cancels."""
        self.agrees = True
        self.asked: list[str] = []
        self.shown: list[Path] = []
        self.printed: list[str] = []

    def open_file(self, parent: QWidget, title: str, filters: Sequence[str], then: Chosen) -> None:
        self._choose(title, then)

    def choose_folder(self, parent: QWidget, title: str, then: Chosen) -> None:
        self._choose(title, then)

    def save_file(self, parent: QWidget, title: str, proposed: str, then: Chosen) -> None:
        self._choose(title, then)

    def confirm(self, parent: QWidget, text: str, verb: str, then: Callable[[], None]) -> None:
        self.asked.append(text)
        if self.agrees:
            then()

    def print_text(self, parent: QWidget, text: str) -> None:
        self.printed.append(text)

    def show_in_folder(self, file: Path) -> None:
        self.shown.append(file)

    def _choose(self, title: str, then: Chosen) -> None:
        self.asked.append(title)
        if self.files:
            then(self.files.pop(0))


@pytest.fixture(scope="session", autouse=True)
def translations_compiled() -> None:
    compile_translations()


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else make_application()


@pytest.fixture(scope="session")
def look(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Look:
    made = Look(qapp, tmp_path_factory.mktemp("icons"))
    made.wear("light", 100)
    return made


@pytest.fixture(autouse=True)
def english(qapp: QApplication, translations_compiled: None) -> Iterator[None]:
    translators = speak(qapp, "en")
    QLocale.setDefault(QLocale("en_GB"))
    yield
    for each in translators:
        qapp.removeTranslator(each)


@pytest.fixture(autouse=True)
def nothing_left_behind(look: Look, qapp: QApplication, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that leaves a widget, a timer, a thread or a connection behind, or logs a warning, has found a defect.

    What Qt warns of fails by `qt_log_level_fail`. tests/desktop/test_leaks.py leaves one of each behind.
    """
    gc.disable()  # as in the application: see planner.desktop.tidy
    gc.freeze()  # what was there before is not looked through again after each test
    before = standing(look, qapp, qapp.styleHints())
    yield
    left = [*left_behind(before, look, qapp, qapp.styleHints()), *unexpected(caplog.get_records("call"))]
    assert not left, "\n".join(left)


@pytest.fixture
def prompts() -> AnsweringPrompts:
    return AnsweringPrompts()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOW)


@pytest.fixture
def no_key_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which no key ring runs."""
    monkeypatch.setattr("planner.store.key_ring.KNOWN_RINGS", {})


@pytest.fixture
def desk(look: Look, tmp_path: Path, prompts: AnsweringPrompts, clock: SetClock) -> Iterator[Desk]:
    """A desk without a workspace."""
    made = Desk(
        look,
        TasteFile(tmp_path / "taste.ini"),
        prompts,
        clock=clock,
        login=ACTOR,
        environment={"SHOAL_PASSPHRASE": PASSPHRASE},
    )
    yield made
    made.tasks.close()
    for each in (made.notices, made):
        each.deleteLater()


@pytest.fixture(scope="session")
def sample_import(tmp_path_factory: pytest.TempPathFactory) -> importing.Import:
    """The sample customers as segments, cut once for all tests."""
    file = tmp_path_factory.mktemp("sample") / "customers.csv"
    with file.open("wb") as stream:
        write_sample(stream)
    request = importing.Request(file, "Shoal Outdoor", 20, resource_path("sample_mapping.toml"))
    return importing.prepare_import(request, clock=lambda: NOW)


@pytest.fixture
def open_desk(desk: Desk, qtbot: QtBot, tmp_path: Path) -> Desk:
    """A desk with an empty workspace open."""
    door = Door(tmp_path / "workspace", desk.environment, desk.clock)
    desk.folder = door.folder
    desk.tasks.open(
        desk, door.open_or_make, lambda _: desk.changed.emit(frozenset({Touched.WORKSPACE})), failed=desk.tell
    )
    settle(desk, qtbot)
    return desk


@pytest.fixture
def sample_desk(open_desk: Desk, qtbot: QtBot, sample_import: importing.Import) -> Desk:
    """A desk with a workspace that holds the sample customers."""
    in_store(open_desk, qtbot, lambda workspace: importing.keep_import(workspace, sample_import))
    open_desk.changed.emit(frozenset({Touched.POPULATIONS}))
    return open_desk


@pytest.fixture
def window(open_desk: Desk, qtbot: QtBot) -> Window:
    made = Window(open_desk)
    qtbot.addWidget(made)
    made.show()
    return made


def show_page(page: P, qtbot: QtBot) -> P:
    """Show a page as in a window, and wait until everything is said on it."""
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.come_to_front()
    settle(page.desk, qtbot)
    return page


def settle(desk: Desk, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=60_000)


def in_store(desk: Desk, qtbot: QtBot, work: Callable[[Workspace], object]) -> object:
    """Do something on the thread that owns the store, and return its answer."""
    answers: list[object] = []
    desk.tasks.ask(desk, work, answers.append)
    settle(desk, qtbot)
    return answers[0]

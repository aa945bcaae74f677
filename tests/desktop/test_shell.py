from threading import Event

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from planner.desktop.app import Shell, dress
from planner.desktop.desk import Desk
from planner.desktop.look import Look
from planner.desktop.taste import Taste
from planner.desktop.window import Window
from planner.services.hooks import Hooks
from tests.desktop.conftest import AnsweringPrompts, settle


def test_closing_asks_once_while_long_work_is_under_way(
    window: Window, qtbot: QtBot, prompts: AnsweringPrompts
) -> None:
    over = Event()

    def work(hooks: Hooks) -> None:
        hooks.progress("counting", 0.5)
        over.wait(30)

    prompts.agrees = False
    window.desk.tasks.count(window, work, lambda _none: None)
    qtbot.waitUntil(lambda: window.desk.tasks.has_long_work)
    assert not window.close()
    assert window.isVisible()
    assert "nothing is half saved" in prompts.asked[0]
    prompts.agrees = True
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    over.set()
    settle(window.desk, qtbot)
    assert len(prompts.asked) == 2


def test_closing_asks_nothing_while_nothing_long_is_under_way(window: Window, prompts: AnsweringPrompts) -> None:
    assert window.close()
    assert prompts.asked == []


def test_the_window_comes_back_where_it_was(window: Window, qtbot: QtBot, qapp: QApplication) -> None:
    window.resize(1200, 760)
    window.close()
    shell = Shell(qapp, window.desk, [])
    qtbot.addWidget(shell.window)
    shell.show(lambda: None)
    assert shell.window.height() == 760  # a screen of the offscreen platform is 800 pixels wide


def test_the_window_is_seen_before_a_workspace_is_opened(desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    shell = Shell(qapp, desk, [])
    qtbot.addWidget(shell.window)
    seen: list[bool] = []
    shell.show(lambda: seen.append(shell.window.isVisible()))
    assert seen == []
    qtbot.waitUntil(lambda: seen == [True])


def test_the_systems_theme_is_worn_unless_one_was_chosen(look: Look, qapp: QApplication) -> None:
    system = "dark" if qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"
    dress(qapp, look, Taste(theme="dark"))
    assert look.theme.name == "dark"
    dress(qapp, look, Taste())
    assert look.theme.name == system


def test_a_change_of_the_systems_theme_is_followed(open_desk: Desk, qtbot: QtBot, qapp: QApplication) -> None:
    shell = Shell(qapp, open_desk, [])
    qtbot.addWidget(shell.window)
    open_desk.look.wear("dark", 100)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert open_desk.look.theme.name == "light"


def test_the_keys_of_pages_stand_on_the_rail_and_give_way_to_large_letters(window: Window, look: Look) -> None:
    hints = [hint for _button, hint in window.rail._hinted()]
    assert [hint.text() for hint in hints] == ["^1", "^2", "^3", "^4", "^5"]
    assert all(hint.isVisible() for hint in hints)
    look.wear("light", 200)
    assert not any(hint.isVisible() for hint in hints)
    look.wear("light", 100)

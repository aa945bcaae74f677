from functools import partial

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.look import Look
from planner.desktop.tasks import Job
from planner.desktop.window import PAGES, Window
from planner.domain.errors import PlannerError
from planner.services.opening import Door, Workspace
from tests.desktop.conftest import in_store, settle


def test_every_page_opens_by_its_shortcut(window: Window, qtbot: QtBot) -> None:
    for page in (name for name, (icon, _make) in PAGES.items() if icon):
        window.desk.actions[f"go.{page}"].trigger()
        assert window.page == page
        settle(window.desk, qtbot)


def test_both_themes_and_all_font_sizes_can_be_worn(look: Look) -> None:
    for theme, percent in (("dark", 200), ("light", 90), ("light", 100)):
        look.wear(theme, percent)
        assert look.theme.name == theme
        assert look.size(10) == percent // 10


def answer(number: int, _workspace: object) -> int:
    return number


def test_an_answer_is_dropped_when_the_question_was_asked_anew(open_desk: Desk, qtbot: QtBot) -> None:
    answers: list[int] = []
    for n in range(5):
        open_desk.tasks.ask(open_desk, partial(answer, n), answers.append, key="same")
    settle(open_desk, qtbot)
    assert answers == [4]


@pytest.mark.parametrize("error", [PlannerError("actor-missing"), MemoryError()])
def test_an_error_of_the_world_is_told_above_the_page(open_desk: Desk, qtbot: QtBot, error: Exception) -> None:
    def fail(_workspace: object) -> None:
        raise error

    job: Job = open_desk.tasks.ask(open_desk, fail, lambda _answer: None)
    settle(open_desk, qtbot)
    assert job.is_settled
    assert len(open_desk.notices.texts) == 1


def test_a_workspace_that_a_disk_has_closed_says_so_and_opens_again(open_desk: Desk, qtbot: QtBot) -> None:
    in_store(open_desk, qtbot, lambda workspace: workspace.close())
    open_desk.tasks.ask(open_desk, lambda workspace: workspace.id, lambda _answer: None)
    settle(open_desk, qtbot)
    assert "could not be kept open" in open_desk.notices.texts[0]
    opened: list[Workspace] = []
    assert open_desk.folder
    door = Door(open_desk.folder, open_desk.environment, open_desk.clock)
    open_desk.tasks.open(open_desk, door.open, opened.append, failed=open_desk.tell)
    settle(open_desk, qtbot)
    assert [workspace.is_open for workspace in opened] == [True]


def test_good_news_is_told_alone_and_goes_with_the_page_it_was_told_on(window: Window, qtbot: QtBot) -> None:
    desk = window.desk
    desk.tell(PlannerError("disk-full"))
    warned = desk.notices.texts
    for news in ("The signed head was copied.", "Saved as list.csv."):
        desk.notices.tell(news, tone="good")
    assert desk.notices.texts == (*warned, "Saved as list.csv.")
    window.turn_to("start")
    assert len(desk.notices.texts) == 2, "the page was not turned"
    window.turn_to("settings")
    assert desk.notices.texts == warned, "what stands in the way stays"
    settle(desk, qtbot)


def test_when_a_page_goes_the_cursor_goes_to_the_first_control_of_the_next(window: Window, qtbot: QtBot) -> None:
    window.activateWindow()
    window.turn_to("privacy")
    settle(window.desk, qtbot)
    window.desk.notices.tell("Done.", tone="warn")
    privacy = window.pages["privacy"]
    privacy.focus_first()
    assert privacy.isAncestorOf(window.focusWidget())
    window.turn_to("settings")
    settle(window.desk, qtbot)
    assert window.pages["settings"].isAncestorOf(window.focusWidget())
    rail = window.rail.findChild(QToolButton)
    assert rail is not None
    rail.setFocus()
    window.turn_to("privacy")
    assert window.focusWidget() is rail, "who walks along the rail stays on it"
    settle(window.desk, qtbot)


def test_good_news_goes_by_itself_but_not_while_it_is_read(desk: Desk, qtbot: QtBot) -> None:
    qtbot.addWidget(desk.notices)
    desk.notices.show()
    bad, good = desk.notices.tell("The disk is full.", tone="block"), desk.notices.tell("Saved.", tone="good")
    assert not bad.patience.isActive()
    assert good.patience.isActive()
    good.dismiss.setFocus()
    qtbot.waitUntil(good.dismiss.hasFocus)
    good.patience.timeout.emit()
    assert len(desk.notices.texts) == 2, "somebody stands on its button"
    good.dismiss.clearFocus()
    good.patience.timeout.emit()
    assert list(desk.notices.texts) == ["The disk is full."]

from functools import partial

from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.look import Look
from planner.desktop.tasks import Job
from planner.desktop.window import PAGES, Window
from planner.domain.errors import PlannerError
from tests.desktop.conftest import settle


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


def test_an_error_of_the_world_is_told_above_the_page(open_desk: Desk, qtbot: QtBot) -> None:
    def fail(_workspace: object) -> None:
        raise PlannerError("actor-missing")

    job: Job = open_desk.tasks.ask(open_desk, fail, lambda _answer: None)
    settle(open_desk, qtbot)
    assert job.is_settled
    assert len(open_desk.notices.texts) == 1

import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from pytestqt.qtbot import QtBot

from planner.desktop.crash import MOST_BYTES, CrashWindow, Mistakes
from planner.desktop.look import Look

SECRET = "canary@post.example"


@pytest.fixture
def mistakes(look: Look, tmp_path: Path, qtbot: QtBot) -> Iterator[Mistakes]:
    made = Mistakes(tmp_path / "log" / "shoal.log", clock=lambda: datetime(2027, 3, 1, 9, 30, tzinfo=UTC))
    made.look = look
    made.catch()
    yield made
    made.release()
    if made.window:
        made.window.close()
    made.deleteLater()


def stumble(value: str) -> None:
    raise KeyError(value)


def make_mistake(mistakes: Mistakes) -> None:
    try:
        stumble(SECRET)
    except KeyError as error:
        mistakes.on_exception(KeyError, error, error.__traceback__)


def window_of(mistakes: Mistakes) -> CrashWindow:
    assert mistakes.window is not None
    return mistakes.window


def test_a_mistake_is_told_with_its_place_and_without_a_value(
    mistakes: Mistakes, capsys: pytest.CaptureFixture[str]
) -> None:
    make_mistake(mistakes)
    told = window_of(mistakes).details.toPlainText()
    assert "KeyError" in told
    assert "test_crash_window.py" in told
    everywhere = told + mistakes.log.read_text(encoding="utf-8") + capsys.readouterr().err
    assert SECRET not in everywhere
    assert "KeyError" in mistakes.log.read_text(encoding="utf-8")


def test_a_mistake_on_another_thread_is_told_in_the_window(mistakes: Mistakes, qtbot: QtBot) -> None:
    thread = threading.Thread(target=stumble, args=(SECRET,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: mistakes.window is not None)
    assert "KeyError" in window_of(mistakes).details.toPlainText()


def test_many_mistakes_share_one_window(mistakes: Mistakes) -> None:
    make_mistake(mistakes)
    first = window_of(mistakes)
    make_mistake(mistakes)
    assert window_of(mistakes) is first
    assert first.details.toPlainText().count("KeyError") == 1


def test_the_details_can_be_copied(mistakes: Mistakes) -> None:
    make_mistake(mistakes)
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 — only here

    window_of(mistakes).copy.click()
    assert QGuiApplication.clipboard().text() == window_of(mistakes).details.toPlainText()


def test_what_qt_complains_of_is_written_down(mistakes: Mistakes) -> None:
    qWarning("a layout is odd")
    assert "Qt: a layout is odd" in mistakes.log.read_text(encoding="utf-8")


def test_a_log_that_has_grown_begins_anew(mistakes: Mistakes) -> None:
    mistakes.write("x" * (MOST_BYTES + 1))
    mistakes.write("after")
    assert mistakes.log.stat().st_size < 100


def test_a_log_that_cannot_be_written_does_not_hide_the_mistake(mistakes: Mistakes, tmp_path: Path) -> None:
    (tmp_path / "log").write_text("in the way", encoding="utf-8")
    make_mistake(mistakes)
    assert "KeyError" in window_of(mistakes).details.toPlainText()


def test_the_hooks_are_put_back(mistakes: Mistakes) -> None:
    mistakes.release()
    assert sys.excepthook != mistakes.on_exception

"""The main job on the screen, from the first start to a list that verifies: with the mouse, and by keys alone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.approve_dialog import ApproveDialog
from planner.desktop.campaigns.export_dialog import ExportDialog
from planner.desktop.campaigns.finding_card import FindingCard
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.campaigns.view import CampaignView
from planner.desktop.desk import Desk
from planner.desktop.start.page import StartPage
from planner.desktop.window import Window
from planner.domain.life import State
from tests.desktop.campaigning import examined, stored
from tests.desktop.conftest import settle

NARROW = "city = 'Darmstadt' AND category = 'hiking'"
NO_KEY, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_TABS = 150
D = TypeVar("D", bound=QDialog)


@pytest.fixture
def started(desk: Desk, tmp_path: Path, qtbot: QtBot) -> Iterator[Window]:
    """The window as it is at the very first start: no workspace is open."""
    desk.opening.home = tmp_path
    window = Window(desk)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    settle(desk, qtbot)


def campaigns_of(window: Window) -> CampaignsPage:
    page = window.pages["campaigns"]
    assert isinstance(page, CampaignsPage)
    return page


def start_of(window: Window) -> StartPage:
    page = window.pages["start"]
    assert isinstance(page, StartPage)
    return page


def sample_is_open(window: Window, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.desk.is_sample and window.desk.tasks.is_idle, timeout=120_000)


def dialog_of(window: Window, kind: type[D], qtbot: QtBot) -> D:
    qtbot.waitUntil(lambda: window.findChild(kind) is not None)
    found = window.findChild(kind)
    assert isinstance(found, kind)
    return found


def first_repair(page: CampaignsPage) -> QPushButton | None:
    """The button that applies the cheapest widening of an audience that is too narrow."""
    cards = [each for each in page.view.guardrails.cards if isinstance(each, FindingCard)]
    narrow = next((card for card in cards if card.finding.code == "too-narrow"), None)
    return narrow.repairs[0].apply if narrow and narrow.repairs else None


def test_the_main_job_from_the_first_start_to_a_list_that_verifies(
    started: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = started.desk
    start_of(started).sample.button.click()
    sample_is_open(started, qtbot)
    desk.actions["file.new-campaign"].trigger()
    settle(desk, qtbot)
    page = campaigns_of(started)
    page.list.new.name.setText("Hiking at home")
    page.list.new.start.click()
    examined(page, qtbot)
    brief, view = page.view.brief, page.view
    brief.channel.setCurrentIndex(brief.channel.findData("email"))
    brief.channel.activated.emit(brief.channel.currentIndex())
    brief.changed.emit("Change the purpose", {"purposes": ("direct-marketing",)}, "purposes")
    for field, day in ((brief.starts, "2027-03-08"), (brief.ends, "2027-03-22")):
        field.setText(day)
        field.flush()
    view.audience.turn_text()
    view.audience.text.field.setPlainText(NARROW)
    view.audience.text.apply.click()
    examined(page, qtbot)
    assert view.outlook
    assert "too-narrow" in {finding.code for finding in view.outlook.findings}
    before = view.outlook.examination.judged.audience.reachable_people
    repair = first_repair(page)
    assert repair
    repair.click()
    examined(page, qtbot)
    assert view.outlook.examination.judged.audience.reachable_people >= 50 > before
    finish(started, tmp_path / "lists", qtbot)
    released = view.guardrails.released
    assert released
    released.verify.click()
    settle(desk, qtbot)
    assert released.verdict.text().startswith("It verifies")


def finish(window: Window, folder: Path, qtbot: QtBot) -> None:
    """Check, approve and export the campaign that is open."""
    desk, page = window.desk, campaigns_of(window)
    desk.actions["campaigns.check"].trigger()
    examined(page, qtbot)
    desk.actions["campaigns.approve"].trigger()
    approval = dialog_of(window, ApproveDialog, qtbot)
    if approval.reason.isVisible():
        approval.reason.insertPlainText("A small town, and everyone agreed")
    approval.do.click()
    examined(page, qtbot)
    desk.actions["campaigns.export"].trigger()
    export = dialog_of(window, ExportDialog, qtbot)
    export.folder.setText(str(folder))
    export.do.click()
    settle(desk, qtbot)
    examined(page, qtbot)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press a key wherever the cursor is; a list that is open takes it first, as it does for a person."""
    focused = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    assert focused
    QTest.keyClick(focused, key, modifier)


def come_back(window: QWidget, qtbot: QtBot) -> None:
    """Make a window active, as every window system does when a list or a dialog closes and offscreen does not."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def write(text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused
    QTest.keyClicks(focused, text)


def walk_to(wanted: Callable[[], QWidget | None]) -> None:
    """Press Tab until the cursor is there, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        focused, aim = QApplication.focusWidget(), wanted()
        if aim is not None and focused is aim:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError("Tab never came there")


def test_the_main_job_by_the_keyboard_alone(started: Window, qtbot: QtBot, tmp_path: Path) -> None:
    desk = started.desk
    walk_to(lambda: start_of(started).sample.button)
    press(Qt.Key.Key_Space)
    sample_is_open(started, qtbot)
    press(Qt.Key.Key_N, CTRL)
    settle(desk, qtbot)
    write("Hiking by keys")
    press(Qt.Key.Key_Return)
    page = campaigns_of(started)
    examined(page, qtbot)
    view = page.view
    write_the_brief(started, view, qtbot)
    press(Qt.Key.Key_T, CTRL)
    write(NARROW)
    press(Qt.Key.Key_Tab)
    examined(page, qtbot)
    walk_to(lambda: first_repair(page))
    press(Qt.Key.Key_Space)
    examined(page, qtbot)
    press(Qt.Key.Key_Return, CTRL)
    examined(page, qtbot)
    approve_by_keys(started, qtbot)
    examined(page, qtbot)
    export_by_keys(started, tmp_path / "lists", qtbot)
    examined(page, qtbot)
    assert stored(desk, qtbot, "hiking-by-keys").state is State.EXPORTED
    walk_to(lambda: view.guardrails.released and view.guardrails.released.verify)
    press(Qt.Key.Key_Space)
    settle(desk, qtbot)
    assert view.guardrails.released
    assert view.guardrails.released.verdict.text().startswith("It verifies")


def write_the_brief(window: Window, view: CampaignView, qtbot: QtBot) -> None:
    walk_to(lambda: view.brief.channel)
    press(Qt.Key.Key_E)
    walk_to(lambda: view.brief.purposes)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Escape)
    come_back(window, qtbot)
    for field, day in ((view.brief.starts, "2027-03-08"), (view.brief.ends, "2027-03-22")):
        walk_to(lambda field=field: field)  # type: ignore[misc]
        write(day)


def approve_by_keys(window: Window, qtbot: QtBot) -> None:
    press(Qt.Key.Key_A, CTRL | SHIFT)
    approval = dialog_of(window, ApproveDialog, qtbot)
    come_back(approval, qtbot)
    if approval.reason.isVisible():
        walk_to(lambda: approval.reason)
        write("A small town")
    walk_to(lambda: approval.do)
    press(Qt.Key.Key_Space)
    settle(window.desk, qtbot)
    come_back(window, qtbot)


def export_by_keys(window: Window, folder: Path, qtbot: QtBot) -> None:
    press(Qt.Key.Key_E, CTRL)
    export = dialog_of(window, ExportDialog, qtbot)
    come_back(export, qtbot)
    walk_to(lambda: export.folder)
    press(Qt.Key.Key_A, CTRL)
    write(str(folder))
    walk_to(lambda: export.do)
    press(Qt.Key.Key_Space)
    settle(window.desk, qtbot)
    come_back(window, qtbot)

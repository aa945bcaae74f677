from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.handbook import Reading, show_about, show_guide, show_shortcuts
from planner.desktop.palette import ABLE, Palette
from planner.desktop.settings.page import SettingsPage
from planner.desktop.window import Window
from planner.services.planning import Plan, draft
from tests.desktop.conftest import in_store, settle


def opened(window: Window, qtbot: QtBot) -> Palette:
    window.desk.actions["go.palette"].trigger()
    settle(window.desk, qtbot)
    (palette,) = window.findChildren(Palette)
    return palette


def shown(palette: Palette) -> list[str]:
    return [offer.words for offer in palette.offers.shown]


def test_words_find_an_action_in_any_order(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "ledger verify")
    assert shown(palette) == ["Verify the ledger now"]
    palette.close()


def test_enter_does_it_and_the_palette_is_gone(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "settings")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page == "settings"
    settle(window.desk, qtbot)
    qtbot.waitUntil(lambda: not window.findChildren(Palette))


def test_what_cannot_be_done_is_listed_last_with_the_reason_and_not_done(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    able = [bool(palette.offers.index(row).data(ABLE)) for row in range(palette.offers.rowCount())]
    assert able == sorted(able, reverse=True)
    QTest.keyClicks(palette.field, "retire")
    (offer,) = palette.offers.shown
    assert "Campaigns" in offer.why_not
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.close()


def test_arrow_and_page_keys_move_while_typing(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    for key, row in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_PageDown, 8),
        (Qt.Key.Key_PageUp, 0),
    ):
        QTest.keyClick(palette.field, key)
        assert palette.list.currentIndex().row() == row
    palette.close()


def test_escape_gives_the_focus_back(window: Window, qtbot: QtBot) -> None:
    window.turn_to("settings")
    settle(window.desk, qtbot)
    window.activateWindow()
    page = window.pages["settings"]
    assert isinstance(page, SettingsPage)
    field = page.taste.name
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    palette = opened(window, qtbot)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(field.hasFocus)


def test_campaigns_are_found_by_name(sample_desk: Desk, qtbot: QtBot) -> None:
    plan = Plan(name="Autumn boots", population="Shoal Outdoor")
    in_store(sample_desk, qtbot, lambda workspace: draft(workspace, plan, author="Mara"))
    window = Window(sample_desk)
    qtbot.addWidget(window)
    window.show()
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "boots aut")
    assert shown(palette) == ["Open the campaign Autumn boots"]
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle(sample_desk, qtbot)
    assert window.page == "campaigns"


def test_nothing_found_is_said(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    QTest.keyClicks(palette.field, "xyzzy")
    assert palette.nothing.isVisible()
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    palette.close()


def test_its_model_keeps_the_rules_of_models(window: Window, qtbot: QtBot) -> None:
    palette = opened(window, qtbot)
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(palette.offers, fatal)
    QTest.keyClicks(palette.field, "go")
    tester.deleteLater()
    palette.close()


def test_every_action_with_keys_stands_on_the_sheet(window: Window) -> None:
    sheet = show_shortcuts(window.desk, window)
    written = {each.text() for each in sheet.findChildren(QLabel)}
    assert {said.keys for said in window.desk.actions if said.keys} <= written
    sheet.close()


def test_guide_and_licences_can_be_read(window: Window) -> None:
    for show, words in ((show_guide, "Add Frankfurt to City"), (show_about, "Inter Project Authors")):
        reading: Reading = show(window.desk, window)
        plain = [each.toPlainText() for each in reading.findChildren(QPlainTextEdit)]
        rich = [each.toPlainText() for each in reading.findChildren(QTextEdit)]
        assert words in "".join(plain + rich)
        reading.close()

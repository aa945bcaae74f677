"""The campaign list: what each card says, how it is searched and opened, and how a campaign starts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.desktop.actions import NEW_CAMPAIGN
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.desk import Desk, Touched
from planner.desktop.window import Window
from planner.domain.brief import Brief
from planner.services.importing import Import, keep_import
from tests.desktop.campaigning import NARROW, drafted, examined, shown
from tests.desktop.conftest import in_store, settle


def test_an_empty_list_says_what_it_is_for_and_starts_the_first_campaign(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot)
    assert page.list.first.isVisible()
    page.list.first.click()
    assert page.list.new.name.hasFocus()
    page.list.new.name.insert("Spring hiking")
    QTest.keyClick(page.list.new.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.view.campaign is not None)
    examined(page, qtbot)
    assert page.header.title.text() == "Spring hiking"
    assert page.view.brief.goal.hasFocus()


def test_without_customers_the_list_asks_for_them(open_desk: Desk, qtbot: QtBot) -> None:
    page = shown(open_desk, qtbot)
    page.new.click()
    settle(open_desk, qtbot)
    assert page.list.new.isHidden()
    assert not page.list.first.isVisible()


def test_a_campaign_needs_a_name(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot)
    page.show_what(NEW_CAMPAIGN)
    page.list.new.start.click()
    settle(sample_desk, qtbot)
    assert page.view.campaign is None
    assert page.list.new.name.accessibleDescription() == "Give it a name"


def test_escape_puts_the_new_campaign_away(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot)
    page.show_what(NEW_CAMPAIGN)
    QTest.keyClick(page.list.new.name, Qt.Key.Key_Escape)
    assert page.list.new.isHidden()
    assert page.list.first.hasFocus()


def test_each_card_says_state_reach_and_what_stands_against_it(sample_desk: Desk, qtbot: QtBot) -> None:
    drafted(sample_desk, qtbot, "Clean")
    drafted(sample_desk, qtbot, "Narrow", rule=NARROW)
    clean, narrow = shown(sample_desk, qtbot).list.cards
    assert "Nothing stands against it" in clean.accessibleDescription()
    assert "Draft" in narrow.accessibleDescription()
    assert "0 can be reached" in narrow.accessibleDescription()
    assert "8 Mar 2027" in narrow.accessibleDescription()


def test_a_campaign_that_says_too_little_says_what_is_missing(sample_desk: Desk, qtbot: QtBot) -> None:
    drafted(sample_desk, qtbot, "Open", brief=Brief())
    (card,) = shown(sample_desk, qtbot).list.cards
    assert "No purpose chosen" in card.accessibleDescription()


def test_typing_finds_campaigns_and_enter_opens_the_first(sample_desk: Desk, qtbot: QtBot) -> None:
    for name in ("Autumn boots", "Spring tents", "Winter coats"):
        drafted(sample_desk, qtbot, name)
    page = shown(sample_desk, qtbot)
    page.start_search()
    assert page.list.search.hasFocus()
    page.list.search.insert("TENTS")
    assert [card.campaign.name for card in page.list.cards if card.isVisible()] == ["Spring tents"]
    assert page.list.count.text() == "1 of 3"
    QTest.keyClick(page.list.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.header.title.text() == "Spring tents")
    examined(page, qtbot)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_card_is_opened_with_the_keyboard(sample_desk: Desk, qtbot: QtBot, key: Qt.Key) -> None:
    drafted(sample_desk, qtbot, "Autumn boots")
    page = shown(sample_desk, qtbot)
    QTest.keyClick(page.list.cards[0], key)
    qtbot.waitUntil(lambda: page.view.campaign is not None)
    examined(page, qtbot)
    sample_desk.actions["go.back"].trigger()
    settle(sample_desk, qtbot)
    assert page.list.isVisible()
    assert page.header.title.text() == "Campaigns"


def test_a_new_campaign_starts_from_any_page(window: Window, qtbot: QtBot, sample_import: Import) -> None:
    in_store(window.desk, qtbot, lambda workspace: keep_import(workspace, sample_import))
    window.desk.changed.emit(frozenset({Touched.WORKSPACE, Touched.POPULATIONS}))
    window.desk.actions["file.new-campaign"].trigger()
    settle(window.desk, qtbot)
    page = window.pages["campaigns"]
    assert isinstance(page, CampaignsPage)
    assert page.list.new.name.hasFocus()

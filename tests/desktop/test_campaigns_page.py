"""One campaign's page: every edit is saved, undone by name, and ends a check; nothing is lost or clipped."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.desk import Desk
from planner.desktop.forms import name_of
from planner.desktop.look import Look
from planner.desktop.reading_order import laid
from planner.domain.brief import OWN_COMPANY
from planner.domain.life import State
from planner.domain.rule_text import parse_rule
from planner.services import reviewing
from tests.desktop.campaigning import NARROW, drafted, examined, shown, stored
from tests.desktop.conftest import ACTOR, in_store, settle


@pytest.fixture
def page(sample_desk: Desk, qtbot: QtBot) -> CampaignsPage:
    return shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Autumn boots").id)


def typed(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    field.insert(text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_what_is_typed_is_saved_and_undone_by_name(page: CampaignsPage, qtbot: QtBot) -> None:
    desk, goal = page.desk, page.view.brief.goal
    typed(goal, "Sell every boot")
    examined(page, qtbot)
    assert stored(desk, qtbot, "autumn-boots").brief.goal == "Sell every boot"
    assert desk.undo.undoText() == "Change goal"
    desk.undo.undo()
    examined(page, qtbot)
    assert goal.text() == "Show the new tents"
    desk.undo.redo()
    examined(page, qtbot)
    assert stored(desk, qtbot, "autumn-boots").brief.goal == "Sell every boot"


def test_edits_of_one_field_that_follow_each_other_are_one_step(page: CampaignsPage, qtbot: QtBot) -> None:
    for text in ("Sell", "Sell every", "Sell every boot"):
        typed(page.view.brief.goal, text)
    examined(page, qtbot)
    assert page.desk.undo.count() == 1
    page.desk.undo.undo()
    examined(page, qtbot)
    assert stored(page.desk, qtbot, "autumn-boots").brief.goal == "Show the new tents"


def test_undo_in_a_field_takes_back_the_whole_edit(page: CampaignsPage, qtbot: QtBot) -> None:
    goal = page.view.brief.goal
    goal.setFocus()
    goal.insert("!")
    QTest.keyClick(goal, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    examined(page, qtbot)
    assert goal.text() == "Show the new tents"
    assert page.desk.undo.canRedo()


def test_every_field_of_the_brief_reaches_the_store(page: CampaignsPage, qtbot: QtBot) -> None:
    brief = page.view.brief
    typed(brief.name, "Winter boots")
    typed(brief.starts, "2 Mar 2027")
    typed(brief.ends, "16/03/2027")
    typed(brief.budget, "€ 1,200.50")
    typed(brief.response, "2.4 %")
    brief.channel.setCurrentIndex(brief.channel.findData("post"))
    brief.channel.activated.emit(brief.channel.currentIndex())
    brief.purposes.options["marketing"].trigger()
    examined(page, qtbot)
    kept = stored(page.desk, qtbot, "autumn-boots")
    assert kept.name == page.header.title.text() == "Winter boots"
    assert (kept.brief.starts_on, kept.brief.ends_on) == (date(2027, 3, 2), date(2027, 3, 16))
    assert (kept.brief.budget, kept.brief.expected_response) == ("1200.5", "2.4")
    assert kept.brief.channel == "post"
    assert set(kept.brief.purposes) == {"direct-marketing", "marketing"}


def test_what_cannot_be_read_is_told_beside_the_field_and_not_saved(page: CampaignsPage, qtbot: QtBot) -> None:
    brief = page.view.brief
    for field, text in ((brief.budget, "a lot"), (brief.response, "140"), (brief.starts, "soon"), (brief.name, "  ")):
        typed(field, text)
        assert field.property("wrong") == "true"
    settle(page.desk, qtbot)
    assert page.desk.undo.count() == 0


def test_a_day_can_be_left_open_again(page: CampaignsPage, qtbot: QtBot) -> None:
    typed(page.view.brief.ends, "")
    examined(page, qtbot)
    assert stored(page.desk, qtbot, "autumn-boots").brief.ends_on is None


def test_another_company_is_named_before_it_counts(page: CampaignsPage, qtbot: QtBot) -> None:
    brief = page.view.brief
    brief.receives.setCurrentIndex(1)
    brief.receives.activated.emit(1)
    assert brief.others.isVisible()
    assert page.desk.undo.count() == 0
    typed(brief.others, "Print House, Print House")
    brief.sells.click()
    examined(page, qtbot)
    kept = stored(page.desk, qtbot, "autumn-boots").brief
    assert kept.recipients == (OWN_COMPANY, "Print House")
    assert kept.sells
    brief.receives.setCurrentIndex(0)
    brief.receives.activated.emit(0)
    examined(page, qtbot)
    kept = stored(page.desk, qtbot, "autumn-boots").brief
    assert (kept.recipients, kept.sells) == ((OWN_COMPANY,), False)


def test_the_forecast_follows_budget_and_response(page: CampaignsPage, qtbot: QtBot) -> None:
    typed(page.view.brief.budget, "1000")
    typed(page.view.brief.response, "2")
    examined(page, qtbot)
    assert page.view.outlook
    people = page.view.outlook.reachable
    told = page.view.brief.forecast.said.text()
    assert f"{people:,} people, about {round(people * 0.02)} responses" in told


def test_an_edit_ends_the_check_and_says_so(page: CampaignsPage, qtbot: QtBot) -> None:
    in_store(page.desk, qtbot, lambda workspace: reviewing.check_campaign(workspace, "autumn-boots", actor=ACTOR))
    page.refresh()
    examined(page, qtbot)
    assert page.view.campaign
    assert page.view.campaign.state is State.CHECKED
    typed(page.view.brief.goal, "Another goal")
    assert chips(page)[0] == "Draft"
    assert [card.accessibleName() for card in stories(page)] == ["Changed since its check"]
    examined(page, qtbot)


def test_an_edit_of_another_campaign_is_shown_when_it_is_undone(page: CampaignsPage, qtbot: QtBot) -> None:
    other = drafted(page.desk, qtbot, "Spring tents")
    typed(page.view.brief.goal, "Sell boots")
    examined(page, qtbot)
    page.show_what(other.id)
    qtbot.waitUntil(lambda: page.header.title.text() == "Spring tents")
    examined(page, qtbot)
    page.desk.undo.undo()
    qtbot.waitUntil(lambda: page.header.title.text() == "Autumn boots")
    examined(page, qtbot)
    assert page.view.brief.goal.text() == "Show the new tents"


def test_leaving_a_campaign_saves_what_was_typed_last(page: CampaignsPage, qtbot: QtBot) -> None:
    page.view.brief.goal.setCursorPosition(99)
    page.view.brief.goal.insert(" and socks")
    page.show_list()
    settle(page.desk, qtbot)
    assert stored(page.desk, qtbot, "autumn-boots").brief.goal == "Show the new tents and socks"


def test_the_rule_builder_s_edits_are_saved_under_their_own_words(page: CampaignsPage, qtbot: QtBot) -> None:
    page.view.audience.rule_changed.emit(parse_rule(NARROW), "Add City")
    examined(page, qtbot)
    assert page.desk.undo.undoText() == "Add City"
    assert stored(page.desk, qtbot, "autumn-boots").rule == parse_rule(NARROW)
    assert "1 problem" in " ".join(chips(page))


def test_everything_that_takes_the_focus_has_a_name(page: CampaignsPage) -> None:
    kinds = QAbstractButton | QLineEdit | QComboBox
    fields = [each for each in page.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    named = [each for each in fields if isinstance(each, kinds) and not isinstance(each.parentWidget(), QComboBox)]
    nameless = [each for each in named if each.isVisible() and not name_of(each)]
    assert nameless == []


def test_tab_walks_brief_audience_and_guardrails_as_they_are_read(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=NARROW).id)
    page.view.brief.response.setFocus()
    names: list[str] = []
    while (focused := QApplication.focusWidget()) and len(names) < 60:
        names.append(name_of(focused))
        if names[-1].startswith("Apply"):
            break
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert names.index("As text") < names.index("Values: Lyon") < names.index("Add a condition") < len(names) - 1
    assert names[-1].startswith("Apply")


@pytest.mark.parametrize(("width", "percent", "fold"), [(1232, 100, 0), (1072, 100, 0), (816, 100, 1), (816, 200, 2)])
def test_columns_fold_and_never_scroll_sideways(
    page: CampaignsPage, look: Look, qtbot: QtBot, width: int, percent: int, fold: int
) -> None:
    look.wear("light", percent)
    page.resize(width, 640)
    columns = page.view.columns
    qtbot.waitUntil(lambda: columns.fold == fold)
    for place, pane in enumerate(columns.panes):
        columns.turn_to(place)
        assert pane.isVisible()
        content = pane.widget()
        assert content
        qtbot.waitUntil(lambda pane=pane, content=content: content.width() <= pane.viewport().width())  # type: ignore[misc]
    look.wear("light", 100)


def test_a_narrow_page_opens_on_the_audience_where_that_stands_in_the_way(
    sample_desk: Desk, look: Look, qtbot: QtBot
) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Clean").id)
    page.resize(816, 640)
    brief, audience, _guardrails = page.view.columns.panes
    qtbot.waitUntil(lambda: brief.isVisible() and not audience.isVisible())
    page.show_list()
    page.show_what(drafted(sample_desk, qtbot, "Few", rule=NARROW).id)
    examined(page, qtbot)
    assert audience.isVisible()
    page.view.columns.turn_to(0)
    page.view.brief.goal.setText("Another goal")
    page.view.brief.flush()
    examined(page, qtbot)
    assert brief.isVisible(), "and leaves it to the person from then on"


def test_a_narrow_page_still_tells_the_state_and_offers_what_comes_next(page: CampaignsPage, look: Look) -> None:
    look.wear("light", 200)
    try:
        page.resize(1376, 700)
        assert chips(page)[0] == "Draft"
        shown_buttons = [name_of(each) for each in page.header.findChildren(QAbstractButton) if each.isVisible()]
        assert shown_buttons == ["Campaigns", "Check", "Approve…", "More actions"]
        assert page.header.minimumSizeHint().width() <= page.width()
    finally:
        look.wear("light", 100)


def chips(page: CampaignsPage) -> list[str]:
    return [str(each.property("text")) for each in laid(page.header.chips)]


def stories(page: CampaignsPage) -> list[QWidget]:
    return [each for each in laid(page.view.guardrails.top) if isinstance(each, QWidget)]

"""The guardrails column: what it says of an audience, and that a click repairs it."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.finding_card import FindingCard
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.campaigns.reach import funnel
from planner.desktop.campaigns.standing import findings_chip
from planner.desktop.desk import Desk
from planner.desktop.forms import Row
from planner.domain.brief import Brief
from planner.domain.rule_text import parse_rule
from planner.services import reviewing
from tests.desktop.campaigning import BRIEF, CLEAN, NARROW, drafted, examined, shown, stored
from tests.desktop.conftest import in_store, settle


def repairable(page: CampaignsPage) -> FindingCard:
    """The card under which the repairs are offered."""
    cards = [card for card in page.view.guardrails.cards if isinstance(card, FindingCard)]
    return next(card for card in cards if card.repairs)


def test_a_narrow_audience_is_repaired_with_a_click_and_undone(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Narrow", rule=NARROW)
    page = shown(sample_desk, qtbot, campaign.id)
    guardrails = page.view.guardrails
    assert guardrails.reach.figure.text() == "0"
    assert guardrails.reach.needed.text() == "at least 50 are needed"
    card = repairable(page)
    assert card.title.text()
    repair = card.repairs[0]
    repair.apply.click()
    assert sample_desk.undo.undoText().removeprefix("Undo ") == repair.said.text()
    examined(page, qtbot)
    assert page.view.outlook
    assert page.view.outlook.reachable == repair.widening.reachable >= 50
    assert stored(sample_desk, qtbot, campaign.id).rule == repair.widening.rule
    sample_desk.undo.undo()
    examined(page, qtbot)
    assert stored(sample_desk, qtbot, campaign.id).rule == campaign.rule
    assert guardrails.reach.figure.text() == "0"


def test_findings_stand_worst_first_and_the_agreement_last(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Clean").id)
    cards = page.view.guardrails.cards
    assert cards[-1].title.text() == "People agreed to this use"
    assert "We may send you offers and news by e-mail." in cards[-1].text.text()


def test_nobody_is_said_to_have_agreed_while_something_stands_against_it(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=NARROW).id)
    assert "People agreed to this use" not in [card.title.text() for card in page.view.guardrails.cards]


def test_the_funnel_and_the_scale_are_told_in_words(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Clean").id)
    reach, outlook = page.view.guardrails.reach, page.view.outlook
    assert outlook
    found = outlook.examination.judged.audience
    assert f"Match: {found.reach:,}" in reach.funnel.accessibleDescription()
    assert f"Reachable: {found.reachable_people:,}" in reach.funnel.accessibleDescription()
    assert "50: needed" in reach.meter.accessibleDescription()
    assert f"{found.segments} groups" in reach.groups.text()


def test_the_platform_s_own_floor_stands_on_the_scale(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Clean")
    page = shown(sample_desk, qtbot, campaign.id)
    page.view.open.change_brief("Change channel", {"channel": "ads", "platform": "tiktok"})
    examined(page, qtbot)
    assert "1,000: TikTok delivers from here" in page.view.guardrails.reach.meter.accessibleDescription()
    assert page.view.brief.platform.isVisible()


def test_each_condition_s_effect_stands_beside_its_bar(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=NARROW).id)
    told = page.view.narrows.bars.accessibleDescription()
    assert told.startswith("Everyone who agreed: ")
    assert "City is Lyon: " in told
    assert "Protected: " in told


def test_an_answer_to_an_older_question_is_dropped(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Clean")
    page = shown(sample_desk, qtbot, campaign.id)
    stale: list[object] = []

    def look() -> None:
        outlook, is_checking = page.view.outlook, page.view.guardrails.checking.isVisible()
        if outlook and not is_checking and outlook.examination.campaign != page.view.campaign:
            stale.append(outlook.examination.campaign.rule)

    page.view.examined.connect(look)
    for rule in (NARROW, "country = 'France'", CLEAN, NARROW):
        page.view.open.change_rule(parse_rule(rule), "Change the rule")
        page.view._examine()  # as if the pause between two edits had just passed
    page.view._examine()
    page.view.open.change_rule(parse_rule(CLEAN), "Change the rule")
    examined(page, qtbot)
    assert stale == []
    assert page.view.outlook
    assert page.view.outlook.examination.campaign.rule == parse_rule(CLEAN)


def test_the_cursor_stays_beside_the_answer_when_a_repair_was_applied(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=NARROW).id)
    repair = repairable(page).repairs[0]
    repair.apply.setFocus()
    repair.apply.click()
    examined(page, qtbot)
    focused = page.window().focusWidget()
    assert focused is not None
    assert page.view.guardrails.isAncestorOf(focused)


def test_the_last_answer_stays_while_a_new_one_is_worked_out(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Clean").id)
    before = page.view.guardrails.reach.figure.text()
    page.view.open.change_rule(parse_rule(NARROW), "Change the rule")
    assert page.view.guardrails.checking.isVisible()
    assert page.view.guardrails.reach.figure.text() == before
    examined(page, qtbot)
    assert not page.view.guardrails.checking.isVisible()
    assert page.view.guardrails.reach.figure.text() == "0"


def test_a_small_number_is_neither_told_nor_given_away(sample_desk: Desk, qtbot: QtBot) -> None:
    words = {bar.name: bar.words for bar in funnel(60, 30, 21, least=50)}
    assert words == {
        "Match": "60",
        "Protected": "fewer than 50",
        "Not agreed": "more than 10",
        "Reachable": "fewer than 50",
    }
    lengths = {bar.share for bar in funnel(60, 30, 21, least=50) if bar.words == "fewer than 50"}
    assert len(lengths) == 1
    assert [bar.share for bar in funnel(1000, 0, 7, least=50)] == [bar.share for bar in funnel(1000, 0, 8, least=50)]


def test_what_cannot_be_edited_any_more_is_told_calmly(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Narrow", rule=NARROW)
    in_store(sample_desk, qtbot, lambda workspace: reviewing.retire_campaign(workspace, campaign.id, by="Alex Morgan"))
    page = shown(sample_desk, qtbot, campaign.id)
    repairable(page).repairs[0].apply.click()
    settle(sample_desk, qtbot)
    assert len(sample_desk.notices.texts) == 1
    assert stored(sample_desk, qtbot, campaign.id).rule == campaign.rule


SMS = replace(BRIEF, channel="sms")
"""A use that the sample has no column of consent for."""


def test_one_cause_is_one_card_and_one_problem(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Nobody agreed", rule="country = 'Germany'", brief=SMS)
    page = shown(sample_desk, qtbot, campaign.id)
    outlook = page.view.outlook
    assert outlook
    assert "nobody-reachable" in {each.code for each in outlook.findings}, "the record keeps all"
    toned = [card.title.text() for card in page.view.guardrails.cards if card.property("tone") in {"block", "warn"}]
    assert toned == ["No record of who agreed"]
    assert findings_chip(outlook.causes) == ("1 problem to solve", "block")


def test_everyone_is_not_said_to_have_agreed_where_nobody_did(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Nobody agreed", rule="country = 'Germany'", brief=SMS)
    page = shown(sample_desk, qtbot, campaign.id)
    assert page.view.narrows.bars.accessibleDescription().startswith("Everyone: 60,000")


def test_fields_that_are_still_empty_are_no_problems_yet(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Fresh", brief=Brief()).id)
    outlook = page.view.outlook
    assert outlook
    assert findings_chip(outlook.causes) == ("3 things to fill in", "accent")
    reach = page.view.guardrails.reach
    assert reach.figure.isHidden()
    assert reach.meter.isHidden()
    assert reach.meaning.text().endswith("is known as soon as the brief is filled in.")
    assert "Reachable" not in reach.funnel.accessibleDescription()
    assert "block" not in {card.property("tone") for card in page.view.guardrails.cards}
    rows = {row.name.text(): row.said.text() for row in page.view.brief.findChildren(Row)}
    empty = [name for name, said in rows.items() if said == "Still to fill in"]
    assert empty == ["Channel", "What the data is used for", "Starts", "Ends"]
    page.view.open.change_brief("Change channel", {"channel": "email"})
    examined(page, qtbot)
    assert page.view.brief.findChildren(Row)
    rows = {row.name.text(): row.said.text() for row in page.view.brief.findChildren(Row)}
    assert rows["Channel"] == ""

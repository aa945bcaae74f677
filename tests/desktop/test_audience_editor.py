"""The audience editor: rows and text say the same, what is saved comes back, and nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.audience import AudienceEditor
from planner.desktop.campaigns.audience_names import NamePanel
from planner.desktop.campaigns.rule_as_text import place_of
from planner.desktop.desk import Desk
from planner.desktop.forms import name_of
from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.services.audiences import saved_audiences
from planner.services.effects import Effects, effects_of
from planner.services.exploring import ask
from planner.services.values import PopulationFacts, describe_population
from tests.desktop.conftest import in_store, settle
from tests.desktop.rules import choose, close_popups, open_choices, open_popup

NESTED = "age IN ('25–34', '35–44') AND city = 'Lyon' AND NOT (stage = 'lapsed' OR category = 'climbing')"
SHOP = "Shoal Outdoor"


@pytest.fixture
def facts(sample_desk: Desk, qtbot: QtBot) -> PopulationFacts:
    found = in_store(sample_desk, qtbot, lambda workspace: describe_population(workspace, SHOP))
    assert isinstance(found, PopulationFacts)
    return found


@pytest.fixture
def editor(sample_desk: Desk, facts: PopulationFacts, qtbot: QtBot) -> AudienceEditor:
    made = AudienceEditor(sample_desk)
    qtbot.addWidget(made, before_close_func=lambda _widget: close_popups())
    made.show_population(facts)
    made.resize(560, 800)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    return made


@pytest.fixture
def told(editor: AudienceEditor) -> list[tuple[str, str]]:
    """Every change that was told: its words, and the rule."""
    heard: list[tuple[str, str]] = []
    editor.rule_changed.connect(lambda rule, words: heard.append((words, rule_text(rule))))
    return heard


def write(editor: AudienceEditor, text: str) -> None:
    """Turn to the text and write something else, as somebody who pauses after it."""
    if not editor.is_text:
        editor.turn_text()
    editor.text.field.setPlainText(text)
    editor.text.read()


def open_name_panel() -> NamePanel:
    panel = open_popup()
    assert isinstance(panel, NamePanel)
    return panel


def test_showing_a_rule_tells_nobody(editor: AudienceEditor, told: list[tuple[str, str]]) -> None:
    editor.show_rule(parse_rule(NESTED))
    assert editor.rule == parse_rule(NESTED)
    assert told == []


def test_removing_a_condition_is_told_with_the_rule_that_is_left(
    editor: AudienceEditor, told: list[tuple[str, str]]
) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.tree.remove((1,))
    assert told == [("Remove City", NESTED.replace("city = 'Lyon' AND ", ""))]


def test_what_is_unfinished_stays_while_the_rule_says_the_same(
    editor: AudienceEditor, told: list[tuple[str, str]]
) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.tree.add_group()
    assert told == []
    editor.show_rule(editor.rule)
    assert len(editor.tree.draft.parts) == 4
    editor.show_rule(EVERYONE)
    assert not editor.tree.draft.parts


def test_the_effects_of_the_sample_stand_at_their_rows(editor: AudienceEditor, sample_desk: Desk, qtbot: QtBot) -> None:
    editor.show_rule(parse_rule(NESTED))
    found = in_store(sample_desk, qtbot, lambda workspace: effects_of(ask(workspace, SHOP, where=NESTED).judged))
    assert isinstance(found, Effects)
    editor.show_effects(found)
    assert editor.tree.box_at((0,)).effect.text() == "leaves 25,834"
    assert editor.tree.box_at((1,)).property("tone") == "block"


def test_the_rule_is_shown_as_text_and_as_rows_again(editor: AudienceEditor, told: list[tuple[str, str]]) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.turn_text()
    assert editor.text.field.toPlainText() == NESTED
    assert not editor.tree.isVisible()
    editor.turn_text()
    assert editor.tree.isVisible()
    assert told == []


def test_an_edit_of_the_text_becomes_rows(editor: AudienceEditor, told: list[tuple[str, str]]) -> None:
    editor.show_rule(parse_rule(NESTED))
    write(editor, "country = 'France' OR (age < '25–34' AND NOT category = 'hiking')")
    editor.text.apply.click()
    assert told == [
        ("Edit the audience as text", "country = 'France' OR age < '25–34' AND NOT category = 'hiking'"),
    ]
    editor.turn_text()
    assert [type(box).__name__ for box in editor.tree.outermost.boxes] == ["ConditionRow", "GroupBox"]
    assert len(told) == 1


@pytest.mark.parametrize(
    ("text", "marked", "instead"),
    [
        ("city = 'Lion'", "'Lion'", "city = 'Lyon'"),
        ("age > '18–24' AND citty = 'Lyon'", "citty", "age > '18–24' AND city = 'Lyon'"),
        ("age LIKE 'x'", "LIKE", None),
        ("city = 'Lyon' AND", "AND", None),
        ("age BETWEEN 20 AND 44", "20", None),
        ("city = 'Ly\U0001f41fon' OR city = 'Lion'", "'Ly\U0001f41fon'", "city = 'Lyon' OR city = 'Lion'"),
    ],
)
def test_what_cannot_be_understood_is_marked_told_and_changes_nothing(
    editor: AudienceEditor, told: list[tuple[str, str]], text: str, marked: str, instead: str | None
) -> None:
    editor.show_rule(parse_rule(NESTED))
    write(editor, text)
    assert len(editor.text.said.text()) > 20
    assert [mark.cursor.selectedText() for mark in editor.text.field.extraSelections()] == [marked]
    editor.text.apply.click()
    editor.turn_text()
    assert editor.is_text
    assert told == []
    if instead is not None:
        editor.text.suggestion.click()
        assert editor.text.field.toPlainText() == instead
    else:
        assert not editor.text.suggestion.isVisible()


def test_a_text_is_read_after_a_pause(editor: AudienceEditor, qtbot: QtBot) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.turn_text()
    QTest.keyClicks(editor.text.field, "AND ")
    qtbot.waitUntil(lambda: bool(editor.text.field.extraSelections()))
    editor.text.take_back.click()
    assert editor.text.field.toPlainText() == NESTED
    assert not editor.text.field.extraSelections()


def test_what_was_typed_is_applied_when_somebody_goes_on_elsewhere(
    editor: AudienceEditor, told: list[tuple[str, str]]
) -> None:
    editor.turn_text()
    write(editor, "age < '25–34'")
    editor.save.setEnabled(True)
    editor.save.setFocus()
    assert [text for _, text in told] == ["age < '25–34'"]


def test_a_rule_from_elsewhere_takes_the_place_of_the_text(editor: AudienceEditor) -> None:
    editor.show_rule(parse_rule(NESTED))
    write(editor, "city = 'Lion'")
    editor.show_rule(parse_rule("country = 'France'"))
    assert editor.text.field.toPlainText() == "country = 'France'"
    assert not editor.text.field.extraSelections()


def test_the_place_of_a_mistake_is_found_by_line_and_column() -> None:
    text = "city = 'Lyon'\nAND age LIKE 3"
    assert place_of(text, PlannerError("rule-pattern", line=2, column=9)) == (22, 26)
    assert place_of(text, PlannerError("rule-syntax", line=2, column=15)) == (len(text), len(text))
    assert place_of(text, PlannerError("rule-too-long", limit=3)) == (len(text), len(text))


def test_an_audience_is_saved_and_added_to_another_rule(
    editor: AudienceEditor, sample_desk: Desk, told: list[tuple[str, str]], qtbot: QtBot
) -> None:
    editor.show_rule(parse_rule("country = 'France' OR category = 'hiking'"))
    editor.save.click()
    panel = open_name_panel()
    QTest.keyClicks(panel.field, "<b>Hikers</b> & co")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    settle(sample_desk, qtbot)
    assert sample_desk.notices.texts == ("Saved as “<b>Hikers</b> & co”.",)
    editor.show_rule(parse_rule("age = '25–34'"))
    editor.tree.saved_wanted.emit((), editor.save)
    settle(sample_desk, qtbot)
    choose("<b>Hikers</b> & co")
    assert told == [
        ("Add the audience “<b>Hikers</b> & co”", "age = '25–34' AND (country = 'France' OR category = 'hiking')")
    ]


def test_a_name_that_is_taken_is_told_in_the_panel(editor: AudienceEditor, sample_desk: Desk, qtbot: QtBot) -> None:
    for rule, name in (("country = 'France'", "One"), ("country = 'Austria'", "one")):
        editor.show_rule(parse_rule(rule))
        editor.save_audience()
        panel = open_name_panel()
        panel.field.setText(name)
        panel.verb.click()
        settle(sample_desk, qtbot)
    panel = open_name_panel()
    assert "one" in panel.row.said.text()
    kept = in_store(sample_desk, qtbot, lambda workspace: saved_audiences(workspace, SHOP))
    assert len(list(kept)) == 1  # type: ignore[call-overload]


def test_saving_can_be_taken_back_at_once(editor: AudienceEditor, sample_desk: Desk, qtbot: QtBot) -> None:
    editor.show_rule(parse_rule("country = 'France'"))
    editor.save_audience()
    panel = open_name_panel()
    panel.field.setText("One")
    panel.keep()
    settle(sample_desk, qtbot)
    forget = [each for each in sample_desk.notices.findChildren(QWidget) if name_of(each) == "Forget it"]
    forget[0].click()  # type: ignore[attr-defined]
    settle(sample_desk, qtbot)
    assert in_store(sample_desk, qtbot, lambda workspace: saved_audiences(workspace, SHOP)) == ()
    assert sample_desk.notices.texts == ()


def test_where_nothing_is_saved_the_way_to_it_is_told(editor: AudienceEditor, sample_desk: Desk, qtbot: QtBot) -> None:
    editor.tree.saved_wanted.emit((), editor.save)
    settle(sample_desk, qtbot)
    assert "Save one" in sample_desk.notices.texts[0]


def test_the_actions_say_why_they_cannot_be_done(editor: AudienceEditor, sample_desk: Desk) -> None:
    actions = sample_desk.actions
    actions.turn_to("campaigns")
    assert actions.why_not("campaigns.save-audience") == "Add a condition first"
    editor.show_rule(parse_rule(NESTED))
    assert actions.why_not("campaigns.save-audience") == ""
    actions["campaigns.as-text"].trigger()
    assert actions.why_not("campaigns.add-condition") == "Show the audience as rows first"
    editor.turn_text()
    actions["campaigns.add-condition"].trigger()
    assert open_choices().isVisible()
    close_popups()
    editor.set_editable(False)
    assert actions.why_not("campaigns.add-group") == "This campaign cannot be changed any more"


def test_a_rule_that_may_only_be_read_cannot_be_changed_as_text(editor: AudienceEditor) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.turn_text()
    editor.set_editable(False)
    QTest.keyClicks(editor.text.field, "x")
    assert editor.text.field.toPlainText() == NESTED
    assert not editor.text.apply.isVisible()


def test_a_long_rule_keeps_its_rows_from_edit_to_edit(editor: AudienceEditor, facts: PopulationFacts) -> None:
    cities = [label for label in facts.known[1].attribute.labels if "'" not in label][:50]
    rule: Rule = parse_rule(" OR ".join(f"city = '{city}' AND age <> '18–24'" for city in cities))
    editor.show_rule(rule)
    before = list(editor.tree.outermost.boxes)
    editor.tree.focus((40, 0))
    editor.tree.remove((2,))
    assert editor.tree.outermost.boxes == before[:2] + before[3:]
    editor.show_rule(editor.rule)
    assert editor.tree.outermost.boxes == before[:2] + before[3:]
    assert QApplication.focusWidget() is editor.tree.box_at((2,)).kind  # type: ignore[union-attr]

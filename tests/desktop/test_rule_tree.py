"""Building a rule: by mouse, by keyboard alone, with names that mean harm, and without losing one's place."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.rule_group import GroupBox
from planner.desktop.campaigns.rule_row import ConditionRow
from planner.desktop.campaigns.rule_tree import RuleTree
from planner.desktop.desk import Desk
from planner.desktop.forms import name_of
from planner.domain.attribute import Attribute, Kind
from planner.domain.rule import MAX_CONDITIONS, Condition, Operator
from planner.domain.rule_edit import Group, Holds, Part, Path, draft_of, part_at, rule_of
from planner.domain.rule_text import parse_rule, rule_text
from planner.services.effects import Effect, Effects
from tests.desktop.rules import CITY, choose, close_popups, facts, open_choices, open_picker

ALT, UP, DOWN = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Up, Qt.Key.Key_Down
NESTED = "age IN ('18–24', '25–34') AND city = 'Lyon' AND NOT (plan_kind = 'pro' OR age = '(missing)')"
HOSTILE = "<img src=x><b>Loud</b> & co \u202eevil\u202c " + "long " * 200


@pytest.fixture
def tree(desk: Desk, qtbot: QtBot) -> Iterator[RuleTree]:
    made = RuleTree(desk)
    qtbot.addWidget(made)
    made.show_facts(facts())
    made.resize(560, 700)
    made.show()
    made.activateWindow()
    qtbot.waitActive(made)
    yield made
    close_popups()


@pytest.fixture
def edits(tree: RuleTree) -> list[tuple[str, str]]:
    """Every edit that was told: its words, and the rule after it."""
    heard: list[tuple[str, str]] = []
    tree.edited.connect(lambda draft, words: heard.append((words, rule_text(rule_of(draft)))))
    return heard


def show(tree: RuleTree, text: str) -> None:
    tree.show_draft(draft_of(parse_rule(text)))
    QApplication.processEvents()


def row(tree: RuleTree, *path: int) -> ConditionRow:
    found = tree.box_at(path)
    assert isinstance(found, ConditionRow)
    return found


def group(tree: RuleTree, *path: int) -> GroupBox:
    found = tree.box_at(path)
    assert isinstance(found, GroupBox)
    return found


def texts(widget: QWidget) -> list[str]:
    """Everything that is written on a widget and the ones in it."""
    said = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    return said + [each.text() for each in widget.findChildren(QAbstractButton) if each.text()]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifier)


def test_a_condition_is_added_from_attribute_to_values_with_the_keyboard(
    tree: RuleTree, edits: list[tuple[str, str]]
) -> None:
    tree.add_condition()
    assert [open_choices().list.item(n).text() for n in range(3)] == ["City", "Region – of City", "Country – of City"]
    QTest.keyClick(open_choices().list, Qt.Key.Key_End)
    QTest.keyClick(open_choices().list, Qt.Key.Key_Return)
    picker = open_picker()
    QTest.keyClick(picker.view, DOWN)
    QTest.keyClick(picker.view, Qt.Key.Key_Space)
    QTest.keyClick(picker.view, Qt.Key.Key_Return)
    assert edits == [("Add Plan kind", ""), ("Add Plan kind", "plan_kind = 'pro'")]
    assert tree.path_in_focus() == (0,)


def test_a_whole_country_becomes_one_condition_on_the_country(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "city = 'Rome'")
    row(tree, 0).chips.click()
    picker = open_picker()
    picker.model.toggle(picker.model.index(1, 0))
    picker.done.click()
    assert edits == [("Change Country", "country = 'Italy'")]
    row(tree, 0).chips.click()
    assert open_picker().chosen.tolist() == [label in {"Rome", "Ostia", "Milan"} for label in CITY.labels]


def test_what_leaves_out_goes_on_leaving_out(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "plan_kind <> 'pro'")
    row(tree, 0).chips.click()
    picker = open_picker()
    picker.model.toggle(picker.model.index(0, 0))
    picker.done.click()
    assert edits == [("Change Plan kind", "plan_kind NOT IN ('free', 'pro')")]


def test_looking_at_the_values_changes_nothing(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age BETWEEN '18–24' AND '25–34'")
    row(tree, 0).chips.click()
    open_picker().done.click()
    assert edits == []


def test_another_operator_keeps_the_values_it_can(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age IN ('18–24', '25–34')")
    row(tree, 0).operator.click()
    choose("is at least")
    row(tree, 0).chips.click()
    choose("35–44")
    assert [text for _, text in edits] == ["age >= '18–24'", "age >= '35–44'"]


def test_another_attribute_starts_without_values(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age = '18–24' AND city = 'Rome'")
    row(tree, 0).attribute.click()
    choose("Plan kind")
    assert part_at(tree.draft, (0,)) == Condition("plan_kind", Operator.IN, ())
    assert edits == [("Change Plan kind", "city = 'Rome'")]
    assert open_picker().isVisible()


def test_a_group_asks_for_all_any_or_none(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age = '18–24' AND city = 'Rome'")
    group(tree).kind.click()
    QTest.keyClick(open_choices().list, DOWN)
    QTest.keyClick(open_choices().list, DOWN)
    QTest.keyClick(open_choices().list, Qt.Key.Key_Return)
    assert edits == [("Change group", "NOT (age = '18–24' OR city = 'Rome')")]
    assert group(tree).kind.text() == "none of"


def test_rows_are_moved_and_removed_with_the_keyboard(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, NESTED)
    tree.focus((0,))
    press(DOWN, ALT)
    assert tree.path_in_focus() == (1,)
    press(DOWN, ALT)
    assert tree.path_in_focus() == (1, 0)
    press(UP, ALT)
    press(Qt.Key.Key_Delete)
    assert [words for words, _ in edits] == ["Move Age", "Move Age", "Move Age", "Remove Age"]
    assert edits[-1][1] == "city = 'Lyon' AND NOT (plan_kind = 'pro' OR age = '(missing)')"
    assert tree.path_in_focus() == (1,)


def test_the_keys_work_from_every_button_of_a_row(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, NESTED)
    for piece in ("attribute", "operator", "chips", "more", "remove"):
        getattr(row(tree, 1), piece).setFocus()
        press(UP, ALT)
        assert tree.path_in_focus() == (0,)
        press(DOWN, ALT)
    assert len(edits) == 10


def test_the_arrow_keys_walk_the_rows_and_enter_edits(tree: RuleTree) -> None:
    show(tree, NESTED)
    tree.focus((0,))
    press(DOWN)
    assert tree.path_in_focus() == (1,)
    press(DOWN)
    assert tree.path_in_focus() == (2,)
    tree.focus((1,))
    press(Qt.Key.Key_Return)
    assert open_picker().isVisible()


def drag(tree: RuleTree, path: Path, to: QPoint) -> None:
    """Drag the part at a path to a place of the tree."""
    handle = tree.box_at(path).handle
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    QTest.mouseMove(handle, handle.mapFrom(tree, to))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.mapFrom(tree, to))


def middle_of(tree: RuleTree, *path: int, low: bool) -> QPoint:
    """A place in the upper or the lower half of a box, in the tree."""
    box = tree.box_at(path)
    return box.mapTo(tree, QPoint(box.width() // 2, box.height() - 6 if low else 6))


def test_a_row_is_dragged_into_a_group_and_out_again(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, NESTED)
    drag(tree, (0,), middle_of(tree, 2, 0, low=True))
    assert edits[-1] == (
        "Move Age",
        "city = 'Lyon' AND NOT (plan_kind = 'pro' OR age IN ('18–24', '25–34') OR age = '(missing)')",
    )
    QApplication.processEvents()
    drag(tree, (1, 1), middle_of(tree, 0, low=False))
    assert edits[-1] == ("Move Age", NESTED)


def test_a_group_dragged_into_itself_or_out_of_the_rule_stays(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, NESTED)
    drag(tree, (2,), middle_of(tree, 2, 0, low=True))
    drag(tree, (2,), QPoint(-300, -300))
    assert edits == []


def test_an_empty_group_takes_what_is_dropped_on_it(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age = '18–24' AND city = 'Rome'")
    tree.add_group()
    QApplication.processEvents()
    drag(tree, (0,), middle_of(tree, 2, low=False))
    assert tree.draft.parts[1] == Group(Holds.ANY, (Condition("age", Operator.EQUAL, ("18–24",)),))
    assert edits[-1][1] == "city = 'Rome' AND age = '18–24'"


def test_a_condition_is_put_into_a_group_and_the_group_dissolved(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "age = '18–24' AND city = 'Rome'")
    row(tree, 1).more.click()
    choose("Put it into a group")
    assert isinstance(tree.draft.parts[1], Group)
    group(tree, 1).more.click()
    choose("Dissolve the group")
    assert tree.draft == draft_of(parse_rule("age = '18–24' AND city = 'Rome'"))
    assert [words for words, _ in edits] == ["Put it into a group", "Dissolve the group"]


def test_an_edit_keeps_the_other_rows_and_the_focus(tree: RuleTree) -> None:
    tree.show_draft(Group(Holds.ALL, tuple(Condition("age", Operator.EQUAL, (f"band {n}",)) for n in range(50))))
    before = list(tree.outermost.boxes)
    tree.focus((30,))
    tree.remove((3,))
    assert tree.outermost.boxes == before[:3] + before[4:]
    tree.focus((30,))
    row(tree, 30).operator.setFocus()
    draft = Group(
        Holds.ALL, (*tree.draft.parts[:30], Condition("age", Operator.IN, ("18–24",)), *tree.draft.parts[31:])
    )
    tree.show_draft(draft)
    assert tree.outermost.boxes[30] is before[31]
    assert QApplication.focusWidget() is row(tree, 30).operator


def test_a_row_says_what_it_leaves_or_takes_away_and_which_one_narrows(tree: RuleTree) -> None:
    show(tree, NESTED)
    parts = parse_rule(NESTED).parts  # type: ignore[union-attr]
    steps = (Effect(parts[0], 900, 4100, False), Effect(parts[1], 20, 880, True), Effect(parts[2], 0, 20, False))
    tree.show_effects(Effects(parse_rule(NESTED), 5000, True, 50, steps))
    assert row(tree, 0).effect.text() == "leaves 900"
    assert row(tree, 1).effect.text() == "\u26a0 leaves fewer than 50: narrows most"
    assert row(tree, 1).property("tone") == "block"
    assert group(tree, 2).effect.text() == "takes away fewer than 50"
    tree.remove((1,))
    assert row(tree, 0).effect.text() == "leaves 900"


def test_a_condition_that_fits_the_customers_no_more_says_so(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, "city IN ('Lyon', 'Atlantis') AND planet = 'Mars'")
    assert row(tree, 0).effect.text() == "\u26a0 not in these customers"
    assert "Atlantis" in row(tree, 0).accessibleDescription()
    row(tree, 1).chips.click()
    assert len(tree.desk.notices.texts) == 1
    row(tree, 0).chips.click()
    picker = open_picker()
    assert picker.chosen.sum() == 1
    picker.model.toggle(picker.model.index(1, 0))
    picker.done.click()
    assert edits == [("Change City", "city IN ('Lyon', 'Italy') AND planet = 'Mars'")]


def test_a_rule_that_may_only_be_read_cannot_be_changed(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    show(tree, NESTED)
    tree.set_editable(False)
    tree.focus((1,))
    for key, modifier in ((UP, ALT), (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)):
        press(key, modifier)
    press(Qt.Key.Key_Return)
    row(tree, 1).chips.click()
    tree.add_condition()
    tree.add_group()
    assert edits == []
    assert QApplication.activePopupWidget() is None


def test_too_many_conditions_are_refused_in_words(tree: RuleTree, edits: list[tuple[str, str]]) -> None:
    part: Part = Condition("age", Operator.EQUAL, ("18–24",))
    tree.around.is_editable = False
    tree.insert((), Group(Holds.ALL, (part,) * (MAX_CONDITIONS + 1)), "Add")
    assert edits == []
    assert len(tree.desk.notices.texts) == 1


def test_hostile_names_are_shown_as_they_are(tree: RuleTree) -> None:
    tree.show_facts(facts(Attribute(HOSTILE, Kind.NOMINAL, (HOSTILE, "x"))))
    tree.show_draft(Group(Holds.ALL, (Condition(HOSTILE, Operator.IN, (HOSTILE, "x")),)))
    QApplication.processEvents()
    shown = row(tree, 0)
    assert "<img" not in shown.attribute.toolTip()
    assert "<img" not in shown.chips.toolTip()
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in tree.findChildren(QLabel) if each.text())
    assert shown.width() <= tree.width()
    assert shown.attribute.geometry().right() < shown.width()
    shown.grab()
    shown.chips.click()
    open_picker().grab()


def test_nothing_is_cut_off_in_a_narrow_column(tree: RuleTree, desk: Desk) -> None:
    show(tree, NESTED)
    for percent, width in ((100, 330), (200, 400)):
        desk.look.wear("light", percent)
        tree.resize(width, 2000)
        QApplication.processEvents()
        for each in tree.findChildren(QWidget):
            if each.isVisibleTo(tree):
                assert each.mapTo(tree, each.rect().topRight()).x() <= tree.width(), (percent, type(each).__name__)
    desk.look.wear("light", 100)


def test_everything_that_takes_the_focus_has_a_name(tree: RuleTree) -> None:
    show(tree, NESTED)
    focusable = [each for each in tree.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(focusable) > 20
    assert [each for each in focusable if not name_of(each)] == []


def test_the_words_on_a_row_are_the_rules(tree: RuleTree) -> None:
    show(tree, "age BETWEEN '18–24' AND '35–44' AND country <> 'Italy'")
    assert row(tree, 0).accessibleName() == "Age is between 18–24, 35–44"
    assert row(tree, 1).accessibleName() == "Country is not Italy"
    assert "is between" in texts(tree)

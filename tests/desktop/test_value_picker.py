"""Choosing values: found by typing, ticked by mouse and keyboard, counted, and never slower for there being many."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.value_model import PEOPLE, ValueModel
from planner.desktop.campaigns.value_picker import ValuePicker
from planner.desktop.forms import name_of
from planner.desktop.look import Look
from planner.domain.attribute import Attribute, Kind
from planner.services.values import KnownAttribute
from tests.desktop.rules import AGE, CITY, PLAN, close_popups, facts, known

CHECK = Qt.ItemDataRole.CheckStateRole
SPACE, ENTER, ESCAPE, DOWN = Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down


@pytest.fixture
def anchor(qtbot: QtBot) -> Iterator[QWidget]:
    window = QWidget()
    made = QPushButton("Values", window)
    window.resize(600, 500)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    yield made
    close_popups()


def picker(anchor: QWidget, look: Look, place: int, *chosen: str) -> ValuePicker:
    population = facts()
    labels = population.attributes[place].labels
    made = ValuePicker(anchor, look, population, (place, np.isin(np.array(labels, dtype=object), chosen)))
    made.open()
    return made


def model(attribute: Attribute, *chosen: str) -> ValueModel:
    return ValueModel(known(attribute), np.isin(np.array(attribute.labels, dtype=object), chosen), 50)


def shown(values: ValueModel, parent: QModelIndex | None = None) -> list[str]:
    """The labels that a model shows, those of groups before their values."""
    above = parent or QModelIndex()
    found = []
    for row in range(values.rowCount(above)):
        index = values.index(row, 0, above)
        found += [str(index.data()), *shown(values, index)]
    return found


def entry(values: ValueModel, *labels: str) -> QModelIndex:
    """The entry of a label under its groups."""
    index = QModelIndex()
    for label in labels:
        rows = [values.index(row, 0, index) for row in range(values.rowCount(index))]
        index = next(row for row in rows if row.data() == label)
    return index


def ticked(values: ValueModel) -> list[str]:
    return [label for label, is_chosen in zip(CITY.labels, values.chosen, strict=True) if is_chosen]


@pytest.mark.parametrize("attribute", [CITY, AGE, PLAN])
@pytest.mark.parametrize("text", ["", "o", "alps", "nothing"])
def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, attribute: Attribute, text: str) -> None:
    values = model(attribute, attribute.labels[0])
    values.find(text)
    qtmodeltester.check(values)  # type: ignore[no-untyped-call]


def test_values_stand_under_their_region_and_country() -> None:
    assert shown(model(CITY)) == [
        *("France", "Alps", "Lyon", "Annecy", "Chambéry", "Azur", "Nice", "Menton"),
        *("Italy", "Lazio", "Rome", "Ostia", "Lombardy", "Milan", "Monaco", "Monaco", "Monaco"),
    ]


def test_a_group_is_ticked_whole_in_part_or_not() -> None:
    values = model(CITY, "Lyon")
    assert entry(values, "France").data(CHECK) is Qt.CheckState.PartiallyChecked
    values.toggle(entry(values, "France", "Alps"))
    assert entry(values, "France", "Alps").data(CHECK) is Qt.CheckState.Checked
    assert ticked(values) == ["Lyon", "Annecy", "Chambéry"]
    values.toggle(entry(values, "France", "Alps"))
    assert entry(values, "France").data(CHECK) is Qt.CheckState.Unchecked


def test_a_search_shows_what_matches_with_the_groups_above_and_all_that_is_in_it() -> None:
    values = model(CITY)
    assert values.find("  LY ") == 2
    assert shown(values) == ["France", "Alps", "Lyon", "Italy", "Lazio", "Rome", "Ostia", "Lombardy", "Milan"]
    values.toggle(entry(values, "Italy", "Lombardy"))
    assert ticked(values) == ["Milan"]
    assert values.find("nowhere") == 0
    assert shown(values) == []


def test_people_stand_beside_each_value_and_few_are_only_said_to_be_few() -> None:
    values = ValueModel(known(AGE, [900, 49, 0, 50, 0, 7]), np.zeros(6, dtype=np.bool_), 50)
    told = [values.index(row, 0).data(PEOPLE) for row in range(6)]
    assert told == ["900", "fewer than 50", "only with others", "50", "only with others", "fewer than 50"]


def test_a_value_of_too_few_people_is_not_in_the_list() -> None:
    assert shown(model(PLAN)) == ["free", "pro", "<b>old</b> & gone"]


def test_ticks_are_set_by_the_keyboard_alone(anchor: QWidget, look: Look, qtbot: QtBot) -> None:
    panel = picker(anchor, look, 0)
    with qtbot.waitSignal(panel.kept):
        QTest.keyClicks(panel.search, "rom")
        QTest.keyClick(panel.search, DOWN)
        QTest.keyClick(panel.view, DOWN)
        QTest.keyClick(panel.view, DOWN)
        QTest.keyClick(panel.view, SPACE)
        QTest.keyClick(panel.view, ENTER)
    assert ticked(panel.model) == ["Rome"]


def test_a_click_on_the_line_ticks_it(anchor: QWidget, look: Look, qtbot: QtBot) -> None:
    panel = picker(anchor, look, 1)
    at = panel.view.visualRect(panel.model.index(2, 0)).center()
    QTest.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert panel.chosen.tolist() == [False, False, True, False, False, False]


def test_escape_keeps_nothing(anchor: QWidget, look: Look, qtbot: QtBot) -> None:
    panel = picker(anchor, look, 1)
    with qtbot.assertNotEmitted(panel.kept):
        QTest.keyClick(panel.view, SPACE)
        QTest.keyClick(panel.view, ESCAPE)
    assert QApplication.activePopupWidget() is None


def test_a_click_elsewhere_keeps_what_is_ticked(anchor: QWidget, look: Look, qtbot: QtBot) -> None:
    panel = picker(anchor, look, 1)
    with qtbot.waitSignal(panel.kept):
        QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=QPoint(-20, -20))
    assert QApplication.activePopupWidget() is None


def test_all_that_was_found_is_ticked_at_once_and_what_was_ticked_stays(anchor: QWidget, look: Look) -> None:
    panel = picker(anchor, look, 0, "Nice")
    panel.search.setText("lazio")
    assert panel.all_found.text() == "Select all found"
    panel.all_found.click()
    assert ticked(panel.model) == ["Nice", "Rome", "Ostia"]
    assert panel.count.text() == "3 chosen"
    panel.clear.click()
    assert ticked(panel.model) == []


def test_a_range_is_said_by_its_ends(anchor: QWidget, look: Look) -> None:
    panel = picker(anchor, look, 1, "18–24", "25–34")
    bar = panel.range
    assert (bar.first.currentText(), bar.last.currentText()) == ("18–24", "25–34")
    bar.last.setCurrentIndex(3)
    bar.last.activated.emit(3)
    assert panel.chosen.tolist() == [False, True, True, True, False, False]
    panel.model.toggle(panel.model.index(2, 0))
    assert (bar.first.currentIndex(), bar.last.currentIndex()) == (-1, -1)


def test_an_attribute_with_a_hundred_thousand_values_makes_no_widget_for_any(anchor: QWidget, look: Look) -> None:
    size = 100_000
    labels = tuple(f"shop {code} " + "x" * (code % 300) for code in range(size))
    many = KnownAttribute(Attribute("shop", Kind.NOMINAL, labels), np.full(size, 60, dtype=np.int64), (), 0)
    values = ValueModel(many, np.zeros(size, dtype=np.bool_), 50)
    assert values.rowCount() == size
    assert values.find("shop 99999 ") == 1
    values.choose(values.chosen | values.found)
    assert np.flatnonzero(values.chosen).tolist() == [99_999]
    panel = ValuePicker(anchor, look, facts(many.attribute), (0, values.chosen))
    panel.open()
    panel.grab()
    assert len(panel.findChildren(QWidget)) < 60


def test_everything_in_the_panel_has_a_name(anchor: QWidget, look: Look) -> None:
    for place in range(3):
        panel = picker(anchor, look, place)
        nameless = [each for each in panel.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        assert [each for each in nameless if each.isVisible() and not name_of(each)] == []
        panel.cancel()

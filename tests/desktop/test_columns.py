"""Where not all columns have room, the most used are shown, a person picks others, and one group is told in full."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from planner.desktop.data.page import DataPage
from planner.desktop.data.value_sets import MOST_TOLD, ToldSets
from planner.desktop.desk import Desk, Touched
from planner.desktop.table_view import ENOUGH, SearchedTable, table_view
from planner.desktop.tables import Column, RecordTable
from planner.domain.attribute import Attribute, Kind
from planner.domain.rule_text import parse_rule
from planner.domain.segments import ValueSets, mask_words
from planner.services import planning
from tests.desktop.conftest import in_store, settle, show_page

TITLES = [f"Detail {at}" for at in range(12)]


def wide() -> RecordTable:
    """Twelve details, each with a long text, and how many people."""
    details = [Column(title, lambda _record: "some value or other", rank=at + 1) for at, title in enumerate(TITLES)]
    model = RecordTable([*details, Column("People", str, is_number=True)])
    model.show_records(range(30))
    return model


@pytest.fixture
def table(desk: Desk, qtbot: QtBot) -> SearchedTable:
    view = table_view(wide(), "Groups", desk)
    made = SearchedTable(view, title="Groups", hint="Find…", counted=lambda every, shown: f"{shown} of {every}")
    qtbot.addWidget(made)
    made.resize(720, 320)
    made.show()
    return made


def seen(table: SearchedTable) -> list[str]:
    model = table.view.model()
    assert isinstance(model, RecordTable)
    return [each.title for at, each in enumerate(model.columns) if not table.view.isColumnHidden(at)]


def entry(table: SearchedTable, words: str) -> QAction:
    menu = table.columns.menu()
    menu.aboutToShow.emit()
    return next(each for each in menu.actions() if each.text() == words)


def test_as_many_columns_are_shown_as_have_room_for_what_they_say(table: SearchedTable) -> None:
    assert seen(table) == [*TITLES[:4], "People"], "the last by rank are left out, the number never"
    assert table.columns.text() == "5 of 13 columns…"
    need = table.view.fontMetrics().horizontalAdvance("some value or other")
    assert need < ENOUGH, "or the next line proves nothing"
    assert min(table.view.columnWidth(at) for at in range(4)) > need
    table.resize(1900, 320)
    assert len(seen(table)) == 13
    assert table.columns.text() == "Columns…"


def test_columns_that_were_left_out_take_no_width_from_others_once_they_are_told_anew(table: SearchedTable) -> None:
    model = table.view.model()
    assert isinstance(model, RecordTable)
    model.describe(model.columns)
    model.show_records(range(30))
    table.resize(1900, 320)
    need = table.view.fontMetrics().horizontalAdvance("some value or other")
    assert min(table.view.columnWidth(at) for at in range(12)) > need


def test_a_person_picks_columns_and_they_stay_picked_when_other_rows_are_shown(table: SearchedTable) -> None:
    for title in (TITLES[1], TITLES[2], TITLES[3]):
        entry(table, title).trigger()
    entry(table, TITLES[11]).trigger()
    assert seen(table) == [TITLES[0], TITLES[11], "People"]
    model = table.view.model()
    assert isinstance(model, RecordTable)
    model.describe(model.columns)
    model.show_records(range(5))
    assert seen(table) == [TITLES[0], TITLES[11], "People"]
    entry(table, "As many as have room").trigger()
    assert seen(table) == [*TITLES[:4], "People"]


def test_what_was_picked_beyond_the_room_is_whole_and_reached_sideways(table: SearchedTable, qtbot: QtBot) -> None:
    for title in TITLES[4:]:
        entry(table, title).trigger()
    assert len(seen(table)) == 13
    qtbot.waitUntil(lambda: table.view.horizontalScrollBar().maximum() > 0)
    assert min(table.view.columnWidth(at) for at in range(12)) > 100


def test_the_menu_is_worked_with_the_keyboard_and_stays_open(table: SearchedTable, qtbot: QtBot) -> None:
    table.columns.setFocus()
    menu = table.columns.menu()
    menu.popup(table.columns.mapToGlobal(table.columns.rect().bottomLeft()))
    qtbot.waitUntil(menu.isVisible)
    for _ in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert seen(table) == [*TITLES[1:4], "People"]
    assert menu.isVisible()
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    assert not menu.isVisible()


@pytest.fixture
def page(sample_desk: Desk, qtbot: QtBot) -> DataPage:
    return show_page(DataPage(sample_desk), qtbot)


def texts(page: DataPage) -> list[str]:
    return [each.text() for each in page.group.findChildren(QLabel)]


def test_details_that_campaigns_ask_for_come_first(page: DataPage, qtbot: QtBot) -> None:
    assert page.segments.model.columns[0].title == "Age"
    plan = planning.Plan(name="Tents", population="Shoal Outdoor", rule=parse_rule("category = 'camping'"))
    in_store(page.desk, qtbot, lambda workspace: planning.draft(workspace, plan, author="Mara"))
    page.desk.changed.emit(frozenset({Touched.CAMPAIGNS}))
    settle(page.desk, qtbot)
    assert [each.title for each in page.segments.model.columns[:2]] == ["Category", "Age"]


def test_the_chosen_group_is_told_in_full_until_one_closes_it(page: DataPage) -> None:
    assert not page.group.isVisible()
    page.segments.table.view.selectRow(0)
    assert page.group.isVisible()
    told, table = page.segments.told, page.profile.table if page.profile else None
    assert told is not None
    assert table is not None
    place = page.segments.model.place_at(0)
    assert f"Group of {table.people[place]} people" in texts(page)
    said = told.said(place)
    assert [each.name for each in said] == [
        "Age", "City", "Stage", "Yearly spend", "Category", "Last order", "Agreed to"
    ]  # fmt: skip
    for sets, ids in zip(table.sets, table.ids, strict=True):
        for label in sets.labels_of(int(ids[place])):
            assert any(label in text for text in texts(page)), label
    page.group.close_button.click()
    assert not page.group.isVisible()
    QTest.keyClick(page.segments.table.view, Qt.Key.Key_Return)
    assert page.group.isVisible(), "Enter asks for it again"


def test_a_group_of_very_many_values_names_the_first_and_counts_the_others() -> None:
    labels = tuple(f"town {at}" for at in range(MOST_TOLD + 30))
    towns = Attribute("town", Kind.NOMINAL, labels)
    held = mask_words(np.arange(MOST_TOLD + 20), len(labels))
    said = ToldSets(ValueSets(towns, held.reshape(1, -1)), np.zeros(1, dtype=np.uint8)).said("Town", 0)
    assert said.short == f"{MOST_TOLD + 20} values"
    assert said.values.endswith(f"town {MOST_TOLD - 1}, and 20 more")

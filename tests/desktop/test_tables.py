"""Tables sort and filter their own rows, keep what is selected, and never scroll sideways."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.forms import name_of
from planner.desktop.table_view import NARROWEST, RecordView, SearchedTable, shared, table_view
from planner.desktop.tables import MOST_WALKED, Column, RecordTable

ASCENDING, DESCENDING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


@dataclass(frozen=True)
class Town:
    name: str
    people: int


TOWNS = (Town("Lyon", 500_000), Town("brest", 140_000), Town("Ain", 140_000), Town("Zürich", 90))
COLUMNS = (
    Column("Town", lambda town: town.name),
    Column("People", lambda town: f"{town.people:,}", value=lambda town: town.people, is_number=True),
    Column("State", lambda town: f"{town.name[:1]} state", tone=lambda town: "warn" if town.people < 100 else ""),
)


def towns() -> RecordTable:
    model = RecordTable(COLUMNS, key=lambda town: town.name)
    model.show_records(TOWNS)
    return model


def names(model: RecordTable) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def shown(qtbot: QtBot, view: RecordView | SearchedTable) -> None:
    qtbot.addWidget(view)
    view.resize(480, 320)
    view.show()


def test_the_model_keeps_qts_contract_while_it_sorts_filters_and_reads_anew(qtmodeltester: ModelTester) -> None:
    model = towns()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt has no types here
    watching = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.sort(1, DESCENDING)
    model.search("n")
    model.show_records(TOWNS[::2])
    model.search("")
    model.describe(COLUMNS[:1])
    assert watching.model() is model


def test_rows_sort_by_value_and_not_by_how_it_is_written() -> None:
    model = towns()
    model.sort(1, ASCENDING)
    assert names(model) == ["Zürich", "brest", "Ain", "Lyon"], "equal rows stay in their order"
    model.sort(1, DESCENDING)
    assert names(model) == ["Lyon", "brest", "Ain", "Zürich"]
    model.sort(0, ASCENDING)
    assert names(model) == ["Ain", "brest", "Lyon", "Zürich"], "whatever the case"
    model.sort(-1)
    assert names(model) == [town.name for town in TOWNS]


def test_every_word_has_to_be_found_in_some_column_whatever_its_case() -> None:
    model = towns()
    model.search("  140  B ")
    assert names(model) == ["brest"]
    model.search("nowhere")
    assert names(model) == []
    model.search("")
    assert len(names(model)) == len(TOWNS)


def test_a_hundred_thousand_rows_are_sorted_and_found_by_arrays_without_a_text_of_a_row_being_made() -> None:
    count, asked = 100_000, list[int]()
    values = np.arange(count)[::-1] % 977

    def text(place: int) -> str:
        asked.append(place)
        return str(values[place])

    model = RecordTable([Column("Value", text, keys=lambda: values)])
    model.show_records(range(count), lambda word: values == int(word))
    model.sort(0, DESCENDING)
    model.search("7")
    assert model.rowCount() == int((values == 7).sum())
    assert not asked
    assert model.index(0, 0).data() == "7"
    assert len(asked) == 1


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(-5, 5)), max_size=12, unique_by=lambda each: each[0]))
def test_held_indexes_follow_their_records_whatever_is_done(pairs: list[tuple[str, int]]) -> None:
    records = [Town(*pair) for pair in pairs]
    model = RecordTable(COLUMNS, key=lambda town: town.name)
    model.show_records(records)
    held = [QPersistentModelIndex(model.index(row, 0)) for row in range(len(records))]
    model.sort(1, DESCENDING)
    model.show_records([Town(town.name, -town.people) for town in reversed(records)])
    assert [model.key_at(each.row()) for each in held] == [town.name for town in records]


def test_what_is_chosen_stays_chosen_when_rows_move_and_when_it_is_found_again(desk: Desk, qtbot: QtBot) -> None:
    view = table_view(model := towns(), "Towns", desk)
    shown(qtbot, view)
    assert view.choose("Lyon")
    model.sort(1, ASCENDING)
    assert view.current == TOWNS[0]
    model.search("zür")
    assert view.current is None
    model.search("")
    assert view.current == TOWNS[0]
    model.show_records((Town("Oslo", 3), Town("Lyon", 4)))
    assert view.current == Town("Lyon", 4)
    assert not view.choose("Paris")


def test_the_keyboard_alone_walks_types_ahead_and_opens(desk: Desk, qtbot: QtBot) -> None:
    view = table_view(towns(), "Towns", desk)
    shown(qtbot, view)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert view.current == TOWNS[0], "one sees where one is"
    QTest.keyClicks(view, "br")
    assert view.current == TOWNS[1]
    with qtbot.waitSignal(view.opened) as opened:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [TOWNS[1]]
    assert not view.tabKeyNavigation(), "Tab goes on to what comes next"
    assert name_of(view) == "Towns"


@pytest.mark.parametrize("percent", [100, 200])
def test_a_table_is_exactly_as_wide_as_its_place(desk: Desk, qtbot: QtBot, percent: int) -> None:
    desk.look.wear("light", percent)
    try:
        view = table_view(towns(), "Towns", desk)
        shown(qtbot, view)
        for width in (260, 1200, 400):
            view.resize(width, 300)
            assert view.horizontalHeader().length() == view.viewport().width()
        view.resize(1000, 300)
        view.horizontalHeader().resizeSection(0, 240)
        assert view.columnWidth(0) == 240
        assert view.horizontalHeader().length() == view.viewport().width()
    finally:
        desk.look.wear("light", 100)


@given(
    st.integers(60, 2000),
    st.lists(st.tuples(st.integers(1, 900), st.integers(0, 3)), min_size=1, max_size=12),
)
def test_widths_always_fill_the_room(room: int, asked: list[tuple[int, int]]) -> None:
    widths = shared(room, [need for need, _ in asked], [weight for _, weight in asked], NARROWEST)
    assert sum(widths) == room
    assert min(widths) > 0


def test_numbers_are_told_whole_where_words_have_to_be_cut() -> None:
    assert shared(400, [300, 90, 300], [1, 0, 1], 48) == [155, 90, 155]
    assert shared(400, [300, 390, 300], [1, 0, 1], 48)[1] < 390, "but not at the price of everything else"


def test_numbers_stand_under_their_title(desk: Desk, qtbot: QtBot) -> None:
    view = table_view(towns(), "Towns", desk)
    shown(qtbot, view)
    picture, column = view.grab().toImage(), view.columnViewportPosition(1) + view.columnWidth(1)
    ends = []
    for top, bottom in ((0, view.horizontalHeader().height() - 2), (view.viewport().y() + 2, picture.height())):
        ground = picture.pixel(column - 3, top + 4)
        left = column - 30
        rows = range(top + 4, min(bottom, top + 24))
        inked = [x for x in range(left, column) if any(picture.pixel(x, y) != ground for y in rows)]
        ends.append(max(inked))
    assert abs(ends[0] - ends[1]) <= 1


def test_a_search_that_finds_nothing_says_so_and_is_undone_with_one_button(desk: Desk, qtbot: QtBot) -> None:
    view = table_view(model := RecordTable(COLUMNS, key=lambda town: town.name), "Towns", desk)
    table = SearchedTable(view, title="Towns", hint="Find a town…", counted=lambda every, found: f"{found} of {every}")
    shown(qtbot, table)
    model.show_records(TOWNS)
    assert table.count.text() == "4 of 4"
    table.search.insert("zür")
    assert table.count.text() == "1 of 4"
    table.search.insert("!")
    assert not view.isVisible()
    QTest.mouseClick(table.clear, Qt.MouseButton.LeftButton)
    assert view.isVisible()
    assert table.count.text() == "4 of 4"
    assert table.search.text() == ""


def test_a_chip_is_painted_in_its_tone(desk: Desk, qtbot: QtBot) -> None:
    model = towns()
    view = table_view(model, "Towns", desk)
    shown(qtbot, view)
    view.resize(700, 320)
    wanted, picture = desk.look.colour("warn-soft").rgb(), view.grab().toImage()
    found = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)}
    assert wanted in found


def test_typing_ahead_in_a_long_table_walks_only_so_far(desk: Desk, qtbot: QtBot) -> None:
    asked: list[int] = []

    def text(place: int) -> str:
        asked.append(place)
        return f"row {place}"

    model = RecordTable([Column("Row", text)])
    model.show_records(range(5 * MOST_WALKED))
    view = table_view(model, "Rows", desk)
    shown(qtbot, view)
    view.setCurrentIndex(model.index(2, 0))
    asked.clear()
    view.keyboardSearch("nothing like it")
    assert view.current == 2
    assert len(asked) <= MOST_WALKED

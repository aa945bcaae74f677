"""The page Data shows a population, its groups, what is kept and why, and leads on where there is nothing to show."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from planner.desktop.data.breakdown import MOST_BARS, largest
from planner.desktop.data.page import DataPage
from planner.desktop.data.value_sets import ToldSets, band_words
from planner.desktop.desk import Desk, Touched
from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.rule_text import parse_rule
from planner.domain.segments import ValueSets, mask_words
from planner.services import importing, planning
from planner.services.profile import Breakdown, Slice
from tests.clocks import SetClock
from tests.desktop.conftest import NOW, in_store, settle, show_page


def shown(desk: Desk, qtbot: QtBot) -> DataPage:
    return show_page(DataPage(desk), qtbot)


@pytest.fixture
def page(sample_desk: Desk, qtbot: QtBot) -> DataPage:
    return shown(sample_desk, qtbot)


def texts(widget: object) -> list[str]:
    assert hasattr(widget, "findChildren")
    return [each.text() for each in widget.findChildren(QLabel)]


def test_a_population_is_told_in_four_numbers_and_until_when_it_may_be_used(
    page: DataPage, sample_import: importing.Import
) -> None:
    assert page.header.title.text() == "Shoal Outdoor"
    assert page.people.figure.text() == "60,000"
    assert page.groups.figure.text() == f"{len(sample_import.table):,}"
    assert page.groups.meaning.text() == "groups, none under 20 people"
    assert page.exact.figure.text().endswith("%")
    assert page.kept_rows.figure.text() == "0"
    assert "Safe to use until 28 Feb 2029" in texts(page.header)
    assert page.choice.isHidden(), "there is one population only"


def test_a_snapshot_that_grows_old_says_so_and_one_past_its_time_blocks(
    sample_desk: Desk, clock: SetClock, qtbot: QtBot
) -> None:
    clock.now = NOW + timedelta(days=100)
    page = shown(sample_desk, qtbot)
    assert "Getting old: usable until 28 Feb 2029" in texts(page.header)
    clock.now = NOW + timedelta(days=731)
    page.refresh()
    settle(sample_desk, qtbot)
    assert "Too old to use since 28 Feb 2029" in texts(page.header)


def test_without_a_workspace_and_without_customers_the_page_offers_the_first_thing_to_do(
    desk: Desk, qtbot: QtBot
) -> None:
    page = shown(desk, qtbot)
    assert page.closed.isVisible()
    assert not page.content.isVisible()
    assert not page.nobody.isVisible()


def test_an_empty_workspace_offers_an_import(open_desk: Desk, qtbot: QtBot) -> None:
    page = shown(open_desk, qtbot)
    assert page.nobody.isVisible()
    assert not page.content.isVisible()
    assert "No customers yet" in texts(page.nobody)


def test_the_largest_groups_come_first_and_a_column_sorts_them_anew(page: DataPage) -> None:
    model = page.segments.model
    last = model.columnCount() - 1
    table = page.profile.table if page.profile else None
    assert table is not None
    assert model.index(0, last).data() == str(table.people.max())
    model.sort(last, Qt.SortOrder.AscendingOrder)
    assert model.index(0, last).data() == str(table.people.min())


def test_a_search_finds_the_groups_that_may_hold_a_value_and_its_end_shows_all(page: DataPage, qtbot: QtBot) -> None:
    model, search, every = page.segments.model, page.segments.table.search, page.segments.model.rowCount()
    search.insert("lyon")
    assert 0 < model.rowCount() < every
    tips = [str(model.index(row, 1).data(Qt.ItemDataRole.ToolTipRole)) for row in range(model.rowCount())]
    assert all("Lyon" in tip for tip in tips)
    search.insert(" zanzibar")
    assert model.rowCount() == 0
    assert not page.segments.table.view.isVisible()
    QTest.mouseClick(page.segments.table.clear, Qt.MouseButton.LeftButton)
    assert model.rowCount() == every


def test_reading_anew_keeps_the_sort_and_the_picked_detail(page: DataPage, qtbot: QtBot) -> None:
    page.segments.table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    first = page.segments.model.record_at(0)
    page.breakdown.picker.setCurrentIndex(page.breakdown.picker.findText("Country"))
    page.refresh()
    settle(page.desk, qtbot)
    assert page.segments.model.record_at(0) == first
    assert page.breakdown.picker.currentText() == "Country"


def test_a_detail_that_no_campaign_asks_for_could_be_dropped(page: DataPage, qtbot: QtBot) -> None:
    assert texts(page.kept).count("could be dropped") == 6
    plan = planning.Plan(name="Tents", population="Shoal Outdoor", rule=parse_rule("country = 'France'"))
    in_store(page.desk, qtbot, lambda workspace: planning.draft(workspace, plan, author="Mara"))
    page.desk.changed.emit(frozenset({Touched.CAMPAIGNS}))
    settle(page.desk, qtbot)
    assert texts(page.kept).count("could be dropped") == 5
    assert "1 campaign" in texts(page.kept)


def test_tab_reaches_every_card_and_a_screen_reader_hears_its_lines(page: DataPage) -> None:
    for card in (page.kept, page.history, page.findings):
        assert card.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert card.accessibleName()
    assert page.kept.accessibleDescription().startswith("Age, no campaign, could be dropped; ")
    assert page.history.accessibleDescription().startswith("1 Mar 2027, 60,000 people, ")


def test_the_breakdown_follows_the_detail_that_is_picked(page: DataPage) -> None:
    picker, chart = page.breakdown.picker, page.breakdown.chart
    assert chart is not None
    picker.setCurrentIndex(picker.findText("Country"))
    assert chart.accessibleName() == "Country"
    assert chart.picture is not None
    assert chart.picture.records[0][0] == "Germany", "the largest first"
    picker.setCurrentIndex(picker.findText("Age"))
    assert chart.picture.records[0][0] == "under 18", "bands stay in their order"
    picker.setCurrentIndex(picker.findText("City"))
    assert any(text.startswith(f"The {MOST_BARS} largest of ") for text in texts(page.breakdown))


def test_of_several_populations_one_is_chosen_in_the_header(
    page: DataPage, sample_import: importing.Import, qtbot: QtBot
) -> None:
    other = replace(sample_import, record=replace(sample_import.record, population="Alpine club"))
    in_store(page.desk, qtbot, lambda workspace: importing.keep_import(workspace, other))
    page.desk.changed.emit(frozenset({Touched.POPULATIONS}))
    settle(page.desk, qtbot)
    assert page.header.title.text() == "Shoal Outdoor", "what is looked at stays"
    assert page.choice.isVisible()
    page.choice.setCurrentIndex(page.choice.findText("Alpine club"))
    settle(page.desk, qtbot)
    assert page.header.title.text() == "Alpine club"
    page.show_what("Shoal Outdoor")
    settle(page.desk, qtbot)
    assert page.choice.currentText() == "Shoal Outdoor"


@pytest.mark.parametrize("percent", [100, 200])
@pytest.mark.parametrize("width", [820, 1240])
def test_nothing_reaches_beyond_the_page_and_the_search_is_at_hand(
    page: DataPage, width: int, percent: int, qtbot: QtBot
) -> None:
    page.desk.look.wear("light", percent)
    try:
        page.resize(width, 700)
        qtbot.waitUntil(lambda: page.content.width() <= width)
        content = page.content.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= page.content.viewport().width()
        is_beside = (
            page.segments.geometry().right() < page.breakdown.mapTo(content, page.breakdown.rect().topLeft()).x()
        )
        assert is_beside == (width * 100 / percent >= 960)
        page.start_search()
        assert page.focusWidget() is page.segments.table.search
    finally:
        page.desk.look.wear("light", 100)


AGE = Attribute("age", Kind.ORDERED, ("under 18", "18–24", "25–34", "35 and over", "(missing)"), edges=(18, 25, 35))
DAY = Attribute(
    "day",
    Kind.ORDERED,
    ("before 2024-01-01", "2024-01-01 – 2024-12-31", "2025-01-01 – 2025-06-30", "2025-07-01 and later"),
    edges=("2024-01-01", "2025-01-01", "2025-07-01"),
)


@pytest.mark.parametrize(
    ("attribute", "codes", "said"),
    [
        (AGE, (1, 2), "18–34"),
        (AGE, (0, 1), "under 25"),
        (AGE, (2, 3), "25 and over"),
        (AGE, (1, 2, 4), "18–34, (missing)"),
        (AGE, (0, 1, 2, 3), "any known"),
        (AGE, (0, 2), ""),
        (AGE, (1, 4), ""),
        (DAY, (1, 2), "2024-01-01 – 2025-06-30"),
        (DAY, (0, 1), "before 2025-01-01"),
        (DAY, (2, 3), "2025-01-01 and later"),
    ],
)
def test_neighbouring_bands_are_told_as_one(attribute: Attribute, codes: tuple[int, ...], said: str) -> None:
    assert band_words(attribute, codes) == said


def told(attribute: Attribute, held: list[list[int]]) -> ToldSets:
    size = len(attribute.labels)
    sets = [*([code] for code in range(size)), *held]
    words = np.stack([mask_words(np.array(each), size) for each in sets])
    return ToldSets(ValueSets(attribute, words), np.arange(size, len(sets), dtype=np.uint8))


def test_a_set_is_told_by_its_group_by_what_it_leaves_out_or_by_how_many_it_holds() -> None:
    region = Level("region", ("North", "South"), (0, 0, 0, 0, 1, 1))
    city = Attribute("city", Kind.HIERARCHICAL, tuple("abcdef"), levels=(region,), rare=(5,))
    sets = told(city, [[0, 1, 2, 3], [0, 4], [1, 2, 3, 4, 5], [0, 1, 2, 3, 4], [0, 1, 2, 4], list(range(6))])
    said = [sets.text(place) for place in range(6)]
    assert said == ["North", "a, e", "all but a", "5 values", "4 values", "any"], (
        "a rare value is never named by itself"
    )
    assert sets.holding("north").tolist() == [True, *[False] * 5]
    assert sets.holding("a").tolist()[1:] == [True, False, True, True, True], "the last by its word any"
    assert sets.holding("f").tolist() == [False, False, True, False, False, False], "who may be anything tells nothing"


def test_without_an_order_the_largest_are_drawn_first() -> None:
    found = Breakdown((Slice("a", 20, 90), Slice("b", 30, 0), Slice("c", 20, 95)), 0)
    assert [each.label for each in largest(found, is_ordered=False)] == ["b", "c", "a"]
    assert largest(found, is_ordered=True) == found.slices


def test_the_chosen_group_comes_into_sight_where_it_lies_below_the_table(page: DataPage, qtbot: QtBot) -> None:
    page.resize(900, 560)
    qtbot.waitUntil(page._side_scroll.isHidden)
    assert not page.group.isVisible()
    page.segments.table.view.selectRow(0)
    qtbot.waitUntil(lambda: not page.group.heading.visibleRegion().isEmpty())
    assert not page.segments.visibleRegion().isEmpty(), "the table stays in sight above it"

"""The chart of import quality: every person's detail is exact, generalised or dropped."""

import pytest
from pytestqt.qtbot import QtBot

from planner.desktop.charts.quality import Kept, QualityChart
from planner.desktop.desk import Desk
from tests.desktop.conftest import settle

KEPT = (Kept("Age", 750, 150, 100), Kept("City", 300, 600, 100))


@pytest.fixture
def chart(desk: Desk, qtbot: QtBot) -> QualityChart:
    made = QualityChart(desk)
    qtbot.addWidget(made)
    made.show_quality("How exact details are", KEPT)
    made.resize(500, made.sizeHint().height())
    made.show()
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: made.canvas is not None and made.canvas.width() > 300)
    return made


def colours(chart: QualityChart) -> set[str]:
    image = chart.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def test_the_most_and_the_least_exact_detail_are_named(chart: QualityChart) -> None:
    told = "How exact details are: Age is known exactly of 75 % of people, City of 30 %."
    assert chart.accessibleDescription() == told


def test_exact_generalised_and_dropped_are_three_looks(chart: QualityChart, desk: Desk, qtbot: QtBot) -> None:
    wanted = {desk.look.theme.colours[meaning].upper() for meaning in ("bar", "hatch", "field-line")}
    qtbot.waitUntil(lambda: wanted <= colours(chart))


def test_the_table_counts_everybody_in_every_row(chart: QualityChart) -> None:
    rows = [[chart.model.index(row, column).data() for column in range(4)] for row in range(2)]
    assert rows == [["Age", "750", "150", "100"], ["City", "300", "600", "100"]]


def test_of_a_few_dropped_people_the_number_is_not_told(chart: QualityChart) -> None:
    chart.show_quality("How exact details are", (Kept("Age", 750, 150, 7),), 20)
    assert chart.model.index(0, 3).data() == "fewer than 20"
    of_seven = chart.picture
    chart.show_quality("How exact details are", (Kept("Age", 750, 150, 8),), 20)
    assert chart.picture == of_seven


def test_a_population_without_details_says_that_there_is_nothing_to_show(chart: QualityChart) -> None:
    chart.show_quality("How exact details are", ())
    assert chart.accessibleDescription() == "How exact details are: there is nothing to show."
    chart.show_quality("How exact details are", (Kept("Age", 0, 0, 0),))
    assert "0 %" in chart.accessibleDescription()


def test_dropped_people_are_explained_only_where_there_are_any(chart: QualityChart) -> None:
    assert chart.picture is not None
    assert len(chart.picture.notes) == 2
    chart.show_quality("How exact details are", (Kept("Age", 5, 5, 0),))
    assert len(chart.picture.notes) == 1

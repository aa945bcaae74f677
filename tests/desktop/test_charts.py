"""Charts: what is drawn is told in words and numbers too, follows the theme, and is kept as a picture."""

import subprocess
import sys
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from planner.desktop.charts import Bar, BreakdownChart, SizesChart
from planner.desktop.charts.bars import BarsChart
from planner.desktop.charts.breakdown import MOST_BARS, BarDrawing
from planner.desktop.charts.chart import Chart
from planner.desktop.charts.sizes import Bin, histogram
from planner.desktop.desk import Desk
from planner.desktop.meters import BarOf
from tests.desktop.conftest import AnsweringPrompts, settle

C = TypeVar("C", bound=Chart)
ROOT = Path(__file__).parents[2]
AGES = (Bar("under 18", 60, 0), Bar("18–24", 240, 31), Bar("25–34", 1200, 84), Bar("35–44", 0, 55))
SOURCE = "Shoal Outdoor · 1 Mar 2027 · 0123456789abcdef"


@pytest.fixture
def chart(desk: Desk, qtbot: QtBot) -> BreakdownChart:
    made = BreakdownChart(desk)
    made.set_source(SOURCE)
    made.show_breakdown("Age", AGES, 20)
    return shown(made, desk, qtbot)


def shown(chart: C, desk: Desk, qtbot: QtBot) -> C:
    qtbot.addWidget(chart)
    chart.resize(500, chart.sizeHint().height())
    chart.show()
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: chart.canvas is not None and chart.canvas.width() > 300)
    return chart


def save(chart: Chart, desk: Desk, qtbot: QtBot) -> None:
    """Save the chart as the person says who is asked for the file."""
    chart.save.click()
    settle(desk, qtbot)


def cells(chart: Chart) -> list[list[str]]:
    model = chart.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def texts_in(svg: bytes) -> set[str]:
    root = ElementTree.fromstring(svg)  # noqa: S314 — written just now
    return {text for each in root.iter("{http://www.w3.org/2000/svg}text") if (text := each.text)}


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name().upper() for x in range(image.width()) for y in range(image.height())}


def wait_for_bars(chart: Chart, desk: Desk, qtbot: QtBot) -> None:
    """Wait until the chart shows bars in the colour that they have in the theme of now."""
    wanted = desk.look.theme.colours["bar"].upper()
    qtbot.waitUntil(lambda: wanted in colours_in(chart.place.grab().toImage()))


def notes_of(chart: Chart) -> list[str]:
    return [each.text() for each in chart.notes.findChildren(QLabel)]


def test_a_chart_tells_in_one_sentence_what_it_shows(chart: BreakdownChart) -> None:
    told = "Age: the most common is 25–34, with up to 1,284 people; 10 % of it is only known to be one of a few."
    assert chart.canvas
    assert {chart.accessibleName(), chart.canvas.accessibleName(), chart.table.accessibleName()} == {"Age"}
    assert {chart.accessibleDescription(), chart.canvas.accessibleDescription()} == {told}


def test_the_table_has_the_numbers_of_the_bars(chart: BreakdownChart) -> None:
    chart.turn.click()
    assert chart.table.isVisible()
    assert not chart.place.isVisible()
    assert cells(chart) == [
        ["under 18", "60", "0", "60"],
        ["18–24", "240", "31", "271"],
        ["25–34", "1,200", "84", "1,284"],
        ["35–44", "0", "55", "55"],
    ]
    chart.turn.click()
    assert chart.place.isVisible()
    assert not chart.table.isVisible()


def test_values_without_an_order_stand_the_largest_first_and_the_rest_in_the_table(desk: Desk, qtbot: QtBot) -> None:
    chart = BreakdownChart(desk)
    chart.show_breakdown("City", [Bar(f"city {at}", 100 + at, 0) for at in range(40)], 20, is_ordered=False)
    shown(chart, desk, qtbot)
    assert chart.picture
    assert cells(chart)[0] == ["city 39", "139", "0", "139"]
    assert len(cells(chart)) == 40
    assert notes_of(chart)[0] == "… and 10 more, in the table."
    assert isinstance(chart.picture.drawing, BarDrawing)
    assert len(chart.picture.drawing.bars) == MOST_BARS


def test_the_floor_is_named_where_it_can_be_seen(desk: Desk, qtbot: QtBot) -> None:
    chart = BreakdownChart(desk)
    chart.show_breakdown("City", [Bar("Ain", 25, 0)], 20)
    assert "Dashed: 20 people, the fewest a group may hold." in notes_of(shown(chart, desk, qtbot))
    chart.show_breakdown("City", [Bar("Paris", 25_000, 0)], 20)
    assert notes_of(chart) == []


def test_nothing_to_show_is_said(desk: Desk, qtbot: QtBot) -> None:
    chart = BreakdownChart(desk)
    chart.show_breakdown("City", [], 20)
    shown(chart, desk, qtbot)
    assert notes_of(chart) == ["There is nothing to show."]
    assert chart.accessibleDescription() == "City: there is nothing to show."


def test_a_label_of_any_signs_is_drawn_as_plain_text(
    desk: Desk, qtbot: QtBot, recwarn: pytest.WarningsRecorder
) -> None:
    chart = BreakdownChart(desk)
    labels = ("$x^2$ \\frac", "two\nlines", "<b>bold</b>", "\u6771\u4eac", "long " * 60)
    chart.show_breakdown("Names & more", [Bar(each, 30, 3) for each in labels], 20)
    shown(chart, desk, qtbot).grab()
    written = texts_in(chart.file_of("svg"))
    assert {"$x^2$ \\frac", "two lines", "<b>bold</b>"} <= written
    assert not [each for each in recwarn if "Glyph" in str(each.message)]


@pytest.mark.parametrize("ending", ["png", "PNG", "svg"])
def test_a_picture_that_is_kept_opens_again_and_says_where_its_numbers_come_from(
    chart: BreakdownChart, desk: Desk, prompts: AnsweringPrompts, qtbot: QtBot, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"age.{ending}"
    prompts.files = [file]
    save(chart, desk, qtbot)
    if ending == "svg":
        assert {"Age", "25–34", "1,284", SOURCE} <= texts_in(file.read_bytes())
    else:
        image = QImage(str(file))
        assert image.width() == 2 * 720
        assert SOURCE in image.text("Description")


def test_the_source_is_written_at_the_foot_of_the_picture(chart: BreakdownChart) -> None:
    with_source = QImage.fromData(chart.file_of("png"))
    chart.set_source("")
    assert QImage.fromData(chart.file_of("png")).height() < with_source.height()


def test_a_picture_is_kept_in_light_colours_whatever_the_window_wears(chart: BreakdownChart, desk: Desk) -> None:
    """It goes into a document."""
    light = chart.file_of("svg")
    desk.look.wear("dark", 100)
    try:
        assert chart.file_of("svg") == light
    finally:
        desk.look.wear("light", 100)


def test_a_name_without_an_ending_becomes_a_png(
    chart: BreakdownChart, desk: Desk, prompts: AnsweringPrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    prompts.files = [tmp_path / "age.2027"]
    save(chart, desk, qtbot)
    assert not QImage(str(tmp_path / "age.2027.png")).isNull()


def test_a_picture_that_cannot_be_written_is_told(
    chart: BreakdownChart, desk: Desk, prompts: AnsweringPrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    prompts.files = [tmp_path / "nowhere" / "age.png"]
    save(chart, desk, qtbot)
    told = [each.text() for each in desk.notices.findChildren(QLabel)]
    assert any("age.png could not be written" in each for each in told)


def test_a_chart_is_drawn_again_in_the_colours_of_another_theme(
    chart: BreakdownChart, desk: Desk, qtbot: QtBot
) -> None:
    for theme in ("light", "dark"):
        desk.look.wear(theme, 100)
        wait_for_bars(chart, desk, qtbot)
    desk.look.wear("light", 100)


def test_a_chart_grows_with_the_font(chart: BreakdownChart, desk: Desk) -> None:
    before = chart.place.height()
    desk.look.wear("light", 200)
    assert chart.place.height() == 2 * before
    desk.look.wear("light", 100)


@pytest.mark.parametrize("width", [200, 340, 700])
def test_nothing_of_a_chart_overlaps_however_narrow_it_is(chart: BreakdownChart, width: int) -> None:
    chart.resize(width, chart.heightForWidth(width))
    parts = [each.geometry() for each in (chart.place, chart.notes, chart.turn, chart.save)]
    assert not [one for at, one in enumerate(parts) for other in parts[at + 1 :] if one.intersects(other)]
    assert all(chart.rect().contains(each) for each in parts)


def test_sizes_are_counted_in_bins_of_twice_the_size() -> None:
    assert histogram([20, 39, 40, 79, 200], 20) == (Bin(20, 40, 2), Bin(40, 80, 2), Bin(80, 160, 0), Bin(160, 320, 1))
    assert histogram([5, 20], 20) == (Bin(1, 20, 1), Bin(20, 40, 1))
    assert histogram([], 20) == ()


def test_the_sizes_of_groups_are_told_and_drawn(desk: Desk, qtbot: QtBot) -> None:
    chart = SizesChart(desk)
    chart.show_sizes("Sizes of groups", [20, 25, 41, 100, 3000], 20)
    shown(chart, desk, qtbot)
    told = "Sizes of groups: 5 groups, half of them with 41 people or fewer, the smallest with 20."
    assert chart.accessibleDescription() == told
    assert cells(chart)[:2] == [["20 to 39", "2"], ["40 to 79", "1"]]
    wait_for_bars(chart, desk, qtbot)


FUNNEL = (BarOf("Match", "1,200", 1.0), BarOf("Protected", "84", 0.07, is_protected=True), BarOf("Reachable", "0", 0.0))


@pytest.fixture
def bars(desk: Desk, qtbot: QtBot) -> BarsChart:
    made = BarsChart(desk, "The way")
    qtbot.addWidget(made)
    made.set_source(SOURCE)
    made.show_bars(FUNNEL, "Hatched: protected.")
    return made


def test_bars_that_follow_every_edit_are_painted_without_loading_matplotlib(bars: BarsChart, desk: Desk) -> None:
    assert desk.tasks.is_idle
    assert bars.canvas is None
    assert desk.look.theme.colours["bar"].upper() in colours_in(bars.place.grab().toImage())


def test_they_have_words_a_table_and_a_picture_like_every_chart(
    bars: BarsChart, desk: Desk, prompts: AnsweringPrompts, qtbot: QtBot, tmp_path: Path
) -> None:
    assert bars.accessibleName() == "The way"
    assert bars.accessibleDescription() == "Match: 1,200; Protected: 84; Reachable: 0"
    assert cells(bars) == [["Match", "1,200"], ["Protected", "84"], ["Reachable", "0"]]
    prompts.files = [tmp_path / "way.svg"]
    save(bars, desk, qtbot)
    written = (tmp_path / "way.svg").read_bytes()
    assert {"The way", "Match", "1,200", "Protected", "Hatched: protected.", SOURCE} <= texts_in(written)
    drawn = {desk.look.theme.colours[each].encode().lower() for each in ("bar", "hatch")}
    assert not [each for each in drawn if each not in written]


def test_no_chart_uses_the_figures_that_matplotlib_keeps_for_itself(chart: BreakdownChart) -> None:
    assert chart.canvas
    code = (
        "import sys; from planner.desktop.charts.sheet import load_plotting, make_figure, Path;"
        "load_plotting(Path(sys.argv[1])); make_figure(); print('matplotlib.pyplot' in sys.modules)"
    )
    assert printed(code, "unused") == "False"


def test_the_window_shows_without_loading_matplotlib() -> None:
    code = "import sys, planner.desktop.window, planner.desktop.charts; print('matplotlib' in sys.modules)"
    assert printed(code) == "False"


def printed(code: str, *arguments: str) -> str:
    run = [sys.executable, "-c", code, *arguments]
    return subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

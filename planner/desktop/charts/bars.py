"""Bars: numbers of people that change with every edit, painted at once, and drawn when they are kept as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

from planner.desktop.charts.chart import Chart
from planner.desktop.charts.lines import GAP, height_of, write_lines
from planner.desktop.charts.picture import Picture
from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.desk import Desk
from planner.desktop.look import Look
from planner.desktop.meters import BarOf, Bars
from planner.desktop.words import named, tr


class BarsChart(Chart):
    """Bars under each other, each with its name before it and its number behind it."""

    def __init__(self, desk: Desk, title: str, *, wraps: bool = False) -> None:
        self._title, self._bars = title, Bars(desk.look, wraps=wraps)
        super().__init__(desk, self._bars)

    def show_bars(self, bars: Sequence[BarOf], *notes: str) -> None:
        """Show these bars in place of those before."""
        told = tuple(bars)
        self._bars.show_bars(told)
        self.show_picture(
            Picture(
                self._title,
                "; ".join(named(each.name, each.words) for each in told),
                ShareDrawing(told),
                notes,
                (tr("Who"), tr("People")),
                tuple((each.name, each.words) for each in told),
            )
        )


@dataclass(frozen=True, slots=True)
class ShareDrawing:
    """Bars under each other, each as long as its share of the longest; hatched where people are protected."""

    bars: tuple[BarOf, ...]

    def height(self, look: Look) -> int:
        """Return how high it is: a row for each bar."""
        return height_of(len(self.bars), look)

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw the bars."""
        for each, room in zip(self.bars, write_lines(sheet, box, [(x.name, x.words) for x in self.bars]), strict=True):
            bar = Box(room.x, room.y, max(min(each.share, 1.0) * room.width, sheet.look.size(GAP)), room.height)
            if each.share > 0 and each.is_protected:
                sheet.hatched(bar, "hatch")
            elif each.share > 0:
                sheet.bar(bar, "bar")

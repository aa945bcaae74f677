"""The breakdown: people by the values of one detail, exact and known only as part of something wider."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.desktop.charts.chart import Chart
from planner.desktop.charts.lines import GAP, height_of, write_lines
from planner.desktop.charts.picture import Picture
from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import Look
from planner.desktop.words import number, people, percent, tr

MOST_BARS = 30
"""So many bars can be read at once; the table has all of them."""
_VISIBLE = 0.02
"""A line that stands at such a share of the longest bar can be told from the beginning."""


@dataclass(frozen=True, slots=True)
class Bar:
    """The people of one value: known to have it, and known only to have it or one of a few others."""

    label: str
    exact: int
    wider: int

    @property
    def most(self) -> int:
        """The people who may have the value."""
        return self.exact + self.wider


class BreakdownChart(Chart):
    """A horizontal bar for each value."""

    def show_breakdown(self, title: str, bars: Sequence[Bar], floor: int, *, is_ordered: bool = True) -> None:
        """Show bars in their order, or else the largest first; the dashed line is the least number of a group."""
        told = tuple(bars if is_ordered else sorted(bars, key=lambda each: -each.most))
        drawing = BarDrawing(told[:MOST_BARS], floor)
        self.show_picture(
            Picture(
                title,
                _described(title, told),
                drawing,
                tuple(_notes(told, floor=floor if drawing.shows_floor else None)),
                (tr("Value"), tr("Exactly this"), tr("This or others"), tr("Together")),
                tuple((each.label, each.exact, each.wider, each.most) for each in told),
            )
        )


@dataclass(frozen=True, slots=True)
class BarDrawing:
    """Bars under each other: the label at the left, the number at the right."""

    bars: tuple[Bar, ...]
    floor: int

    @property
    def most(self) -> int:
        """The people of the longest bar."""
        return max((each.most for each in self.bars), default=0)

    @property
    def shows_floor(self) -> bool:
        """Whether the floor is among the bars, and can be told from nothing."""
        return 0 < self.floor <= self.most and self.floor >= self.most * _VISIBLE

    def height(self, look: Look) -> int:
        """Return how high it is: a row for each bar."""
        return height_of(len(self.bars), look)

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw the bars, and the floor where it can be told from nothing."""
        rooms = write_lines(sheet, box, [(each.label, number(each.most)) for each in self.bars])
        for each, room in zip(self.bars, rooms, strict=True):
            self._draw_bar(sheet, each, room)
        if self.shows_floor:
            x = rooms[0].x + self.floor * rooms[0].width / self.most
            sheet.line((x, box.y), (x, box.y + box.height), "muted", is_dashed=True)

    def _draw_bar(self, sheet: Sheet, bar: Bar, room: Box) -> None:
        gap, x, scale = sheet.look.size(GAP), room.x, room.width / self.most if self.most else 0.0
        if bar.exact:
            exact = max(bar.exact * scale, gap)
            sheet.bar(Box(x, room.y, exact, room.height), "bar")
            x += exact + gap
        if bar.wider:
            width = max(bar.wider * scale - (gap if bar.exact else 0), gap)
            sheet.hatched(Box(x, room.y, width, room.height), "hatch")


def _described(title: str, bars: Sequence[Bar]) -> str:
    """Return what one sees, in one sentence."""
    if not bars:
        return tr("{title}: there is nothing to show.", title=title)
    largest = max(bars, key=lambda each: each.most)
    value, most = largest.label, people(largest.most)
    wider, all_told = sum(each.wider for each in bars), sum(each.most for each in bars)
    if not wider:
        return tr("{title}: the most common is {value}, with {people}.", title=title, value=value, people=most)
    return tr(
        "{title}: the most common is {value}, with up to {people}; {share} of it is only known to be one of a few.",
        title=title,
        value=value,
        people=most,
        share=percent(wider / all_told),
    )


def _notes(bars: Sequence[Bar], *, floor: int | None) -> Iterator[str]:
    if not bars:
        yield tr("There is nothing to show.")
    if len(bars) > MOST_BARS:
        yield tr("… and %Ln more, in the table.", len(bars) - MOST_BARS)
    if any(each.wider for each in bars[:MOST_BARS]):
        yield tr("Hatched: known only to be this or one of a few others, so counted in each.")
    if floor is not None:
        yield tr("Dashed: {floor} people, the fewest a group may hold.", floor=number(floor))

"""The breakdown: people by the values of one detail, exact and known only as part of something wider."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from planner.desktop.charts.chart import Chart, Picture
from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import BODY, GRID, Look
from planner.desktop.words import number, people, percent, tr

MOST_BARS = 30
"""So many bars can be read at once; the table has all of them."""
_ROW, _BAR, _GAP = 28, 10, 2
_WIDEST_LABEL, _LABEL_SHARE = 200, 0.4
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
        return look.size(max(len(self.bars), 1) * _ROW)

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw the bars, and the floor where it can be told from nothing."""
        size, measure = sheet.look.size, sheet.measure
        figures = [number(each.most) for each in self.bars]
        widest = min(size(_WIDEST_LABEL), box.width * _LABEL_SHARE)
        labels = [measure.fit(each.label, widest, BODY) for each in self.bars]
        left = box.x + measure.widest(labels, BODY) + size(1.5 * GRID)
        right = box.x + box.width - measure.widest(figures, BODY) - size(1.5 * GRID)
        scale = max(right - left, 0) / self.most if self.most else 0.0
        for at, each in enumerate(self.bars):
            y = box.y + size((at + 0.5) * _ROW)
            sheet.write(labels[at], (box.x, y), pixels=BODY)
            sheet.write(figures[at], (box.x + box.width, y), align="right", pixels=BODY)
            self._draw_bar(sheet, each, (left, y), scale)
        if self.shows_floor:
            x = left + self.floor * scale
            sheet.line((x, box.y), (x, box.y + box.height), "muted", is_dashed=True)

    def _draw_bar(self, sheet: Sheet, bar: Bar, start: tuple[float, float], scale: float) -> None:
        size, (x, y) = sheet.look.size, start
        height, gap = size(_BAR), size(_GAP)
        if bar.exact:
            exact = max(bar.exact * scale, gap)
            sheet.bar(Box(x, y - height / 2, exact, height), "bar")
            x += exact + gap
        if bar.wider:
            width = max(bar.wider * scale - (gap if bar.exact else 0), gap)
            sheet.hatched(Box(x, y - height / 2, width, height), "hatch")


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

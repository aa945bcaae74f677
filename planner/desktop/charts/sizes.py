"""The sizes: how many groups there are of which size, and the floor that none is below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from planner.desktop.charts.chart import Chart
from planner.desktop.charts.picture import Picture
from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import GRID, Look
from planner.desktop.words import groups, number, people, tr

_HEIGHT, _LINE = 160, 20


class Bin(NamedTuple):
    """The groups from a size on up to another, which is not among them."""

    start: int
    end: int
    groups: int


def histogram(sizes: Sequence[int], floor: int) -> tuple[Bin, ...]:
    """Return the groups by size; each bin begins at twice the size of the one before, the first at the floor.

    Groups below the floor, which no snapshot has, stand in a first bin of their own. O(sizes).
    """
    if not sizes:
        return ()
    first = max(floor, 1)
    counts = [0] * (max(max(sizes) // first, 1).bit_length())
    below = 0
    for size in sizes:
        if size < first:
            below += 1
        else:
            counts[(size // first).bit_length() - 1] += 1
    bins = tuple(Bin(first << at, first << at + 1, count) for at, count in enumerate(counts))
    return (Bin(1, first, below), *bins) if below else bins


class SizesChart(Chart):
    """A column for each size of groups, every size twice the one before."""

    def show_sizes(self, title: str, sizes: Sequence[int], floor: int) -> None:
        """Show how many groups have which size; the dashed line is the least number of a group."""
        bins = histogram(sizes, floor)
        self.show_picture(
            Picture(
                title,
                _described(title, sizes),
                ColumnDrawing(bins, floor),
                (
                    tr(
                        "Each column is for groups of twice the size. Dashed: no group is below {floor}.",
                        floor=number(floor),
                    ),
                ),
                (tr("People in the group"), tr("Groups")),
                tuple((_range(each), each.groups) for each in bins),
            )
        )


@dataclass(frozen=True, slots=True)
class ColumnDrawing:
    """Columns side by side: the number above each where all have room, the size at its left foot."""

    bins: tuple[Bin, ...]
    floor: int

    def height(self, look: Look) -> int:
        """Return how high it is, whatever it shows."""
        return look.size(_HEIGHT + 2 * _LINE)

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw the columns, their foot, and the floor."""
        size, most = sheet.look.size, max((each.groups for each in self.bins), default=0)
        foot = box.y + box.height - size(_LINE)
        side = sheet.measure.widest([number(each.end) for each in self.bins[-1:]]) / 2
        left, room = box.x + side, box.width - 2 * side
        step = room / max(len(self.bins), 1)
        sheet.line((box.x, foot), (box.x + box.width, foot), "line", is_dashed=False)
        for at, each in enumerate(self.bins):
            x, height = left + at * step, max(each.groups * size(_HEIGHT) / most, size(2)) if most else 0
            if each.groups:
                sheet.column(Box(x + size(2), foot - height, step - size(4), height), "bar")
            if each.groups and sheet.measure.widest([number(one.groups) for one in self.bins]) <= step:
                sheet.write(number(each.groups), (x + step / 2, foot - height - size(GRID)), align="center")
        self._write_scale(sheet, (left, foot), step)

    def _write_scale(self, sheet: Sheet, start: tuple[float, float], step: float) -> None:
        size, (left, foot) = sheet.look.size, start
        marks = [each.start for each in self.bins] + [each.end for each in self.bins[-1:]]
        every = 1 + int((sheet.measure.widest([number(mark) for mark in marks]) + size(GRID)) // max(step, 1.0))
        for at, mark in enumerate(marks):
            x = left + at * step
            if mark == self.floor:
                sheet.line((x, foot - size(_HEIGHT)), (x, foot), "muted", is_dashed=True)
            if at % every == 0:
                sheet.write(number(mark), (x, foot + size(1.5 * GRID)), "muted", align="center")


def _range(bin_: Bin) -> str:
    return tr("{least} to {most}", least=number(bin_.start), most=number(bin_.end - 1))


def _described(title: str, sizes: Sequence[int]) -> str:
    """Return what one sees, in one sentence."""
    if not sizes:
        return tr("{title}: there is nothing to show.", title=title)
    middle = sorted(sizes)[(len(sizes) - 1) // 2]
    return tr(
        "{title}: {groups}, half of them with {people} or fewer, the smallest with {least}.",
        title=title,
        groups=groups(len(sizes)),
        people=people(middle),
        least=number(min(sizes)),
    )

"""Lines: rows of a drawing under each other, each with its label, its figure, and room for a bar between them."""

from collections.abc import Sequence

from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import BODY, GRID, Look

GAP = 2
"""Pixels at 100 % between two parts of a bar: the shortest part is as long."""
_ROW, _BAR = 28, 10
_LABEL_SHARE = 0.45
"""A label may take so much of the width."""


def height_of(lines: int, look: Look) -> int:
    """Return how high so many lines are in pixels; none takes the room of one."""
    return look.size(max(lines, 1) * _ROW)


def write_lines(sheet: Sheet, box: Box, lines: Sequence[tuple[str, str]]) -> list[Box]:
    """Write labels at the left and figures at the right, and return the room of each bar: all of one width."""
    size, measure = sheet.look.size, sheet.measure
    labels = [measure.fit(label, box.width * _LABEL_SHARE, BODY) for label, _figure in lines]
    left = box.x + measure.widest(labels, BODY) + size(1.5 * GRID)
    right = box.x + box.width - measure.widest([figure for _label, figure in lines], BODY) - size(1.5 * GRID)
    bars = []
    for at, (label, (_whole, figure)) in enumerate(zip(labels, lines, strict=True)):
        y = box.y + size((at + 0.5) * _ROW)
        sheet.write(label, (box.x, y), pixels=BODY)
        sheet.write(figure, (box.x + box.width, y), align="right", pixels=BODY)
        bars.append(Box(left, y - size(_BAR) / 2, max(right - left, 0), size(_BAR)))
    return bars

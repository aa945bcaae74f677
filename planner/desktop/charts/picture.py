"""The picture: what a chart shows, as a drawing, in words and in numbers."""

from dataclasses import dataclass, field
from typing import Protocol

from planner.desktop.charts.sheet import Box, Sheet
from planner.desktop.look import Look

Cell = str | int
Record = tuple[Cell, ...]


class Drawing(Protocol):
    """Something that can be drawn in any width."""

    def height(self, look: Look) -> int:
        """Return how high it is in pixels, in any width."""
        ...

    def draw(self, sheet: Sheet, box: Box) -> None:
        """Draw it into a box of that height."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """What a chart shows: the drawing, and everything it says in words and numbers."""

    title: str
    description: str
    """One sentence: what one sees in it."""
    drawing: Drawing
    notes: tuple[str, ...] = ()
    """What the lines and the hatching mean."""
    head: tuple[str, ...] = ()
    """The titles of the table's columns."""
    records: tuple[Record, ...] = field(default=())

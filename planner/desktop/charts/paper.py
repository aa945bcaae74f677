"""Paper: a chart as it goes into a document: light, with its title, what it means and where it comes from."""

from dataclasses import dataclass
from math import ceil

from planner.desktop.charts.picture import Picture
from planner.desktop.charts.sheet import Box, Measure, Sheet, make_figure, picture_of
from planner.desktop.look import BODY, GRID, HEADING, LIGHT, SMALL, Look, read_theme

KINDS = ("png", "svg")
WIDTH = 720
"""A picture that is kept is so wide, in pixels at 100 %, before it is doubled."""
_MARGIN = 3 * GRID


def on_paper(picture: Picture, source: str, kind: str, look: Look) -> bytes:
    """Return a picture as a file, `png` or `svg`; plotting must be loaded.

    It is light whatever the window wears: the pages of a document are.
    """
    figure = make_figure()
    width = look.size(WIDTH)
    height = _Page(picture, source, Measure(look), width).lay(None)
    figure.set_size_inches(width / figure.dpi, height / figure.dpi)
    sheet = Sheet(figure, width, height, look, theme=read_theme(LIGHT))
    sheet.ground("surface")
    _Page(picture, source, sheet.measure, width).lay(sheet)
    told = {"Title": picture.title, "Description": f"{picture.description} {source}".strip()}
    return picture_of(figure, kind, told)


@dataclass(frozen=True, slots=True)
class _Page:
    """A picture as it is kept: title, drawing, notes and source under each other."""

    picture: Picture
    source: str
    measure: Measure
    width: float

    def lay(self, sheet: Sheet | None) -> int:
        """Draw the page where there is a sheet, and return how high it is."""
        size = self.measure.look.size
        margin, room = size(_MARGIN), self.width - 2 * size(_MARGIN)
        y = self._lines(sheet, self.picture.title, size(_MARGIN), HEADING) + size(GRID)
        height = self.picture.drawing.height(self.measure.look)
        if sheet is not None:
            self.picture.drawing.draw(sheet, Box(margin, y, room, height))
        y += height + size(GRID)
        for note in self.picture.notes:
            y = self._lines(sheet, note, y, SMALL)
        if self.source:
            y += size(GRID)
            if sheet is not None:
                sheet.line((margin, y), (margin + room, y), "line", is_dashed=False)
            y = self._lines(sheet, self.source, y + size(GRID), SMALL)
        return ceil(y + margin)

    def _lines(self, sheet: Sheet | None, text: str, y: float, pixels: int) -> float:
        size = self.measure.look.size
        margin, step, is_title = size(_MARGIN), size(pixels * 1.5), pixels > BODY
        for line in self.measure.lines(text, self.width - 2 * margin, pixels):
            if sheet is not None:
                meaning = "ink" if is_title else "muted"
                sheet.write(line, (margin, y + step / 2), meaning, pixels=pixels, is_strong=is_title)
            y += step
        return y

"""Sheets: what charts are drawn on, in pixels from the top left, in the theme's colours and the bundled font."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QSizePolicy

from planner.desktop.look import FONT, FONT_FILES, SMALL, Look, Theme
from planner.services.resources import resource_path

if TYPE_CHECKING:  # loaded in a thread of its own, when there is something to draw
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch

PIXELS_PER_INCH = 72
"""A point is a pixel then."""
_OTHER_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Noto Sans", "Segoe UI", "DejaVu Sans")
"""Where signs are looked for that the bundled font does not have."""
_UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a sign that no font here has; the table, which Qt writes, shows it where the system can."""
_CAPITAL = 0.727
"""Height of a capital of the bundled font, in parts of its size."""
_ROUND = 0.5523
"""How far the handles of a curve stand out that is a quarter of a circle."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float


def load_plotting(folder: Path) -> None:
    """Load matplotlib, which takes a second, and make the bundled font known to it; it keeps a cache in a folder."""
    os.environ.setdefault("MPLCONFIGDIR", str(folder))
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # its warnings could tell what a label says
    import matplotlib.backends.backend_qtagg  # noqa: F401, PLC0415
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    known = {entry.fname for entry in fontManager.ttflist}
    for name in FONT_FILES:
        if (file := str(resource_path(name))) not in known:
            fontManager.addfont(file)


def make_figure() -> "Figure":
    """Return an empty figure; plotting must be loaded."""
    from matplotlib.figure import Figure  # noqa: PLC0415

    return Figure(dpi=PIXELS_PER_INCH)


def make_canvas() -> "FigureCanvasQTAgg":
    """Return a widget that shows a figure on whatever lies beneath it, and leaves the mouse to the page."""
    from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg  # noqa: PLC0415

    canvas = FigureCanvasQTAgg(make_figure())  # type: ignore[no-untyped-call]
    canvas.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, on=False)
    canvas.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    canvas.setStyleSheet("background: transparent")
    canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    canvas.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    return canvas


def picture_of(figure: "Figure", kind: str, told: dict[str, str]) -> bytes:
    """Return a figure as a file, `png` at twice its size or `svg` with text that stays text; `told` goes with it."""
    import matplotlib as mpl  # noqa: PLC0415

    data = BytesIO()
    settings: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "shoal"}
    undated = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    with mpl.rc_context(settings):
        figure.savefig(data, format=kind, dpi=PIXELS_PER_INCH * (2 if kind == "png" else 1), metadata=told | undated)
    return data.getvalue()


@cache
def fonts() -> tuple[str, ...]:
    """Return the families to write in: the bundled one, and those of this computer that know other signs."""
    from matplotlib.font_manager import fontManager  # noqa: PLC0415

    known = set(fontManager.get_font_names())
    return (FONT, *(name for name in _OTHER_FONTS if name in known))


@cache
def signs() -> frozenset[int]:
    """Return the signs that can be written."""
    from matplotlib.font_manager import findfont, get_font  # noqa: PLC0415

    return frozenset(sign for name in fonts() for sign in get_font(findfont(name)).get_charmap())


class Measure:
    """Measures and shortens text as it will be written."""

    def __init__(self, look: Look) -> None:
        self.look = look

    def width(self, text: str, pixels: float = SMALL, *, is_strong: bool = False) -> float:
        """Return how wide a text is."""
        return self._metrics(pixels, is_strong=is_strong).horizontalAdvance(text)

    def widest(self, texts: Sequence[str], pixels: float = SMALL) -> float:
        """Return how wide the widest text is."""
        measure = self._metrics(pixels).horizontalAdvance
        return max(map(measure, texts), default=0.0)

    def fit(self, text: str, width: float, pixels: float = SMALL) -> str:
        """Return as much of a text, in one line, as there is room for."""
        line = " ".join(text.split())
        return self._metrics(pixels).elidedText(line, Qt.TextElideMode.ElideRight, width)

    def lines(self, text: str, width: float, pixels: float = SMALL) -> list[str]:
        """Return a text as lines that are no wider than `width`."""
        made: list[str] = []
        for word in text.split():
            longer = f"{made[-1]} {word}" if made else word
            if made and self.width(longer, pixels) <= width:
                made[-1] = longer
            else:
                made.append(self.fit(word, width, pixels))
        return made

    def _metrics(self, pixels: float, *, is_strong: bool = False) -> QFontMetricsF:
        font = QFont(FONT)
        font.setPixelSize(self.look.size(pixels))
        font.setWeight(QFont.Weight.DemiBold if is_strong else QFont.Weight.Normal)
        return QFontMetricsF(font)


class Sheet:
    """An empty figure of so many pixels, in the colours of a theme, the window's when none is named.

    `ground` paints it in a colour, else what lies beneath shows through.
    """

    def __init__(
        self, figure: "Figure", width: float, height: float, look: Look, *, theme: Theme | None = None
    ) -> None:
        self.width, self.height, self.look = width, height, look
        self._colours = (theme or look.theme).colours
        self.measure = Measure(look)
        self._figure = figure
        figure.clear()
        figure.set_facecolor("none")
        self._axes: Axes = figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.axis("off")

    def ground(self, meaning: str) -> None:
        """Paint the whole sheet in a colour."""
        self._figure.set_facecolor(self._colour(meaning))

    def write(self, text: str, at: tuple[float, float], meaning: str = "ink", **how: Any) -> None:
        """Write one line of plain text, its capitals' middle at a height; `how`: align, pixels, is_strong."""
        pixels = self.look.size(how.get("pixels", SMALL))
        self._axes.text(
            at[0],
            at[1] + pixels * _CAPITAL / 2,
            "".join(sign if ord(sign) in signs() else _UNKNOWN for sign in " ".join(text.split())),
            color=self._colour(meaning),
            fontfamily=list(fonts()),
            fontsize=pixels,
            fontweight=600 if how.get("is_strong") else 400,
            ha=how.get("align", "left"),
            va="baseline",
            parse_math=False,
        )

    def bar(self, box: Box, meaning: str) -> None:
        """Paint a bar with round ends."""
        radius = min(box.width, box.height) / 2
        self._axes.add_patch(_shape(box, (radius, radius), facecolor=self._colour(meaning), linewidth=0))

    def column(self, box: Box, meaning: str) -> None:
        """Paint a column that is a little round at the top."""
        radius = min(box.width / 2, box.height, self.look.size(4))
        self._axes.add_patch(_shape(box, (radius, 0), facecolor=self._colour(meaning), linewidth=0))

    def hatched(self, box: Box, meaning: str) -> None:
        """Paint a bar with round ends in slanting lines, and a thin line around it."""
        from matplotlib.collections import LineCollection  # noqa: PLC0415

        inner = Box(
            box.x + 0.5, box.y + 0.5, max(box.width - 1, 0.5), max(box.height - 1, 0.5)
        )  # its outline is a pixel
        radius = min(inner.width, inner.height) / 2
        shape = _shape(inner, (radius, radius), facecolor="none", edgecolor=self._colour(meaning), linewidth=1)
        self._axes.add_patch(shape)
        step, right = self.look.size(6), box.x + box.width
        slants: list[tuple[tuple[float, float], tuple[float, float]]] = []
        for start in range(round(box.x - box.height), round(right), step):
            first, last = max(start, box.x), min(start + box.height, right)  # for viewers that cannot clip
            slants.append(((first, box.y + first - start), (last, box.y + last - start)))
        lines = LineCollection(
            slants,
            colors=self._colour(meaning),
            linewidths=self.look.size(3),
        )
        self._axes.add_collection(lines, autolim=False)
        lines.set_clip_path(shape)

    def line(self, start: tuple[float, float], end: tuple[float, float], meaning: str, *, is_dashed: bool) -> None:
        """Draw a thin line."""
        self._axes.plot(
            (start[0], end[0]),
            (start[1], end[1]),
            color=self._colour(meaning),
            linewidth=self.look.size(1.25),
            linestyle=(0, (3, 3)) if is_dashed else "solid",
            scalex=False,
            scaley=False,
        )

    def _colour(self, meaning: str) -> str:
        return self._colours[meaning]


def _shape(box: Box, radii: tuple[float, float], **how: Any) -> "PathPatch":
    """Return a rectangle whose two corners at the top and two at the foot are round."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415
    from matplotlib.path import Path as Outline  # noqa: PLC0415

    left, right, top, foot = box.x, box.x + box.width, box.y, box.y + box.height
    points: list[tuple[float, float]] = []
    for x, y, radius, (dx, dy) in (
        (left, top, radii[0], (1, 1)),
        (right, top, radii[0], (-1, 1)),
        (right, foot, radii[1], (-1, -1)),
        (left, foot, radii[1], (1, -1)),
    ):
        upright = [(x, y + dy * radius), (x, y + dy * radius * (1 - _ROUND))]
        level = [(x + dx * radius * (1 - _ROUND), y), (x + dx * radius, y)]
        corner = [*upright, *level]
        points += corner if dx == dy else corner[::-1]
    codes = [Outline.LINETO, Outline.CURVE4, Outline.CURVE4, Outline.CURVE4] * 4
    codes[0] = Outline.MOVETO
    return PathPatch(Outline([*points, points[0]], [*codes, Outline.CLOSEPOLY]), **how)

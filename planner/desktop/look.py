"""The look: colours by meaning, the type scale, tinted icons, and the one stylesheet they fill in."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from planner.services.resources import read_resource, resource_path

LIGHT, DARK = "light", "dark"
FONT = "Inter"
FONT_FILES = ("fonts/Inter-Regular.otf", "fonts/Inter-Medium.otf", "fonts/Inter-SemiBold.otf")
GRID = 8
"""Every distance is a multiple or a half of so many pixels."""
DISPLAY, TITLE, HEADING, BODY, SMALL = 28, 20, 15, 13, 12
"""The type scale, in pixels at 100 %."""

_COLOUR = re.compile(r"\{([a-z-]+)\}")
_ICON = re.compile(r"\{icon:([a-z-]+):([a-z-]+)\}")
_SIZE = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours by meaning, `#RRGGBB`."""

    name: str
    colours: Mapping[str, str]


@cache
def read_theme(name: str) -> Theme:
    """Read a theme, `light` or `dark`, from the resources."""
    return Theme(name, tomllib.loads(read_resource(f"themes/{name}.toml")))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 … 21 (WCAG 2.2, 1.4.3: relative luminance of sRGB)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def load_fonts() -> None:
    """Make the bundled font known, so that the product looks the same everywhere."""
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path(name)))


class Look(QObject):
    """How the application looks now; `changed` says that it looks otherwise from here on.

    Widgets take their colours from the stylesheet, by the dynamic properties `role` and `tone`; what is painted by
    hand asks for `colour` and `icon`, and again when `changed`.
    """

    changed = Signal()

    def __init__(self, application: QApplication, icon_folder: Path) -> None:
        super().__init__()
        self._application = application
        self._icon_folder = icon_folder
        self.theme = read_theme(LIGHT)
        self.percent = 100
        load_fonts()

    @property
    def cache_folder(self) -> Path:
        """Where files may be kept that can be made anew."""
        return self._icon_folder.parent

    def wear(self, theme: str, percent: int) -> None:
        """Dress the application: a theme, and a font size in percent of the usual one."""
        self.theme, self.percent = read_theme(theme), percent
        font = QFont(FONT)
        font.setPixelSize(self.size(BODY))
        font.setFeature(QFont.Tag("tnum"), 1)
        self._application.setFont(font)
        self._application.setPalette(_palette_of(self.theme))
        self._application.setStyleSheet(self.stylesheet())
        self.changed.emit()

    def size(self, pixels: float) -> int:
        """Return a size at 100 % as it is at the present font size."""
        return round(pixels * self.percent / 100)

    def colour(self, meaning: str) -> QColor:
        """Return the colour of a meaning, such as `accent` or `block-soft`."""
        return QColor(self.theme.colours[meaning])

    def icon(self, name: str, meaning: str = "ink", *, pixels: int = 18) -> QIcon:
        """Return an icon of our one set, tinted in the colour of a meaning."""
        return QIcon(self.pixmap(name, meaning, pixels=pixels))

    def pixmap(self, name: str, meaning: str = "ink", *, pixels: int = 18) -> QPixmap:
        """Return an icon as a picture, sharp on this screen."""
        ratio = self._application.devicePixelRatio()
        side = self.size(pixels)
        picture = QPixmap(QSize(round(side * ratio), round(side * ratio)))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(self._tinted(name, meaning).encode())).render(painter, QRectF(picture.rect()))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def stylesheet(self) -> str:
        """Return the stylesheet in the present colours and sizes."""
        text = read_resource("themes/shoal.qss")
        text = _ICON.sub(lambda found: self._icon_file(*found.groups()), text)
        text = _SIZE.sub(lambda found: str(self.size(int(found[1]))), text)
        return _COLOUR.sub(lambda found: self.theme.colours[found[1]], text)

    def _tinted(self, name: str, meaning: str) -> str:
        return read_resource(f"icons/{name}.svg").replace("currentColor", self.theme.colours[meaning])

    def _icon_file(self, name: str, meaning: str) -> str:
        """Write a tinted icon where the stylesheet can name it: stylesheets read pictures from files only."""
        file = self._icon_folder / f"{name}-{self.theme.name}-{meaning}.svg"
        self._icon_folder.mkdir(parents=True, exist_ok=True)
        file.write_text(self._tinted(name, meaning), encoding="utf-8")
        return file.as_posix()


def _palette_of(theme: Theme) -> QPalette:
    """Return Qt's palette for what no stylesheet reaches, such as text that an editor draws itself."""
    role = QPalette.ColorRole
    roles = {
        role.Window: "background",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "background",
        role.Text: "ink",
        role.PlaceholderText: "muted",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.Highlight: "accent",
        role.HighlightedText: "on-accent",
        role.ToolTipBase: "surface",
        role.ToolTipText: "ink",
        role.Link: "accent",
        role.Mid: "line",
    }
    palette = QPalette()
    for each, meaning in roles.items():
        palette.setColor(each, QColor(theme.colours[meaning]))
    return palette


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

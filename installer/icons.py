"""The application's icon as each system wants it, made from the one drawing of the resources: SVG, PNG, ICO, ICNS."""

import io
import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from PIL import Image

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
LARGEST_ICO = 256
KINDS = {"win32": ".ico", "darwin": ".icns"}
"""The file that a platform's applications carry their icon in; on Linux it lies beside them."""
TILE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="14" fill="{accent}"/>'
    '<g transform="translate(5.3 9.7) scale(2.3)" fill="{on-accent}">{drawing}</g></svg>\n'
)
"""The drawing on a tile: an icon has to be seen on a background that nobody knows."""


def make_icons(resources: Path, folder: Path) -> tuple[Path, Path]:
    """Write the icon into a folder; return the drawing, and the file of this platform."""
    folder.mkdir(parents=True, exist_ok=True)
    drawing, file = folder / "shoal.svg", folder / f"shoal{KINDS.get(sys.platform, '.png')}"
    drawing.write_text(tile(resources), encoding="utf-8")
    write_pictures(drawing, file)
    return drawing, file


def tile(resources: Path) -> str:
    """Return the icon as SVG, in the colours of the light theme."""
    colours = tomllib.loads((resources / "themes" / "light.toml").read_text(encoding="utf-8"))
    whole = (resources / "icons" / "shoal.svg").read_text(encoding="utf-8")
    drawing = re.sub(r"</?svg[^>]*>", "", whole)
    return TILE.format_map({**colours, "drawing": drawing})


def write_pictures(drawing: Path, file: Path) -> None:
    """Write a drawing in every size that the kind of file holds: all of them, or in a PNG the largest."""
    smaller, largest = [_drawn(drawing, size) for size in SIZES[:-1]], _drawn(drawing, SIZES[-1])
    settings: dict[str, Any] = {}
    if file.suffix == ".ico":
        settings["sizes"] = [(size, size) for size in SIZES if size <= LARGEST_ICO]
    largest.save(file, append_images=smaller, **settings)


def _drawn(drawing: Path, size: int) -> Image.Image:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt  # noqa: PLC0415 — the platform is chosen first
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # its stubs ask for bytes, it takes text only
    return Image.open(io.BytesIO(bytes(buffer.data().data())))

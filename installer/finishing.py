"""What is done to the folder once it is there: symbols taken out, and what a Linux desktop wants to know put beside."""

import shutil
import subprocess
from pathlib import Path

LARGE = 1 << 20
"""Bytes from which on a library is worth the work."""


def strip_symbols(folder: Path) -> None:
    """Take the symbols for debuggers out of large libraries (Linux), a tenth of all there is.

    Those that come with libraries of their own in a folder `NAME.libs` are left alone: what arranged them has moved
    their sections, and GNU strip leaves them unloadable ("not page-aligned", binutils 2.40 on NumPy 2.4).
    """
    arranged = {path.name.removesuffix(".libs") for path in folder.rglob("*.libs")}
    for path in folder.rglob("*.so*"):
        parts = path.relative_to(folder).parts
        is_arranged = any(part.removesuffix(".libs") in arranged for part in parts)
        if not path.is_symlink() and not is_arranged and path.stat().st_size > LARGE:
            subprocess.run(["strip", str(path)], check=True)  # noqa: S603, S607 — of binutils, on files of our own


def add_desktop_files(folder: Path, drawing: Path, picture: Path) -> None:
    """Put beside the program what a Linux desktop shows it with: `share`, laid out as below `/usr`."""
    icons = folder / "share" / "icons" / "hicolor"
    for file, place in ((drawing, icons / "scalable" / "apps"), (picture, icons / "512x512" / "apps")):
        place.mkdir(parents=True)
        shutil.copyfile(file, place / f"shoal{file.suffix}")
    entries = folder / "share" / "applications"
    entries.mkdir(parents=True)
    shutil.copyfile(Path("resources/linux/shoal.desktop"), entries / "shoal.desktop")

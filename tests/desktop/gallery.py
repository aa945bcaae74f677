"""Goes through every picture there is in one language and every size, and tells what is not as it should be.

python -m tests.desktop.gallery LANGUAGE FOLDER OUT

FOLDER is where the sample workspace lies, or will. Whatever is cut off, lies over something else or scrolls sideways
is named; in English, each picture in docs/pictures is drawn anew as well, and one that looks otherwise is named with
the place in OUT where the new one lies.
"""

import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtGui import QImage, QPixmap

from planner.desktop.pictures import NOW, Wanted
from planner.desktop.scenes import SHOTS, Shot
from planner.desktop.studio import Studio
from tests.desktop.clipping import misfits
from tests.desktop.likeness import TOLERATED, unlike

USUAL = Wanted(Path())
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@dataclass(frozen=True, slots=True)
class View:
    """How all pages are looked at once: theme, font size in percent, size of the window."""

    theme: str
    percent: int
    size: tuple[int, int]

    @property
    def is_kept(self) -> bool:
        """Whether the pictures in docs/pictures show pages so."""
        return (self.percent, self.size) == (USUAL.percent, USUAL.size)


VIEWS = (
    View("light", 100, (1024, 700)),
    View("light", 100, (1440, 900)),
    View("light", 200, (1440, 900)),
    View("dark", 100, (1440, 900)),
)


def main() -> None:
    """Print a line for everything that is found."""
    language, folder, out = sys.argv[1:]
    gc.disable()  # see planner.desktop.tidy
    studio = Studio(Path(folder), language=language, now=NOW)
    studio.open(None)
    for view in VIEWS:
        is_kept = language == USUAL.language and view.is_kept
        if view.theme == "light" or is_kept:  # nothing lies elsewhere in the dark
            studio.show(view.theme, view.percent, view.size)
            for shot in SHOTS:
                for told in _told(studio, shot, Path(out), is_kept=is_kept):
                    sys.stdout.write(f"{view.size[0]}x{view.size[1]} {view.percent} % {shot.name}: {told}\n")
    studio.close()


def _told(studio: Studio, shot: Shot, out: Path, *, is_kept: bool) -> Iterator[str]:
    picture = studio.take(shot)
    yield from dict.fromkeys(misfits(studio.front))
    if is_kept:
        yield from _compared(picture, f"{shot.name}-{studio.desk.look.theme.name}.png", out)


def _compared(picture: QPixmap, name: str, out: Path) -> Iterator[str]:
    """Tell of a picture that is not as the one that is kept, and save it."""
    share = unlike(QImage(str(PICTURES / name)), picture.toImage())
    if share > TOLERATED:
        picture.save(str(out / name))
        yield f"{share:.2%} of docs/pictures/{name} look otherwise now ({TOLERATED:.2%} may): see {out / name}"


if __name__ == "__main__":
    main()

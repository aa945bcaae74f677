"""Pictures: every page as it looks, drawn without a screen from the sample workspace, the same on every machine.

shoal --pictures OUT [--workspace FOLDER] [--size 1440x900] [--percent 100] [--language en]
    [--themes light dark] [--only NAME …]
"""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from planner.desktop.entry import libraries_missing
from planner.services.words import tell_error

if TYPE_CHECKING:  # Qt is loaded once it is known where to draw
    from planner.desktop.scenes import Shot
    from planner.desktop.studio import Studio

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
"""When the sample is made and looked at: every picture of it tells the same day."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: where to, from which workspace (None: a fresh sample), and how."""

    out: Path
    workspace: Path | None = None
    size: tuple[int, int] = (1440, 900)
    percent: int = 100
    language: str = "en"
    themes: tuple[str, ...] = ("light", "dark")
    only: tuple[str, ...] = ()
    """The names of the pictures; empty: all of them."""


def draw(wanted: Wanted) -> tuple[Path, ...]:
    """Draw pictures as `NAME-THEME.png` and return them. Raises PlannerError as the opening of a workspace does."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from planner.desktop.scenes import SHOTS  # noqa: PLC0415 — the platform is chosen before Qt is loaded
    from planner.desktop.studio import Studio  # noqa: PLC0415

    shots = [each for each in SHOTS if not wanted.only or each.name in wanted.only]
    wanted.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="shoal-pictures-") as temporary:
        now = NOW if wanted.workspace is None else datetime.now(tz=UTC)
        studio = Studio(Path(temporary), language=wanted.language, now=now)
        try:
            studio.open(wanted.workspace)
            return tuple(_drawn(studio, wanted, theme, shot) for theme in wanted.themes for shot in shots)
        finally:
            studio.close()


def main(words: Sequence[str]) -> int:
    """Do what the command line asks for; where Qt cannot be loaded, say so and return 2."""
    gc.disable()  # see planner.desktop.tidy
    try:
        drawn = draw(_read(words))
    except ImportError as error:
        sys.stderr.write(f"{tell_error(libraries_missing(error))}\n")
        return 2
    for each in drawn:
        sys.stdout.write(f"{each}\n")
    return 0


def _drawn(studio: "Studio", wanted: Wanted, theme: str, shot: "Shot") -> Path:
    file = wanted.out / f"{shot.name}-{theme}.png"
    studio.show(theme, wanted.percent, wanted.size)
    studio.take(shot).save(str(file))
    return file


def _read(words: Sequence[str]) -> Wanted:
    parser = argparse.ArgumentParser(prog="shoal --pictures", description="Draw every page.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--percent", type=int, default=100)
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--themes", nargs="+", default=["light", "dark"])
    asked = parser.parse_args(words)
    width, _, height = asked.size.partition("x")
    size = int(width), int(height)
    themes, only = tuple(asked.themes), tuple(asked.only)
    return Wanted(asked.out, asked.workspace, size, asked.percent, asked.language, themes, only)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

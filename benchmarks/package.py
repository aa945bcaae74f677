"""The frozen application's figures: how large it is, and how soon it starts beside the checkout it was built from.

make package && python -m benchmarks.package
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.__main__ import UNTIL_SEEN

ROOT = Path(__file__).resolve().parents[1]
FROZEN = ROOT / "dist" / "shoal"
TIMES = 7
STARTS = {"--version": ("--version",), "first window": (UNTIL_SEEN,)}


def size_mb(folder: Path) -> float:
    """Return how much the files of a folder hold, in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink()) / 1e6


def starts_s(programs: Sequence[Sequence[str]], words: Sequence[str], home: Path) -> list[float]:
    """Return the median seconds that each program takes for some words, tried in turn."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
    environment |= {name: str(home) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    taken: list[list[float]] = [[] for _ in programs]
    for _ in range(TIMES):
        for program, times in zip(programs, taken, strict=True):
            began = time.perf_counter()
            subprocess.run([*program, *words], check=True, cwd=ROOT, env=environment, capture_output=True)
            times.append(time.perf_counter() - began)
    return [statistics.median(times) for times in taken]


def main() -> None:
    """Print every figure."""
    print(f"size: {size_mb(FROZEN):.0f} MB; the environment it is built from: {size_mb(ROOT / 'build' / 'env'):.0f} MB")
    programs = [str(FROZEN / "shoal")], [sys.executable, "main.py"]
    with TemporaryDirectory() as temporary:
        for name, words in STARTS.items():
            frozen, checkout = starts_s(programs, words, Path(temporary))
            print(f"{name}: {frozen:.2f} s, {frozen / checkout:.2f} of the checkout's {checkout:.2f} s")


if __name__ == "__main__":
    main()

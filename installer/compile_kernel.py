"""Compiles the partition for the frozen application, unless the folder holds the same already.

python -m installer.compile_kernel FOLDER
"""

import hashlib
import os
import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np

import installer.at_start  # noqa: F401 — before numba is loaded

ROOT = Path(__file__).resolve().parents[1]
SOURCES = tuple(f"planner/domain/{name}.py" for name in ("kernel", "kernel_arrays", "leaves"))


def stamp() -> str:
    """Return what the machine code depends on, as one digest."""
    made_with = f"{version('numba')} {platform.python_version()} {platform.machine()}\n"
    return hashlib.sha256(made_with.encode() + b"".join((ROOT / name).read_bytes() for name in SOURCES)).hexdigest()


def main(folder: Path) -> None:
    """Compile into a folder."""
    from installer.kernel_cache import BUILD_FOLDER, STAMP  # noqa: PLC0415 — loads numba
    from planner.domain.warming import load_kernel  # noqa: PLC0415

    file = folder / STAMP
    if not file.is_file() or file.read_text(encoding="ascii") != stamp():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        file.write_text(stamp(), encoding="ascii")
    os.environ[BUILD_FOLDER] = str(folder)
    for codes in (np.uint8, np.uint32):
        load_kernel(codes)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())

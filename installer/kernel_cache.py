"""The partition's machine code: compiled once, when the application is built, and found again by the frozen one.

Compiling takes half a minute of a processor. Left to itself, numba keeps a frozen application's machine code under a
name made from the working folder, or in that very folder where it has files named like our modules (numba 0.68).
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from numba.core.caching import _CacheLocator
from platformdirs import user_cache_path

SHIPPED = "kernel"
"""The folder of the machine code in the frozen application."""
STAMP = "source.sha256"
BUILD_FOLDER = "SHOAL_KERNEL_FOLDER"
"""The variable that tells the build where to compile into."""


class KernelCache(_CacheLocator):
    """Where numba keeps the machine code of one function: the build's folder, or the copy of it in the user's cache."""

    def __init__(self, function: Callable[..., object], folder: Path) -> None:
        self._folder = folder
        self._line = function.__code__.co_firstlineno

    @classmethod
    def from_function(cls, function: Callable[..., object], _file: str) -> "KernelCache | None":
        """Return the place for a function; None where no folder can be written: it is then compiled in each process."""
        with suppress(OSError):
            return cls(function, _folder())
        return None

    def get_cache_path(self) -> str:
        """Return the folder."""
        return str(self._folder)

    def get_source_stamp(self) -> str:
        """Return what tells machine code of another version from ours."""
        return (self._folder / STAMP).read_text(encoding="ascii")

    def get_disambiguator(self) -> str:
        """Return what tells functions of one name apart."""
        return str(self._line)


def _folder() -> Path:
    if built := os.environ.get(BUILD_FOLDER):
        return Path(built)
    shipped = Path(sys._MEIPASS) / SHIPPED  # type: ignore[attr-defined]  # noqa: SLF001 — PyInstaller's own name
    stamp = (shipped / STAMP).read_text(encoding="ascii")
    folder: Path = user_cache_path("Shoal", appauthor=False) / f"kernel-{stamp[:16]}"
    if not folder.is_dir():
        _copy(shipped, folder)
    return folder


def _copy(shipped: Path, folder: Path) -> None:
    """Copy whole or not at all; where another process was faster, its copy is as good."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="kernel-") as temporary:
        shutil.copytree(shipped, Path(temporary) / SHIPPED, copy_function=shutil.copyfile)
        with suppress(OSError):
            (Path(temporary) / SHIPPED).rename(folder)
    folder.stat()

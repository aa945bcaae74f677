"""Finding the files that travel with the program: in a source checkout, an installed wheel or a frozen application."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def read_resource(name: str) -> str:
    """Return a resource's text; `name` is its path below `resources`, such as `sample.toml`."""
    return resource_path(name).read_text(encoding="utf-8")


def resource_path(name: str) -> Path:
    """Return where a resource lies.

    Raises FileNotFoundError when the program was put together without it: a defect of ours, not of the user's.
    """
    for folder in _folders():
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(name)


def read_document(name: str) -> str:
    """Return the text of one of the documents that travel with the program, such as `desktop-guide.md`."""
    checkout = _PACKAGE.parent / "docs" / name
    return checkout.read_text(encoding="utf-8") if checkout.is_file() else read_resource(f"docs/{name}")


def _folders() -> tuple[Path, ...]:
    """Name the places to look: PyInstaller's unpacked folder (its `sys._MEIPASS`), the wheel, the checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    installed = (_PACKAGE / "_resources", _PACKAGE.parent / "resources")
    return (Path(frozen) / "resources", *installed) if frozen else installed

"""Leaves out of the frozen application what the window never loads, and the libraries that only this would need."""

from collections.abc import Iterable
from pathlib import PurePath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""A line of PyInstaller's table: where a file goes, where it is from, and what it is."""

PLUGINS = (
    "platforms/qxcb",
    "platforms/qwayland",
    "platforms/qoffscreen",  # pictures, and machines without a display
    "platforms/qwindows",
    "platforms/qcocoa",
    "platforminputcontexts/compose",  # accents
    "platforminputcontexts/ibus",  # other scripts
    "platformthemes/qxdgdesktopportal",  # light or dark, and the desktop's own dialogs
    "wayland-shell-integration/xdg-shell",
    "wayland-decoration-client/",
    "iconengines/qsvgicon",
    "imageformats/qsvg",
    "styles/",
)
"""The plugins of Qt that the window may load; a name that no platform of this build has does no harm."""

UNREAD = ("PySide6/Qt/translations", "PySide6/translations", "mpl-data/sample_data", "mpl-data/images")
"""Data that nobody reads: Qt's own sentences, and what Matplotlib shows in its examples and its toolbar."""


def needed_binaries(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without unused plugins, and without the shared libraries that nothing left would load.

    Raises SystemExit where a library is missing on this computer that something left needs: the build would lack it.
    """
    kept = [entry for entry in entries if not _is_plugin(entry[0]) or plugin_name(entry[0]).startswith(PLUGINS)]
    libraries = {PurePath(entry[0]).name: entry for entry in kept if _is_library(entry)}
    needed, missing = set(), set()
    waiting = [source for _, source, _ in kept if source not in _sources(libraries)]
    while waiting:
        for name, path in get_imports(waiting.pop()):
            library = libraries.get(PurePath(name).name)
            if library and library[1] not in needed:
                needed.add(library[1])
                waiting.append(library[1])
            elif not path and not library:
                missing.add(PurePath(name).name)
    if missing:
        raise SystemExit(f"This computer lacks what the application needs: {', '.join(sorted(missing))}")
    unneeded = _sources(libraries) - needed
    return [entry for entry in kept if entry[1] not in unneeded]


def needed_data(entries: Iterable[Entry], binaries: Iterable[Entry]) -> list[Entry]:
    """Return the entries without data that nobody reads, and without links to what is not among the binaries."""
    there = {target for target, _, _ in binaries}
    return [
        entry
        for entry in entries
        if not any(each in PurePath(entry[0]).as_posix() for each in UNREAD)
        and (entry[2] != "SYMLINK" or PurePath(entry[0]).parent.joinpath(entry[1]).as_posix() in there)
    ]


def _sources(libraries: dict[str, Entry]) -> set[str]:
    return {source for _, source, _ in libraries.values()}


def _is_library(entry: Entry) -> bool:
    """Whether a file is there only because others load it; the interpreter is what the application itself loads."""
    path = PurePath(entry[0])
    is_beside = len(path.parts) == 1 or path.parent.suffix == ".libs" or path.parent.name == "lib"
    return entry[2] == "BINARY" and is_beside and "python3" not in path.name


def _is_plugin(target: str) -> bool:
    return "plugins" in PurePath(target).parts and target.startswith("PySide6")


def plugin_name(target: str) -> str:
    """Return `kind/name` of a plugin of Qt, the same on every platform."""
    path = PurePath(target)
    return f"{path.parent.name}/{path.name.removeprefix('lib')}"

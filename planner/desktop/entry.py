"""The way into the desktop: what has to be there before Qt is loaded, said in a sentence where it is not."""

import ctypes
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from planner.domain.errors import PlannerError

PACKAGES = "libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0"
"""Debian's names of the system libraries that Qt's widgets need."""
X11_PACKAGES = "libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
"""What a window on an X server needs beside them."""

_LACKING = "cannot open shared object file"


def open_desktop(folder: Path | None, environment: Mapping[str, str], *, until_seen: bool = False) -> int:
    """Open the window, with the workspace of a folder or the last one; return the exit status when it is closed.

    `until_seen` closes it as soon as it is painted, with no workspace opened.

    Raises PlannerError `display-missing` and `libraries-missing`, where Qt would end the process or speak in riddles.
    """
    on_linux = sys.platform.startswith("linux")
    if on_linux and not _has_display(environment):
        raise PlannerError("display-missing")
    try:
        from planner.desktop.app import main  # noqa: PLC0415 — needs system libraries
    except ImportError as error:
        if _LACKING not in str(error):
            raise
        raise libraries_missing(error) from error
    if on_linux and _is_x11(environment):
        _try_x_server()
    return main(folder, until_seen=until_seen)


def _has_display(environment: Mapping[str, str]) -> bool:
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _is_x11(environment: Mapping[str, str]) -> bool:
    chosen = environment.get("QT_QPA_PLATFORM", "")
    return chosen.startswith("xcb") or not (chosen or environment.get("WAYLAND_DISPLAY"))


def _try_x_server() -> None:
    """Load what Qt will load, and knock at the display's door: Qt itself would end the process over either."""
    package = find_spec("PySide6")
    plugin = Path(package.origin or "").parent / "Qt/plugins/platforms/libqxcb.so" if package else Path()
    try:
        if plugin.is_file():
            ctypes.CDLL(str(plugin))
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        raise libraries_missing(error) from error
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    if not answers:
        raise PlannerError("display-missing")


def libraries_missing(error: Exception) -> PlannerError:
    """Return what to tell of a library that could not be loaded, with the packages that have all of them."""
    library = str(error).partition(":")[0]
    return PlannerError("libraries-missing", library=library, packages=f"{PACKAGES} {X11_PACKAGES}")

"""What a Debian or Ubuntu computer lacks to build the frozen application: prints the names of packages, if any.

python -m installer.needs
"""

import platform
import shutil
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from PyInstaller.depend.bindepend import get_imports, get_python_library_path
from PyInstaller.exceptions import PythonLibraryNotFoundError

from installer.pruning import PLUGINS, plugin_name
from planner.desktop.entry import X11_PACKAGES


def missing_packages() -> Iterator[str]:
    """Yield the packages of what is not there: binutils, the interpreter as a library, what Qt loads for X11."""
    if not shutil.which("objdump"):
        yield "binutils"
    try:
        get_python_library_path()
    except PythonLibraryNotFoundError:
        yield f"libpython{'.'.join(platform.python_version_tuple()[:2])}"
    found = find_spec("PySide6")
    plugins = Path(found.origin or "").parent.rglob("plugins/*/*.so") if found else ()
    used = [str(path) for path in plugins if plugin_name(str(path)).startswith(PLUGINS)]
    if any(not place for path in used for _, place in get_imports(path)):
        yield X11_PACKAGES


if __name__ == "__main__":
    sys.stdout.write(" ".join(missing_packages()) if sys.platform == "linux" else "")

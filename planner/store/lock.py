"""The lock of a workspace: one process at a time, held by the operating system, so that none is ever left behind.

The lock file also says in clear which key opens the store, so that a wrong key is told from a damaged file. It is
never the store's own file: closing any handle on that one would drop SQLite's locks (*How To Corrupt An SQLite
Database File*, §2.2).
"""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.store.folder import disk_errors_told

LOCK_FILE = "lock"

_LOCKED_BYTE = 1 << 30  # Windows locks a range for readers too: one far beyond the text
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Marker:
    """Which key opens the store of this folder, and who keeps it."""

    slot: str
    key_id: str
    kept_by: str


class WorkspaceLock:
    """A held lock; `release` lets go, and so does the end of the process, however it ends.

    Python makes its handles unknown to programs that are started; a process that is forked would share the lock.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock or raise PlannerError `workspace-in-use`, without waiting."""
        self._folder = folder
        with disk_errors_told(folder):
            self._handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _lock(self._handle)
        except (BlockingIOError, PermissionError):
            os.close(self._handle)
            raise PlannerError("workspace-in-use", folder=str(folder)) from None
        except BaseException:
            os.close(self._handle)
            raise

    def read_marker(self) -> Marker | None:
        """Return what the lock file says, or None when it says nothing that can be understood."""
        with disk_errors_told(self._folder):
            os.lseek(self._handle, 0, os.SEEK_SET)
            data = os.read(self._handle, _MOST_BYTES)
        try:
            return Marker(**json.loads(data))
        except (TypeError, ValueError):
            return None

    def write_marker(self, marker: Marker) -> None:
        """Replace what the lock file says. Half a text is read as none, and the store's salt then stands in."""
        with disk_errors_told(self._folder):
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, json.dumps(asdict(marker), indent=1).encode() + b"\n")
            os.fsync(self._handle)

    def release(self) -> None:
        """Let go; the file stays."""
        os.close(self._handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

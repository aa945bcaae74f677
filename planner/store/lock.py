"""The lock of a workspace: one process at a time, held by the operating system, so that none is ever left behind.

The lock file also says in clear which key opens the store, so that a wrong key is told from a damaged file, and how far
the ledger has come, so that an older copy of the store is not taken for the store. It is
never the store's own file: closing any handle on that one would drop SQLite's locks (*How To Corrupt An SQLite
Database File*, §2.2).
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.store.folder import disk_errors_told
from planner.store.head import Head

LOCK_FILE = "lock"

_LOCKED_BYTE = 1 << 30  # Windows locks a range for readers too: one far beyond the text
_MOST_BYTES = 4096
_SECTOR_BYTES = 512
"""What a disk writes as a whole: the text is filled up to it, so that no part of an old one ever stands behind."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Which key opens the store of this folder, who keeps it, and the newest head of the ledger that was seen here."""

    slot: str
    key_id: str
    kept_by: str
    entries: int = 0
    root: str = ""
    next_slot: str = ""
    next_key_id: str = ""
    """The key that is about to take the place of the other one; empty when none is."""

    @property
    def head(self) -> Head:
        """The newest head that was seen here; of no entries where none was."""
        return Head(self.entries, self.root)


class WorkspaceLock:
    """A held lock; `release` lets go, and so does the end of the process, however it ends.

    Python makes its handles unknown to programs that are started; a process that is forked would share the lock.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock or raise PlannerError `workspace-in-use`, without waiting."""
        self.folder = folder
        """The folder that is locked."""
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
        with disk_errors_told(self.folder):
            os.lseek(self._handle, 0, os.SEEK_SET)
            data = os.read(self._handle, _MOST_BYTES)
        try:
            return Marker(**json.loads(data))
        except (TypeError, ValueError):
            return None

    def write_marker(self, marker: Marker) -> None:
        """Replace what the lock file says. Half a text is read as none, and the store's salt then stands in."""
        with disk_errors_told(self.folder):
            os.ftruncate(self._handle, 0)
            self._write(marker)
            os.fsync(self._handle)

    def write_head(self, head: Head) -> None:
        """Note how far the ledger has come, once that is on the disk.

        It is not waited for: after a power cut an older head may stand here, which is a beginning of the ledger too.
        What cannot be written is left as it was, because the change itself is done.
        """
        marker = self.read_marker()
        if marker is not None and marker.head != head:
            with suppress(OSError):
                self._write(replace(marker, entries=head.entries, root=head.root))

    def _write(self, marker: Marker) -> None:
        text = json.dumps(asdict(marker), indent=1).encode()
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, text.ljust(_SECTOR_BYTES - 1) + b"\n")

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

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
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from planner.domain.errors import PlannerError
from planner.store.folder import disk_errors_told
from planner.store.head import Head

LOCK_FILE = "lock"

_LOCKED_BYTE = 1 << 30  # Windows locks a range for readers too: one far beyond the text
_SECTOR_BYTES = 512
"""What a disk writes as a whole. The key's record fills the first one and the head's the second, so that writing down
the head, which nobody waits for, never touches which key opens the store."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Which key opens the store of this folder, who keeps it, and the newest head of the ledger that was seen here."""

    slot: str
    key_id: str
    kept_by: str
    head: Head = field(default_factory=Head)
    """Of no entries where none was seen."""
    next_slot: str = ""
    next_key_id: str = ""
    """The key that is about to take the place of the other one; empty when none is."""

    def __post_init__(self) -> None:
        if not all(isinstance(each, str) for each in (self.slot, self.key_id, self.next_slot, self.next_key_id)):
            raise TypeError("not a marker")


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
            self._marker = self._read()
        except (BlockingIOError, PermissionError):
            os.close(self._handle)
            raise PlannerError("workspace-in-use", folder=str(folder)) from None
        except BaseException:
            os.close(self._handle)
            raise
        self._is_written = True
        """Whether the file says what it is to say; not so after a disk that failed half-way."""

    @property
    def marker(self) -> Marker | None:
        """What the lock file says, or None when it says nothing that can be understood."""
        return self._marker

    def write_marker(self, marker: Marker) -> None:
        """Replace what the lock file says. Where the disk does not let that be done, `marker` stays what it was.

        Half a text is read as none, and the store's salt then stands in, which is whole: no page of the store is being
        written at that moment.
        """
        if marker != self._marker or not self._is_written:
            self._is_written = False
            with disk_errors_told(self.folder):
                self._write(0, _key_record(marker) + _head_record(marker.head))
                os.fsync(self._handle)
            self._marker, self._is_written = marker, True

    def write_head(self, head: Head) -> None:
        """Note how far the ledger has come, once that is on the disk.

        It is not waited for: after a power cut an older head may stand here, which is a beginning of the ledger too.
        What cannot be written is left for the next time, because the change itself is done.
        """
        if self._marker is None or self._marker.head == head:
            return
        marker = replace(self._marker, head=head)
        if not self._is_written:
            with suppress(PlannerError):
                self.write_marker(marker)
            return
        self._is_written = False
        with suppress(OSError):
            self._write(_SECTOR_BYTES, _head_record(head))
            self._marker, self._is_written = marker, True

    def _read(self) -> Marker | None:
        with disk_errors_told(self.folder):
            os.lseek(self._handle, 0, os.SEEK_SET)
            data = os.read(self._handle, 2 * _SECTOR_BYTES)
        try:
            marker = Marker(**json.loads(data[:_SECTOR_BYTES]))
        except (TypeError, ValueError):
            return None
        with suppress(TypeError, ValueError):
            return replace(marker, head=Head(**json.loads(data[_SECTOR_BYTES:])))
        return marker

    def _write(self, place: int, text: bytes) -> None:
        os.lseek(self._handle, place, os.SEEK_SET)
        while text:
            text = text[os.write(self._handle, text) :]

    def release(self) -> None:
        """Let go; the file stays."""
        os.close(self._handle)


def _key_record(marker: Marker) -> bytes:
    said = asdict(marker)
    del said["head"]
    return _filled(said)


def _head_record(head: Head) -> bytes:
    return _filled(asdict(head))


def _filled(said: dict[str, Any]) -> bytes:
    """Return a record that fills its sector, so that no part of an old one ever stands behind it."""
    text = json.dumps(said, indent=1).encode()
    if len(text) >= _SECTOR_BYTES:
        raise ValueError("a record that does not fit its sector")
    return text.ljust(_SECTOR_BYTES - 1) + b"\n"


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

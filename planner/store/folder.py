"""The folder of a workspace: how it is made, how files are replaced in it, and what its disk's errors mean."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity

STORE_FILE = "store.db"

MEANINGS = {
    errno.EACCES: "folder-read-only",
    errno.EPERM: "folder-read-only",
    errno.EROFS: "folder-read-only",
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EIO: "disk-failed",
    errno.ENOTDIR: "folder-is-a-file",
    errno.EEXIST: "folder-is-a-file",
    errno.EISDIR: "store-damaged",  # a folder where a file of the workspace should be
}
"""What the operating system's errors mean to a person."""

SYNCED_FOLDERS = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("cloudstorage", "a cloud service"),
)
"""How folder names begin that a service copies elsewhere, in lower case, and the service."""


_TRIAL_BYTES = 1 << 16
NETWORK_SYSTEMS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "davfs", "fuse.sshfs", "fuse.rclone")
"""File systems whose disk is another machine's, as Linux names them."""
MOUNTS = Path("/proc/self/mounts")


def find_risky_folder(folder: Path, mounts: Path = MOUNTS) -> Finding | None:
    """Return the finding about a folder that a workspace should not be in: a synced one, or one on a network drive."""
    return find_synced_folder(folder) or find_network_folder(folder, mounts)


def find_network_folder(folder: Path, mounts: Path = MOUNTS) -> Finding | None:
    """Return the finding `folder-on-network` when a folder seems to lie on another machine.

    Locks do not always hold there, and a cut connection is a pulled plug. Known from Linux's table of mounts, and from
    names that begin with two strokes, as Windows has them; elsewhere nothing is said.
    """
    place = str(folder.expanduser().absolute())
    if place.startswith(("\\\\", "//")) or _file_system_of(place, mounts) in NETWORK_SYSTEMS:
        return Finding("folder-on-network", Severity.WARN, {"folder": str(folder)})
    return None


def _file_system_of(place: str, mounts: Path) -> str:
    """Return the type of the file system that a place is on, the deepest that is mounted above it; empty: unknown."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    points = [(point.replace("\\040", " "), kind) for _, point, kind, *_ in (line for line in lines if len(line) > 2)]
    above = [(len(point), kind) for point, kind in points if f"{place}/".startswith(f"{point.rstrip('/')}/")]
    return max(above, default=(0, ""))[1]


def find_synced_folder(folder: Path) -> Finding | None:
    """Return the finding `folder-synced` when a folder looks like one that a service copies to other machines.

    Such services copy files one by one while they change, which damages a store and keeps old versions of it.
    """
    for part in folder.expanduser().absolute().parts:
        for beginning, service in SYNCED_FOLDERS:
            if part.lower().startswith(beginning):
                return Finding("folder-synced", Severity.WARN, {"folder": str(folder), "service": service})
    return None


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, for its owner only. Raises PlannerError when that cannot be."""
    with disk_errors_told(folder):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except FileNotFoundError as error:
            raise PlannerError("folder-unusable", folder=str(folder), reason=str(error.strerror)) from error


def replace_file(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, as a whole or not at all; it is on the disk when this returns."""
    fresh = path.with_name(path.name + ".new")
    with disk_errors_told(path.parent):
        fresh.unlink(missing_ok=True)
        with open(fresh, "xb", opener=_for_the_owner) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        move_into_place(fresh, path)


def move_into_place(fresh: Path, path: Path) -> None:
    """Give a finished file its name, at once and durably."""
    fresh.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows has no such call and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def make_empty_file(path: Path) -> None:
    """Make a file that only its owner reads; what is later written into it stays so."""
    with disk_errors_told(path.parent), open(path, "xb", opener=_for_the_owner):
        pass


def find_disk_error(folder: Path) -> str | None:
    """Write a few pages into a folder, and return what stands in the way, as a code; None when nothing does.

    They go to a file without a name, which is gone at once.
    """
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as trial:
            trial.write(bytes(_TRIAL_BYTES))
            os.fsync(trial.fileno())
    except OSError as error:
        return MEANINGS.get(error.errno or 0)
    return None


@contextmanager
def disk_errors_told(folder: Path) -> Iterator[None]:
    """Turn the disk's errors into a PlannerError that names the folder; a file that is not there passes as it is."""
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        code = MEANINGS.get(error.errno or 0)
        if code:
            raise PlannerError(code, folder=str(folder)) from error
        raise PlannerError("folder-unusable", folder=str(folder), reason=str(error.strerror)) from error


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

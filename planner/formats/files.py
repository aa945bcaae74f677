"""Files: how anything leaves the product, whole or not at all."""

import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from planner.domain.errors import PlannerError

_PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds to wait while a scanner or an indexer holds the target (Windows)."""
_CHUNK_BYTES = 1 << 16
_PREFIX, _SUFFIX = ".shoal-", ".part"
"""What the names of unfinished files begin and end with."""
_LONGEST = 40
"""Characters of a name that a file name keeps."""


def write_atomically(path: Path, data: bytes, *, pause: Callable[[float], None] = time.sleep) -> None:
    """Write a file so that a reader sees the old one or the new one, even after a power cut.

    The data goes to a private file in the same folder first, is synced, takes the target's place, and the folder is
    synced. A link in the target's place is replaced, never followed. Raises PlannerError `file-not-written`.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())
            _replace(Path(temporary), path, pause)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as error:
        raise PlannerError("file-not-written", file=path.name, reason=error.strerror or type(error).__name__) from error


def check_room(path: Path, size: int) -> None:
    """Find out whether a file of `size` bytes can be written at a path, and leave nothing there.

    Raises PlannerError `file-not-written`.
    """
    try:
        with tempfile.TemporaryFile(prefix=_PREFIX, suffix=_SUFFIX, dir=path.parent) as trial:
            for _ in range(0, size, _CHUNK_BYTES):
                trial.write(bytes(_CHUNK_BYTES))
            trial.flush()
    except OSError as error:
        raise PlannerError("file-not-written", file=path.name, reason=error.strerror or type(error).__name__) from error


def clear_leftovers(folder: Path) -> None:
    """Remove the unfinished files that a killed process has left in a folder.

    One that another process is writing at this moment goes as well: that process is told, and can write it again.
    """
    for left in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            left.unlink()


def bundle_name(campaign: str, campaign_id: str, *, number: int = 1) -> str:
    """Return a file name for a campaign's bundle that every system takes and that leads nowhere else.

    It is the campaign's id, behind its name when the id does not say it, and tells a campaign's bundles apart by their
    number, and long ids.
    """
    words, mark = _plain_words(campaign)[:_LONGEST].strip("-"), _plain_words(campaign_id)
    if len(mark) > _LONGEST:
        mark = f"{mark[:_LONGEST].strip('-')}-{hashlib.sha256(campaign_id.encode()).hexdigest()[:8]}"
    parts = ["shoal", "" if mark.startswith(words) else words, mark, f"bundle-{number}" if number > 1 else ""]
    return "-".join(part for part in parts if part) + ".zip"


def _plain_words(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _replace(temporary: Path, path: Path, pause: Callable[[float], None]) -> None:
    for seconds in _PAUSES:
        try:
            temporary.replace(path)
        except PermissionError:
            pause(seconds)
        else:
            return
    temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name last; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

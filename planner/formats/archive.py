"""The archive: a zip of stored files in one spelling, so that a changed byte anywhere is a different archive.

Nothing is compressed: the same files are the same bytes on every machine, and no archive can swell when it is read.
"""

import re
import struct
import zlib
from collections.abc import Iterator, Mapping

from planner.domain.errors import PlannerError

MOST_FILES = 64
MOST_BYTES = 512 * 1024 * 1024
"""Of a whole archive; what swells beyond it when unpacked cannot exist, for nothing is compressed."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DAY, _MODE = 0x21, 0o100644 << 16
"""1 January 1980, the first day a zip can say; a plain file that others may read."""
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return the zip of these files, sorted by name (APPNOTE 6.3.10, version 2.0 features only).

    Raises ValueError for a name that is not plain, for too many files and for too many bytes.
    """
    if len(files) > MOST_FILES or not all(map(_NAME.fullmatch, files)):
        raise ValueError("these files do not fit an archive")
    local, central, offset = [], [], 0
    for name, data in sorted(files.items()):
        told, crc = name.encode(), zlib.crc32(data)
        sizes = (crc, len(data), len(data), len(told))
        local += [_LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, _DAY, *sizes, 0), told, data]
        central += [_CENTRAL.pack(b"PK\1\2", 788, 20, 0, 0, 0, _DAY, *sizes, 0, 0, 0, 0, _MODE, offset), told]
        offset += _LOCAL.size + len(told) + len(data)
    if offset > MOST_BYTES:
        raise ValueError("these files do not fit an archive")
    directory = b"".join(central)
    end = _END.pack(b"PK\5\6", 0, 0, len(files), len(files), len(directory), offset, 0)
    return b"".join([*local, directory, end])


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive that `pack` wrote, and of no other.

    Reads local headers from the front, within bounds, then demands that packing the files again gives these very
    bytes: what is prefixed, appended, reordered, renamed, doubled, linked, encrypted or compressed is refused.
    Raises PlannerError `bundle-unreadable`.
    """
    if len(data) > MOST_BYTES:
        raise PlannerError("bundle-unreadable", reason="it is larger than a bundle can be")
    try:
        files = dict(_stored_files(data))
        whole = pack(files) == data
    except (struct.error, ValueError):
        whole = False
    if not whole:
        raise PlannerError("bundle-unreadable", reason="it is not an archive as Shoal writes them, byte for byte")
    return files


def _stored_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    offset = 0
    for _ in range(MOST_FILES + 1):
        if data[offset : offset + 4] != b"PK\3\4":
            return
        *_, size, name_size, _extra = _LOCAL.unpack_from(data, offset)
        start = offset + _LOCAL.size
        offset = start + name_size + size
        yield data[start : start + name_size].decode("ascii"), data[start + name_size : offset]

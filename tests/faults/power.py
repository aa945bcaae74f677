"""What a power cut may leave of recorded calls: what was synced, and any part of what was not.

A write that is older than the last sync of its file is kept. A younger one is kept, dropped, torn between two sectors,
or has zeros in front; a younger truncation is kept or dropped. Names (files made, renamed, removed) are kept
  - *ordered*: up to any one of those since the last sync of anything, as a journalling file system does;
  - *strict*: each by itself, unless its own folder was synced since, which is all that POSIX promises.
The idea is that of SQLite's crash tests (`test6.c`) and of CrashMonkey (OSDI 2018).
"""

import random
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePath

from tests.faults.shim import KINDS

CUT = "power cut"
SECTOR = 512
_HEAD = struct.Struct("5q")

Image = Mapping[str, bytes | None]
"""Path below the run → content, or None for a folder."""


@dataclass(frozen=True, slots=True)
class Call:
    """One recorded call; `file` is the inode, `data` what was written or the second name."""

    kind: str
    file: int
    offset: int
    path: str
    data: bytes


def read_calls(log: bytes, run: Path) -> list[Call]:
    """Read what the shim recorded, with paths below the run."""
    calls, at, root = [], 0, f"{run}/"
    while at < len(log):
        kind, file, offset, path_bytes, data_bytes = _HEAD.unpack_from(log, at)
        at += _HEAD.size
        path = log[at : at + path_bytes].decode().removeprefix(root)
        data = log[at + path_bytes : at + path_bytes + data_bytes]
        at += path_bytes + data_bytes
        if KINDS[kind] in {"rename", "link"}:
            data = data.decode().removeprefix(root).encode()
        calls.append(Call(KINDS[kind], file, offset, path, data))
    return calls


@dataclass(slots=True)
class _File:
    synced: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Place and data of each write since the last sync; without data it is a truncation."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """A change of names that happens as one: names given to files (None: a folder), and names taken away."""

    given: dict[str, int | None]
    taken: tuple[str, ...] = ()

    def is_in(self, folder: str) -> bool:
        return any(str(PurePath(name).parent) in {folder, "."} for name in (*self.given, *self.taken))


class Disk:
    """A disk on which recorded calls are done again, and which can lose its power at any moment."""

    def __init__(self, run: Path, *, strict: bool) -> None:
        """Begin with what is in a run's folder, all of it synced. Files are known by their inodes there."""
        self._strict = strict
        self._fresh = count()
        self._files: dict[int, _File] = {}
        self._by_inode: dict[int, int] = {}
        self._names: dict[str, int | None] = {}
        self._since: list[_Naming] = []
        self._now: dict[str, int | None] = {}
        for path in sorted(run.rglob("*")):
            name = str(path.relative_to(run))
            if path.is_dir():
                self._names[name] = None
            else:
                self._names[name] = self._make(path.stat().st_ino, path.read_bytes())
        self._now = dict(self._names)

    def apply(self, call: Call) -> None:
        """Do a call again."""
        match call.kind:
            case "create":
                made = self._make(call.file)
                if call.path:
                    self._rename(_Naming({call.path: made}))
            case "write":
                self._files[self._by_inode[call.file]].since.append((call.offset, call.data))
            case "truncate":
                self._files[self._by_inode[call.file]].since.append((call.offset, None))
            case "mkdir":
                self._rename(_Naming({call.path: None}))
            case "unlink" | "rmdir":
                self._rename(_Naming({}, (call.path,)))
            case "rename":
                self._rename(_Naming({call.data.decode(): self._now[call.path]}, (call.path,)))
            case "link":
                self._rename(_Naming({call.data.decode(): self._now[call.path]}))
            case "sync":
                self._sync(call)

    def _sync(self, call: Call) -> None:
        """Sync a file or a folder."""
        synced = self._by_inode.get(call.file)
        if synced is not None and self._now.get(call.path, -1) is not None:
            file = self._files[synced]
            for place, data in file.since:
                _write(file.synced, place, data)
            file.since.clear()
        kept = [each for each in self._since if not self._strict or each.is_in(call.path)]
        for naming in kept:
            _name(self._names, naming)
        self._since = [each for each in self._since if each not in kept]

    def cut(self, seed: int) -> Image:
        """Return what is left when the power goes now."""
        chance = random.Random(seed)  # noqa: S311 - the same cuts every time
        names, kept_names = dict(self._names), chance.randint(0, len(self._since))
        for i, naming in enumerate(self._since):
            if chance.random() < 0.5 if self._strict else i < kept_names:
                _name(names, naming)
        return self._image(names, chance)

    def whole(self) -> Image:
        """Return what is there while the power stays."""
        return self._image(self._now, None)

    def _make(self, inode: int, data: bytes = b"") -> int:
        made = self._by_inode[inode] = next(self._fresh)
        self._files[made] = _File(bytearray(data))
        return made

    def _rename(self, naming: _Naming) -> None:
        self._since.append(naming)
        _name(self._now, naming)

    def _image(self, names: Mapping[str, int | None], chance: random.Random | None) -> Image:
        folders = {name for name, file in names.items() if file is None}
        image: dict[str, bytes | None] = {}
        for name in sorted(names):
            parents = {str(parent) for parent in PurePath(name).parents} - {"."}
            if parents <= folders:
                file = names[name]
                image[name] = None if file is None else bytes(_content(self._files[file], chance))
        return image


def _name(names: dict[str, int | None], naming: _Naming) -> None:
    for name in naming.taken:
        names.pop(name, None)
    names.update(naming.given)


def _content(file: _File, chance: random.Random | None) -> bytearray:
    data = bytearray(file.synced)
    for place, written in file.since:
        if chance is None:
            _write(data, place, written)
        else:
            for place_left, left in _survivors(place, written, chance):
                _write(data, place_left, left)
    return data


def _survivors(place: int, data: bytes | None, chance: random.Random) -> Iterator[tuple[int, bytes | None]]:
    """Yield what is left of one write that was not synced."""
    fate = chance.choice(("kept", "kept", "dropped", "dropped", "torn", "zeros"))
    if fate == "dropped":
        return
    if fate == "kept" or data is None:
        yield place, data
        return
    first = SECTOR - place % SECTOR
    edge = min(len(data), chance.randrange(first, max(first + 1, len(data)), SECTOR))
    yield (place, data[:edge]) if fate == "torn" else (place, bytes(edge) + data[edge:])


def _write(data: bytearray, place: int, written: bytes | None) -> None:
    if written is None:
        del data[place:]
        data.extend(bytes(place - len(data)))
        return
    data.extend(bytes(max(0, place - len(data))))
    data[place : place + len(written)] = written


def write_image(image: Image, run: Path) -> None:
    """Make a folder of what is left."""
    run.mkdir()
    for name in sorted(image):
        data = image[name]
        if data is None:
            (run / name).mkdir()
        else:
            (run / name).write_bytes(data)

"""Looking for what an import may have left of a customer, in every folder and in every way that a text is written."""

import base64
import gzip
import io
import json
import os
import quopri
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

CANARY = "qzvx7canarykwj9"
"""Part of every name, address, number and rare value of the customers."""

_MOST_BYTES = 1 << 26
_NO_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)
_ZLIB = tuple(bytes([0x78, level]) for level in (0x01, 0x5E, 0x9C, 0xDA))


def written(text: str) -> Mapping[str, bytes]:
    """Return how a text may stand in a file, by name; what is no mixture of cases is looked for in any case."""
    plain = text.encode()
    ways = {
        "UTF-8": plain,
        "UTF-16, little": text.encode("utf-16-le"),
        "UTF-16, big": text.encode("utf-16-be"),
        "UTF-32": text.encode("utf-32-le"),
        "base 16": plain.hex().encode(),
        "percent": "".join(f"%{byte:02x}" for byte in plain).encode(),
        "quoted-printable": "".join(f"={byte:02x}" for byte in plain).encode(),
        "JSON": "".join(f"\\u{ord(letter):04x}" for letter in text).encode(),
        "HTML": "".join(f"&#{ord(letter)};" for letter in text).encode(),
        "backwards": plain[::-1],
    }
    for lead in range(3):
        whole = base64.b64encode(b"\0" * lead + plain)
        ways[f"base 64, {lead} behind"] = whole[4 if lead else 0 : len(whole) - 4]
    return ways


WAYS = written(CANARY)


def found_in(data: bytes) -> set[str]:
    """Return the ways in which the canary stands in these bytes, or in what is packed in them."""
    ways = {way for each in _unpacked(data) for way, said in WAYS.items() if way.startswith("base 64") and said in each}
    for each in _unpacked(data):
        small = each.lower()
        ways |= {way for way, said in WAYS.items() if not way.startswith("base 64") and said.lower() in small}
    return ways


def _unpacked(data: bytes) -> Iterator[bytes]:
    yield data
    with suppress(*_NO_ZIP), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            yield part.filename.encode()
            yield archive.read(part)
    for sign, bits in ((b"\x1f\x8b\x08", 31), *((sign, 15) for sign in _ZLIB)):
        place = data.find(sign)
        while place >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj(bits).decompress(data[place:], _MOST_BYTES)
            place = data.find(sign, place + 1)


def residue(places: Iterable[Path]) -> dict[str, set[str]]:
    """Return path → ways for each of these files and folders, and all below, that holds a canary or is named after one.

    What other processes remove meanwhile is passed over.
    """
    left = {}
    for place in places:
        below = [Path(at, name) for at, folders, files in os.walk(place) for name in (*folders, *files)]
        for path in (place, *below):
            ways = found_in(path.name.encode("utf-8", "surrogateescape"))
            if path.is_file() and not path.is_symlink():
                with suppress(OSError):
                    ways |= found_in(path.read_bytes())
            if ways:
                left[str(path)] = ways
    return left


def planted() -> Iterator[tuple[str, bytes]]:
    """Yield what the search has to find: the canary in every way, by itself and packed."""
    yield from WAYS.items()
    plain = f"person,{CANARY}@example.org\n".encode()
    yield "in capitals", plain.upper()
    yield "in a JSON text", json.dumps({"person": CANARY}).encode()
    yield "in lines of quoted-printable", quopri.encodestring(f"né {CANARY}".encode())
    yield "in gzip", b"head" + gzip.compress(plain)
    yield "in zlib", b"head" + zlib.compress(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", plain)
    yield "in a zip", made.getvalue()

"""Mappings, hierarchy files and archives that say what cannot be, or say it in a way that is a trap."""

import io
import struct
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping

from planner.formats.archive import MOST_FILES, pack
from tests.faults.cases import Refused, refused

HEAD = "[columns.a]\nrole = 'attribute'\nkind = 'nominal'\n"


def attribute(name: str, more: str) -> str:
    return f"[columns.{name}]\nrole = 'attribute'\n{more}\n"


def hierarchical(name: str, *levels: str) -> str:
    return attribute(name, f"kind = 'hierarchical'\nlevels = [{', '.join(map(repr, (name, *levels)))}]")


def consents(count: int) -> str:
    return "".join(f"[columns.c{i}]\nrole = 'consent'\nscope = 's{i}'\ngranted = ['1']\n" for i in range(count))


WRONG = "mapping-value-wrong"
MAPPINGS: Mapping[str, tuple[str | bytes, Refused | None]] = {
    "plain": (HEAD, None),
    "with a mark": (b"\xef\xbb\xbf" + HEAD.encode(), None),
    "with CR LF": (HEAD.replace("\n", "\r\n"), None),
    "a column named like an option": (attribute("role", "kind = 'nominal'"), None),
    "a column named by markup": (attribute('"<img src=x>"', "kind = 'nominal'"), None),
    "a column named by SQL": (attribute('"\'); DROP TABLE x; --"', "kind = 'nominal'"), None),
    "a column without a name": (attribute('""', "kind = 'nominal'"), None),
    "a label of other scripts": (attribute("a", "kind = 'ordered'\norder = ['\u202eabc', '漢字', '=1+1']"), None),
    "32 scopes": (HEAD + consents(32), None),
    "33 scopes": (HEAD + consents(33), refused("mapping-too-many-scopes", scopes=33)),
    "nothing": ("", refused("mapping-no-attribute")),
    "a comment only": ("# nothing\n", refused("mapping-no-attribute")),
    "in UTF-16": (HEAD.encode("utf-16"), refused("mapping-unreadable")),
    "in Windows 1252": (HEAD.replace("a]", '"é"]').encode("cp1252"), refused("mapping-unreadable")),
    "a NUL": (HEAD + "\0", refused("mapping-not-toml")),
    "with CR alone": (HEAD.replace("\n", "\r"), None),
    "JSON": ('{"columns": {"a": {"role": "attribute"}}}', refused("mapping-not-toml", line=1)),
    "YAML": ("columns:\n  a:\n    role: attribute\n", refused("mapping-not-toml", line=1)),
    "an open text": ("[columns.a]\nrole = 'attribute\n", refused("mapping-not-toml", line=3)),
    "an open table": ("[columns.a\nrole = 'attribute'\n", refused("mapping-not-toml", line=1)),
    "a key twice": (HEAD + "kind = 'ordered'\n", refused("mapping-not-toml", line=4)),
    "a table twice": (HEAD + HEAD, refused("mapping-not-toml", line=4)),
    "a table that was a value": ("columns = 1\n[columns.a]\n", refused("mapping-not-toml", line=2)),
    "a letter that is none": ('x = "\\ud800"\n', refused("mapping-not-toml")),
    "deep lists": ("x = " + "[" * 100_000, refused("mapping-not-toml")),
    "deep tables": ("x = " + "{a=" * 100_000, refused("mapping-not-toml")),
    "a number of 5,000 digits": ("x = " + "9" * 5_000, refused("mapping-not-toml")),
    "a number of 5,000 digits in base 16": (HEAD + f"top = 0x{'f' * 5_000}", refused(WRONG, column="a", option="top")),
    "a name of 100 parts": (
        f"{HEAD}# x\n[columns.{'a.' * 100}a]\nrole = 'dropped'\n",
        refused("mapping-not-toml", line=5),
    ),
    "a name of 5,000 parts in quotes": (
        HEAD + "note = '''\n\n'''\nx." + '"a.b" . ' * 5_000 + "a = 1\n",
        refused("mapping-not-toml", line=7),
    ),
    "labels of many dots": (
        attribute("a", f"kind = 'ordered'\norder = ['{'a.' * 200}', '{'b.' * 200}'] # {'c.' * 200}"),
        None,
    ),
    "a hierarchy on another drive": (
        attribute("a", "kind = 'hierarchical'\nhierarchy = 'C:city.csv'"),
        refused(WRONG, option="hierarchy"),
    ),
    "a hierarchy on another machine": (
        attribute("a", "kind = 'hierarchical'\nhierarchy = '\\\\\\\\server\\\\share\\\\city.csv'"),
        refused(WRONG, option="hierarchy"),
    ),
    "a hierarchy on another machine, with slashes": (
        attribute("a", "kind = 'hierarchical'\nhierarchy = '//server/share/city.csv'"),
        refused(WRONG, option="hierarchy"),
    ),
    "a hierarchy that is a device": (
        attribute("a", "kind = 'hierarchical'\nhierarchy = '/dev/zero'"),
        refused(WRONG, option="hierarchy"),
    ),
    "a hierarchy with a NUL in its name": (
        attribute("a", 'kind = "hierarchical"\nhierarchy = "a\\u0000.csv"'),
        refused(WRONG, option="hierarchy"),
    ),
    "another section": (HEAD + "[colums.b]\n", refused("mapping-section-unknown", nearest="columns")),
    "a list of columns": ("[[columns]]\nname = 'a'\n", refused("mapping-section-not-table")),
    "a file section that is a list": (HEAD + "[[file]]\n", refused("mapping-section-not-table")),
    "a role that is a number": ("[columns.a]\nrole = 1\n", refused("mapping-role-unknown", column="a")),
    "a role that is a table": ("[columns.a.role]\nx = 1\n", refused("mapping-role-unknown", column="a")),
    "a role in capitals": ("[columns.a]\nrole = 'Attribute'\n", refused("mapping-role-unknown", nearest="attribute")),
    "a kind that is a list": (attribute("a", "kind = ['nominal']"), refused("mapping-kind-unknown", column="a")),
    "an option of another kind": (HEAD + "bands = [1]\n", refused("mapping-option-misplaced", option="bands")),
    "an option that hides in a name": (
        HEAD + "'__class__' = 1\n",
        refused("mapping-option-unknown", option="__class__"),
    ),
    "bands of truth": (attribute("a", "kind = 'ordered'\nbands = [false, true]"), refused(WRONG)),
    "bands of no number": (attribute("a", "kind = 'ordered'\nbands = [nan]"), refused(WRONG)),
    "bands without end": (attribute("a", "kind = 'ordered'\nbands = [-inf, inf]"), refused(WRONG)),
    "bands beyond exact numbers": (attribute("a", "kind = 'ordered'\nbands = [9007199254740993]"), refused(WRONG)),
    "bands of one number written twice": (attribute("a", "kind = 'ordered'\nbands = [1, 1.0]"), refused(WRONG)),
    "bands of times": (attribute("a", "kind = 'ordered'\nbands = [07:32:00]"), refused(WRONG)),
    "labels of lists": (attribute("a", "kind = 'ordered'\norder = [['a']]"), refused(WRONG)),
    "labels of tables": (attribute("a", "kind = 'ordered'\norder = [{a = 1}]"), refused(WRONG)),
    "one label as a text and as a number": (attribute("a", "kind = 'ordered'\norder = ['1', 1]"), refused(WRONG)),
    "bands and labels": (
        attribute("a", "kind = 'ordered'\nbands = [1]\norder = ['x']"),
        refused("mapping-option-one-of"),
    ),
    "neither bands nor labels": (attribute("a", "kind = 'ordered'"), refused("mapping-option-one-of")),
    "a level of its own": (hierarchical("a", "a"), refused(WRONG, option="levels")),
    "levels in a ring": (hierarchical("a", "b") + hierarchical("b", "a"), refused("mapping-level-has-role")),
    "a level of two": (hierarchical("a", "r") + hierarchical("b", "r"), refused("mapping-level-twice", column="r")),
    "a level that is dropped": (
        hierarchical("a", "r") + "[columns.r]\nrole = 'dropped'\n",
        refused("mapping-level-has-role"),
    ),
    "a level that is the identifier": (
        hierarchical("a", "r") + "[columns.r]\nrole = 'identifier'\n",
        refused("mapping-level-has-role"),
    ),
    "levels that begin elsewhere": (
        attribute("a", "kind = 'hierarchical'\nlevels = ['b', 'a']"),
        refused("mapping-levels-first"),
    ),
    "two identifiers": (
        HEAD + "[columns.i]\nrole = 'identifier'\n[columns.j]\nrole = 'identifier'\n",
        refused("mapping-role-twice"),
    ),
    "an identifier and weights": (
        HEAD + "[columns.i]\nrole = 'identifier'\n[columns.n]\nrole = 'weight'\n",
        refused("mapping-identifier-and-weight"),
    ),
    "dates of rows without people": (HEAD + "[columns.t]\nrole = 'updated'\n", refused("mapping-updated-alone")),
    "consent without words": (
        HEAD + "[columns.c]\nrole = 'consent'\nscope = 's'\n",
        refused("mapping-option-needed", option="granted"),
    ),
    "consent by an empty cell": (HEAD + "[columns.c]\nrole = 'consent'\nscope = 's'\ngranted = ['']\n", refused(WRONG)),
    "consent by a missing cell": (
        HEAD + "[columns.c]\nrole = 'consent'\nscope = 's'\ngranted = ['(missing)']\n",
        refused(WRONG),
    ),
    "a sensitive column of no demand": (
        HEAD + "[columns.s]\nrole = 'sensitive'\nl = 1\n",
        refused("mapping-sensitive-undemanding"),
    ),
    "closeness beyond one": (HEAD + "[columns.s]\nrole = 'sensitive'\nt = 1.0\n", refused(WRONG, option="t")),
    "closeness of no number": (HEAD + "[columns.s]\nrole = 'sensitive'\nt = nan\n", refused(WRONG, option="t")),
    "a delimiter that is a quote": (HEAD + "[file]\ndelimiter = '\"'\n", refused(WRONG, option="delimiter")),
    "a delimiter that is a line end": (HEAD + '[file]\ndelimiter = "\\n"\n', refused(WRONG, option="delimiter")),
    "a delimiter of two letters": (HEAD + "[file]\ndelimiter = ';;'\n", refused(WRONG, option="delimiter")),
    "an encoding from a path": (HEAD + "[file]\nencoding = '../../x'\n", refused(WRONG, option="encoding")),
    "names of columns twice": (HEAD + "[file]\nnames = ['a', 'a']\n", refused(WRONG, option="names")),
    "an option of files that is none": (
        HEAD + "[file]\nskip = 3\n",
        refused("mapping-file-option-unknown", name="skip"),
    ),
}
"""Name → a mapping file, and its refusal or that it is read."""

HIERARCHIES: Mapping[str, tuple[str | bytes | None, Refused | None]] = {
    "plain": ("Lyon,France\nBern,Suisse\n", None),
    "with semicolons": ("Lyon;France\nBern;Suisse\n", None),
    "a line twice": ("Lyon,France\nLyon,France\n", None),
    "a value under two parents": ("Lyon,France\nLyon,Suisse\n", refused("hierarchy-two-parents", line=2)),
    "a short line": ("Lyon,Rhône,France\nBern,Suisse\n", refused("hierarchy-line", line=2)),
    "an empty entry": ("Lyon,France\nBern,\n", refused("hierarchy-line", line=2)),
    "a value without a group": ("Lyon\n", refused("hierarchy-line", line=1)),
    "nothing": ("", refused("hierarchy-file-unreadable")),
    "line ends": ("\n\n", refused("hierarchy-file-unreadable")),
    "in UTF-16": ("Lyon,France\n".encode("utf-16"), refused("hierarchy-file-unreadable")),
    "an open quote": ('Lyon,"France\n', refused("hierarchy-file-unreadable")),
    "that is not there": (None, refused("hierarchy-file-missing")),
    "a field without end": ("Lyon," + "x" * 3_000_000, refused("hierarchy-file-unreadable")),
}
"""Name → a hierarchy file (None: there is none), and its refusal or that it is read."""

FILES = {"list.json": b"{}", "manifest.json": b"{}"}
SOUND = pack(FILES)


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_STORED, mode: int = 0o100644) -> bytes:
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", method) as archive:
        warnings.simplefilter("ignore")  # the same name twice is what one of them is about
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.external_attr = mode << 16
            archive.writestr(info, data, method)
    return made.getvalue()


def poked(place: int, value: bytes, data: bytes = SOUND) -> bytes:
    place %= len(data)
    return data[:place] + value + data[place + len(value) :]


def tarred() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("list.json"))
    return made.getvalue()


def sixty_four() -> bytes:
    """An archive whose end points to the end of a larger kind, which tells of 2⁶³ files."""
    tail = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1 << 63, 1 << 63, 46, 0)
    return SOUND[:-22] + tail + struct.pack("<4sLQL", b"PK\6\7", 0, len(SOUND) - 22, 1) + SOUND[-22:]


ESCAPES = (
    "../list.json",
    "/etc/list.json",
    "C:\\list.json",
    "\\\\server\\share\\x",
    "list.json:x",
    "CON",
    "list.json.",
    "list.json ",
    "a/../../b",
    "~/x",
    "\u202enosj.tsil",
    "list.json\0.exe",
    "x" * 300,
    "",
    ".",
    "-rf",
    "é.json",
    "list.JSON\n",
)


def archives() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield archives that are none of ours, each under a name."""
    for name in ESCAPES:
        yield f"a file called {name[:20]!r}", lambda name=name: zipped((name, b"{}"))  # type: ignore[misc]
    yield "a file twice", lambda: zipped(("list.json", b"{}"), ("list.json", b"[]"))
    yield "a link", lambda: zipped(("list.json", b"/etc/passwd"), mode=0o120777)
    yield "a device", lambda: zipped(("list.json", b""), mode=0o020666)
    yield "a folder", lambda: zipped(("list.json/", b""), mode=0o040755)
    yield "deflated", lambda: zipped(("list.json", bytes(9_999)), method=zipfile.ZIP_DEFLATED)
    yield "bzip2", lambda: zipped(("list.json", bytes(9_999)), method=zipfile.ZIP_BZIP2)
    yield "LZMA", lambda: zipped(("list.json", bytes(9_999)), method=zipfile.ZIP_LZMA)
    yield "a bundle in a bundle", lambda: zipped(("bundle.zip", SOUND))
    yield "sizes of 64 bits", sixty_four
    yield "a size beyond the end", lambda: poked(18, b"\xff\xff\xff\x7f" * 2)
    yield "a size of all ones", lambda: poked(18, b"\xff\xff\xff\xff" * 2)
    yield "a name beyond the end", lambda: poked(26, b"\xff\xff")
    yield "an encrypted file", lambda: poked(6, b"\1\0")
    yield "another sum", lambda: poked(14, b"abcd")
    yield "more files told than there are", lambda: poked(-12, b"\xff\xff\xff\xff")
    yield "too many files", lambda: zipped(*((f"x{number}", b"") for number in range(MOST_FILES + 1)))
    yield "no files", lambda: SOUND[-22:-12] + bytes(12)
    yield "something in front", lambda: b"#!/bin/sh\n" + SOUND
    yield "something behind", lambda: SOUND + b"\0"
    yield "a comment", lambda: SOUND[:-2] + b"\2\0hi"
    yield "a Windows program in front", lambda: b"MZ" + SOUND
    yield "tar", tarred
    yield "nothing", lambda: b""
    yield "text", lambda: b"hello"
    yield "a directory of 65,535 entries of nothing", lambda: SOUND[:-14] + b"\xff\xff\xff\xff" + SOUND[-10:]


ARCHIVES = dict(archives())
SPELLED_AS_OURS = {
    "a file called 'CON'",
    "a file called 'list.json.'",
    "a file called 'list.json\\x00.exe'",
    "a bundle in a bundle",
}
"""Archives that `pack` could have written (Python's zip ends a name at its NUL): something else is wrong with them."""

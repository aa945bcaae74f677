"""Bundles that must not verify: every one is refused by Shoal and by the stand-alone program, for the same reasons."""

import importlib.util
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from planner.domain.canonical import canonical_json
from planner.domain.errors import PlannerError
from planner.domain.merkle import tree_root
from planner.domain.note import Checkpoint, TlogProof, sign_checkpoint
from planner.formats.archive import pack, unpack
from planner.formats.bundle import OUTSIDE, sha256
from planner.formats.listing import audience_digest
from planner.formats.records import format_ledger_export
from planner.formats.verdicts import Verdict, overall
from planner.formats.verification import verify_bundle
from planner.services.resources import resource_path
from tests.formats.builders import CONSENTS, KEY, OTHER_KEY, Ledger, Release, a_list, check_record, release

Files = dict[str, bytes]
VKEY = KEY.verifier.vkey
REAL = release(a_list())
TWIN = release(a_list(campaign="Autumn", campaign_id="c-7", campaign_digest="d" * 64))
"""Another honest bundle, from another ledger under the same key."""


def load_program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("verify_shoal", resource_path("verify_shoal.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PROGRAM = load_program()


def verdicts(data: bytes, *, key: str | None = VKEY, ledger: bytes | None = None) -> dict[str, str]:
    """The verdict of every check, on which both verifiers agree."""
    ours = {told.name: told.verdict.value for told in verify_bundle(data, pinned_key=key, ledger_export=ledger)}
    theirs = {name: verdict for name, verdict, _ in PROGRAM.verify(data, key, ledger)}
    assert ours == theirs
    return ours


def failed(found: Mapping[str, str]) -> set[str]:
    return {name for name, verdict in found.items() if verdict == "invalid"}


@dataclass(frozen=True)
class Mutant:
    """A bundle that must fail, and the check that must say so."""

    name: str
    data: bytes
    fails: str
    ledger: bytes | None = None


# --- the archive -------------------------------------------------------------------------------------------------


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0x20]) + data[place + 1 :]


def archive_mutants() -> Iterator[Mutant]:
    data = REAL.bundle
    start = data.index(b"PK\1\2")
    for what, first, last in (
        ("local header", 0, 30),
        ("directory", start, start + 46),
        ("end", len(data) - 22, len(data)),
    ):
        for place in range(first, last, 2):
            yield Mutant(f"{what}, byte {place - first} flipped", flipped(data, place), "archive")
    for name, body in unpack(data).items():
        if body:
            yield Mutant(f"a byte of {name} flipped", flipped(data, data.index(body) + len(body) // 2), "archive")
    for kept in (0, 3, 29, 1000, start, len(data) - 22, len(data) - 1):
        yield Mutant(f"cut after {kept} bytes", data[:kept], "archive")
    yield Mutant("something in front", b"MZ" + data, "archive")
    yield Mutant("something behind", data + b"\0", "archive")
    yield Mutant("another zip behind", data + TWIN.bundle, "archive")
    yield Mutant("a comment", data[:-2] + b"\1\0x", "archive")
    yield Mutant("not a zip", b"hello", "archive")


def zipped(entries: list[tuple[zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for info, data in entries:
            info.compress_type = method
            archive.writestr(info, data)
    return made.getvalue()


def zip_mutants() -> Iterator[Mutant]:
    files = [(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data) for name, data in unpack(REAL.bundle).items()]
    yield Mutant("compressed", zipped(files, zipfile.ZIP_DEFLATED), "archive")
    yield Mutant("in another order", zipped(files[::-1]), "archive")
    bomb = [(zipfile.ZipInfo("list.json", (1980, 1, 1, 0, 0, 0)), b"\0" * 50_000_000)]
    yield Mutant("a bomb", zipped(bomb, zipfile.ZIP_DEFLATED), "archive")
    link = zipfile.ZipInfo("list.json", (1980, 1, 1, 0, 0, 0))
    link.external_attr = 0o120777 << 16
    yield Mutant("a symbolic link", zipped([(link, b"/etc/passwd")]), "archive")
    for name in (
        "../list.json",
        "/list.json",
        "C:\\list.json",
        "a/b.json",
        "list\0.txt",
        "..",
        "LISTE\u0301.json",
        "x" * 70,
    ):
        extra = [*files, (zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), b"x")]
        yield Mutant(f"a file named {name!r}", zipped(extra), "archive")
        yield Mutant(f"a file named {name!r}, spelled as ours", spelled({**unpack(REAL.bundle), name: b"x"}), "archive")
    with pytest.warns(UserWarning, match="Duplicate"):
        yield Mutant("a file twice", zipped([*files, files[0]]), "archive")
    many = {**unpack(REAL.bundle), **{f"x{number}": b"" for number in range(60)}}
    yield Mutant("too many files", spelled(many), "archive")
    for name in ("manifest.json", "entry.json", "check.json", "loss-report.json"):
        padded = b'{"a":"' + b"x" * (8 << 20) + b'"}'
        yield Mutant(f"a {name} of 8 MiB", spelled({**unpack(REAL.bundle), name: padded}), "archive")


def spelled(files: Files) -> bytes:
    """The archive that `pack` would write if it took every name."""
    local, directory = b"", b""
    for name, data in sorted(files.items()):
        told = name.encode()
        crc = zipfile.zlib.crc32(data)  # type: ignore[attr-defined]
        sizes = struct.pack("<3L", crc, len(data), len(data))
        tail = struct.pack("<5H2L", len(told), 0, 0, 0, 0, 0o100644 << 16, len(local))
        directory += b"PK\1\2" + struct.pack("<6H", 788, 20, 0, 0, 0, 33) + sizes + tail + told
        local += (
            b"PK\3\4" + struct.pack("<5H", 20, 0, 0, 0, 33) + sizes + struct.pack("<2H", len(told), 0) + told + data
        )
    return (
        local
        + directory
        + b"PK\5\6"
        + struct.pack("<4H2LH", 0, 0, len(files), len(files), len(directory), len(local), 0)
    )


# --- files inside a sound archive --------------------------------------------------------------------------------


def text(change: Callable[[str], str]) -> Callable[[bytes], bytes]:
    return lambda data: change(data.decode()).encode()


def parsed(change: Callable[[Any], object]) -> Callable[[bytes], bytes]:
    """Change a JSON file and write it canonically again."""

    def mutate(data: bytes) -> bytes:
        told = json.loads(data)
        change(told)
        return canonical_json(told)

    return mutate


def put(*path: str | int, to: Any) -> Callable[[Any], object]:
    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        told[path[-1]] = to

    return change


def drop(*path: str | int) -> Callable[[Any], object]:
    def change(told: Any) -> None:
        for step in path[:-1]:
            told = told[step]
        del told[path[-1]]

    return change


def proof(**changes: Any) -> Callable[[bytes], bytes]:
    return lambda data: replace(TlogProof.parse(data), **changes).text.encode()


ROOT = tree_root(REAL.ledger.leaves)
FORGED = {
    "root": Checkpoint(KEY.name, 9, bytes(32)),
    "size": Checkpoint(KEY.name, 17, ROOT),
    "smaller size": Checkpoint(KEY.name, 8, ROOT),
    "origin": Checkpoint("shoal.example/elsewhere", 9, ROOT),
}
ENTRY_INDEX, CHECK_INDEX = 7, 5

CHANGES: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    # (file, what is done to it, how, the check that must fail)
    *((name, "one byte changed", lambda data: flipped(data, len(data) // 2), "files") for name in REAL.content.files),
    *((name, "cut", lambda data: data[: len(data) // 2], "files") for name in REAL.content.files),
    *((name, "a newline more", lambda data: data + b"\n", "files") for name in REAL.content.files),
    ("list.csv", "a byte order mark", lambda data: "\ufeff".encode() + data, "files"),
    ("list.csv", "other line ends", lambda data: data.replace(b"\r\n", b"\n"), "files"),
    ("list.csv", "another encoding", lambda data: data.decode().encode("utf-16"), "files"),
    ("list.csv", "rows in another order", lambda data: b"\r\n".join(data.split(b"\r\n")[::-1]), "files"),
    ("manifest.json", "laid out for reading", lambda data: json.dumps(json.loads(data), indent=1).encode(), "manifest"),
    ("manifest.json", "a newline more", lambda data: data + b"\n", "manifest"),
    ("manifest.json", "a key twice", lambda data: data[:-1] + b',"schema":"shoal.bundle.v1"}', "manifest"),
    ("manifest.json", "of an older schema", parsed(put("schema", to="shoal.bundle.v0")), "manifest"),
    ("manifest.json", "with a field more", parsed(put("note", to="trust me")), "manifest"),
    ("manifest.json", "without a field", parsed(drop("policy_digest")), "manifest"),
    ("manifest.json", "an array", lambda data: b"[" + data + b"]", "manifest"),
    ("manifest.json", "empty", lambda _: b"", "manifest"),
    ("manifest.json", "not UTF-8", lambda data: data.replace(b"Spring", b"Spr\xffng"), "manifest"),
    ("manifest.json", "nested without end", lambda _: b"[" * 100_000, "manifest"),
    (
        "manifest.json",
        "a number without end",
        lambda data: data.replace(b'"base":5', b'"base":1' + b"0" * 400),
        "manifest",
    ),
    ("manifest.json", "another audience", parsed(put("audience_digest", to="0" * 64)), "entry"),
    ("manifest.json", "another count", parsed(put("counts", "reachable", to=640)), "entry"),
    ("manifest.json", "another date", parsed(put("made_at", to="2020-01-01T00:00:00Z")), "entry"),
    ("manifest.json", "another version", parsed(put("software", "version", to="9.9.9")), "entry"),
    ("manifest.json", "a file not named", parsed(drop("files", "list.csv")), "files"),
    ("manifest.json", "a digest of another length", parsed(put("files", "list.csv", "sha256", to="00")), "files"),
    ("manifest.json", "naming itself", parsed(put("files", "manifest.json", to={"sha256": "0", "size": 1})), "files"),
    ("manifest.json", "another ledger", parsed(put("ledger", to="shoal.example/other")), "checkpoint"),
    ("entry.json", "laid out for reading", lambda data: json.dumps(json.loads(data), indent=1).encode(), "entry"),
    ("entry.json", "of another action", parsed(put("action", to="noted")), "entry"),
    ("entry.json", "without facts", parsed(drop("facts")), "entry"),
    ("entry.json", "another manifest", parsed(put("facts", "manifest_digest", to="0" * 64)), "entry"),
    ("entry.json", "another campaign", parsed(put("facts", "campaign", "id", to="c-9")), "entry"),
    ("entry.json", "another check", parsed(put("facts", "check", "index", to=3)), "entry"),
    ("entry.json", "another time", parsed(put("at", to="2027-03-02T09:00:00Z")), "inclusion"),
    ("entry.json", "another place", parsed(put("index", to=8)), "entry"),
    ("entry.json", "a field more", parsed(put("facts", "note", to="x")), "inclusion"),
    ("entry.json", "that of another bundle", lambda _: TWIN.evidence.entry, "entry"),
    ("check.json", "another decision", parsed(put("facts", "decision", to="pass")), "scope-check"),
    ("check.json", "another audience", parsed(put("facts", "audience_digest", to="0" * 64)), "scope-check"),
    ("check.json", "that of another bundle", lambda _: TWIN.content.files["check.json"], "scope-check"),
    ("check.json", "empty", lambda _: b"", "scope-check"),
    ("scope-check.jsonld", "that of another bundle", lambda _: TWIN.content.files["scope-check.jsonld"], "scope-check"),
    (
        "scope-check.jsonld",
        "a key twice",
        lambda d: d.replace(b'"shoal:decision"', b'"@id":"x","shoal:decision"'),
        "scope-check",
    ),
    ("scope-check.jsonld", "another decision", lambda d: d.replace(b'"warn"', b'"pass"'), "scope-check"),
    ("list.json", "laid out for reading", lambda data: json.dumps(json.loads(data), indent=1).encode(), "list"),
    ("list.json", "a segment twice", parsed(lambda told: told["segments"].append(told["segments"][0])), "list"),
    ("list.json", "a segment less", parsed(drop("segments", 0)), "list"),
    ("list.json", "segments in another order", parsed(lambda told: told["segments"].reverse()), "list"),
    ("list.json", "another rule", parsed(put("rule", "values", to=["Suisse"])), "list"),
    ("list.json", "another schema", parsed(put("schema", to="shoal.segment-list.v0")), "list"),
    ("list.json", "people added to a segment", parsed(put("segments", 0, "people", to=900)), "list"),
    ("list.json", "a value changed", parsed(put("segments", 0, "values", "plan", to=["gold"])), "formats"),
    ("proof.tlog-proof", "another index", proof(index=6), "inclusion"),
    ("proof.tlog-proof", "an index past the end", proof(index=9), "inclusion"),
    ("proof.tlog-proof", "an index without end", proof(index=10**18), "inclusion"),
    ("proof.tlog-proof", "a hash less", proof(hashes=REAL.evidence.proof.hashes[:-1]), "inclusion"),
    ("proof.tlog-proof", "a hash more", proof(hashes=(*REAL.evidence.proof.hashes, bytes(32))), "inclusion"),
    ("proof.tlog-proof", "its hashes backwards", proof(hashes=REAL.evidence.proof.hashes[::-1]), "inclusion"),
    ("proof.tlog-proof", "no hashes", proof(hashes=()), "inclusion"),
    ("proof.tlog-proof", "a hash changed", proof(hashes=(bytes(32), *REAL.evidence.proof.hashes[1:])), "inclusion"),
    ("proof.tlog-proof", "another checkpoint", proof(checkpoint=TWIN.ledger.checkpoint), "checkpoint"),
    ("proof.tlog-proof", "that of another bundle", lambda _: TWIN.evidence.proof.text.encode(), "checkpoint"),
    ("proof.tlog-proof", "that of the scope check", lambda _: REAL.evidence.check_proof.text.encode(), "inclusion"),
    ("proof.tlog-proof", "another version", text(lambda told: told.replace("@v1", "@v2")), "inclusion"),
    ("proof.tlog-proof", "windows line ends", text(lambda told: told.replace("\n", "\r\n")), "inclusion"),
    ("proof.tlog-proof", "a leading zero", text(lambda told: told.replace("index 7", "index 07")), "inclusion"),
    ("proof.tlog-proof", "empty", lambda _: b"", "inclusion"),
    ("check.tlog-proof", "another index", proof(index=4), "scope-check"),
    ("check.tlog-proof", "a hash less", proof(hashes=REAL.evidence.check_proof.hashes[1:]), "scope-check"),
    ("check.tlog-proof", "that of the export", lambda _: REAL.evidence.proof.text.encode(), "scope-check"),
    ("check.tlog-proof", "another checkpoint", proof(checkpoint=TWIN.ledger.checkpoint), "checkpoint"),
    ("check.tlog-proof", "empty", lambda _: b"", "scope-check"),
    ("checkpoint.txt", "that of another bundle", lambda _: TWIN.ledger.checkpoint.encode(), "checkpoint"),
    ("checkpoint.txt", "no signature", text(lambda told: told.split("\n\n")[0] + "\n"), "signature"),
    ("checkpoint.txt", "an extension line", text(lambda told: told.replace("\n\n", "\nmore\n\n")), "checkpoint"),
    ("checkpoint.txt", "windows line ends", text(lambda told: told.replace("\n", "\r\n")), "checkpoint"),
    ("checkpoint.txt", "empty", lambda _: b"", "checkpoint"),
]


def file_mutants() -> Iterator[Mutant]:
    files = unpack(REAL.bundle)
    for name, what, change, fails in CHANGES:
        changed = change(files[name])
        if changed != files[name]:
            yield Mutant(f"{name}: {what}", pack({**files, name: changed}), fails)
    for name in files:
        fails = "files" if name != "manifest.json" else "manifest"
        yield Mutant(f"{name}: taken out", pack({n: d for n, d in files.items() if n != name}), fails)
    yield Mutant("a file added", pack({**files, "notes.txt": b"x"}), "files")
    yield Mutant(
        "two files swapped", pack({**files, "list.csv": files["list.json"], "list.json": files["list.csv"]}), "files"
    )
    yield Mutant("a file renamed", pack({("list.tsv" if n == "list.csv" else n): d for n, d in files.items()}), "files")
    yield Mutant("nothing in it", pack({}), "manifest")


# --- forgers who make everything around their change fit ---------------------------------------------------------


def refitted(files: Files) -> Files:
    """The files with a manifest that fits them: what anybody can do."""
    manifest = json.loads(files["manifest.json"])
    told = {n: {"sha256": sha256(d), "size": len(d)} for n, d in files.items() if n not in OUTSIDE}
    manifest |= {"files": told, "check": {**manifest["check"], "digest": sha256(files["check.json"])}}
    listing = json.loads(files["list.json"])
    manifest |= {name: listing[name] for name in ("counts", "audience_digest")}
    return {**files, "manifest.json": canonical_json(manifest)}


def reentered(files: Files) -> Files:
    """And an export entry that fits the manifest: what nobody can get into the ledger afterwards."""
    manifest, entry = json.loads(files["manifest.json"]), json.loads(files["entry.json"])
    entry["facts"] |= {"manifest_digest": sha256(files["manifest.json"])}
    entry["facts"] |= {name: manifest[name] for name in ("counts", "audience_digest", "check")}
    return {**files, "entry.json": canonical_json(entry)}


def more_people(told: Any) -> None:
    told["counts"]["reachable"] = 640
    told["segments"][0]["people"] = 125


def another_segment(told: Any) -> None:
    told["segments"][-1]["id"] = 18
    ids = [segment["id"] for segment in told["segments"]]
    told["audience_digest"] = audience_digest(
        told["snapshot"]["digest"], told["rule_digest"], scopes=told["scopes"], segments=ids
    )


def forged_mutants() -> Iterator[Mutant]:
    files = unpack(REAL.bundle)
    plain = {n: d for n, d in files.items() if n not in {"list.csv", "list.xlsx"}}
    forgeries: dict[str, Files] = {
        "more people": {**plain, "list.json": parsed(more_people)(files["list.json"])},
        "another segment": {**plain, "list.json": parsed(another_segment)(files["list.json"])},
        "another scope check": {
            **files,
            "check.json": parsed(put("facts", "decision", to="pass"))(files["check.json"]),
        },
        "another key": {**files, "key.txt": OTHER_KEY.verifier.vkey.encode() + b"\n"},
        "a formula": {**files, "list.csv": files["list.csv"].replace(b"Spring", b"=1+1")},
        "another README": {**files, "README.html": b"<p>All is well"},
        "another verifier": {**files, "verify_shoal.py": b"print('The bundle is valid.')"},
        "no table": plain,
    }
    for name, forged in forgeries.items():
        manifested = refitted(forged)
        yield Mutant(f"{name}, manifest made to fit", pack(manifested), "entry")
        yield Mutant(f"{name}, entry made to fit", pack(reentered(manifested)), "inclusion")
    for name, checkpoint in FORGED.items():
        for key in (KEY, OTHER_KEY):
            told = sign_checkpoint(checkpoint, key)
            changed = {n: proof(checkpoint=told)(files[n]) for n in ("proof.tlog-proof", "check.tlog-proof")}
            fails = "inclusion" if key is KEY and name != "origin" else "signature"
            data = pack({**files, **changed, "checkpoint.txt": told.encode()})
            yield Mutant(
                f"a checkpoint of another {name}, signed by {'the' if key is KEY else 'another'} key", data, fails
            )
    yield Mutant("all of it under another key", release(a_list(), key=OTHER_KEY).bundle, "signature")


# --- lists and checks that are recorded faithfully and still wrong -----------------------------------------------


def changed_segment(place: int, **changes: Any) -> Any:
    listing = a_list()
    segments = list(listing.segments)
    segments[place] = replace(segments[place], **changes)
    return replace(listing, segments=tuple(segments))


JSONLD = "scope-check.jsonld"
PROCESS = "dpv:hasProcess"
MARKETING = {"@id": "https://w3id.org/dpv#Marketing"}
UNTRUE_DOCUMENTS = {
    "a wider purpose": parsed(put(PROCESS, 0, "dpv:hasPurpose", to=[MARKETING])),
    "a purpose more": parsed(lambda told: told[PROCESS][0]["dpv:hasPurpose"].append(MARKETING)),
    "no purpose": parsed(put(PROCESS, 0, "dpv:hasPurpose", to=[])),
    "another channel": parsed(put(PROCESS, 0, "shoal:channel", to=["sms"])),
    "no channel": parsed(drop(PROCESS, 0, "shoal:channel")),
    "a second use": parsed(lambda told: told[PROCESS].append({**told[PROCESS][0], "dpv:hasPurpose": [MARKETING]})),
    "no use at all": parsed(put(PROCESS, to=[])),
}


def untrue_mutants() -> Iterator[Mutant]:
    listing = a_list()
    (permitted,) = check_record(listing)["scopes"]
    checks: dict[str, dict[str, Any]] = {
        "that blocked": {"decision": "block"},
        "that could not tell": {"decision": "unknown"},
        "that says something else": {"decision": "PASS"},
        "of another schema": {"schema": "shoal.scope-check.v0"},
        "that had run out": {"valid_until": "2027-02-28"},
        "of another audience": {"audience_digest": "0" * 64},
        "of another rule": {"rule_digest": "0" * 64},
        "of another snapshot": {"snapshot": {"id": "customers-3", "digest": "0" * 64}},
        "of another version of the campaign": {"campaign": {"id": "c-2041", "digest": "0" * 64}},
        "under another policy": {"policy_digest": "0" * 64},
        "of another scope": {"scopes": [{**permitted, "scope": "ads"}]},
        "of one scope too many": {"scopes": [{**permitted, "scope": "ads"}, permitted]},
        "of no scope": {"scopes": []},
        "of other people": {"counts": {"base": 5, "reach": 900, "reachable": 600}},
        "that rounds otherwise": {"counts": {"base": 1, "reach": 900, "reachable": 635}},
    }
    for name, change in UNTRUE_DOCUMENTS.items():
        yield Mutant(f"a document of the check that names {name}", resealed({JSONLD: change}), "scope-check")
    for name, changes in checks.items():
        yield Mutant(f"a scope check {name}", release(listing, **changes).bundle, "scope-check")
    lists = {
        "a segment that did not agree": changed_segment(0, scopes=CONSENTS[1]),
        "a segment that agreed to nothing": changed_segment(0, scopes=()),
        "a count that is not rounded": replace(changed_segment(0, people=121), reachable=635),
        "a segment below the floor": replace(changed_segment(0, people=15), reachable=530),
        "an empty set of values": changed_segment(0, values=(AGES[1:2], (), ("Lyon",))),
        "more reachable than reach": replace(listing, reach=600),
        "more reach than people": replace(listing, people=800),
        "counts that do not add up": replace(listing, reachable=700),
        "fewer people than its segments": replace(listing, reachable=600),
        "too few for the campaign": replace(listing, campaign_k=700),
        "no scope at all": replace(listing, scopes=()),
        "no segment": replace(listing, segments=(), reachable=0, campaign_k=0),
        "segments out of order": replace(listing, segments=listing.segments[::-1]),
        "a segment twice": replace(listing, segments=(listing.segments[0], *listing.segments)),
    }
    for name, told in lists.items():
        yield Mutant(f"a list with {name}", release(told, formats=("csv",)).bundle, "list")
    yield Mutant("a table that says otherwise", resealed({"list.csv": lambda d: d.replace(b"120", b"125")}), "formats")
    yield Mutant(
        "a table with a row less", resealed({"list.csv": lambda d: d[: d.index(b"\r\n17")] + b"\r\n"}), "formats"
    )
    yield Mutant("a workbook that is none", resealed({"list.xlsx": lambda d: d[:-30]}), "formats")
    yield Mutant(
        "a workbook with a formula",
        resealed({"list.xlsx": in_sheet(b"<v>120</v>", b"<f>60+60</f><v>120</v>")}),
        "formats",
    )
    yield Mutant(
        "a workbook that says otherwise", resealed({"list.xlsx": in_sheet(b"<v>120</v>", b"<v>125</v>")}), "formats"
    )
    entity = in_sheet(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    yield Mutant("a workbook with entities", resealed({"list.xlsx": entity}), "formats")
    for packing in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        packed = partial(repacked, packing=packing)
        yield Mutant(f"a workbook packed by method {packing}", resealed({"list.xlsx": packed}), "formats")


LARGE = 9 << 20


def with_many_sheet_rows() -> bytes:
    """A small workbook whose sheet is large."""
    sheet = zipfile.ZipInfo("xl/worksheets/sheet1.xml")
    return zipped([(sheet, b"<worksheet>" + b"<row/>" * (LARGE // 6))], zipfile.ZIP_DEFLATED)


def repacked(workbook: bytes, packing: int) -> bytes:
    """The same workbook, packed in another way."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return zipped([(zipfile.ZipInfo(name), archive.read(name)) for name in archive.namelist()], packing)


AGES = ("under 18", "18–24")


def resealed(
    changes: Mapping[str, Callable[[bytes], bytes]], manifest: Callable[[bytes], bytes] = lambda data: data
) -> bytes:
    """A bundle whose sender changed files before exporting, with everything recorded in the ledger."""
    files = unpack(REAL.bundle)
    forged = refitted({**files, **{name: change(files[name]) for name, change in changes.items()}})
    forged = reentered({**forged, "manifest.json": manifest(forged["manifest.json"])})
    ledger = Ledger(KEY, list(REAL.ledger.entries))
    ledger.entries[ENTRY_INDEX] = forged["entry.json"]
    told = {
        "proof.tlog-proof": ledger.proof(ENTRY_INDEX).text.encode(),
        "check.tlog-proof": ledger.proof(CHECK_INDEX).text.encode(),
        "checkpoint.txt": ledger.checkpoint.encode(),
    }
    return pack({**forged, **told})


RECORDED: dict[str, tuple[Callable[[Any], object], Callable[[Any], object], str]] = {
    # (what is done to the list, what is done to the manifest, the check that must fail)
    "another scope check in the manifest": (dict, put("check", "digest", to="0" * 64), "scope-check"),
    "another place of the scope check": (put("check_index", to=4), put("check", "index", to=4), "scope-check"),
    "another place of the scope check in the list": (put("check_index", to=4), dict, "list"),
    "a segment that the audience does not hold": (put("segments", 4, "id", to=18), dict, "list"),
    "a segment without an attribute": (drop("segments", 0, "values", "plan"), dict, "list"),
    "a segment with an attribute too many": (put("segments", 0, "values", "x", to=["y"]), dict, "list"),
    "a count that is no number": (put("segments", 0, "people", to=True), dict, "list"),
    "a label that no segment has": (lambda told: told["attributes"][0]["labels"].insert(0, "under 18"), dict, "list"),
    "a label twice": (lambda told: told["attributes"][0]["labels"].append("18–24"), dict, "list"),
    "a label less": (drop("attributes", 0, "labels", 0), dict, "list"),
    "a rule that is another": (put("rule", "values", to=["Suisse"]), dict, "list"),
}


def recorded_mutants() -> Iterator[Mutant]:
    for name, (listed, manifested, fails) in RECORDED.items():
        data = resealed({"list.json": parsed(listed)}, parsed(manifested))
        yield Mutant(f"{name}, recorded faithfully", data, fails)


def in_sheet(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        assert old in parts["xl/worksheets/sheet1.xml"]
        parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(old, new, 1)
        return zipped([(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part) for name, part in parts.items()])

    return change


# --- the ledger, later -------------------------------------------------------------------------------------------


def grown(release: Release, entries: int = 3) -> Ledger:
    ledger = Ledger(release.ledger.key, list(release.ledger.entries))
    for number in range(entries):
        ledger.add("noted", {"number": number})
    return ledger


def exported(ledger: Ledger) -> bytes:
    return format_ledger_export(ledger.entries, ledger.checkpoint)


def ledger_mutants() -> Iterator[Mutant]:
    later = grown(REAL)
    lines = exported(later).split(b"\n")
    ledgers: dict[str, bytes] = {"is of somebody else": exported(grown(TWIN))}
    for place in (0, CHECK_INDEX, ENTRY_INDEX, 8):
        changed = grown(REAL)
        changed.entries[place] = canonical_json({"action": "noted", "facts": {"rewritten": True}})
        ledgers[f"has entry {place} rewritten and signed again"] = exported(changed)
        gone = grown(REAL)
        del gone.entries[place]
        ledgers[f"has entry {place} taken out and signed again"] = exported(gone)
    swapped = grown(REAL)
    swapped.entries[1], swapped.entries[2] = swapped.entries[2], swapped.entries[1]
    ledgers["has two entries swapped and signed again"] = exported(swapped)
    ledgers["has an entry changed"] = exported(later).replace(b'"number":1', b'"number":7')
    ledgers["has an entry less than its checkpoint"] = b"\n".join([*lines[:-2], b""])
    ledgers["has an entry twice"] = b"\n".join([*lines[:-1], lines[-2], b""])
    ledgers["has no newline at the end"] = exported(later)[:-1]
    ledgers["has an empty line"] = exported(later) + b"\n"
    ledgers["is signed by another key"] = exported(Ledger(OTHER_KEY, later.entries))
    ledgers["is of another schema"] = exported(later).replace(b"shoal.ledger.v1", b"shoal.ledger.v9")
    elsewhere = sign_checkpoint(Checkpoint("shoal.example/elsewhere", 12, tree_root(later.leaves)), KEY)
    ledgers["is another one under the same key"] = format_ledger_export(later.entries, elsewhere)
    ledgers["is empty"] = b""
    ledgers["is no ledger"] = b"hello\n"
    for name, data in ledgers.items():
        yield Mutant(f"a ledger that {name}", REAL.bundle, "ledger", data)


MUTANTS = [
    *archive_mutants(),
    *zip_mutants(),
    *file_mutants(),
    *forged_mutants(),
    *untrue_mutants(),
    *recorded_mutants(),
    *ledger_mutants(),
]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_changed_bundle_is_invalid_and_both_verifiers_say_what_failed(mutant: Mutant) -> None:
    assert mutant.fails in failed(verdicts(mutant.data, ledger=mutant.ledger))


def test_there_are_enough_bundles_that_must_fail() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 150


def test_an_honest_bundle_is_valid_under_the_pinned_key() -> None:
    for honest in (REAL, TWIN, release(a_list(), formats=())):
        results = verify_bundle(honest.bundle, pinned_key=VKEY)
        assert overall(results) is Verdict.VALID
        assert set(verdicts(honest.bundle).values()) == {"valid"}


def test_an_honest_bundle_still_stands_in_the_later_ledger() -> None:
    for later in (grown(REAL, 0), grown(REAL, 1), grown(REAL, 40)):
        assert set(verdicts(REAL.bundle, ledger=exported(later)).values()) == {"valid"}


def test_without_a_pinned_key_the_answer_is_unknown() -> None:
    found = verdicts(REAL.bundle, key=None)
    assert found.pop("signature") == "unknown"
    assert set(found.values()) == {"valid"}
    assert overall(verify_bundle(REAL.bundle, pinned_key=None)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("name", "data", "unread"),
    [
        ("list.json", b"[" * LARGE, {"scope-check", "list", "formats"}),
        ("list.csv", b"x" * LARGE, {"formats"}),
        ("list.xlsx", with_many_sheet_rows(), {"formats"}),
    ],
)
def test_a_large_list_that_nobody_vouches_for_is_not_read(name: str, data: bytes, unread: set[str]) -> None:
    found = verdicts(spelled({**unpack(REAL.bundle), name: data}))
    assert failed(found) == {"files"}
    assert {check for check, verdict in found.items() if verdict == "unknown"} == unread


def test_a_large_list_is_read_once_the_pinned_key_vouches_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("planner.formats.verification.MOST_UNVOUCHED", 100)
    monkeypatch.setattr(PROGRAM, "MOST_UNVOUCHED", 100)
    assert set(verdicts(REAL.bundle).values()) == {"valid"}
    unsettled = {name for name, verdict in verdicts(REAL.bundle, key=None).items() if verdict == "unknown"}
    assert unsettled == {"signature", "scope-check", "list", "formats"}
    stranger = verdicts(release(a_list(), key=OTHER_KEY).bundle)
    assert {name for name, verdict in stranger.items() if verdict == "unknown"} == {"scope-check", "list", "formats"}


def test_a_key_inside_the_bundle_never_makes_it_valid() -> None:
    stranger = release(a_list(), key=OTHER_KEY).bundle
    assert overall(verify_bundle(stranger, pinned_key=None)) is Verdict.UNKNOWN
    assert overall(verify_bundle(stranger, pinned_key=VKEY)) is Verdict.INVALID


def test_a_ledger_copy_from_before_the_export_settles_nothing() -> None:
    early = Ledger(KEY, REAL.ledger.entries[:6])
    found = verdicts(REAL.bundle, ledger=exported(early))
    assert found["ledger"] == "unknown"


def test_a_sender_who_rewrites_the_ledger_is_found_by_a_bundle_that_left_before() -> None:
    rewritten = grown(REAL)
    rewritten.entries[CHECK_INDEX] = canonical_json({"action": "noted", "facts": {}})
    assert failed(verdicts(REAL.bundle, ledger=exported(rewritten))) == {"ledger"}


def test_a_pinned_key_that_is_not_one_is_told_apart_from_a_wrong_bundle() -> None:
    with pytest.raises(PlannerError, match="key-unreadable"):
        verify_bundle(REAL.bundle, pinned_key="shoal.example+nonsense")


def run_program(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = str(resource_path("verify_shoal.py"))
    return subprocess.run([sys.executable, program, *arguments], capture_output=True, text=True, check=False)


def test_the_stand_alone_program_says_its_verdict_by_its_exit_status(tmp_path: Any) -> None:
    bundle, ledger = tmp_path / "bundle.zip", tmp_path / "ledger.jsonl"
    bundle.write_bytes(REAL.bundle)
    ledger.write_bytes(exported(grown(REAL)))
    valid = run_program(str(bundle), "--key", VKEY, "--against", str(ledger))
    assert (valid.returncode, valid.stderr) == (0, "")
    assert "The bundle is valid." in valid.stdout
    assert run_program(str(bundle)).returncode == 1
    bundle.write_bytes(REAL.bundle[:-1])
    broken = run_program(str(bundle), "--key", VKEY)
    assert (broken.returncode, broken.stderr) == (1, "")
    assert "invalid  archive" in broken.stdout
    assert run_program(str(tmp_path / "absent.zip"), "--key", VKEY).returncode == 2
    assert run_program(str(bundle), "--key", "nonsense").returncode == 2


def test_the_stand_alone_program_shares_no_code() -> None:
    assert "planner" not in resource_path("verify_shoal.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "number",
    [0.0, -0.0, 1.0, -1.5, 0.1, 1e21, 1e-7, 123456789.5, 1e20, 5e-324, 1.7976931348623157e308, 0.000001, 2.5e-9],
)
def test_the_stand_alone_program_spells_numbers_as_the_standard_does(number: float) -> None:
    assert PROGRAM.canonical([number]).encode() == canonical_json([number])
    assert PROGRAM.canonical({"é": number, "\U0001f600": 1, "\uffee": "\x7f\x1f\n"}).encode() == canonical_json(
        {"é": number, "\U0001f600": 1, "\uffee": "\x7f\x1f\n"}
    )

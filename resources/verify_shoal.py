#!/usr/bin/env python3
"""Check a Shoal bundle without Shoal.

    python verify_shoal.py BUNDLE.zip --key 'NAME+HEX+BASE64' [--against LEDGER.jsonl]

Needs Python 3.9 or later and the package `cryptography`; reads the files that are named and nothing else. It shares no
code with Shoal. Exit status: 0 valid, 1 invalid, 2 unknown (no key was pinned, or the ledger copy is too
old) or unusable.

Take the key, and this program, from a source you trust: not from the bundle that you want to check.
"""

# One file to read from top to bottom, for Pythons older than Shoal's own.
# ruff: noqa: BLE001, D102, D103, PLC0415, PLR0124, PTH123, S314, T201

import argparse
import base64
import csv
import hashlib
import io
import json
import re
import struct
import sys
import xml.etree.ElementTree as ET
import zipfile
import zlib

OUTSIDE = {"manifest.json", "entry.json", "proof.tlog-proof", "check.tlog-proof", "checkpoint.txt"}
REQUIRED = {"list.json", "check.json", "scope-check.jsonld", "loss-report.json", "key.txt", "README.html"}
REQUIRED |= OUTSIDE | {"verify_shoal.py"}
REPEATED = ["audience_digest", "campaign", "check", "counts", "policy_digest", "population", "snapshot"]
RECORDS = OUTSIDE | {"check.json", "scope-check.jsonld", "loss-report.json", "key.txt"}
MANIFEST_FIELDS = {*REPEATED, "schema", "software", "ledger", "rule_digest", "made_at", "files"}
ABOUT = ["campaign_id", "campaign", "population", "snapshot", "rule_sha256", "campaign_k"]
ABOUT += ["ledger_check_index", "made_at"]
FORMULA = re.compile("[\\s'\"\u00ad\u200b-\u200f\u2060\ufeff]*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CELL = 32767
MOST_BYTES, MOST_RECORD = 512 << 20, 8 << 20
MOST_UNVOUCHED = MOST_RECORD  # bytes of a list that are read before anybody vouches for it
VOUCHING = {"manifest", "files", "entry", "checkpoint", "signature", "inclusion"}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Wrong(Exception):
    """A check fails."""


class Unsettled(Exception):
    """A check can say neither yes nor no."""


def demand(claim, reason):
    if not claim:
        raise Wrong(reason)


# --- canonical JSON (RFC 8785) -----------------------------------------------------------------------------------


def spell_number(value):
    """Spell a float as ECMAScript does: the shortest digits that read back to it."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError("no such number in JSON")
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).lstrip("0")
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    sign = "-" if value < 0 else ""
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if digits[1:] else ""
    return f"{sign}{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def canonical(value):
    """Return the one spelling of a JSON value, as text."""
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        demand(abs(value) < 1 << 53, "a number is too large for JSON")
        return str(value)
    if isinstance(value, float):
        return spell_number(value)
    if isinstance(value, list):
        return f"[{','.join(map(canonical, value))}]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(f"{canonical(name)}:{canonical(value[name])}" for name in names) + "}"


def read_canonical(data):
    value = json.loads(data.decode("utf-8"))
    demand(isinstance(value, dict) and canonical(value).encode("utf-8") == data, "a part is not canonical JSON")
    return value


def facts_of(entry, action, index):
    told = read_canonical(entry)
    demand(told.get("action") == action and isinstance(told.get("facts"), dict), f"not an entry of action {action}")
    demand(told.get("index") == index, "an entry says that it stands elsewhere")
    return told["facts"]


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# --- the archive -------------------------------------------------------------------------------------------------


def read_archive(data):
    """Read the local files from the front, then demand that the rest is exactly the directory they ask for."""
    demand(len(data) <= MOST_BYTES, "it is larger than a bundle can be")
    files, directory, offset, last = {}, b"", 0, ""
    while data[offset : offset + 4] == b"PK\3\4":
        demand(len(files) < 64, "it holds too many files")
        fields = struct.unpack_from("<5H3L2H", data, offset + 4)
        crc, size, length = fields[5], fields[6], fields[8]
        name = data[offset + 30 : offset + 30 + length]
        body = data[offset + 30 + length : offset + 30 + length + size]
        demand(fields == (20, 0, 0, 0, 33, crc, size, size, length, 0), "a file in it is not a plain stored file")
        demand(len(body) == size and zlib.crc32(body) == crc, "a file in it is cut or damaged")
        demand(re.fullmatch(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", name), "a file in it has a name that is not plain")
        demand(name.decode() > last, "its files are out of order or doubled")
        last = name.decode()
        files[last] = body
        directory += struct.pack("<4s6H", b"PK\1\2", 788, 20, 0, 0, 0, 33)
        directory += struct.pack("<3L5H2L", crc, size, size, length, 0, 0, 0, 0, 0o100644 << 16, offset) + name
        offset += 30 + length + size
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(files), len(files), len(directory), offset, 0)
    demand(data[offset:] == directory + end, "it is not an archive as Shoal writes them, byte for byte")
    large = [name for name in RECORDS if len(files.get(name, b"")) > MOST_RECORD]
    demand(not large, "a record in it is larger than a record can be")
    return files


# --- the ledger's tree (RFC 9162) and notes (C2SP) ---------------------------------------------------------------


def leaf_hash(data):
    return hashlib.sha256(b"\0" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root_from_path(leaf, index, size, path):
    """Return the root that an inclusion path leads to, walking down by sizes and back up by hashes."""
    if size == 1:
        demand(not path, "the inclusion proof is too long")
        return leaf
    demand(path, "the inclusion proof is too short")
    split = 1
    while split * 2 < size:
        split *= 2
    if index < split:
        return node_hash(root_from_path(leaf, index, split, path[:-1]), path[-1])
    return node_hash(path[-1], root_from_path(leaf, index - split, size - split, path[:-1]))


def root_of(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def unbase64(text):
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text, "base64 is not in its canonical spelling")
    return data


def number(text):
    demand(re.fullmatch("0|[1-9][0-9]{0,18}", text), "a number is not a plain decimal")
    return int(text)


def note_text(data):
    text = data.decode("utf-8")
    demand(len(data) <= 65536 and text.endswith("\n"), "a note is too long or unfinished")
    demand(not re.search("[\0-\x09\x0b-\x1f]", text), "a note holds control characters")
    return text


class Checkpoint:
    """A signed checkpoint: what it says, and who claims to have signed it."""

    def __init__(self, data):
        text, blank, lines = note_text(data).rpartition("\n\n")
        self.text = text + "\n"
        fields = self.text.split("\n")
        demand(blank and len(fields) == 4 and fields[0], "the checkpoint does not have its three lines")
        self.origin, self.size, self.root = fields[0], number(fields[1]), unbase64(fields[2])
        demand(len(self.root) == 32 and lines.endswith("\n"), "the checkpoint is damaged")
        signatures = lines[:-1].split("\n")
        demand(1 <= len(signatures) <= 16, "the checkpoint has no signature, or too many")
        self.signatures = []
        for line in signatures:
            match = re.fullmatch(r"\u2014 ([^\s+]+) ([A-Za-z0-9+/]+={0,2})", line)
            demand(match, "a signature line is damaged")
            blob = unbase64(match[2])
            demand(len(blob) > 4, "a signature is too short")
            self.signatures.append((match[1], blob[:4], blob[4:]))

    def is_signed_by(self, key):
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        name, key_id, public = key
        mine = [signature for who, which, signature in self.signatures if (who, which) == (name, key_id)]
        try:
            for signature in mine:
                Ed25519PublicKey.from_public_bytes(public).verify(signature, self.text.encode("utf-8"))
        except InvalidSignature:
            return False
        return bool(mine)


def read_key(text):
    """Return name, key id and public key of a verification key."""
    name, _, rest = text.strip().partition("+")
    key_id, _, blob = rest.partition("+")
    data = unbase64(blob)
    demand(name and not re.search(r"[\s\0-\x1f]", name) and len(data) == 33 and data[:1] == b"\1", "this is not a key")
    expected = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    demand(expected.hex() == key_id, "this is not a key: its id does not fit")
    return name, expected, data[1:]


def read_proof(data):
    """Return index, hashes and the checkpoint's text of a tlog-proof."""
    head, blank, checkpoint = note_text(data).partition("\n\n")
    lines = head.split("\n")
    demand(lines.pop(0) == "c2sp.org/tlog-proof@v1" and blank, "the proof is of another format")
    if lines and lines[0].startswith("extra "):
        unbase64(lines.pop(0)[6:])
    demand(lines and lines[0].startswith("index "), "the proof has no index")
    index, hashes = number(lines[0][6:]), [unbase64(line) for line in lines[1:]]
    demand(len(hashes) <= 63 and all(len(sibling) == 32 for sibling in hashes), "the proof holds something else")
    return index, hashes, checkpoint


# --- the checks --------------------------------------------------------------------------------------------------


class Bundle:
    """The files, the pinned key (or None) and the ledger copy (or None)."""

    def __init__(self, files, pinned, ledger):
        self.files, self.pinned, self.ledger = files, pinned, ledger
        self.is_vouched = False  # whether the pinned key signed the ledger that holds the digests of these files

    def json(self, name):
        return read_canonical(self.files[name])

    def let_read(self, name):
        """Return a file that holds the list, unless it is large and nobody vouches for it."""
        data = self.files[name]
        if not self.is_vouched and (len(data) > MOST_UNVOUCHED or unpacked_size(name, data) > MOST_UNVOUCHED):
            raise Unsettled(f"{name} is large, and it is not read before a key from the sender vouches for it")
        return data

    def listing(self):
        return read_canonical(self.let_read("list.json"))

    def facts(self, name, action, proof):
        return facts_of(self.files[name], action, read_proof(self.files[proof])[0])

    def checkpoint(self):
        return Checkpoint(self.files["checkpoint.txt"])

    def key(self):
        return self.pinned or read_key(self.files["key.txt"].decode())

    def stands(self, name, proof):
        index, hashes, _ = read_proof(self.files[proof])
        head = self.checkpoint()
        demand(index < head.size, "the proof points past the end of the ledger")
        found = root_from_path(leaf_hash(self.files[name]), index, head.size, hashes)
        demand(found == head.root, f"the ledger does not hold this {name}")
        return index, head.size


def check_manifest(bundle):
    manifest = bundle.json("manifest.json")
    demand(manifest["schema"] == "shoal.bundle.v1", "the manifest is of an unknown schema")
    demand(set(manifest) == MANIFEST_FIELDS, "the manifest has other fields than a manifest has")
    return "canonical, and of a known schema"


def check_files(bundle):
    told = bundle.json("manifest.json")["files"]
    missing = sorted((REQUIRED | set(told)) - set(bundle.files))
    demand(not missing, f"missing: {', '.join(missing)}")
    extra = sorted(set(bundle.files) - set(told) - OUTSIDE)
    demand(not extra, f"not in the manifest: {', '.join(extra)}")
    for name, about in told.items():
        data = bundle.files[name]
        demand(about == {"sha256": sha256(data), "size": len(data)}, f"changed: {name}")
    return f"{len(told)} files, each with the digest in the manifest"


def check_entry(bundle):
    export, manifest = bundle.facts("entry.json", "exported", "proof.tlog-proof"), bundle.json("manifest.json")
    same = export["manifest_digest"] == sha256(bundle.files["manifest.json"])
    demand(same, "the export entry is about another manifest")
    for name in REPEATED:
        demand(export[name] == manifest[name], f"the export entry and the manifest differ in {name}")
    return "the ledger's export entry holds this manifest's digest"


def check_checkpoint(bundle):
    text, head = bundle.files["checkpoint.txt"].decode(), bundle.checkpoint()
    for name in ("proof.tlog-proof", "check.tlog-proof"):
        demand(read_proof(bundle.files[name])[2] == text, f"{name} leads to another checkpoint")
    demand(head.origin == bundle.json("manifest.json")["ledger"], "the checkpoint is of another ledger")
    return f"ledger {head.origin} with {head.size} entries"


def check_signature(bundle):
    head, key = bundle.checkpoint(), bundle.key()
    demand(head.is_signed_by(key) and head.origin == key[0], f"not signed by the key {key[0]} {key[1].hex()}")
    if not bundle.pinned:
        raise Unsettled("signed by the key that travels with the bundle; only a key from the sender can settle it")
    return f"signed by {key[0]}"


def check_inclusion(bundle):
    return "entry {} of {}".format(*bundle.stands("entry.json", "proof.tlog-proof"))


def check_scope(bundle):
    record, manifest = bundle.facts("check.json", "checked", "check.tlog-proof"), bundle.json("manifest.json")
    digest, place = manifest["check"]["digest"], manifest["check"]["index"]
    demand(sha256(bundle.files["check.json"]) == digest, "this is another scope check")
    index, _ = bundle.stands("check.json", "check.tlog-proof")
    demand(index == place, "the scope check stands elsewhere in the ledger")
    demand(index < read_proof(bundle.files["proof.tlog-proof"])[0], "the scope check was made after the export")
    demand(record["schema"] == "shoal.scope-check.v1", "the scope check is of an unknown schema")
    demand(manifest["made_at"][:10] <= record["valid_until"], "the scope check had run out when the list was made")
    demand(record["decision"] in ("pass", "warn"), f"the scope check did not pass: {record['decision']}")
    for what, found, expected in [
        ("campaign", record["campaign"]["digest"], manifest["campaign"]["digest"]),
        ("snapshot", record["snapshot"]["digest"], manifest["snapshot"]["digest"]),
        ("rule", record["rule_digest"], manifest["rule_digest"]),
        ("audience", record["audience_digest"], manifest["audience_digest"]),
        ("policy", record["policy_digest"], manifest["policy_digest"]),
    ]:
        demand(found == expected, f"the scope check was made for another {what}")
    for name in ("base", "reach", "reachable"):
        demand(record["counts"][name] == manifest["counts"][name], "the scope check counted other people")
    check_document(bundle, record, digest, place)
    scopes = sorted(scope["scope"] for scope in record["scopes"])
    demand(scopes == bundle.listing()["scopes"], "it checked other scopes")
    return f"entry {index}: {record['decision']}, for exactly this audience, rule, snapshot and campaign"


def once(pairs):
    demand(len(dict(pairs)) == len(pairs), "the JSON-LD says something twice")
    return dict(pairs)


def check_document(bundle, record, digest, place):
    document = json.loads(bundle.files["scope-check.jsonld"].decode(), object_pairs_hook=once)
    for name, value in [
        ("shoal:decision", record["decision"]),
        ("shoal:audienceDigest", record["audience_digest"]),
        ("shoal:campaignDigest", record["campaign"]["digest"]),
        ("shoal:snapshotDigest", record["snapshot"]["digest"]),
        ("shoal:entryDigest", digest),
        ("shoal:ledgerIndex", place),
    ]:
        demand(document[name] == value, "the JSON-LD tells of another check")
    (process,), asked = document["dpv:hasProcess"], record["requested"]
    purposes = [{"@id": purpose["dpv"]} for purpose in asked["purposes"]]
    demand(process["dpv:hasPurpose"] == purposes, "the JSON-LD tells of other purposes than were checked")
    demand(process["shoal:channel"] == [asked["channel"]], "the JSON-LD tells of another channel than was checked")


def check_list(bundle):
    told, manifest = bundle.listing(), bundle.json("manifest.json")
    demand(told["schema"] == "shoal.segment-list.v1", "the list is of an unknown schema")
    for name in [*REPEATED[:2], *REPEATED[3:], "made_at", "rule_digest"]:
        demand(told[name] == manifest[name], f"the list and the manifest differ in {name}")
    demand(told["check_index"] == manifest["check"]["index"], "the list names another scope check")
    demand(sha256(canonical(told["rule"]).encode()) == told["rule_digest"], "the rule does not fit its digest")
    ids = [segment["id"] for segment in told["segments"]]
    demand(ids == sorted(set(ids)), "segments are out of order or listed twice")
    about = {"rule": told["rule_digest"], "snapshot": told["snapshot"]["digest"]}
    about.update(scopes=sorted(told["scopes"]), segments=ids)
    demand(sha256(canonical(about).encode()) == told["audience_digest"], "the segments do not fit the audience digest")
    known = {attribute["name"]: set(attribute["labels"]) for attribute in told["attributes"]}
    for segment in told["segments"]:
        check_segment(segment, known, told)
    for attribute in told["attributes"]:
        name, labels = attribute["name"], attribute["labels"]
        had = {label for segment in told["segments"] for label in segment["values"][name]}
        demand(len(labels) == len(set(labels)), f"{name} has a label twice")
        demand(set(labels) <= had, f"{name} has labels that no listed segment has")
    check_counts(told)
    return f"{len(ids)} segments, {told['counts']['reachable']} people, all of whom agreed"


def check_segment(segment, known, told):
    counts, people, place = told["counts"], segment["people"], f"segment {segment['id']}"
    demand(told["scopes"], "the list names no scope")
    demand(set(told["scopes"]) <= set(segment["scopes"]), f"{place} holds people who did not agree")
    demand(set(segment["values"]) == set(known), f"{place} has other attributes")
    for name, labels in segment["values"].items():
        demand(labels and set(labels) <= known[name], f"{place} has values that its attributes do not have")
    demand(type(people) is int and people % counts["base"] == 0, f"{place} has a count that is not rounded")
    demand(people >= counts["floor"] - counts["floor"] % counts["base"], f"{place} is below the floor")


def check_counts(told):
    counts, size = told["counts"], len(told["segments"])
    base, reach, reachable, least = counts["base"], counts["reach"], counts["reachable"], counts["campaign_k"]
    total = sum(segment["people"] for segment in told["segments"])
    demand(counts["segments"] == size > 0, "the list has another number of segments than it says")
    demand(total <= reachable <= total + size * (base - 1), "the counts of the segments do not add up")
    demand(reachable <= reach <= counts["people"], "the counts contradict each other")
    demand(reachable >= least - least % base, "the list is narrower than the campaign's number")


def table_of(told):
    names = [attribute["name"] for attribute in told["attributes"]]
    about = [told["campaign"]["id"], told["campaign"]["name"], told["population"], told["snapshot"]["id"]]
    about += [told["rule_digest"], told["counts"]["campaign_k"], told["check_index"], told["made_at"]]
    yield ["segment_id", "people", *names, "consent_scopes", *ABOUT]
    for segment in told["segments"]:
        sets = [*(segment["values"][name] for name in names), segment["scopes"]]
        yield list(map(str, [segment["id"], segment["people"], *map(joined, sets), *about]))


def joined(labels):
    return " | ".join(label.replace("\\", "\\\\").replace("|", "\\|") for label in labels)


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def unpacked_size(name, data):
    """Return how many bytes are read: of a workbook those that its sheet claims, as never more are."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return book.getinfo("xl/worksheets/sheet1.xml").file_size if name == "list.xlsx" else len(data)
    except Exception:
        return len(data)


def read_sheet(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        # Of these two no more is unpacked than is asked for.
        packing = book.getinfo("xl/worksheets/sheet1.xml").compress_type
        demand(packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED), "list.xlsx is packed in another way than Shoal's")
        with book.open("xl/worksheets/sheet1.xml") as sheet:
            text = sheet.read(MOST_BYTES + 1)
    demand(len(text) <= MOST_BYTES and b"<!" not in text, "list.xlsx is not a workbook of Shoal's")
    return [[cell_text(cell) for cell in row] for row in ET.fromstring(text).iter(f"{SHEET}row")]


def cell_text(cell):
    demand(cell.find(f"{SHEET}f") is None, "list.xlsx holds a formula")
    text = cell.find(f"{SHEET}is/{SHEET}t" if cell.get("t") == "inlineStr" else f"{SHEET}v")
    return "" if text is None else text.text or ""


def check_formats(bundle):
    table, compared = list(table_of(bundle.listing())), []
    for name, read, spell in [
        ("list.csv", read_csv, lambda text: f"'{text}" if FORMULA.match(text) else text),
        ("list.xlsx", read_sheet, lambda text: NO_XML.sub("\ufffd", text)[:CELL]),
    ]:
        if name in bundle.files:
            expected = [list(map(spell, row)) for row in table]
            demand(read(bundle.let_read(name)) == expected, f"{name} says otherwise")
            compared.append(name)
    return f"{' and '.join(compared)} say the same as list.json" if compared else "list.json is the only table"


def check_ledger(bundle):
    lines = bundle.ledger.split(b"\n")
    header = read_canonical(lines[0])
    demand(not lines[-1] and header["schema"] == "shoal.ledger.v1", "this is not a copy of a ledger")
    for line in lines[1:-1]:
        read_canonical(line)
    leaves = [leaf_hash(line) for line in lines[1:-1]]
    head, mine = Checkpoint(header["checkpoint"].encode()), bundle.checkpoint()
    demand(head.origin == mine.origin, "this is another ledger")
    demand(head.is_signed_by(bundle.key()), "the ledger's checkpoint is not signed by the key")
    demand((head.size, head.root) == (len(leaves), root_of(leaves)), "the ledger's entries do not fit its checkpoint")
    if head.size < mine.size:
        raise Unsettled(f"this copy of the ledger ends at {head.size} entries, before the bundle was made")
    demand(root_of(leaves[: mine.size]) == mine.root, "the ledger was rewritten since the bundle was made")
    if not bundle.pinned:
        raise Unsettled("consistent, under a key that nobody vouches for")
    return f"still in the ledger, which has {head.size} entries now"


CHECKS = [
    ("manifest", check_manifest),
    ("files", check_files),
    ("entry", check_entry),
    ("checkpoint", check_checkpoint),
    ("signature", check_signature),
    ("inclusion", check_inclusion),
    ("scope-check", check_scope),
    ("list", check_list),
    ("formats", check_formats),
]


def run(check, bundle):
    """Run one check; whatever goes wrong in reading a part means that the part is not what it must be."""
    try:
        return "valid", check(bundle)
    except Unsettled as unsettled:
        return "unknown", str(unsettled)
    except Wrong as wrong:
        return "invalid", str(wrong)
    except ImportError:
        raise
    except KeyError as error:
        return "invalid", f"{error.args[0]} is missing"
    except Exception as error:
        return "invalid", f"a part cannot be read ({type(error).__name__})"


def verify(data, key=None, ledger=None):
    """Return (name, verdict, detail) of every check. Raises Wrong for a key that is not one."""
    try:
        pinned = read_key(key) if key else None
    except (ValueError, Wrong):
        raise Wrong("the key given is not a verification key") from None
    try:
        bundle = Bundle(read_archive(data), pinned, ledger)
    except (Wrong, ValueError, struct.error) as error:
        return [("archive", "invalid", str(error))]
    checks = CHECKS + ([("ledger", check_ledger)] if ledger is not None else [])
    results = [("archive", "valid", f"{len(bundle.files)} files, byte for byte as Shoal packs them")]
    for name, check in checks:
        bundle.is_vouched = {told for told, verdict, _ in results if verdict == "valid"} >= VOUCHING
        results.append((name, *run(check, bundle)))
    return results


def main(arguments=None):
    """Print a table and the verdict; return the exit status."""
    parser = argparse.ArgumentParser(description="Check a Shoal bundle without Shoal.")
    parser.add_argument("bundle")
    parser.add_argument("--key", help="the sender's verification key, from the sender")
    parser.add_argument("--against", metavar="LEDGER", help="a later copy of the sender's ledger")
    options = parser.parse_args(arguments)
    try:
        with open(options.bundle, "rb") as file:
            data = file.read(MOST_BYTES + 1)
        ledger = None
        if options.against:
            with open(options.against, "rb") as file:
                ledger = file.read()
        results = verify(data, options.key, ledger)
    except ImportError:
        print("This needs the package cryptography: python -m pip install cryptography", file=sys.stderr)
        return 2
    except (OSError, Wrong) as error:
        print(error, file=sys.stderr)
        return 2
    for name, verdict, detail in results:
        print(f"{verdict:8} {name:12} {detail}")
    found = {verdict for _, verdict, _ in results}
    verdict = "invalid" if "invalid" in found else "unknown" if "unknown" in found else "valid"
    print(f"\nThe bundle is {verdict}.")
    return 0 if verdict == "valid" else 1


if __name__ == "__main__":
    sys.exit(main())

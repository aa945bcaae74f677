"""The bundle: a segment list in every asked format, with all that is needed to believe it.

What vouches for what: the ledger's signed checkpoint → (inclusion proof) → the export entry → the manifest's digest →
every file of the content, the scope check among them. The scope check is itself proven under the same checkpoint.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from planner.domain.canonical import Json, canonical_json
from planner.domain.errors import PlannerError
from planner.domain.note import TlogProof
from planner.domain.rule import rule_digest
from planner.formats.archive import pack, unpack
from planner.formats.csv_file import csv_list
from planner.formats.documents import scope_check_jsonld
from planner.formats.json_file import json_list
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss, losses_to_json
from planner.formats.mautic import mautic_list
from planner.formats.readme import readme_html
from planner.formats.records import facts_of, parse_canonical
from planner.formats.selection import Selection, select
from planner.formats.sql import DIALECTS, sql_list
from planner.formats.unomi import unomi_list
from planner.formats.xlsx import xlsx_list

BUNDLE_SCHEMA = "shoal.bundle.v1"
MANIFEST, ENTRY, PROOF = "manifest.json", "entry.json", "proof.tlog-proof"
CHECK, CHECK_PROOF, CHECKPOINT = "check.json", "check.tlog-proof", "checkpoint.txt"
LIST, SCOPE_CHECK, LOSS_REPORT = "list.json", "scope-check.jsonld", "loss-report.json"
KEY, README, VERIFIER = "key.txt", "README.html", "verify_shoal.py"
OUTSIDE = (MANIFEST, ENTRY, PROOF, CHECK_PROOF, CHECKPOINT)
"""The files that the manifest cannot name, because they are made from its digest."""

RECORDS = (*OUTSIDE, CHECK, SCOPE_CHECK, LOSS_REPORT, KEY)
MOST_RECORD = 8 * 1024 * 1024
"""Bytes of a record: what is read before anybody vouches for it stays small. Consent sets by the ten thousand fit."""

CHECKED, EXPORTED = "checked", "exported"
"""The actions of the two ledger entries that a bundle carries."""

Written = tuple[bytes | None, tuple[Loss, ...]]

TABLES: Mapping[str, Mapping[str, Callable[[SegmentList], Written]]] = {
    "json": {LIST: json_list},
    "csv": {"list.csv": csv_list},
    "xlsx": {"list.xlsx": xlsx_list},
}
CONDITIONS: Mapping[str, Mapping[str, Callable[..., Written]]] = {
    "sql": {f"list.{dialect}.sql": partial(sql_list, dialect=dialect) for dialect in DIALECTS},
    "unomi": {"unomi-segment.json": unomi_list},
    "mautic": {"mautic-segment.json": mautic_list},
}
"""Format → the files it means and how each is written; `list.json` is in every bundle."""

ALWAYS = "json"
"""The format whose file is in a bundle whether it is asked for or not."""

FORMATS = (*TABLES, *CONDITIONS)
"""The formats that can be asked for."""


@dataclass(frozen=True, slots=True)
class Content:
    """All files of a bundle that the manifest names, the manifest, and what the formats could not say."""

    files: Mapping[str, bytes]
    manifest: bytes
    losses: tuple[Loss, ...]

    @property
    def manifest_digest(self) -> str:
        """What the export entry of the ledger must hold, in 64 hexadecimal digits."""
        return sha256(self.manifest)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the ledger says once the export entry stands in it; both proofs carry the same checkpoint."""

    entry: bytes
    """The export entry, byte for byte as it was hashed into the tree."""
    proof: TlogProof
    check_proof: TlogProof


def _go_on(_file: str) -> None: ...


def file_count(formats: Sequence[str]) -> int:
    """Return how many files `bundle_content` begins one after the other."""
    asked = [name for kind in formats for name in (TABLES.get(kind) or CONDITIONS[kind])]
    return len({*asked, LIST, README})


def bundle_content(  # noqa: PLR0913  # all but the first are keywords
    listing: SegmentList,
    *,
    formats: Sequence[str],
    check: bytes,
    vkey: str,
    software: str,
    verifier: bytes,
    begin: Callable[[str], None] = _go_on,
) -> Content:
    """Return the content of a bundle, the same bytes for the same list.

    `check` is the scope check's ledger entry byte for byte, `vkey` the ledger's verification key, `software` this
    version, and `verifier` the stand-alone verifier that travels along. `begin` is given the name of each file that
    takes time before it is written, and may raise to stop. A format that cannot hold the list has no
    file and a loss that says so. Raises KeyError for an unknown format.
    """
    written = _write(listing, formats, begin)
    said = {(loss.target, loss.message): loss for _, losses in written.values() for loss in losses}
    losses = tuple(said.values())
    lists = {name: data for name, (data, _) in written.items() if data is not None}
    record = facts_of(check, CHECKED, listing.check_index)
    begin(README)
    files = {
        **lists,
        CHECK: check,
        SCOPE_CHECK: scope_check_jsonld(record, index=listing.check_index, entry_digest=sha256(check)),
        LOSS_REPORT: canonical_json(losses_to_json(losses)),
        KEY: f"{vkey}\n".encode(),
        README: readme_html(listing, files=[*lists], losses=losses, vkey=vkey),
        VERIFIER: verifier,
    }
    manifest = _manifest(listing, files, software, ledger=vkey.partition("+")[0])
    return Content(files, canonical_json(manifest), losses)


def export_facts(content: Content) -> dict[str, Json]:
    """Return the facts of the export entry: what the ledger must hold of a bundle before it can be sealed."""
    manifest = parse_canonical(content.manifest)
    copied = ("audience_digest", "campaign", "check", "counts", "policy_digest", "population", "snapshot")
    return {"manifest_digest": content.manifest_digest, **{name: manifest[name] for name in copied}}


def seal(content: Content, evidence: Evidence) -> bytes:
    """Return the finished bundle. Raises ValueError when the two proofs carry different checkpoints."""
    if evidence.proof.checkpoint != evidence.check_proof.checkpoint:
        raise ValueError("both proofs must lead to one checkpoint")
    return pack(
        {
            **content.files,
            MANIFEST: content.manifest,
            ENTRY: evidence.entry,
            PROOF: evidence.proof.text.encode(),
            CHECK_PROOF: evidence.check_proof.text.encode(),
            CHECKPOINT: evidence.proof.checkpoint.encode(),
        }
    )


def read_bundle(data: bytes) -> dict[str, bytes]:
    """Return the files of a bundle, in memory only.

    Raises PlannerError `bundle-unreadable`: see `archive.unpack`, and for records larger than `MOST_RECORD`.
    """
    files = unpack(data)
    if any(len(files.get(name, b"")) > MOST_RECORD for name in RECORDS):
        raise PlannerError("bundle-unreadable", reason="a record in it is larger than a record can be")
    return files


def sha256(data: bytes) -> str:
    """Return the SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _write(listing: SegmentList, formats: Sequence[str], begin: Callable[[str], None]) -> dict[str, Written]:
    written: dict[str, Written] = {}
    tables = [each for kind in TABLES if kind in formats or kind == ALWAYS for each in TABLES[kind].items()]
    conditions = [each for kind in formats if kind not in TABLES for each in CONDITIONS[kind].items()]
    for name, write in tables:
        begin(name)
        written[name] = write(listing)
    selection: Selection | None = None
    for name, express in conditions:
        begin(name)
        selection = selection or select(listing)
        written[name] = express(listing, selection=selection)
    return written


def _manifest(listing: SegmentList, files: Mapping[str, bytes], software: str, *, ledger: str) -> Json:
    told = listing.as_json
    return {
        "schema": BUNDLE_SCHEMA,
        "software": {"name": "Shoal", "version": software},
        "ledger": ledger,
        "campaign": told["campaign"],
        "population": listing.population,
        "snapshot": told["snapshot"],
        "rule_digest": rule_digest(listing.rule),
        "policy_digest": listing.policy_digest,
        "audience_digest": listing.audience_digest,
        "check": {"index": listing.check_index, "digest": sha256(files[CHECK])},
        "counts": told["counts"],
        "made_at": listing.made_at,
        "files": {name: {"sha256": sha256(data), "size": len(data)} for name, data in files.items()},
    }

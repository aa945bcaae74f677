"""Verification: what a bundle proves, check by check, to somebody who has nothing but the bundle and a pinned key."""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from planner.domain.errors import PlannerError
from planner.domain.merkle import leaf_hash, tree_root, verify_inclusion
from planner.domain.note import Checkpoint, TlogProof, VerifierKey, parse_note
from planner.formats import bundle as names
from planner.formats.bundle import read_bundle, sha256
from planner.formats.list_checks import READ_TABLES, check_formats, check_list, unpacked_size
from planner.formats.records import facts_of, parse_canonical, parse_ledger_export
from planner.formats.verdicts import CheckResult, Unsettled, Verdict, Wrong, demand

CHECK_SCHEMA = "shoal.scope-check.v1"
PASSING = ("pass", "warn")
"""Decisions of a scope check under which a list may leave."""

MOST_UNVOUCHED = names.MOST_RECORD
"""Bytes of a list that are read before anybody vouches for it."""

_REQUIRED = frozenset(
    {names.LIST, names.CHECK, names.SCOPE_CHECK, names.LOSS_REPORT, names.KEY, names.README, names.VERIFIER}
)
_SHARED = ("audience_digest", "campaign", "check", "counts", "policy_digest", "population", "snapshot")
"""What the export entry repeats of the manifest."""


def verify_bundle(data: bytes, *, pinned_key: str | None, ledger_export: bytes | None = None) -> list[CheckResult]:
    """Return every check of a bundle, in a fixed order; `verdicts.overall` sums them up.

    Without a pinned key nobody vouches for the signature, which is then unknown at best. With a later copy of the
    ledger, one more check says whether the bundle still stands in it. Reads nothing but the arguments. Raises
    PlannerError `key-unreadable` for a pinned key that is not one.
    """
    pinned = VerifierKey.parse(pinned_key) if pinned_key is not None else None
    try:
        opened = _Bundle(read_bundle(data), pinned, ledger_export)
    except PlannerError as error:
        return [CheckResult("archive", Verdict.INVALID, str(error.facts["reason"]))]
    checks = {**_CHECKS, "ledger": _check_ledger} if ledger_export is not None else _CHECKS
    results = [CheckResult("archive", Verdict.VALID, f"{len(opened.files)} files, byte for byte as Shoal packs them")]
    for name, check in checks.items():
        opened.is_vouched = {told.name for told in results if told.verdict is Verdict.VALID} >= _VOUCHING
        results.append(_run(name, check, opened))
    return results


class _Bundle:
    """The files of a bundle, and what they say once somebody asks; each part raises when it is not what it must be."""

    def __init__(self, files: Mapping[str, bytes], pinned: VerifierKey | None, ledger: bytes | None) -> None:
        self.files = files
        self.pinned = pinned
        self.ledger = ledger
        self.is_vouched = False
        """Whether the pinned key has signed the ledger that holds the digests of these files."""

    def let_read(self, name: str) -> bytes:
        """Return a file that holds the list; raises Unsettled where it is large and nobody vouches for it."""
        data = self.files[name]
        if not self.is_vouched and (len(data) > MOST_UNVOUCHED or unpacked_size(name, data) > MOST_UNVOUCHED):
            raise Unsettled(f"{name} is large, and it is not read before a key from the sender vouches for it")
        return data

    @cached_property
    def manifest(self) -> dict[str, Any]:
        return parse_canonical(self.files[names.MANIFEST])

    @cached_property
    def listing(self) -> dict[str, Any]:
        return parse_canonical(self.let_read(names.LIST))

    @cached_property
    def export(self) -> dict[str, Any]:
        return facts_of(self.files[names.ENTRY], names.EXPORTED, self.proof.index)

    @cached_property
    def check(self) -> dict[str, Any]:
        return facts_of(self.files[names.CHECK], names.CHECKED, self.check_proof.index)

    @cached_property
    def proof(self) -> TlogProof:
        return TlogProof.parse(self.files[names.PROOF])

    @cached_property
    def check_proof(self) -> TlogProof:
        return TlogProof.parse(self.files[names.CHECK_PROOF])

    @cached_property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint.parse(parse_note(self.files[names.CHECKPOINT]).text)

    @cached_property
    def key(self) -> VerifierKey:
        """The pinned key, or else the one that the bundle claims."""
        return self.pinned or VerifierKey.parse(self.files[names.KEY].decode())


def _run(name: str, check: Callable[[_Bundle], str], bundle: _Bundle) -> CheckResult:
    """Run one check. A part of another shape than ours fails in the reading; that too is an answer: invalid."""
    try:
        return CheckResult(name, Verdict.VALID, check(bundle))
    except Unsettled as unsettled:
        return CheckResult(name, Verdict.UNKNOWN, str(unsettled))
    except Wrong as wrong:
        return CheckResult(name, Verdict.INVALID, str(wrong))
    except PlannerError as error:
        return CheckResult(name, Verdict.INVALID, f"the {error.facts.get('part', 'key')} cannot be read")
    except KeyError as error:
        return CheckResult(name, Verdict.INVALID, f"{error.args[0]} is missing")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return CheckResult(name, Verdict.INVALID, "a part is not written the way it must be")


def _check_manifest(bundle: _Bundle) -> str:
    manifest = bundle.manifest
    demand(manifest["schema"] == names.BUNDLE_SCHEMA, "the manifest is of another schema than this version knows")
    known = {*_SHARED, "schema", "software", "ledger", "rule_digest", "made_at", "files"}
    demand(set(manifest) == known, "the manifest has other fields than a manifest has")
    return "canonical, and of a known schema"


def _check_files(bundle: _Bundle) -> str:
    told = bundle.manifest["files"]
    missing = sorted((_REQUIRED | set(told) | set(names.OUTSIDE)) - set(bundle.files))
    demand(not missing, f"missing: {', '.join(missing)}")
    extra = sorted(set(bundle.files) - set(told) - set(names.OUTSIDE))
    demand(not extra, f"not in the manifest: {', '.join(extra)}")
    wrong = [n for n, d in bundle.files.items() if n in told and told[n] != {"sha256": sha256(d), "size": len(d)}]
    demand(not wrong, f"changed: {', '.join(wrong)}")
    return f"{len(told)} files, each with the digest in the manifest"


def _check_entry(bundle: _Bundle) -> str:
    entry, manifest = bundle.export, bundle.manifest
    demand(
        entry["manifest_digest"] == sha256(bundle.files[names.MANIFEST]), "the export entry is about another manifest"
    )
    other = [name for name in _SHARED if entry[name] != manifest[name]]
    demand(not other, f"the export entry and the manifest differ in: {', '.join(other)}")
    return "the ledger's export entry holds this manifest's digest"


def _check_checkpoint(bundle: _Bundle) -> str:
    text = bundle.files[names.CHECKPOINT].decode()
    demand(bundle.proof.checkpoint == text, "the export's proof leads to another checkpoint")
    demand(bundle.check_proof.checkpoint == text, "the scope check's proof leads to another checkpoint")
    demand(bundle.checkpoint.origin == bundle.manifest["ledger"], "the checkpoint is of another ledger")
    return f"ledger {bundle.checkpoint.origin} with {bundle.checkpoint.size} entries"


def _check_signature(bundle: _Bundle) -> str:
    signed = parse_note(bundle.files[names.CHECKPOINT]).is_signed_by(bundle.key)
    demand(signed and bundle.checkpoint.origin == bundle.key.name, f"not signed by the key {bundle.key.vkey}")
    if bundle.pinned is None:
        raise Unsettled("signed by the key that travels with the bundle; only a key from the sender can settle it")
    return f"signed by {bundle.key.name}"


def _check_inclusion(bundle: _Bundle) -> str:
    demand(_stands(bundle, names.ENTRY, bundle.proof), "the ledger does not hold this export entry")
    return f"entry {bundle.proof.index} of {bundle.checkpoint.size}"


def _check_scope_check(bundle: _Bundle) -> str:
    check, manifest, proof = bundle.check, bundle.manifest, bundle.check_proof
    demand(sha256(bundle.files[names.CHECK]) == manifest["check"]["digest"], "this is another scope check")
    demand(proof.index == manifest["check"]["index"], "the scope check stands elsewhere in the ledger")
    demand(_stands(bundle, names.CHECK, proof), "the ledger does not hold this scope check")
    demand(proof.index < bundle.proof.index, "the scope check was made after the export")
    demand(check["schema"] == CHECK_SCHEMA, "the scope check is of another schema than this version knows")
    demand(manifest["made_at"][:10] <= check["valid_until"], "the scope check had run out when the list was made")
    demand(check["decision"] in PASSING, f"the scope check did not pass: {check['decision']}")
    expected = {
        "campaign": manifest["campaign"]["digest"],
        "snapshot": manifest["snapshot"]["digest"],
        "rule": manifest["rule_digest"],
        "audience": manifest["audience_digest"],
        "policy": manifest["policy_digest"],
    }
    found = {
        "campaign": check["campaign"]["digest"],
        "snapshot": check["snapshot"]["digest"],
        "rule": check["rule_digest"],
        "audience": check["audience_digest"],
        "policy": check["policy_digest"],
    }
    other = [name for name, digest in expected.items() if found[name] != digest]
    demand(not other, f"the scope check was made for another {', '.join(other)}")
    same = all(check["counts"][name] == manifest["counts"][name] for name in ("base", "reach", "reachable"))
    demand(same, "the scope check counted other people")
    _demand_document(bundle)
    demand(sorted(s["scope"] for s in check["scopes"]) == bundle.listing["scopes"], "it checked other scopes")
    return f"entry {proof.index}: {check['decision']}, for exactly this audience, rule, snapshot and campaign"


def _demand_document(bundle: _Bundle) -> None:
    """Demand that the JSON-LD repeats this record and no other."""
    document = json.loads(bundle.files[names.SCOPE_CHECK], object_pairs_hook=_without_doubles)
    check, manifest = bundle.check, bundle.manifest
    repeated = {
        "shoal:decision": check["decision"],
        "shoal:audienceDigest": check["audience_digest"],
        "shoal:campaignDigest": check["campaign"]["digest"],
        "shoal:snapshotDigest": check["snapshot"]["digest"],
        "shoal:entryDigest": manifest["check"]["digest"],
        "shoal:ledgerIndex": manifest["check"]["index"],
    }
    demand(all(document[name] == value for name, value in repeated.items()), "the JSON-LD tells of another check")
    (process,), asked = document["dpv:hasProcess"], check["requested"]
    purposes = [{"@id": purpose["dpv"]} for purpose in asked["purposes"]]
    demand(process["dpv:hasPurpose"] == purposes, "the JSON-LD tells of other purposes than were checked")
    demand(process["shoal:channel"] == [asked["channel"]], "the JSON-LD tells of another channel than was checked")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    demand(len(told) == len(pairs), "the JSON-LD says something twice")
    return told


def _check_ledger(bundle: _Bundle) -> str:
    ledger = parse_ledger_export(bundle.ledger or b"")
    note = parse_note(ledger.checkpoint.encode())
    head, mine = Checkpoint.parse(note.text), bundle.checkpoint
    leaves = [leaf_hash(entry) for entry in ledger.entries]
    demand(head.origin == mine.origin, "this is another ledger")
    demand(note.is_signed_by(bundle.key), "the ledger's checkpoint is not signed by the key")
    demand((head.size, head.root) == (len(leaves), tree_root(leaves)), "the ledger's entries do not fit its checkpoint")
    if head.size < mine.size:
        raise Unsettled(f"this copy of the ledger ends at {head.size} entries, before the bundle was made")
    demand(tree_root(leaves[: mine.size]) == mine.root, "the ledger was rewritten since the bundle was made")
    if bundle.pinned is None:
        raise Unsettled("consistent, under a key that nobody vouches for")
    return f"still in the ledger, which has {head.size} entries now"


def _check_formats(bundle: _Bundle) -> str:
    listing = bundle.listing
    return check_formats(listing, {name: bundle.let_read(name) for name in READ_TABLES if name in bundle.files})


def _stands(bundle: _Bundle, name: str, proof: TlogProof) -> bool:
    leaf, head = leaf_hash(bundle.files[name]), bundle.checkpoint
    return verify_inclusion(leaf, proof.index, head.size, proof=proof.hashes, root=head.root)


_VOUCHING = frozenset({"archive", "manifest", "files", "entry", "checkpoint", "signature", "inclusion"})
"""The checks that lead from the pinned key to the digest of every file."""

_CHECKS: Mapping[str, Callable[[_Bundle], str]] = {
    "manifest": _check_manifest,
    "files": _check_files,
    "entry": _check_entry,
    "checkpoint": _check_checkpoint,
    "signature": _check_signature,
    "inclusion": _check_inclusion,
    "scope-check": _check_scope_check,
    "list": lambda bundle: check_list(bundle.listing, bundle.manifest),
    "formats": _check_formats,
}
"""Check name → check, in the order they are told."""

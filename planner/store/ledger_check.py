"""The check of the whole ledger: every entry, the signed head, the chain of states, and the states there are now.

SQLCipher tells a changed page from a whole one, but takes an old page or an old row put back for a good one; the
digests that entries bind find it. A whole old store put back is found only against a checkpoint held elsewhere.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.merkle import Frontier, leaf_hash, tree_root
from planner.domain.note import Checkpoint, SigningKey, open_checkpoint
from planner.domain.snapshot import array_digest
from planner.store.driver import Database
from planner.store.recorder import signing_key
from planner.store.states import Subject, all_state_digests

if TYPE_CHECKING:  # a workspace is opened with this check at hand
    from planner.store.workspace import Workspace

CHECKS = ("entries", "checkpoint", "states", "data", "known")
"""What is checked, in this order; `Verification.faults` names one of them for each fault."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome: how many entries were read, and each fault as the check that found it and a finding."""

    entries: int
    faults: tuple[tuple[str, Finding], ...]

    @property
    def is_valid(self) -> bool:
        """Whether no check found a fault."""
        return not self.faults


_BULKY = (
    "SELECT snapshot, name, dtype, shape, digest, data FROM arrays ORDER BY snapshot, part, name",
    "SELECT id, 'segments', '|u1', NULL, digest, segments FROM releases ORDER BY number",
)
"""Owner, name, type, shape, digest and bytes of all data that a state holds by digest only."""

_STATE_KEYS = {"kind", "id", "digest", "before"}


class _Row(NamedTuple):
    number: int
    data: bytes
    leaf: bytes
    kind: str | None
    object: str | None


def verify_ledger(workspace: "Workspace", known: Sequence[str] = ()) -> Verification:
    """Recompute the whole ledger and compare it with its newest checkpoint and with the state of every object.

    `known` are signed checkpoints of this ledger that were kept elsewhere: each must be a beginning of it, which is
    the only way to find that an older copy of everything was put back.
    Raises PlannerError `proof-unreadable` or `checkpoint-not-signed` when one of `known` is not this ledger's.
    """
    with workspace.reading() as database:
        return check_database(database, known)


def check_database(database: Database, known: Sequence[str] = ()) -> Verification:
    """Do what `verify_ledger` does on an open database: the store's, or that of a copy of it."""
    query = "SELECT number, record, leaf, kind, object FROM ledger ORDER BY number"
    rows = [_Row(*row) for row in database.execute(query)]
    key = signing_key(database)
    leaves = [leaf_hash(row.data) for row in rows]
    records = [_record_of(row) for row in rows]
    found = {
        "entries": [*_changed_entries(rows, leaves, records), *_broken_chains(records)],
        "checkpoint": [*_wrong_checkpoints(database, key, leaves)],
        "states": [*_wrong_states(database, records)],
        "data": [*_damaged_data(database)],
        "known": [*_unknown_beginnings(known, key, leaves)],
    }
    return Verification(len(rows), tuple((check, finding) for check in CHECKS for finding in found[check]))


def _fault(code: str, **facts: Fact) -> Finding:
    return Finding(code, Severity.BLOCK, facts)


def _record_of(row: _Row) -> dict[str, Any]:
    """Return what an entry says, or nothing when it is not written the way the recorder writes."""
    try:
        record = json.loads(row.data)
        state = record.get("state")
        return record if state is None or state.keys() == _STATE_KEYS else {}
    except (ValueError, AttributeError):
        return {}


def _changed_entries(rows: list[_Row], leaves: list[bytes], records: list[dict[str, Any]]) -> Iterator[Finding]:
    """Find entries that are not where or what they were, and columns that do not say what the entry says."""
    for index, (row, leaf, record) in enumerate(zip(rows, leaves, records, strict=True)):
        state = record.get("state") or {}
        said = (index, index, leaf, state.get("kind"), state.get("id"))
        if said != (row.number, record.get("index"), row.leaf, row.kind, row.object):
            yield _fault("ledger-entry-changed", index=row.number)


def _broken_chains(records: list[dict[str, Any]]) -> Iterator[Finding]:
    """Find entries that do not follow on the state that the entry before them, about the same object, has left."""
    newest: dict[Subject, str | None] = {}
    for index, record in enumerate(records):
        state = record.get("state")
        if state:
            subject = Subject(state["kind"], state["id"])
            if state["before"] != newest.get(subject):
                yield _fault("ledger-chain-broken", index=index, kind=subject.kind, id=subject.id)
            newest[subject] = state["digest"]


def _wrong_checkpoints(database: Database, key: SigningKey, leaves: list[bytes]) -> Iterator[Finding]:
    """Find a newest checkpoint that is not signed or not of all entries, and older ones of another history."""
    checkpoints = database.execute("SELECT size, note, frontier FROM checkpoints ORDER BY size").fetchall()
    newest = checkpoints[-1] if checkpoints else (0, "", b"")
    if newest[0] != len(leaves):
        yield _fault("ledger-checkpoint-differs", size=newest[0], entries=len(leaves))
    if checkpoints and not _is_signed(newest[1], key):
        yield _fault("ledger-not-signed", size=newest[0])
    grown, walked = Frontier(), iter(leaves)
    for size, note, frontier in checkpoints:
        while grown.size < size and (leaf := next(walked, None)) is not None:
            grown = grown.append(leaf)
        text = Checkpoint(key.name, size, grown.root).text
        if grown.to_bytes() != frontier or not note.startswith(f"{text}\n"):
            yield _fault("ledger-checkpoint-differs", size=size, entries=len(leaves))


def _is_signed(note: str, key: SigningKey) -> bool:
    try:
        open_checkpoint(note.encode(), key.verifier)
    except PlannerError:
        return False
    return True


def _wrong_states(database: Database, records: list[dict[str, Any]]) -> Iterator[Finding]:
    """Find objects that are not as their last entry left them, and objects that no entry tells of."""
    bound = {}
    for index, record in enumerate(records):
        state = record.get("state")
        if state:
            bound[Subject(state["kind"], state["id"])] = (index, state["digest"])
    now = all_state_digests(database)
    for subject, (index, digest) in bound.items():
        if now.get(subject) != digest:
            yield _fault("ledger-state-differs", index=index, kind=subject.kind, id=subject.id)
    for subject in sorted(now.keys() - bound.keys()):
        yield _fault("ledger-state-unrecorded", kind=subject.kind, id=subject.id)


def _damaged_data(database: Database) -> Iterator[Finding]:
    """Find bulky data that is not what its own digest says: the arrays of snapshots, the segments of releases."""
    for query in _BULKY:
        for owner, name, dtype, shape, digest, data in database.execute(query):
            array = np.frombuffer(data, dtype=dtype)
            if shape:
                array = array.reshape(json.loads(shape))
            if array_digest(array) != digest:
                yield _fault("ledger-data-damaged", id=owner, name=name)


def _unknown_beginnings(known: Sequence[str], key: SigningKey, leaves: list[bytes]) -> Iterator[Finding]:
    for note in known:
        held = open_checkpoint(note.encode(), key.verifier)
        if held.size > len(leaves) or tree_root(leaves[: held.size]) != held.root:
            yield _fault("ledger-rolled-back", known=held.size, entries=len(leaves))

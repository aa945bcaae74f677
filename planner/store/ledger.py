"""The reading end of the ledger: its entries, its signed head, and proofs that others can check."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from planner.domain.errors import PlannerError
from planner.domain.merkle import consistency_proof, inclusion_proof
from planner.domain.note import TlogProof, VerifierKey
from planner.store.recorder import newest_checkpoint, signing_key
from planner.store.states import Subject
from planner.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place, its record, and the canonical bytes that the ledger holds and the tree hashes."""

    index: int
    record: Mapping[str, Any]
    data: bytes = field(repr=False)


def ledger_size(workspace: Workspace) -> int:
    """Return how many entries there are."""
    with workspace.reading() as database:
        return database.table("ledger").count


def entries(workspace: Workspace, about: Subject | None = None) -> tuple[Entry, ...]:
    """Return all entries, oldest first, or those about one object."""
    where, values = ("kind = ? AND object = ?", [about.kind, about.id]) if about else (None, None)
    with workspace.reading() as database:
        rows = list(database.table("ledger").rows_where(where, values, order_by="number", select="number, record"))
    return tuple(Entry(row["number"], json.loads(row["record"]), row["record"]) for row in rows)


def entry_at(workspace: Workspace, index: int) -> Entry:
    """Return one entry. Raises PlannerError `ledger-entry-absent`."""
    with workspace.reading() as database:
        for row in database.table("ledger").rows_where("number = ?", [index]):
            return Entry(index, json.loads(row["record"]), row["record"])
    raise PlannerError("ledger-entry-absent", index=index)


def verifier_key(workspace: Workspace) -> VerifierKey:
    """Return the public key of this workspace's ledger, for others to pin."""
    with workspace.reading() as database:
        return signing_key(database).verifier


def signed_checkpoint(workspace: Workspace) -> str | None:
    """Return the newest signed checkpoint, a note in the C2SP format, or None before the first entry."""
    with workspace.reading() as database:
        newest = newest_checkpoint(database)
    return newest[0] if newest else None


def checkpoint_before(workspace: Workspace, index: int | None = None) -> str:
    """Return the signed checkpoint that was the newest when an entry was made, or is now; empty before the first."""
    query = "SELECT note FROM checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1"
    with workspace.reading() as database:
        row = database.execute(query, [ledger_size(workspace) if index is None else index]).fetchone()
    return row[0] if row else ""


def prove_entry(workspace: Workspace, index: int) -> TlogProof:
    """Return the proof that an entry stands in the ledger under its newest checkpoint.

    Raises PlannerError `ledger-entry-absent`. Cost: all leaf hashes are read, 32 bytes an entry.
    """
    leaves = leaf_hashes(workspace)
    checkpoint = signed_checkpoint(workspace)
    if checkpoint is None or not 0 <= index < len(leaves):
        raise PlannerError("ledger-entry-absent", index=index)
    return TlogProof(index, inclusion_proof(leaves, index), checkpoint)


def prove_consistency(workspace: Workspace, old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the ledger only grew since it had `old_size` entries.

    Raises PlannerError `ledger-entry-absent` when it has fewer.
    """
    leaves = leaf_hashes(workspace)
    if not 0 <= old_size <= len(leaves):
        raise PlannerError("ledger-entry-absent", index=old_size)
    return consistency_proof(leaves, old_size)


def leaf_hashes(workspace: Workspace) -> list[bytes]:
    """Return the leaf hash of every entry, in order."""
    with workspace.reading() as database:
        return [row[0] for row in database.execute("SELECT leaf FROM ledger ORDER BY number").fetchall()]

"""The writing end of the ledger: entries, and the signed checkpoint that is committed with them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from planner.domain.canonical import Json, canonical_json
from planner.domain.merkle import Frontier, leaf_hash
from planner.domain.note import Checkpoint, SigningKey, sign_checkpoint
from planner.store.driver import Database
from planner.store.schema import read_meta, write_meta
from planner.store.states import Subject, begin_change, end_change, state_digest, touched_subjects
from planner.store.store_key import Entropy

SEED_BYTES = 32
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


def utc_text(moment: datetime) -> str:
    """Return a moment as ISO 8601 text in UTC, to the second."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def signing_key(database: Database) -> SigningKey:
    """Return the key that signs this workspace's checkpoints; it never leaves the encrypted store."""
    meta = read_meta(database)
    return SigningKey(f"shoal/{meta['workspace']}", bytes.fromhex(meta["signing_seed"]))


def ensure_signing_key(database: Database, entropy: Entropy) -> None:
    """Draw the signing key of a workspace that has none yet, inside the caller's transaction."""
    if "signing_seed" not in read_meta(database):
        write_meta(database, {"signing_seed": entropy(SEED_BYTES).hex()})


def newest_checkpoint(database: Database) -> tuple[str, Frontier] | None:
    """Return the newest signed checkpoint with the frontier it was made from, or None before the first entry."""
    row = database.execute("SELECT note, frontier FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    return (row[0], Frontier.from_bytes(row[1])) if row else None


class Recorder:
    """Writes the entries of one change; made by `recording`, within a transaction."""

    def __init__(self, database: Database, now: datetime) -> None:
        newest = newest_checkpoint(database)
        self._database = database
        self._now = now
        self._frontier = newest[1] if newest else Frontier()
        self._digests: dict[Subject, str | None] = {}
        self._count = 0

    @property
    def at(self) -> str:
        """The moment of the change, as all its entries say it."""
        return utc_text(self._now)

    @property
    def next_index(self) -> int:
        """The index that the next entry will have, for an object that names its own entry."""
        return self._frontier.size

    def append(self, action: str, about: Subject | None, facts: Mapping[str, Json]) -> int:
        """Append an entry and return its index in the ledger.

        `action` says in the past tense what was done, such as `imported`; `about` is the object that was changed, its
        rows written already: the entry binds the digest of its state as they make it, and the one before.
        """
        index = self.next_index
        record: dict[str, Json] = {"action": action, "at": self.at, "facts": facts, "index": index}
        clock_back_s = self._clock_back_s()
        if clock_back_s:
            record["clock_back_s"] = clock_back_s
        if about is not None:
            record["state"] = self._bind(about)
        self._insert(index, canonical_json(record), about)
        return index

    def seal(self) -> None:
        """Sign a checkpoint over what was appended.

        Raises RuntimeError, a defect of ours, when nothing was, or when an object was changed without an entry that
        binds its final state.
        """
        if not self._count:
            raise RuntimeError("a change needs an entry in the ledger")
        for subject in touched_subjects(self._database):
            if state_digest(self._database, subject) != self._digests.get(subject, ""):
                raise RuntimeError(f"{subject} was changed without an entry in the ledger")
        key = signing_key(self._database)
        note = sign_checkpoint(Checkpoint(key.name, self._frontier.size, self._frontier.root), key)
        self._database.table("checkpoints").insert(
            {"size": self._frontier.size, "note": note, "frontier": self._frontier.to_bytes()}
        )

    def _insert(self, index: int, data: bytes, about: Subject | None) -> None:
        leaf = leaf_hash(data)
        self._database.table("ledger").insert(
            {
                "number": index,
                "record": data,
                "leaf": leaf,
                "kind": about.kind if about else None,
                "object": about.id if about else None,
            }
        )
        self._frontier = self._frontier.append(leaf)
        self._count += 1

    def _bind(self, about: Subject) -> dict[str, Json]:
        self._digests[about] = state_digest(self._database, about)
        before = newest_entry(self._database, about)
        return {
            "kind": about.kind,
            "id": about.id,
            "digest": self._digests[about],
            "before": before["state"]["digest"] if before else None,
        }

    def _clock_back_s(self) -> int:
        """Return by how many seconds the clock is behind the newest entry: order is the ledger's, never the clock's."""
        newest = newest_entry(self._database)
        if newest is None:
            return 0
        then = datetime.strptime(newest["at"], _MOMENT).replace(tzinfo=UTC)
        return max(0, int((then - self._now).total_seconds()))


@contextmanager
def recording(database: Database, now: datetime) -> Iterator[Recorder]:
    """Yield the recorder of one change within the caller's transaction, and seal it when the block ends well."""
    recorder = Recorder(database, now)
    begin_change(database)
    yield recorder
    recorder.seal()
    end_change(database)


def newest_entry(database: Database, about: Subject | None = None) -> dict[str, Any] | None:
    """Return the newest record of the ledger, or the newest about one object."""
    where, values = ("WHERE kind = ? AND object = ?", [about.kind, about.id]) if about else ("", [])
    query = f"SELECT record FROM ledger {where} ORDER BY number DESC LIMIT 1"  # noqa: S608 - two fixed texts
    row = database.execute(query, values).fetchone()
    return json.loads(row[0]) if row else None

"""The head of the ledger: how many entries there are and what they hash to; it finds an older store put back."""

import json
from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.store.driver import Database

RESTORED = "restored"
"""What the entry is called that says that a store was put back, and in place of which head."""


@dataclass(frozen=True, slots=True)
class Head:
    """The size of a ledger, and the root over its entries as its checkpoint writes it; empty while there is none."""

    entries: int = 0
    root: str = ""

    def __post_init__(self) -> None:
        if not (isinstance(self.entries, int) and isinstance(self.root, str)):
            raise TypeError("not a head")


def head_of(database: Database) -> Head:
    """Return the head of a store's ledger, as its newest checkpoint says it."""
    return _checkpoint(database, "ORDER BY size DESC LIMIT 1") or Head()


def refuse_rolled_back(database: Database, known: Head, folder: Path) -> None:
    """Raise PlannerError `store-rolled-back` unless a head that was seen before is a beginning of this ledger.

    A store that was put back on purpose says in its ledger which head it stands in place of. Cost: one indexed read.
    """
    if not known.entries or _checkpoint(database, f"WHERE size = {int(known.entries)}") == known:
        return
    if known not in _given_up(database):
        entries = head_of(database).entries
        raise PlannerError("store-rolled-back", folder=str(folder), entries=entries, known=known.entries)


def _checkpoint(database: Database, which: str) -> Head | None:
    if "checkpoints" not in database.table_names():
        return None
    row = database.execute(f"SELECT size, note FROM checkpoints {which}").fetchone()  # noqa: S608 - fixed texts, a number
    if row is None:
        return None
    size, note = row
    lines = str(note).split("\n")
    return Head(size, lines[2] if len(lines) > 2 else "")


def _given_up(database: Database) -> list[Head]:
    """Return the heads that this store was put back in place of."""
    if "ledger" not in database.table_names():
        return []
    rows = database.execute("SELECT record FROM ledger WHERE kind IS NULL").fetchall()
    put_back = [record["facts"] for row in rows if (record := json.loads(row[0]))["action"] == RESTORED]
    return [Head(facts["replaced_entries"], facts["replaced_root"]) for facts in put_back]

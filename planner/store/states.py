"""What counts as the state of an object, as declared rows of tables: the ledger binds a digest of it to every entry."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain.canonical import digest
from planner.store.driver import Database


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """An object that an entry of the ledger is about: its kind, one of `STATES`, and its id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table that belong to an object: the column that names it, and the columns that are its state."""

    table: str
    id_column: str
    columns: tuple[str, ...]

    def select(self, where: str = "") -> str:
        """Return the query for ids and states, in one fixed order."""
        names = ", ".join((self.id_column, *self.columns))
        return f"SELECT {names} FROM {self.table} {where} ORDER BY {names}"  # noqa: S608 - declared names only


STATES: Mapping[str, tuple[Rows, ...]] = {
    "snapshot": (
        Rows("snapshots", "id", ("number", "population", "record", "segments")),
        Rows("arrays", "snapshot", ("part", "name", "dtype", "shape", "digest")),
    ),
    "policy": (Rows("policies", "id", ("document",)),),
    "catalogue": (Rows("catalogues", "id", ("document",)),),
    "campaign": (Rows("campaigns", "id", ("document",)),),
    "audience": (Rows("audiences", "id", ("document",)),),
    "release": (Rows("releases", "id", ("number", "campaign", "snapshot", "facts", "digest")),),
}
"""Kind of object → the rows that are its state. Bulky data stands in by its own digest, which is checked on reading."""

_CHANGES = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def state_digest(database: Database, subject: Subject) -> str | None:
    """Return the digest of an object's state now, or None when there is no such object."""
    found = [
        [rows.table, [list(row[1:]) for row in database.execute(_where_id(rows), [subject.id]).fetchall()]]
        for rows in STATES[subject.kind]
    ]
    return digest(found) if found[0][1] else None


def all_state_digests(database: Database) -> dict[Subject, str]:
    """Return the digest of every object there is, in one pass over each table."""
    digests = {}
    for kind, parts in STATES.items():
        found = [_by_id(database.execute(rows.select()).fetchall()) for rows in parts]
        for name in {name for each in found for name in each}:
            state = [[rows.table, each.get(name, [])] for rows, each in zip(parts, found, strict=True)]
            digests[Subject(kind, name)] = digest(state)
    return digests


def watch_states(database: Database) -> None:
    """Have the database itself refuse and note changes of objects on this connection, however they are made.

    Rows of objects change only between `begin_change` and `end_change`; `touched_subjects` says whose did.
    """
    database.execute("CREATE TEMP TABLE changing (is_open INTEGER)")
    database.execute("CREATE TEMP TABLE touched (kind TEXT, id TEXT, PRIMARY KEY (kind, id))")
    for kind, parts in STATES.items():
        for rows in parts:
            for change, sides in _CHANGES.items():
                database.execute(_watching(kind, rows, change, sides))


def begin_change(database: Database) -> None:
    """Let objects be changed until `end_change` or the end of the transaction, whichever comes first."""
    database.execute("INSERT INTO temp.changing VALUES (1)")


def end_change(database: Database) -> None:
    """Let nothing be changed again, and forget what was."""
    database.execute("DELETE FROM temp.changing")
    database.execute("DELETE FROM temp.touched")


def touched_subjects(database: Database) -> frozenset[Subject]:
    """Return the objects changed since `begin_change`."""
    return frozenset(Subject(*row) for row in database.execute("SELECT kind, id FROM temp.touched").fetchall())


def _watching(kind: str, rows: Rows, change: str, sides: Iterable[str]) -> str:
    """Return the trigger that stands watch over one kind of change of one table."""
    name = f"touched_{rows.table}_{change.lower()}"
    refuse = "SELECT raise(ABORT, 'changed outside of a change') WHERE NOT EXISTS (SELECT 1 FROM changing);"
    note = " ".join(_noting(kind, f"{side}.{rows.id_column}") for side in sides)
    return f"CREATE TEMP TRIGGER {name} AFTER {change} ON main.{rows.table} BEGIN {refuse} {note} END"


def _noting(kind: str, name: str) -> str:
    """Return the statement that notes an object once; `OR IGNORE` would give way to the upsert that fires it."""
    known = f"SELECT 1 FROM touched WHERE kind = '{kind}' AND id = {name}"  # noqa: S608 - declared names only
    return f"INSERT INTO touched SELECT '{kind}', {name} WHERE NOT EXISTS ({known});"


def _where_id(rows: Rows) -> str:
    return rows.select(f"WHERE {rows.id_column} = ?")


def _by_id(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[list[Any]]]:
    found = defaultdict(list)
    for name, *state in rows:
        found[name].append(state)
    return found

"""The tables of the store, as numbered migrations that are applied in order and together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from planner.domain.errors import PlannerError
from planner.store.driver import Database


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: what it brings, and how. Once released, a step never changes."""

    brings: str
    apply: Callable[[Database], object]


def _make_meta(database: Database) -> None:
    database.table("meta").create({"name": str, "value": str}, pk="name", not_null={"value"}, strict=True)


def _make_snapshots(database: Database) -> None:
    database.table("snapshots").create(
        {"number": int, "id": str, "population": str, "record": str, "segments": str},
        pk="number",
        not_null={"id", "population", "record", "segments"},
        strict=True,
    )
    database.table("snapshots").create_index(["id"], unique=True)
    database.table("snapshots").create_index(["population"])
    database.table("arrays").create(
        {"snapshot": str, "part": str, "name": str, "dtype": str, "shape": str, "digest": str, "data": bytes},
        pk=("snapshot", "part", "name"),
        foreign_keys=[("snapshot", "snapshots", "id")],
        not_null={"dtype", "shape", "digest", "data"},
        strict=True,
    )


def _make_ledger(database: Database) -> None:
    database.table("ledger").create(
        {"number": int, "record": bytes, "leaf": bytes, "kind": str, "object": str},
        pk="number",
        not_null={"record", "leaf"},
        strict=True,
    )
    database.table("ledger").create_index(["kind", "object"])
    database.table("checkpoints").create(
        {"size": int, "note": str, "frontier": bytes}, pk="size", not_null={"note", "frontier"}, strict=True
    )
    for table in ("ledger", "checkpoints"):
        for change in ("UPDATE", "DELETE"):
            database.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
                f" BEGIN SELECT raise(ABORT, '{table} only grows'); END"
            )


def _make_documents(database: Database) -> None:
    for table in ("policies", "catalogues", "campaigns"):
        database.table(table).create({"id": str, "document": str}, pk="id", not_null={"document"}, strict=True)


def _make_releases(database: Database) -> None:
    database.table("releases").create(
        {"number": int, "id": str, "campaign": str, "snapshot": str, "facts": str, "digest": str, "segments": bytes},
        pk="number",
        foreign_keys=[("snapshot", "snapshots", "id")],
        not_null={"id", "campaign", "snapshot", "facts", "digest", "segments"},
        strict=True,
    )
    database.table("releases").create_index(["id"], unique=True)
    database.table("releases").create_index(["snapshot"])
    database.table("release_classes").create(
        {"snapshot": str, "names": str, "digest": str, "classes": bytes, "held_by": bytes},
        pk="snapshot",
        foreign_keys=[("snapshot", "snapshots", "id")],
        not_null={"names", "digest", "classes", "held_by"},
        strict=True,
    )


def _make_audiences(database: Database) -> None:
    database.table("audiences").create({"id": str, "document": str}, pk="id", not_null={"document"}, strict=True)


MIGRATIONS: tuple[Migration, ...] = (
    Migration("what the workspace is", _make_meta),
    Migration("snapshots of populations, one blob a column", _make_snapshots),
    Migration("the append-only ledger and its signed checkpoints", _make_ledger),
    Migration("policy, consent scopes and campaigns, one document each", _make_documents),
    Migration("releases, and what telling all of them apart makes of a snapshot", _make_releases),
    Migration("audiences that are saved under a name", _make_audiences),
)
"""The schema's number is how many of these have been applied."""


def migrate(database: Database) -> None:
    """Bring the tables to this version's schema, inside the caller's transaction.

    Raises PlannerError `store-newer` for a store that a later version has changed, and `store-damaged` for a file
    without the tables of a store.
    """
    found = schema_of(database)
    if found > len(MIGRATIONS):
        raise PlannerError("store-newer", found=found, known=len(MIGRATIONS))
    for migration in MIGRATIONS[found:]:
        migration.apply(database)
    if found < len(MIGRATIONS):
        write_meta(database, {"schema": str(len(MIGRATIONS))})


def schema_of(database: Database) -> int:
    """Return how many migrations a store has seen; 0 for an empty one."""
    return int(read_meta(database)["schema"]) if "meta" in database.table_names() else 0


def is_outdated(database: Database) -> bool:
    """Say whether `migrate` would change tables that are there."""
    return 0 < schema_of(database) < len(MIGRATIONS)


def read_meta(database: Database) -> dict[str, str]:
    """Return what the workspace says of itself: name → value."""
    return {row["name"]: row["value"] for row in database.table("meta").rows}


def write_meta(database: Database, values: Mapping[str, str]) -> None:
    """Set some of it, inside the caller's transaction."""
    database.table("meta").upsert_all([{"name": name, "value": value} for name, value in values.items()], pk="name")

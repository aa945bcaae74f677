"""Documents: objects that are kept as one piece of canonical JSON under an id."""

import json
from typing import Any

from planner.domain.canonical import Json, canonical_json
from planner.store.workspace import Workspace


def read_document(workspace: Workspace, table: str, name: str) -> Any | None:
    """Return a document as plain JSON, or None when there is none of that id."""
    with workspace.reading() as database:
        for row in database.table(table).rows_where("id = ?", [name]):
            return json.loads(row["document"])
    return None


def read_documents(workspace: Workspace, table: str) -> dict[str, Any]:
    """Return all documents of a table by id, in the order of their ids."""
    with workspace.reading() as database:
        rows = list(database.table(table).rows_where(order_by="id"))
    return {row["id"]: json.loads(row["document"]) for row in rows}


def write_document(workspace: Workspace, table: str, name: str, document: Json) -> None:
    """Keep a document in place of the one of the same id, inside the caller's change."""
    workspace.db.table(table).upsert({"id": name, "document": canonical_json(document).decode()}, pk="id")


def delete_document(workspace: Workspace, table: str, name: str) -> None:
    """Remove a document, where there is one, inside the caller's change."""
    workspace.db.table(table).delete_where("id = ?", [name])

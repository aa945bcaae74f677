"""Saved audiences of a workspace, one document each."""

from planner.domain.saved_audience import SavedAudience
from planner.store.documents import delete_document, read_documents, write_document
from planner.store.states import Subject
from planner.store.workspace import Workspace

_TABLE = "audiences"


def about_audience(audience: SavedAudience) -> Subject:
    """Return what an entry of the ledger about a saved audience is about."""
    return Subject("audience", audience.id)


def load_audiences(workspace: Workspace) -> tuple[SavedAudience, ...]:
    """Return all saved audiences. Raises PlannerError `audience-invalid` and `rule-json-invalid`."""
    return tuple(SavedAudience.from_json(plain) for plain in read_documents(workspace, _TABLE).values())


def keep_audience(workspace: Workspace, audience: SavedAudience) -> None:
    """Keep an audience in place of the one of its name, inside the caller's change, which appends an entry about it."""
    write_document(workspace, _TABLE, audience.id, audience.to_json())


def drop_audience(workspace: Workspace, audience: SavedAudience) -> None:
    """Remove an audience, inside the caller's change, which appends an entry about it."""
    delete_document(workspace, _TABLE, audience.id)

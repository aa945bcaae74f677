"""The catalogue of consent scopes of a workspace."""

from planner.domain.catalogue import Catalogue
from planner.domain.vocabulary import Vocabulary
from planner.store.documents import read_document, write_document
from planner.store.states import Subject
from planner.store.workspace import Workspace

CATALOGUE = Subject("catalogue", "catalogue")
"""What an entry of the ledger about the consent scopes is about."""


def load_catalogue(workspace: Workspace, vocabulary: Vocabulary) -> Catalogue | None:
    """Return the catalogue, or None while nobody has changed the one a workspace starts with.

    Raises PlannerError `scope-…` when its scopes use words that the vocabulary no longer has.
    """
    plain = read_document(workspace, "catalogues", CATALOGUE.id)
    return None if plain is None else Catalogue.from_json(plain, vocabulary)


def save_catalogue(workspace: Workspace, catalogue: Catalogue) -> None:
    """Keep the catalogue, inside the caller's change, which appends an entry about `CATALOGUE`."""
    write_document(workspace, "catalogues", CATALOGUE.id, catalogue.to_json())

"""What is in force: the vocabulary and the consent scopes that campaigns are held against now."""

import json

from planner.domain.catalogue import Catalogue
from planner.domain.vocabulary import Vocabulary
from planner.services.resources import read_resource
from planner.store.scopes import load_catalogue
from planner.store.workspace import Workspace


def vocabulary() -> Vocabulary:
    """Return the purposes, channels and legal bases that Shoal knows."""
    return Vocabulary.parse(read_resource("vocabulary.json"))


def catalogue(workspace: Workspace) -> Catalogue:
    """Return the consent scopes of a workspace; the starting ones until somebody edits them."""
    known = vocabulary()
    return load_catalogue(workspace, known) or Catalogue.from_json(json.loads(read_resource("scopes.json")), known)

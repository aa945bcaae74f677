"""Governing: the policy and the consent scopes that campaigns are held against; every change is in the ledger."""

import json
from datetime import date

from planner.domain.canonical import digest
from planner.domain.catalogue import Catalogue, ConsentScope
from planner.domain.errors import PlannerError
from planner.domain.policy import Policy, changed_by_text
from planner.domain.vocabulary import Vocabulary
from planner.services.resources import read_resource
from planner.store.policies import POLICY, load_policy, save_policy
from planner.store.scopes import CATALOGUE, load_catalogue, save_catalogue
from planner.store.workspace import Workspace

__all__ = ["catalogue", "edit_scope", "load_policy", "put_scope", "remove_scope", "set_policy", "vocabulary"]


def vocabulary() -> Vocabulary:
    """Return the purposes, channels and legal bases that Shoal knows."""
    return Vocabulary.parse(read_resource("vocabulary.json"))


def catalogue(workspace: Workspace) -> Catalogue:
    """Return the consent scopes of a workspace; the starting ones until somebody edits them."""
    known = vocabulary()
    return load_catalogue(workspace, known) or Catalogue.from_json(json.loads(read_resource("scopes.json")), known)


def set_policy(workspace: Workspace, name: str, text: str, *, by: str) -> Policy:
    """Set one field of the policy from what a person typed; nothing happens when it has that value already.

    Raises PlannerError `policy-…`.
    """
    before = load_policy(workspace)
    after = changed_by_text(before, name, text)
    if after != before:
        with workspace.change() as ledger:
            save_policy(workspace, after)
            ledger.append("policy-changed", POLICY, {"field": name, "by": by, "policy_digest": after.digest()})
    return after


def put_scope(workspace: Workspace, scope: ConsentScope, *, by: str) -> Catalogue:
    """Add a consent scope. Raises PlannerError `scope-…`."""
    return _keep(workspace, catalogue(workspace).with_scope(scope), scope.name, by)


def edit_scope(workspace: Workspace, name: str, *, by: str, **fields: str | int | bool | date | None) -> Catalogue:
    """Change fields of a consent scope. Raises PlannerError `scope-…`."""
    return _keep(workspace, catalogue(workspace).edited(name, **fields), name, by)


def remove_scope(workspace: Workspace, name: str, *, by: str) -> Catalogue:
    """Remove a consent scope. Raises PlannerError `scope-…`."""
    return _keep(workspace, catalogue(workspace).without_scope(name), name, by)


def _keep(workspace: Workspace, after: Catalogue, name: str, by: str) -> Catalogue:
    if not by.strip():
        raise PlannerError("actor-missing")
    if after.digest() != catalogue(workspace).digest():
        with workspace.change() as ledger:
            save_catalogue(workspace, after)
            scope = after.get(name)
            facts = {"scope": name, "by": by, "scope_digest": scope.digest() if scope else digest(None)}
            ledger.append("scopes-changed", CATALOGUE, {**facts, "catalogue_digest": after.digest()})
    return after

"""Governing: the policy and the consent scopes that campaigns are held against.

Every change is in the ledger, and in the same breath ends the checks and approvals that it outdates.
"""

from datetime import date

from planner.domain.canonical import digest
from planner.domain.catalogue import Catalogue, ConsentScope
from planner.domain.errors import PlannerError
from planner.domain.policy import Policy, changed_by_text
from planner.services.in_force import catalogue, vocabulary
from planner.services.lapsing import lapse_outdated
from planner.store.policies import POLICY, load_policy, save_policy
from planner.store.scopes import CATALOGUE, save_catalogue
from planner.store.workspace import Workspace

__all__ = ["catalogue", "edit_scope", "load_policy", "put_scope", "remove_scope", "set_policy", "vocabulary"]


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
            lapse_outdated(workspace, ledger)
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
            lapse_outdated(workspace, ledger)
    return after

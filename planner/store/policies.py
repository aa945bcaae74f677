"""The policy of a workspace: the one that is in force."""

from planner.domain.policy import Policy
from planner.store.documents import read_document, write_document
from planner.store.states import Subject
from planner.store.workspace import Workspace

POLICY = Subject("policy", "policy")
"""What an entry of the ledger about the policy is about."""


def load_policy(workspace: Workspace) -> Policy:
    """Return the policy in force: the product's own until another was saved."""
    return saved_policy(workspace) or Policy()


def saved_policy(workspace: Workspace) -> Policy | None:
    """Return the policy that somebody has set, None while nobody has."""
    plain = read_document(workspace, "policies", POLICY.id)
    return None if plain is None else Policy.from_json(plain)


def save_policy(workspace: Workspace, policy: Policy) -> None:
    """Put a policy in force, inside the caller's change, which appends an entry about `POLICY`."""
    write_document(workspace, "policies", POLICY.id, policy.to_json())

"""The life of a campaign: its states, what can happen to it, and where each leads."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a campaign is in its life."""

    DRAFT = "draft"
    CHECKED = "checked"
    APPROVED = "approved"
    EXPORTED = "exported"
    WITHDRAWN = "withdrawn"
    RETIRED = "retired"


class Verb(StrEnum):
    """What can happen to a campaign."""

    EDIT = "edit"
    FAIL = "fail a check"
    CHECK = "check"
    CONFIRM = "check again"
    LAPSE = "lapse"
    APPROVE = "approve"
    EXPORT = "export"
    WITHDRAW = "withdraw"
    RETIRE = "retire"


_LIVE = (State.DRAFT, State.CHECKED, State.APPROVED, State.EXPORTED, State.WITHDRAWN)
CHECKED = (State.CHECKED, State.APPROVED, State.EXPORTED)
"""States that rest on a passing check."""
APPROVED = (State.APPROVED, State.EXPORTED)
"""States that rest on an approval."""

TRANSITIONS: Mapping[tuple[State, Verb], State] = {
    **{(state, Verb.EDIT): State.DRAFT for state in _LIVE},
    **{(state, Verb.FAIL): State.DRAFT for state in _LIVE},
    **{(state, Verb.CHECK): State.CHECKED for state in _LIVE},
    **{(state, Verb.CONFIRM): state for state in APPROVED},
    **{(state, Verb.LAPSE): State.DRAFT for state in CHECKED},
    (State.CHECKED, Verb.APPROVE): State.APPROVED,
    **{(state, Verb.EXPORT): State.EXPORTED for state in APPROVED},
    **{(state, Verb.WITHDRAW): State.WITHDRAWN for state in APPROVED},
    **{(state, Verb.RETIRE): State.RETIRED for state in _LIVE},
}
"""(state, verb) → the state it leads to; what is not here is refused."""

WHAT_IS_MISSING: Mapping[tuple[State, Verb], str] = {
    (State.DRAFT, Verb.APPROVE): "check-missing",
    (State.DRAFT, Verb.EXPORT): "check-missing",
    (State.WITHDRAWN, Verb.APPROVE): "check-missing",
    (State.WITHDRAWN, Verb.EXPORT): "approval-missing",
    (State.CHECKED, Verb.EXPORT): "approval-missing",
    **{(State.RETIRED, verb): "campaign-retired" for verb in Verb},
}
"""Refused steps → the code that says what is missing; others are `campaign-verb-refused`."""

ASKED_FOR = (Verb.EDIT, Verb.CHECK, Verb.APPROVE, Verb.EXPORT, Verb.WITHDRAW, Verb.RETIRE)
"""What a person may ask for; the rest follows from it."""

"""Proposing a role for each column, with the reason: the first recogniser that knows the column answers."""

from collections.abc import Sequence
from dataclasses import replace

from planner.intake.description import DESCRIPTIONS, FEW, Recogniser, Whole, bands_of, find_levels
from planner.intake.identity import (
    NEARLY_UNIQUE,
    ColumnFacts,
    direct_identifier,
    identifier_of,
    suspected_identifiers,
    weight_of,
)
from planner.intake.mapping import ConsentColumn, SensitiveColumn
from planner.intake.reasons import Proposal, explained
from planner.intake.vocabulary import answer_words, numbers_something, scope_of, speaks_of


def propose(columns: Sequence[ColumnFacts]) -> list[Proposal]:
    """Return one proposal for each column, in their order."""
    name = identifier_of(columns)
    identifier = next((facts for facts in columns if facts.name == name), None)
    bare = Whole(identifier, weight_of(columns), {}, frozenset(suspected_identifiers(columns)))
    describing = [facts for facts in columns if _first(ROLES, facts, bare) is None]
    whole = replace(bare, levels=find_levels(describing))
    return _with_one_updated([_recognise(facts, whole) for facts in columns])


def _recognise(facts: ColumnFacts, whole: Whole) -> Proposal:
    return _first((*ROLES, *DESCRIPTIONS), facts, whole) or explained(facts.name, "dropped", "free-text")


def _first(recognisers: Sequence[Recogniser], facts: ColumnFacts, whole: Whole) -> Proposal | None:
    answers = (recogniser(facts, whole) for recogniser in recognisers)
    return next((proposal for proposal in answers if proposal), None)


def _with_one_updated(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Keep the first column that says which row is the latest."""
    first = next((proposal for proposal in proposals if proposal.role == "updated"), None)
    return [
        explained(proposal.name, "dropped", "updated-alone")
        if proposal.role == "updated" and proposal is not first
        else proposal
        for proposal in proposals
    ]


def _empty(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    return explained(facts.name, "dropped", "empty") if not facts.filled else None


def _identifier(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    if facts != whole.identifier:
        return None
    if direct_identifier(facts) == "email":
        return explained(facts.name, "identifier", "identifier-email")
    named = speaks_of(facts.name, "person id", "id")
    reason = "identifier" if facts.uniqueness > NEARLY_UNIQUE else "identifier-named"
    return explained(facts.name, "identifier", reason, "" if named else "unnamed-identifier")


def _weight(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    return explained(facts.name, "weight", "weight") if facts.name == whole.weight else None


def _consent(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    refusal = speaks_of(facts.name, "refusal")
    decided = facts.shares["decided"] >= 0.95
    if not (decided or refusal or speaks_of(facts.name, "consent")):
        return None
    if facts.is_yes_or_no:
        words = answer_words("no" if refusal and not decided else "yes")
        granted = tuple(label for label in facts.examples if label.lower() in words) or words[:4]
        column = ConsentColumn(facts.name, scope_of(facts.name), granted)
        reason, warning = ("refusal", "refusal-check") if refusal and not decided else ("consent", "consent-check")
        return explained(facts.name, "consent", reason, warning, column=column)
    if speaks_of(facts.name, "behaviour") or facts.is_number or (facts.is_varied and not facts.is_date):
        return None
    return explained(facts.name, "dropped", "consent-unclear", "consent-unclear")


def _suspected(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    is_it = facts.name in whole.suspected
    return explained(facts.name, "dropped", "suspected", "suspected") if is_it else None


def _answer(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    """Recognise yes or no to an unknown question: better that a consent is dropped than that it is targeted."""
    worded = facts.may_be_consent and not facts.is_number
    return explained(facts.name, "dropped", "answer", "answer") if worded else None


def _direct(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    kind = direct_identifier(facts)
    return explained(facts.name, "dropped", f"direct-{kind}", "direct") if kind else None


def _sensitive(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    special = speaks_of(facts.name, "special")
    if facts.is_constant or not (special or speaks_of(facts.name, "money of a person")):
        return None
    bands = bands_of(facts)
    if not bands and facts.distinct > FEW:
        return explained(facts.name, "dropped", "sensitive-varied", "special")
    column = SensitiveColumn(facts.name, 3 if facts.distinct > 2 else 2, bands=bands)
    return explained(facts.name, "sensitive", "special" if special else "money", "special", column=column)


def _constant(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    return explained(facts.name, "dropped", "constant") if facts.is_constant else None


def _updated(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    if not facts.is_date or not speaks_of(facts.name, "updated"):
        return None
    if whole.has_repeats:
        return explained(facts.name, "updated", "updated")
    return explained(facts.name, "dropped", "updated-alone")


def _key(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    """Recognise other keys: nearly unique texts, and numbers whose name says that they number something."""
    named = numbers_something(facts.name) and facts.is_whole and facts.is_varied
    named = named and not speaks_of(facts.name, "postcode", "age", "birth")
    unique = facts.uniqueness > NEARLY_UNIQUE and not facts.is_number and not facts.is_date and facts.distinct > FEW
    worded = unique and facts.shares["one word"] > NEARLY_UNIQUE
    return explained(facts.name, "dropped", "key") if named or worded else None


ROLES: tuple[Recogniser, ...] = (
    _empty, _identifier, _weight, _consent, _direct, _sensitive, _constant, _updated, _key, _suspected, _answer,
)  # fmt: skip
"""In this order; a column that none of them knows may describe people."""

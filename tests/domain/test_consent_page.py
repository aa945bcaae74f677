"""The page on consent says what the code does: every reason, every field, every mapping."""

from dataclasses import fields
from pathlib import Path

import pytest

from planner.domain.catalogue import ConsentScope
from planner.domain.consent import CONSENT_GUARDRAILS
from planner.domain.decision import UNKNOWN_CODES
from planner.domain.themes import SENSITIVE_THEMES
from planner.domain.vocabulary import Channel, Purpose
from tests.domain.campaigning import catalogue, vocabulary

PAGE = (Path(__file__).parents[2] / "docs" / "consent.md").read_text(encoding="utf-8")
ROWS = [[cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in PAGE.splitlines() if line[:2] == "| "]


def test_every_reason_is_on_the_page_with_the_answer_it_leads_to() -> None:
    told = {row[0]: row[1] for row in ROWS if row[1] in {"unknown", "block", "warn", "note"}}

    assert set(told) == set(CONSENT_GUARDRAILS)
    assert {code for code, answer in told.items() if answer == "unknown"} == UNKNOWN_CODES


def spelled(term: Purpose | Channel) -> list[str]:
    dpv = term.dpv.replace("https://w3id.org/dpv#", "dpv:")
    broader = [term.broader or "–"] if isinstance(term, Purpose) else []
    return [term.key, *broader, dpv, term.fideslang or "–", str(term.tcf or "–")]


@pytest.mark.parametrize("term", [*vocabulary().purposes.values(), *vocabulary().channels.values()])
def test_every_term_is_on_the_page_with_its_three_names(term: Purpose | Channel) -> None:
    assert spelled(term) in ROWS


def test_every_field_starting_scope_and_theme_is_on_the_page() -> None:
    for name in [*(field.name for field in fields(ConsentScope)), *catalogue().names]:
        assert f"`{name}`" in PAGE
    assert all(theme.name in PAGE for theme in SENSITIVE_THEMES)

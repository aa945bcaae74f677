"""What a campaign's page says in words: repairs, findings and scopes, with no text of a rule in them."""

import re
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.change_words import change_words
from planner.desktop.campaigns.finding_words import title_and_text
from planner.desktop.campaigns.rule_words import text_said
from planner.desktop.desk import Desk
from planner.desktop.scope_words import scope_names
from planner.domain.catalogue import Catalogue
from planner.domain.changes import Change
from planner.domain.errors import Fact
from planner.domain.finding import Finding, Severity
from planner.domain.rule import EVERYONE
from planner.domain.rule_text import parse_rule
from planner.services import governing
from planner.services.words import read_words
from tests.desktop.campaigning import NARROW, drafted, shown
from tests.desktop.conftest import in_store

RULE_TEXT = re.compile(r"['=]|\bIN \(|\bNOT\b|\bAND\b|\bOR\b")
BEFORE = "city = 'Lyon'"


@pytest.fixture
def catalogue(sample_desk: Desk, qtbot: QtBot) -> Catalogue:
    found = in_store(sample_desk, qtbot, governing.catalogue)
    assert isinstance(found, Catalogue)
    return found


def change(code: str, **facts: Fact) -> Change:
    return Change(code, facts)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (change("add-sibling", before=BEFORE, after="city IN ('Lyon', 'Nice')", added=("Nice",)), "Add Nice to City"),
        (
            change("take-whole-groups", before=BEFORE, after="city <> 'Rome'", added=("a", "b", "c", "d", "e")),
            "Add a, b, c, 2 more to City",
        ),
        (
            change("climb-level", before=BEFORE, after="country = 'France'", added=("Nice",)),
            "Country France instead of City Lyon",
        ),
        (
            change("add-neighbour", before="age >= '35–44'", after="age >= '25–34'", added=("25–34",)),
            "Add 25–34 to Age",
        ),
        (change("drop-condition", before=BEFORE), "Drop City"),
        (change("drop-condition", before="yearly_spend < 5"), "Drop Yearly spend"),
        (
            change("drop-condition", before="NOT (stage = 'new' OR age < 25)"),
            "Drop none of: Stage is new; Age is under 25",
        ),
        (change("include-list", list="spring"), "Take in everybody on the list “spring”"),
        (change("same-as-list", list="spring"), "Take the list “spring” as it is"),
    ],
)
def test_a_repair_says_what_it_changes(made: Change, words: str) -> None:
    assert change_words(made, EVERYONE) == words


def test_a_dropped_condition_is_told_from_another_on_the_same_attribute() -> None:
    stays = parse_rule("city <> 'Nice' AND age >= '35–44'")
    assert change_words(change("drop-condition", before=BEFORE), stays) == "Drop City is Lyon"


def test_every_change_there_is_has_words_of_the_screen() -> None:
    about_a_condition: dict[str, Fact] = {"before": BEFORE, "after": "city IN ('Lyon', 'Nice')", "added": ("Nice",)}
    for code in read_words()["changes"]:
        facts = {"list": "spring"} if code.endswith("-list") else about_a_condition
        assert not RULE_TEXT.search(change_words(Change(code, facts), EVERYONE))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BEFORE, "City is Lyon"),
        ("city IN ('a', 'b', 'c', 'd', 'e', 'f')", "City is a, b, c, d, 2 more"),
        ("age < 25 AND (city = 'a' OR city = 'b')", "Age is under 25 and (City is a or City is b)"),
        ("NOT (city = 'a' AND age < 25)", "not (City is a and Age is under 25)"),
        ("", "no condition"),
        ("(no condition)", "no condition"),
        ("something that is no rule at all", "something that is no rule at all"),
    ],
)
def test_the_text_of_a_rule_is_told_in_words(text: str, words: str) -> None:
    assert text_said(text) == words


def test_the_cards_of_a_narrow_campaign_hold_no_text_of_a_rule(sample_desk: Desk, qtbot: QtBot) -> None:
    rule = f"{NARROW} AND NOT (age = '65 and over' OR country = 'Italy')"
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=rule).id)
    column = page.view.guardrails
    told = [card.text.text() for card in column.cards]
    offered = [row for card in column.cards for row in getattr(card, "repairs", [])]
    told += [row.said.text() for row in offered] + [row.apply.accessibleName() for row in offered]
    assert offered
    assert any("What narrows it most: City is Lyon." in text for text in told)
    assert not [text for text in told if RULE_TEXT.search(text)]


def test_a_finding_names_scopes_and_days_as_the_screens_do(catalogue: Catalogue) -> None:
    ended: dict[str, Fact] = {"scope": "email-marketing", "expires_on": "2027-02-03", "needed_until": "2027-03-04"}
    _, text = title_and_text(Finding("scope-expired", Severity.BLOCK, ended), catalogue)
    assert "“Marketing: E-mail”" in text
    assert "3 Feb 2027" in text
    assert "email-marketing" not in text


def test_scopes_of_one_purpose_and_channel_are_told_apart(catalogue: Catalogue) -> None:
    twin = replace(catalogue.scope("email-marketing"), name="newsletter")
    names = scope_names([*catalogue.scopes, twin], catalogue.vocabulary)
    assert names["email-marketing"] == "Marketing: E-mail (email-marketing)"
    assert names["newsletter"] == "Marketing: E-mail (newsletter)"
    assert names["profiling"] == "Profiling"
    assert len(set(names.values())) == len(names)

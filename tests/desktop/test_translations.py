"""The desktop speaks French as it speaks English: every sentence, its facts, its plurals, its numbers and its dates."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from planner.desktop.actions import declared
from planner.desktop.language import speak
from planner.desktop.linguist import PLURAL_FORMS, needed, read_translations
from planner.desktop.spoken import said
from planner.desktop.words import LANGUAGES, groups, guarded, long_day, number, people, percent, tr
from planner.domain.spoken import Spoken
from planner.services.in_force import vocabulary
from planner.services.spoken import spoken_texts

FACT = re.compile(r"\{\w*\}|%L?n")
NARROW, WIDE = "\u202f", "\u00a0"


@pytest.fixture
def french(qapp: QApplication, english: None) -> Iterator[None]:
    translators = speak(qapp, "fr")
    yield
    for each in translators:
        qapp.removeTranslator(each)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_no_other(language: str) -> None:
    held = read_translations(language)
    assert set(held) == set(needed(language))
    assert not [each.text for each, forms in held.items() if not all(form.strip() for form in forms)]
    assert all(len(forms) == (PLURAL_FORMS if each.is_counted else 1) for each, forms in held.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_tells_the_same_facts(language: str) -> None:
    broken = [
        (each.text, form)
        for each, forms in read_translations(language).items()
        for form in forms
        if Counter(FACT.findall(form)) != Counter(FACT.findall(each.text))
    ]
    assert not broken


def test_a_translation_ends_as_its_sentence_does() -> None:
    """A text that goes on keeps its space, one that opens a dialog its dots, and a sentence its full stop."""

    def end(text: str) -> tuple[bool, ...]:
        return text.startswith(" "), *(text.endswith(each) for each in (" ", "…", "."))

    abbreviated = {"No."}
    broken = [
        (each.text, form)
        for each, forms in read_translations("fr").items()
        for form in forms
        if each.text not in abbreviated and end(form) != end(each.text)
    ]
    assert not broken


def test_french_is_set_as_french_is_set() -> None:
    """No straight apostrophe, and no line can end before a sign that belongs to the word before it."""
    wrong = re.compile(rf"'|“|”|[^{NARROW}][:;!?»](?!\S)|«[^{NARROW}]|[^{WIDE}]%(?!L?n)|\d \d")
    broken = [form for forms in read_translations("fr").values() for form in forms if wrong.search(form)]
    assert not broken


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_menus_have_the_same_letter(language: str, qapp: QApplication) -> None:
    translators = speak(qapp, language)
    menus = {each.menu for each in declared() if each.menu}
    for each in translators:
        qapp.removeTranslator(each)
    letters = [re.findall("&(.)", menu) for menu in menus]
    assert all(len(each) == 1 for each in letters)
    assert len({each[0].casefold() for each in letters}) == len(menus)


@pytest.mark.usefixtures("french")
def test_the_compiled_file_speaks_french() -> None:
    assert tr("Campaigns") == "Campagnes"
    assert tr("Checked on {day}", day="3 mars") == "Contrôlée le 3 mars"
    assert guarded(3, 20) == "moins de 20"


@pytest.mark.usefixtures("french")
def test_french_counts_none_and_one_in_the_singular() -> None:
    assert [people(count) for count in (0, 1, 2)] == ["0 personne", "1 personne", "2 personnes"]


def test_english_counts_one_in_the_singular() -> None:
    assert [groups(count) for count in (0, 1, 2)] == ["0 groups", "1 group", "2 groups"]


@pytest.mark.usefixtures("french")
def test_french_numbers_and_dates_are_written_as_in_france() -> None:
    assert QLocale().language() is QLocale.Language.French
    assert people(12_345) == f"12{NARROW}345 personnes"
    assert number(2.5, decimals=1) == "2,5"
    assert percent(0.5) == f"50{WIDE}%"
    assert long_day("2027-02-03") == "3 févr. 2027"


@pytest.mark.usefixtures("french")
def test_the_vocabulary_is_said_in_french_and_nothing_else_is_changed() -> None:
    assert said(vocabulary().channels["post"].name) == "Courrier"
    assert said("We may write to you.") == "We may write to you."
    assert not said("")


@pytest.mark.usefixtures("french")
def test_a_sentence_of_the_survey_keeps_its_facts_in_french() -> None:
    follows = next(each for each in spoken_texts() if "{coarser}" in each)
    spoken = Spoken(follows, coarser=("region", "country {x}"))
    assert "region and country {x}" in spoken
    assert said(spoken).startswith("region et country {x} en découle")
    many = next(each for each in spoken_texts() if "{attributes}" in each)
    assert said(Spoken(many, attributes=1234)).startswith(f"1{NARROW}234 attributs")

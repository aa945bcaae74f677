"""Labels that Shoal makes itself are said in the reader's language; the values of the data, and what is kept, stay."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from planner.desktop.campaigns.rule_words import rule_said
from planner.desktop.campaigns.value_model import ValueModel
from planner.desktop.data.value_sets import ToldSets
from planner.desktop.label_words import told_label
from planner.desktop.language import speak
from planner.domain.attribute import MISSING, Attribute, Kind
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segments import ValueSets
from planner.intake.banding import band_labels
from planner.services.values import KnownAttribute

AGE = Attribute("age", Kind.ORDERED, (*band_labels((18, 65)), MISSING), edges=(18, 65))


@pytest.fixture
def french(qapp: QApplication, english: None) -> Iterator[None]:
    translators = speak(qapp, "fr")
    QLocale.setDefault(QLocale("fr_FR"))
    yield
    for each in translators:
        qapp.removeTranslator(each)


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ((18, 65), ["moins de 18", "18–64", "65 et plus"]),
        ((0.5, 2.25), ["moins de 0.5", "de 0.5 à moins de 2.25", "2.25 et plus"]),
        (
            ("2025-01-01", "2025-06-01"),
            ["avant 2025-01-01", "2025-01-01 – 2025-05-31", "2025-06-01 et après"],
        ),
    ],
    ids=["whole", "decimal", "days"],
)
def test_every_band_that_an_import_makes_is_said_in_french(
    french: None, edges: tuple[float, ...], said: list[str]
) -> None:
    assert [told_label(each) for each in band_labels(edges)] == said


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("(missing)", "(manquant)"),
        ("other", "autre"),
        ("other, Bavaria", "autre, Bavaria"),
        ("other (Bavaria)", "autre (Bavaria)"),
        ("(unlisted)", "(non répertorié)"),
        ("other things", "other things"),
        ("over and under 18 holes", "over and under 18 holes"),
        ("Lyon", "Lyon"),
    ],
)
def test_only_what_shoal_calls_a_value_is_said_otherwise(french: None, label: str, said: str) -> None:
    assert told_label(label) == said


def test_a_label_stays_in_english() -> None:
    assert [told_label(each) for each in AGE.labels] == list(AGE.labels)


def test_rules_lists_and_groups_say_it_and_a_rule_keeps_what_was_kept(french: None) -> None:
    rule = parse_rule("age IN ('65 and over', '(missing)')")
    assert rule_said(rule) == "Age est 65 et plus, (manquant)"
    assert "65 and over" in rule_text(rule)
    people = np.array([30, 40, 50, 60])
    model = ValueModel(KnownAttribute(AGE, people, (), 0), np.zeros(4, dtype=np.bool_), 20)
    assert [model.index(row, 0).data() for row in range(4)] == ["moins de 18", "18–64", "65 et plus", "(manquant)"]
    assert model.find("et plus") == 1
    sets = ValueSets(AGE, np.array([[1], [2], [4], [8]], dtype=np.uint64))
    told = ToldSets(sets, np.arange(4, dtype=np.uint8))
    assert told.text(2) == told.tip(2) == "65 et plus"
    assert told.holding("et plus").tolist() == [False, False, True, False]

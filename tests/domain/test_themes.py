"""Sensitive themes: which words show that a campaign touches what the law protects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.rule_text import parse_rule
from planner.domain.rule_words import rule_words
from planner.domain.themes import SENSITIVE_THEMES, Theme, sensitive_themes


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Diabetes care", "health"),
        ("is_pregnant", "health"),
        ("Santé au travail", "health"),
        ("chronicIllness", "health"),
        ("Religion", "religion"),
        ("musulmans pratiquants", "religion"),
        ("union-member", "trade union"),
        ("Syndiqués", "trade union"),
        ("race", "ethnic origin"),
        ("origine ethnique", "ethnic origin"),
        ("political_views", "politics"),
        ("Opinions politiques", "politics"),
        ("LGBTQ", "sexual life"),
        ("orientation sexuelle", "sexual life"),
        ("DNA kit", "genetics and biometrics"),
        ("casier judiciaire", "convictions"),
        ("under 18", "minors"),
        ("Lycéens", "minors"),
    ],
)
def test_words_of_a_protected_theme_are_seen_in_english_and_french(text: str, theme: str) -> None:
    assert [found.theme for found in sensitive_themes([text])] == [theme]


@pytest.mark.parametrize(
    "text",
    [
        "Trail race in June",
        "Customers in the European Union",
        "Jewellery and watches",
        "Healthy snacks",
        "Christmas party",
        "Minor repairs",
        "politique de confidentialité",
        "age 18–24",
        "sex",
        "native-country",
        "",
    ],
)
def test_everyday_words_that_only_look_alike_are_left_alone(text: str) -> None:
    assert sensitive_themes([text]) == ()


@pytest.mark.parametrize("theme", SENSITIVE_THEMES, ids=lambda theme: theme.name)
def test_every_word_of_the_table_gives_its_theme_away(theme: Theme) -> None:
    for word in [*theme.english.split(", "), *theme.french.split(", ")]:
        found = sensitive_themes([word.strip("=").replace("*", "")])
        assert theme.name in [each.theme for each in found], word


@given(before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_word_is_seen_wherever_it_stands(before: str, after: str) -> None:
    assert "health" in [found.theme for found in sensitive_themes([f"{before} diabetes {after}"])]


@pytest.mark.parametrize(
    ("rule", "themes"),
    [
        ("age < 18", ["minors"]),
        ("age <= 17", ["minors"]),
        ("age BETWEEN 12 AND 17", ["minors"]),
        ("age IN ('under 18', '18–24')", ["minors"]),
        ("age < '18–24'", ["minors"]),
        ("age < '18-24'", ["minors"]),
        ("NOT age >= '18–24'", ["minors"]),
        ("NOT age >= 18", ["minors"]),
        ("NOT age > 17", ["minors"]),
        ("age <= '13–17'", ["minors"]),
        ("age = '13–17'", ["minors"]),
        ("age IN ('13 to 17 years', '18–24')", ["minors"]),
        ("age BETWEEN '10–12' AND '13–17'", ["minors"]),
        ("age = 'moins de 15'", ["minors"]),
        ("age = 15", ["minors"]),
        ("age_group < '18–24'", ["minors"]),
        ("NOT age NOT IN ('13–17')", ["minors"]),
        ("age < '25–34'", []),
        ("age <= '18–24'", []),
        ("age >= '18–24'", []),
        ("NOT age < '18–24'", []),
        ("age = '15 and over'", []),
        ("age = '16+'", []),
        ("age = '13–25'", []),
        ("age <> '13–17'", []),
        ("age < 'young'", []),
        ("spend < '18–24'", []),
        ("age >= 18", []),
        ("age <= 25", []),
        ("NOT age < 18", []),
        ("age <> 'under 18'", []),
        ("NOT (age NOT IN ('under 18'))", ["minors"]),
        ("spend < 18", []),
        ("interest = 'pregnancy'", ["health"]),
        ("interest <> 'pregnancy'", ["health"]),
        ("city = 'Lyon' OR religion = 'none'", ["religion"]),
    ],
)
def test_leaving_minors_out_is_fine_and_asking_for_them_is_not(rule: str, themes: list[str]) -> None:
    words = rule_words(parse_rule(rule))

    found = sensitive_themes((*words.attributes, *words.included), words.excluded)
    assert [each.theme for each in found] == themes

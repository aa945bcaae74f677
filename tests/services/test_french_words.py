"""The French words: the same codes and facts as the English ones, typeset as French is, and English where one lacks."""

import re
import string

import pytest

from planner.domain.changes import Change
from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding, Severity
from planner.services.words import (
    LISTED,
    Words,
    read_speech,
    read_words,
    tell_changes,
    tell_error,
    tell_finding,
    title_of,
)

FRENCH = "fr"
NARROW = "\u202f"
"""The no-break space before ; : ! ? and inside « »."""
LONGEST_TITLE = 45

BOTH = [
    (kind, code) for kind, codes in read_words().items() for code in codes if code in read_words(FRENCH).get(kind, {})
]


def facts_named(words: Words) -> dict[str, bool]:
    """The facts that the sentences name, and whether a noun goes with them in its singular and plural."""
    named: dict[str, bool] = {}
    for _, name, nouns, _ in string.Formatter().parse(f"{words.what} {words.do} {words.window}"):
        if name is not None:
            assert not nouns or nouns.count("|") == 1
            named[name] = named.get(name, False) or bool(nouns)
    return named


def test_french_has_the_codes_of_english() -> None:
    english, french = ({kind: set(codes) for kind, codes in read_words(each).items()} for each in ("en", FRENCH))
    lacking = {(kind, code) for kind, codes in english.items() for code in codes - french[kind]}
    assert not lacking, "resources/words.fr.toml lacks these"
    assert french == english


@pytest.mark.parametrize(("kind", "code"), BOTH)
def test_a_french_sentence_tells_the_same_facts(kind: str, code: str) -> None:
    english, french = read_words()[kind][code], read_words(FRENCH)[kind][code]
    assert facts_named(french) == facts_named(english)
    assert [bool(part) for part in french] == [bool(part) for part in english]


@pytest.mark.parametrize(("kind", "code"), BOTH)
def test_no_sentence_is_left_in_english(kind: str, code: str) -> None:
    for english, french in zip(read_words()[kind][code], read_words(FRENCH)[kind][code], strict=True):
        assert not french or french != english
        assert not re.search(r"\b(the|and|of|is|are|it|with|there|this|that|you)\b", french)


@pytest.mark.parametrize(("kind", "code"), BOTH)
def test_french_is_typeset_as_french(kind: str, code: str) -> None:
    text = "\n".join(read_words(FRENCH)[kind][code])
    assert not re.search(r"\w'\w", text), "write ’"
    assert not re.search(r" [;:!?»%]|« ", text), "write a no-break space there"
    assert not re.search(r"[^\s{}\W][;!?](\s|$)", text), "write a narrow no-break space before it"
    assert not re.search(r"\w:(\s|$)", text), "write a narrow no-break space before it"
    assert text.count(f"«{NARROW}") == text.count(f"{NARROW}»") == text.count("«") == text.count("»")
    assert not set(text) & set("“”")
    assert "..." not in text


@pytest.mark.parametrize("code", [code for kind, code in BOTH if kind == "findings"])
def test_a_french_title_is_short(code: str) -> None:
    title = read_words(FRENCH)["findings"][code].title
    assert len(title) <= LONGEST_TITLE
    assert title[0].isupper()
    assert title[-1] not in ".!?:"
    assert "{" not in title


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (1_234_567, f"1{NARROW}234{NARROW}567"),
        (999, "999"),
        (True, "oui"),
        (False, "non"),
        (None, "rien"),
        ("", "(aucun)"),
        (("a", "b", "c"), "a, b et c"),
        (tuple(map(str, range(LISTED + 30))), f"{', '.join(map(str, range(LISTED)))} et 30 autres"),
    ],
)
def test_facts_read_as_french_words(fact: Fact, told: str) -> None:
    assert Words("Voici {fact}.").tell({"fact": fact}, FRENCH) == f"Voici {told}."


@pytest.mark.parametrize(("rows", "told"), [(0, "0 ligne"), (1, "1 ligne"), (2, "2 lignes"), (("a",), "a ligne")])
def test_none_and_one_are_singular_in_french(rows: Fact, told: str) -> None:
    assert Words("{rows} {rows:ligne|lignes}").tell({"rows": rows}, FRENCH) == told


def test_errors_findings_and_changes_are_told_in_french() -> None:
    assert tell_error(PlannerError("file-empty", file="a.csv"), FRENCH) == "a.csv est vide. Exportez-le de nouveau."
    finding = Finding("nobody-matches", Severity.BLOCK, {"condition": "age < 25"})
    assert title_of(finding.code, FRENCH) == "Personne ne correspond"
    assert tell_finding(finding, FRENCH).endswith(f"Ce qui restreint le plus{NARROW}: age < 25.")
    changes = [Change("drop-condition", {"before": "age < 25"}), Change("include-list", {"list": "printemps"})]
    assert tell_changes(changes, FRENCH).count(f"{NARROW}; ") == 1


def test_what_a_language_lacks_is_said_in_english() -> None:
    error = PlannerError("rows-disagree", file="a.csv", engine=1_000, counted=999)
    assert tell_error(error, "xx") == tell_error(error)
    finding = Finding("too-narrow", Severity.BLOCK, {"needed": 1_000})
    assert tell_finding(finding, "xx") == tell_finding(finding)
    assert title_of(finding.code, "xx") == title_of(finding.code) == "Too few people"
    assert read_words("xx") == {}
    assert read_speech("xx") == read_speech()


def test_an_unknown_code_is_told_without_words_in_french_too() -> None:
    assert tell_error(PlannerError("new", rows=1_000), FRENCH) == f"new: rows 1{NARROW}000 (pas encore de texte)"
    assert title_of("new-too", FRENCH) == "new-too"
    assert tell_error(PlannerError("file-missing"), FRENCH).startswith("Le fichier (non connu) n’existe pas.")

"""The words: every code has its sentence, every sentence its facts, and nothing a fact holds can break it."""

import re
import string
import unicodedata

import pytest

from planner.cli import main
from planner.domain.changes import Change
from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding, Severity
from planner.services.words import LISTED, Words, read_words, tell_changes, tell_error, tell_finding, title_of
from tests.services.raise_sites import Code, Site

SITES = tuple(Code().sites())

RETELLS = {
    "desktop/privacy/entries.py": "names the finding that an entry of the ledger tells of",
    "domain/snapshot.py": "reads back findings that an import has made",
    "intake/protocol.py": "reads the error that the reading child has sent",
    "intake/worker.py": "adds the file to an error of the reading child",
}
"""Modules that make again what another place has made, under its code and with its facts."""

BEFORE_THE_FILE = {f"intake/{name}.py" for name in ("banding", "cells", "hierarchy", "mapping", "mapping_reader")}
"""Intake's modules whose errors do not all pass through `run_in_child`, which adds the fact `file` to the others."""

EVERY_WORD = [(kind, code) for kind, codes in read_words().items() for code in codes]


def module_of(site: Site) -> str:
    return site.place.partition(":")[0]


def facts_of(site: Site) -> frozenset[str]:
    is_told_the_file = site.place.startswith("intake/") and module_of(site) not in BEFORE_THE_FILE
    return site.facts | ({"file"} if is_told_the_file else frozenset())


def placeholders(text: str) -> dict[str, set[str]]:
    """The facts that a text names, each with the nouns that go with it."""
    named: dict[str, set[str]] = {}
    for _, name, nouns, conversion in string.Formatter().parse(text):
        if name is not None:
            assert conversion is None
            named.setdefault(name, set()).add(nouns or "")
    return named


def test_the_code_is_read_well_enough_to_judge_the_words() -> None:
    assert len(SITES) > 300
    assert {site.kind for site in SITES} == set(read_words())
    unread = {site.place for site in SITES if not site.codes and module_of(site) not in RETELLS}
    assert not unread, "the code of these cannot be followed: write it as a literal, a constant or a table"


def test_every_code_has_words() -> None:
    missing = {
        f"{site.place}: [{site.kind}.{code}]" for site in SITES for code in site.codes - read_words()[site.kind].keys()
    }
    assert not missing, "resources/words.toml lacks these"


def test_every_word_is_used() -> None:
    used = {(site.kind, code) for site in SITES for code in site.codes}
    assert not set(EVERY_WORD) - used


def test_every_fact_that_a_sentence_names_is_given_wherever_the_code_is() -> None:
    missing = set()
    for site in SITES:
        for code in site.codes & read_words()[site.kind].keys():
            words = read_words()[site.kind][code]
            missing |= {
                f"{site.place}: {code} without {name}"
                for name in placeholders(f"{words.what} {words.otherwise or words.do} {words.window}").keys()
                - facts_of(site)
            }
    assert not missing


def test_what_to_do_otherwise_is_told_where_a_fact_is_not_given() -> None:
    either = [words for codes in read_words().values() for words in codes.values() if words.otherwise]
    assert either
    for words in either:
        facts: dict[str, Fact] = dict.fromkeys(placeholders(words.what), 7)
        assert words.tell(facts).endswith(words.otherwise)
        assert words.otherwise not in words.tell(facts | dict.fromkeys(placeholders(words.do), 7))


@pytest.mark.parametrize(("kind", "code"), EVERY_WORD)
def test_sentences_are_whole(kind: str, code: str) -> None:
    words = read_words()[kind][code]
    for name, nouns in placeholders(f"{words.what} {words.do} {words.window}").items():
        assert name.isidentifier()
        assert all(each == "" or each.count("|") == 1 for each in nouns)
    for text in filter(None, (words.what, words.do, words.otherwise, words.window)):
        assert text == " ".join(text.split())
        if kind != "changes":
            assert text[0].isupper() or text[0] in "{[“("
            assert text[-1] in ".?)}" or ": shoal " in text


@pytest.mark.parametrize(("kind", "code"), EVERY_WORD)
def test_sentences_are_plain_and_spelled_alike(kind: str, code: str) -> None:
    text = " ".join(read_words()[kind][code])
    for jargon in ("anonym", "NCP", "Merkle", "SQL ", "quasi", "equivalence class", "traceback", "exception"):
        assert jargon.lower() not in text.lower()
    if "TOML" in text:
        assert "mapping" in code
    assert not any(before.isalpha() and after.isalpha() for before, after in around("'", text)), "write ’"
    assert "..." not in text
    assert " - " not in text
    assert text.count("“") == text.count("”")


@pytest.mark.parametrize(("kind", "code"), EVERY_WORD)
def test_every_finding_and_nothing_else_has_a_short_title(kind: str, code: str) -> None:
    title = read_words()[kind][code].title
    assert bool(title) == (kind == "findings")
    if title:
        assert 2 <= len(title.split()) <= 5
        assert len(title) <= 40
        assert title[0].isupper()
        assert title[-1] not in ".!?:"
        assert not placeholders(title)
        assert not [word for word in ("segment", "consent", "k-", "scope", "partition") if word in title.lower()]


OF_THE_COMMAND_LINE = re.compile(r" = |--|\[file\]|\[columns|\bTOML\b|\bmapping\b|\bshoal [a-z]|SHOAL_")
TOLD_OF_A_TYPED_TEXT = ("mapping-", "rule-", "hierarchy-", "verb-", "option-", "encoding-unknown", "csv-header-width")
"""Errors of what somebody has typed, in a rule, a mapping file or a command, and of the files a mapping file names."""
BEFORE_THE_WINDOW = {"display-missing", "libraries-missing", "wrong-usage", "word-too-many", "file-is-address"}
"""Errors that a terminal tells because no window is there, or that only a command can make."""


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_window_sends_nobody_to_the_command_line_or_to_a_mapping_file(language: str) -> None:
    told = {
        (kind, code): f"{words.what} {words.window or words.do}"
        for kind in ("errors", "findings")
        for code, words in read_words(language)[kind].items()
        if not code.startswith(TOLD_OF_A_TYPED_TEXT) and code not in BEFORE_THE_WINDOW
    }
    forbidden = re.compile(f"{OF_THE_COMMAND_LINE.pattern}|fichier de correspondance")
    assert {each: text for each, text in told.items() if forbidden.search(text)} == {}


def test_each_shell_is_told_what_to_do_in_its_own_words() -> None:
    finding = Finding("no-consent-column", Severity.WARN)
    assert 'role = "consent"' in tell_finding(finding)
    assert tell_finding(finding, in_window=True).endswith("Go back to the columns, and choose the one that does.")
    error = PlannerError("encoding-unclear", file="a.csv")
    assert tell_error(error, in_window=True).endswith("told safely. Export it as UTF-8.")
    unlike = PlannerError("file-empty", file="a.csv")
    assert tell_error(unlike, in_window=True) == tell_error(unlike)


def test_a_finding_without_a_title_is_called_by_its_code() -> None:
    assert title_of("too-narrow") == "Too few people"
    assert title_of("new-too") == "new-too"


def around(sign: str, text: str) -> list[tuple[str, str]]:
    return [(text[i - 1], text[i + 1]) for i in range(1, len(text) - 1) if text[i] == sign]


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        (1_234_567, "1,234,567"),
        (0.25, "0.25"),
        (True, "yes"),
        (None, "nothing"),
        ("", "(none)"),
        ((), "(none)"),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        ("{file}", "{file}"),
        ("one\r\n two\u2028three", "one two three"),
        (tuple(map(str, range(LISTED + 30))), f"{', '.join(map(str, range(LISTED)))} and 30 more"),
    ],
)
def test_facts_read_as_words(fact: Fact, told: str) -> None:
    assert Words("So: {fact}.").tell({"fact": fact}) == f"So: {told}."


@pytest.mark.parametrize(
    ("rows", "told"),
    [(0, "0 rows are left."), (1, "1 row is left."), (2, "2 rows are left."), (("a",), "a row is left.")],
)
def test_nouns_go_with_their_number(rows: Fact, told: str) -> None:
    assert Words("{rows} {rows:row is|rows are} left.").tell({"rows": rows}) == told


def test_an_error_is_told_even_where_its_words_have_a_gap() -> None:
    assert tell_error(PlannerError("file-missing")) == "There is no file (not known). Check its name and folder."
    assert (
        tell_error(PlannerError("new", rows=1_000, file="a.csv"))
        == "new: rows 1,000, file a.csv (no words for this yet)"
    )
    assert tell_finding(Finding("new-too", Severity.WARN)) == "new-too (no words for this yet)"
    assert tell_changes([Change("newer", {})]) == "newer (no words for this yet)"


def test_several_changes_read_as_one_line() -> None:
    changes = [Change("drop-condition", {"before": "age < 25"}), Change("include-list", {"list": "spring"})]
    assert tell_changes(changes) == "drop age < 25; take in everybody on the list spring"


def test_an_error_can_neither_steer_a_terminal_nor_start_a_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["survey", "a\x1b[2J\x9b1m\n✗ approved\u202e\x07.csv"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("There is no file a?[2J?1m ✗ approved??.csv.")
    assert not [sign for sign in told.removesuffix("\n") if unicodedata.category(sign) in {"Cc", "Cf"}]

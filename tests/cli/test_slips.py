"""A slip of the fingers on the command line is told with what comes closest; nobody has to read a manual first."""

from collections import Counter

import pytest

from planner.cli.parsing import parse
from planner.cli.verb import SHARED_OPTIONS
from planner.cli.verbs import VERBS
from tests.cli.running import Ran, done, shoal

SLIPS = {
    ("populatins",): ("verb-mistyped", "populations"),
    ("Import", "f"): ("verb-mistyped", "import"),
    ("campaign", "chek", "x"): ("verb-mistyped", "campaign check"),
    ("frobnicate",): ("verb-unknown", "survey"),
    ("ledger", "frobnicate"): ("verb-unknown", "ledger verify"),
    ("campaign",): ("verb-incomplete", "campaign new"),
    ("campaign", "--json"): ("verb-incomplete", "campaign new"),
    ("import", "f", "--populaton", "p"): ("option-mistyped", "--population"),
    ("import", "f", "--population", "p", "--floor", "5"): ("option-unknown", "shoal import FILE --population NAME"),
    ("import", "f", "g", "--population", "p"): ("word-too-many", "“g”"),
    ("import", "f"): ("wrong-usage", "--population"),
    ("import", "f", "--population"): ("wrong-usage", "--population"),
    ("import", "f", "--population", "p", "--k", "many"): ("option-value-wrong", "a whole number"),
    ("campaign", "new", "x", "--population", "p", "--starts", "1.5.2026"): ("option-value-wrong", "2026-01-31"),
    ("campaign", "approve", "x"): ("wrong-usage", "--by"),
    ("--workspace",): ("wrong-usage", "--workspace"),
    ("populations", "--work", "x"): ("option-mistyped", "--workspace"),
}


@pytest.mark.parametrize("words", SLIPS, ids=" ".join)
def test_a_slip_is_told_with_what_to_write(words: tuple[str, ...]) -> None:
    code, hint = SLIPS[words]
    told = shoal(*words)
    assert (told.status, told.out) == (2, "") if "--json" not in words else told.status == 2
    assert hint in told.err
    if "--json" not in words:
        assert shoal("--json", *words).error["code"] == code


def test_without_a_verb_the_verbs_are_told_and_that_there_is_no_window_yet() -> None:
    told = shoal()
    assert (told.status, told.err) == (0, "")
    assert "opens its window" in told.out
    assert all(f"shoal {verb.name} " in told.out for verb in VERBS)
    assert shoal("--help").out == told.out


def test_the_help_of_a_group_tells_its_verbs_only() -> None:
    told = shoal("campaign", "--help")
    assert told.status == 0
    assert "shoal campaign approve" in told.out
    assert "shoal import" not in told.out


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_help_of_a_verb_tells_every_option(verb: object) -> None:
    assert verb in VERBS
    found = next(each for each in VERBS if each is verb)
    told = shoal(*found.name.split(), "-h")
    assert told.status == 0
    assert found.summary in told.out
    for each in (*found.options, *SHARED_OPTIONS):
        assert each.usage in told.out
        assert each.help in told.out


def test_options_shared_by_all_verbs_may_stand_before_the_verb_or_behind_it() -> None:
    before, behind = ["--workspace", "w", "--json", "populations"], ["populations", "--json", "--workspace", "w"]
    assert parse(VERBS, before) == parse(VERBS, behind)
    assert done("--json", "--version") == done("--version")


def test_every_verb_has_a_name_of_its_own_and_no_flag_twice() -> None:
    assert not [name for name, times in Counter(verb.name for verb in VERBS).items() if times > 1]
    for verb in VERBS:
        flags = Counter(flag for each in (*verb.options, *SHARED_OPTIONS) for flag in each.all_flags)
        assert max(flags.values()) == 1


@pytest.mark.parametrize("sign", ["\x1b[31m", "\u202e", "\x07"])
def test_nothing_typed_wrong_colours_the_terminal_or_moves_its_cursor(sign: str) -> None:
    hostile: list[Ran] = [
        shoal(f"x{sign}y"),
        shoal("campaign", f"x{sign}y"),
        shoal("import", f"/x{sign}y.csv", "--population", "p"),
        shoal("populations", f"--x{sign}y"),
        shoal("populations", f"x{sign}y"),
        shoal("import", "f", "--population", "p", "--k", f"x{sign}y"),
        shoal("populations", "--workspace", f"/x{sign}y"),
    ]
    for told in hostile:
        assert told.status == 2
        assert sign not in told.err

"""Words: what errors, findings and changes say to a person; the sentences are `resources/words.toml` and its twins."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, NamedTuple

from planner.domain.changes import Change
from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding
from planner.services.resources import read_resource

ENGLISH = "en"
"""The language that has every sentence; another says in English what it has no sentence for."""
LISTED = 12
"""How many of a list's members a sentence names; the others are counted."""
_SPEECH = "speech"
"""The table of a language's small words, beside those of its sentences."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language says facts: the small words between them, and how its numbers are written."""

    listing: str
    """What stands between the members of a list, but the last two."""
    last: str
    """What stands between the last two."""
    more: str
    """What is said of those not named; `{count}` is their number."""
    changes: str
    """What stands between several changes."""
    yes: str
    no: str
    nothing: str
    none: str
    """Said for an empty text or list."""
    unknown: str
    """Said for a fact that nobody gave."""
    unworded: str
    """Said after a code that has no sentence."""
    thousands: str
    """What groups the digits of a number."""
    singular: tuple[int, ...]
    """The numbers that a noun in the singular goes with."""

    def number(self, value: int) -> str:
        """Return a whole number as the language writes it."""
        return f"{value:,}".replace(",", self.thousands)

    def listed(self, names: list[str]) -> str:
        """Return a list as it is said: `a, b and c`."""
        if len(names) > LISTED + 1:
            names = [*names[:LISTED], self.more.format(count=self.number(len(names) - LISTED))]
        return self.last.join(part for part in (self.listing.join(names[:-1]), *names[-1:]) if part) or self.none


class Words(NamedTuple):
    """What happened and what to do; for a finding, also a title of a few words without facts.

    The sentences may name facts in braces: `{rows}` is the fact, `{rows:row|rows}` the word that goes with its number.
    `otherwise` is what to do where a fact is not given that `do` names.
    """

    what: str
    do: str = ""
    title: str = ""
    otherwise: str = ""
    window: str = ""
    """What to do in the window, where `do` speaks of the command line or of the mapping file."""

    def tell(self, facts: Mapping[str, Fact], language: str = ENGLISH, *, in_window: bool = False) -> str:
        """Fill in the facts, each on one line; lists read as `a, b and c`, and a fact nobody gave as `(not known)`."""
        speech = read_speech(language)
        spoken = _Facts({name: _speak(fact, speech) for name, fact in facts.items()}, speech)
        do = self.otherwise if self.otherwise and not _named(self.do) <= facts.keys() else self.do
        do = (in_window and self.window) or do
        return f"{self.what} {do}".strip().format_map(spoken)


def tell_error(error: PlannerError, language: str = ENGLISH, *, in_window: bool = False) -> str:
    """Return the sentence for an error; never raises."""
    return _tell("errors", error, language, in_window=in_window)


def tell_finding(finding: Finding, language: str = ENGLISH, *, in_window: bool = False) -> str:
    """Return the sentence for a finding; never raises."""
    return _tell("findings", finding, language, in_window=in_window)


def title_of(code: str, language: str = ENGLISH) -> str:
    """Return what a finding of a code is about in two to five words, the code where there are none; never raises."""
    known = (words for _, words in _worded("findings", code, language))
    return next((words.title for words in known if words.title), code)


def tell_changes(changes: Iterable[Change], language: str = ENGLISH) -> str:
    """Return what several edits of a rule change, in one line."""
    return read_speech(language).changes.join(_tell("changes", change, language) for change in changes)


@cache
def read_words(language: str = ENGLISH) -> Mapping[str, Mapping[str, Words]]:
    """Return all words: `errors`, `findings` and `changes`, each code → words. Read once, when first needed.

    A language has the sentences of its own file only, and none where there is no such file.
    """
    kinds = {kind: codes for kind, codes in _written(language).items() if kind != _SPEECH}
    return {kind: {code: Words(**said) for code, said in codes.items()} for kind, codes in kinds.items()}


@cache
def read_speech(language: str = ENGLISH) -> Speech:
    """Return how a language says facts; what it does not say is as in English."""
    said = {**_written(ENGLISH)[_SPEECH], **_written(language).get(_SPEECH, {})}
    return Speech(**{**said, "singular": tuple(said["singular"])})


@cache
def _written(language: str) -> Mapping[str, Any]:
    """Read a language's file: `words.toml` in English, `words.fr.toml` in French, and so on."""
    if language == ENGLISH:
        return tomllib.loads(read_resource("words.toml"))
    try:
        return tomllib.loads(read_resource(f"words.{language}.toml"))
    except FileNotFoundError:
        return {}


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A fact as it is said, and whether a noun beside it is singular."""

    text: str
    is_one: bool = False

    def __format__(self, nouns: str) -> str:
        one, _, many = nouns.partition("|")
        return (one if self.is_one else many) if nouns else self.text


class _Facts(dict[str, _Spoken]):
    """Facts by name; one that is not there is said to be unknown, because a gap in the words must not hide an error."""

    def __init__(self, spoken: Mapping[str, _Spoken], speech: Speech) -> None:
        super().__init__(spoken)
        self._unknown = _Spoken(speech.unknown)

    def __missing__(self, name: str) -> _Spoken:
        return self._unknown


def _named(sentence: str) -> set[str]:
    """Return the facts that a sentence names."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def _tell(kind: str, said: PlannerError | Finding | Change, language: str, *, in_window: bool = False) -> str:
    for spoken, words in _worded(kind, said.code, language):
        return words.tell(said.facts, spoken, in_window=in_window)
    speech = read_speech(language)
    told = ", ".join(f"{name} {_speak(fact, speech)}" for name, fact in said.facts.items())
    return f"{said.code}{told and ': '}{told} {speech.unworded}"


def _worded(kind: str, code: str, language: str) -> Iterable[tuple[str, Words]]:
    """Yield the languages that have words for a code, with these: the one that is asked for, then English."""
    for each in dict.fromkeys((language, ENGLISH)):
        if words := read_words(each).get(kind, {}).get(code):
            yield each, words


def _speak(fact: Fact, speech: Speech) -> _Spoken:
    match fact:
        case bool() | None:
            return _Spoken({True: speech.yes, False: speech.no, None: speech.nothing}[fact])
        case int():
            return _Spoken(speech.number(fact), is_one=fact in speech.singular)
        case tuple():
            members = [_on_one_line(each, speech) for each in fact]
            return _Spoken(speech.listed(members), is_one=len(fact) in speech.singular)
        case _:
            return _Spoken(_on_one_line(str(fact), speech))


def _on_one_line(text: str, speech: Speech) -> str:
    """Return a text without line ends, so that none can pass for a line of ours; `(none)` for an empty one."""
    return " ".join(line.strip() for line in text.splitlines()) or speech.none

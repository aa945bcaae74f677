"""Words: what each error, finding and change says to a person; the sentences themselves are `resources/words.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from planner.domain.changes import Change
from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding
from planner.services.resources import read_resource

WORDS = "words.toml"
LISTED = 12
"""How many of a list's members a sentence names; the others are counted."""


class Words(NamedTuple):
    """What happened and what to do; for a finding, also a title of a few words without facts.

    The sentences may name facts in braces: `{rows}` is the fact, `{rows:row|rows}` the word that goes with its number.
    """

    what: str
    do: str = ""
    title: str = ""

    def tell(self, facts: Mapping[str, Fact]) -> str:
        """Fill in the facts, each on one line; lists read as `a, b and c`, and a fact nobody gave as `(not known)`."""
        spoken = _Facts({name: _speak(fact) for name, fact in facts.items()})
        return f"{self.what} {self.do}".strip().format_map(spoken)


def tell_error(error: PlannerError) -> str:
    """Return the sentence for an error; never raises."""
    return _tell("errors", error.code, error.facts)


def tell_finding(finding: Finding) -> str:
    """Return the sentence for a finding; never raises."""
    return _tell("findings", finding.code, finding.facts)


def title_of(finding: Finding) -> str:
    """Return what a finding is about in two to five words, its code where there are none yet; never raises."""
    words = read_words()["findings"].get(finding.code)
    return words.title if words is not None and words.title else finding.code


def tell_changes(changes: Iterable[Change]) -> str:
    """Return what several edits of a rule change, in one line."""
    return "; ".join(_tell("changes", change.code, change.facts) for change in changes)


@cache
def read_words() -> Mapping[str, Mapping[str, Words]]:
    """Return all words: `errors`, `findings` and `changes`, each code → words. Read once, when first needed."""
    written = tomllib.loads(read_resource(WORDS))
    return {kind: {code: Words(**said) for code, said in codes.items()} for kind, codes in written.items()}


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

    def __missing__(self, name: str) -> _Spoken:
        return _Spoken("(not known)")


def _tell(kind: str, code: str, facts: Mapping[str, Fact]) -> str:
    words = read_words()[kind].get(code)
    if words is not None:
        return words.tell(facts)
    told = ", ".join(f"{name} {_speak(fact)}" for name, fact in facts.items())
    return f"{code}{told and ': '}{told} (no words for this yet)"


def _speak(fact: Fact) -> _Spoken:
    match fact:
        case bool() | None:
            return _Spoken({True: "yes", False: "no", None: "nothing"}[fact])
        case int():
            return _Spoken(f"{fact:,}", is_one=fact == 1)
        case tuple():
            return _Spoken(_listed([_on_one_line(each) for each in fact]), is_one=len(fact) == 1)
        case _:
            return _Spoken(_on_one_line(str(fact)))


def _listed(names: list[str]) -> str:
    if len(names) > LISTED + 1:
        names = [*names[:LISTED], f"{len(names) - LISTED:,} more"]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "(none)"


def _on_one_line(text: str) -> str:
    """Return a text without line ends, so that none can pass for a line of ours; `(none)` for an empty one."""
    return " ".join(line.strip() for line in text.splitlines()) or "(none)"

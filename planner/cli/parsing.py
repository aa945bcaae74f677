"""Reading what was typed: which verb, and its options; a mistake is told with what comes closest."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

from planner.cli.render import plain, table
from planner.cli.verb import FRONT_OPTIONS, SHARED_OPTIONS, Answer, Option, Verb
from planner.domain.errors import PlannerError

INTRODUCTION = "Shoal is a campaign planner that cannot target a person. Without a verb it opens its window."
HELP = {"-h", "--help"}
ALIKE = 0.6
"""How much alike a word and the one it may be a slip of must be, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the verb with its options, or None where help is wanted; or a question about the version."""

    verb: Verb | None
    options: argparse.Namespace
    wants_version: bool = False


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are told like every other error."""

    def __init__(self, verb: Verb | None) -> None:
        super().__init__(prog=f"shoal {verb.name}" if verb else "shoal", add_help=False, allow_abbrev=False)
        self.verb = verb
        for each in _options_of(verb):
            each.add_to(self)

    def error(self, message: str) -> NoReturn:
        raise PlannerError("wrong-usage", complaint=plain(message), usage=_usage(self.verb))


def parse(verbs: Sequence[Verb], words: Sequence[str]) -> Asked:
    """Return what was asked for.

    Raises PlannerError `verb-unknown`, `verb-mistyped`, `verb-incomplete`, `option-unknown`, `option-mistyped`,
    `option-value-wrong`, `word-too-many`, `wrong-usage`.
    """
    if HELP.intersection(words):
        return Asked(None, argparse.Namespace())
    verb, rest = _find_verb(verbs, words)
    parser = _Parser(verb)
    _refuse_unknown_options(verb, rest)
    options, left = parser.parse_known_args(rest)
    if left:
        raise PlannerError("word-too-many", word=plain(left[0]), usage=_usage(verb))
    return Asked(verb, options, wants_version=options.version)


def help_answer(verbs: Sequence[Verb], words: Sequence[str]) -> Answer:
    """Tell how the verb is written that was typed, or which verbs there are: all of them, or those of a group."""
    typed = [word for word in words if not word.startswith("-")][:2]
    for name in (" ".join(typed), *typed[:1]):
        for verb in verbs:
            if verb.name == name:
                return Answer({"verb": name, "usage": verb.usage, "summary": verb.summary}, list(_manual(verb)))
    meant = [verb for verb in verbs if verb.group and verb.group in typed] or verbs
    return Answer({"verbs": [verb.name for verb in meant]}, list(_overview(meant)))


def _find_verb(verbs: Sequence[Verb], words: Sequence[str]) -> tuple[Verb | None, list[str]]:
    """Return the verb and the other words, in their order."""
    front = _words_before_the_verb(words)
    named, known = list(words[front:]), {each.name: each for each in verbs}
    groups = {each.group for each in verbs} - {""}
    if not named:
        return None, list(words)
    size = 2 if named[0] in groups else 1
    name = " ".join(named[:size])
    if name in known:
        return known[name], [*words[:front], *named[size:]]
    if named[0] in groups:
        raise _unknown_in_group(named, [each.name for each in verbs if each.group == named[0]])
    first = list(dict.fromkeys(each.group or each.name for each in verbs))
    raise _unknown_verb(named[0], first, close=get_close_matches(named[0].lower(), first, n=1, cutoff=ALIKE))


def _unknown_in_group(named: Sequence[str], verbs: Sequence[str]) -> PlannerError:
    if len(named) == 1 or named[1].startswith("-"):
        return PlannerError("verb-incomplete", group=named[0], verbs=tuple(verbs))
    seconds = {verb.rpartition(" ")[2]: verb for verb in verbs}
    close = get_close_matches(named[1].lower(), seconds, n=1, cutoff=ALIKE)
    return _unknown_verb(f"{named[0]} {named[1]}", verbs, close=[seconds[each] for each in close])


def _unknown_verb(written: str, known: Sequence[str], *, close: Sequence[str]) -> PlannerError:
    if close:
        return PlannerError("verb-mistyped", verb=plain(written), nearest=close[0])
    return PlannerError("verb-unknown", verb=plain(written), known=tuple(known))


def _words_before_the_verb(words: Sequence[str]) -> int:
    place = 0
    while place < len(words) and words[place].startswith("-"):
        place += 2 if words[place] == "--workspace" else 1
    return min(place, len(words))


def _refuse_unknown_options(verb: Verb | None, rest: Sequence[str]) -> None:
    """Name an option that is not there, before its absence makes something else look missing."""
    written = (word.partition("=")[0] for word in rest if word.startswith("--"))
    known = {flag for each in _options_of(verb) for flag in each.all_flags}
    wrong = next((flag for flag in written if flag not in known), None)
    if wrong is None:
        return
    close = get_close_matches(wrong, sorted(known), n=1, cutoff=ALIKE)
    if close:
        raise PlannerError("option-mistyped", option=plain(wrong), nearest=close[0], usage=_usage(verb))
    raise PlannerError("option-unknown", option=plain(wrong), usage=_usage(verb))


def _options_of(verb: Verb | None) -> Iterator[Option]:
    yield from verb.options if verb else ()
    yield from (*SHARED_OPTIONS, *FRONT_OPTIONS)


def _usage(verb: Verb | None) -> str:
    return verb.usage if verb else "shoal VERB"


def _overview(verbs: Sequence[Verb]) -> Iterator[str]:
    yield INTRODUCTION
    yield ""
    yield from table([(f"  shoal {each.name}", each.summary) for each in verbs])
    yield ""
    yield "How a verb is written: shoal VERB --help. Where to begin: shoal demo"


def _manual(verb: Verb) -> Iterator[str]:
    yield verb.usage
    yield f"  {verb.summary}"
    yield ""
    yield from table([(f"  {each.usage}", each.help) for each in (*verb.options, *SHARED_OPTIONS)])

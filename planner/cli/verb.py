"""Verbs as declarations: a name, options and a function; the parser and the command reference derive from them."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from planner.cli.session import Session
from planner.domain.canonical import Json
from planner.domain.errors import PlannerError


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb says: one JSON object, the same told to a person, and the exit status."""

    data: Mapping[str, Json]
    lines: Sequence[str]
    status: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One argument of a verb; `settings` are argparse's."""

    flags: tuple[str, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)


def option(*flags: str, **settings: Any) -> Option:
    """Declare an argument as `add_argument` would take it."""
    return Option(flags, settings)


Run = Callable[[Session, argparse.Namespace], Answer]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the command line: `name` has two words when it belongs to a group, such as `ledger list`."""

    name: str
    summary: str
    run: Run
    options: tuple[Option, ...] = ()


SHARED_OPTIONS = (
    option("--workspace", type=Path, metavar="PATH", help="the workspace folder (default: the platform's data folder)"),
    option("--json", action="store_true", help="print one JSON object and nothing else"),
)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are told like every other error."""

    def error(self, message: str) -> NoReturn:
        raise PlannerError("wrong-usage", complaint=message, usage=self.format_usage().removeprefix("usage: ").strip())


def build_parser(verbs: Sequence[Verb]) -> argparse.ArgumentParser:
    """Return the parser of all verbs; the chosen verb arrives as `run`."""
    parser = _Parser(prog="shoal", description="A campaign planner that cannot target a person.")
    parser.add_argument("--version", action="store_true", help="print the version")
    places = {"": parser.add_subparsers(metavar="VERB", parser_class=_Parser)}
    for verb in verbs:
        *group, name = verb.name.split(" ")
        place = _group(places, *group) if group else places[""]
        leaf = place.add_parser(name, help=verb.summary, description=verb.summary)
        for each in (*verb.options, *SHARED_OPTIONS):
            leaf.add_argument(*each.flags, **each.settings)
        leaf.set_defaults(run=verb.run)
    return parser


def _group(places: dict[str, Any], name: str) -> Any:
    if name not in places:
        parser = places[""].add_parser(name, help=f"{name} …")
        places[name] = parser.add_subparsers(metavar="VERB", parser_class=_Parser, required=True)
    return places[name]

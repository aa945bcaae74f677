"""Verbs as declarations: a name, options and a function; parser, help and command reference derive from them."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

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

    @property
    def all_flags(self) -> tuple[str, ...]:
        """How it may be written, with the flag that says no where there is one."""
        has_no = self.settings.get("action") is argparse.BooleanOptionalAction
        return (*self.flags, f"--no-{self.flags[0].removeprefix('--')}") if has_no else self.flags

    @property
    def is_required(self) -> bool:
        """Whether the verb does nothing without it."""
        return not self.flags[0].startswith("-") or bool(self.settings.get("required"))

    @property
    def usage(self) -> str:
        """How it is written: `FILE`, `--k N`, `--dry-run`."""
        flag, metavar = self.flags[0], self.settings.get("metavar")
        if not flag.startswith("-"):
            return str(metavar)
        if self.settings.get("action") == "store_true":
            return flag
        if self.settings.get("action") is argparse.BooleanOptionalAction:
            return f"{flag} or --no-{flag.removeprefix('--')}"
        return f"{flag} {metavar or flag.removeprefix('--').upper()}"

    @property
    def help(self) -> str:
        """What it means."""
        return str(self.settings["help"])

    def add_to(self, parser: argparse.ArgumentParser) -> None:
        """Add the argument; what cannot be read is told with the option's name."""
        settings = dict(self.settings)
        if isinstance(settings.get("type"), Reading):
            settings["type"] = settings["type"].of(self.flags[0])
        parser.add_argument(*self.flags, **settings)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of an option becomes a value, and what to write for it."""

    read: Callable[[str], object]
    wanted: str

    def of(self, flag: str) -> Callable[[str], object]:
        """Return a reader for argparse. Raises PlannerError `option-value-wrong`."""

        def read(text: str) -> object:
            try:
                return self.read(text)
            except ValueError:
                raise PlannerError("option-value-wrong", option=flag, written=text, wanted=self.wanted) from None

        return read


WHOLE_NUMBER = Reading(int, "a whole number, such as 20")
DAY = Reading(date.fromisoformat, "a day as year-month-day, such as 2026-01-31")


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

    @property
    def group(self) -> str:
        """The first of two words, empty for a verb of one."""
        return self.name.rpartition(" ")[0]

    @property
    def usage(self) -> str:
        """What must be written, such as `shoal import FILE --population NAME`."""
        needed = [each for each in self.options if each.is_required]
        parts = ["shoal", self.name, *(each.usage for each in needed)]
        return " ".join([*parts, "…"] if len(needed) < len(self.options) else parts)


SHARED_OPTIONS = (
    option("--workspace", type=Path, metavar="PATH", help="the workspace folder (default: the platform's data folder)"),
    option("--json", action="store_true", help="print one JSON object and nothing else"),
)
"""Every verb takes these."""

FRONT_OPTIONS = (
    option("-h", "--help", action="store_true", help="tell what can be written here"),
    option("--version", action="store_true", help="print the version"),
)
"""These need no verb."""

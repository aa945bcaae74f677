"""Words on screens: sentences in the reader's language, and numbers and dates as they are written there."""

from collections.abc import Iterable
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.domain.policy import Policy

CONTEXT = "Shoal"
"""The one context of the translations; a sentence means the same wherever it stands."""
LANGUAGES = {"en": "English", "fr": "Français"}
"""Language → its own name. The first is what the code is written in."""


def tr(text: str, count: int | None = None, /, **facts: object) -> str:
    """Return a sentence in the reader's language.

    `{name}` stands for a fact. With a `count`, `%Ln` stands for it and the plural form goes with it.
    """
    number = -1 if count is None else count
    said = QCoreApplication.translate(CONTEXT, text, None, number)
    return said.format(**facts) if facts else said


def number(value: float, *, decimals: int = 0) -> str:
    """Return a number as the reader writes it: 12,345 or 12 345."""
    return QLocale().toString(float(value), "f", decimals) if decimals else QLocale().toString(int(value))


def percent(share: float) -> str:
    """Return a share of one as a whole percentage."""
    return tr("{value} %", value=number(round(share * 100)))


def people(count: int) -> str:
    """Return a number of people, in words."""
    return tr("%Ln people", count)


def groups(count: int) -> str:
    """Return a number of segments, in words: on screens a segment is a group."""
    return tr("%Ln groups", count)


def guarded(count: int, least: int) -> str:
    """Return a number of people; one from 1 up to the least that may be shown is only said to be below it."""
    return tr("fewer than {least}", least=number(least)) if 0 < count < least else number(count)


def shown_floor(policy: Policy) -> int:
    """Return the number below which a screen does not tell how many people an audience holds."""
    return policy.campaign_k


def listed(names: Iterable[str], *, most: int | None = None) -> str:
    """Return names with commas between them; with `most`, those beyond so many are only counted."""
    told = list(names)
    if most is not None and len(told) > most + 1:
        told[most:] = [tr("{count} more", count=number(len(told) - most))]
    return ", ".join(told)


def named(name: str, text: str) -> str:
    """Return a name and what is said of it, such as `Undo: Remove the condition`."""
    return tr("{name}: {text}", name=name, text=text)


def day(value: date | datetime | str) -> str:
    """Return a date as the reader writes it; text is ISO 8601."""
    read = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return QLocale().toString(QDate(read.year, read.month, read.day), QLocale.FormatType.ShortFormat)


def long_day(value: date | datetime | str) -> str:
    """Return a date with the month's name, such as 12 Nov 2026; text is ISO 8601."""
    read = date.fromisoformat(value[:10]) if isinstance(value, str) else value
    return QLocale().toString(QDate(read.year, read.month, read.day), "d MMM yyyy")


def moment_of(value: datetime) -> str:
    """Return a moment as the reader writes it, on this machine's clock."""
    here = value.astimezone()
    return f"{long_day(here)} {here:%H:%M}"


def language() -> str:
    """Return the language in which everything is said now: `en` or `fr`."""
    spoken = QLocale().name()[:2]
    return spoken if spoken in LANGUAGES else next(iter(LANGUAGES))


def told(said: PlannerError | Finding) -> str:
    """Return the sentence of an error or a finding, in the reader's language."""
    from planner.services import words  # noqa: PLC0415 — a table of sentences that the first window does not need

    if isinstance(said, PlannerError):
        return words.tell_error(said, language(), in_window=True)
    return words.tell_finding(said, language(), in_window=True)

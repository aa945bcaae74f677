"""Reading stored JSON strictly: every field known, present and of its type, or one error that names the place."""

import difflib
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from planner.domain.errors import PlannerError

Kinds = Mapping[str, type | tuple[type, ...]]
"""Field → the types its value may have; bool is no int here."""

LONGEST_NAME = 200
"""Characters of a name that a person gives."""


def read_fields(plain: object, kinds: Kinds, *, code: str, place: str) -> dict[str, Any]:
    """Return the fields of a JSON object, all of them and no others.

    Raises PlannerError `code` with the place of the first that is missing, unknown or of another type.
    """
    if not isinstance(plain, Mapping):
        raise PlannerError(code, place=place)
    for name in [*kinds, *plain]:
        if name not in kinds or name not in plain or not _is_of(plain[name], kinds[name]):
            raise PlannerError(code, place=f"{place}.{name}")
    return dict(plain)


def read_texts(plain: object, *, code: str, place: str) -> tuple[str, ...]:
    """Return a JSON array of texts. Raises PlannerError `code`."""
    if not isinstance(plain, list | tuple) or not all(isinstance(each, str) for each in plain):
        raise PlannerError(code, place=place)
    return tuple(plain)


def read_date(plain: str | None, *, code: str, place: str) -> date | None:
    """Return an ISO 8601 date, None for none. Raises PlannerError `code`."""
    try:
        return date.fromisoformat(plain) if plain is not None else None
    except ValueError:
        raise PlannerError(code, place=place) from None


def require_text(*texts: object) -> None:
    """Check that what people typed is well-formed Unicode, which a digest can be made of.

    Raises PlannerError `text-not-text`. Terminals hand over bytes that are no text as lone surrogates.
    """
    for text in texts:
        if isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text):
            raise PlannerError("text-not-text")


def require_short(*names: str) -> None:
    """Check that names are short enough for a line. Raises PlannerError `name-too-long`."""
    if any(len(name) > LONGEST_NAME for name in names):
        raise PlannerError("name-too-long", most=LONGEST_NAME)


def nearest(name: str, known: Collection[str]) -> str:
    """Return the known name that looks most like the one written, whatever its case; empty when none is known."""
    folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0)
    return folded[close[0]] if close else ""


def _is_of(value: object, kinds: type | tuple[type, ...]) -> bool:
    allowed = kinds if isinstance(kinds, tuple) else (kinds,)
    return type(value) in allowed or (isinstance(value, list | tuple) and list in allowed)

"""The options a column of the mapping may have: for each, how its TOML value is read and what to write instead."""

import codecs
from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

from planner.domain.attribute import MISSING, Edge, Kind

Read = Callable[[Any], Any]
"""From a TOML value to ours; raises ValueError when it is not what was wanted."""


MOST = 2**53 - 1
"""The largest number that can be an edge: beyond it, JSON does not hold whole numbers exactly."""


class Option(NamedTuple):
    """One option: its reader, and what a person should write, said so that it ends the sentence "write …"."""

    read: Read
    wanted: str


def _demand(claim: object) -> None:
    if not claim:
        raise ValueError


def read_text(value: Any) -> str:
    """Return a text that is not blank."""
    _demand(isinstance(value, str) and value.strip())
    return str(value)


def _read_neighbour(value: Any) -> str:
    """Return the name of a file; it must not lead to another drive or machine."""
    name = read_text(value)
    _demand("\0" not in name and not PurePosixPath(name).is_absolute() and not PureWindowsPath(name).anchor)
    return name


def read_labels(value: Any) -> tuple[str, ...]:
    """Return distinct labels; numbers and true / false are taken as their text."""
    _demand(isinstance(value, list) and value)
    labels = tuple(_label(item) for item in value)
    _demand(len(set(labels)) == len(labels) and MISSING not in labels)
    return labels


def _label(item: Any) -> str:
    if isinstance(item, bool | int):
        return str(item).lower()
    return read_text(item)


def _read_levels(value: Any) -> tuple[str, ...]:
    levels = read_labels(value)
    _demand(len(levels) > 1)
    return levels


def _read_bands(value: Any) -> tuple[Edge, ...]:
    _demand(isinstance(value, list) and value)
    edges = tuple(_edge(item) for item in value)
    _demand(len({isinstance(edge, str) for edge in edges}) == 1)
    _demand(all(low < high for low, high in pairwise(edges)))  # type: ignore[operator]  # one type, as just demanded
    return edges


def _edge(item: Any) -> Edge:
    match item:
        case bool() | datetime():
            raise ValueError
        case int() | float() if abs(item) <= MOST:
            return item
        case date():
            return item.isoformat()
        case str():
            return date.fromisoformat(item).isoformat()
    raise ValueError


def _whole(low: int, high: int) -> Read:
    def read(value: Any) -> int:
        _demand(isinstance(value, int) and not isinstance(value, bool) and low <= value <= high)
        return int(value)

    return read


def _read_share(value: Any) -> float:
    _demand(isinstance(value, float) and 0 < value < 1)
    return float(value)


def _read_flag(value: Any) -> bool:
    _demand(isinstance(value, bool))
    return bool(value)


def _read_rare(value: Any) -> bool:
    _demand(value in ("other", "keep"))
    return bool(value == "other")


def _read_encoding(value: Any) -> str:
    try:
        return codecs.lookup(read_text(value)).name
    except LookupError:
        raise ValueError from None


def _read_delimiter(value: Any) -> str:
    _demand(isinstance(value, str) and len(value) == 1 and value not in '"\r\n')
    return str(value)


BANDS = Option(
    _read_bands, "lower edges that rise, all numbers or all dates, such as [18, 25, 35] or [2025-01-01, 2025-07-01]"
)
LABELS = Option(read_labels, 'each label once, from low to high, such as ["school", "college", "degree"]')

OPTIONS: Mapping[str, Option] = {
    "bands": BANDS,
    "order": LABELS,
    "levels": Option(_read_levels, 'columns from fine to coarse, such as ["city", "region", "country"]'),
    "hierarchy": Option(_read_neighbour, 'the name of a CSV file beside this one, such as "city.csv"'),
    "top": Option(_whole(1, 100_000), "how many of the commonest values to keep, such as 20"),
    "rare": Option(_read_rare, '"other" (so it is when not said) or "keep"'),
    "priority": Option(_whole(1, 100), "a whole number from 1 to 100"),
    "behavioural": Option(_read_flag, "true or false"),
    "scope": Option(read_text, 'the name of what was agreed to, such as "email-marketing"'),
    "granted": Option(read_labels, 'the values that mean yes, such as ["yes", "1", "true"]'),
    "l": Option(_whole(1, 100), "a whole number from 2 to 100, such as 3"),
    "t": Option(_read_share, "a number between 0 and 1, such as 0.2"),
}
"""Every option of a column, but for `role` and `kind`."""

FILE_OPTIONS: Mapping[str, Option] = {
    "encoding": Option(_read_encoding, 'a known encoding, such as "utf-8" or "windows-1252"'),
    "delimiter": Option(_read_delimiter, 'the one character between columns, such as ";"'),
    "names": Option(read_labels, 'each column\'s name once, such as ["customer_id", "age"]'),
}

ROLES: Mapping[str, tuple[str, ...]] = {
    "identifier": (),
    "attribute": ("kind", "priority", "behavioural"),
    "consent": ("scope", "granted"),
    "sensitive": ("l", "t", "bands", "order"),
    "updated": (),
    "weight": (),
    "dropped": (),
}
"""Role → the options that belong to it."""

KINDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NOMINAL: ("top", "rare"),
    Kind.ORDERED: ("bands", "order"),
    Kind.HIERARCHICAL: ("levels", "hierarchy", "rare"),
}
"""Kind of attribute → the options that belong to it alone."""

ONE_OF: Mapping[Kind, tuple[str, ...]] = {
    Kind.NOMINAL: (),
    Kind.ORDERED: ("bands", "order"),
    Kind.HIERARCHICAL: ("levels", "hierarchy"),
}
"""Kind of attribute → the options of which exactly one must be said."""

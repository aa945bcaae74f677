"""Rows of cells: the list as a table of texts and numbers, the same in every format of a table."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

Cell = str | int
ListJson = Mapping[str, Any]
"""A segment list as `listing.list_to_json` writes it."""

_ABOUT = (
    "campaign_id",
    "campaign",
    "population",
    "snapshot",
    "rule_sha256",
    "campaign_k",
    "ledger_check_index",
    "made_at",
)
_TRIGGER = re.compile("""[\\s'"\\u00ad\\u200b-\\u200f\\u2060\\ufeff]*[=+\\-@\\t\\r\\n\\0＝＋－＠]""")  # noqa: RUF001 - full-width signs trigger too


def header(told: ListJson) -> tuple[str, ...]:
    """Return the names of the columns."""
    return ("segment_id", "people", *_names(told), "consent_scopes", *_ABOUT)


def rows(told: ListJson) -> list[tuple[Cell, ...]]:
    """Return one row a segment: id, people, the labels of each attribute, scopes, and what the list is part of."""
    names, joined = _names(told), cache(join_labels)
    about = (
        told["campaign"]["id"],
        told["campaign"]["name"],
        told["population"],
        told["snapshot"]["id"],
        told["rule_digest"],
        told["counts"]["campaign_k"],
        told["check_index"],
        told["made_at"],
    )
    return [
        (
            segment["id"],
            segment["people"],
            *(joined(tuple(segment["values"][name])) for name in names),
            joined(tuple(segment["scopes"])),
            *about,
        )
        for segment in told["segments"]
    ]


def _names(told: ListJson) -> list[str]:
    return [attribute["name"] for attribute in told["attributes"]]


def join_labels(labels: Sequence[str]) -> str:
    """Return labels as one text, parted by ` | `; a bar or backslash inside a label stands after a backslash."""
    return " | ".join(label.replace("\\", "\\\\").replace("|", "\\|") for label in labels)


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that could be gets an apostrophe in front.

    After OWASP, *CSV injection*; also where blanks, quotes or apostrophes stand before the sign. `plain` undoes it.
    """
    return f"'{text}" if _TRIGGER.match(text) else text


def plain(text: str) -> str:
    """Return what `neutral` was given."""
    return text[1:] if text.startswith("'") and _TRIGGER.match(text[1:]) else text

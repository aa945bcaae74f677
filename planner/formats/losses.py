"""Losses: what a target system cannot say of a segment list, and what a person has to know before using the file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from planner.domain.canonical import Json

LOSSES: Mapping[str, str] = {
    "live-data": (
        "The other system applies these conditions to its own data, whenever it likes. Its counts can differ from the "
        "approved ones, and nothing there keeps a group from falling below {campaign_k} people."
    ),
    "protected": (
        "The file names the {segments} approved groups, condition by condition. Do not replace them by the campaign's "
        "rule: there it would also match {protected} people whom Shoal protects."
    ),
    "empty-places": (
        "To keep the conditions few, places between the groups where nobody counted as having agreed are not cut out. "
        "Somebody new in such a place would match, and so would somebody there who agreed to more than the rest of "
        "their group."
    ),
    "consent-columns": (
        "Consent is tested as {columns}. Use the names that hold consent in the other system before you rely on it."
    ),
    "consent-merged": (
        "Somebody who agreed to more than the rest of their group can be counted here without that consent and still "
        "match there. They agreed to this use; they are only counted differently."
    ),
    "unomi-scope": "Consent is read under the Unomi scope {scope}; use your own site's scope in its place.",
    "numbers": "{attributes} must hold the numbers or dates themselves there, not Shoal's bands.",
    "labels": "{attributes} must hold the same words there as in the imported data, letter for letter.",
    "levels": "{attributes} must exist there: Shoal chose by the coarser level.",
    "missing": "An empty {attributes} is tested as empty there; other marks of a missing value do not match.",
    "folded": (
        "Rare values of {attributes} were folded together. Here that reads as: anything but the values of other listed "
        "groups, new values included."
    ),
    "folded-out": (
        "Rare values of {attributes} were folded together, and nothing can stand for them there without naming values "
        "that no listed group has. People with such a value do not match, though they are counted here."
    ),
    "renamed": "These names cannot be written there as they are: {names}.",
    "growth": "Brackets had to be written out: {groups} groups of conditions for {boxes} groups in Shoal's terms.",
    "nobody": "No file: nobody is listed, and a segment without filters would be everybody.",
    "too-large": "No file: the list needs {needed} {unit}, and this target takes {limit}. Use the SQL or JSON file.",
    "too-many-rows": "No file: the list has {needed} rows, and a sheet takes {limit}. Use the CSV file.",
    "cells-cut": "{cells} cells were cut at {limit} characters, the most a cell takes. The JSON file has them whole.",
    "characters": "Characters that a sheet cannot hold are shown as a replacement mark. The JSON file has them.",
}
"""Each loss as a person reads it; facts stand in braces."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing a target cannot express: which target, a permanent kebab-case code, and facts for its sentence."""

    target: str
    code: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def is_without_file(self) -> bool:
        """Whether the target gets no file at all."""
        return self.code in ("nobody", "too-large", "too-many-rows")

    @property
    def message(self) -> str:
        """The sentence for people."""
        facts = {name: f"{fact:,}" if isinstance(fact, int) else fact for name, fact in self.facts.items()}
        return LOSSES[self.code].format_map(facts)


def too_large(target: str, needed: int, unit: str, *, limit: int) -> Loss:
    """Return the loss of a target that cannot hold the list at all."""
    return Loss(target, "too-large", {"needed": needed, "unit": unit, "limit": limit})


def losses_to_json(losses: Iterable[Loss]) -> Json:
    """Return the loss report."""
    return [
        {"target": loss.target, "code": loss.code, "facts": dict(loss.facts), "message": loss.message}
        for loss in losses
    ]

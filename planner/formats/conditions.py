"""Conditions: what can be asked of a person in another system, before any system's own spelling."""

from dataclasses import dataclass

from planner.domain.attribute import Edge


@dataclass(frozen=True, slots=True)
class OneOf:
    """The text of a column is one of these."""

    column: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    """A column has a text, and it is none of these."""

    column: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The number or date of a column is at least `low` and below `high`; None is open, on one side at most."""

    column: str
    low: Edge | None
    high: Edge | None


@dataclass(frozen=True, slots=True)
class Absent:
    """A column is empty; or `negated`, it is not."""

    column: str
    like: Edge | None = None
    """An edge, where the column holds numbers or dates; None for texts, where an empty text is empty too."""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """A person agreed to a scope."""

    scope: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A person did not agree to a scope."""

    scope: str


Test = OneOf | NoneOf | Span | Absent | Granted | Refused
Clause = tuple[tuple[Test, ...], ...]
"""All of them, each any of its tests; without parts it is true of everyone."""

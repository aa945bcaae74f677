"""The mapping: what each column of a customer file is, as the person who knows the file said in TOML."""

from dataclasses import dataclass
from pathlib import Path

from planner.domain.attribute import Edge, Kind


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How to read the file; None means detected and confirmed by a second method."""

    encoding: str | None = None
    delimiter: str | None = None
    names: tuple[str, ...] = ()
    """Column names of a file that has no header line."""


@dataclass(frozen=True, slots=True)
class AttributeColumn:
    """A column that segments are described by. Exactly the options of its kind are set."""

    name: str
    kind: Kind
    bands: tuple[Edge, ...] = ()
    order: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    """Columns from fine to coarse, the attribute's own column first."""
    hierarchy: Path | None = None
    top: int | None = None
    fold_rare: bool = False
    """Whether values held by fewer people than the floor become "other" (`rare = "other"`)."""
    priority: int = 1
    behavioural: bool = False


@dataclass(frozen=True, slots=True)
class ConsentColumn:
    """A column that says whether a person granted one consent scope."""

    name: str
    scope: str
    granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SensitiveColumn:
    """A column that is never targetable and whose values every segment must keep diverse."""

    name: str
    distinct: int = 1
    closeness: float | None = None
    bands: tuple[Edge, ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """The role of every column that is used; a column that is not named here is dropped."""

    attributes: tuple[AttributeColumn, ...]
    consents: tuple[ConsentColumn, ...] = ()
    sensitive: tuple[SensitiveColumn, ...] = ()
    identifier: str | None = None
    """The column people are counted by; None: every row is one person."""
    updated: str | None = None
    """The date or time column that says which of a person's rows is the latest."""
    weight: str | None = None
    """The column that says how many people a row of an already aggregated file stands for."""
    dropped: tuple[str, ...] = ()
    """Columns named only to say that they are not used."""
    file: FileOptions = FileOptions()

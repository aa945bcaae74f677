"""The mapping: what each column of a customer file is, as the person who knows the file said in TOML."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.attribute import Edge, Kind
from planner.domain.errors import PlannerError


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
    fold_rare: bool = True
    """Whether values held by fewer people than the floor become "other"; not with `rare = "keep"`, nor when ordered."""
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


def own_roles(mapping: Mapping) -> dict[str, str]:
    """Return column → role for every column the mapping gives a role of its own."""
    roles = dict.fromkeys((column.name for column in mapping.attributes), "attribute")
    roles |= dict.fromkeys((column.name for column in mapping.consents), "consent")
    roles |= dict.fromkeys((column.name for column in mapping.sensitive), "sensitive")
    singles = {"identifier": mapping.identifier, "updated": mapping.updated, "weight": mapping.weight}
    roles |= {name: role for role, name in singles.items() if name is not None}
    return roles | dict.fromkeys(mapping.dropped, "dropped")


def column_roles(mapping: Mapping) -> dict[str, str]:
    """Return column → role for every column named; the coarser columns of a hierarchy have the role "level"."""
    levels = (level for column in mapping.attributes for level in column.levels[1:])
    return own_roles(mapping) | dict.fromkeys(levels, "level")


def check_against(mapping: Mapping, columns: Sequence[str]) -> None:
    """Check that every column the mapping uses is in the file; a dropped one may be absent.

    Raises PlannerError `mapping-column-absent` with the column of the file that is written nearly alike, and
    `mapping-column-nowhere` when none is. The other columns are not told: in a file without a header line they are a
    person's row.
    """
    for name, role in column_roles(mapping).items():
        if role != "dropped" and name not in columns:
            raise _absent(name, columns)


def _absent(name: str, columns: Sequence[str]) -> PlannerError:
    folded = {column.casefold(): column for column in columns}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    if not near:
        return PlannerError("mapping-column-nowhere", column=name)
    return PlannerError("mapping-column-absent", column=name, nearest=folded[near[0]])


def nearest_name(name: str, known: Collection[str]) -> str:
    """Return the known name that looks most like the one written, whatever its case."""
    folded = {candidate.casefold(): candidate for candidate in known}
    (nearest,) = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0)
    return folded[nearest]

"""Roles: what a person says of each column of a customer file before it is imported, starting from a survey."""

import tomllib
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from planner.domain.attribute import Edge, Kind
from planner.domain.errors import PlannerError
from planner.domain.segments import Cells
from planner.intake.cells import count_cells
from planner.intake.mapping import AttributeColumn, ConsentColumn, Mapping, SensitiveColumn, column_roles
from planner.intake.mapping_reader import parse_mapping, read_mapping
from planner.intake.mapping_writer import mapping_text
from planner.intake.reasons import WARNINGS
from planner.intake.survey import Survey, SurveyedColumn
from planner.intake.vocabulary import answer_words, scope_of
from planner.services.hooks import UNWATCHED, Hooks

__all__ = [
    "AttributeColumn", "Choice", "ConsentColumn", "Mapping", "SensitiveColumn", "Survey", "SurveyedColumn",
    "ValueCounts", "bands_text", "choices", "count_values", "read_mapping", "with_bands", "with_option", "with_role",
]  # fmt: skip

Column = AttributeColumn | ConsentColumn | SensitiveColumn
"""A column with the options of its role."""
ROLES = ("attribute", "consent", "sensitive", "identifier", "updated", "weight", "dropped")
"""The roles a person may give; a column is a `level` only through the attribute that it is a coarser level of."""
DROPPED = "dropped"
COMMONEST = 50
"""How many values of a varied text column are kept by name when nobody says otherwise."""
YES_WORDS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One column as a person decides about it: what the survey found, and what has been chosen so far."""

    surveyed: SurveyedColumn
    role: str
    is_proposed: bool
    """Whether it is still the role that the survey proposed."""
    part_of: str = ""
    """The attribute that this column is a coarser level of."""
    column: Column | None = None
    """The options that go with the role, where it has some."""

    @property
    def name(self) -> str:
        """The column's name."""
        return self.surveyed.name

    @property
    def points_at_one(self) -> bool:
        """Whether it was found to say who a person is."""
        return self.surveyed.warning == WARNINGS["direct"]


@dataclass(frozen=True, slots=True)
class ValueCounts:
    """How many people have each label of one attribute; None where they are fewer than the floor."""

    attribute: str
    kind: Kind
    labels: tuple[str, ...]
    people: tuple[int | None, ...]


def choices(survey: Survey, mapping: Mapping) -> tuple[Choice, ...]:
    """Return every column of a surveyed file with what a mapping says of it, in file order."""
    said, proposed, options = column_roles(mapping), column_roles(survey.mapping), _options(mapping)
    fine = {level: each.name for each in mapping.attributes for level in each.levels[1:]}
    return tuple(
        Choice(
            each,
            role=said.get(each.name, DROPPED),
            is_proposed=said.get(each.name, DROPPED) == proposed.get(each.name, DROPPED),
            part_of=fine.get(each.name, ""),
            column=options.get(each.name),
        )
        for each in survey.columns
    )


def with_role(survey: Survey, mapping: Mapping, name: str, role: str) -> Mapping:
    """Return a mapping in which a column has a role, with the options that the survey proposed for it or usual ones.

    Columns whose role cannot be had beside it are dropped: there is one identifier, and none beside a weight. Raises
    PlannerError `mapping-…` when the whole would contradict itself.
    """
    left = _without(mapping, name)
    if role in _EXCLUDES:
        for before in filter(None, (getattr(left, other) for other in _EXCLUDES[role])):
            left = replace(_without(left, before), dropped=(*left.dropped, before))
        return checked(_changed(left, role, name))
    kept = _KEPT_AS[role]
    if role == DROPPED:
        return checked(replace(left, dropped=(*left.dropped, name)))
    column = _options(survey.mapping).get(name)
    surveyed = next(each for each in survey.columns if each.name == name)
    if column is None or not isinstance(column, _TYPES[role]):
        column = _USUAL[role](surveyed)
    return checked(_with_levels(_changed(left, kept, (*getattr(left, kept), column)), column))


def with_option(mapping: Mapping, name: str, **options: Any) -> Mapping:
    """Return a mapping in which a column's options are other ones. Raises PlannerError `mapping-…`."""
    column = _options(mapping)[name]
    kept = next(kept for kept in _TYPES if column in getattr(mapping, _KEPT_AS[kept]))
    changed = tuple(replace(each, **options) if each is column else each for each in getattr(mapping, _KEPT_AS[kept]))
    return checked(_changed(mapping, _KEPT_AS[kept], changed))


def with_bands(mapping: Mapping, name: str, text: str) -> Mapping:
    """Return a mapping in which an attribute has bands, written as `18, 25, 35` or as dates; an empty text: none.

    Raises PlannerError `mapping-…` for edges that cannot be read or do not rise.
    """
    edges = _edges_of(text, name)
    kind = Kind.ORDERED if edges else Kind.NOMINAL
    return with_option(mapping, name, bands=edges, kind=kind, order=(), top=None)


def bands_text(edges: tuple[Edge, ...]) -> str:
    """Write bands as `with_bands` reads them."""
    return ", ".join(f"{edge:,}".replace(",", "") if isinstance(edge, int) else str(edge) for edge in edges)


def checked(mapping: Mapping) -> Mapping:
    """Return a mapping as it reads back from its own text. Raises PlannerError `mapping-…` when it cannot be."""
    return parse_mapping(mapping_text(mapping), folder=Path())


def count_values(path: Path, mapping: Mapping, *, floor: int, hooks: Hooks = UNWATCHED) -> tuple[ValueCounts, ...]:
    """Count the people behind each label of each attribute, as the bands and values would be; nothing is kept.

    A count below the floor is not told, nor a label that so few people hold. Raises what reading raises, and
    `import-cancelled`.
    """
    cells = count_cells(path, mapping, floor, progress=hooks.progress, cancelled=hooks.cancelled).cells
    return tuple(_counts_of(cells, place, floor) for place in range(len(cells.attributes)))


def _counts_of(cells: Cells, place: int, floor: int) -> ValueCounts:
    attribute = cells.attributes[place]
    held = np.bincount(cells.codes[place], weights=cells.people, minlength=len(attribute.labels)).astype(int).tolist()
    counts = (count for code, count in enumerate(held) if code not in attribute.rare)
    people = tuple(count if count >= floor or count == 0 else None for count in counts)
    return ValueCounts(attribute.name, attribute.kind, attribute.named, people)


def _without(mapping: Mapping, name: str) -> Mapping:
    """Return a mapping that says nothing of a column.

    What makes no sense without it is dropped: the coarser levels of an attribute, the date without an identifier.
    """
    own = next((each for each in mapping.attributes if each.name == name), None)
    levels = own.levels[1:] if own else ()
    alone = (mapping.updated,) if mapping.updated and name == mapping.identifier else ()
    return replace(
        mapping,
        attributes=tuple(_less_level(each, name) for each in mapping.attributes if each is not own),
        consents=tuple(each for each in mapping.consents if each.name != name),
        sensitive=tuple(each for each in mapping.sensitive if each.name != name),
        identifier=None if mapping.identifier == name else mapping.identifier,
        updated=None if name in (mapping.updated, mapping.identifier) else mapping.updated,
        weight=None if mapping.weight == name else mapping.weight,
        dropped=(*(each for each in mapping.dropped if each != name), *levels, *alone),
    )


def _less_level(column: AttributeColumn, level: str) -> AttributeColumn:
    """Return an attribute without one coarser level; without any left its values are as good as each other."""
    if level not in column.levels[1:]:
        return column
    levels = tuple(each for each in column.levels if each != level)
    return replace(column, levels=levels) if len(levels) > 1 else replace(column, levels=(), kind=Kind.NOMINAL)


def _with_levels(mapping: Mapping, column: object) -> Mapping:
    """Return a mapping in which the coarser columns of a new attribute have no other role."""
    levels = column.levels[1:] if isinstance(column, AttributeColumn) else ()
    for level in levels:
        mapping = replace(_without(mapping, level), attributes=mapping.attributes)
    return mapping


def _edges_of(text: str, name: str) -> tuple[Edge, ...]:
    try:
        said = tomllib.loads(f"bands = [{text}]")["bands"]
        return tuple(each if isinstance(each, int | float) else each.isoformat() for each in said)
    except (tomllib.TOMLDecodeError, AttributeError):
        raise PlannerError("mapping-bands-unreadable", column=name) from None


def _changed(mapping: Mapping, field: str, value: object) -> Mapping:
    fields: dict[str, Any] = {field: value}
    return replace(mapping, **fields)


def _options(mapping: Mapping) -> dict[str, Column]:
    columns: tuple[Column, ...] = (*mapping.attributes, *mapping.consents, *mapping.sensitive)
    return {each.name: each for each in columns}


def _usual_attribute(surveyed: SurveyedColumn) -> AttributeColumn:
    is_varied = surveyed.distinct is not None and surveyed.distinct > COMMONEST
    return AttributeColumn(surveyed.name, Kind.NOMINAL, top=COMMONEST if is_varied else None)


def _usual_consent(surveyed: SurveyedColumn) -> ConsentColumn:
    return ConsentColumn(surveyed.name, scope_of(surveyed.name), answer_words("yes")[:YES_WORDS])


def _usual_sensitive(surveyed: SurveyedColumn) -> SensitiveColumn:
    return SensitiveColumn(surveyed.name, distinct=2)


_EXCLUDES = {
    "identifier": ("identifier", "weight"),
    "updated": ("updated", "weight"),
    "weight": ("weight", "updated", "identifier"),
}
"""Role of a single column → the roles that no other column can have beside it."""
_KEPT_AS = {"attribute": "attributes", "consent": "consents", "sensitive": "sensitive", DROPPED: DROPPED}
_TYPES = {"attribute": AttributeColumn, "consent": ConsentColumn, "sensitive": SensitiveColumn}
_USUAL: AnyMapping[str, Callable[[SurveyedColumn], Column]] = {
    "attribute": _usual_attribute,
    "consent": _usual_consent,
    "sensitive": _usual_sensitive,
}

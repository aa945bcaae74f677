"""The survey of a customer file: what each column seems to be, why, and a mapping to confirm; no row, no rare value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from planner.domain.canonical import Json
from planner.domain.spoken import Spoken
from planner.intake.description import ALWAYS
from planner.intake.identity import ColumnFacts, suspected_identifiers
from planner.intake.mapping import AttributeColumn, ConsentColumn, FileOptions, Mapping, SensitiveColumn
from planner.intake.mapping_writer import mapping_text
from planner.intake.opened import WESTERN, Opened
from planner.intake.proposal import propose
from planner.intake.reasons import NOTES, Proposal, explained
from planner.intake.worker import Cancelled, Limits, Progress, Reading, run_in_child

FLOOR = 20
"""People who must hold a value before it is shown."""

MANY_ATTRIBUTES = 10
"""From this number on, attributes make each other coarse."""

_OPENING = (
    "What {file} seems to hold, to be confirmed by someone who knows it. Give each column the role it should have; "
    "columns that are not named are dropped."
)


@dataclass(frozen=True, slots=True)
class SurveyedColumn:
    """One column of a file as the survey sees it."""

    name: str
    role: str
    """A role of a mapping, or "level": a coarser column of a hierarchy."""
    reason: str
    warning: str
    distinct: int | None
    """Different values, to two digits; None: fewer than the floor."""
    examples: tuple[str, ...]
    """Common values, each held by at least the floor of people; none for columns that say who someone is."""


@dataclass(frozen=True, slots=True)
class Survey:
    """All columns in file order, and the mapping that follows from their proposed roles."""

    file: str
    rows: int
    floor: int
    columns: tuple[SurveyedColumn, ...]
    mapping: Mapping
    notes: tuple[str, ...]
    suspected: str | None = None
    """The column that most likely says who a person is, where no identifier is known: a person has to decide."""

    def to_toml(self) -> str:
        """Return the mapping as TOML, with the reason and the warning of each column as comments."""
        opening = "\n".join((_OPENING.format(file=self.file), *self.notes))
        reasons = {column.name: f"{column.reason} {column.warning}".strip() for column in self.columns}
        return mapping_text(self.mapping, reasons=reasons, opening=opening)

    def to_json(self) -> dict[str, Json]:
        """Return the survey as JSON; `distinct` is null where there are fewer than `floor` values."""
        return {
            "file": self.file,
            "rows": self.rows,
            "floor": self.floor,
            "notes": list(self.notes),
            "columns": [
                {
                    "name": column.name,
                    "role": column.role,
                    "reason": column.reason,
                    "warning": column.warning,
                    "distinct": column.distinct,
                    "examples": list(column.examples),
                }
                for column in self.columns
            ],
            "mapping": self.to_toml(),
        }


def survey(
    path: Path,
    *,
    floor: int = FLOOR,
    file: FileOptions = FileOptions(),  # noqa: B008 (frozen)
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Survey:
    """Look at a customer file in a child process and propose what each column is.

    No value of an identifier is shown, and no value held by fewer than `floor` people. Raises PlannerError for a file
    that cannot be read, and when cancelled.
    """
    reading = Reading("survey", path, {"floor": floor}, file)
    answer = run_in_child(reading, limits=limits, progress=progress, cancelled=cancelled)
    columns = [_facts(told) for told in answer.header["columns"]]
    proposals = {proposal.name: proposal for proposal in propose(columns)}
    proposals |= {name: explained(name, "dropped", "nested") for name in answer.header["nested"]}
    facts = {told.name: told for told in columns}
    mapping = _mapping(proposals.values(), file)
    return Survey(
        file=path.name,
        rows=answer.header["rows"],
        floor=floor,
        columns=tuple(_surveyed(proposals[name], facts.get(name), floor) for name in answer.source.columns),
        mapping=mapping,
        notes=tuple(_notes(mapping, answer.source, file)),
        suspected=next(iter(suspected_identifiers(columns)), None),
    )


def _facts(told: dict[str, object]) -> ColumnFacts:
    fields: dict[str, object] = {**told}
    for name in ("examples", "determines"):
        fields[name] = tuple(told[name])  # type: ignore[arg-type]  # JSON has lists only
    return ColumnFacts(**fields)  # type: ignore[arg-type]


def _surveyed(proposal: Proposal, facts: ColumnFacts | None, floor: int) -> SurveyedColumn:
    is_shown = facts is not None and proposal.role in ("attribute", "level", "consent")
    distinct = facts.distinct if facts else 0
    return SurveyedColumn(
        proposal.name,
        proposal.role,
        proposal.reason,
        proposal.warning,
        distinct=None if distinct < floor else int(float(f"{distinct:.2g}")),
        examples=facts.examples if facts and is_shown else (),
    )


def _mapping(proposals: Iterable[Proposal], file: FileOptions) -> Mapping:
    proposals = list(proposals)
    options = [proposal.column for proposal in proposals]
    return Mapping(
        attributes=tuple(column for column in options if isinstance(column, AttributeColumn)),
        consents=tuple(column for column in options if isinstance(column, ConsentColumn)),
        sensitive=tuple(column for column in options if isinstance(column, SensitiveColumn)),
        identifier=_only(proposals, "identifier"),
        updated=_only(proposals, "updated"),
        weight=_only(proposals, "weight"),
        dropped=tuple(proposal.name for proposal in proposals if proposal.role == "dropped"),
        file=file,
    )


def _only(proposals: Sequence[Proposal], role: str) -> str | None:
    return next((proposal.name for proposal in proposals if proposal.role == role), None)


def _notes(mapping: Mapping, opened: Opened, file: FileOptions) -> Iterable[str]:
    if opened.other_sheets:
        yield Spoken(NOTES["other-sheets"], sheets=len(opened.other_sheets))
    if opened.encoding == WESTERN and file.encoding is None:
        yield NOTES["encoding-guessed"]
    if mapping.identifier is None and mapping.weight is None:
        yield NOTES["no-identifier"]
    if not mapping.consents:
        yield NOTES["no-consent"]
    often = [column.name for column in mapping.attributes if column.priority >= ALWAYS]
    if often:
        yield Spoken(NOTES["priority"], columns=tuple(often))
    if len(mapping.attributes) >= MANY_ATTRIBUTES:
        yield Spoken(NOTES["many-attributes"], attributes=len(mapping.attributes))

"""Import findings: what was noticed of a customer file while it was counted, without a number below the floor."""

from collections.abc import Iterable, Iterator

from planner.domain.attribute import MISSING
from planner.domain.finding import Finding, Severity
from planner.domain.policy import Policy
from planner.domain.segments import Cells
from planner.domain.snapshot import SnapshotRecord
from planner.intake.cells import Counted
from planner.intake.mapping import Mapping
from planner.intake.opened import WESTERN


def import_findings(counted: Counted, floor: int, mapping: Mapping, *, is_confirmed: bool) -> Iterator[Finding]:
    """Say what was noticed while counting; a mapping that nobody confirmed is what a survey proposed."""
    if not is_confirmed:
        consents = tuple(column.name for column in mapping.consents)
        attributes = tuple(column.name for column in mapping.attributes)
        yield Finding("roles-not-confirmed", Severity.WARN, {"consents": consents, "attributes": attributes})
    if floor < Policy().floor:
        yield Finding("floor-low", Severity.WARN, {"floor": floor, "advised": Policy().floor})
    if not counted.cells.scopes:
        yield Finding("no-consent-column", Severity.WARN)
    if counted.encoding == WESTERN and mapping.file.encoding is None:
        yield Finding("encoding-guessed", Severity.WARN)
    if counted.other_sheets:
        yield Finding("other-sheets", Severity.WARN, {"sheets": len(counted.other_sheets)})
    yield from _row_findings(counted, floor, mapping)
    yield from _label_findings(counted, floor, mapping)


def same_columns(record: SnapshotRecord, others: Iterable[SnapshotRecord]) -> Iterator[Finding]:
    """Say which other populations may hold the same people: those whose file or segments have exactly the same columns.

    Lists of two populations are never compared with one another (`docs/threat-model.md`).
    """
    alike = tuple(
        other.population
        for other in others
        if other.population != record.population
        and (set(other.columns) == set(record.columns) or _described(other) == _described(record))
    )
    if alike:
        yield Finding("same-columns", Severity.WARN, {"populations": alike})


def _described(record: SnapshotRecord) -> set[str]:
    return {name for name, role in record.columns.items() if role == "attribute"}


def all_missing(cells: Cells) -> list[str]:
    """Return the attributes that nobody has a value of."""
    used = zip(cells.attributes, cells.codes, strict=True)
    return [each.name for each, codes in used if {each.labels[code] for code in set(codes.tolist())} == {MISSING}]


def _row_findings(counted: Counted, floor: int, mapping: Mapping) -> Iterator[Finding]:
    """Say what is odd about rows, without a number where it is below the floor: these findings are kept."""
    unnamed, repeated = counted.rows_without_identifier, counted.duplicate_rows
    if unnamed >= floor:
        yield Finding("rows-without-identifier", Severity.WARN, {"rows": unnamed})
    elif unnamed:
        yield Finding("rows-without-identifier-few", Severity.WARN, {"floor": floor})
    if repeated >= floor:
        yield Finding("repeated-rows", Severity.NOTE, {"rows": repeated, "people": counted.people})
    elif repeated:
        yield Finding("repeated-rows-few", Severity.NOTE, {"floor": floor})
    if counted.conflicting_people >= floor:
        code = "conflicting-rows-dated" if mapping.updated else "conflicting-rows"
        yield Finding(code, Severity.NOTE, {"people": counted.conflicting_people})
    elif counted.conflicting_people:
        yield Finding("conflicting-rows-few", Severity.NOTE, {"floor": floor})
    if counted.conflicting_consents >= floor:
        yield Finding("conflicting-consents", Severity.NOTE, {"people": counted.conflicting_consents})
    elif counted.conflicting_consents:
        yield Finding("conflicting-consents-few", Severity.NOTE, {"floor": floor})


def _label_findings(counted: Counted, floor: int, mapping: Mapping) -> Iterator[Finding]:
    """Say which labels few people hold, how many values have none of their own, and where nobody has a value."""
    for name in all_missing(counted.cells):
        yield Finding("attribute-all-missing", Severity.WARN, {"attribute": name})
    keeping = {column.name for column in mapping.attributes if not column.fold_rare}
    for attribute in counted.cells.attributes:
        name, folded = attribute.name, counted.folded_values.get(attribute.name)
        if (rare := len(attribute.rare)) and name in keeping:
            yield Finding("rare-values", Severity.WARN, {"attribute": name, "values": rare, "floor": floor})
        if folded:
            yield Finding("values-folded", Severity.NOTE, {"attribute": name, "values": folded, "floor": floor})

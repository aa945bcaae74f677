"""Refreshing: a population that was imported before is counted again in the segments it has."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.kept_cut import KeptCut
from planner.domain.refresh import Refreshed, held, refresh
from planner.domain.relabel import differences, relabel
from planner.domain.segments import Cells, SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.domain.utility import quality_of_segments
from planner.intake.mapping import Mapping
from planner.store.releases import releases_of_population
from planner.store.snapshots import load_table, load_tree, snapshots_of
from planner.store.workspace import Workspace

OF_THE_CUT = ("rare-values", "values-folded")
"""Findings about the labels that segments were cut with: they stay what they were."""
OF_ONE_IMPORT = ("counted-again", "people-left-out", "cut-afresh", "cut-afresh-after-lists", "same-columns")
"""Findings about how one import came about."""
COUNTS = ("rows", "people")
"""Facts of findings that a refresh holds back like every count; where both stand, the second is everybody."""

Key = tuple[str, object]


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """What a population keeps for its next import: the facts shown last, the segments, and how they were cut."""

    record: SnapshotRecord
    table: SegmentTable
    cut: KeptCut
    released: tuple[str, ...] = ()
    """The lists that have left from any of its imports."""


def newest(workspace: Workspace, population: str) -> SnapshotRecord | None:
    """Return the current snapshot of a population, or None when there is none yet."""
    known = snapshots_of(workspace, population)
    return known[-1] if known else None


def known_population(workspace: Workspace | None, population: str) -> Kept | None:
    """Return what a population keeps, or None when it was never imported here. Raises PlannerError `store-damaged`."""
    record = newest(workspace, population.strip()) if workspace else None
    if workspace is None or record is None:
        return None
    cut = KeptCut.from_arrays(load_tree(workspace, record.id))
    return Kept(record, load_table(workspace, record.id), cut, releases_of_population(workspace, record.population))


def unfolded(mapping: Mapping) -> Mapping:
    """Return a mapping that folds no value: which ones are rare was decided when the population was cut."""
    attributes = tuple(replace(column, top=None, fold_rare=False) for column in mapping.attributes)
    return replace(mapping, attributes=attributes)


def count_again(kept: Kept, cells: Cells, floor: int) -> Refreshed:
    """Count new customers in the segments that are kept.

    Raises PlannerError `recut-needed`, naming what differs from the kept cut, and as `refresh` does.
    """
    told = list(differences(kept.table.attributes, kept.record.scopes, cells))
    sensitive = {name for name, role in kept.record.columns.items() if role == "sensitive"}
    told += sorted(sensitive ^ {column.name for column in cells.sensitive})
    if floor != kept.record.floor:
        told.append(f"k = {kept.record.floor}")
    if told:
        raise PlannerError("recut-needed", population=kept.record.population, differences=tuple(told))
    return refresh(kept.table, kept.cut, relabel(cells, kept.table.attributes, kept.record.scopes))


def shown_record(kept: Kept, counted: SnapshotRecord, found: Refreshed) -> SnapshotRecord:
    """Return the facts that may be shown of a refresh: each follows from counts shown, or is held back itself.

    Where nobody knew more than these facts and the segments, no two refreshes that differ by fewer people than the
    floor differ here, but for segments that fall below the floor and merge.
    """
    before, floor = kept.record, counted.floor
    dropped = held(before.people_dropped, found.left_out, floor)
    people = found.table.total_people
    own = [Finding("counted-again", Severity.NOTE, {"before": before.lineage, "floor": floor})]
    if dropped:
        own.append(Finding("people-left-out", Severity.WARN, {"people": dropped, "population": before.population}))
    return replace(
        counted,
        people_in=people + dropped,
        people_kept=people,
        people_dropped=dropped,
        rows=held(before.rows, counted.rows, floor),
        cells=before.cells,
        segments=len(found.table),
        quality=asdict(quality_of_segments(found.table, found.cut.tiles(found.table.attributes))),
        findings=tuple(worst_first([*own, *_held_findings(before, counted, people + dropped)])),
        cut=before.lineage,
        refreshed_from=before.id,
    )


def _held_findings(before: SnapshotRecord, now: SnapshotRecord, everyone: int) -> Iterator[Finding]:
    """Yield what was found while counting, every count held back; and what was said of the cut.

    What concerns fewer than the floor has a code of its own and no count: it is told as this import found it.
    """
    shown, counted = ({_key(each): each for each in record.findings} for record in (before, now))
    for key in shown | counted:
        was, found = shown.get(key), counted.get(key)
        told = found or was
        if told is None or key[0] in OF_ONE_IMPORT:
            continue
        if key[0] in OF_THE_CUT:
            yield from (was,) if was else ()
            continue
        named = [name for name in COUNTS if name in told.facts]
        counts = {
            name: held(_count_of(was, name, now.floor), _count_of(found, name, now.floor), now.floor) for name in named
        }
        if counts[named[0]] if named else found:
            counts |= {"people": everyone} if len(named) == len(COUNTS) else {}
            yield replace(told, facts={**told.facts, **counts})


def _key(finding: Finding) -> Key:
    return finding.code, finding.facts.get("attribute")


def _count_of(finding: Finding | None, name: str, floor: int) -> int:
    """Return a count of a finding; nobody below the floor, which only imports of earlier versions have kept."""
    count = finding.facts.get(name) if finding else 0
    return count if isinstance(count, int) and count >= floor else 0

"""Importing customers: a file becomes cells, cells become segments; shown first, kept only when asked."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError, Refusal
from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.partition import partition
from planner.domain.policy import Policy
from planner.domain.privacy_model import LEAST_FLOOR
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import Arrays, ConsentSource, SnapshotRecord
from planner.domain.strict import require_short, require_text
from planner.domain.utility import quality_of
from planner.domain.warming import kernel_loading
from planner.intake import survey as intake_survey
from planner.intake.cells import Counted, count_cells
from planner.intake.mapping import Mapping, column_roles
from planner.intake.mapping_reader import read_mapping
from planner.intake.mapping_writer import mapping_digest
from planner.intake.survey import Survey
from planner.services.backing_up import back_up_if_changed
from planner.services.hooks import UNWATCHED, Hooks
from planner.services.import_findings import all_missing, import_findings, same_columns
from planner.services.lapsing import lapse_outdated
from planner.services.refreshing import Kept, count_again, known_population, newest, shown_record, unfolded
from planner.store.policies import saved_policy
from planner.store.recorder import utc_text
from planner.store.snapshots import next_snapshot_id, populations, save_snapshot
from planner.store.states import Subject
from planner.store.workspace import Clock, Workspace

__all__ = [
    "Import",
    "Kept",
    "Request",
    "compared",
    "floor_for",
    "keep_import",
    "known_population",
    "least_floor",
    "prepare_import",
    "survey",
]

DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Request:
    """What to import: a file, the population it describes, and the floor that no segment goes below."""

    path: Path
    population: str
    floor: int
    mapping: Path | Mapping | None = None
    """A mapping file; None: what a survey of the customer file proposes."""
    recut: bool = False
    """Whether a population that was imported before is cut afresh, instead of counted again in its segments."""


@dataclass(frozen=True, eq=False, slots=True)
class Import:
    """A finished import that nobody has kept yet: what its preview shows, and all that would be kept."""

    record: SnapshotRecord
    table: SegmentTable
    tree: Arrays
    follows: str = ""
    """The snapshot that was current when this was prepared; empty for a new population."""


def survey(path: Path, *, floor: int, hooks: Hooks = UNWATCHED) -> Survey:
    """Return what each column of a customer file seems to be, and a mapping to start from.

    Shows no value of an identifier, and none held by fewer than `floor` people. Raises what reading raises, and
    PlannerError `floor-too-low`.
    """
    _check_floor(floor)
    return intake_survey.survey(path, floor=floor, progress=hooks.progress, cancelled=hooks.cancelled)


def prepare_import(request: Request, *, clock: Clock, known: Kept | None = None, hooks: Hooks = UNWATCHED) -> Import:
    """Read a customer file and make segments of it, and keep nothing.

    A population that was imported before, `known` as `known_population` returns it, is counted again in its segments,
    unless the request is to cut it afresh; any other is cut. Raises PlannerError for a floor, file or mapping that
    cannot be used, `identifier-unclear` where nobody wrote a mapping and it takes a person to say who is who,
    `nothing-to-describe`, `recut-needed`, `import-cancelled`, and Refusal when the population cannot reach the floor
    or `nobody-fits` its segments.
    """
    _check_request(request)
    kept = None if request.recut else known
    mapping = _mapping_of(request, hooks)
    read = unfolded(mapping) if kept else mapping
    with kernel_loading():
        counted = count_cells(request.path, read, request.floor, progress=hooks.progress, cancelled=hooks.cancelled)
    if len(all_missing(counted.cells)) == len(counted.cells.attributes):
        raise PlannerError("nothing-to-describe", file=request.path.name)
    record = _counted_record(request, counted, mapping, made_at=utc_text(clock()))
    hooks.progress("counting segments" if kept else "cutting segments", 0.0)
    made = _refreshed(kept, counted, record) if kept else _cut(counted, record)
    hooks.progress("counting segments" if kept else "cutting segments", 1.0)
    if hooks.cancelled():
        raise PlannerError("import-cancelled", file=request.path.name)
    if known is None:
        return made
    return replace(made if kept else _cut_afresh(made, known), follows=known.record.id)


def compared(workspace: Workspace | None, prepared: Import) -> Import:
    """Return a prepared import that also says which populations of a workspace may hold the same people."""
    others = populations(workspace) if workspace else ()
    own = (each for each in prepared.record.findings if each.code != "same-columns")
    found = tuple(worst_first([*own, *same_columns(prepared.record, others)]))
    return replace(prepared, record=replace(prepared.record, findings=found))


def floor_for(workspace: Workspace | None, wanted: int | None) -> int:
    """Return the floor of an import: the wanted one, else the policy's.

    While nobody has set a policy, none is too low for it. Raises Refusal `floor-below-policy`.
    """
    policy = saved_policy(workspace) if workspace else None
    if wanted is None:
        return (policy or Policy()).floor
    if policy is not None and wanted < policy.floor:
        raise Refusal("floor-below-policy", floor=wanted, least=policy.floor)
    return wanted


def least_floor(workspace: Workspace) -> int:
    """Return the lowest floor that an import may have: the policy's, once somebody has set one."""
    policy = saved_policy(workspace)
    return policy.floor if policy else LEAST_FLOOR


def keep_import(workspace: Workspace, prepared: Import) -> SnapshotRecord:
    """Save a prepared import as the current snapshot of its population, with its entry in the ledger, or not at all.

    Raises Refusal `floor-below-policy`, and PlannerError `import-outdated` when the population is not any more what
    it was when the import was prepared.
    """
    record = prepared.record
    floor_for(workspace, record.floor)
    if prepared.follows and not record.refreshed_from:
        back_up_if_changed(workspace)
    with workspace.change() as ledger:
        record, before = compared(workspace, prepared).record, newest(workspace, record.population)
        if prepared.follows != (before.id if before else ""):
            raise PlannerError("import-outdated", population=record.population)
        name = next_snapshot_id(workspace, record.population)
        saved = save_snapshot(workspace, replace(record, id=name), prepared.table, prepared.tree)
        action = "refreshed" if saved.refreshed_from else "cut-afresh" if before else "imported"
        followed: dict[str, Json] = {"follows": prepared.follows} if before else {}
        ledger.append(action, Subject("snapshot", saved.id), _ledger_facts(saved) | followed)
        lapse_outdated(workspace, ledger)
    return saved


def _counted_record(request: Request, counted: Counted, mapping: Mapping, *, made_at: str) -> SnapshotRecord:
    """Return what counting tells, before there are segments."""
    found = import_findings(counted, request.floor, mapping, is_confirmed=request.mapping is not None)
    return SnapshotRecord(
        id="",
        population=request.population.strip(),
        made_at=made_at,
        floor=request.floor,
        people_in=counted.people,
        people_kept=0,
        people_dropped=counted.people,
        rows=counted.rows,
        cells=len(counted.cells),
        segments=0,
        columns=dict.fromkeys(counted.columns, DROPPED) | column_roles(mapping),
        quality={},
        mapping_digest=mapping_digest(mapping),
        consents=tuple(sorted(_consents(mapping), key=lambda each: (each.scope, each.column))),
        findings=tuple(worst_first([*found])),
        scopes=counted.cells.scopes,
    )


def _cut(counted: Counted, record: SnapshotRecord) -> Import:
    cut = partition(counted.cells, record.floor)
    people = cut.table.total_people
    made = replace(
        record,
        people_kept=people,
        people_dropped=counted.people - people,
        segments=len(cut.table),
        quality=asdict(quality_of(cut)),
    )
    return Import(made, cut.table, cut.tree.to_arrays())


def _refreshed(kept: Kept, counted: Counted, record: SnapshotRecord) -> Import:
    found = count_again(kept, counted.cells, record.floor)
    made = replace(record, scopes=kept.record.scopes)
    return Import(shown_record(kept, made, found), found.table, found.cut.to_arrays())


def _cut_afresh(made: Import, known: Kept) -> Import:
    """Say of a population's new cut what it retires."""
    before, left = known.record.id, known.released
    if left:
        finding = Finding("cut-afresh-after-lists", Severity.WARN, {"before": before, "releases": left})
    else:
        finding = Finding("cut-afresh", Severity.WARN, {"before": before})
    findings = tuple(worst_first([*made.record.findings, finding]))
    return replace(made, record=replace(made.record, findings=findings))


def _check_request(request: Request) -> None:
    """Refuse before the file is read what could not be kept after it."""
    require_text(request.population)
    require_short(request.population)
    if not request.population.strip():
        raise PlannerError("population-unnamed")
    _check_floor(request.floor)


def _check_floor(floor: int) -> None:
    if floor < LEAST_FLOOR:
        raise PlannerError("floor-too-low", floor=floor, least=LEAST_FLOOR)


def _ledger_facts(record: SnapshotRecord) -> dict[str, Json]:
    """Return what the ledger says of an import: sizes and digests, nothing of what is in it."""
    return {
        "population": record.population,
        "floor": record.floor,
        "people": record.people_kept,
        "segments": record.segments,
        "mapping_digest": record.mapping_digest,
        "table_digest": record.table_digest,
    }


def _mapping_of(request: Request, hooks: Hooks) -> Mapping:
    if isinstance(request.mapping, Mapping):
        return request.mapping
    if request.mapping is not None:
        return read_mapping(request.mapping)
    found = survey(request.path, floor=request.floor, hooks=hooks)
    if found.suspected is not None:
        raise PlannerError("identifier-unclear", column=found.suspected)
    return found.mapping


def _consents(mapping: Mapping) -> Iterator[ConsentSource]:
    return (ConsentSource(each.scope, each.name, each.granted) for each in mapping.consents)

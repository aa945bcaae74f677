"""Releasing: the one way by which a segment list leaves the product."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from planner import __version__
from planner.domain.campaign import Campaign, ExportMark, record_export
from planner.domain.canonical import Json
from planner.domain.errors import PlannerError, Refusal
from planner.domain.finding import Severity
from planner.domain.rule_text import rule_text
from planner.domain.strict import require_short, require_text
from planner.formats.bundle import (
    CONDITIONS,
    FORMATS,
    TABLES,
    Content,
    Evidence,
    bundle_content,
    export_facts,
    file_count,
    seal,
)
from planner.formats.files import bundle_name, check_room, clear_leftovers, write_atomically
from planner.formats.listing import SegmentList, list_segments, other_boxes
from planner.formats.losses import Loss
from planner.services.hooks import UNWATCHED, Hooks
from planner.services.issuing import Issue, check_index, find_issue
from planner.services.planning import Examination
from planner.services.resources import resource_path
from planner.services.reviewing import examine_today, today
from planner.store.campaigns import about_campaign, find_campaign, save_campaign
from planner.store.ledger import entry_at, prove_entry, verifier_key
from planner.store.recorder import newest_entry, utc_text
from planner.store.releases import Release, save_release
from planner.store.states import Subject
from planner.store.workspace import Workspace

BUNDLE = "bundle"
"""Asking for the bundle by name keeps the formats inside it; without it they are written beside it as well."""

_EVIDENCE_BYTES = 1 << 16
"""More than what is in a bundle besides its content: manifest, entry and proofs."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A list that has left: where it is, what is in it, and what its formats could not say."""

    campaign: Campaign
    path: Path
    files: tuple[str, ...]
    """The files of the bundle."""
    beside: tuple[Path, ...]
    """Formats asked for by name, written next to the bundle as well."""
    losses: tuple[Loss, ...]
    release: str
    left_before: bool
    """Whether this very list had left already: then it is the same release, however often it is written."""
    ledger_index: int
    vkey: str


def export(
    workspace: Workspace, wanted: str, folder: Path, *, by: str, formats: Sequence[str] = (), hooks: Hooks = UNWATCHED
) -> Exported:
    """Write an approved campaign's segment list as a bundle that proves itself.

    Everything that guards a campaign is asked again, because lists may have left since the check. The release and its
    entry in the ledger are on the disk before the file is, so that no list exists that the ledger does not know. Where
    the file was not written after that, exporting again writes it, under that entry: one list is one release, however
    often it is written and into whichever formats. That the folder takes such a file is tried out first.
    The entry says who had it written: `by`. Until that entry is made it can be cancelled, and nothing is kept. Raises
    Refusal `export-blocked`, `check-…`, `approval-missing`, `clock-behind-ledger`; PlannerError `unknown-campaign`,
    `format-unknown`, `actor-missing`, `name-too-long`, `export-cancelled`, `export-folder`, `file-not-written`.
    """
    _require_actor(by)
    _refuse_clock_behind(workspace)
    kinds = _kinds(formats)
    examination = examine_today(workspace, find_campaign(workspace, wanted))
    _refuse_unready(workspace, examination)
    issue = find_issue(workspace, examination, kinds)
    watched = _Watched(hooks, examination.campaign.name, file_count(kinds))
    content = _content(workspace, examination, issue, formats=kinds, begin=watched)
    if issue.index is not None and issue.manifest_digest != content.manifest_digest:
        issue = replace(issue, index=None, number=len(examination.campaign.exports) + 1)
    path = folder / bundle_name(examination.campaign.name, examination.campaign.id, number=issue.number)
    _make_room(path, content)
    told: dict[str, Json] = {"formats": [*kinds], "made_at": issue.made_at, "by": by.strip()}
    watched("the entry")
    index = _record(workspace, examination, content, issue=issue, more=told) if issue.index is None else issue.index
    write_atomically(path, seal(content, _evidence(workspace, index, check_index(examination.campaign))))
    return Exported(
        campaign=find_campaign(workspace, examination.campaign.id),
        path=path,
        files=tuple(sorted(content.files)),
        beside=tuple(_write_beside(path, content, kinds)) if formats and BUNDLE not in formats else (),
        losses=content.losses,
        release=issue.release,
        left_before=issue.left_before,
        ledger_index=index,
        vkey=verifier_key(workspace).vkey,
    )


class _Watched:
    """Tells how far the writing is, file by file, and stops it where somebody cancels."""

    def __init__(self, hooks: Hooks, campaign: str, files: int) -> None:
        self._hooks = hooks
        self._campaign = campaign
        self._files = files
        self._begun = 0

    def __call__(self, _file: str) -> None:
        if self._hooks.cancelled():
            raise PlannerError("export-cancelled", campaign=self._campaign)
        self._hooks.progress("writing the list", self._begun / self._files)
        self._begun += 1


def _require_actor(by: str) -> None:
    require_text(by)
    require_short(by)
    if not by.strip():
        raise PlannerError("actor-missing")


def _refuse_clock_behind(workspace: Workspace) -> None:
    """Refuse while the clock is a day or more behind the ledger: what has run out would count again.

    Raises Refusal `clock-behind-ledger`.
    """
    with workspace.reading() as database:
        newest = newest_entry(database)
    day = today(workspace).isoformat()
    if newest and newest["at"][:10] > day:
        raise Refusal("clock-behind-ledger", today=day, newest=newest["at"][:10])


def _kinds(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that are asked for, each once, in their own order; all when none is named."""
    for name in formats:
        if name not in (BUNDLE, *FORMATS):
            raise PlannerError("format-unknown", format=name, known=(BUNDLE, *FORMATS))
    return tuple(kind for kind in FORMATS if kind in formats) or FORMATS


def _refuse_unready(workspace: Workspace, examination: Examination) -> None:
    """Refuse what is not approved as it is now, and what a check made now would block, whatever the recorded one said.

    Raises Refusal.
    """
    mark = ExportMark(digest=examination.digest, bundle_digest="", exported_at=utc_text(workspace.clock()))
    record_export(examination.campaign, mark, today=today(workspace))
    _refuse_blocked(examination)


def _refuse_blocked(examination: Examination) -> None:
    blocks = tuple(each.code for each in examination.findings if each.severity is Severity.BLOCK)
    if blocks:
        raise Refusal("export-blocked", campaign=examination.campaign.name, findings=blocks)


def _make_room(path: Path, content: Content) -> None:
    """Make the folder, and try out whether it takes a file of the bundle's size."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlannerError("export-folder", folder=str(path.parent), reason=error.strerror or "") from error
    clear_leftovers(path.parent)
    check_room(path, sum(map(len, content.files.values())) + _EVIDENCE_BYTES)


def _content(
    workspace: Workspace,
    examination: Examination,
    issue: Issue,
    *,
    formats: Sequence[str],
    begin: Callable[[str], None],
) -> Content:
    check = check_index(examination.campaign)
    return bundle_content(
        _listing(examination, issue),
        formats=formats,
        check=entry_at(workspace, check).data,
        vkey=verifier_key(workspace).vkey,
        software=__version__,
        verifier=resource_path("verify_shoal.py").read_bytes(),
        begin=begin,
    )


def _listing(examination: Examination, issue: Issue) -> SegmentList:
    """Return the list that leaves: the reachable segments, every count rounded down to the policy's base."""
    campaign, policy, found = examination.campaign, examination.policy, examination.judged.audience
    record, table = examination.population.record, examination.population.table
    return SegmentList(
        campaign_id=campaign.id,
        campaign=campaign.name,
        campaign_digest=campaign.digest(),
        population=record.population,
        snapshot=record.id,
        snapshot_digest=record.table_digest,
        rule=campaign.rule,
        rule_text=rule_text(campaign.rule),
        attributes=table.attributes,
        segments=list_segments(table, found.reachable, policy.rounding_base),
        scopes=examination.requirement.scope_names,
        consent_sets=tuple(tuple(sorted(scopes)) for scopes in table.consents),
        people=policy.round_down(table.total_people),
        reach=policy.round_down(found.reach),
        reachable=policy.round_down(found.reachable_people),
        protected=policy.round_down(found.protected),
        base=policy.rounding_base,
        floor=table.floor,
        campaign_k=policy.campaign_k,
        policy_digest=policy.digest(),
        check_index=check_index(campaign),
        checkpoint=issue.checkpoint,
        made_at=issue.made_at,
        consent_sources=record.consents,
        others=other_boxes(table, found.reachable, examination.requirement.scope_names),
    )


def _record(
    workspace: Workspace, examination: Examination, content: Content, *, issue: Issue, more: Mapping[str, Json]
) -> int:
    """Put the release, unless it is known, and its bundle's entry on the disk, as one; return the entry's index."""
    campaign, about = examination.campaign, Subject("release", issue.release)
    facts = {**export_facts(content), **more}
    with workspace.change() as ledger:
        if not issue.left_before:
            left = Release(issue.release, campaign.id, examination.population.record.id, facts)
            save_release(workspace, left, examination.judged.audience.reachable)
        index = ledger.append("exported", about, facts)
        mark = ExportMark(
            digest=examination.digest,
            bundle_digest=content.manifest_digest,
            exported_at=ledger.at,
            ledger_index=index,
        )
        after = record_export(campaign, mark, today=today(workspace))
        save_campaign(workspace, after)
        ledger.append("campaign-exported", about_campaign(after), {"campaign": after.id, "release": issue.release})
    return index


def _evidence(workspace: Workspace, index: int, check: int) -> Evidence:
    return Evidence(entry_at(workspace, index).data, prove_entry(workspace, index), prove_entry(workspace, check))


def _write_beside(bundle: Path, content: Content, kinds: Sequence[str]) -> list[Path]:
    """Write the list in these formats next to the bundle, for programs that want the bare file."""
    lists = [name for kind in kinds for name in (TABLES.get(kind) or CONDITIONS[kind])]
    written = []
    for name in (name for name in lists if name in content.files):
        path = bundle.with_name(f"{bundle.stem}.{name}")
        write_atomically(path, content.files[name])
        written.append(path)
    return written

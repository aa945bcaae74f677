"""Releasing: the one way by which a segment list leaves the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from planner import __version__
from planner.domain.campaign import Campaign, ExportMark, record_export
from planner.domain.errors import PlannerError, Refusal
from planner.domain.finding import Severity
from planner.domain.rule_text import rule_text
from planner.formats.bundle import CONDITIONS, FORMATS, TABLES, Content, Evidence, bundle_content, export_facts, seal
from planner.formats.files import bundle_name, check_room, write_atomically
from planner.formats.listing import SegmentList, list_segments, other_boxes
from planner.formats.losses import Loss
from planner.services.planning import Examination
from planner.services.resources import resource_path
from planner.services.reviewing import examine_today, today
from planner.store.campaigns import about_campaign, find_campaign, save_campaign
from planner.store.ledger import entry_at, prove_entry, signed_checkpoint, verifier_key
from planner.store.recorder import utc_text
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
    ledger_index: int
    vkey: str


def export(workspace: Workspace, wanted: str, folder: Path, *, formats: Sequence[str] = ()) -> Exported:
    """Write an approved campaign's segment list as a bundle that proves itself.

    Everything that guards a campaign is asked again, because lists may have left since the check. The release and its
    entry in the ledger are on the disk before the file is, so that no list exists that the ledger does not know. That
    the folder takes such a file is tried out first; one that cannot be written even so is written by exporting again.
    Raises Refusal `export-blocked`, `check-…`, `approval-missing`; PlannerError `unknown-campaign`, `format-unknown`,
    `export-folder`, `file-not-written`.
    """
    kinds = _kinds(formats)
    campaign = find_campaign(workspace, wanted)
    examination = examine_today(workspace, campaign)
    made_at, release = utc_text(workspace.clock()), f"{campaign.id}/{len(campaign.exports) + 1}"
    mark = ExportMark(digest=examination.digest, bundle_digest="", exported_at=made_at)
    record_export(campaign, mark, today=today(workspace))
    _refuse_blocked(examination)
    content = _content(workspace, examination, made_at, formats=kinds)
    path = folder / bundle_name(campaign.name, campaign.id, release=len(campaign.exports) + 1)
    _make_room(path, content)
    index = _record(workspace, examination, content, release=release)
    write_atomically(path, seal(content, _evidence(workspace, index, _check_index(campaign))))
    return Exported(
        campaign=find_campaign(workspace, campaign.id),
        path=path,
        files=tuple(sorted(content.files)),
        beside=tuple(_write_beside(path, content)) if formats and BUNDLE not in formats else (),
        losses=content.losses,
        release=release,
        ledger_index=index,
        vkey=verifier_key(workspace).vkey,
    )


def _kinds(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that are asked for, each once, in their own order; all when none is named."""
    for name in formats:
        if name not in (BUNDLE, *FORMATS):
            raise PlannerError("format-unknown", format=name, known=(BUNDLE, *FORMATS))
    return tuple(kind for kind in FORMATS if kind in formats) or FORMATS


def _make_room(path: Path, content: Content) -> None:
    """Make the folder, and try out whether it takes a file of the bundle's size."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PlannerError("export-folder", folder=str(path.parent), reason=error.strerror or "") from error
    check_room(path, sum(map(len, content.files.values())) + _EVIDENCE_BYTES)


def _refuse_blocked(examination: Examination) -> None:
    """Refuse what a check made now would block, whatever the recorded check said."""
    blocks = tuple(each.code for each in examination.findings if each.severity is Severity.BLOCK)
    if blocks:
        raise Refusal("export-blocked", campaign=examination.campaign.name, findings=blocks)


def _content(workspace: Workspace, examination: Examination, made_at: str, *, formats: Sequence[str]) -> Content:
    check = _check_index(examination.campaign)
    return bundle_content(
        _listing(workspace, examination, made_at),
        formats=formats,
        check=entry_at(workspace, check).data,
        vkey=verifier_key(workspace).vkey,
        software=__version__,
        verifier=resource_path("verify_shoal.py").read_bytes(),
    )


def _listing(workspace: Workspace, examination: Examination, made_at: str) -> SegmentList:
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
        check_index=_check_index(campaign),
        checkpoint=signed_checkpoint(workspace) or "",
        made_at=made_at,
        consent_sources=record.consents,
        others=other_boxes(table, found.reachable, examination.requirement.scope_names),
    )


def _record(workspace: Workspace, examination: Examination, content: Content, *, release: str) -> int:
    """Put the release and its entry on the disk, as one, and return the entry's index."""
    campaign, facts = examination.campaign, export_facts(content)
    with workspace.change() as ledger:
        about = Subject("release", release)
        left = Release(release, campaign.id, examination.population.record.id, facts)
        save_release(workspace, left, examination.judged.audience.reachable)
        index = ledger.append("exported", about, facts)
        mark = ExportMark(
            digest=examination.digest,
            bundle_digest=content.manifest_digest,
            exported_at=utc_text(workspace.clock()),
            ledger_index=index,
        )
        after = record_export(campaign, mark, today=today(workspace))
        save_campaign(workspace, after)
        ledger.append("campaign-exported", about_campaign(after), {"campaign": after.id, "release": release})
    return index


def _evidence(workspace: Workspace, index: int, check: int) -> Evidence:
    return Evidence(entry_at(workspace, index).data, prove_entry(workspace, index), prove_entry(workspace, check))


def _check_index(campaign: Campaign) -> int:
    check = campaign.last_check
    if check is None or check.ledger_index is None:
        raise Refusal("check-missing", campaign=campaign.name)
    return check.ledger_index


def _write_beside(bundle: Path, content: Content) -> list[Path]:
    """Write the list's formats next to the bundle, for programs that want the bare file."""
    lists = [name for files in (*TABLES.values(), *CONDITIONS.values()) for name in files if name in content.files]
    written = []
    for name in lists:
        path = bundle.with_name(f"{bundle.stem}.{name}")
        write_atomically(path, content.files[name])
        written.append(path)
    return written

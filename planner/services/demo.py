"""The demonstration: the whole job on invented customers, up to a list that verifies and a forged one that does not."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from planner.domain.brief import Brief
from planner.domain.canonical import Json
from planner.domain.errors import PlannerError, Refusal
from planner.domain.finding import Finding, Severity
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.snapshot import SnapshotRecord
from planner.formats.archive import pack, unpack
from planner.services import importing, planning, releasing, reviewing, verifying
from planner.services.hooks import Hooks
from planner.services.opening import Clock, Workspace, open_workspace
from planner.services.resources import resource_path
from planner.services.sample import write_sample
from planner.services.sample_folder import MARK, WORKSPACE, mark, sample_environment
from planner.services.words import tell_changes, tell_finding

POPULATION = "outdoor customers"
MARKETER, OFFICER = "Mara Marketer", "Otto Officer"

CLEAN = "age >= '35–44'"
NARROW = "city = 'Darmstadt' AND category = 'hiking'"
NOT_AGREED = "country IN ('Germany', 'Austria')"


@dataclass(frozen=True, slots=True)
class Example:
    """A campaign to begin with."""

    name: str
    goal: str
    rule: str
    channel: str = "email"


EXAMPLES = (
    Example("Spring catalogue", "Show the new tents", CLEAN),
    Example("Hiking day", "Invite hikers to a day on the hills", NARROW),
    Example("Text message sale", "Announce the sale", NOT_AGREED, channel="sms"),
)
"""One that people agreed to, one that is too narrow, and one that nobody agreed to."""


@dataclass(slots=True)
class Story:
    """What happened, told as it happens and kept as facts."""

    tell: Callable[[str], None]
    facts: dict[str, Json] = field(default_factory=dict)


def run_demo(folder: Path, *, clock: Clock, hooks: Hooks, tell: Callable[[str], None]) -> Story:
    """Do the whole job on the sample in a folder, which keeps the workspace and the exported bundles.

    A folder that an earlier demonstration left is used again; any other that is not empty is refused. Raises
    PlannerError `demo-folder`, and whatever the job raises: every step of it is the real one.
    """
    _make_room(folder)
    story = Story(tell)
    with open_workspace(folder / WORKSPACE, sample_environment({}), clock) as workspace:
        _tell_import(workspace, folder, story, hooks)
        key = verifying.verifier_key(workspace).vkey
        first = _clean(workspace, folder, story, key)
        _narrow(workspace, folder, story, key)
        _not_agreed(workspace, story)
        _tamper(first, story, key)
        _check_ledger(workspace, folder, story)
    story.facts["key"] = key
    return story


def _make_room(folder: Path) -> None:
    """Empty the folder of an earlier demonstration, or make it; nothing else is ever removed."""
    try:
        if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
            raise PlannerError("demo-folder", folder=str(folder))
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
    except OSError as error:
        raise PlannerError("demo-folder-unusable", folder=str(folder), reason=error.strerror or "") from error
    mark(folder)


def import_sample(workspace: Workspace, folder: Path, hooks: Hooks) -> SnapshotRecord:
    """Write the sample customers into a folder, keep their segments, and remove the file.

    Raises PlannerError as an import does, such as `import-cancelled`.
    """
    rows = folder / "customers.csv"
    write_sample(rows)
    try:
        request = importing.Request(rows, POPULATION, floor=20, mapping=resource_path("sample_mapping.toml"))
        return importing.keep_import(workspace, importing.prepare_import(request, clock=workspace.clock, hooks=hooks))
    finally:
        rows.unlink()


def draft_example(workspace: Workspace, example: Example) -> str:
    """Start a campaign for two weeks, a week from now, and return its id."""
    starts = reviewing.today(workspace) + timedelta(days=7)
    brief = Brief(
        goal=example.goal,
        purposes=("direct-marketing",),
        channel=example.channel,
        starts_on=starts,
        ends_on=starts + timedelta(days=13),
    )
    plan = planning.Plan(name=example.name, population=POPULATION, brief=brief, rule=parse_rule(example.rule))
    return planning.draft(workspace, plan, author=MARKETER).id


def _tell_import(workspace: Workspace, folder: Path, story: Story, hooks: Hooks) -> None:
    record = import_sample(workspace, folder, hooks)
    story.facts["import"] = {"people": record.people_kept, "segments": record.segments, "floor": record.floor}
    for line in _import_lines(record):
        story.tell(line)


def _import_lines(record: SnapshotRecord) -> Iterator[str]:
    yield f"1. {record.rows:,} rows of invented customers became {record.segments:,} groups of at least {record.floor}."
    yield f"   {record.people_kept:,} people are in exactly one group each. The file is deleted; no row was kept."
    dropped = [name for name, role in record.columns.items() if role == importing.DROPPED]
    yield f"   Dropped, never read into the store: {', '.join(dropped)}."


def _clean(workspace: Workspace, folder: Path, story: Story, key: str) -> Path:
    story.tell("")
    story.tell("2. A campaign that people agreed to")
    campaign = draft_example(workspace, EXAMPLES[0])
    return _through(workspace, campaign, folder, story=story, key=key)


def _narrow(workspace: Workspace, folder: Path, story: Story, key: str) -> None:
    story.tell("")
    story.tell("3. A campaign that is too narrow, and its repair")
    drafted = draft_example(workspace, EXAMPLES[1])
    campaign, found = reviewing.check_campaign(workspace, drafted, actor=MARKETER)
    story.tell(f"   {rule_text(campaign.rule)}")
    _tell_findings(story, found.findings, Severity.BLOCK)
    best = found.widenings[0]
    story.facts["narrow"] = {
        "blocks": [finding.code for finding in found.findings if finding.severity is Severity.BLOCK],
        "reachable": found.judged.audience.reachable_people,
        "changes": [change.code for change in best.changes],
        "repaired": best.reachable,
    }
    story.tell(f"   → first suggestion: {tell_changes(best.changes)} ({best.reachable:,} people)")
    planning.edit_campaign(workspace, campaign.id, by=MARKETER, rule=best.rule)
    _through(workspace, campaign.id, folder, story=story, key=key)


def _not_agreed(workspace: Workspace, story: Story) -> None:
    story.tell("")
    story.tell("4. A campaign that nobody agreed to")
    campaign = draft_example(workspace, EXAMPLES[2])
    _, found = reviewing.check_campaign(workspace, campaign, actor=MARKETER)
    _tell_findings(story, found.findings, Severity.BLOCK)
    try:
        reviewing.approve_campaign(workspace, campaign, approver=OFFICER, reason="Please")
    except Refusal as refusal:
        story.facts["refused"] = refusal.code
        story.tell("   It cannot be approved, and so it cannot be exported. The failed check is in the ledger.")


def _through(workspace: Workspace, campaign: str, folder: Path, *, story: Story, key: str) -> Path:
    """Take a campaign from its check to a verified bundle."""
    _, found = reviewing.check_campaign(workspace, campaign, actor=MARKETER)
    audience = found.judged.audience
    story.tell(f"   {rule_text(found.campaign.rule)}: {audience.reach:,} match, {audience.reachable_people:,} agreed,")
    story.tell(f"   {audience.protected:,} more are protected: their groups lie only partly inside.")
    _tell_findings(story, found.findings, Severity.WARN)
    reviewing.approve_campaign(workspace, campaign, approver=OFFICER, reason="Seen, and fine for this use")
    done = releasing.export(workspace, campaign, folder, by=MARKETER)
    verified = verifying.verify(done.path, key=key)
    story.facts[campaign] = {"bundle": done.path.name, "verdict": verified.verdict.value}
    story.tell(f"   Checked, approved by {OFFICER}, exported: {done.path.name} verifies as {verified.verdict.value}.")
    for loss in done.losses:
        if loss.is_without_file:
            story.tell(f"   For {loss.target}: {loss.message}")
    return done.path


def _tamper(bundle: Path, story: Story, key: str) -> None:
    """Forge a copy whose archive is in order, and in whose list one group has more people."""
    story.tell("")
    story.tell("5. Somebody changes a number in a copy of the first list")
    files = unpack(bundle.read_bytes())
    files["list.csv"] = files["list.csv"].replace(b",25,", b",95,", 1)
    copy = bundle.with_name("forged-copy.zip")
    copy.write_bytes(pack(files))
    verified = verifying.verify(copy, key=key)
    failed = [each for each in verified.checks if each.verdict is verifying.Verdict.INVALID]
    story.facts["forged"] = {"verdict": verified.verdict.value, "failed": [each.name for each in failed]}
    story.tell(f"   {copy.name} is {verified.verdict.value}. {failed[0].name}: {failed[0].detail}.")


def _check_ledger(workspace: Workspace, folder: Path, story: Story) -> None:
    found = verifying.verify_ledger(workspace)
    entries = verifying.write_ledger(workspace, folder / "ledger.jsonl")
    story.facts["ledger"] = {"entries": entries, "valid": found.is_valid}
    story.tell("")
    told = "all as they were written" if found.is_valid else "NOT as they were written"
    story.tell(f"6. The ledger holds {entries} entries, {told}. A copy is beside the bundles.")


def _tell_findings(story: Story, findings: tuple[Finding, ...], severity: Severity) -> None:
    for finding in findings:
        if finding.severity is severity:
            story.tell(f"   {'✗' if severity is Severity.BLOCK else '!'} {tell_finding(finding)}")

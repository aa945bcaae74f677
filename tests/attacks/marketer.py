"""The attacker: a marketer who tries everything that the product lets a marketer do, and notes all that is shown."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from planner.domain.brief import Brief
from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.domain.rule_text import parse_rule
from planner.services import exploring, governing, importing, planning, releasing, reviewing
from planner.services.answers import campaign_answer, question_answer, segments_answer
from planner.services.importing import Import
from planner.services.refreshing import Kept
from planner.store.workspace import Workspace
from tests.attacks.oracle import Answer, Oracle
from tests.attacks.world import World
from tests.store.memory_keys import MemoryKeys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
POPULATION = "customers"
AUTHOR, OFFICER = "Mara Marketer", "Otto Officer"
FLOOR, CAMPAIGN_K = 20, 50

Codes = tuple[str, ...]
"""Why something was refused; empty when it was done."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a campaign does with its list, and the consents that this needs."""

    channel: str
    named: tuple[str, ...]
    needs: frozenset[str]


USES = {
    "email": Use("email", (), frozenset({"email-marketing"})),
    "sms": Use("sms", (), frozenset({"sms-marketing"})),
    "both": Use("email", ("sms-marketing",), frozenset({"email-marketing", "sms-marketing"})),
}


def clock() -> datetime:
    return NOON


class Marketer:
    """Somebody at the keyboard of a fresh workspace, with the oracle looking over their shoulder."""

    def __init__(self, workspace: Workspace, oracle: Oracle) -> None:
        self.workspace = workspace
        self.oracle = oracle
        self._campaigns: dict[str, tuple[str, str, str]] = {}

    def keep(self, prepared: Import, population: str = POPULATION) -> None:
        """Import customers, and look at every segment."""
        known = importing.known_population(self.workspace, population)
        kept = importing.keep_import(self.workspace, following(renamed(prepared, population), known))
        self.oracle.is_held_back = bool(kept.refreshed_from)
        found = exploring.segments(self.workspace, kept.population)
        self.oracle.see_segments(segments_answer(found))

    def ask(self, rule: str, use: str = "email", population: str = POPULATION) -> Answer:
        """Look at an audience."""
        needs = USES[use].needs
        answer = question_answer(exploring.ask(self.workspace, population, where=rule, scopes=needs))
        self.oracle.see_audience(population, parse_rule(rule), needs, answer)
        return answer

    def draft(self, rule: str, use: str = "email", population: str = POPULATION) -> str:
        """Start a campaign."""
        name = f"campaign {len(self._campaigns) + 1}"
        plan = planning.Plan(
            name=name, population=population, brief=_brief(use), rule=parse_rule(rule), scopes=USES[use].named
        )
        campaign = planning.draft(self.workspace, plan, author=AUTHOR).id
        self._campaigns[campaign] = (rule, use, population)
        return campaign

    def edit(self, campaign: str, rule: str, use: str = "email") -> None:
        """Change what a campaign is about."""
        changes: dict[str, Any] = {"rule": parse_rule(rule), "brief": _brief(use), "scopes": USES[use].named}
        planning.edit_campaign(self.workspace, campaign, by=AUTHOR, **changes)
        self._campaigns[campaign] = (rule, use, self._campaigns[campaign][2])

    def check(self, campaign: str) -> Codes:
        """Have a campaign checked; returns what blocks it."""
        after, examination = reviewing.check_campaign(self.workspace, campaign, actor=AUTHOR)
        rule, use, population = self._campaigns[campaign]
        self.oracle.see_audience(population, parse_rule(rule), USES[use].needs, campaign_answer(after, examination))
        return tuple(each.code for each in examination.findings if each.severity is Severity.BLOCK)

    def approve(self, campaign: str) -> Codes:
        """Have a campaign approved."""
        with _refusals() as codes:
            reviewing.approve_campaign(self.workspace, campaign, approver=OFFICER, reason="I looked at it")
        return tuple(codes)

    def export(self, campaign: str) -> Codes:
        """Export a campaign's list, and read what left."""
        _, use, population = self._campaigns[campaign]
        with _refusals() as codes:
            folder, kinds = self.workspace.folder / "out", ["csv", "bundle"]
            done = releasing.export(self.workspace, campaign, folder, by=AUTHOR, formats=kinds)
            with zipfile.ZipFile(done.path) as bundle:
                self.oracle.see_list(population, USES[use].needs, json.loads(bundle.read("list.json")))
        return tuple(codes)

    def release(self, rule: str, use: str = "email", population: str = POPULATION) -> Codes:
        """Try to get a list out by a campaign of its own."""
        return self.push(self.draft(rule, use, population))

    def push(self, campaign: str) -> Codes:
        """Try to take a campaign all the way, as it stands."""
        return self.check(campaign) or self.approve(campaign) or self.export(campaign)

    def withdraw(self, campaign: str) -> Codes:
        """Take an approval back."""
        with _refusals() as codes:
            reviewing.withdraw_campaign(self.workspace, campaign, by=OFFICER)
        return tuple(codes)

    def set_campaign_k(self, people: int) -> None:
        """Change the policy: the oracle holds lists to the lowest number that was ever in force."""
        governing.set_policy(self.workspace, "campaign-k", str(people), by=OFFICER)
        self.oracle.campaign_k = min(self.oracle.campaign_k, people)


@contextmanager
def marketer_of(world: World, folder: Path, *imports: Import) -> Iterator[Marketer]:
    """Open a fresh workspace with a population already imported, if one is given."""
    with Workspace.create(folder, MemoryKeys(), clock) as workspace:
        marketer = Marketer(workspace, Oracle(world, FLOOR, CAMPAIGN_K))
        for prepared in imports:
            marketer.keep(prepared)
        yield marketer


def renamed(prepared: Import, population: str) -> Import:
    """Return an import under another name of its population: what importing the same file again would give."""
    return replace(prepared, record=replace(prepared.record, population=population))


def following(prepared: Import, known: Kept | None) -> Import:
    """Return an import as if it had been prepared just now, whatever was kept since; of the same people only."""
    if known is None:
        return prepared
    record = prepared.record
    if record.refreshed_from:
        record = replace(record, cut=known.record.lineage, refreshed_from=known.record.id)
    return replace(prepared, record=record, follows=known.record.id)


def prepare(world: World, folder: Path, *, attributes: tuple[str, ...] = (), floor: int = FLOOR) -> Import:
    """Import a world's rows by the real import, up to where it would be kept."""
    rows, mapping = world.write(folder, attributes=attributes)
    request = importing.Request(rows, POPULATION, floor=floor, mapping=mapping)
    return importing.prepare_import(request, clock=clock)


def prepare_again(world: World, folder: Path, known: Kept, *, recut: bool = False) -> Import:
    """Import rows of a population that is known, by the real import, up to where it would be kept."""
    rows, mapping = world.write(folder)
    request = importing.Request(rows, POPULATION, floor=FLOOR, mapping=mapping, recut=recut)
    return importing.prepare_import(request, clock=clock, known=known)


def _brief(use: str) -> Brief:
    return Brief(
        purposes=("direct-marketing",),
        channel=USES[use].channel,
        starts_on=date(2026, 3, 8),
        ends_on=date(2026, 3, 21),
    )


@contextmanager
def _refusals() -> Iterator[list[str]]:
    """Collect why a step was refused, its findings included."""
    codes: list[str] = []
    try:
        yield codes
    except PlannerError as refusal:
        codes.append(refusal.code)
        findings = refusal.facts.get("findings", ())
        codes.extend(str(each) for each in (findings if isinstance(findings, tuple) else ()))

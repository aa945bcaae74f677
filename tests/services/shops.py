"""Shops: populations of any number of segments and campaigns on them, made without a customer file."""

from datetime import UTC, date, datetime, time
from itertools import islice, product

import numpy as np

from planner.domain.attribute import Attribute, Kind
from planner.domain.campaign import Campaign
from planner.domain.finding import Severity
from planner.domain.rule_text import parse_rule
from planner.domain.segments import SegmentTable, ValueSets, mask_words, narrowest
from planner.domain.snapshot import ConsentSource, SnapshotRecord
from planner.services.governing import catalogue, edit_scope
from planner.services.importing import Import, keep_import
from planner.services.planning import Plan, draft
from planner.services.refreshing import newest
from planner.services.reviewing import approve_campaign, check_campaign
from planner.store.workspace import Workspace
from tests.domain.campaigning import TODAY, brief

FLOOR = 20
SCOPE = "email-marketing"
AUTHOR, OFFICER = "Ada", "Grace"


def noon() -> datetime:
    return datetime.combine(TODAY, time(12), UTC)


def keep_shop(workspace: Workspace, population: str = "shop", *, people: int = 60, **sizes: int) -> SnapshotRecord:
    """Keep a population of one segment a combination of values, each of so many people who agreed to e-mail."""
    prepared = shop(population, people=people, **sizes)
    before = newest(workspace, population)
    return keep_import(workspace, Import(prepared.record, prepared.table, {}, before.id if before else ""))


def shop(population: str, *, people: int, segments: int = 60, towns: int = 10) -> Import:
    ages = Attribute("age", Kind.ORDERED, ("under 30", "30–59", "60 and over"), edges=(30, 60))
    town = Attribute("town", Kind.NOMINAL, tuple(f"town {i}" for i in range(towns)))
    plans = Attribute("plan", Kind.NOMINAL, tuple(f"plan {i}" for i in range(-(-segments // (3 * towns)))))
    attributes = (ages, town, plans)
    places = np.array(list(islice(product(*(range(len(each.labels)) for each in attributes)), segments)))
    table = SegmentTable(
        floor=FLOOR,
        sets=tuple(ValueSets(each, _singles(len(each.labels))) for each in attributes),
        ids=tuple(places[:, i].astype(narrowest(len(each.labels))) for i, each in enumerate(attributes)),
        consents=(frozenset({SCOPE}),),
        consent=np.zeros(segments, dtype=np.uint8),
        people=np.full(segments, people, dtype=np.int64),
    )
    return Import(_record(population, table), table, {})


def approved(workspace: Workspace, name: str, *, rule: str = "age < 60", population: str = "shop") -> Campaign:
    """Draft a campaign, check it and have it approved."""
    told = Plan(name=name, population=population, brief=brief(), rule=parse_rule(rule))
    campaign = draft(workspace, told, author=AUTHOR).id
    _, found = check_campaign(workspace, campaign, actor=AUTHOR)
    assert not [each for each in found.findings if each.severity is Severity.BLOCK], found.findings
    return approve_campaign(workspace, campaign, approver=OFFICER, reason="Seen")


def put_scopes_in_order(workspace: Workspace) -> None:
    """Complete the starting scopes as a privacy officer would."""
    for name in catalogue(workspace).names:
        edit_scope(workspace, name, by=OFFICER, notice_version="4", notice_on=date(2026, 6, 1))


def _singles(values: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    return np.stack([mask_words(np.array([code]), values) for code in range(values)])


def _record(population: str, table: SegmentTable) -> SnapshotRecord:
    return SnapshotRecord(
        id="",
        population=population,
        made_at=noon().strftime("%Y-%m-%dT%H:%M:%SZ"),
        floor=FLOOR,
        people_in=table.total_people,
        people_kept=table.total_people,
        people_dropped=0,
        rows=table.total_people,
        cells=len(table),
        segments=len(table),
        columns={"age": "attribute", "town": "attribute", "plan": "attribute"},
        quality={},
        mapping_digest="ab" * 32,
        scopes=(SCOPE,),
        consents=(ConsentSource(SCOPE, "mail", ("yes",)),),
    )

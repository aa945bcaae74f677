"""Builders for tests of consent, campaigns and checks: one ordinary campaign, and the day it is looked at."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from planner.domain.brief import Brief
from planner.domain.campaign import Campaign, checked_digest
from planner.domain.catalogue import Catalogue
from planner.domain.consent import Situation
from planner.domain.decision import Decision
from planner.domain.marks import Approval, CheckMark, ExportMark
from planner.domain.rule_text import parse_rule
from planner.domain.vocabulary import Vocabulary
from planner.services.resources import read_resource

SNAPSHOT_ON = date(2027, 2, 1)
TODAY = date(2027, 3, 1)
VALID_UNTIL = date(2027, 5, 1)


def vocabulary() -> Vocabulary:
    return Vocabulary.parse(read_resource("vocabulary.json"))


def catalogue() -> Catalogue:
    """The starting catalogue, as a privacy officer would complete it."""
    known = Catalogue.from_json(json.loads(read_resource("scopes.json")), vocabulary())
    for name in known.names:
        known = known.edited(name, notice_version="4", notice_on=date(2026, 6, 1))
    return known


def brief(**changes: Any) -> Brief:
    told = Brief(
        goal="Sell the spring jackets",
        purposes=("direct-marketing",),
        channel="email",
        starts_on=date(2027, 3, 10),
        ends_on=date(2027, 3, 31),
    )
    return replace(told, **changes)


def situation(**changes: Any) -> Situation:
    told = Situation(
        today=TODAY, snapshot_on=SNAPSHOT_ON, scopes=frozenset(catalogue().names), reach=1_000, reachable=1_000
    )
    return replace(told, **changes)


def campaign(**changes: Any) -> Campaign:
    told = {"id": "c1", "name": "Spring", "population": "customers", "author": "Ada", "brief": brief()}
    return Campaign(**{"rule": parse_rule("city = 'Lyon'"), **told, **changes})


def digest_now(about: Campaign, policy: str = "p", catalogued: str = "c", snapshot: str = "s") -> str:
    return checked_digest(about, policy, catalogued, snapshot)


def check(about: Campaign, decision: Decision = Decision.PASS, **changes: Any) -> CheckMark:
    told = CheckMark(
        digest=digest_now(about),
        campaign_digest=about.digest(),
        decision=decision,
        warnings=("getting-narrow",) if decision is Decision.WARN else (),
        checked_at="2027-03-01T09:00:00Z",
        valid_until=VALID_UNTIL,
        ledger_index=7,
    )
    return replace(told, **changes)


def approval(about: Campaign, **changes: Any) -> Approval:
    told = Approval(digest=digest_now(about), approver="Grace", reason="", approved_at="2027-03-01T10:00:00Z")
    return replace(told, **changes)


def export(about: Campaign, **changes: Any) -> ExportMark:
    told = ExportMark(digest=digest_now(about), bundle_digest="b" * 64, exported_at="2027-03-01T11:00:00Z")
    return replace(told, **changes)

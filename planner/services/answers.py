"""The JSON that every shell answers with, built in one place so that they agree."""

from collections.abc import Sequence

from planner.domain.campaign import Campaign
from planner.domain.canonical import Json
from planner.domain.finding import Finding, facts_to_json
from planner.domain.rule_text import rule_text
from planner.domain.segments import ValueSets
from planner.domain.snapshot import SnapshotRecord
from planner.domain.widen import Widening
from planner.services.exploring import Question, Segments
from planner.services.keeping import KeyState
from planner.services.planning import Examination
from planner.services.releasing import Exported
from planner.services.verifying import Verification, Verified
from planner.services.words import tell_changes, tell_finding

IMPORT_KEYS = ("population", "floor", "people_in", "people_kept", "people_dropped", "rows", "cells", "segments")


def finding_answer(finding: Finding) -> dict[str, Json]:
    """Return a finding with its sentence: `{code, severity, facts, message}`."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "facts": facts_to_json(finding.facts),
        "message": tell_finding(finding),
    }


def finding_answers(findings: Sequence[Finding]) -> list[Json]:
    """Return findings as `finding_answer` does, in their order."""
    return [finding_answer(finding) for finding in findings]


def import_answer(record: SnapshotRecord) -> dict[str, Json]:
    """Return a snapshot as an import's answer; without a snapshot id it was a dry run."""
    plain = record.to_json()
    return {name: plain[name] for name in IMPORT_KEYS} | {
        "snapshot": record.id or None,
        "refreshed_from": record.refreshed_from or None,
        "attributes": sum(role == "attribute" for role in record.columns.values()),
        "quality": dict(record.quality),
        "columns": dict(record.columns),
        "made_at": record.made_at,
        "findings": finding_answers(record.findings),
    }


def segments_answer(found: Segments) -> dict[str, Json]:
    """Return segments as their answer: attributes with their labels, then every chosen segment."""
    record, table = found.population.record, found.population.table
    labels = [_labels_by_set(values) for values in table.sets]
    names = [attribute.name for attribute in table.attributes]
    scopes = [sorted(consent) for consent in table.consents]
    return {
        "population": record.population,
        "snapshot": record.id,
        "floor": record.floor,
        "attributes": [
            {"name": each.name, "kind": each.kind.value, "values": list(each.named)} for each in table.attributes
        ],
        "segments": [
            {
                "id": int(i),
                "people": int(table.people[i]),
                "values": {name: known[ids[i]] for name, known, ids in zip(names, labels, table.ids, strict=True)},
                "scopes": scopes[table.consent[i]],
            }
            for i in found.chosen
        ],
    }


def _labels_by_set(values: ValueSets) -> list[list[str]]:
    return [list(values.labels_of(set_id)) for set_id in range(len(values))]


def widening_answer(widening: Widening) -> dict[str, Json]:
    """Return one way to widen a rule: the rule, whom it reaches, and what changes in words."""
    return {
        "rule": rule_text(widening.rule),
        "reach": widening.reach,
        "reachable": widening.reachable,
        "change": tell_changes(widening.changes),
    }


def plan_answer(campaign: Campaign) -> dict[str, Json]:
    """Return a campaign as it is written down, with its rule as text."""
    return campaign.to_json() | {"rule": rule_text(campaign.rule)}


def campaign_answer(campaign: Campaign, examination: Examination) -> dict[str, Json]:
    """Return a whole campaign as it stands today, with everything that warns or blocks."""
    found = examination.judged.audience
    return plan_answer(campaign) | {
        "scopes": list(examination.requirement.scope_names),
        "named_scopes": list(campaign.scopes),
        "snapshot": examination.population.record.id,
        "digest": examination.digest,
        "reach": found.reach,
        "reachable": found.reachable_people,
        "protected": found.protected,
        "segments": found.segments,
        "smallest_isolable": examination.judged.smallest_isolable,
        "findings": finding_answers(examination.findings),
        "widen": [widening_answer(each) for each in examination.widenings],
    }


def export_answer(done: Exported) -> dict[str, Json]:
    """Return what an export wrote and where."""
    return {
        "campaign": done.campaign.id,
        "state": done.campaign.state.value,
        "path": str(done.path),
        "files": list(done.files),
        "beside": [str(path) for path in done.beside],
        "release": done.release,
        "left_before": done.left_before,
        "ledger_index": done.ledger_index,
        "key": done.vkey,
        "losses": [{"target": each.target, "code": each.code, "message": each.message} for each in done.losses],
    }


def verify_answer(found: Verified) -> dict[str, Json]:
    """Return a verification: `{verdict, checks: [{name, verdict, detail}]}`."""
    checks: list[Json] = [
        {"name": each.name, "verdict": each.verdict.value, "detail": each.detail} for each in found.checks
    ]
    return {"verdict": found.verdict.value, "checks": checks}


def ledger_answer(found: Verification) -> dict[str, Json]:
    """Return a check of the ledger: `{verdict, entries, faults: [{check, code, message, …}]}`."""
    faults: list[Json] = [{"check": check, **finding_answer(fault)} for check, fault in found.faults]
    return {"verdict": "valid" if found.is_valid else "invalid", "entries": found.entries, "faults": faults}


def question_answer(asked: Question) -> dict[str, Json]:
    """Return a rule's audience as its answer; `smallest_isolable` is null where nothing could be singled out."""
    found = asked.judged.audience
    return {
        "population": asked.population.record.population,
        "snapshot": asked.population.record.id,
        "rule": asked.text,
        "scope": ", ".join(asked.scopes) or None,
        "reach": found.reach,
        "reachable": found.reachable_people,
        "protected": found.protected,
        "segments": found.segments,
        "smallest_isolable": asked.judged.smallest_isolable,
        "breakdown": dict(asked.judged.breakdown),
        "findings": finding_answers(asked.findings),
        "widen": [widening_answer(each) for each in asked.widenings],
    }


def key_answer(state: KeyState) -> dict[str, Json]:
    """Return where the key is: `{kept_by, keeper, key_id, code_made_at, findings}`; never the key or the code."""
    return {
        "kept_by": state.kept_by,
        "keeper": str(state.keeper),
        "key_id": state.key_id,
        "code_made_at": state.code_made_at,
        "findings": finding_answers(state.findings),
    }

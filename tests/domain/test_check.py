"""The scope check as a record: complete for an auditor, and with nobody and nothing of the data in it."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.canonical import canonical_json
from planner.domain.check import SCHEMA, Measured, ScopeCheck, coverage
from planner.domain.consent import CONSENT_GUARDRAILS, required_scopes, scope_findings
from planner.domain.decision import UNKNOWN_CODES, Decision, decide
from planner.domain.finding import Finding, Severity
from planner.domain.policy import Policy, changed
from planner.domain.rule_text import parse_rule
from tests.domain.campaigning import SNAPSHOT_ON, TODAY, brief, campaign, catalogue, check, situation

EMAIL = frozenset({"email-marketing"})
MEASURED = Measured(
    audience_digest="a" * 64,
    segments=12,
    protected=87,
    smallest_isolable=58,
    releases=3,
    coverage=((EMAIL, 733), (frozenset(), 267)),
)
SECRET = "Marie Curie, 7 rue Cuvier"  # no password: what must never be in a record


def scope_check(**changes: Any) -> ScopeCheck:
    about = changes.pop("campaign", campaign())
    policy = changes.pop("policy", Policy())
    given = changes.pop("situation", situation(reach=1_000, reachable=733))
    requirement = required_scopes(about.brief, catalogue=catalogue(), named=about.scopes)
    told = ScopeCheck(
        record_id="r1",
        checked_at="2027-03-01T09:00:00Z",
        actor="u1",
        campaign=about,
        requirement=requirement,
        situation=given,
        measured=MEASURED,
        findings=scope_findings(about.brief, requirement, given, catalogue=catalogue(), policy=policy),
        guardrails=("too-narrow", "getting-narrow"),
        catalogue=catalogue(),
        policy=policy,
        snapshot="s1",
        snapshot_digest="5" * 64,
        software={"shoal": "0.1.0"},
    )
    return replace(told, **changes)


def record(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(canonical_json(scope_check(**changes).to_json()))
    return plain


def warn(code: str, **facts: Any) -> Finding:
    return Finding(code, Severity.WARN, facts)


def test_a_check_that_passed_says_what_permitted_the_campaign() -> None:
    told = record()

    assert (told["schema"], told["decision"], told["decisive"]) == (SCHEMA, "pass", None)
    (scope,) = told["scopes"]
    assert scope["scope"] == "email-marketing"
    assert scope["needed_for"] == ["purpose"]
    assert scope["purpose"] == "https://w3id.org/dpv#Marketing"
    assert scope["legal_basis"] == "https://w3id.org/dpv/legal/eu/gdpr#A6-1-a"
    assert scope["notice"] == {"version": "4", "on": "2026-06-01"}
    assert scope["valid_until"] == (SNAPSHOT_ON + timedelta(days=1_095)).isoformat()
    (purpose,) = told["requested"]["purposes"]
    assert purpose["dpv"] == "https://w3id.org/dpv#DirectMarketing"
    assert purpose["fideslang"] == "marketing.communications"


def test_a_protected_theme_is_recorded_with_its_own_basis() -> None:
    about = campaign(scopes=("special-category",))

    bases = {each["scope"]: each["special_category_basis"] for each in record(campaign=about)["scopes"]}
    assert bases == {
        "email-marketing": None,
        "special-category": "https://w3id.org/dpv/legal/eu/gdpr#A9-2-a",
    }


def test_every_count_in_the_record_is_rounded_down() -> None:
    told = record()

    assert told["counts"] == {"base": 5, "reach": 1_000, "reachable": 730, "protected": 85, "segments": 12}
    assert told["narrowness"]["smallest_isolable"] == 55
    assert [(each["scopes"], each["people"], each["within_scope"]) for each in told["coverage"]] == [
        (["email-marketing"], 730, True),
        ([], 265, False),
    ]
    assert told["exclusions_applied"] == [{"why": "not agreed", "people": 265}, {"why": "protected", "people": 85}]
    assert told["findings"][0]["facts"]["people"] == 265


@given(people=st.integers(0, 10**6), base=st.integers(1, 1_000))
def test_an_unknown_count_is_rounded_and_a_limit_is_not(people: int, base: int) -> None:
    policy = changed(Policy(), rounding_base=base)
    found = (warn("too-narrow", reachable=people, anything=people, needed=people),)
    facts = record(policy=policy, findings=found)["findings"][0]["facts"]

    assert facts == {"reachable": policy.round_down(people), "anything": policy.round_down(people), "needed": people}


def test_nothing_typed_or_read_from_the_data_is_in_the_record() -> None:
    about = campaign(
        name=SECRET,
        brief=brief(
            goal=SECRET, purposes=("direct-marketing", SECRET), channel=SECRET, platform=SECRET, recipients=(SECRET,)
        ),
        rule=parse_rule(f"city = '{SECRET}'"),
        scopes=(SECRET,),
        author=SECRET,
    )
    found = (warn("getting-narrow", condition=f"city = '{SECRET}'", releases=(SECRET,), attribute="city"),)
    own = scope_check(campaign=about)
    text = canonical_json(replace(own, findings=own.findings + found).to_json()).decode()

    assert {each.code for each in own.findings} >= {"purpose-unknown", "channel-unknown", "scope-unknown"}
    assert "Curie" not in text
    assert "Cuvier" not in text
    told = json.loads(text)
    assert told["requested"]["unknown_purposes"] == 1
    assert told["requested"]["third_parties"] == 1
    assert told["findings"][-1]["facts"] == {"attribute": "city"}


def test_the_record_lists_every_guardrail_that_was_looked_at() -> None:
    rules = {each["rule"]: each for each in record(findings=(warn("getting-narrow"),))["rules"]}

    assert set(rules) == {*CONSENT_GUARDRAILS, "too-narrow", "getting-narrow"}
    assert rules["getting-narrow"] == {"rule": "getting-narrow", "matched": True, "result": "warn"}
    assert rules["too-narrow"] == {"rule": "too-narrow", "matched": False, "result": "pass"}


def test_the_record_names_what_decided() -> None:
    blocked = Finding("third-party", Severity.BLOCK)
    told = record(findings=(warn("getting-narrow"), blocked))

    assert (told["decision"], told["decisive"]) == ("block", "third-party")


def test_the_record_can_be_reproduced_from_named_versions_and_digests() -> None:
    told, own = record(), scope_check()

    assert told["software"] == {"shoal": "0.1.0", "vocabularies": {"dpv": "2.3", "fideslang": "3.1", "tcf": "2.2"}}
    assert told["campaign"] == {"id": "c1", "version": 1, "digest": own.campaign.digest()}
    assert told["policy_digest"] == Policy().digest()
    assert told["catalogue_digest"] == catalogue().digest()
    assert told["checked_digest"] == own.digest


def test_a_later_check_names_the_one_it_takes_the_place_of() -> None:
    about = campaign()

    assert record()["supersedes"] is None
    assert record(campaign=replace(about, checks=(check(about),)))["supersedes"] == 7


def test_what_the_campaign_remembers_is_what_the_record_says() -> None:
    own = scope_check(findings=(warn("snapshot-stale"), warn("getting-narrow"), Finding("note", Severity.NOTE)))
    mark, told = own.mark(9), own.to_json()

    assert (mark.ledger_index, mark.decision, mark.digest) == (9, Decision.WARN, told["checked_digest"])
    assert mark.warnings == ("getting-narrow", "snapshot-stale")
    assert mark.valid_until.isoformat() == told["valid_until"]
    assert mark.campaign_digest == own.campaign.digest()


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": changed(Policy(), campaign_k=60)},
        {"catalogue": catalogue().edited("profiling", sentence="Other words.")},
        {"snapshot_digest": "6" * 64},
        {"campaign": campaign(name="Summer")},
    ],
)
def test_a_check_is_bound_to_campaign_policy_catalogue_and_snapshot(changes: dict[str, Any]) -> None:
    assert scope_check(**changes).digest != scope_check().digest


@pytest.mark.parametrize(
    ("severities", "decision"),
    [
        ({}, Decision.PASS),
        ({"a": Severity.NOTE}, Decision.PASS),
        ({"a": Severity.NOTE, "b": Severity.WARN}, Decision.WARN),
        ({"a": Severity.WARN, "third-party": Severity.BLOCK}, Decision.BLOCK),
        ({"scope-unknown": Severity.BLOCK}, Decision.UNKNOWN),
        ({"scope-unknown": Severity.BLOCK, "third-party": Severity.BLOCK}, Decision.BLOCK),
    ],
)
def test_findings_come_to_one_decision(severities: dict[str, Severity], decision: Decision) -> None:
    assert decide(Finding(code, severity) for code, severity in severities.items()) is decision


def test_only_a_pass_and_a_warning_let_a_campaign_go_on() -> None:
    assert [each for each in Decision if each.passes] == [Decision.PASS, Decision.WARN]
    assert set(CONSENT_GUARDRAILS) >= UNKNOWN_CODES


def test_coverage_counts_the_people_of_the_audience_by_consent_set() -> None:
    consent = np.array([0, 1, 1, 2], dtype=np.uint16)
    people = np.array([50, 60, 70, 80], dtype=np.int64)
    mask = np.array([True, True, True, False])

    told = coverage([frozenset(), EMAIL, frozenset({"profiling"})], consent, people, mask)
    assert told == ((frozenset(), 50), (EMAIL, 130))


def test_a_check_made_today_is_valid_no_longer_than_the_campaign() -> None:
    assert scope_check().valid_until == brief().ends_on
    over = replace(campaign(), brief=brief(ends_on=TODAY - timedelta(days=1)))
    assert scope_check(campaign=over).valid_until >= TODAY

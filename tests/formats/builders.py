"""A small population with everything that formats stumble over, and a ledger that its bundles stand in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from planner.domain.attribute import MISSING, Attribute, Kind, Level
from planner.domain.canonical import canonical_json
from planner.domain.check import Measured, ScopeCheck
from planner.domain.consent import required_scopes
from planner.domain.finding import Finding, Severity
from planner.domain.merkle import inclusion_proof, leaf_hash, tree_root
from planner.domain.note import Checkpoint, SigningKey, TlogProof, sign_checkpoint
from planner.domain.policy import Policy
from planner.domain.rule import Condition, Operator, rule_digest
from planner.domain.snapshot import ConsentSource
from planner.formats.bundle import Content, Evidence, bundle_content, export_facts, seal
from planner.formats.listing import ListedSegment, SegmentList
from planner.services.resources import resource_path
from tests.domain.campaigning import campaign, catalogue, situation

AGE = Attribute(
    "age",
    Kind.ORDERED,
    ("under 18", "18–24", "25–34", "35 and over", MISSING),
    edges=(18, 25, 35),
)
PLAN = Attribute("plan", Kind.NOMINAL, ("basic", "gold", 'it\'s "free"', "other"))
CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    ("Lyon", "Nice", "Bern", "Genève"),
    levels=(Level("country", ("France", "Suisse"), (0, 0, 1, 1)),),
)
CONSENTS = ((), ("ads",), ("ads", "email-marketing"), ("email-marketing",))


def a_list(**changes: Any) -> SegmentList:
    """Six segments of which the rule takes four, with two consent sets that cover the campaign's scope."""
    both, email = CONSENTS[2], CONSENTS[3]
    bands = AGE.labels
    segments = (
        ListedSegment(3, (bands[1:2], ("basic",), ("Lyon", "Nice")), 120, email),
        ListedSegment(4, (bands[1:2], ("gold",), ("Lyon", "Nice")), 85, email),
        ListedSegment(9, (bands[1:3], ("basic", "gold"), ("Lyon", "Nice")), 340, both),
        ListedSegment(12, (bands[2:4], ("other", "gold"), CITY.labels), 60, email),
        ListedSegment(17, (bands[4:], PLAN.labels, ("Bern",)), 25, both),
    )
    told = SegmentList(
        campaign_id="c-2041",
        campaign="Spring – boots & tents",
        campaign_digest="c" * 64,
        population="customers",
        snapshot="customers-3",
        snapshot_digest="5" * 64,
        rule=Condition("country", Operator.EQUAL, ("France",)),
        rule_text="country = 'France'",
        attributes=(AGE, PLAN, CITY),
        segments=segments,
        scopes=("email-marketing",),
        consent_sets=CONSENTS,
        people=10_000,
        reach=900,
        reachable=635,
        protected=210,
        base=5,
        floor=20,
        campaign_k=50,
        policy_digest="9" * 64,
        check_index=5,
        checkpoint="shoal.example/ledger\n",
        made_at="2027-03-01T09:00:00Z",
        consent_sources=(ConsentSource("email-marketing", "newsletter", ("yes", "1")),),
    )
    return replace(told, **changes)


def scope_check(listing: SegmentList, **changes: Any) -> ScopeCheck:
    """The scope check of the spring campaign, with the people of the list: it asks for less than was agreed to."""
    about, agreed = campaign(), frozenset({"email-marketing"})
    found = Measured(
        audience_digest=listing.audience_digest,
        segments=len(listing.segments),
        protected=listing.protected,
        smallest_isolable=None,
        releases=0,
        coverage=((agreed, listing.reachable), (frozenset(), listing.reach - listing.reachable)),
    )
    told = ScopeCheck(
        record_id="r1",
        checked_at="2027-02-27T16:30:00Z",
        actor="u1",
        campaign=about,
        requirement=required_scopes(about.brief, catalogue=catalogue()),
        situation=situation(reach=listing.reach, reachable=listing.reachable),
        measured=found,
        findings=(Finding("getting-narrow", Severity.WARN, {"reachable": listing.reachable}),),
        guardrails=("getting-narrow",),
        catalogue=catalogue(),
        policy=Policy(rounding_base=listing.base),
        snapshot=listing.snapshot,
        snapshot_digest=listing.snapshot_digest,
        software={"shoal": "0.1.0"},
    )
    return replace(told, **changes)


def check_record(listing: SegmentList, **changes: Any) -> dict[str, Any]:
    """What the ledger holds of the scope check that passed for this list, under the list's own names and digests."""
    record: dict[str, Any] = json.loads(canonical_json(scope_check(listing).to_json()))
    (scope,) = record["scopes"]
    own = {
        "valid_until": "2027-03-01",
        "campaign": {"id": listing.campaign_id, "digest": listing.campaign_digest},
        "population": listing.population,
        "rule_digest": rule_digest(listing.rule),
        "policy_digest": listing.policy_digest,
        "scopes": [{**scope, "scope": name} for name in listing.scopes],
    }
    return {**record, **own, **changes}


@dataclass
class Ledger:
    """A ledger in memory: entries as bytes, and a key."""

    key: SigningKey
    entries: list[bytes] = field(default_factory=list)

    def add(self, action: str, facts: Any) -> int:
        told = {"index": len(self.entries), "at": "2027-03-01T09:00:00Z", "action": action, "facts": facts}
        self.entries.append(canonical_json(told))
        return len(self.entries) - 1

    @property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(entry) for entry in self.entries]

    @property
    def checkpoint(self) -> str:
        return sign_checkpoint(Checkpoint(self.key.name, len(self.entries), tree_root(self.leaves)), self.key)

    def proof(self, index: int) -> TlogProof:
        return TlogProof(index, inclusion_proof(self.leaves, index), self.checkpoint)


@dataclass
class Release:
    """Everything that came of exporting a list once."""

    listing: SegmentList
    ledger: Ledger
    content: Content
    evidence: Evidence
    bundle: bytes


KEY = SigningKey("shoal.example/ledger", bytes(range(32)))
OTHER_KEY = SigningKey("shoal.example/ledger", bytes(range(1, 33)))


def release(
    listing: SegmentList,
    *,
    key: SigningKey = KEY,
    formats: Sequence[str] = ("csv", "xlsx", "sql", "unomi", "mautic"),
    **check: Any,
) -> Release:
    """Check and export a list in a fresh ledger of nine entries."""
    ledger = Ledger(key)
    for number in range(listing.check_index):
        ledger.add("noted", {"number": number})
    ledger.add("checked", check_record(listing, **check))
    ledger.add("approved", {})
    content = bundle_content(
        listing,
        formats=formats,
        check=ledger.entries[listing.check_index],
        vkey=key.verifier.vkey,
        software="0.1.0",
        verifier=resource_path("verify_shoal.py").read_bytes(),
    )
    index = ledger.add("exported", export_facts(content))
    ledger.add("noted", {"number": 8})
    evidence = Evidence(ledger.entries[index], ledger.proof(index), ledger.proof(listing.check_index))
    return Release(listing, ledger, content, evidence, seal(content, evidence))

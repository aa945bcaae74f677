"""The scope check as a record: what was asked, what people agreed to, and what was decided, with nobody in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.campaign import Campaign, CheckMark, checked_digest
from planner.domain.canonical import Json, digest
from planner.domain.catalogue import Catalogue
from planner.domain.consent import CONSENT_GUARDRAILS, Requirement, Situation, expires_on, valid_until
from planner.domain.decision import Decision, decide
from planner.domain.errors import Fact
from planner.domain.finding import Finding, Severity, worst_first
from planner.domain.policy import Policy
from planner.domain.rule import rule_digest
from planner.domain.themes import SENSITIVE_THEMES
from planner.domain.vocabulary import SPECIAL_CATEGORY

__all__ = ["SCHEMA", "Decision", "Measured", "ScopeCheck", "coverage", "decide"]

SCHEMA = "shoal.scope-check.v1"

EXPLICIT_CONSENT = "https://w3id.org/dpv/legal/eu/gdpr#A9-2-a"
"""The one basis on which protected themes may be used here."""

PLAIN_NUMBERS = frozenset(
    {"advised", "conditions", "days", "floor", "limit", "needed", "percent", "random", "rarest", "segments"}
)
"""Facts of findings that count no people; every other whole number is rounded down."""

COLUMN_NAMES = frozenset({"attribute", "attributes"})
"""Facts that name columns of the customer file, never a value in them."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

Coverage = tuple[tuple[frozenset[str], int], ...]
"""Consent set → people of the audience who gave exactly it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the audience came to, exactly; the record rounds it."""

    audience_digest: str
    """What ties the check to the segments that may be exported."""
    segments: int
    """How many segments are reachable."""
    protected: int
    """People in segments that the rule cuts through."""
    smallest_isolable: int | None
    """The fewest people whom combining this list with all released ones could single out."""
    releases: int
    """How many released audiences it was compared with."""
    coverage: Coverage
    """The people inside the rule by consent set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeCheck:
    """One scope check, passed or failed: everything that decided it."""

    record_id: str
    checked_at: str
    """ISO 8601, UTC, by this machine's clock."""
    actor: str
    """Whom the ledger knows as the one who asked for the check."""
    campaign: Campaign
    requirement: Requirement
    situation: Situation
    measured: Measured
    findings: tuple[Finding, ...]
    """All of them: those on consent and those on the audience."""
    guardrails: tuple[str, ...]
    """The codes looked for besides those on consent."""
    catalogue: Catalogue
    policy: Policy
    snapshot: str
    snapshot_digest: str
    software: Mapping[str, str]
    """Name → version of what made the check."""

    @property
    def decision(self) -> Decision:
        """What the findings come to."""
        return decide(self.findings)

    @property
    def decisive(self) -> str | None:
        """The code of the worst finding, unless nothing but notes was found."""
        worst = worst_first(list(self.findings))
        return worst[0].code if worst and worst[0].severity is not Severity.NOTE else None

    @property
    def digest(self) -> str:
        """What this check is bound to (`checked_digest`)."""
        return checked_digest(self.campaign, self.policy.digest(), self.catalogue.digest(), self.snapshot_digest)

    @property
    def valid_until(self) -> date:
        """The last day on which the same check would still say the same."""
        return valid_until(self.campaign.brief, self.requirement, self.situation, self.policy)

    def mark(self, ledger_index: int | None = None) -> CheckMark:
        """Return what the campaign remembers of this check; `ledger_index` is where the ledger holds it."""
        return CheckMark(
            digest=self.digest,
            campaign_digest=self.campaign.digest(),
            decision=self.decision,
            warnings=tuple(sorted({each.code for each in self.findings if each.severity is Severity.WARN})),
            checked_at=self.checked_at,
            valid_until=self.valid_until,
            ledger_index=ledger_index,
        )

    def to_json(self) -> dict[str, Json]:
        """Return the record for the ledger.

        Digests stand for rule, campaign, recipients and catalogue; counts are rounded down to the policy's base; no
        text typed into the campaign and no label of the data is in it. Fields after ISO/IEC TS 27560:2023 (record and
        event) and W3C DPV 2.3 where they have one.
        """
        before = self.campaign.last_check
        return {
            "schema": SCHEMA,
            "record_type": "consent_scope_check",
            "record_id": self.record_id,
            "checked_at": self.checked_at,
            "clock": "this machine's clock, vouched for by nobody",
            "actor": self.actor,
            "campaign": self._campaign(),
            "population": self.campaign.population,
            "snapshot": self._snapshot(),
            **self._digests(),
            "counts": self._counts(),
            "narrowness": self._narrowness(),
            "requested": self._requested(),
            "scopes": list(self._scopes()),
            "coverage": list(self._coverage()),
            "exclusions_applied": self._exclusions(),
            "rules": list(self._rules()),
            "findings": [self._finding(each) for each in self.findings],
            "decision": self.decision.value,
            "decisive": self.decisive,
            "valid_until": self.valid_until.isoformat(),
            "supersedes": before.ledger_index if before else None,
            "software": {**self.software, "vocabularies": dict(self.catalogue.vocabulary.versions)},
        }

    def _campaign(self) -> Json:
        return {"id": self.campaign.id, "version": self.campaign.version, "digest": self.campaign.digest()}

    def _snapshot(self) -> Json:
        made_on = self.situation.snapshot_on.isoformat()
        return {"id": self.snapshot, "digest": self.snapshot_digest, "made_on": made_on}

    def _digests(self) -> dict[str, str]:
        return {
            "rule_digest": rule_digest(self.campaign.rule),
            "audience_digest": self.measured.audience_digest,
            "policy_digest": self.policy.digest(),
            "catalogue_digest": self.catalogue.digest(),
            "checked_digest": self.digest,
        }

    def _counts(self) -> Json:
        down, found = self.policy.round_down, self.situation
        return {
            "base": self.policy.rounding_base,
            "reach": down(found.reach),
            "reachable": down(found.reachable),
            "protected": down(self.measured.protected),
            "segments": self.measured.segments,
        }

    def _narrowness(self) -> Json:
        smallest = self.measured.smallest_isolable
        return {
            "floor": self.policy.floor,
            "campaign_k": self.policy.campaign_k,
            "smallest_isolable": None if smallest is None else self.policy.round_down(smallest),
            "releases_compared": self.measured.releases,
        }

    def _requested(self) -> Json:
        brief, vocabulary = self.campaign.brief, self.catalogue.vocabulary
        known = [vocabulary.purposes[key] for key in brief.purposes if key in vocabulary.purposes]
        return {
            "purposes": [
                {"purpose": each.key, "dpv": each.dpv, "fideslang": each.fideslang, "tcf": each.tcf} for each in known
            ],
            "unknown_purposes": len(brief.purposes) - len(known),
            "channel": brief.channel if brief.channel in vocabulary.channels else None,
            "platform": brief.platform if brief.platform in self.policy.delivery_floors else None,
            "third_parties": len(brief.third_parties),
            "recipients_digest": digest(sorted(brief.recipients)),
            "sale_or_share": brief.sells,
            "starts_on": _iso(brief.starts_on),
            "ends_on": _iso(brief.ends_on),
        }

    def _scopes(self) -> Iterator[Json]:
        """Return what permits the campaign: every needed scope, its notice, its legal basis and how long it lasts."""
        vocabulary = self.catalogue.vocabulary
        for scope in self.requirement.scopes:
            last = expires_on(scope, self.situation.snapshot_on)
            purpose, basis = vocabulary.purposes[scope.purpose], vocabulary.legal_bases[scope.legal_basis]
            yield {
                "scope": scope.name,
                "needed_for": sorted({need.reason.value for need in self.requirement.needs if need.scope == scope}),
                "digest": scope.digest(),
                "purpose": purpose.dpv,
                "fideslang": purpose.fideslang,
                "tcf": purpose.tcf,
                "channel": scope.channel,
                "legal_basis": basis.iri,
                "special_category_basis": EXPLICIT_CONSENT if scope.purpose == SPECIAL_CATEGORY else None,
                "notice": {"version": scope.notice_version, "on": _iso(scope.notice_on)},
                "collection_method_digest": digest(scope.collected_by),
                "withdrawal_method_digest": digest(scope.withdrawal),
                "third_parties": scope.third_parties,
                "valid_until": _iso(last),
            }

    def _coverage(self) -> Iterator[Json]:
        """Return the people inside the rule by consent set; whether a *no* was a refusal, a segment does not know."""
        for granted, people in self.measured.coverage:
            met = self.requirement.is_met_by(granted)
            status = "dpv:ConsentGiven" if met else "dpv:ConsentUnknown"
            rounded = self.policy.round_down(people)
            yield {"scopes": sorted(granted), "people": rounded, "within_scope": met, "status": status}

    def _exclusions(self) -> Json:
        left_out = self.situation.reach - self.situation.reachable
        return [
            {"why": "not agreed", "people": self.policy.round_down(left_out)},
            {"why": "protected", "people": self.policy.round_down(self.measured.protected)},
        ]

    def _rules(self) -> Iterator[Json]:
        """Return every guardrail that was evaluated, matched or not (after the result of a Fides policy evaluation)."""
        found = {each.code: each.severity.value for each in reversed(worst_first(list(self.findings)))}
        for code in dict.fromkeys((*CONSENT_GUARDRAILS, *self.guardrails, *found)):
            yield {"rule": code, "matched": code in found, "result": found.get(code, "pass")}

    def _finding(self, finding: Finding) -> Json:
        facts = {name: self._fact(name, fact) for name, fact in finding.facts.items()}
        told = {name: fact for name, fact in facts.items() if fact is not None}
        return {"code": finding.code, "severity": finding.severity.value, "facts": told}

    def _fact(self, name: str, fact: Fact) -> Json:
        """Return a fact as it may stand in the record for ever; None when it may not."""
        match fact:
            case bool():
                return fact
            case int():
                return fact if name in PLAIN_NUMBERS else self.policy.round_down(fact)
            case str():
                return fact if name in COLUMN_NAMES or self._is_declared(fact) else None
            case tuple():
                return [each for each in fact if name in COLUMN_NAMES or self._is_declared(each)] or None
            case _:
                return None

    def _is_declared(self, text: str) -> bool:
        """Return whether text is a term of the catalogue, the vocabulary, the policy or the themes, or a date."""
        vocabulary = self.catalogue.vocabulary
        bases = (each.name.lower() for each in vocabulary.legal_bases.values())
        names = (each.name for each in vocabulary.purposes.values())
        known = {*self.catalogue.names, *vocabulary.purposes, *names, *vocabulary.channels, *bases}
        known |= {*self.policy.delivery_floors, *(theme.name for theme in SENSITIVE_THEMES)}
        return text in known or bool(_DATE.fullmatch(text))


def coverage(
    consents: Sequence[frozenset[str]], consent: NDArray[np.integer], people: NDArray[np.int64], mask: NDArray[np.bool_]
) -> Coverage:
    """Return the people of the segments in `mask` by consent set, sets that nobody has left out: `O(segments)`.

    `consents`, `consent` and `people` are those of a segment table.
    """
    counted = np.bincount(consent[mask], weights=people[mask], minlength=len(consents)).astype(np.int64)
    return tuple((granted, int(count)) for granted, count in zip(consents, counted, strict=True) if count)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

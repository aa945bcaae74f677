"""Documents: the scope check in the terms of the W3C Data Privacy Vocabulary, for those who keep such records."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

CONTEXT = {
    "dct": "http://purl.org/dc/terms/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "shoal": "urn:shoal:terms:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Written out, so that nothing has to be fetched to read the document."""

COMPLIANCE = {"pass": "dpv:Compliant", "warn": "dpv:Compliant", "block": "dpv:NonCompliant"}
"""Decision → compliance status; any other decision is `dpv:ComplianceUnknown`."""


def scope_check_jsonld(record: Mapping[str, Any], *, index: int, entry_digest: str) -> bytes:
    """Return a scope check as strict JSON-LD with terms of DPV 2.3 and, for its header, of ISO/IEC TS 27560.

    `record` is the check as the ledger holds it (docs: *file formats*), `index` its place there and `entry_digest`
    the SHA-256 of the entry. It is not a consent record of one person, which does not exist here: it says that a
    campaign stays within what groups of people agreed to. Everything that can repeat is an array.
    """
    document = {
        "@context": CONTEXT,
        "@id": f"urn:sha256:{entry_digest}",
        "@type": ["dpv:Process", "shoal:ScopeCheck"],
        "dct:identifier": [str(index)],
        "dct:conformsTo": ["urn:shoal:scope-check:v1"],
        "dct:created": [{"@type": "xsd:dateTime", "@value": record["checked_at"]}],
        "dct:valid": [{"@type": "xsd:date", "@value": record["valid_until"]}],
        "dpv:hasComplianceStatus": [{"@id": COMPLIANCE.get(record["decision"], "dpv:ComplianceUnknown")}],
        "dpv:hasLegalBasis": [{"@id": iri} for iri in _each(record["scopes"], "legal_basis")],
        "dpv:hasProcess": [_process(record)],
        "dpv:hasTechnicalOrganisationalMeasure": [{"@id": "dpv:Anonymisation"}, {"@id": "dpv:Deidentification"}],
        "shoal:ledgerIndex": index,
        "shoal:entryDigest": entry_digest,
        "shoal:decision": record["decision"],
        "shoal:audienceDigest": record["audience_digest"],
        "shoal:campaignDigest": record["campaign"]["digest"],
        "shoal:snapshotDigest": record["snapshot"]["digest"],
        "shoal:ruleDigest": record["rule_digest"],
        "shoal:policyDigest": record["policy_digest"],
        "shoal:finding": [_finding(finding) for finding in record["findings"]],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n").encode()


def _process(record: Mapping[str, Any]) -> dict[str, Any]:
    scopes: Sequence[Mapping[str, Any]] = record["scopes"]
    counts = record["counts"]
    return {
        "@type": ["dpv:PersonalDataProcess"],
        "dpv:hasPurpose": [{"@id": iri} for iri in _each(scopes, "purpose")],
        "dpv:hasProcessing": [{"@id": "dpv:Aggregate"}, {"@id": "dpv:Filter"}],
        "dpv:hasConsentStatus": [_status(group) for group in record["coverage"]],
        "shoal:channel": _each(scopes, "channel"),
        "shoal:neededScope": [scope["scope"] for scope in scopes],
        "shoal:people": counts["reach"],
        "shoal:peopleReachable": counts["reachable"],
        "shoal:roundedDownTo": counts["base"],
    }


def _each(scopes: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    """Return what the scopes say under one key, each once, in their order."""
    return list(dict.fromkeys(scope[key] for scope in scopes if scope.get(key)))


def _status(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return one consent set: who did not agree may have refused or never been asked, which nobody here knows."""
    status = "dpv:ConsentGiven" if group["within_scope"] else "dpv:ConsentUnknown"
    return {"@type": [status], "shoal:scope": list(group["scopes"]), "shoal:people": group["people"]}


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {"shoal:code": finding["code"], "shoal:severity": finding["severity"]}

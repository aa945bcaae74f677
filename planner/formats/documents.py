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
        "dct:conformsTo": ["urn:shoal:scope-check:v2"],
        "dct:created": [{"@type": "xsd:dateTime", "@value": record["checked_at"]}],
        "dct:valid": [_day(record["valid_until"])],
        "dpv:hasComplianceStatus": [{"@id": COMPLIANCE.get(record["decision"], "dpv:ComplianceUnknown")}],
        "dpv:hasLegalBasis": [{"@id": iri} for iri in _bases(record["scopes"])],
        "dpv:hasNotice": [_notice(scope) for scope in record["scopes"]],
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
    """Return what the campaign asked for, and what its people agreed to.

    The purposes and the channel are the campaign's. Those of the scopes may be wider: consent to *marketing* on any
    channel permits *direct marketing* by e-mail.
    """
    requested, counts = record["requested"], record["counts"]
    return {
        "@type": ["dpv:PersonalDataProcess"],
        "dpv:hasPurpose": [{"@id": purpose["dpv"]} for purpose in requested["purposes"]],
        "dpv:hasProcessing": [{"@id": "dpv:Aggregate"}, {"@id": "dpv:Filter"}],
        "dpv:hasConsentStatus": [_status(group) for group in record["coverage"]],
        "dpv:hasDuration": [_duration(requested["ends_on"], since=requested["starts_on"])],
        "dpv:hasRecipient": [_recipient(requested)],
        "shoal:channel": [requested["channel"]],
        "shoal:permittedBy": [_permission(scope) for scope in record["scopes"]],
        "shoal:people": counts["reach"],
        "shoal:peopleReachable": counts["reachable"],
        "shoal:roundedDownTo": counts["base"],
    }


def _bases(scopes: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the legal bases of the scopes, each once, in their order."""
    told = (scope[name] for scope in scopes for name in ("legal_basis", "special_category_basis"))
    return list(dict.fromkeys(iri for iri in told if iri))


def _permission(scope: Mapping[str, Any]) -> dict[str, Any]:
    """Return a needed scope: what people were asked, and until when their yes may be relied on."""
    return {
        "shoal:scope": scope["scope"],
        "shoal:agreedPurpose": [{"@id": scope["purpose"]}],
        "shoal:agreedChannel": [scope["channel"] or "any"],
        "dpv:hasDuration": [_duration(scope["valid_until"])],
    }


def _notice(scope: Mapping[str, Any]) -> dict[str, Any]:
    notice = scope["notice"]
    return {
        "@type": ["dpv:PrivacyNotice"],
        "shoal:scope": scope["scope"],
        "dct:hasVersion": [notice["version"]],
        "dct:issued": [_day(notice["on"])],
    }


def _duration(until: str | None, *, since: str | None = None) -> dict[str, Any]:
    """Return a time with a last day; without one it lasts until people withdraw, which is no end that is known."""
    if until is None:
        return {"@type": ["dpv:IndeterminateDuration"]}
    begun = {} if since is None else {"shoal:from": [_day(since)]}
    return {"@type": ["dpv:UntilTimeDuration"], **begun, "shoal:until": [_day(until)]}


def _recipient(requested: Mapping[str, Any]) -> dict[str, Any]:
    """Return who receives the list: the record holds no name of them, but their number and a digest."""
    others = requested["third_parties"] or requested["platform"]
    return {
        "@type": ["dpv:ThirdParty" if others else "dpv:DataController"],
        "shoal:thirdParties": requested["third_parties"],
        "shoal:platform": [requested["platform"]] if requested["platform"] else [],
        "shoal:recipientsDigest": requested["recipients_digest"],
    }


def _day(day: str) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": day}


def _status(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return one consent set: who did not agree may have refused or never been asked, which nobody here knows."""
    status = "dpv:ConsentGiven" if group["within_scope"] else "dpv:ConsentUnknown"
    return {"@type": [status], "shoal:scope": list(group["scopes"]), "shoal:people": group["people"]}


def _finding(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {"shoal:code": finding["code"], "shoal:severity": finding["severity"]}

"""The catalogue and the vocabulary that travel with the product, and what may become of them."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from planner.domain.catalogue import STARTING_NOTICE, Catalogue
from planner.domain.errors import PlannerError
from planner.domain.vocabulary import Vocabulary
from planner.services.resources import read_resource
from planner.services.words import tell_error
from tests.domain.campaigning import catalogue, vocabulary

DPV = "https://w3id.org/dpv#"
GDPR = "https://w3id.org/dpv/legal/eu/gdpr#"
DPV_PURPOSES = {
    "Marketing",
    "Advertising",
    "DirectMarketing",
    "PublicRelations",
    "SocialMediaMarketing",
    "PersonalisedAdvertising",
    "TargetedAdvertising",
    "Personalisation",
    "ServicePersonalisation",
    "ProvidePersonalisedRecommendations",
    "SellProducts",
    "SellDataToThirdParties",
    "SellInsightsFromData",
    "CustomerRelationshipManagement",
}
"""Terms of the purposes module of DPV 2.3."""
DPV_OTHERS = {"Profiling", "Share", "SpecialCategoryPersonalData"}
"""Terms of its processing and personal data modules: what profiling, sharing and protected themes are there."""
GDPR_BASES = {"A6-1-a", "A6-1-a-explicit-consent", "A6-1-b", "A6-1-c", "A6-1-d", "A6-1-e", "A6-1-f"}
"""Terms of DPV 2.3's legal basis module for Art. 6 GDPR."""
FIDESLANG_USES = {
    "marketing",
    "marketing.advertising",
    "marketing.advertising.first_party",
    "marketing.advertising.first_party.contextual",
    "marketing.advertising.first_party.targeted",
    "marketing.advertising.third_party",
    "marketing.advertising.third_party.targeted",
    "marketing.advertising.profiling",
    "marketing.advertising.frequency_capping",
    "marketing.advertising.negative_targeting",
    "marketing.advertising.serving",
    "marketing.communications",
    "marketing.communications.email",
    "marketing.communications.sms",
    "personalize.content",
    "personalize.content.limited",
    "personalize.content.profiling",
    "personalize.content.profiled",
    "personalize.system",
    "analytics.reporting.campaign_insights",
    "sales",
    "third_party_sharing",
}
"""Data uses of fideslang 3 that have to do with marketing."""
TCF_FIDESLANG = {
    2: "marketing.advertising",
    3: "marketing.advertising.profiling",
    4: "marketing.advertising",
    6: "personalize.content",
}
"""TCF 2.2 purpose → the branch of fideslang that its own mapping puts it in."""
WITHOUT_LEGITIMATE_INTEREST = {3, 4, 5, 6}
"""TCF 2.2 purposes that can rest on consent alone."""

TERMS = [*vocabulary().purposes.values(), *vocabulary().channels.values()]


def test_the_vocabulary_names_the_versions_it_is_taken_from() -> None:
    assert vocabulary().versions == {"dpv": "2.3", "fideslang": "3.1", "tcf": "2.2"}


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.key)
def test_every_purpose_and_channel_is_known_to_other_privacy_tools(term: Any) -> None:
    assert term.dpv.removeprefix(DPV) in DPV_PURPOSES | DPV_OTHERS
    assert term.fideslang in FIDESLANG_USES or (term.fideslang is None and term.key == "special-category")
    assert term.tcf is None or term.fideslang.startswith(TCF_FIDESLANG[term.tcf])


def test_every_legal_basis_is_one_of_the_gdpr() -> None:
    assert {basis.iri for basis in vocabulary().legal_bases.values()} <= {GDPR + basis for basis in GDPR_BASES}


@pytest.mark.parametrize("purpose", vocabulary().purposes.values(), ids=lambda purpose: purpose.key)
def test_what_needs_consent_elsewhere_cannot_rest_on_an_interest_here(purpose: Any) -> None:
    if purpose.tcf in WITHOUT_LEGITIMATE_INTEREST:
        assert "legitimate-interest" not in purpose.legal_bases


@pytest.mark.parametrize("purpose", vocabulary().purposes.values(), ids=lambda purpose: purpose.key)
def test_a_purpose_is_narrower_here_only_where_fideslang_or_dpv_agree(purpose: Any) -> None:
    if purpose.broader is not None:
        above = vocabulary().purposes[purpose.broader].fideslang
        assert above
        assert purpose.fideslang.split(".")[0] == above.split(".")[0]


def test_the_starting_catalogue_has_a_scope_for_every_channel_and_for_what_campaigns_do() -> None:
    starting = Catalogue.from_json(json.loads(read_resource("scopes.json")), vocabulary())

    assert {
        "email-marketing",
        "sms-marketing",
        "post-marketing",
        "phone-marketing",
        "ads-audiences",
        "profiling",
        "third-party-sharing",
        "special-category",
    } <= set(starting.names)
    for channel in vocabulary().channels:
        assert starting.covering(vocabulary().purposes["marketing"], channel), channel
    assert {scope.notice_version for scope in starting.scopes} == {STARTING_NOTICE}
    assert starting.no_sale


def test_a_scope_covers_its_purpose_and_narrower_ones_on_its_own_channel() -> None:
    def covering(purpose: str, channel: str) -> list[str]:
        return [scope.name for scope in catalogue().covering(vocabulary().purposes[purpose], channel)]

    assert covering("direct-marketing", "email") == ["email-marketing"]
    assert covering("targeted-advertising", "ads") == ["ads-audiences"]
    assert covering("personalisation", "email") == ["personalised-content"]
    assert covering("third-party-sharing", "sms") == ["third-party-sharing"]


def test_the_closest_scope_comes_first() -> None:
    newsletter = replace(catalogue().scope("email-marketing"), name="newsletter", purpose="direct-marketing")
    known = catalogue().with_scope(newsletter)

    found = known.covering(vocabulary().purposes["direct-marketing"], "email")
    assert [scope.name for scope in found] == ["newsletter", "email-marketing"]
    found = known.covering(vocabulary().purposes["marketing"], "email")
    assert [scope.name for scope in found] == ["email-marketing"]


def test_a_catalogue_reads_back_from_its_json_with_the_same_digest() -> None:
    back = Catalogue.from_json(json.loads(json.dumps(catalogue().to_json())), vocabulary())

    assert back == catalogue()
    assert back.digest() == catalogue().digest()


def test_every_edit_of_the_catalogue_shows_in_its_digest() -> None:
    first = catalogue()
    edits = [
        first.edited("email-marketing", sentence="We write to you."),
        first.edited("email-marketing", notice_on=date(2026, 6, 2)),
        first.edited("email-marketing", third_parties=True),
        first.without_scope("profiling"),
        replace(first, no_sale=False),
        replace(first, vocabulary=replace(first.vocabulary, versions={"dpv": "2.4"})),
    ]

    assert len({known.digest() for known in [first, *edits]}) == len(edits) + 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "E-Mail"}, "scope-name-wrong"),
        ({"name": "sms-marketing"}, "scope-exists"),
        ({"purpose": "fun"}, "scope-field-value-unknown"),
        ({"channel": "pigeon"}, "scope-field-value-unknown"),
        ({"legal_basis": "habit"}, "scope-field-value-unknown"),
        ({"valid_days": 0}, "scope-validity-wrong"),
        ({"valid_days": 10**9}, "scope-validity-wrong"),
        ({"valid_days": True}, "scope-value-wrong"),
        ({"third_parties": "no"}, "scope-value-wrong"),
        ({"notice_on": "2026-06-01"}, "scope-value-wrong"),
        ({"sentence": " "}, "scope-sentence-missing"),
        ({"audience": "all"}, "scope-field-unknown"),
    ],
)
def test_a_scope_that_means_nothing_is_not_taken(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        catalogue().edited("email-marketing", **fields)

    assert refused.value.code == code
    assert "{" not in tell_error(refused.value)


def test_a_scope_that_is_not_there_is_answered_with_the_nearest() -> None:
    with pytest.raises(PlannerError) as refused:
        catalogue().scope("e-mail-marketing")

    assert refused.value.facts["nearest"] == "email-marketing"


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {"scopes": []},
        {"no_sale": True, "scopes": [{}]},
        {"no_sale": 1, "scopes": []},
        {"no_sale": True, "scopes": [{**catalogue().scopes[0].to_json(), "notice_on": "June"}]},
        {"no_sale": True, "scopes": [{**catalogue().scopes[0].to_json(), "more": 1}]},
    ],
)
def test_a_damaged_catalogue_is_not_guessed_at(broken: Any) -> None:
    with pytest.raises(PlannerError, match="catalogue-unreadable"):
        Catalogue.from_json(broken, vocabulary())


def spoil(path: str, value: Any) -> str:
    """Return the vocabulary's text with the value at a path such as `purposes.0.broader` replaced."""
    plain = json.loads(read_resource("vocabulary.json"))
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    place = plain
    for step in steps:
        place = place[step]
    place[last] = value
    return json.dumps(plain)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        spoil("purposes.0.broader", "nothing"),
        spoil("purposes.0.broader", "direct-marketing"),
        spoil("purposes.0.tcf", "4"),
        spoil("purposes.1.key", "marketing"),
        spoil("purposes.8.key", "profiles"),
        spoil("purposes.0.legal_bases", []),
        spoil("purposes.0.legal_bases", ["habit"]),
        spoil("versions.dpv", 2.3),
        spoil("channels", {}),
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_not_read(text: str) -> None:
    with pytest.raises(PlannerError, match="vocabulary-unreadable"):
        Vocabulary.parse(text)

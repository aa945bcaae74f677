"""Consent: what a campaign needs, and every reason that stops it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.brief import OWN_COMPANY, Brief
from planner.domain.catalogue import Catalogue
from planner.domain.consent import (
    CONSENT_GUARDRAILS,
    Reason,
    Requirement,
    Situation,
    expires_on,
    required_scopes,
    scope_findings,
    valid_until,
)
from planner.domain.finding import Finding, Severity
from planner.domain.policy import Policy, changed
from planner.domain.themes import sensitive_themes
from planner.services.words import read_words, tell_finding
from tests.domain.campaigning import SNAPSHOT_ON, TODAY, brief, catalogue, situation

HEALTH = sensitive_themes(["diabetes"])


def findings(
    about: Brief,
    *,
    given: Situation | None = None,
    known: Catalogue | None = None,
    policy: Policy | None = None,
    **asked: Any,
) -> tuple[Finding, ...]:
    known = known or catalogue()
    requirement = required_scopes(about, catalogue=known, **asked)
    return scope_findings(about, requirement, given or situation(), catalogue=known, policy=policy or Policy())


def blocks(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found if each.severity is Severity.BLOCK]


def test_an_ordinary_campaign_needs_its_channels_scope_and_nothing_more() -> None:
    requirement = required_scopes(brief(), catalogue=catalogue())

    assert requirement.scope_names == ("email-marketing",)
    assert requirement.needs[0].reason is Reason.PURPOSE
    assert findings(brief()) == ()


@pytest.mark.parametrize(
    ("changes", "asked", "scopes"),
    [
        ({}, {"behavioural": ["yearly_spend"]}, ("email-marketing", "profiling")),
        ({"recipients": (OWN_COMPANY, "Acme")}, {}, ("email-marketing", "third-party-sharing")),
        ({"recipients": ("Acme",)}, {}, ("email-marketing", "third-party-sharing")),
        ({}, {"themes": HEALTH}, ("email-marketing", "special-category")),
        ({}, {"named": ["sms-marketing"]}, ("email-marketing", "sms-marketing")),
        ({"channel": "ads", "purposes": ("targeted-advertising",)}, {}, ("ads-audiences",)),
        ({"channel": "post"}, {}, ("post-marketing",)),
        (
            {"purposes": ("direct-marketing", "recommendations")},
            {},
            ("email-marketing", "personalised-content"),
        ),
    ],
)
def test_the_needed_scopes_follow_from_what_the_campaign_does(
    changes: dict[str, Any], asked: dict[str, Any], scopes: tuple[str, ...]
) -> None:
    requirement = required_scopes(brief(**changes), catalogue=catalogue(), **asked)

    assert requirement.scope_names == scopes
    assert requirement.is_known


def test_a_scope_that_the_author_names_is_taken_before_others_that_cover_as_much() -> None:
    newsletter = replace(catalogue().scope("email-marketing"), name="newsletter", purpose="direct-marketing")
    known = catalogue().with_scope(newsletter)

    assert required_scopes(brief(), catalogue=known).scope_names == ("newsletter",)
    assert required_scopes(brief(), catalogue=known, named=["email-marketing"]).scope_names == ("email-marketing",)


@pytest.mark.parametrize(
    ("changes", "asked", "code"),
    [
        ({"purposes": ()}, {}, "purpose-undeclared"),
        ({"purposes": ("fun",)}, {}, "purpose-unknown"),
        ({"channel": ""}, {}, "channel-undeclared"),
        ({"channel": "pigeon"}, {}, "channel-unknown"),
        ({"recipients": ()}, {}, "recipients-undeclared"),
        ({"recipients": (" ",)}, {}, "recipients-undeclared"),
        ({}, {"named": ["email-markting"]}, "scope-unknown"),
        ({"starts_on": None}, {}, "campaign-undated"),
        ({"ends_on": None}, {}, "campaign-undated"),
        ({"ends_on": date(2027, 3, 9)}, {}, "campaign-dates"),
        ({"starts_on": date(2027, 1, 1), "ends_on": TODAY - timedelta(days=1)}, {}, "campaign-over"),
        ({"ends_on": date(2031, 1, 1)}, {}, "scope-expired"),
        ({"sells": True, "recipients": ("Acme",)}, {}, "promise-no-sale"),
        ({}, {"themes": HEALTH}, "special-category"),
    ],
)
def test_what_the_campaign_leaves_open_or_may_not_do_blocks_it(
    changes: dict[str, Any], asked: dict[str, Any], code: str
) -> None:
    assert code in blocks(findings(brief(**changes), **asked))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"today": SNAPSHOT_ON - timedelta(days=1)}, "clock-behind"),
        ({"scopes": frozenset()}, "consent-missing"),
        ({"scopes": frozenset({"sms-marketing"})}, "consent-missing"),
        ({"snapshot_on": date(2026, 5, 31)}, "notice-later"),
        ({"reachable": 0}, "scope-not-granted"),
        ({"snapshot_on": TODAY - timedelta(days=731)}, "retention-over"),
    ],
)
def test_what_the_data_cannot_show_blocks_the_campaign(changes: dict[str, Any], code: str) -> None:
    assert code in blocks(findings(brief(), given=situation(**changes)))


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"notice_version": ""}, "notice-missing"),
        ({"notice_on": None}, "notice-missing"),
        ({"valid_days": 1}, "scope-expired"),
        ({"collected_since": date(2023, 1, 1)}, "scope-expired"),
    ],
)
def test_a_scope_that_cannot_be_relied_on_blocks_the_campaign(fields: dict[str, Any], code: str) -> None:
    assert code in blocks(findings(brief(), known=catalogue().edited("email-marketing", **fields)))


def test_without_a_scope_for_the_use_nobody_can_have_agreed() -> None:
    found = findings(brief(), known=catalogue().without_scope("email-marketing"))
    assert blocks(found) == ["scope-uncovered"]

    found = findings(brief(), known=catalogue().without_scope("profiling"), behavioural=["spend"])
    assert blocks(found) == ["scope-uncovered"]
    assert found[0].facts["purpose"] == "profiling"


def test_a_scope_that_promises_to_keep_data_in_house_cannot_cover_a_third_party() -> None:
    known = catalogue().edited("third-party-sharing", third_parties=False)
    found = findings(brief(recipients=("Acme",)), known=known)

    assert blocks(found) == ["third-party"]
    assert found[0].facts["recipients"] == ("Acme",)
    assert blocks(findings(brief(recipients=("Acme",)))) == []


def test_a_platform_that_delivers_for_us_is_a_third_party_too() -> None:
    known = catalogue().edited("ads-audiences", third_parties=False)
    ads = brief(channel="ads", purposes=("targeted-advertising",), platform="meta")

    assert blocks(findings(ads)) == []
    assert blocks(findings(ads, known=known)) == ["third-party"]
    assert blocks(findings(replace(ads, platform=None), known=known)) == ["third-party"]


def test_the_promise_not_to_sell_can_be_given_up_only_in_the_catalogue() -> None:
    selling = brief(recipients=("Acme",), sells=True)

    assert blocks(findings(selling)) == ["promise-no-sale"]
    assert blocks(findings(selling, known=replace(catalogue(), no_sale=False))) == []


@pytest.mark.parametrize(
    ("scope", "basis", "changes", "asked"),
    [
        ("profiling", "legitimate-interest", {}, {"behavioural": ["spend"]}),
        ("ads-audiences", "legitimate-interest", {"channel": "ads", "purposes": ("targeted-advertising",)}, {}),
        ("third-party-sharing", "legitimate-interest", {"recipients": ("Acme",)}, {}),
        ("special-category", "consent", {}, {"themes": HEALTH}),
    ],
)
def test_what_needs_consent_cannot_rest_on_less(
    scope: str, basis: str, changes: dict[str, Any], asked: dict[str, Any]
) -> None:
    policy = changed(Policy(), special_categories=True)
    known = catalogue().edited(scope, legal_basis=basis)

    assert blocks(findings(brief(**changes), policy=policy, **asked)) == []
    assert blocks(findings(brief(**changes), known=known, policy=policy, **asked)) == ["legal-basis"]


def test_a_letter_may_rest_on_a_legitimate_interest() -> None:
    known = catalogue().edited("post-marketing", legal_basis="legitimate-interest")

    assert blocks(findings(brief(channel="post"), known=known)) == []


def test_a_protected_theme_that_the_policy_allows_still_wants_a_reason() -> None:
    found = findings(brief(), policy=changed(Policy(), special_categories=True), themes=HEALTH)

    assert [(each.code, each.severity) for each in found] == [("special-category", Severity.WARN)]


@pytest.mark.parametrize(
    ("days", "found"),
    [(0, []), (90, []), (91, ["snapshot-stale"]), (730, ["snapshot-stale"]), (731, ["retention-over"])],
)
def test_data_grows_old_and_then_may_not_be_used(days: int, found: list[str]) -> None:
    known = catalogue().edited("email-marketing", valid_days=None, notice_on=date(2020, 1, 1))
    then = situation(snapshot_on=TODAY - timedelta(days=days))
    codes = [each.code for each in findings(brief(), given=then, known=known)]

    assert [code for code in codes if code in {"snapshot-stale", "retention-over"}] == found


def test_a_campaign_that_outlives_its_data_gets_a_warning() -> None:
    known = catalogue().edited("email-marketing", valid_days=None)
    found = findings(brief(ends_on=SNAPSHOT_ON + timedelta(days=731)), known=known)

    assert [(each.code, each.severity) for each in found] == [("retention-ends", Severity.WARN)]


def test_people_who_did_not_agree_are_left_out_and_counted() -> None:
    (found,) = findings(brief(), given=situation(reachable=400))

    assert (found.code, found.severity) == ("scope-not-granted", Severity.NOTE)
    assert tell_finding(found).startswith("600 of the 1,000 people in this audience did not agree to email-marketing.")


@pytest.mark.parametrize("scopes", [frozenset(), frozenset({"email-marketing"})])
def test_nobody_is_said_to_have_refused_what_the_data_says_nothing_of(scopes: frozenset[str]) -> None:
    found = findings(brief(), given=situation(reachable=0, scopes=scopes), named=["sms-marketing"])

    assert "consent-missing" in blocks(found)
    assert "scope-not-granted" not in [each.code for each in found]


def test_a_starting_notice_is_pointed_out() -> None:
    found = findings(brief(), known=catalogue().edited("email-marketing", notice_version="starting"))

    assert [(each.code, each.severity) for each in found] == [("notice-starting", Severity.NOTE)]


def test_a_yes_lasts_from_the_oldest_consent_where_that_is_known() -> None:
    scope = replace(catalogue().scope("email-marketing"), valid_days=10)

    assert expires_on(scope, SNAPSHOT_ON) == SNAPSHOT_ON + timedelta(days=10)
    assert expires_on(replace(scope, collected_since=date(2027, 1, 1)), SNAPSHOT_ON) == date(2027, 1, 11)
    assert expires_on(replace(scope, valid_days=None), SNAPSHOT_ON) is None


def test_only_people_who_gave_every_needed_scope_are_reachable() -> None:
    requirement = required_scopes(brief(), catalogue=catalogue(), behavioural=["spend"])
    sets = [frozenset[str](), frozenset({"email-marketing"}), frozenset({"email-marketing", "profiling", "more"})]

    assert requirement.met_by(sets).tolist() == [False, False, True]


@given(granted=st.sets(st.sampled_from(catalogue().names)))
def test_nobody_is_reachable_while_the_needed_scopes_are_not_known(granted: set[str]) -> None:
    for unknown in (brief(purposes=()), brief(channel="pigeon"), brief(recipients=()), Brief()):
        assert not required_scopes(unknown, catalogue=catalogue()).is_met_by(granted)
    assert not Requirement((), ()).is_met_by(granted)


def mostly(good: st.SearchStrategy[Any], bad: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw what passes seven times of eight, so that whole campaigns pass too."""
    return st.integers(0, 7).flatmap(lambda drawn: bad if drawn == 7 else good)


BRIEFS = st.builds(
    brief,
    purposes=mostly(
        st.sampled_from([("direct-marketing",), ("marketing", "advertising"), ("profiling", "marketing")]),
        st.lists(st.sampled_from([*catalogue().vocabulary.purposes, "fun"]), max_size=2).map(tuple),
    ),
    channel=mostly(st.sampled_from([*catalogue().vocabulary.channels]), st.sampled_from(["", "pigeon"])),
    recipients=mostly(st.sampled_from([(OWN_COMPANY,), ("Acme",), (OWN_COMPANY, "Acme")]), st.just(())),
    sells=mostly(st.just(False), st.just(True)),
    starts_on=mostly(st.dates(date(2026, 1, 1), date(2027, 2, 1)), st.none() | st.just(date(2029, 2, 1))),
    ends_on=mostly(st.dates(date(2027, 3, 1), date(2028, 3, 1)), st.none() | st.just(date(2026, 2, 1))),
)
SITUATIONS = st.builds(
    situation,
    today=mostly(st.dates(SNAPSHOT_ON, date(2027, 9, 1)), st.dates(date(2027, 1, 1), date(2029, 6, 1))),
    scopes=mostly(st.just(frozenset(catalogue().names)), st.frozensets(st.sampled_from(catalogue().names))),
    reachable=mostly(st.integers(1, 1_000), st.just(0)),
)


@given(about=BRIEFS, then=SITUATIONS, behavioural=st.booleans(), health=st.booleans(), allowed=st.booleans())
def test_nothing_passes_unless_every_needed_scope_is_there_covered_and_current(
    about: Brief, then: Situation, behavioural: bool, health: bool, allowed: bool
) -> None:
    asked: dict[str, Any] = {"behavioural": ["spend"] if behavioural else [], "themes": HEALTH if health else ()}
    found = findings(about, given=then, policy=changed(Policy(), special_categories=allowed), **asked)
    if blocks(found):
        return

    scopes = set(required_scopes(about, catalogue=catalogue(), **asked).scope_names)
    assert scopes
    assert scopes <= then.scopes
    assert about.starts_on is not None
    assert about.ends_on is not None
    assert about.starts_on <= about.ends_on >= then.today >= then.snapshot_on
    assert then.reachable
    assert ("profiling" in scopes) >= behavioural
    assert ("third-party-sharing" in scopes) >= ("Acme" in about.recipients)
    assert (allowed and "special-category" in scopes) >= health
    assert not about.sells


@given(about=BRIEFS, then=SITUATIONS, behavioural=st.booleans(), health=st.booleans())
def test_every_finding_is_declared_and_has_words_for_its_facts(
    about: Brief, then: Situation, behavioural: bool, health: bool
) -> None:
    asked: dict[str, Any] = {"behavioural": ["spend"] if behavioural else [], "themes": HEALTH if health else ()}
    for each in findings(about, given=then, named=["newsletter"], **asked):
        assert each.code in CONSENT_GUARDRAILS
        assert "{" not in tell_finding(each)


@given(about=BRIEFS, then=SITUATIONS, later=st.integers(0, 900))
def test_a_check_says_the_same_until_the_last_day_it_is_valid(about: Brief, then: Situation, later: int) -> None:
    def codes(at: Situation) -> list[tuple[str, Severity]]:
        return [(each.code, each.severity) for each in findings(about, given=at)]

    last = valid_until(about, required_scopes(about, catalogue=catalogue()), then, Policy())
    assert last >= then.today
    day = min(then.today + timedelta(days=later), last)
    if then.today >= then.snapshot_on:
        assert codes(replace(then, today=day)) == codes(then)


def test_every_consent_guardrail_has_its_words() -> None:
    assert set(CONSENT_GUARDRAILS) <= set(read_words()["findings"])

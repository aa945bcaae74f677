"""The life of a campaign: no list leaves without a passing check of exactly this campaign, and an approval of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from planner.domain.brief import OWN_COMPANY, Brief
from planner.domain.campaign import (
    EDITABLE,
    TRANSITIONS,
    Campaign,
    State,
    Verb,
    allowed_verbs,
    approve,
    checked_digest,
    edit,
    is_current,
    lapse,
    record_check,
    record_export,
    retire,
    withdraw,
)
from planner.domain.decision import Decision
from planner.domain.errors import PlannerError, Refusal
from planner.domain.rule_text import parse_rule
from planner.services.words import tell_error
from tests.domain.campaigning import (
    TODAY,
    VALID_UNTIL,
    approval,
    brief,
    campaign,
    check,
    digest_now,
    export,
)

EDITS: dict[str, Any] = {
    "name": "Summer",
    "population": "others",
    "brief": brief(ends_on=date(2027, 4, 1)),
    "rule": parse_rule("city = 'Paris'"),
    "scopes": ("sms-marketing",),
}
BRIEF_EDITS: dict[str, Any] = {
    "goal": "Sell",
    "purposes": ("marketing",),
    "channel": "sms",
    "platform": "meta",
    "recipients": (OWN_COMPANY, "Acme"),
    "sells": True,
    "starts_on": date(2027, 3, 11),
    "ends_on": date(2027, 3, 30),
    "budget": "100",
    "expected_response": "2.5",
}


def checked(decision: Decision = Decision.PASS) -> Campaign:
    return record_check(campaign(), check(campaign(), decision))


def approved(decision: Decision = Decision.PASS) -> Campaign:
    about = checked(decision)
    return approve(about, approval(about, reason="It is fine"), today=TODAY, second_person=False)


def exported() -> Campaign:
    return record_export(approved(), export(approved()), today=TODAY)


def refusal(action: Any) -> str:
    with pytest.raises(Refusal) as refused:
        action()
    assert "{" not in tell_error(refused.value)
    return refused.value.code


def test_a_campaign_goes_from_draft_to_retired() -> None:
    states = [campaign(), checked(), approved(), exported(), retire(exported())]

    assert [each.state for each in states] == ["draft", "checked", "approved", "exported", "retired"]
    assert states[-1].exports == exported().exports


@pytest.mark.parametrize("decision", [Decision.BLOCK, Decision.UNKNOWN])
def test_a_failed_check_is_remembered_and_leads_nowhere(decision: Decision) -> None:
    about = record_check(campaign(), check(campaign(), decision))

    assert about.state is State.DRAFT
    assert about.last_check is not None
    assert refusal(lambda: approve(about, approval(about), today=TODAY, second_person=False)) == "check-missing"


@pytest.mark.parametrize("field", EDITABLE)
@pytest.mark.parametrize("make", [checked, approved, exported])
def test_editing_anything_that_was_checked_undoes_check_and_approval(field: str, make: Any) -> None:
    about = edit(make(), by="Ada", **{field: EDITS[field]})

    assert about.state is State.DRAFT
    assert about.approval is None
    assert about.version == 2
    assert not is_current(about, digest=digest_now(about), today=TODAY)
    assert refusal(lambda: record_export(about, export(about), today=TODAY)) == "check-missing"


@pytest.mark.parametrize("field", BRIEF_EDITS)
def test_every_part_of_the_brief_counts_as_checked(field: str) -> None:
    about = edit(approved(), by="Ada", brief=replace(brief(), **{field: BRIEF_EDITS[field]}))

    assert about.state is State.DRAFT
    assert digest_now(about) != digest_now(approved())


def test_taking_an_edit_back_does_not_bring_the_approval_back() -> None:
    there = edit(approved(), by="Ada", name="Summer")
    back = edit(there, by="Ada", name="Spring")

    assert digest_now(back) == digest_now(approved())
    assert back.state is State.DRAFT
    assert back.approval is None


def test_an_edit_that_changes_nothing_undoes_nothing() -> None:
    assert edit(approved(), by="Ada", name="Spring", rule=approved().rule) == approved()


@pytest.mark.parametrize("other", ["policy", "catalogued", "snapshot"])
def test_a_change_of_policy_catalogue_or_data_undoes_the_check(other: str) -> None:
    now = digest_now(checked(), **{other: "changed"})

    def approving() -> object:
        return approve(checked(), approval(checked(), digest=now), today=TODAY, second_person=False)

    assert refusal(approving) == "check-outdated"
    assert refusal(lambda: record_export(approved(), export(approved(), digest=now), today=TODAY)) == "check-outdated"
    assert not is_current(approved(), digest=now, today=TODAY)
    assert lapse(approved()).state is State.DRAFT
    assert lapse(approved()).approval is None


def test_a_check_holds_until_its_last_day_and_no_longer() -> None:
    late = VALID_UNTIL + timedelta(days=1)

    assert record_export(approved(), export(approved()), today=VALID_UNTIL).state is State.EXPORTED
    assert refusal(lambda: record_export(approved(), export(approved()), today=late)) == "check-expired"
    about = checked()
    assert refusal(lambda: approve(about, approval(about), today=late, second_person=False)) == "check-expired"


def test_a_check_of_other_content_is_not_recorded() -> None:
    stray = check(campaign())
    about = edit(campaign(), by="Ada", name="Summer")

    assert refusal(lambda: record_check(about, stray)) == "check-outdated"


def test_approving_needs_a_name() -> None:
    about = checked()

    assert refusal(lambda: approve(about, approval(about, approver=" "), today=TODAY, second_person=False)) == (
        "approval-name-missing"
    )


def test_approving_against_a_warning_needs_a_typed_reason() -> None:
    about = checked(Decision.WARN)

    assert refusal(lambda: approve(about, approval(about, reason=" "), today=TODAY, second_person=False)) == (
        "approval-reason-missing"
    )
    approved_about = approve(about, approval(about, reason="Small, and meant to be"), today=TODAY, second_person=False)
    assert approved_about.approval is not None
    assert approved_about.approval.warnings == ("getting-narrow",)


@pytest.mark.parametrize("approver", ["Ada", " ada ", "\uff21\uff24\uff21", "Ben", "Cleo"])
def test_a_second_person_is_neither_the_author_nor_an_editor(approver: str) -> None:
    about = edit(edit(campaign(), by="Ben", name="Summer"), by="Cleo", name="Autumn")
    about = record_check(about, check(about))
    own = approval(about, approver=approver)

    assert refusal(lambda: approve(about, own, today=TODAY, second_person=True)) == "approval-own-campaign"
    assert approve(about, own, today=TODAY, second_person=False).state is State.APPROVED
    assert approve(about, approval(about), today=TODAY, second_person=True).state is State.APPROVED


def test_checking_again_keeps_an_approval_only_when_nothing_new_is_warned_of() -> None:
    about = approved(Decision.WARN)
    same = record_check(about, check(about, Decision.WARN))
    better = record_check(about, check(about, Decision.PASS))
    worse = record_check(about, check(about, Decision.WARN, warnings=("getting-narrow", "snapshot-stale")))
    failed = record_check(about, check(about, Decision.BLOCK))
    other = record_check(about, check(about, digest=digest_now(about, policy="changed")))

    assert [each.state for each in (same, better, worse, failed, other)] == [
        State.APPROVED,
        State.APPROVED,
        State.CHECKED,
        State.DRAFT,
        State.CHECKED,
    ]
    assert [bool(each.approval) for each in (same, better, worse, failed, other)] == [True, True, False, False, False]


@pytest.mark.parametrize("make", [approved, exported])
def test_withdrawing_takes_the_approval_back_until_all_is_done_again(make: Any) -> None:
    about = withdraw(make())

    assert about.state is State.WITHDRAWN
    assert refusal(lambda: record_export(about, export(about), today=TODAY)) == "approval-missing"
    assert refusal(lambda: approve(about, approval(about), today=TODAY, second_person=False)) == "check-missing"
    assert record_check(about, check(about)).state is State.CHECKED


def test_what_a_state_does_not_allow_is_refused_with_what_it_does() -> None:
    assert refusal(lambda: withdraw(checked())) == "campaign-verb-refused"
    assert refusal(lambda: approve(approved(), approval(approved()), today=TODAY, second_person=False)) == (
        "campaign-verb-refused"
    )
    assert lapse(exported()).approval is None
    assert refusal(lambda: record_export(checked(), export(checked()), today=TODAY)) == "approval-missing"
    assert allowed_verbs(checked()) == (Verb.EDIT, Verb.CHECK, Verb.APPROVE, Verb.RETIRE)


def test_a_retired_campaign_stays_as_it_is() -> None:
    about = retire(exported())

    assert allowed_verbs(about) == ()
    assert refusal(lambda: edit(about, by="Ada", name="Again")) == "campaign-retired"
    assert refusal(lambda: record_check(about, check(about))) == "campaign-retired"
    assert refusal(lambda: retire(about)) == "campaign-retired"


def test_only_what_is_checked_can_be_edited_and_only_by_somebody() -> None:
    with pytest.raises(PlannerError, match="campaign-field-unknown"):
        edit(campaign(), by="Ada", state=State.APPROVED)
    with pytest.raises(PlannerError, match="campaign-author-missing"):
        edit(campaign(), by=" ", name="Summer")


@pytest.mark.parametrize("code", ["campaign-name-missing", "campaign-author-missing"])
def test_a_campaign_has_a_name_and_an_author(code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        campaign(**{"name" if "name" in code else "author": " "})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"budget": "1,200"}, "brief-budget-wrong"),
        ({"budget": "-5"}, "brief-budget-wrong"),
        ({"budget": "1e9"}, "brief-budget-wrong"),
        ({"expected_response": "101"}, "brief-response-wrong"),
        ({"expected_response": "NaN"}, "brief-response-wrong"),
    ],
)
def test_amounts_are_digits_with_a_point(changes: dict[str, str], code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        brief(**changes)


def test_what_is_not_text_is_refused_before_it_is_part_of_a_campaign() -> None:
    for typed in (lambda: brief(goal="\udcff"), lambda: campaign(name="\udcff"), lambda: brief(recipients=("\udcff",))):
        with pytest.raises(PlannerError, match="text-not-text"):
            typed()
    with pytest.raises(PlannerError, match="text-not-text"):
        approve(checked(), approval(checked(), reason="\udcff"), today=TODAY, second_person=False)


@pytest.mark.parametrize("make", [campaign, checked, approved, exported, lambda: withdraw(exported())])
def test_a_campaign_reads_back_from_its_json(make: Any) -> None:
    assert Campaign.from_json(make().to_json()) == make()


def forged(make: Any, **changes: Any) -> Any:
    return {**make().to_json(), **changes}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        forged(campaign, state="approved"),
        forged(campaign, state="checked"),
        forged(campaign, state="finished"),
        forged(checked, state="approved"),
        forged(approved, state="exported"),
        forged(approved, name="Another"),
        forged(approved, rule={"all": []}),
        forged(approved, checks=[]),
        forged(approved, approval=None),
        forged(approved, approval={**approved().to_json()["approval"], "digest": "0"}),  # type: ignore[dict-item]
        forged(checked, approval=approved().to_json()["approval"]),
        forged(approved, checks=[check(campaign(), Decision.BLOCK).to_json()]),
        forged(approved, checks=[{**check(campaign()).to_json(), "decision": "fine"}]),
        forged(approved, checks=[{**check(campaign()).to_json(), "valid_until": "later"}]),
        forged(campaign, version="1"),
        forged(campaign, secret=1),
        forged(campaign, brief={}),
        forged(campaign, scopes=[1]),
    ],
)
def test_a_stored_campaign_that_contradicts_itself_is_not_read(plain: Any) -> None:
    with pytest.raises(PlannerError, match="campaign-unreadable"):
        Campaign.from_json(plain)


def test_every_transition_from_the_table_leads_somewhere_real() -> None:
    assert {verb for _, verb in TRANSITIONS} == set(Verb)
    assert set(TRANSITIONS.values()) == set(State)
    assert not [verb for state, verb in TRANSITIONS if state is State.RETIRED]


def test_the_checked_digest_binds_all_four_parts() -> None:
    about = campaign()
    parts = ["p", "c", "s"]
    others = [checked_digest(about, *[each if i != j else "x" for j, each in enumerate(parts)]) for i in range(3)]

    assert len({checked_digest(about, *parts), checked_digest(campaign(name="Summer"), *parts), *others}) == 5


class Life(RuleBasedStateMachine):
    """Everything that anybody may try, in any order; the world's digests change now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.campaign = campaign()
        self.policy = 0
        self.today = TODAY
        self.passed: set[str] = set()
        self.approved: set[str] = set()

    @property
    def digest(self) -> str:
        return digest_now(self.campaign, policy=str(self.policy))

    def attempt(self, action: Any) -> bool:
        """Do it unless a guardrail says no."""
        try:
            self.campaign = action()
        except Refusal:
            return False
        return True

    @rule(field=st.sampled_from(EDITABLE), by=st.sampled_from(["Ada", "Ben"]))
    def edit(self, field: str, by: str) -> None:
        before = self.campaign
        value = EDITS[field] if getattr(before, field) != EDITS[field] else getattr(campaign(), field)
        if self.attempt(lambda: edit(before, by=by, **{field: value})):
            assert self.campaign.state is State.DRAFT
            assert self.campaign.approval is None
            self.approved.clear()

    @rule(decision=st.sampled_from([Decision.PASS, Decision.WARN, *Decision]), days=st.integers(0, 40))
    def check(self, decision: Decision, days: int) -> None:
        mark = check(self.campaign, decision, digest=self.digest, valid_until=self.today + timedelta(days=days))
        if self.attempt(lambda: record_check(self.campaign, mark)):
            self.passed = {self.digest} if decision.passes else set()
            self.approved &= self.passed if self.campaign.approval else set()

    @rule(reason=st.sampled_from(["", "It is fine"]), second=st.booleans(), approver=st.sampled_from(["Ada", "Grace"]))
    def approve(self, reason: str, second: bool, approver: str) -> None:
        mark = approval(self.campaign, digest=self.digest, reason=reason, approver=approver)
        if self.attempt(lambda: approve(self.campaign, mark, today=self.today, second_person=second)):
            assert self.digest in self.passed
            assert not (second and approver == "Ada")
            self.approved = {self.digest}

    @rule()
    def check_and_approve(self) -> None:
        self.check(Decision.WARN, 20)
        self.approve("It is fine", second=True, approver="Grace")

    @rule(changes=st.sampled_from(["nothing", "policy", "time", "name", "approval"]))
    def check_approve_and_export_with_a_change_before_it_leaves(self, changes: str) -> None:
        self.check_and_approve()
        match changes:
            case "policy":
                self.change_the_policy()
            case "time":
                self.wait(21)
            case "name":
                self.edit("name", by="Ben")
            case "approval":
                self.withdraw()
        left = len(self.campaign.exports)
        self.export()
        assert (len(self.campaign.exports) > left) == (changes == "nothing" and self.campaign.state is State.EXPORTED)

    @rule()
    def export(self) -> None:
        mark = export(self.campaign, digest=self.digest)
        if self.attempt(lambda: record_export(self.campaign, mark, today=self.today)):
            assert self.digest in self.passed
            assert self.digest in self.approved
            assert self.campaign.last_check is not None
            assert self.campaign.last_check.valid_until >= self.today

    @precondition(lambda self: self.campaign.state is not State.DRAFT)
    @rule()
    def withdraw(self) -> None:
        if self.attempt(lambda: withdraw(self.campaign)):
            self.approved.clear()

    @precondition(lambda self: self.campaign.state is not State.DRAFT)
    @rule()
    def lapse(self) -> None:
        if self.attempt(lambda: lapse(self.campaign)):
            self.approved.clear()

    @precondition(lambda self: self.campaign.version > 9)
    @rule()
    def retire(self) -> None:
        self.attempt(lambda: retire(self.campaign))

    @rule()
    def change_the_policy(self) -> None:
        self.policy = 1 - self.policy

    @rule(days=st.integers(1, 30))
    def wait(self, days: int) -> None:
        self.today += timedelta(days=days)

    @invariant()
    def what_is_stored_reads_back(self) -> None:
        assert Campaign.from_json(self.campaign.to_json()) == self.campaign

    @invariant()
    def an_approval_stands_only_where_the_state_says_so(self) -> None:
        assert (self.campaign.approval is not None) == (self.campaign.state in {State.APPROVED, State.EXPORTED})


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)


@given(
    goal=st.text(max_size=20),
    recipients=st.lists(st.text(max_size=10), max_size=3).map(tuple),
    starts_on=st.none() | st.dates(),
    budget=st.sampled_from(["", "0", "12.50"]),
)
def test_every_brief_reads_back_from_its_json(
    goal: str, recipients: tuple[str, ...], starts_on: date | None, budget: str
) -> None:
    about = Brief(goal=goal, recipients=recipients, starts_on=starts_on, budget=budget)

    assert Brief.from_json(about.to_json()) == about
    assert about.third_parties == tuple(name for name in recipients if name != OWN_COMPANY)

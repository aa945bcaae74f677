"""The policy: what a workspace may decide, and what it may not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.domain.policy import DELIVERY_FLOORS, POLICY_FIELDS, Policy, changed, changed_by_text
from planner.services.words import tell_error


def test_the_policy_begins_as_the_product_promises() -> None:
    policy = Policy()

    assert (policy.floor, policy.campaign_k, policy.warn_below, policy.rounding_base) == (20, 50, 200, 5)
    assert (policy.delivery_floor("linkedin"), policy.delivery_floor("tiktok")) == (300, 1_000)
    assert (policy.delivery_floor("amazon"), policy.delivery_floor("a letter"), policy.delivery_floor(None)) == (
        2_000,
        0,
        0,
    )
    assert policy.special_categories is False


def test_every_field_of_the_policy_is_declared_in_its_order() -> None:
    assert [each.name for each in POLICY_FIELDS] == list(Policy.__dataclass_fields__)


@given(people=st.integers(0, 10**9), base=st.integers(1, 1_000))
def test_rounding_never_tells_more_people_than_there_are(people: int, base: int) -> None:
    rounded = Policy(rounding_base=base).round_down(people)

    assert rounded % base == 0
    assert 0 <= people - rounded < base


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"floor": 1}, "policy-out-of-bounds"),
        ({"floor": True}, "policy-value-wrong"),
        ({"floor": 20.0}, "policy-value-wrong"),
        ({"floor": 60}, "policy-campaign-k-below-floor"),
        ({"campaign_k": 19}, "policy-campaign-k-below-floor"),
        ({"rounding_base": 0}, "policy-out-of-bounds"),
        ({"protected_share_high": float("nan")}, "policy-out-of-bounds"),
        ({"protected_share_high": 1.1}, "policy-out-of-bounds"),
        ({"delivery_floors": {"meta": -1}}, "policy-out-of-bounds"),
        ({"delivery_floors": {"meta": "100"}}, "policy-value-wrong"),
        ({"delivery_floors": {"": 100}}, "policy-value-wrong"),
        ({"retention_days": 30}, "policy-retention-before-stale"),
        ({"second_person": 1}, "policy-value-wrong"),
        ({"k": 50}, "policy-field-unknown"),
    ],
)
def test_a_policy_out_of_bounds_is_not_taken(fields: dict[str, Any], code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        changed(Policy(), **fields)

    assert refused.value.code == code
    assert "{" not in tell_error(refused.value)


@given(
    floor=st.integers(2, 50),
    share=st.floats(0, 1),
    choice=st.booleans(),
    floors=st.dictionaries(st.text(min_size=1, max_size=8), st.integers(0, 10_000)),
)
def test_a_policy_reads_back_from_its_json_with_the_same_digest(
    floor: int, share: float, choice: bool, floors: dict[str, int]
) -> None:
    policy = Policy(floor=floor, protected_share_high=share, second_person=choice, delivery_floors=floors)
    back = Policy.from_json(policy.to_json())

    assert back == policy
    assert back.digest() == policy.digest()


def test_a_stored_policy_with_a_field_too_many_or_too_few_is_not_guessed_at() -> None:
    plain = Policy().to_json()
    with pytest.raises(PlannerError, match="policy-field-unknown"):
        Policy.from_json({**plain, "k": 5})
    del plain["floor"]
    with pytest.raises(PlannerError, match="policy-field-missing"):
        Policy.from_json(plain)


def test_every_field_counts_in_the_digest() -> None:
    values: list[Any] = [21, 51, 201, 6, {"meta": 1}, 7, 0.4, 91, 731, True, True]
    others = [changed(Policy(), **{each.name: value}) for each, value in zip(POLICY_FIELDS, values, strict=True)]

    assert len({policy.digest() for policy in [Policy(), *others]}) == len(others) + 1


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("warn-below", " 1,000 ", "warn_below", 1_000),
        ("protected_share_high", "0.25", "protected_share_high", 0.25),
        ("second-person", "Yes", "second_person", True),
        ("delivery-floors.meta", "150", "delivery_floors", {**DELIVERY_FLOORS, "meta": 150}),
        ("delivery-floors.a-paper", "10", "delivery_floors", {**DELIVERY_FLOORS, "a-paper": 10}),
    ],
)
def test_a_field_is_set_by_what_a_person_types(name: str, text: str, field: str, value: object) -> None:
    assert getattr(changed_by_text(Policy(), name, text), field) == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("campaign-k", "many", "policy-value-wrong"),
        ("second-person", "1", "policy-value-wrong"),
        ("delivery-floors", "100", "policy-platform-missing"),
        ("campaign", "100", "policy-field-unknown"),
    ],
)
def test_a_field_typed_wrongly_is_answered_with_what_it_takes(name: str, text: str, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        changed_by_text(Policy(), name, text)

    assert refused.value.code == code
    assert "{" not in tell_error(refused.value)


def test_changing_a_policy_leaves_the_first_as_it_was() -> None:
    floors = {"meta": 100}
    policy = changed(Policy(), delivery_floors=floors)
    before = policy.digest()
    floors["meta"] = 5
    changed_by_text(policy, "delivery-floors.meta", "7")

    assert policy.digest() == before


@pytest.mark.parametrize(("name", "text"), [("campaign-k", "201"), ("warn-below", "49")])
def test_a_warning_below_what_blocks_already_is_refused(name: str, text: str) -> None:
    with pytest.raises(PlannerError, match="policy-never-warns"):
        changed_by_text(Policy(), name, text)


@pytest.mark.parametrize(("name", "text"), [("campaign-k", "200"), ("warn-below", "50"), ("warn-below", "0")])
def test_a_warning_from_what_blocks_up_or_none_at_all_is_taken(name: str, text: str) -> None:
    assert getattr(changed_by_text(Policy(), name, text), name.replace("-", "_")) == int(text)


def test_a_policy_that_was_kept_without_warnings_can_still_be_read_and_mended() -> None:
    kept = Policy.from_json({**Policy().to_json(), "campaign_k": 500})
    assert changed_by_text(kept, "rounding-base", "10").rounding_base == 10
    assert changed_by_text(kept, "warn-below", "500").warn_below == 500

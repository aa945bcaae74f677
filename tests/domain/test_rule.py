import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.domain.rule import (
    EVERYONE,
    MAX_CONDITIONS,
    MAX_DEPTH,
    All,
    Any,
    Condition,
    Not,
    Operator,
    Rule,
    conditions_of,
    conjuncts_of,
    flatten,
    rule_digest,
    rule_from_json,
    rule_to_json,
)

A, B, C = (Condition(name, Operator.EQUAL, ("x",)) for name in "abc")
CONDITION: dict[str, Json] = {"attribute": "a", "operator": "=", "values": ["x"]}

leaves = st.sampled_from(
    [A, B, C, Condition("a", Operator.IN, ("x", 1, 2.5)), Condition("b", Operator.BETWEEN, (1, 2))]
)
rules: st.SearchStrategy[Rule] = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: Any(tuple(parts)))
        | inner.map(Not)
    ),
    max_leaves=10,
)


@given(rules)
def test_a_rule_survives_json(rule: Rule) -> None:
    assert rule_from_json(rule_to_json(rule)) == flatten(rule)


@given(rules)
def test_flattening_twice_changes_nothing_more(rule: Rule) -> None:
    assert flatten(flatten(rule)) == flatten(rule)
    assert rule_digest(flatten(flatten(rule))) == rule_digest(flatten(rule))


def test_rules_that_differ_in_brackets_only_are_one_rule() -> None:
    assert flatten(All((A, All((B, All((C,))))))) == All((A, B, C))
    assert flatten(Any((Any((A, B)), C))) == Any((A, B, C))
    assert flatten(Not(Condition("a", Operator.IN, ("x",)))) == Condition("a", Operator.NOT_IN, ("x",))
    assert flatten(Any((A, EVERYONE))) == EVERYONE
    assert flatten(All((A, EVERYONE))) == A


def test_the_parts_of_a_rule_are_listed_in_reading_order() -> None:
    rule = All((A, Any((B, Not(C)))))
    assert conditions_of(rule) == (A, B, C)
    assert conjuncts_of(rule) == (A, Any((B, Not(C))))
    assert conjuncts_of(A) == (A,)
    assert conjuncts_of(EVERYONE) == ()


def nested(depth: int) -> Json:
    rule: Json = CONDITION
    for _ in range(depth):
        rule = {"not": rule}
    return rule


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (None, "rule"),
        ([], "rule"),
        ("age < 25", "rule"),
        ({}, "rule"),
        ({"all": [], "any": []}, "rule"),
        ({"any": []}, "rule"),
        ({"all": [{"all": []}]}, "rule.all[0].all"),
        ({"all": "abc"}, "rule.all"),
        ({"not": {"not": 3}}, "rule.not.not"),
        ({"all": [CONDITION, {**CONDITION, "note": "hello"}]}, "rule.all[1]"),
        ({**CONDITION, "attribute": ""}, "rule"),
        ({**CONDITION, "attribute": 7}, "rule"),
        ({**CONDITION, "operator": "like"}, "rule.operator"),
        ({**CONDITION, "values": "x"}, "rule.values"),
        ({**CONDITION, "values": []}, "rule.values"),
        ({**CONDITION, "values": ["x", "y"]}, "rule.values"),
        ({**CONDITION, "operator": "between", "values": [1]}, "rule.values"),
        ({**CONDITION, "operator": "in", "values": []}, "rule.values"),
        ({**CONDITION, "values": [True]}, "rule.values[0]"),
        ({**CONDITION, "values": [None]}, "rule.values[0]"),
        ({**CONDITION, "values": [["x"]]}, "rule.values[0]"),
        ({**CONDITION, "values": [float("inf")]}, "rule.values[0]"),
        ({**CONDITION, "values": [2**60]}, "rule.values[0]"),
        ({**CONDITION, "operator": "in", "values": ["x", "\ud800"]}, "rule.values[1]"),
    ],
)
def test_json_that_is_no_rule_is_refused_with_its_place(value: Json, place: str) -> None:
    with pytest.raises(PlannerError) as refused:
        rule_from_json(value)
    assert (refused.value.code, refused.value.facts["place"]) == ("rule-json-invalid", place)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (nested(MAX_DEPTH + 1), "rule-too-deep"),
        (nested(5_000), "rule-json-invalid"),
        ({"any": [{"any": [CONDITION, CONDITION]}] * MAX_CONDITIONS}, "rule-too-many-conditions"),
        ({"any": [{**CONDITION, "operator": "in", "values": ["x"] * 6_000}] * 2}, "rule-too-many-values"),
    ],
)
def test_json_beyond_the_bounds_is_refused(value: Json, code: str) -> None:
    with pytest.raises(PlannerError) as refused:
        rule_from_json(value)
    assert refused.value.code == code

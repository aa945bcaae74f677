import operator
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.attribute import MISSING, Attribute, Edge, Kind, Level
from planner.domain.binding import bind, bind_condition
from planner.domain.bound import Every, Leaf, Some, holds
from planner.domain.errors import PlannerError
from planner.domain.rule import All, Any, Condition, Not, Operator, Rule
from planner.domain.rule_text import parse_rule
from planner.services.words import tell_error

AGE = Attribute("age", Kind.ORDERED, ("under 18", "18–24", "25–34", "35–44", "45 and over", MISSING), (18, 25, 35, 45))
CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    (MISSING, "Lyon", "Nice", "Luxembourg", "Esch", "Munich", "Nuremberg"),
    levels=(
        Level("region", (MISSING, "Rhône", "Azur", "South", "Bayern"), (0, 1, 2, 3, 3, 4, 4)),
        Level("country", (MISSING, "France", "Luxembourg", "Bayern"), (0, 1, 1, 2, 2, 3, 3)),
    ),
)
PLAN = Attribute("plan", Kind.NOMINAL, (MISSING, "free", "pro", "team"))
JOINED = Attribute(
    "joined",
    Kind.ORDERED,
    ("before 2024-01-01", "2024-01-01 – 2024-06-30", "2024-07-01 and later", MISSING),
    ("2024-01-01", "2024-07-01"),
)
SPEND = Attribute("spend", Kind.ORDERED, ("under 0.5", "0.5 to under 2", "2 and over"), (0.5, 2.0))
SCHOOL = Attribute("education", Kind.ORDERED, ("school", "college", "degree"))
ALL = (AGE, CITY, PLAN, JOINED, SPEND, SCHOOL)


def matching(text: str, attribute: Attribute) -> list[str]:
    """The labels of one attribute for which the rule is true, whatever the others are."""
    found = bind(parse_rule(text), ALL)
    place = ALL.index(attribute)
    codes = [0] * len(ALL)
    true = []
    for code, label in enumerate(attribute.labels):
        codes[place] = code
        if holds(found, codes):
            true.append(label)
    return true


@pytest.mark.parametrize(
    ("text", "attribute", "labels"),
    [
        ("age = '18–24'", AGE, ["18–24"]),
        ("age = '18-24'", AGE, ["18–24"]),
        ("age >= '25-34'", AGE, ["25–34", "35–44", "45 and over"]),
        ("age < '25-34'", AGE, ["under 18", "18–24"]),
        ("age > '25–34'", AGE, ["35–44", "45 and over"]),
        ("age <= '25–34'", AGE, ["under 18", "18–24", "25–34"]),
        ("age BETWEEN '18-24' AND '35-44'", AGE, ["18–24", "25–34", "35–44"]),
        ("age BETWEEN 25 AND 44", AGE, ["25–34", "35–44"]),
        ("age NOT BETWEEN 25 AND 44", AGE, ["under 18", "18–24", "45 and over", MISSING]),
        ("age <> '25-34'", AGE, ["under 18", "18–24", "35–44", "45 and over", MISSING]),
        ("NOT age >= 25", AGE, ["under 18", "18–24", MISSING]),
        ("age = '(missing)'", AGE, [MISSING]),
        ("city = 'Lyon'", CITY, ["Lyon"]),
        ("region = 'South'", CITY, ["Luxembourg", "Esch"]),
        ("country = 'France'", CITY, ["Lyon", "Nice"]),
        ("city = 'France'", CITY, ["Lyon", "Nice"]),
        ("city IN ('France', 'Munich')", CITY, ["Lyon", "Nice", "Munich"]),
        ("city = 'Luxembourg'", CITY, ["Luxembourg"]),
        ("city = 'Bayern'", CITY, ["Munich", "Nuremberg"]),
        ("region NOT IN ('South', 'Bayern')", CITY, [MISSING, "Lyon", "Nice"]),
        ("plan <> 'free'", PLAN, [MISSING, "pro", "team"]),
        ("joined >= '2024-01-01'", JOINED, ["2024-01-01 – 2024-06-30", "2024-07-01 and later"]),
        ("joined BETWEEN '2024-01-01' AND '2024-06-30'", JOINED, ["2024-01-01 – 2024-06-30"]),
        ("joined < '2024-07-01'", JOINED, ["before 2024-01-01", "2024-01-01 – 2024-06-30"]),
        ("joined = '2024-01-01 - 2024-06-30'", JOINED, ["2024-01-01 – 2024-06-30"]),
        ("spend >= 0.5 AND spend < 2", SPEND, ["0.5 to under 2"]),
        ("education > 'school'", SCHOOL, ["college", "degree"]),
    ],
)
def test_a_condition_means_the_labels_it_covers(text: str, attribute: Attribute, labels: list[str]) -> None:
    assert matching(text, attribute) == labels


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("citty = 'Lyon'", "rule-unknown-attribute", {"attribute": "citty", "nearest": ("city",)}),
        ("Age < 25", "rule-unknown-attribute", {"nearest": ("age",)}),
        ("regoin = 'South'", "rule-unknown-attribute", {"nearest": ("region",)}),
        ("city = 'Lyonn'", "rule-unknown-label", {"value": "Lyonn", "nearest": ("Lyon",)}),
        ("spend = '0.5 to 1.99'", "rule-unknown-label", {"nearest": ("0.5 to under 2",)}),
        ("age = '18 to 24'", "rule-unknown-label", {"nearest": ("18–24",)}),
        ("city = 'FRANCE'", "rule-unknown-label", {"nearest": ("France",)}),
        ("region = 'France'", "rule-unknown-label", {"attribute": "region"}),
        ("plan >= 'free'", "rule-order-needed", {"attribute": "plan"}),
        ("city BETWEEN 'Lyon' AND 'Nice'", "rule-order-needed", {"attribute": "city"}),
        ("region < 'South'", "rule-order-needed", {"attribute": "region"}),
        ("plan = 3", "rule-number-for-label", {"attribute": "plan", "value": 3}),
        ("education < 2", "rule-number-for-label", {"attribute": "education"}),
        ("joined < 2024", "rule-number-for-label", {"attribute": "joined"}),
        ("age < '(missing)'", "rule-missing-in-range", {"attribute": "age"}),
        ("age BETWEEN 35 AND 24", "rule-range-reversed", {"attribute": "age"}),
        ("age BETWEEN '35-44' AND '18-24'", "rule-range-reversed", {}),
        ("age >= 30", "rule-not-an-edge", {"value": "30", "works": ("age >= 25", "age >= 35")}),
        ("age <= 30", "rule-not-an-edge", {"works": ("age <= 24", "age <= 34")}),
        ("age > 99", "rule-not-an-edge", {"works": ("age > 44",)}),
        (
            "age BETWEEN 20 AND 40",
            "rule-not-an-edge",
            {"works": ("age BETWEEN 18 AND 44", "age BETWEEN 25 AND 34")},
        ),
        ("age = 30", "rule-not-an-edge", {"works": ("age = '25–34'",)}),
        ("age IN (30, 40)", "rule-not-an-edge", {"works": ("age IN ('25–34')",)}),
        ("spend <= 2", "rule-not-an-edge", {"works": ("spend < 2",)}),
        ("joined > '2024-03-01'", "rule-not-an-edge", {"works": ("joined > '2023-12-31'", "joined > '2024-06-30'")}),
        ("city = 'Luxembourg' OR country = 'Bayerm'", "rule-unknown-label", {"nearest": ("Bayern",)}),
    ],
)
def test_what_does_not_fit_the_population_is_told_with_what_would(
    text: str, code: str, facts: dict[str, object]
) -> None:
    with pytest.raises(PlannerError) as refused:
        bind(parse_rule(text), ALL)
    assert refused.value.code == code
    assert {name: refused.value.facts.get(name) for name in facts} == facts
    assert tell_error(refused.value)


def test_a_column_that_is_not_kept_is_told_with_its_role() -> None:
    with pytest.raises(PlannerError) as refused:
        bind(parse_rule("income > 3"), ALL, dropped={"income": "sensitive"})
    assert (refused.value.code, refused.value.facts["role"]) == ("rule-not-kept", "sensitive")


def test_a_level_that_two_attributes_have_is_asked_about() -> None:
    work = Attribute("office", Kind.HIERARCHICAL, ("Lyon",), levels=(Level("region", ("Rhône",), (0,)),))
    with pytest.raises(PlannerError) as refused:
        bind(parse_rule("region = 'Rhône'"), (CITY, work))
    assert (refused.value.code, refused.value.facts["attributes"]) == ("rule-ambiguous-name", ("city", "office"))


def test_a_coarse_label_that_means_two_things_is_asked_about() -> None:
    levels = (Level("region", ("Centre", "South"), (0, 1, 1)), Level("zone", ("North", "Centre"), (0, 0, 1)))
    city = Attribute("city", Kind.HIERARCHICAL, ("a", "b", "c"), levels=levels)
    with pytest.raises(PlannerError) as refused:
        bind(parse_rule("city = 'Centre'"), (city,))
    assert (refused.value.code, refused.value.facts["levels"]) == ("rule-ambiguous-label", ("region", "zone"))


COMPARISONS: dict[Operator, Callable[[float, float], bool]] = {
    Operator.LESS: operator.lt,
    Operator.AT_MOST: operator.le,
    Operator.MORE: operator.gt,
    Operator.AT_LEAST: operator.ge,
    Operator.EQUAL: operator.eq,
    Operator.NOT_EQUAL: operator.ne,
}
comparisons = st.sampled_from(list(COMPARISONS))
ages = range(-60, 140)


def band_of(age: int) -> int:
    return sum(age >= edge for edge in (18, 25, 35, 45))


def by_band(true: Callable[[int], bool]) -> list[set[bool]]:
    """For each band, the answers among the ages in it."""
    return [{true(age) for age in ages if band_of(age) == band} for band in range(5)]


def check_against(answers: list[set[bool]], rule: Rule, *, missing: bool) -> None:
    if all(len(answer) == 1 for answer in answers):
        found = bind(rule, (AGE,))
        assert [holds(found, (code,)) for code in range(5)] == [True in answer for answer in answers]
        assert holds(found, (5,)) is missing
    else:
        with pytest.raises(PlannerError, match="rule-not-an-edge") as refused:
            bind(rule, (AGE,))
        works = refused.value.facts["works"]
        assert isinstance(works, tuple)
        assert works
        for text in works:
            bind(parse_rule(text), (AGE,))


@given(comparisons, st.integers(-40, 120) | st.integers(-80, 240).map(lambda half: half / 2))
def test_a_number_is_taken_exactly_when_no_band_is_split(sign: Operator, number: float) -> None:
    answers = by_band(lambda age: COMPARISONS[sign](age, number))
    assume(float(number).is_integer() or sign not in {Operator.EQUAL, Operator.NOT_EQUAL})
    check_against(answers, Condition("age", sign, (number,)), missing=sign is Operator.NOT_EQUAL)


@given(st.integers(-40, 100), st.integers(0, 60), st.booleans())
def test_a_range_of_numbers_is_taken_exactly_when_no_band_is_split(low: int, width: int, inside: bool) -> None:
    sign = Operator.BETWEEN if inside else Operator.NOT_BETWEEN
    answers = by_band(lambda age: (low <= age <= low + width) is inside)
    check_against(answers, Condition("age", sign, (low, low + width)), missing=not inside)


@given(comparisons, st.integers(0, 400))
def test_a_date_is_taken_exactly_when_no_band_is_split(sign: Operator, offset: int) -> None:
    first = date(2023, 10, 1)
    edges: tuple[Edge, ...] = ("2024-01-01", "2024-07-01")
    day = first + timedelta(offset)
    days = [first + timedelta(n) for n in range(-10, 500)]
    bands: list[set[bool]] = [set(), set(), set()]
    for each in days:
        answer = COMPARISONS[sign](each.toordinal(), day.toordinal())
        bands[sum(each.isoformat() >= str(edge) for edge in edges)].add(answer)
    rule = Condition("joined", sign, (day.isoformat(),))
    if all(len(band) == 1 for band in bands):
        assert [holds(bind(rule, (JOINED,)), (code,)) for code in range(3)] == [True in band for band in bands]
    else:
        with pytest.raises(PlannerError, match="rule-not-an-edge"):
            bind(rule, (JOINED,))


labels = st.sampled_from(["'18-24'", "'25–34'", "'(missing)'", "'45 and over'"])
conditions = (
    st.builds("age {} {}".format, st.sampled_from(["=", "<>"]), labels)
    | st.builds("age {} {}".format, st.sampled_from(["<", ">="]), st.sampled_from([18, 25, 35]))
    | st.builds(
        "city {} ({})".format, st.sampled_from(["IN", "NOT IN"]), st.sampled_from(["'Lyon', 'Nice'", "'South'"])
    )
    | st.builds("plan = '{}'".format, st.sampled_from(["free", "pro"]))
)
expressions = st.recursive(
    conditions,
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT ({})".format, inner)
    ),
    max_leaves=10,
)


def truth(rule: Rule, codes: tuple[int, int, int]) -> bool:
    """The rule's meaning read off each condition alone, without merging or pushing negations down."""
    match rule:
        case All(parts):
            return all(truth(part, codes) for part in parts)
        case Any(parts):
            return any(truth(part, codes) for part in parts)
        case Not(part):
            return not truth(part, codes)
        case Condition():
            return holds(bind_condition(rule, (AGE, CITY, PLAN)), codes)


@given(expressions, st.tuples(st.integers(0, 5), st.integers(0, 6), st.integers(0, 3)))
def test_merging_conditions_never_changes_what_a_rule_means(text: str, codes: tuple[int, int, int]) -> None:
    rule = parse_rule(text)
    assert holds(bind(rule, (AGE, CITY, PLAN)), codes) is truth(rule, codes)


def test_conditions_on_one_attribute_become_one() -> None:
    match bind(parse_rule("age >= 18 AND plan = 'pro' AND age < 35"), ALL):
        case Every((Leaf(0, allowed), Leaf(2))):
            assert np.flatnonzero(allowed).tolist() == [1, 2]
        case other:
            pytest.fail(f"not merged: {other}")


def test_a_rule_and_its_opposite_are_everyone_or_nobody() -> None:
    everyone, nobody = bind(parse_rule("age < 25 OR NOT age < 25"), ALL), bind(parse_rule("age < 25 AND age > 34"), ALL)
    assert isinstance(everyone, Every)
    assert everyone.parts == ()
    assert isinstance(nobody, Some)
    assert nobody.parts == ()

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.anonymity import Releases, nothing_released, with_release
from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.audience import evaluate
from planner.domain.binding import bind
from planner.domain.bound import Every
from planner.domain.finding import Finding, Severity
from planner.domain.guardrails import Guardrails
from planner.domain.narrowing import narrowing
from planner.domain.policy import Policy
from planner.domain.rule import EVERYONE, All
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segment_index import SegmentIndex
from planner.domain.segments import SegmentTable, ValueSets, mask_words
from planner.services.words import tell_finding

AGE = Attribute("age", Kind.ORDERED, ("under 25", "25–34", "35 and over"), (25, 35))
CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    ("Lyon", "Nice", "Esch"),
    levels=(Level("region", ("Rhône", "Azur", "South"), (0, 1, 2)), Level("country", ("France", "Lux"), (0, 0, 1))),
)
PLAN = Attribute("plan", Kind.NOMINAL, ("free", "pro"))
MAIL = frozenset(["email"])
Row = tuple[str, str, str, int, frozenset[str]]


def table_of(rows: Sequence[Row]) -> SegmentTable:
    """Segments written as labels parted by `|`, people and consents."""
    sets, columns = [], []
    for i, attribute in enumerate((AGE, CITY, PLAN)):
        held = [tuple(sorted(attribute.labels.index(label) for label in str(row[i]).split("|"))) for row in rows]
        known: list[tuple[int, ...]] = [(code,) for code in range(len(attribute.labels))]
        known += sorted(set(held) - set(known))
        words = np.stack([mask_words(np.array(one), len(attribute.labels)) for one in known])
        sets.append(ValueSets(attribute, words))
        columns.append(np.array([known.index(one) for one in held], dtype=np.uint8))
    consents = sorted({row[4] for row in rows}, key=sorted)
    return SegmentTable(
        20,
        tuple(sets),
        tuple(columns),
        tuple(consents),
        np.array([consents.index(row[4]) for row in rows], dtype=np.uint16),
        np.array([row[3] for row in rows], dtype=np.int64),
    )


TABLE = table_of(
    [
        ("under 25", "Lyon", "free", 40, MAIL),
        ("under 25", "Nice", "free", 90, MAIL),
        ("25–34", "Lyon", "free", 300, MAIL),
        ("25–34", "Lyon", "pro", 60, frozenset()),
        ("25–34", "Nice|Lyon", "pro", 500, MAIL),
        ("35 and over", "Esch", "free|pro", 800, MAIL),
    ]
)
POLICY = Policy(delivery_floors={"meta": 100, "linkedin": 300})


def found(text: str, releases: Releases | None = None, platforms: tuple[str, ...] = ()) -> dict[str, Finding]:
    judged = Guardrails(TABLE, POLICY, releases).judge(parse_rule(text), MAIL)
    findings = judged.findings(platforms)
    for finding in findings:
        assert tell_finding(finding)
    assert [f for f in findings if f.severity is Severity.BLOCK] == list(judged.blocking)
    return {finding.code: finding for finding in findings}


def test_a_wide_rule_has_nothing_to_say() -> None:
    assert found("country = 'Lux'") == {}


def test_a_rule_that_reaches_too_few_blocks_and_names_what_narrows_it() -> None:
    finding = found("city = 'Lyon' AND age < 25")["too-narrow"]
    assert finding.severity is Severity.BLOCK
    assert finding.facts == {"needed": 50, "matched": 40, "condition": "age < 25", "reachable": 40}


def test_a_rule_nobody_matches_blocks_as_such() -> None:
    findings = found("age < 25 AND city = 'Esch'")
    assert list(findings) == ["nobody-matches"]


def test_a_rule_that_only_cuts_through_segments_says_that_everybody_is_protected() -> None:
    finding = found("age = '25-34' AND city = 'Nice'")["all-protected"]
    assert (finding.severity, finding.facts["protected"]) == (Severity.BLOCK, 500)


@pytest.mark.parametrize(
    ("text", "code"),
    [("city = 'Esch' AND age < 25", "nobody-matches"), ("plan = 'pro' AND age >= 35", "all-protected")],
)
def test_where_no_agreement_is_asked_for_none_is_missed(text: str, code: str) -> None:
    (finding,) = Guardrails(TABLE, POLICY).judge(parse_rule(text)).blocking
    assert finding.code == code
    assert "agreed" not in tell_finding(finding)


def test_too_few_who_agreed_is_told_apart_from_too_few_who_match() -> None:
    table = table_of([("under 25", "Lyon", "free", 40, MAIL), ("under 25", "Lyon", "pro", 60, frozenset())])
    few, none = (
        {each.code: each for each in Guardrails(table, POLICY).judge(parse_rule(text), MAIL).findings()}
        for text in ("age < 25", "plan = 'pro'")
    )
    assert few["few-agreed"].facts == {"matched": 100, "needed": 50}
    assert none["nobody-reachable"].facts == {"matched": 60, "needed": 50, "condition": "plan = 'pro'"}
    assert "few-agreed" not in none


def test_no_condition_is_blamed_where_nobody_agreed_whatever_the_rule() -> None:
    table = table_of([("under 25", "Lyon", "free", 300, frozenset()), ("25–34", "Lyon", "free", 300, frozenset())])
    findings = Guardrails(table, POLICY).judge(parse_rule("age < 25"), MAIL).findings()
    assert [(each.code, dict(each.facts)) for each in findings] == [
        ("nobody-reachable", {"matched": 300, "needed": 50})
    ]
    assert "age" not in tell_finding(findings[0])


def test_a_narrow_rule_is_warned_about_before_it_blocks() -> None:
    finding = found("age < 25")["getting-narrow"]
    assert finding.severity is Severity.WARN
    assert (finding.facts["reachable"], finding.facts["advised"]) == (130, 200)


def test_a_list_too_small_for_its_platform_is_warned_about() -> None:
    findings = found("age < 25", platforms=("meta", "linkedin"))
    assert findings["below-delivery-floor"].facts == {"platform": "linkedin", "floor": 300, "reachable": 130}


def test_a_list_that_differs_from_released_ones_by_too_few_blocks_and_names_them() -> None:
    index = SegmentIndex(TABLE)
    everyone_french = evaluate(TABLE, bind(parse_rule("country = 'France'"), TABLE.attributes), MAIL, index=index)
    without = evaluate(TABLE, bind(parse_rule("age >= 35"), TABLE.attributes), MAIL, index=index)
    releases = with_release(nothing_released(len(TABLE)), "older", without.reachable)
    releases = with_release(releases, "french", everyone_french.reachable)
    findings = found("country = 'France' AND NOT (age < 25 AND city = 'Lyon')", releases)
    assert findings["isolates-difference"].facts == {"needed": 50, "releases": ("french",)}
    assert "isolates-difference" not in found("country = 'France'", releases)
    assert 40 not in [fact for finding in findings.values() for fact in finding.facts.values()]


def test_a_list_of_all_but_a_few_blocks() -> None:
    findings = found("NOT (city = 'Lyon' AND age < 25)")
    assert "isolates-remainder" not in findings  # the 60 who did not agree stay outside with them
    wide = Guardrails(TABLE, POLICY).judge(parse_rule("NOT (city = 'Lyon' AND age < 25)"))
    assert [finding.code for finding in wide.blocking] == ["isolates-remainder"]


def test_many_attributes_at_once_are_called_over_specified() -> None:
    policy = Policy(over_specified_from=3)
    text = "age < 35 AND country = 'France' AND (plan = 'free' OR plan = 'pro' AND age >= 25)"
    codes = [each.code for each in Guardrails(TABLE, policy).judge(parse_rule(text)).findings()]
    assert "over-specified" in codes
    fewer = "age < 35 AND (country = 'France' OR plan = 'free')"
    assert "over-specified" not in [each.code for each in Guardrails(TABLE, policy).judge(parse_rule(fewer)).findings()]


def test_people_in_cut_groups_are_protected_and_the_level_that_would_not_cut_is_named() -> None:
    finding = found("city = 'Nice'")["protected-share-high"]
    assert finding.facts["protected"] == 500
    assert finding.facts["percent"] == 85
    assert (finding.facts["attribute"], finding.facts["level"]) == ("city", "country")


def test_the_smallest_isolable_group_is_none_before_anything_is_chosen() -> None:
    guardrails = Guardrails(TABLE, POLICY)
    assert guardrails.judge(parse_rule("age < 25 AND city = 'Esch'"), MAIL).smallest_isolable is None
    assert guardrails.judge(parse_rule("age < 25"), MAIL).smallest_isolable == 130
    assert guardrails.judge(EVERYONE, MAIL).smallest_isolable == 60


def test_a_population_too_small_for_any_campaign_says_so() -> None:
    small = Guardrails(table_of([("under 25", "Lyon", "free", 30, MAIL)]), POLICY)
    (finding,) = small.judge(EVERYONE, MAIL).blocking
    assert (finding.code, finding.facts["condition"]) == ("too-narrow", "(no condition)")


conditions = st.sampled_from(
    ["age < 25", "age >= 25", "city = 'Lyon'", "country = 'France'", "plan = 'free'", "age < 35 OR plan = 'pro'"]
)


@given(st.lists(conditions, max_size=5), st.sampled_from([None, MAIL]))
def test_the_series_counts_what_each_condition_leaves_and_what_its_loss_would_give(
    texts: list[str], scope: frozenset[str] | None
) -> None:
    rules = [parse_rule(text) for text in texts]
    index = SegmentIndex(TABLE)

    def reachable(chosen: Sequence[int]) -> int:
        bound = bind(All(tuple(rules[i] for i in chosen)), TABLE.attributes)
        return evaluate(TABLE, bound, scope).reachable_people

    series = narrowing(index, All(tuple(rules)), scope)
    places = range(len(rules))
    assert series.everyone == evaluate(TABLE, Every(), scope).reachable_people
    assert series.reachable == reachable(places)
    assert [step.left for step in series.steps] == [reachable(places[: i + 1]) for i in places]
    assert [step.without for step in series.steps] == [reachable([j for j in places if j != i]) for i in places]
    if texts:
        assert series.narrowest in rules
        best = max(step.without for step in series.steps)
        assert next(step for step in series.steps if step.condition == series.narrowest).without == best
    else:
        assert rule_text(series.narrowest) == ""


@pytest.mark.parametrize("count", [0, 1, 2])
def test_any_combination_of_lists_that_pass_isolates_nobody_below_the_campaign_k(count: int) -> None:
    texts = ["country = 'France'", "age < 25", "age >= 35", "plan = 'free'", "city = 'Nice'", "region = 'Rhône'"]
    for chosen in itertools.permutations(texts, count + 1):
        releases = nothing_released(len(TABLE))
        for text in chosen:
            judged = Guardrails(TABLE, POLICY, releases).judge(parse_rule(text), MAIL)
            if not judged.blocking:
                releases = with_release(releases, text, judged.audience.reachable)
        sizes = np.bincount(releases.classes, weights=TABLE.people)
        assert sizes.min() >= POLICY.campaign_k

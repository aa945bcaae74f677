from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.anonymity import Releases, nothing_released, with_release
from planner.domain.attribute import MISSING, Attribute, Kind, Level
from planner.domain.binding import bind_condition
from planner.domain.bound import Leaf
from planner.domain.guardrails import Guardrails
from planner.domain.kept_out import KeptOut
from planner.domain.naming import condition_for
from planner.domain.policy import Policy
from planner.domain.rule import EVERYONE, Rule
from planner.domain.rule_text import parse_rule, rule_text
from planner.domain.segment_index import SegmentIndex
from planner.domain.segments import Codes, SegmentTable, ValueSets, mask_words
from planner.domain.widen import Widening, _Search, widenings
from planner.services.words import tell_changes

AGE = Attribute("age", Kind.ORDERED, ("under 25", "25–34", "35–49", "50 and over", MISSING), (25, 35, 50))
CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    ("Lyon", "Vienne", "Nice", "Esch"),
    levels=(
        Level("region", ("Rhône", "Azur", "South"), (0, 0, 1, 2)),
        Level("country", ("France", "Lux"), (0, 0, 0, 1)),
    ),
)
PLAN = Attribute("plan", Kind.NOMINAL, ("free", "pro", "team"))
ATTRIBUTES = (AGE, CITY, PLAN)
MAIL = frozenset(["email"])
Box = tuple[tuple[int, ...], ...]


def table_of(boxes: Sequence[Box], people: Sequence[int], agreed: Sequence[bool]) -> SegmentTable:
    sets: list[ValueSets] = []
    columns: list[Codes] = []
    for i, attribute in enumerate(ATTRIBUTES):
        size = len(attribute.labels)
        known: list[tuple[int, ...]] = [(code,) for code in range(size)]
        known += sorted({box[i] for box in boxes} - set(known))
        sets.append(ValueSets(attribute, np.stack([mask_words(np.array(one), size) for one in known])))
        columns.append(np.array([known.index(box[i]) for box in boxes], dtype=np.uint8))
    consent = np.array(agreed, dtype=np.uint16)
    return SegmentTable(20, tuple(sets), tuple(columns), (frozenset(), MAIL), consent, np.array(people, dtype=np.int64))


def coded(row: Sequence[str]) -> Box:
    pairs = zip(ATTRIBUTES, row, strict=True)
    return tuple(tuple(sorted(attribute.labels.index(label) for label in cell.split("|"))) for attribute, cell in pairs)


ROWS = [
    (("under 25", "Lyon", "pro"), 30),
    (("25–34", "Lyon", "pro"), 90),
    (("under 25", "Vienne", "pro"), 80),
    (("under 25", "Nice", "pro"), 400),
    (("under 25", "Lyon", "free"), 70),
    (("35–49|50 and over", "Lyon", "pro"), 60),
    (("35–49", "Esch", "free|team"), 900),
    (("50 and over", "Esch", "free"), 900),
    (("under 25|50 and over", "Nice", "team"), 300),
]
TABLE = table_of([coded(row) for row, _ in ROWS], [people for _, people in ROWS], [True] * len(ROWS))
POLICY = Policy(warn_below=0)


def offers(text: str, **more: Rule) -> dict[str, Widening]:
    """Every offer by the rule it makes."""
    found = widenings(Guardrails(TABLE, POLICY).judge(parse_rule(text), MAIL), released=more, most=50)
    return {rule_text(offer.rule): offer for offer in found}


NARROW = "age < 25 AND city = 'Lyon' AND plan = 'pro'"


@pytest.mark.parametrize(
    ("rule", "code", "reachable"),
    [
        ("city = 'Lyon' AND plan = 'pro'", "drop-condition", 180),
        ("age < 25 AND plan = 'pro'", "drop-condition", 510),
        ("age <= '25–34' AND city = 'Lyon' AND plan = 'pro'", "add-neighbour", 120),
        ("age < 25 AND region = 'Rhône' AND plan = 'pro'", "climb-level", 110),
        ("age < 25 AND country = 'France' AND plan = 'pro'", "climb-level", 510),
        ("age < 25 AND city = 'Lyon' AND plan IN ('free', 'pro')", "add-sibling", 100),
    ],
)
def test_a_narrow_rule_is_offered_each_way_to_widen_it(rule: str, code: str, reachable: int) -> None:
    judged = Guardrails(TABLE, POLICY).judge(parse_rule(NARROW), MAIL)
    every = {rule_text(each.rule): each for each in widenings(judged, most=50, per_place=50)}
    assert (every[rule].changes[0].code, every[rule].reachable) == (code, reachable)


def test_a_rule_that_cuts_through_groups_is_offered_to_take_them_whole() -> None:
    offer = offers("age < 25 AND plan = 'team'")["age IN ('under 25', '50 and over') AND plan = 'team'"]
    assert (offer.changes[0].code, offer.reachable) == ("take-whole-groups", 300)


def test_offers_come_with_most_people_per_loss_first() -> None:
    found = list(offers(NARROW).values())
    worth = [(offer.reachable - 30) / offer.loss for offer in found]
    assert len(found) > 3
    assert worth == sorted(worth, reverse=True)


def test_a_rule_that_nothing_blocks_is_offered_nothing() -> None:
    assert offers("city = 'Esch'") == {}


def test_a_rule_below_the_advised_number_is_offered_what_reaches_it() -> None:
    guardrails = Guardrails(TABLE, Policy(warn_below=200))
    found = widenings(guardrails.judge(parse_rule("age = '25-34'"), MAIL))
    assert found
    assert all(offer.reachable >= 200 for offer in found)


def test_several_edits_are_combined_when_no_single_one_is_enough() -> None:
    found = offers("age = '25–34' AND city = 'Vienne' AND plan = 'team'")
    assert found
    for offer in found.values():
        assert len(offer.changes) == 2
    assert {change.code for offer in found.values() for change in offer.changes} > {"drop-condition"}


def test_a_rule_that_contradicts_itself_many_times_is_offered_what_is_left_of_it() -> None:
    everything = [f"age = '{label}'" for label in AGE.labels] + [f"plan = '{label}'" for label in PLAN.labels]
    (offer,) = offers(" AND ".join(everything)).values()
    assert len(offer.changes) > 4
    assert {change.code for change in offer.changes} == {"drop-condition"}


def test_a_rule_that_isolates_a_difference_can_be_made_to_agree_with_the_list() -> None:
    french = parse_rule("country = 'France'")
    first = Guardrails(TABLE, POLICY).judge(french, MAIL)
    releases = with_release(nothing_released(len(TABLE)), "french", first.audience.reachable)
    guardrails = Guardrails(TABLE, POLICY, releases)
    judged = guardrails.judge(parse_rule(f"country = 'France' AND NOT ({NARROW})"), MAIL)
    assert [finding.code for finding in judged.blocking] == ["isolates-difference"]
    found = {offer.changes[0].code: offer for offer in widenings(judged, released={"french": french}, most=20)}
    assert found["same-as-list"].rule == french
    assert found["include-list"].reachable == first.audience.reachable_people
    for offer in found.values():
        assert guardrails.judge(offer.rule, MAIL).blocking == ()


def test_nothing_is_offered_where_nothing_can_help() -> None:
    small = Guardrails(table_of([coded(ROWS[0][0])], [30], [True]), POLICY)
    assert widenings(small.judge(EVERYONE, MAIL)) == ()
    assert widenings(small.judge(parse_rule("age < 25"), MAIL)) == ()


cells = [
    st.frozensets(st.integers(0, len(attribute.labels) - 1), min_size=1, max_size=2).map(lambda s: tuple(sorted(s)))
    for attribute in ATTRIBUTES
]
rows = st.tuples(st.tuples(*cells), st.integers(20, 90), st.booleans())
conditions = st.sampled_from(
    ["age < 25", "age >= 35", "age BETWEEN 25 AND 49", "age <> '(missing)'"]
) | st.sampled_from(
    ["city = 'Lyon'", "region = 'Azur'", "country = 'France'", "plan = 'pro'", "plan IN ('free', 'team')"]
)
texts = st.recursive(
    conditions,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " AND ".join(parts) + ")")
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + " OR ".join(parts) + ")")
        | inner.map(lambda part: f"NOT ({part})")
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=3, max_size=15), texts, st.lists(texts, max_size=2), st.sampled_from([None, MAIL]))
def test_every_offer_clears_what_blocks_and_reaches_what_it_says(
    drawn: list[tuple[Box, int, bool]], text: str, lists: list[str], scope: frozenset[str] | None
) -> None:
    table = table_of(*([row[i] for row in drawn] for i in range(3)))  # type: ignore[arg-type]
    released = {f"list {i}": parse_rule(each) for i, each in enumerate(lists)}
    releases: Releases = nothing_released(len(table))
    for name, rule in released.items():
        judged = Guardrails(table, POLICY, releases).judge(rule, scope)
        if not judged.blocking:
            releases = with_release(releases, name, judged.audience.reachable)
    guardrails = Guardrails(table, POLICY, releases)
    asked = guardrails.judge(parse_rule(text), scope)
    assert guardrails.passes(np.flatnonzero(asked.audience.reachable)) == (not asked.blocking)
    found = widenings(asked, released=released)
    for offer in found:
        again = guardrails.judge(parse_rule(rule_text(offer.rule)), scope)
        assert again.blocking == ()
        assert (again.audience.reach, again.audience.reachable_people) == (offer.reach, offer.reachable)
        assert offer.rule != asked.rule
        assert tell_changes(offer.changes)
    if asked.blocking and not guardrails.judge(EVERYONE, scope).blocking:
        assert found
    if not asked.blocking:
        assert found == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, min_size=3, max_size=15), texts, st.sampled_from([None, MAIL]))
def test_whom_an_edit_would_reach_is_known_before_it_is_judged(
    drawn: list[tuple[Box, int, bool]], text: str, scope: frozenset[str] | None
) -> None:
    guardrails = Guardrails(table_of(*([row[i] for row in drawn] for i in range(3))), POLICY)  # type: ignore[arg-type]
    search = _Search(guardrails.judge(parse_rule(text), scope), most=5, per_place=2)
    for trial in search.edits(search.start):
        reached = guardrails.judge(trial.edit.rule, scope).audience.reachable
        assert sorted(trial.rows) == np.flatnonzero(reached).tolist()
        assert trial.reachable == int(guardrails.index.table.people[reached].sum())


@given(st.integers(0, 2), st.data())
def test_a_condition_named_for_values_allows_exactly_those(place: int, data: st.DataObject) -> None:
    size = len(ATTRIBUTES[place].labels)
    allowed = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    if allowed.any() and not allowed.all():
        condition = condition_for(ATTRIBUTES, place, allowed)
        leaf = bind_condition(condition, ATTRIBUTES)
        assert (leaf.attribute, leaf.allowed.tolist()) == (place, allowed.tolist())


@pytest.mark.parametrize(
    ("place", "codes", "text"),
    [
        (1, [0, 1], "region = 'Rhône'"),
        (1, [0, 1, 2], "country = 'France'"),
        (1, [0, 3], "city IN ('Lyon', 'Esch')"),
        (1, [3], "city = 'Esch'"),
        (0, [1, 2], "age BETWEEN '25–34' AND '35–49'"),
        (0, [1, 2, 3], "age >= '25–34'"),
        (0, [0, 1], "age <= '25–34'"),
        (0, [0, 1, 2, 3], "age <= '50 and over'"),
        (0, [0, 1, 3, 4], "age <> '35–49'"),
        (2, [0, 2], "plan IN ('free', 'team')"),
    ],
)
def test_a_condition_is_named_as_briefly_as_it_can_be(place: int, codes: list[int], text: str) -> None:
    allowed = np.zeros(len(ATTRIBUTES[place].labels), dtype=np.bool_)
    allowed[codes] = True
    assert rule_text(condition_for(ATTRIBUTES, place, allowed)) == text


def test_a_rare_value_is_never_named_as_the_exception() -> None:
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b", "c", "d", "e"))
    allowed = np.array([True, True, True, True, False])
    assert rule_text(condition_for([plan], 0, allowed)) == "plan <> 'e'"
    assert rule_text(condition_for([replace(plan, rare=(4,))], 0, allowed)) == "plan IN ('a', 'b', 'c', 'd')"


@settings(max_examples=30, deadline=None)
@given(st.lists(rows, min_size=1, max_size=15), st.integers(0, 2), st.data())
def test_a_wider_condition_lets_in_the_groups_it_kept_out_and_holds_whole_now(
    drawn: list[tuple[Box, int, bool]], place: int, data: st.DataObject
) -> None:
    table = table_of(*([row[i] for row in drawn] for i in range(3)))  # type: ignore[arg-type]
    values = st.frozensets(st.integers(0, len(ATTRIBUTES[place].labels) - 1))
    narrow = data.draw(values)
    wide = narrow | data.draw(values)
    boxes = [(set(box[place]), people) for box, people, _ in drawn]
    kept_out = [i for i, (held, _) in enumerate(boxes) if not held <= narrow]
    leaf = Leaf(place, np.isin(np.arange(len(ATTRIBUTES[place].labels)), list(narrow)))
    kept = KeptOut(SegmentIndex(table), leaf, np.array(kept_out, dtype=np.intp))
    allowed = np.isin(np.arange(len(leaf.allowed)), list(wide))
    let_in = [i for i in kept_out if boxes[i][0] <= wide]
    assert kept.let_in(allowed).tolist() == let_in
    assert kept.gained(allowed) == sum(boxes[i][1] for i in let_in)
    touched = {tuple(sorted(boxes[i][0])) for i in kept_out if boxes[i][0] & wide}
    assert np.count_nonzero(kept.touched(allowed)) == len(touched)

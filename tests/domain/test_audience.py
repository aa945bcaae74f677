import itertools
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain import audience as audiences
from planner.domain.attribute import Attribute, Kind
from planner.domain.audience import MIXED, Audience, breakdown, evaluate
from planner.domain.bound import Bound, Leaf, every, holds, leaves_of, negated, some
from planner.domain.segment_index import CUT, INSIDE, OUTSIDE, SegmentIndex
from planner.domain.segments import Codes, SegmentTable, ValueSets, mask_words, narrowest

SIZES = (3, 2, 4)
SCOPES = ("email", "post")
Box = tuple[frozenset[int], ...]


def make_table(
    boxes: Sequence[Box],
    people: Sequence[int] | None = None,
    consents: Sequence[frozenset[str]] | None = None,
    sizes: Sequence[int] = SIZES,
) -> SegmentTable:
    """A segment table of these boxes, the sets of several values numbered as they appear."""
    sets: list[ValueSets] = []
    columns: list[Codes] = []
    for i, size in enumerate(sizes):
        known = [frozenset([code]) for code in range(size)]
        known += sorted({box[i] for box in boxes} - set(known), key=sorted)
        words = np.stack([mask_words(np.array(sorted(one)), size) for one in known])
        attribute = Attribute(f"a{i}", Kind.NOMINAL, tuple(f"{i}:{code}" for code in range(size)))
        sets.append(ValueSets(attribute, words))
        columns.append(np.array([known.index(box[i]) for box in boxes], dtype=narrowest(len(known))))
    given_by = list(consents or [frozenset[str]()] * len(boxes))
    distinct = sorted(set(given_by), key=sorted)
    return SegmentTable(
        20,
        tuple(sets),
        tuple(columns),
        tuple(distinct),
        np.array([distinct.index(each) for each in given_by], dtype=np.uint16),
        np.array(people if people is not None else [20] * len(boxes), dtype=np.int64),
    )


value_sets = [st.frozensets(st.integers(0, size - 1), min_size=1) for size in SIZES]
boxes = st.lists(st.tuples(*value_sets), min_size=1, max_size=12)
leaves = st.integers(0, len(SIZES) - 1).flatmap(
    lambda i: st.lists(st.booleans(), min_size=SIZES[i], max_size=SIZES[i]).map(lambda bits: Leaf(i, np.array(bits)))
)
rules: st.SearchStrategy[Bound] = st.recursive(
    leaves.map(lambda leaf: every([leaf])),
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(every)
        | st.lists(inner, min_size=2, max_size=3).map(some)
        | inner.map(negated)
    ),
    max_leaves=10,
)


def answers(rule: Bound, box: Box) -> set[bool]:
    """What the rule says of each combination of values in a box."""
    return {holds(rule, codes) for codes in itertools.product(*(sorted(side) for side in box))}


def verdicts(found: Audience) -> Iterator[set[bool]]:
    """The same, as the audience tells it."""
    for inside, cut in zip(found.inside, found.cut, strict=True):
        yield {True, False} if cut else {bool(inside)}


@settings(max_examples=150)
@given(rules, boxes)
def test_a_segment_is_taken_exactly_when_all_of_its_people_match(rule: Bound, given_boxes: list[Box]) -> None:
    found = evaluate(make_table(given_boxes), rule)
    assert list(verdicts(found)) == [answers(rule, box) for box in given_boxes]


@given(rules, boxes)
def test_without_room_for_exactness_a_segment_is_still_never_taken_wrongly(rule: Bound, given_boxes: list[Box]) -> None:
    index = SegmentIndex(make_table(given_boxes))
    rows = np.arange(len(given_boxes))
    codes = audiences._exact(index, rule, rows, 1)
    for code, box in zip(codes.tolist(), given_boxes, strict=True):
        said = {INSIDE: {True}, CUT: {True, False}, OUTSIDE: {False}}[code]
        assert answers(rule, box) <= said
        named = [leaf.attribute for leaf in leaves_of(rule)]
        if len(named) == len(set(named)):
            assert answers(rule, box) == said


def test_two_halves_of_an_attribute_are_everyone() -> None:
    lower = np.array([True, True, False, False])
    rule = some([every([Leaf(2, lower)]), every([Leaf(2, ~lower)])])
    found = evaluate(make_table([(frozenset([0]), frozenset([0]), frozenset([0, 1, 2, 3]))]), rule)
    assert found.inside.all()
    assert not found.cut.any()


def test_a_segment_across_two_branches_of_a_choice_is_taken_when_each_covers_its_share() -> None:
    """(a2 low and a0 in 0, 1) or (a2 high and a0 in 0, 2): a segment of a0 = 0 and every a2 matches whole."""
    low = np.array([True, True, False, False])
    rule = some(
        [
            every([Leaf(2, low), Leaf(0, np.array([True, True, False]))]),
            every([Leaf(2, ~low), Leaf(0, np.array([True, False, True]))]),
        ]
    )
    found = evaluate(make_table([(frozenset([0]), frozenset([0, 1]), frozenset([0, 1, 2, 3]))]), rule)
    assert found.inside.all()


def test_values_that_a_segment_does_not_hold_take_nothing_from_it() -> None:
    """(a2 = 0 and a0 in 0, 1) or (a2 = 1 and a0 in 0, 2): nothing is said of a2 = 2 or 3, and nobody there has them."""
    rule = some(
        [
            every([Leaf(2, np.arange(4) == 0), Leaf(0, np.array([True, True, False]))]),
            every([Leaf(2, np.arange(4) == 1), Leaf(0, np.array([True, False, True]))]),
        ]
    )
    found = evaluate(make_table([(frozenset([0]), frozenset([0]), frozenset([0, 1]))]), rule)
    assert found.inside.all()


def test_people_are_reachable_only_when_they_gave_every_consent_asked_for() -> None:
    box = (frozenset([0]), frozenset([0]), frozenset([0]))
    consents = [frozenset[str](), frozenset(["email"]), frozenset(["post"]), frozenset(["email", "post"])]
    table = make_table([box] * 4, [20, 30, 40, 50], consents)
    assert [evaluate(table, every([]), scope).reachable_people for scope in (None, consents[1], consents[3])] == [
        140,
        80,
        50,
    ]


scope_sets = st.frozensets(st.sampled_from(SCOPES))
rows = st.tuples(st.tuples(*value_sets), st.integers(20, 500), scope_sets)
tables = st.lists(rows, min_size=1, max_size=15).map(
    lambda each: make_table([r[0] for r in each], [r[1] for r in each], [r[2] for r in each])
)


@given(tables, rules, st.none() | scope_sets)
def test_the_numbers_are_those_of_the_segments(table: SegmentTable, rule: Bound, scope: frozenset[str] | None) -> None:
    found = evaluate(table, rule, scope)
    people = table.people.tolist()
    agreed = [scope is None or scope <= table.consents[consent] for consent in table.consent.tolist()]
    assert found.reachable.tolist() == [i and a for i, a in zip(found.inside.tolist(), agreed, strict=True)]
    assert found.reach == sum(itertools.compress(people, found.inside))
    assert found.reachable_people == sum(itertools.compress(people, found.reachable))
    assert found.protected == sum(itertools.compress(people, found.cut))
    assert found.segments == found.reachable.tolist().count(True)
    assert not (found.inside & found.cut).any()


@given(tables, rules)
def test_a_breakdown_counts_everybody_once_for_each_attribute(table: SegmentTable, rule: Bound) -> None:
    found = evaluate(table, rule)
    spread = breakdown(table, found.inside)
    for i, values in enumerate(table.sets):
        expected: dict[str, int] = {}
        for segment in np.flatnonzero(found.inside):
            held = values.labels_of(int(table.ids[i][segment]))
            label = held[0] if len(held) == 1 else MIXED
            expected[label] = expected.get(label, 0) + int(table.people[segment])
        assert spread[values.attribute.name] == expected
        assert sum(spread[values.attribute.name].values()) == found.reach


@given(tables, st.lists(rules, min_size=2, max_size=6))
def test_an_index_kept_between_edits_changes_no_answer(table: SegmentTable, edits: list[Bound]) -> None:
    index = SegmentIndex(table)
    index._room = 2
    for rule in edits:
        kept, fresh = (
            evaluate(table, rule, frozenset(["email"]), index=index),
            evaluate(table, rule, frozenset(["email"])),
        )
        assert kept.inside.tolist() == fresh.inside.tolist()
        assert kept.cut.tolist() == fresh.cut.tolist()
        assert (kept.reach, kept.reachable_people, kept.protected) == (
            fresh.reach,
            fresh.reachable_people,
            fresh.protected,
        )
        assert breakdown(table, kept.inside, index=index) == breakdown(table, fresh.inside)


@pytest.mark.parametrize("sizes", [(300, 2, 70), (70_000, 3), (40, 40, 40, 40), (256,)])
def test_attributes_with_many_values_are_answered_alike(sizes: tuple[int, ...]) -> None:
    draw = np.random.default_rng(7)
    drawn = [
        tuple(frozenset(draw.integers(0, size, draw.choice([1, 1, 3])).tolist()) for size in sizes) for _ in range(400)
    ]
    table = make_table(drawn, draw.integers(20, 90, 400).tolist(), sizes=sizes)
    rule = every(Leaf(i, draw.random(size) < 0.8) for i, size in enumerate(sizes))
    found = evaluate(table, rule)
    for segment, box in enumerate(drawn):
        sides = [{bool(leaf.allowed[code]) for code in box[leaf.attribute]} for leaf in leaves_of(rule)]
        assert found.inside[segment] == all(side == {True} for side in sides)
        assert found.cut[segment] == (not found.inside[segment] and all(True in side for side in sides))
    for spread in breakdown(table, found.cut).values():
        assert sum(spread.values()) == found.protected

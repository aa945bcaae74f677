"""Refreshing shows nothing of one person, whoever joined or left, and keeps every promise of the cut."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.consent_sets import ConsentFold
from planner.domain.cut_tree import CutTree
from planner.domain.errors import PlannerError, Refusal
from planner.domain.kept_cut import NOWHERE, KeptCut
from planner.domain.partition import partition
from planner.domain.privacy_model import PrivacyModel
from planner.domain.refresh import Refreshed, refresh
from planner.domain.relabel import differences, relabel
from planner.domain.segments import Cells, SegmentTable, ValueSets
from planner.domain.snapshot import table_digest
from tests.domain.populations import cells_from, populations, reordered, sizes_of, town

PROPERTY = settings(deadline=None)  # the first example may load the compiler
FLOORS = st.integers(2, 8)


@st.composite
def histories(draw: st.DrawFn) -> tuple[int, list[Cells]]:
    """A floor, and the same population at several times: people join, leave, and change their minds."""
    cells = draw(populations(most_sensitive=1))
    scopes, sizes = cells.scopes, [*sizes_of(cells.attributes, cells.sensitive), 2 ** len(cells.scopes)]
    rows = st.tuples(*(st.integers(0, size - 1) for size in sizes), st.integers(1, 6))
    told = [cells]
    for _ in range(draw(st.integers(1, 3))):
        kept = [row for row in rows_of(told[-1]) if draw(st.integers(0, 3))]
        joined = draw(st.lists(rows, max_size=10))
        told.append(cells_from(cells.attributes, cells.sensitive, scopes, [*kept, *joined] or rows_of(cells)))
    return draw(FLOORS), told


def rows_of(cells: Cells) -> list[tuple[int, ...]]:
    columns = [*cells.codes, *cells.sensitive_codes, cells.consent, cells.people]
    return [tuple(int(column[i]) for column in columns) for i in range(len(cells))]


def first_cut(cells: Cells, floor: int) -> Refreshed:
    try:
        made = partition(cells, floor)
    except Refusal:
        assume(condition=False)
        raise
    return Refreshed(made.table, KeptCut.whole(made.tree), 0)


def states(floor: int, told: list[Cells]) -> list[tuple[Refreshed, Cells]]:
    """Import and refresh, as long as there is anybody left to make a segment of."""
    found = [(first_cut(told[0], floor), told[0])]
    for cells in told[1:]:
        try:
            found.append((refresh(found[-1][0].table, found[-1][0].cut, cells), cells))
        except Refusal:
            break
    return found


def members(table: SegmentTable, cut: KeptCut, cells: Cells) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The segment of every cell, worked out box by box and consent by consent; -1 for none."""
    found = np.full(len(cells), NOWHERE)
    treated = cut.tree.fold.set_of(cells.consent)
    for segment in range(len(table)):
        inside = treated == table.consent[segment]
        for values, ids, codes in zip(table.sets, table.ids, cells.codes, strict=True):
            inside &= values.members[ids[segment]][codes]
        assert (found[inside] == NOWHERE).all()
        found[inside] = segment
    return found


@PROPERTY
@given(histories())
def test_what_is_shown_is_never_far_from_what_is_true_and_every_segment_reaches_the_floor(
    history: tuple[int, list[Cells]],
) -> None:
    floor, told = history
    for found, cells in states(floor, told):
        place = members(found.table, found.cut, cells)
        true = np.bincount(place[place >= 0], cells.people[place >= 0], len(found.table))
        assert true.min() >= floor
        assert found.table.people.min() >= floor
        assert (np.abs(true - found.table.people) < floor).all()
        assert found.left_out == cells.people[place < 0].sum()


@PROPERTY
@given(histories())
def test_a_shown_count_moves_by_nothing_or_by_at_least_the_floor(history: tuple[int, list[Cells]]) -> None:
    floor, told = history
    found = [each for each, _ in states(floor, told)]
    for before, after in pairwise(found):
        now, was = after.cut.segment_of_leaf, before.cut.segment_of_leaf
        for segment in range(len(after.table)):
            merged = np.unique(was[now == segment])
            moved = abs(int(after.table.people[segment]) - int(before.table.people[merged].sum()))
            assert moved == 0 or moved >= floor


@PROPERTY
@given(histories())
def test_nobody_is_treated_as_having_agreed_to_more_than_they_did(history: tuple[int, list[Cells]]) -> None:
    floor, told = history
    for found, cells in states(floor, told):
        for cell, segment in enumerate(members(found.table, found.cut, cells)):
            granted = {scope for bit, scope in enumerate(cells.scopes) if int(cells.consent[cell]) >> bit & 1}
            assert segment == NOWHERE or found.table.consents[found.table.consent[segment]] <= granted


@PROPERTY
@given(histories())
def test_segments_stay_as_diverse_as_they_were_asked_to_be(history: tuple[int, list[Cells]]) -> None:
    floor, told = history
    for found, cells in states(floor, told):
        model, place = PrivacyModel.of(cells, floor), members(found.table, found.cut, cells)
        for segment in range(len(found.table)):
            inside = place == segment
            columns = zip(cells.sensitive, cells.sensitive_codes, strict=True)
            counts = [np.bincount(c[inside], cells.people[inside], len(s.labels))[None] for s, c in columns]
            people = np.array([cells.people[inside].sum()])
            assert model.holds(people, tuple(each.astype(np.int64) for each in counts)).all()


@PROPERTY
@given(histories())
def test_what_has_merged_never_parts_again_and_a_box_never_grows_but_by_merging(
    history: tuple[int, list[Cells]],
) -> None:
    floor, told = history
    found = [each for each, _ in states(floor, told)]
    for before, after in pairwise(found):
        assert (after.cut.closed >= before.cut.closed).all()
        assert (after.cut.gone >= before.cut.gone).all()
        for leaf, (was, now) in enumerate(zip(before.cut.segment_of_leaf, after.cut.segment_of_leaf, strict=True)):
            alone = np.count_nonzero(after.cut.segment_of_leaf == now) == np.count_nonzero(
                before.cut.segment_of_leaf == was
            )
            if now != NOWHERE and alone:
                assert box(before.table, was) == box(after.table, now), leaf


def box(table: SegmentTable, segment: int) -> list[tuple[str, ...]]:
    return [values.labels_of(int(ids[segment])) for values, ids in zip(table.sets, table.ids, strict=True)]


@PROPERTY
@given(histories())
def test_every_part_is_in_one_segment_or_in_none(history: tuple[int, list[Cells]]) -> None:
    floor, told = history
    for found, _ in states(floor, told):
        cut, nodes = found.cut, len(found.cut.tree.attribute)
        parts = cut.segment_of_part
        assert len(parts) == nodes + len(cut.tree) + 1
        assert set(parts) - {NOWHERE} == set(range(len(found.table)))
        for node in range(nodes):
            below = {int(cut.segment_of_leaf[leaf]) for leaf in leaves_below(cut, node)}
            assert parts[node] == (below.pop() if len(below) == 1 else NOWHERE)
        kept = KeptCut.from_arrays({name: array.copy() for name, array in cut.to_arrays().items()})
        assert np.array_equal(kept.segment_of_part, parts)


def leaves_below(cut: KeptCut, node: int) -> set[int]:
    ends = [int(end) for end in cut.tree.child[node]]
    return set().union(*({~end} if end < 0 else leaves_below(cut, end) for end in ends))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("difference", [1, -1])
def test_one_person_more_or_less_changes_nothing_that_is_shown(seed: int, difference: int) -> None:
    cells, floor = town(), 20
    before = first_cut(cells, floor)
    counts = np.bincount(members(before.table, before.cut, cells), cells.people)
    roomy = np.flatnonzero(counts[members(before.table, before.cut, cells)] > floor)
    someone = np.random.default_rng(seed).choice(roomy)
    people = cells.people.copy()
    people[someone] += difference
    kept = np.flatnonzero(people)
    after = refresh(before.table, before.cut, reordered(replace(cells, people=people), kept.tolist()))
    same = refresh(before.table, before.cut, cells)
    assert table_digest(after.table) == table_digest(same.table) == table_digest(before.table)


def test_a_segment_of_exactly_the_floor_merges_when_one_of_its_people_leaves() -> None:
    """The one thing that one person can show: the price of never keeping a segment below the floor."""
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b", "c"))
    told = [cells_from([plan], [], (), [(0, 0, 20), (1, 0, 25), (2, 0, each)]) for each in (30, 30, 19, 60)]
    found = [each for each, _ in states(20, told)]
    assert [each.table.people.tolist() for each in found[:2]] == [[20, 25, 30]] * 2
    assert [each.table.people.tolist() for each in found[2:]] == [[75], [105]]


def test_a_segment_that_was_cut_off_from_many_is_given_up_instead_of_making_them_one() -> None:
    before = one_by_one(values=8)
    plan = before.table.attributes[0]

    def counted(few: int, people: int) -> Refreshed:
        rows = [(code, 0, people if code == few else 30) for code in range(8)]
        return refresh(before.table, before.cut, cells_from([plan], [], (), rows))

    alone = counted(few=0, people=19)
    assert (alone.table.people.tolist(), alone.left_out) == ([30] * 7, 19)
    assert counted(few=5, people=19).table.people.tolist() == [30] * 5 + [90]
    back = refresh(alone.table, alone.cut, cells_from([plan], [], (), [(code, 0, 60) for code in range(8)]))
    assert (back.table.people.tolist(), back.left_out) == ([60] * 7, 60)
    last = refresh(alone.table, alone.cut, cells_from([plan], [], (), [(code, 0, 19 + code) for code in range(8)]))
    assert last.table.people.tolist() == [30] * 7
    assert (last.left_out, last.cut.gone.tolist()) == (19, [True] + [False] * 7)


def one_by_one(values: int) -> Refreshed:
    """Thirty people of each value, cut one value after the other from all that are left."""
    plan = Attribute("plan", Kind.NOMINAL, tuple(f"plan {code}" for code in range(values)))
    codes, nodes = np.arange(values), np.arange(values - 1)
    child = np.stack([~nodes, np.where(nodes < values - 2, nodes + 1, ~(values - 1))], axis=1)
    fold = ConsentFold(np.zeros(1, np.uint32), np.zeros(1, np.uint16), np.zeros(1, np.uint32))
    cut = CutTree(
        np.zeros(values - 1, np.int16),
        np.stack([nodes, nodes + 1], axis=1).astype(np.int32),
        child.astype(np.int32),
        np.zeros(1, np.int32),
        fold,
    )
    words = np.uint64(1) << codes.astype(np.uint64)[:, None]
    table = SegmentTable(
        20,
        (ValueSets(plan, words),),
        (codes.astype(np.uint8),),
        (frozenset(),),
        np.zeros(values, np.uint16),
        np.full(values, 30),
    )
    return Refreshed(table, KeptCut.whole(cut), 0)


def test_a_consent_set_that_too_few_are_left_in_is_given_up() -> None:
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b"))
    told = [cells_from([plan], [], ("mail",), [(0, 0, 40), (1, 1, each)]) for each in (30, 5, 50)]
    found = [each for each, _ in states(20, told)]
    assert [each.table.people.tolist() for each in found] == [[40, 30], [40], [40]]
    assert [each.left_out for each in found] == [0, 5, 50]
    with pytest.raises(Refusal, match="nobody-fits"):
        refresh(found[0].table, found[0].cut, cells_from([plan], [], ("mail",), [(0, 0, 19), (1, 1, 19)]))


def test_values_in_no_box_are_left_out_and_never_grow_one() -> None:
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b", "c"))
    before = first_cut(cells_from([plan], [], (), [(0, 0, 40), (1, 0, 30)]), 20)
    after = refresh(before.table, before.cut, cells_from([plan], [], (), [(0, 0, 40), (1, 0, 30), (2, 0, 35)]))
    assert table_digest(after.table) == table_digest(before.table)
    assert after.left_out == 35


LEVELS = (Level("region", ("north", "other", "south"), (0, 0, 1, 2)),)
TOWNS = Attribute("town", Kind.HIERARCHICAL, ("Metz", "other, north", "other", "Nice"), levels=LEVELS)
AGES = Attribute("age", Kind.ORDERED, ("young", "old", "(missing)"))


def people_in(towns: Attribute, ages: Attribute = AGES, scopes: tuple[str, ...] = ("mail", "sms")) -> Cells:
    count = max(len(towns.labels), len(ages.labels))
    rows = [(i % len(towns.labels), i % len(ages.labels), i % 2 ** len(scopes), 1) for i in range(count)]
    return cells_from([towns, ages], [], scopes, rows)


def test_new_labels_are_read_in_the_words_of_the_cut() -> None:
    regions = (Level("region", ("east", "north", "south"), (0, 1, 1, 2, 2)),)
    towns = Attribute("town", Kind.HIERARCHICAL, ("Toul", "Lille", "Metz", "Nice", "Sète"), levels=regions)
    ages = Attribute("age", Kind.ORDERED, ("young", "middle", "old"))
    cells = people_in(towns, ages, ("sms", "mail"))
    assert differences((TOWNS, AGES), ("mail", "sms"), cells) == ()
    told = relabel(cells, (AGES, TOWNS), ("mail", "sms"))
    assert told.codes[1].tolist() == [2, 1, 0, 3, 2]
    assert told.codes[0].tolist() == [0, 3, 1, 0, 3]
    assert told.consent.tolist() == [0, 2, 1, 3, 0]


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        (people_in(replace(TOWNS, name="city")), ("city", "town")),
        (people_in(replace(TOWNS, levels=(replace(LEVELS[0], name="area"),))), ("town",)),
        (people_in(TOWNS, replace(AGES, kind=Kind.NOMINAL)), ("age",)),
        (people_in(TOWNS, replace(AGES, labels=("old", "young"))), ("age",)),
        (people_in(TOWNS, replace(AGES, labels=("young", "older"))), ("age",)),
        (people_in(TOWNS, replace(AGES, edges=(30,))), ("age",)),
        (people_in(TOWNS, AGES, ("mail",)), ("sms",)),
    ],
)
def test_what_cannot_be_read_in_the_words_of_the_cut_is_named(cells: Cells, named: tuple[str, ...]) -> None:
    assert differences((TOWNS, AGES), ("mail", "sms"), cells) == named


def test_a_name_that_stands_in_two_groups_since_is_still_found() -> None:
    towns = Attribute("town", Kind.HIERARCHICAL, ("Metz, east", "Metz, north", "Nice"))
    regions = (Level("region", ("east", "north", "south"), (0, 1, 2)),)
    told = relabel(people_in(replace(towns, levels=regions)), (TOWNS, AGES), ("mail", "sms"))
    assert told.codes[0].tolist() == [2, 0, 3]


def test_all_of_it_is_refused_where_not_even_everybody_reaches_the_floor() -> None:
    before = first_cut(town(), 20)
    with pytest.raises(PlannerError, match="population-below-floor"):
        refresh(before.table, before.cut, reordered(town(), [0]))


def test_pairs_of_boxes_of_one_consent_set_stay_apart_after_merging() -> None:
    before, floor = first_cut(town(), 20), 20
    fewer = town()
    fewer = reordered(fewer, [i for i in range(len(fewer)) if i % 3])
    after = refresh(before.table, before.cut, fewer)
    assert len(after.table) < len(before.table)
    assert after.table.people.min() >= floor
    masks = [values.members[ids] for values, ids in zip(after.table.sets, after.table.ids, strict=True)]
    for a, b in combinations(range(len(after.table)), 2):
        if after.table.consent[a] == after.table.consent[b]:
            assert any(not (mask[a] & mask[b]).any() for mask in masks)

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import planner.domain.partition as partition_module
from planner.domain.cut_tree import CutTree
from planner.domain.errors import PlannerError, Refusal
from planner.domain.partition import Partition, partition
from planner.domain.segments import Cells, ValueSets
from tests.domain.oracle import Oracle, diversity, is_diverse, levelled, people_of, present, size
from tests.domain.populations import populations, reordered, town

FLOORS = st.integers(2, 8)
PROPERTY = settings(deadline=None)  # the first example may load the compiler


def cut(cells: Cells, floor: int) -> Partition:
    """Partition, leaving out populations that are refused as a whole."""
    try:
        return partition(cells, floor)
    except Refusal:
        assume(condition=False)
        raise


def boxes(result: Partition) -> list[tuple[frozenset[int], ...]]:
    """The values that occur in each segment, by attribute."""
    table = result.table
    sets = [[frozenset(np.flatnonzero(row).tolist()) for row in values.members] for values in table.sets]
    return [tuple(sets[j][ids[i]] for j, ids in enumerate(table.ids)) for i in range(len(table))]


def tiles(result: Partition) -> list[tuple[frozenset[int], ...]]:
    """The values that the cuts leave to each segment, by attribute."""
    words = result.tree.tiles(result.table.attributes)
    members = [ValueSets(a, w).members for a, w in zip(result.table.attributes, words, strict=True)]
    return [tuple(frozenset(np.flatnonzero(m[i]).tolist()) for m in members) for i in range(len(result.table))]


def one_by_one(cells: Cells) -> Cells:
    """The same people, with a cell for each of them."""
    singles = reordered(cells, np.repeat(np.arange(len(cells)), cells.people).tolist())
    return replace(singles, people=np.ones_like(singles.people))


def digest(result: Partition) -> str:
    """One text for everything a partition says, byte for byte."""
    table = result.table
    parts: list[NDArray[np.generic]] = [*table.ids, *(values.words for values in table.sets)]
    parts += [table.consent, table.people, *result.tree.to_arrays().values()]
    told = "".join(f"{part.dtype.str}{part.shape}{part.tobytes().hex()}" for part in parts)
    return sha256((told + repr([sorted(scopes) for scopes in table.consents])).encode()).hexdigest()


@PROPERTY
@given(populations(), FLOORS)
def test_every_segment_has_at_least_the_floor_and_nobody_is_lost(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    assert result.table.people.min() >= floor
    assert result.table.total_people == result.cells_people == cells.people.sum()


@PROPERTY
@given(populations(), FLOORS)
def test_segments_of_one_consent_set_never_overlap(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    for shapes in (boxes(result), tiles(result)):
        for a, b in combinations(range(len(shapes)), 2):
            if result.table.consent[a] == result.table.consent[b]:
                assert any(not mine & theirs for mine, theirs in zip(shapes[a], shapes[b], strict=True))


@PROPERTY
@given(populations(), FLOORS)
def test_tiles_hold_the_values_that_occur_and_leave_no_combination_out(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    covered = tiles(result)
    for box, tile in zip(boxes(result), covered, strict=True):
        assert all(values <= wider for values, wider in zip(box, tile, strict=True))
    combinations_of_values = product(*(range(len(attribute.labels)) for attribute in cells.attributes))
    for codes in list(combinations_of_values)[:50]:
        for consent in range(len(result.table.consents)):
            holds = [
                all(code in values for code, values in zip(codes, tile, strict=True))
                for i, tile in enumerate(covered)
                if result.table.consent[i] == consent
            ]
            assert holds.count(True) == 1


@PROPERTY
@given(populations(), FLOORS)
def test_the_tree_leads_every_cell_to_the_segment_that_counts_it(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    leaf = result.tree.leaf_of(cells)
    assert np.bincount(leaf, cells.people, len(result.table)).tolist() == result.table.people.tolist()
    shapes = boxes(result)
    for (codes, _, _), segment in zip(cells, leaf, strict=True):
        assert all(code in values for code, values in zip(codes, shapes[segment], strict=True))


@PROPERTY
@given(populations(), FLOORS)
def test_everybody_in_a_segment_granted_its_scopes(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    for (_, consent, _), segment in zip(cells, result.tree.leaf_of(cells), strict=True):
        granted = {scope for i, scope in enumerate(cells.scopes) if consent >> i & 1}
        assert result.table.consents[result.table.consent[segment]] <= granted


@PROPERTY
@given(populations(), FLOORS)
def test_every_segment_is_diverse_and_close_to_everybody(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    leaf = result.tree.leaf_of(cells)
    for segment in range(len(result.table)):
        here = replace(cells, consent=(leaf == segment).astype(np.uint32))
        assert is_diverse(cells, people_of(here, bool))


@PROPERTY
@given(populations(), FLOORS, st.data())
def test_the_order_of_cells_and_their_splitting_change_nothing(cells: Cells, floor: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(cells))))
    split = one_by_one(cells)
    expected = digest(cut(cells, floor))
    assert digest(partition(reordered(cells, order), floor)) == expected
    assert digest(partition(split, floor)) == expected


@PROPERTY
@given(populations(), FLOORS, st.data())
def test_every_boolean_combination_of_audiences_is_empty_or_reaches_the_floor(
    cells: Cells, floor: int, data: st.DataObject
) -> None:
    people = cut(cells, floor).table.people
    audiences = [
        np.array(data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people)))) for _ in "abc"
    ]
    combined = audiences[0]
    for audience in audiences[1:]:
        operation = data.draw(st.sampled_from([np.logical_and, np.logical_or, np.logical_xor, np.greater]))
        combined = operation(combined, audience)
    assert people[combined].sum() == 0 or people[combined].sum() >= floor


@settings(max_examples=60, deadline=None)
@given(populations(most_sensitive=1), st.integers(2, 5))
def test_it_cuts_as_the_plain_algorithm_does(cells: Cells, floor: int) -> None:
    """Leaf by leaf, in order: each consent set's people against an independent implementation."""
    result, (seen, levels) = cut(cells, floor), levelled(cells)
    fold = result.tree.fold
    folded = dict(zip(fold.raw.tolist(), fold.target.tolist(), strict=True))
    leaves = []
    for consent_set in range(len(fold.sets)):
        people = people_of(seen, lambda mask, wanted=consent_set: folded.get(mask) == wanted)  # type: ignore[misc]
        leaves += [(consent_set, leaf) for leaf in Oracle(seen, floor, levels).leaves(people)]
    assert result.table.people.tolist() == [size(leaf) for _, leaf in leaves]
    assert result.table.consent.tolist() == [consent_set for consent_set, _ in leaves]
    columns = range(len(cells.attributes))
    assert boxes(result) == [tuple(frozenset(present(leaf, j)) for j in columns) for _, leaf in leaves]


@PROPERTY
@given(populations(), FLOORS)
def test_a_stored_tree_leads_to_the_same_segments(cells: Cells, floor: int) -> None:
    tree = cut(cells, floor).tree
    kept = {name: np.frombuffer(array.tobytes(), array.dtype) for name, array in tree.to_arrays().items()}
    assert CutTree.from_arrays(kept).leaf_of(cells).tolist() == tree.leaf_of(cells).tolist()


@PROPERTY
@given(populations(), FLOORS)
def test_single_values_have_their_code_as_set_id(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    for j, attribute in enumerate(cells.attributes):
        size_of_domain = len(attribute.labels)
        for box, set_id in zip(boxes(result), result.table.ids[j].tolist(), strict=True):
            assert (set_id < size_of_domain) == (len(box[j]) == 1)
            assert set_id >= size_of_domain or box[j] == {set_id}
        assert len(set(map(bytes, result.table.sets[j].words))) == len(result.table.sets[j])


def test_a_population_below_the_floor_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        partition(reordered(town(), [0]), 20)
    assert refused.value.code == "population-below-floor"
    assert refused.value.facts["floor"] == 20


def test_a_floor_of_one_is_no_floor() -> None:
    with pytest.raises(PlannerError) as told:
        partition(town(), 1)
    assert told.value.code == "floor-too-low"
    assert told.value.exit_status == 2


def test_more_diversity_than_there_are_values_is_refused() -> None:
    cells = town()
    kept = replace(cells.sensitive[0], distinct=7)
    with pytest.raises(Refusal) as refused:
        partition(replace(cells, sensitive=(kept,)), 20)
    assert (refused.value.code, refused.value.facts["found"]) == ("not-diverse-enough", 6)


def test_a_preferred_attribute_is_kept_finer() -> None:
    def mean_sets(priority: int) -> float:
        cells = town()
        street = replace(cells.attributes[0], priority=priority)
        table = partition(replace(cells, attributes=(street, *cells.attributes[1:])), 20).table
        sizes = table.sets[0].members.sum(axis=1)[table.ids[0]]
        return float((sizes * table.people).sum() / table.total_people)

    assert mean_sets(4) < mean_sets(1)


def test_many_cells_and_few_cells_are_cut_by_the_same_rules() -> None:
    """Small subtrees grow apart; a cell for each person moves that border, which must change nothing."""
    cells = town()
    assert digest(partition(one_by_one(cells), 20)) == digest(partition(cells, 20))


def test_combinations_that_nobody_has_leave_no_trace() -> None:
    cells = town(300)
    empty = replace(town(), people=np.where(np.arange(3000) < 300, town().people, 0))
    assert digest(partition(empty, 20)) == digest(partition(cells, 20))


def test_large_populations_are_cut_without_trying_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(partition_module, "MOST_TRIED", 0)
    cells = replace(town(400), scopes=(), consent=np.zeros(400, dtype=np.uint32))
    seen, levels = levelled(cells)
    leaves = Oracle(seen, 60, levels, ahead=0).leaves(people_of(seen, lambda _: True))
    assert partition(cells, 60).table.people.tolist() == [size(leaf) for leaf in leaves]


@pytest.mark.parametrize(
    ("ordered", "closeness", "found"),
    [(False, 0.2, (21, 5, 0.19956684086615784)), (True, 0.1, (20, 4, 0.09991333706959006))],
)
def test_k_l_and_t_are_those_that_pycanon_measures(
    *, ordered: bool, closeness: float, found: tuple[int, int, float]
) -> None:
    """The figures are those of pyCANON 1.3.6 on the same segments: k = 21 and 20, l = 5 and 4, t = 0.19957, 0.09991."""
    kept = replace(town().sensitive[0], distinct=3, closeness=closeness, ordered=ordered)
    cells = replace(town(), sensitive=(kept,))
    result = partition(cells, 20)
    leaf = result.tree.leaf_of(cells)
    parts = [
        people_of(replace(cells, consent=(leaf == segment).astype(np.uint32)), bool)
        for segment in range(len(result.table))
    ]
    measured = [diversity(cells, part, 0) for part in parts]
    distinct, distance = min(each for each, _ in measured), max(each for _, each in measured)
    assert (min(map(size, parts)), distinct, float(distance)) == pytest.approx(found, abs=1e-12)


def test_only_cutting_loads_the_compiler() -> None:
    code = "import sys, planner.domain.partition, planner.domain.utility; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_same_cells_give_the_same_partition_on_every_machine() -> None:
    assert digest(partition(town(), 20)) == "fdef02b0e8b7499a6910440bfb07c84288d570f9f8c3338d414c93218da20a62"
    kept = replace(town().sensitive[0], distinct=3, closeness=0.2)
    assert (
        digest(partition(replace(town(), sensitive=(kept,)), 20))
        == "83b96975083f17f351ffd84def64644c63ff1a2cd4f514f702a49a4bbdbab584"
    )


@PROPERTY
@given(populations(), FLOORS)
def test_a_segment_is_homogeneous_exactly_when_all_share_a_sensitive_value(cells: Cells, floor: int) -> None:
    result = cut(cells, floor)
    if not cells.sensitive:
        assert result.table.homogeneous is None
        return
    assert result.table.homogeneous is not None
    inhabited = cells.people > 0
    place = result.tree.leaf_of(cells)
    for segment, alike in enumerate(result.table.homogeneous):
        inside = inhabited & (place == segment)
        assert alike == any(len(set(codes[inside].tolist())) == 1 for codes in cells.sensitive_codes)

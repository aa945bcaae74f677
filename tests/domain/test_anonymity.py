import itertools
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.domain.anonymity import (
    Atoms,
    DifferenceCheck,
    Isolation,
    Releases,
    isolation,
    nothing_released,
    refine,
    released,
    smallest_isolable,
    with_release,
)
from planner.domain.segment_index import SegmentIndex
from planner.domain.segments import SegmentTable

Mask = NDArray[np.bool_]


def table_of(people: Sequence[int]) -> SegmentTable:
    """A table of segments of these sizes; differencing looks at nothing else."""
    return SegmentTable(1, (), (), (frozenset(),), np.zeros(len(people), np.uint16), np.array(people, dtype=np.int64))


def atoms_of(table: SegmentTable, releases: Releases, mask: Mask) -> Atoms:
    index = SegmentIndex(table)
    return DifferenceCheck(index, releases).atoms(index.select(mask))


def bits(*segments: int, size: int) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[list(segments)] = True
    return mask


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[int], list[Mask], Mask]:
    """Segment sizes, masks of released audiences, and the mask of one being planned."""
    size = draw(st.integers(1, 10))
    people = draw(st.lists(st.integers(1, 60), min_size=size, max_size=size))
    masks = st.lists(st.booleans(), min_size=size, max_size=size).map(np.array)
    return people, draw(st.lists(masks, max_size=5)), draw(masks)


def groups(people: Sequence[int], masks: Sequence[Mask]) -> list[int]:
    """People of every non-empty intersection of the masks or their complements: all Boolean combinations' atoms."""
    sizes = []
    for signs in itertools.product([True, False], repeat=len(masks)):
        inside = np.ones(len(people), dtype=np.bool_)
        for mask, sign in zip(masks, signs, strict=True):
            inside &= mask == sign
        if inside.any():
            sizes.append(int(np.array(people)[inside].sum()))
    return sorted(sizes)


def history(masks: Sequence[Mask], size: int) -> list[tuple[str, Mask]]:
    return [(f"list {i}", mask) for i, mask in enumerate(masks)] if size else []


@settings(max_examples=120)
@given(histories())
def test_one_count_finds_every_group_that_any_combination_of_lists_isolates(
    drawn: tuple[list[int], list[Mask], Mask],
) -> None:
    people, masks, planned = drawn
    releases = released(len(people), history(masks, len(people)))
    atoms = atoms_of(table_of(people), releases, planned)
    found = sorted(int(count) for count in np.concatenate([atoms.within, atoms.without]) if count)
    assert found == groups(people, [*masks, planned])
    expected = min(found) if masks or planned.any() else None
    assert smallest_isolable(releases, atoms) == expected


@given(histories())
def test_classes_stay_dense_and_tell_segments_apart_as_the_releases_do(
    drawn: tuple[list[int], list[Mask], Mask],
) -> None:
    people, masks, planned = drawn
    releases = released(len(people), history(masks, len(people)))
    assert sorted(set(releases.classes.tolist())) == list(range(releases.size))
    for one, other in itertools.combinations(range(len(people)), 2):
        alike = all(mask[one] == mask[other] for mask in masks)
        assert (releases.classes[one] == releases.classes[other]) == alike
    for segment in range(len(people)):
        word = int(releases.held_by[releases.classes[segment]].sum())
        assert [bool(word >> place & 1) for place in range(len(masks))] == [bool(mask[segment]) for mask in masks]
    after = with_release(releases, "planned", planned)
    assert after.classes.tolist() == refine(releases.classes, planned).tolist()


@settings(max_examples=120)
@given(histories(), st.integers(1, 80))
def test_an_audience_is_told_the_smallest_group_it_newly_isolates_and_by_which_lists(
    drawn: tuple[list[int], list[Mask], Mask], threshold: int
) -> None:
    people, masks, planned = drawn
    releases = released(len(people), history(masks, len(people)))
    found = isolation(releases, atoms_of(table_of(people), releases, planned), threshold)
    before, after = groups(people, masks), groups(people, [*masks, planned])
    for size in before:
        if size in after:
            after.remove(size)
    newly = [size for size in after if size < threshold]
    if found is None:
        assert not newly
        return
    assert found.people == min(newly)
    named = [masks[int(name.split()[1])] for name in found.releases]
    assert min(groups(people, [*named, planned])) < threshold


def test_only_the_lists_that_it_takes_are_named() -> None:
    lists = [bits(0, 1, 2, size=6), bits(5, size=6), bits(0, 1, size=6), bits(3, 4, size=6)]
    atoms = atoms_of(table_of([100, 100, 100, 100, 30, 100]), released(6, history(lists, 6)), bits(3, size=6))
    assert isolation(released(6, history(lists, 6)), atoms, 50) == Isolation(30, ("list 3",), within=False)


def test_a_list_that_adds_nothing_to_the_isolation_is_not_named() -> None:
    releases = released(4, [("older", bits(0, 1, size=4)), ("newest", bits(0, 1, 2, size=4))])
    atoms = atoms_of(table_of([30, 500, 500, 500]), releases, bits(1, size=4))
    assert isolation(releases, atoms, 50) == Isolation(30, ("older",), within=False)


def test_a_small_group_that_was_isolable_before_blocks_nothing_more() -> None:
    releases = released(3, [("first", bits(0, size=3))])
    atoms = atoms_of(table_of([30, 200, 200]), releases, bits(0, 1, size=3))
    assert smallest_isolable(releases, atoms) == 30
    assert isolation(releases, atoms, 50) is None


def test_leaving_out_too_few_isolates_them_without_any_list() -> None:
    releases = nothing_released(3)
    atoms = atoms_of(table_of([200, 200, 30]), releases, bits(0, 1, size=3))
    assert isolation(releases, atoms, 50) == Isolation(30, (), within=False)


def test_the_same_list_again_isolates_nobody() -> None:
    mask = bits(0, size=2)
    releases = released(2, [("first", mask)])
    atoms = atoms_of(table_of([20, 20]), releases, mask)
    assert isolation(releases, atoms, 50) is None


def test_more_lists_than_a_word_has_bits_are_told_apart() -> None:
    """Lists 0 … 69 each leave out one segment more than those before."""
    size = 72
    releases = released(size, [(f"list {i}", np.arange(size) > i) for i in range(70)])
    assert releases.size == 71
    assert releases.held_by.shape == (71, 2)
    planned = bits(70, size=size)
    atoms = atoms_of(table_of([100] * 70 + [10, 500]), releases, planned)
    assert isolation(releases, atoms, 50) == Isolation(10, (), within=True)
    atoms = atoms_of(table_of([100] * 70 + [500, 10]), releases, planned)
    assert isolation(releases, atoms, 50) == Isolation(10, ("list 69",), within=False)

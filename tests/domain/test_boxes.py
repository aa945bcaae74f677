"""Merged boxes hold exactly what the boxes they came from hold."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.boxes import Box, cover_boxes, mask_of, merge_boxes, runs_in, values_in

SIZES = (4, 3, 5)
BOXES = st.lists(st.tuples(*(st.integers(1, (1 << size) - 1) for size in SIZES)), max_size=12)


def points_in(boxes: list[Box]) -> set[tuple[int, ...]]:
    return {point for box in boxes for point in product(*(tuple(values_in(mask)) for mask in box))}


@given(BOXES)
def test_merging_changes_nothing_about_who_is_inside(boxes: list[Box]) -> None:
    merged = merge_boxes(boxes)
    assert points_in(merged) == points_in(boxes)
    assert len(merged) <= len(set(boxes))


@given(BOXES)
def test_the_order_of_the_boxes_does_not_matter(boxes: list[Box]) -> None:
    assert merge_boxes(boxes[::-1]) == merge_boxes(boxes)


def test_single_points_of_a_box_become_the_box() -> None:
    points = [tuple(1 << value for value in point) for point in product(*map(range, SIZES))]
    assert merge_boxes(points) == [tuple((1 << size) - 1 for size in SIZES)]


def test_an_attribute_of_many_values_merges_like_one_of_few() -> None:
    """Numbers that are 61 bits apart have the same hash."""
    for value in (60, 61, 122):
        assert merge_boxes([(1, 1), (2, 1 << value), (1, 2)]) == [(1, 3), (2, 1 << value)]


@given(st.sets(st.integers(0, 70)))
def test_a_mask_names_its_values_and_runs(values: set[int]) -> None:
    mask = mask_of(values)
    assert set(values_in(mask)) == values
    assert {value for low, high in runs_in(mask) for value in range(low, high)} == values
    assert all(low - 1 not in values and high not in values for low, high in runs_in(mask))


@given(BOXES, BOXES)
def test_covering_boxes_hold_all_that_is_inside_and_touch_nothing_outside(
    inside: list[Box], outside: list[Box]
) -> None:
    apart = [box for box in inside if not points_in([box]) & points_in(outside)]
    if not apart:
        return
    space = tuple(mask_of(values) for values in (range(size) for size in SIZES))
    hull = tuple(mask_of({point[d] for point in points_in(apart)}) for d in range(len(SIZES)))
    for within in (space, hull):
        cover = points_in(cover_boxes(apart, outside, within))
        assert points_in(apart) <= cover <= points_in([within])
        assert not cover & points_in(outside)


def test_a_box_of_which_others_hold_everything_is_left_out() -> None:
    inside = [(1, 4, 16), (2, 4, 16), (4, 1, 8), (8, 1, 4), (8, 4, 1)]
    assert cover_boxes(inside, [(2, 2, 8)], (15, 7, 31)) == [(15, 5, 31)]


def test_many_scattered_boxes_become_one_where_nothing_is_in_the_way() -> None:
    scattered = [(1 << i, 1 << i) for i in range(90)]
    whole = ((1 << 90) - 1,) * 2
    assert cover_boxes(scattered, [], whole) == [whole]
    assert cover_boxes(scattered, [(1 << 89, 1 << 3)], whole) != [whole]

from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from planner.domain.attribute import Attribute, Kind
from planner.domain.errors import Refusal
from planner.domain.partition import partition
from planner.domain.segments import Cells
from planner.domain.utility import quality_of, targetability
from tests.domain.populations import cells_from, populations, town

PLAN = Attribute("plan", Kind.NOMINAL, ("free", "plus", "pro"))
AGE = Attribute("age", Kind.ORDERED, ("18", "25", "35", "45", "55"))


def customers() -> Cells:
    """Ten people per plan where they can be told apart by age, and two crumbs that cannot."""
    rows = [(0, 0, 0, 10), (0, 4, 0, 10), (1, 2, 0, 10), (2, 1, 0, 6), (2, 3, 0, 4)]
    return cells_from([PLAN, AGE], [], (), rows)


def test_quality_is_what_the_papers_define() -> None:
    """By hand: three exact segments of 10, and one of 10 that mixes ages 25 and 45: span 2 of 4."""
    quality = quality_of(partition(customers(), 10))
    assert quality.exact_people == 30
    assert quality.ncp == pytest.approx((10 / 40) * (2 / 4) / 2)
    assert quality.discernibility == 4 * 10**2
    assert quality.average_class == pytest.approx(40 / (4 * 10))


def test_one_segment_for_everybody_is_as_coarse_as_the_values_that_occur() -> None:
    cells = cells_from([PLAN, AGE], [], (), [(0, 0, 0, 3), (1, 3, 0, 3)])
    quality = quality_of(partition(cells, 6))
    assert quality.exact_people == 0
    assert quality.ncp == pytest.approx((1 / 2 + 3 / 4) / 2)
    assert quality.ncp_tiling == 1.0


def test_a_rule_reaches_the_segments_that_lie_wholly_inside_it() -> None:
    cells = customers()
    table = partition(cells, 10).table
    pro = {0: np.array([False, False, True])}
    young_pro = {0: np.array([False, False, True]), 1: np.array([True, True, True, False, False])}
    free_or_young = {1: np.array([True, True, True, False, False])}
    nobody = {0: np.array([False, True, False]), 1: np.array([True, False, False, False, False])}
    assert targetability(table, cells, [pro]) == 1.0
    assert targetability(table, cells, [young_pro]) == 0.0
    assert targetability(table, cells, [free_or_young]) == pytest.approx(20 / 26)
    assert targetability(table, cells, [pro, young_pro, nobody]) == pytest.approx(1 / 2)


@settings(deadline=None)
@given(populations(most_sensitive=0))
def test_every_measure_agrees_with_its_definition_person_by_person(cells: Cells) -> None:
    try:
        result = partition(cells, 4)
    except Refusal:
        assume(condition=False)
        raise
    table, quality = result.table, quality_of(result)
    exact, penalty, pairs = 0, 0.0, 0
    for segment, people in enumerate(table.people.tolist()):
        held = [
            np.flatnonzero(values.members[ids[segment]]).tolist()
            for values, ids in zip(table.sets, table.ids, strict=True)
        ]
        exact += people if all(len(values) == 1 for values in held) else 0
        for attribute, values in zip(cells.attributes, held, strict=True):
            extra = values[-1] - values[0] if attribute.kind is Kind.ORDERED else len(values) - 1
            penalty += people * extra / max(len(attribute.labels) - 1, 1)
        pairs += sum(1 for _ in product(range(people), repeat=2))
    assert quality.exact_people == exact
    assert quality.ncp == pytest.approx(penalty / table.total_people / len(cells.attributes))
    assert quality.discernibility == pairs
    assert 0 <= quality.ncp <= quality.ncp_tiling + 1e-12 <= 1 + 2e-12


def test_values_beyond_the_sixty_fourth_count_like_any_other() -> None:
    """A segment of the first and the last of 130 ordered values spans the whole domain."""
    wide = Attribute("day", Kind.ORDERED, tuple(map(str, range(130))))
    cells = cells_from([wide], [], (), [(0, 0, 1), (129, 0, 1), (64, 0, 2), (100, 0, 2), (101, 0, 2)])
    quality = quality_of(partition(cells, 8))
    assert quality.ncp == 1.0
    assert quality.exact_people == 0


def test_a_lower_floor_keeps_more() -> None:
    low, high = (quality_of(partition(town(), floor)) for floor in (10, 100))
    assert low.exact_people > high.exact_people
    assert low.ncp < high.ncp
    assert low.ncp_tiling < high.ncp_tiling
    assert low.discernibility < high.discernibility

"""Proposed band edges are round, few, rising, and inside what was asked."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Edge
from planner.intake.edges import MOST_EDGES, date_edges, number_edges, year_edges

MAGNITUDES = st.floats(-1e9, 1e9).map(lambda number: float(f"{number:.2g}"))


@pytest.mark.parametrize(
    ("ends", "whole", "edges"),
    [
        ((21, 40, 68), True, (30, 40, 50, 60)),
        ((11, 150, 1200), True, (20, 50, 100, 200, 500, 1000)),
        ((1, 3, 17), True, (2, 5, 10)),
        ((0, 1, 3), True, (1, 2, 3)),
        ((0, 0, 0), True, (1,)),
        ((0, 0, 0), False, (0.01,)),
        ((-10, 0, 12), True, (-5, 0, 5, 10)),
        ((0.1, 0.3, 0.7), False, (0.2, 0.3, 0.4, 0.5, 0.6, 0.7)),
        ((0, 3, 40), True, (1, 2, 5, 10, 20)),
    ],
)
def test_numbers_get_the_edges_a_person_would_choose(
    ends: tuple[float, float, float], whole: bool, edges: tuple[Edge, ...]
) -> None:
    assert number_edges(*ends, whole=whole) == edges


@given(st.lists(MAGNITUDES, min_size=3, max_size=3).map(sorted), st.booleans())
def test_edges_rise_and_are_few_and_have_one_digit_or_equal_steps(ends: list[float], whole: bool) -> None:
    edges = [float(edge) for edge in number_edges(*ends, whole=whole)]
    assert len(edges) in range(1, MOST_EDGES + 1)
    assert all(low < high for low, high in pairwise(edges))
    steps = {f"{high - low:.6g}" for low, high in pairwise(edges)}
    one_digit = all(f"{edge:e}"[:8].strip("-0.") in ("1", "2", "5") for edge in edges)
    assert len(edges) == 1 or len(steps) == 1 or one_digit


@pytest.mark.parametrize(
    ("low", "high", "edges"),
    [
        (date(2025, 2, 1), date(2025, 8, 1), ("2025-04-01", "2025-07-01")),
        (date(2023, 4, 5), date(2025, 12, 30), ("2023-07-01", "2024-01-01", "2024-07-01", "2025-01-01", "2025-07-01")),
        (date(1985, 1, 1), date(2004, 1, 1), ("1990-01-01", "1995-01-01", "2000-01-01")),
        (date(2025, 2, 1), date(2025, 2, 9), ("2025-01-01",)),
    ],
)
def test_dates_get_quarters_or_half_years_or_years(low: date, high: date, edges: tuple[str, ...]) -> None:
    assert date_edges(low, high) == edges


@given(st.tuples(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1))).map(sorted))
def test_date_edges_are_few_and_rise(ends: list[date]) -> None:
    edges = [date.fromisoformat(str(edge)) for edge in date_edges(*ends)]
    assert len(edges) in range(1, MOST_EDGES + 1)
    assert edges == sorted(set(edges))


def test_years_open_bands_of_round_length() -> None:
    assert year_edges(1946, 2005) == (1950, 1960, 1970, 1980, 1990, 2000)

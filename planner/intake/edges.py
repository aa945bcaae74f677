"""Round band edges that people would choose themselves: 1-2-5 steps for numbers, quarters and years for dates."""

import math
from collections.abc import Iterator
from datetime import date

from planner.domain.attribute import Edge

AGES = (18, 25, 35, 45, 55, 65)
"""The age bands that most audience reports use."""

MOST_EDGES = 7
SKEWED = 4
"""From this ratio of the high end to the middle on, steps grow instead of being equal."""

SOMETHING = 0.01
"""The edge between nothing and something, for amounts that are mostly 0."""

_STEPS = (1, 2, 5)
_HAIR = 1e-9
"""So that a bound on an edge counts as one: 1.9 / 0.1 is a hair less than 19."""
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


def number_edges(low: float, middle: float, high: float, *, whole: bool) -> tuple[Edge, ...]:
    """Return at most seven round lower edges for numbers that mostly lie between `low` and `high`.

    Steps are equal (1, 2 or 5 times a power of ten), or grow 1, 2, 5, 10 … where the high end is far from the middle.
    Whole numbers get whole edges. Numbers that are mostly 0 are parted into nothing and something.
    """
    grows = low >= 0 and middle > 0 and high / middle > SKEWED
    edges = [edge for edge in _growing(max(low, high / 500), high) if edge > low] if grows else _equal(low, high)
    if whole:
        return tuple(sorted({int(edge) for edge in edges if edge >= 1 or low < 0})) or (max(1, int(high)),)
    return tuple(edges) or (float(high) or SOMETHING,)


def year_edges(low: int, high: int) -> tuple[Edge, ...]:
    """Return years that open bands of 1, 2, 5, 10 … years."""
    step = next((years for years in _YEARS if (high - low) / years <= MOST_EDGES), _YEARS[-1])
    first = (low // step + 1) * step
    return tuple(range(first, high + 1, step)) or (high,)


def date_edges(low: date, high: date) -> tuple[Edge, ...]:
    """Return first days of quarters, of half-years, or of years where the dates span more than seven half-years."""
    first, last = low.year * 4 + (low.month - 1) // 3, high.year * 4 + (high.month - 1) // 3
    for step in (1, 2):
        opening = [quarter for quarter in range(first + 1, last + 1) if quarter % step == 0] or [last]
        if len(opening) <= MOST_EDGES:
            return tuple(f"{quarter // 4:04d}-{quarter % 4 * 3 + 1:02d}-01" for quarter in opening)
    return tuple(f"{year:04d}-01-01" for year in year_edges(low.year, high.year))


def _equal(low: float, high: float) -> list[float]:
    if high <= low:
        return []
    step = next(step for step in _round_numbers((high - low) / 20) if (high - low) / step <= MOST_EDGES)
    first, last = math.floor(low / step + _HAIR) + 1, math.floor(high / step + _HAIR)
    edges = [_exact(number * step) for number in range(first, last + 1)]
    return edges[:MOST_EDGES]


def _growing(low: float, high: float) -> list[float]:
    edges: list[float] = []
    for number in _round_numbers(low):
        if number > high:
            break
        edges.append(number)
    return edges[-MOST_EDGES:]


def _round_numbers(start: float) -> Iterator[float]:
    """Walk 1, 2, 5, 10, 20, 50 … from the first that is not below the start."""
    power = math.floor(math.log10(start)) if start > 0 else 0
    while True:
        yield from (number for step in _STEPS if (number := _exact(step * 10.0**power)) >= start)
        power += 1


def _exact(number: float) -> float:
    """Take away what binary fractions add: 0.30000000000000004 → 0.3."""
    return float(f"{number:.12g}")

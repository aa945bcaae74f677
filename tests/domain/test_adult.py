"""UCI Adult as Shoal cuts it has the k, l and t that pyCANON 1.3.6, a tool of other people, measures on the segments.

Where a cut changes on purpose, measure anew: `benchmarks/adult_check.py check` reads a table of one row a person, the
values of their segment and their salary class.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from planner.domain.attribute import Attribute, Kind, Sensitive
from planner.domain.partition import partition
from planner.domain.privacy_model import PrivacyModel
from planner.domain.segments import Cells, Codes, narrowest

DATA = Path(__file__).parents[1] / "data"
PEOPLE = 30_162
AGES = ("under 25", "25–34", "35–44", "45–54", "55–64", "65 and over")
SCHOOLS = (
    "Preschool", "1st-4th", "5th-6th", "7th-8th", "9th", "10th", "11th", "12th", "HS-grad", "Some-college",
    "Assoc-voc", "Assoc-acdm", "Bachelors", "Masters", "Prof-school", "Doctorate",
)  # fmt: skip
SALARY = Sensitive("salary", ("at most 50K", "more than 50K"))

Class = tuple[int, int]
"""The people of a segment by salary class."""

WHOLE = {
    "k=10 l=2 t=0.2": (818, 10, 2, 0.1999964709265274),
    "k=5": (4690, 5, 1, 0.7510775147536636),
    "k=10": (2461, 10, 1, 0.7510775147536636),
    "k=50": (506, 50, 1, 0.7338361354433187),
}
"""All of Adult: what was asked for → the segments, and the k, l and t that pyCANON measured on them."""

EXTRACT = [
    (10, 2, 0.2, (189, 10, 2, 0.19996106091399224)),
    (20, 2, 0.1, (28, 26, 2, 0.09941987250041003)),
    (5, 1, None, (897, 5, 1, 0.7510775147536636)),
    (10, 1, None, (619, 10, 1, 0.680489279459546)),
    (50, 1, None, (247, 50, 1, 0.680489279459546)),
]
"""The five attributes of `adult_people.csv`: k, l and t as asked for, and the same figures."""


def measure(classes: Iterable[Class]) -> tuple[int, int, float]:
    """The fewest people and salary classes of a segment, and how far one is at most from everybody, by variation."""
    found = list(classes)
    overall = Fraction(sum(rich for _, rich in found), sum(map(sum, found)))
    distances = (abs(Fraction(rich, poor + rich) - overall) for poor, rich in found)
    return min(map(sum, found)), min((poor > 0) + (rich > 0) for poor, rich in found), float(max(distances))


def whole(asked: str) -> list[Class]:
    with (DATA / "adult_segments.csv").open(encoding="utf-8", newline="") as file:
        rows = [[*map(int, row[1:])] for row in csv.reader(file) if row[0] == asked]
    return [(low, high) for low, high, segments in rows for _ in range(segments)]


def extract() -> Cells:
    with (DATA / "adult_people.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    columns = list(zip(*rows, strict=True))
    labels = {name: tuple(sorted(set(column))) for name, column in zip(names, columns, strict=True)}
    labels |= {"age": AGES, "education": SCHOOLS}
    attributes = tuple(
        Attribute(name, Kind.ORDERED if name in ("age", "education") else Kind.NOMINAL, labels[name])
        for name in names[:-2]
    )
    codes: list[Codes] = [
        np.array([labels[name].index(value) for value in column] * 2, dtype=narrowest(len(labels[name])))
        for name, column in zip(names[:-2], columns, strict=False)
    ]
    people = np.array([int(count) for column in columns[-2:] for count in column], dtype=np.int64)
    salary = np.repeat(np.arange(2, dtype=np.uint8), len(rows))
    return Cells(attributes, tuple(codes), (), np.zeros(len(people), dtype=np.uint32), (SALARY,), (salary,), people)


@pytest.mark.parametrize("asked", WHOLE)
def test_our_measure_agrees_with_pycanon_on_the_segments_of_all_of_adult(asked: str) -> None:
    segments, *found = WHOLE[asked]
    classes = whole(asked)
    assert sum(map(sum, classes)) == PEOPLE
    assert len(classes) == segments
    assert measure(classes) == pytest.approx(found, abs=1e-12)


@pytest.mark.parametrize(("asked", "closeness"), [("k=10 l=2 t=0.2", 0.2), ("k=50", 0.733837)])
def test_the_privacy_model_allows_what_pycanon_measures_and_not_a_millionth_less(asked: str, closeness: float) -> None:
    segments, floor, distinct, found = WHOLE[asked]
    counts = np.array(whole(asked), dtype=np.int64)
    people = counts.sum(axis=1)

    def allowed(distinct: int = distinct, closeness: float = closeness) -> bool:
        kept = replace(SALARY, distinct=distinct, closeness=closeness)
        model = PrivacyModel.of(replace(extract(), sensitive=(kept,)), floor)
        return bool(model.holds(people, (counts,)).all())

    assert len(counts) == segments
    assert allowed()
    assert not allowed(closeness=round(found - 1e-6, 6))
    assert allowed(distinct=2) == (distinct == 2)


@pytest.mark.parametrize(("floor", "distinct", "closeness", "found"), EXTRACT)
def test_adult_is_cut_into_segments_that_pycanon_finds_as_private_as_asked(
    floor: int, distinct: int, closeness: float | None, found: tuple[int, int, int, float]
) -> None:
    cells = extract()
    kept = replace(SALARY, distinct=distinct, closeness=closeness)
    result = partition(replace(cells, sensitive=(kept,)), floor)
    people = Counter[tuple[int, int]]()
    for segment, value, number in zip(
        result.tree.leaf_of(cells).tolist(), cells.sensitive_codes[0].tolist(), cells.people.tolist(), strict=True
    ):
        people[segment, value] += number
    classes = [(people[segment, 0], people[segment, 1]) for segment in range(len(result.table))]
    assert result.table.people.tolist() == [sum(each) for each in classes]
    assert (len(classes), *measure(classes)) == pytest.approx(found, abs=1e-12)

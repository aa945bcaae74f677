"""UCI Adult as cells, with the hierarchies that ARX publishes beside it."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level, Sensitive
from planner.domain.segments import Cells, narrowest

QUASI_IDENTIFIERS = (
    "sex",
    "age",
    "race",
    "marital-status",
    "education",
    "native-country",
    "workclass",
    "occupation",
)
SALARY = "salary-class"


def read_adult(folder: Path) -> dict[str, list[str]]:
    """Return the complete rows of `adult.csv`, column by column."""
    with (folder / "adult.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file, delimiter=";")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def adult_cells(
    folder: Path, names: tuple[str, ...] = QUASI_IDENTIFIERS, salary: Sensitive | None = None
) -> tuple[Cells, NDArray[np.intp]]:
    """Return Adult as cells, and for each person the cell they are in; `salary` keeps the salary class as sensitive."""
    columns = read_adult(folder)
    attributes = [attribute_of(folder, name, columns[name]) for name in names]
    labels = [attribute.labels for attribute in attributes]
    if salary is not None:
        names, labels = (*names, SALARY), [*labels, salary.labels]
    places = [{label: code for code, label in enumerate(known)} for known in labels]
    coded = np.array([[place[v] for v in columns[name]] for name, place in zip(names, places, strict=True)])
    cells, person, people = np.unique(coded, axis=1, return_inverse=True, return_counts=True)
    codes = tuple(row.astype(narrowest(len(known))) for row, known in zip(cells, labels, strict=True))
    return Cells(
        attributes=tuple(attributes),
        codes=codes[: len(attributes)],
        scopes=(),
        consent=np.zeros(len(people), dtype=np.uint32),
        sensitive=() if salary is None else (salary,),
        sensitive_codes=codes[len(attributes) :],
        people=people.astype(np.int64),
    ), person.ravel()


def attribute_of(folder: Path, name: str, values: list[str]) -> Attribute:
    """Return a column as an attribute of the values that occur: ages in years, all else in the order of its tree."""
    if name == "age":
        return Attribute(name, Kind.ORDERED, tuple(sorted(set(values), key=int)))
    with (folder / f"adult_hierarchy_{name}.csv").open(encoding="utf-8", newline="") as file:
        paths = {path[0]: path for path in csv.reader(file, delimiter=";")}
    labels = tuple(sorted(set(values), key=lambda value: paths[value][::-1]))
    depth = len(paths[labels[0]])
    levels = tuple(_level([paths[label][depth_of] for label in labels]) for depth_of in range(1, depth - 1))
    return Attribute(name, Kind.HIERARCHICAL if levels else Kind.NOMINAL, labels, levels=levels)


def _level(groups: list[str]) -> Level:
    known = tuple(dict.fromkeys(groups))
    return Level("group", known, tuple(known.index(group) for group in groups))

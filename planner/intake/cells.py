"""From a customer file and its mapping to weighted cells: what the rest of Shoal knows of people."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level, Sensitive
from planner.domain.errors import PlannerError
from planner.domain.segments import Cells, Codes, narrowest
from planner.intake.hierarchy import read_hierarchy
from planner.intake.mapping import Mapping
from planner.intake.worker import Answer, Cancelled, Limits, Progress, Reading, run_in_child


@dataclass(frozen=True, eq=False, slots=True)
class Counted:
    """The people of a file as cells, and what had to be decided on the way."""

    cells: Cells
    rows: int
    """Rows of the file, counted twice by independent methods."""
    people: int
    rows_without_identifier: int
    """Rows left out because nobody can say whose they are."""
    duplicate_rows: int
    """Rows beyond one for each person."""
    conflicting_people: int
    """People whose rows disagreed in a value."""
    conflicting_consents: int
    """People whose rows disagreed in what was granted: nothing they disagreed on counts as granted."""
    folded_values: AnyMapping[str, int]
    """For each column that has them, how many different values became "other"."""
    columns: tuple[str, ...]
    """Every column of the file, in its order."""
    encoding: str | None
    delimiter: str | None
    other_sheets: tuple[str, ...]
    """Worksheets of a workbook that were not read."""


def count_cells(
    path: Path,
    mapping: Mapping,
    floor: int,
    *,
    limits: Limits = Limits(),  # noqa: B008 (frozen)
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Counted:
    """Count the people of a CSV, Parquet or XLSX file in every combination of values and consents.

    People are distinct identifiers, or rows, or the weights of an already aggregated file. A person with several rows
    is described by the latest (`updated`), else by the smallest in a fixed order of values, and grants only what every
    row grants. White space around cells is dropped and an empty cell is `(missing)`. Cells are sorted by their codes:
    the same rows in any order give the same answer. `floor` is what rare values are folded by.

    Rows are read in a child process (`worker.run_in_child`), in memory only. Raises PlannerError for whatever is wrong
    with the file, the mapping or its hierarchy files, never with a value from a row.
    """
    listed = {column.name: read_hierarchy(column.hierarchy) for column in mapping.attributes if column.hierarchy}
    parameters = {"mapping": _plain(mapping), "floor": floor, "listed": listed}
    reading = Reading("cells", path, parameters, mapping.file, _wanted(mapping))
    answer = run_in_child(reading, limits=limits, progress=progress, cancelled=cancelled)
    return _counted(answer, file=path.name)


def _plain(mapping: Mapping) -> dict[str, Any]:
    """Return the mapping as JSON can hold it."""
    said = asdict(mapping)
    del said["file"], said["dropped"]
    for column in said["attributes"]:
        column["hierarchy"] = column["hierarchy"] and str(column["hierarchy"])
    return said


def _wanted(mapping: Mapping) -> tuple[str, ...]:
    columns = [name for column in mapping.attributes for name in (column.name, *column.levels)]
    columns += [column.name for column in mapping.consents]
    columns += [column.name for column in mapping.sensitive]
    columns += [name for name in (mapping.identifier, mapping.updated, mapping.weight) if name]
    return tuple(dict.fromkeys(columns))


def _counted(answer: Answer, *, file: str) -> Counted:
    header = answer.header
    try:
        cells = _cells(header, answer.arrays)
        counts = {
            name: int(header[name])
            for name in (
                "rows",
                "people",
                "rows_without_identifier",
                "duplicate_rows",
                "conflicting_people",
                "conflicting_consents",
            )
        }
        folded = {str(name): int(count) for name, count in header["folded"].items()}
    except (KeyError, TypeError, ValueError, AttributeError):
        raise PlannerError("import-crashed", file=file) from None
    opened = answer.source
    return Counted(
        cells,
        **counts,
        folded_values=folded,
        columns=opened.columns,
        encoding=opened.encoding,
        delimiter=opened.delimiter,
        other_sheets=opened.other_sheets,
    )


def _cells(header: AnyMapping[str, Any], arrays: AnyMapping[str, NDArray[Any]]) -> Cells:
    """Rebuild the cells, checking that every code has a label and that arrays belong together."""
    attributes = tuple(_attribute(said) for said in header["attributes"])
    sensitive = tuple(Sensitive(**{**said, "labels": tuple(said["labels"])}) for said in header["sensitive"])
    codes = [arrays[f"codes_{place}"] for place in range(len(attributes) + len(sensitive))]
    scopes = tuple(map(str, header["scopes"]))
    consent = arrays["consent"].astype(np.uint32, copy=False)
    people = arrays["people"].astype(np.int64, copy=False)
    sizes = [len(column.labels) for column in attributes] + [len(column.labels) for column in sensitive]
    for code, size in zip((*codes, consent), (*sizes, 1 << len(scopes)), strict=True):
        if len(code) != len(people) or (len(code) and int(code.max()) >= size):
            raise ValueError
    if not len(people) or int(people.min()) < 1 or int(people.sum()) != header["people"]:
        raise ValueError
    narrow: tuple[Codes, ...] = tuple(
        code.astype(narrowest(size), copy=False) for code, size in zip(codes, sizes, strict=False)
    )
    split = len(attributes)
    return Cells(attributes, narrow[:split], scopes, consent, sensitive, narrow[split:], people)


def _attribute(said: AnyMapping[str, Any]) -> Attribute:
    levels = tuple(
        Level(level["name"], _texts(level["labels"]), tuple(level["group_of"]), tuple(level["rare"]))
        for level in said["levels"]
    )
    return Attribute(
        name=said["name"],
        kind=Kind(said["kind"]),
        labels=_texts(said["labels"]),
        edges=tuple(said["edges"]),
        levels=levels,
        priority=said["priority"],
        behavioural=said["behavioural"],
        rare=tuple(said["rare"]),
    )


def _texts(said: Sequence[object]) -> tuple[str, ...]:
    return tuple(map(str, said))

"""Reading customers to cells as a process of its own, and cutting them into segments on top."""

import sys
from pathlib import Path

from benchmarks.grouping import ATTRIBUTES, CONSENTS, MEMORY_MIB, THREADS
from planner.domain.attribute import Kind
from planner.intake.cells import count_cells
from planner.intake.mapping import AttributeColumn, ConsentColumn, Mapping
from planner.intake.worker import Limits

FLOOR = 20


def mapping(identifier: str | None = None) -> Mapping:
    """Return the mapping of the invented customers."""
    attributes = tuple(AttributeColumn(name, Kind.NOMINAL) for name in (*ATTRIBUTES, "place"))
    return Mapping(attributes, tuple(ConsentColumn(name, name, ("yes",)) for name in CONSENTS), identifier=identifier)


def cells(path: Path, identifier: str | None = None) -> None:
    """Read to cells: everything that `count_cells` promises."""
    counted = count_cells(path, mapping(identifier), FLOOR, limits=Limits(MEMORY_MIB, THREADS))
    print(len(counted.cells), counted.people)


def cells_distinct(path: Path) -> None:
    """Read to cells, counting people by their identifier."""
    cells(path, "id")


def segments(path: Path) -> None:
    """Read to cells and cut them into segments: an import but for the store."""
    from planner.domain.partition import partition  # noqa: PLC0415 (reading alone does without it)
    from planner.domain.warming import kernel_loading  # noqa: PLC0415

    with kernel_loading():
        counted = count_cells(path, mapping(), FLOOR, limits=Limits(MEMORY_MIB, THREADS))
    print(len(partition(counted.cells, FLOOR).table))


if __name__ == "__main__":
    {"cells": cells, "cells_distinct": cells_distinct, "segments": segments}[sys.argv[1]](Path(sys.argv[2]))

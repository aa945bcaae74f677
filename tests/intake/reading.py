"""Counting a file without a child process, for properties that need hundreds of files a second."""

import io
import json
from pathlib import Path

import duckdb

from planner.domain.attribute import Kind
from planner.domain.segments import Cells
from planner.intake import cells, child, protocol, worker
from planner.intake.hierarchy import read_hierarchy
from planner.intake.mapping import AttributeColumn, ConsentColumn, FileOptions, Mapping


def nominal(*names: str) -> tuple[AttributeColumn, ...]:
    return tuple(AttributeColumn(name, Kind.NOMINAL) for name in names)


def consent(name: str, scope: str | None = None, *granted: str) -> ConsentColumn:
    return ConsentColumn(name, scope or name, granted or ("yes",))


def count_here(path: Path, mapping: Mapping, floor: int = 1) -> cells.Counted:
    """Run the child's work in this process, everything it says going through its messages and checks.

    A floor of one folds nothing: what one person has may be looked at.
    """
    listed = {column.name: read_hierarchy(column.hierarchy) for column in mapping.attributes if column.hierarchy}
    parameters = {"mapping": cells._plain(mapping), "floor": floor, "listed": listed}
    order = child.Order(
        "cells",
        str(path),
        json.loads(json.dumps(parameters)),
        mapping.file,
        cells._wanted(mapping),
        memory_mib=512,
        threads=2,
    )
    said = io.BytesIO()
    protocol.send(said, child._carry_out(order, child._Line(io.BytesIO())))
    said.seek(0)
    return cells._counted(worker._answer(protocol.receive(said)), file="customers.csv")


def count_text(folder: Path, text: str | bytes, mapping: Mapping, floor: int = 1) -> cells.Counted:
    path = folder / "customers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return count_here(path, mapping, floor)


def write_parquet(query: str, path: Path) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def spoken(cells: Cells) -> dict[tuple[tuple[str, ...], frozenset[str]], int]:
    """Return cells as labels: (values, granted scopes) → people."""
    told = {}
    for codes, bits, people in cells:
        values = tuple(attribute.labels[code] for attribute, code in zip(cells.attributes, codes, strict=True))
        granted = frozenset(scope for place, scope in enumerate(cells.scopes) if bits >> place & 1)
        told[values, granted] = people
    assert len(told) == len(cells)
    return told


def rows_are_people(*attributes: str, file: FileOptions | None = None) -> Mapping:
    return Mapping(nominal(*attributes), file=file or FileOptions())

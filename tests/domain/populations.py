"""Populations for tests of the partition: small random ones, and a fixed one made by arithmetic."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind, Level, Sensitive
from planner.domain.segments import Cells, Codes, narrowest


@st.composite
def attributes(draw: st.DrawFn, name: str) -> Attribute:
    kind = draw(st.sampled_from(Kind))
    labels = tuple(f"{name}{code}" for code in range(draw(st.integers(1, 6))))
    levels: tuple[Level, ...] = ()
    if kind is Kind.HIERARCHICAL:
        groups = np.cumsum([0, *(draw(st.booleans()) for _ in labels[1:])]).tolist()
        levels = (Level("group", tuple(f"group {i}" for i in range(groups[-1] + 1)), tuple(groups)),)
    return Attribute(name, kind, labels, levels=levels, priority=draw(st.sampled_from([1, 1, 3])))


@st.composite
def sensitives(draw: st.DrawFn, name: str) -> Sensitive:
    labels = tuple(f"{name}{code}" for code in range(draw(st.integers(1, 4))))
    closeness = draw(st.none() | st.sampled_from([0.1, 0.25, 0.5]))
    return Sensitive(name, labels, draw(st.booleans()), draw(st.integers(1, min(2, len(labels)))), closeness)


@st.composite
def populations(draw: st.DrawFn, *, most_sensitive: int = 2) -> Cells:
    """A few cells in any order, some of them twice, with consents and sensitive columns."""
    columns = [draw(attributes(name)) for name in "abcd"[: draw(st.integers(1, 4))]]
    kept = [draw(sensitives(name)) for name in "xy"[: draw(st.integers(0, most_sensitive))]]
    scopes = ("e-mail", "sms", "ads")[: draw(st.integers(0, 3))]
    sizes = [*sizes_of(columns, kept), 2 ** len(scopes)]
    codes = (st.integers(0, size - 1) for size in sizes)
    rows = draw(st.lists(st.tuples(*codes, st.integers(1, 6)), min_size=1, max_size=30))
    return cells_from(columns, kept, scopes, rows)


def cells_from(
    columns: Sequence[Attribute], kept: Sequence[Sensitive], scopes: tuple[str, ...], rows: Sequence[tuple[int, ...]]
) -> Cells:
    """Make cells of rows that hold the codes, the sensitive codes, the consent bitmask and the people."""
    table = np.array(rows, dtype=np.int64).T
    sizes = sizes_of(columns, kept)
    codes: list[Codes] = [row.astype(narrowest(size)) for row, size in zip(table, sizes, strict=False)]
    return Cells(
        attributes=tuple(columns),
        codes=tuple(codes[: len(columns)]),
        scopes=scopes,
        consent=table[-2].astype(np.uint32),
        sensitive=tuple(kept),
        sensitive_codes=tuple(codes[len(columns) :]),
        people=table[-1],
    )


def sizes_of(columns: Sequence[Attribute], kept: Sequence[Sensitive]) -> list[int]:
    """How many values each column may have."""
    return [len(column.labels) for column in columns] + [len(column.labels) for column in kept]


def reordered(cells: Cells, order: Sequence[int]) -> Cells:
    """The same cells in another order; a place may be named more than once when people are shared out by the caller."""
    places = np.array(order, dtype=np.int64)
    return replace(
        cells,
        codes=tuple(codes[places] for codes in cells.codes),
        consent=cells.consent[places],
        sensitive_codes=tuple(codes[places] for codes in cells.sensitive_codes),
        people=cells.people[places],
    )


def town(cells: int = 3000) -> Cells:
    """A fixed population of four attributes, two scopes and one sensitive column, drawn by a congruential generator.

    Knuth's MMIX constants; values are skewed towards low codes by multiplying two draws.
    """
    state, draws = 20_240_601, []
    for _ in range(cells * 9):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        draws.append(state >> 33)
    table = np.array(draws, dtype=np.int64).reshape(cells, 9)
    sizes = [40, 9, 5, 3]
    rows = np.empty((cells, 7), dtype=np.int64)
    for j, size in enumerate(sizes):
        rows[:, j] = table[:, j] % size * (table[:, j + 1] % size) // size
    rows[:, 4] = (rows[:, 1] + table[:, 6] % 5) % 6
    rows[:, 5] = (table[:, 7] % 10 < 7) + 2 * (table[:, 8] % 10 < 4)
    rows[:, 6] = 1 + table[:, 5] % 4
    blocks = Level("block", tuple(f"block {i}" for i in range(8)), tuple(i // 5 for i in range(40)))
    columns = [
        Attribute("street", Kind.HIERARCHICAL, tuple(f"street {i}" for i in range(40)), levels=(blocks,)),
        Attribute("age", Kind.ORDERED, tuple(f"age {i}" for i in range(9))),
        Attribute("work", Kind.NOMINAL, tuple(f"work {i}" for i in range(5))),
        Attribute("car", Kind.NOMINAL, tuple(f"car {i}" for i in range(3)), priority=2),
    ]
    illness = Sensitive("illness", tuple(f"illness {i}" for i in range(6)))
    return cells_from(columns, [illness], ("e-mail", "sms"), [tuple(row) for row in rows.tolist()])

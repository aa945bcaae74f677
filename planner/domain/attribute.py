"""Attributes: the quasi-identifiers that segments are described by, and the cuts each kind allows."""

import itertools
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

MISSING = "(missing)"
"""The label of an empty cell."""

Edge = int | float | str
"""A band edge: a number, or an ISO 8601 date as text."""


class Kind(StrEnum):
    """How the values of an attribute relate to each other."""

    NOMINAL = "nominal"
    ORDERED = "ordered"
    HIERARCHICAL = "hierarchical"


@dataclass(frozen=True, slots=True)
class Level:
    """One coarser level of a hierarchy, such as *region* above *city*."""

    name: str
    labels: tuple[str, ...]
    group_of: tuple[int, ...]
    """For each value code of the attribute, the index of its label here."""
    rare: tuple[int, ...] = ()
    """Labels that fewer people than the floor hold, as `Attribute.rare` says."""

    @property
    def named(self) -> tuple[str, ...]:
        """The labels that may be told by themselves."""
        return _without(self.labels, self.rare)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column that segments are described by (a quasi-identifier).

    A value is known by its *code*, its place in `labels`. Ordered attributes list labels in their order with
    `(missing)` last; hierarchical ones in tree order, so that each group of each level is one run of codes.
    """

    name: str
    kind: Kind
    labels: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    """Lower edges of an ordered attribute made from numbers or dates: `edges[i]` opens the band of label i + 1."""
    levels: tuple[Level, ...] = ()
    """Coarser levels of a hierarchical attribute, from fine to coarse."""
    priority: int = 1
    """Weight in the partition's loss: attributes targeted by often are kept finer."""
    behavioural: bool = False
    """Whether targeting by it counts as profiling."""
    rare: tuple[int, ...] = ()
    """Codes of labels that fewer people than the floor hold, where the mapping keeps them (`rare = "keep"`).

    Such a label may be read in the value set of a segment, never by itself: in no hint, list of values or exception.
    """

    @property
    def named(self) -> tuple[str, ...]:
        """The labels that may be told by themselves."""
        return _without(self.labels, self.rare)

    def cuts(self) -> NDArray[np.int32]:
        """Return the code intervals `[low, high)` that may be cut off from the rest: `(cuts, 2)`, ascending.

        Every kind may part one single value from all others, and may be cut after any value in the order of its
        labels: the natural order, the order of the tree, or for nominal ones an order that means nothing but lets
        values too rare to stand alone find company. Hierarchical ones also part each group of each level.
        """
        size = len(self.labels)
        intervals = {(code, code + 1) for code in range(size)} | {(0, high) for high in range(1, size)}
        for level in self.levels:
            intervals |= _runs(level.group_of)
        proper = sorted(interval for interval in intervals if interval != (0, size))
        return np.array(proper, dtype=np.int32).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """A column that is never targetable and that every segment must keep diverse.

    `distinct` is l of distinct l-diversity (Machanavajjhala et al., *l-Diversity*, 2007); `closeness` is t of
    t-closeness (Li et al., *t-Closeness*, 2007), by earth mover's distance when `ordered`, else by total variation.
    """

    name: str
    labels: tuple[str, ...]
    ordered: bool = False
    distinct: int = 1
    closeness: float | None = None


def _without(labels: tuple[str, ...], rare: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(label for code, label in enumerate(labels) if code not in rare) if rare else labels


def _runs(group_of: tuple[int, ...]) -> set[tuple[int, int]]:
    """Return the intervals of equal neighbours in a sequence."""
    starts = [0] + [i for i in range(1, len(group_of)) if group_of[i] != group_of[i - 1]] + [len(group_of)]
    return set(itertools.pairwise(starts))

"""Naming: the shortest condition that stands for a set of values of an attribute."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.edges import ordered_size
from planner.domain.rule import Condition, Operator

_FEW = 3
"""Up to so many exceptions, a condition names what it leaves out rather than more labels than that."""


def condition_for(attributes: Sequence[Attribute], place: int, allowed: NDArray[np.bool_]) -> Condition:
    """Return a condition that allows exactly some values of an attribute, neither all nor none of them.

    Ranges are written as ranges, whole groups by their level where its name is no other's, all but a few as
    exceptions where none of those is rare, and everything else as a list of labels.
    """
    attribute, codes = attributes[place], np.flatnonzero(allowed)
    listed = _listed(attribute.name, [attribute.labels[code] for code in codes])
    if len(codes) == 1:
        return listed
    names = [each.name for each in attributes] + [level.name for each in attributes for level in each.levels]
    options = [
        _listed(level.name, [level.labels[group] for group in np.unique(np.take(level.group_of, codes))])
        for level in attribute.levels
        if names.count(level.name) == 1 and _is_whole(level, allowed)
    ]
    if attribute.kind is Kind.ORDERED:
        options += _ranges(attribute, codes)
    options.append(listed)
    without = np.flatnonzero(~allowed)
    if len(without) <= _FEW < len(codes) and not np.isin(without, attribute.rare).any():
        left_out = [attribute.labels[code] for code in without]
        options.append(_listed(attribute.name, left_out, allowing=False))
    return min(options, key=lambda option: len(option.operands))


def _listed(name: str, labels: list[str], *, allowing: bool = True) -> Condition:
    if len(labels) == 1:
        return Condition(name, Operator.EQUAL if allowing else Operator.NOT_EQUAL, tuple(labels))
    return Condition(name, Operator.IN if allowing else Operator.NOT_IN, tuple(labels))


def _ranges(attribute: Attribute, codes: NDArray[np.intp]) -> list[Condition]:
    """Return the range that the codes make up, if they do."""
    first, last = int(codes[0]), int(codes[-1])
    if last >= ordered_size(attribute) or last - first != len(codes) - 1:
        return []
    low, high = attribute.labels[first], attribute.labels[last]
    if first == 0:
        return [Condition(attribute.name, Operator.AT_MOST, (high,))]
    if last == ordered_size(attribute) - 1:
        return [Condition(attribute.name, Operator.AT_LEAST, (low,))]
    return [Condition(attribute.name, Operator.BETWEEN, (low, high))]


def _is_whole(level: Level, allowed: NDArray[np.bool_]) -> bool:
    """Return whether the values are whole groups of a level."""
    groups = np.asarray(level.group_of)
    return not np.isin(groups[~allowed], groups[allowed]).any()

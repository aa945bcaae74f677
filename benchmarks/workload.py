"""A fixed workload of rules such as marketers write, to measure how much of an audience segments can reach.

Each rule is one to four conditions on different attributes: one value (three in ten), a few values, all but a few, and
a range (ordered attributes) or a group (hierarchical ones); a rule counts when 0.2 to 80 % of people match it. Common
values are asked for more often than rare ones, but not in proportion: by the square root of their people.
"""

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind
from planner.domain.segments import Cells

RULES = 500
LEAST, MOST = 0.002, 0.8
SINGLE = 0.3
"""How often a condition names one value; its other forms are equally likely."""

Mask = NDArray[np.bool_]


def workload_for(cells: Cells, seed: int = 1) -> list[dict[int, Mask]]:
    """Return the rules as place of an attribute → its allowed values; the same for the same cells and seed."""
    random = np.random.default_rng(seed)
    weights = [_weights(codes, cells.people) for codes in cells.codes]
    rules: list[dict[int, Mask]] = []
    while len(rules) < RULES:
        count = min(int(random.integers(1, 5)), len(weights))
        places = random.choice(len(weights), count, replace=False)
        rule = {int(j): _condition(random, cells.attributes[j], weights[j]) for j in places}
        matching = np.ones(len(cells), dtype=np.bool_)
        for j, allowed in rule.items():
            matching &= allowed[cells.codes[j]]
        if LEAST <= cells.people[matching].sum() / cells.people.sum() <= MOST:
            rules.append(rule)
    return rules


def _weights(codes: NDArray[np.unsignedinteger], people: NDArray[np.int64]) -> NDArray[np.float64]:
    asked = np.sqrt(np.bincount(codes, people))
    weights: NDArray[np.float64] = asked / asked.sum()
    return weights


def _condition(random: np.random.Generator, attribute: Attribute, weights: NDArray[np.float64]) -> Mask:
    size = len(weights)

    def some(least: int, most: int) -> NDArray[np.int64]:
        count = min(int(random.integers(least, most + 1)), size - 1)
        return random.choice(size, count, replace=False, p=weights)

    if random.random() < SINGLE:
        return _mask(size, some(1, 1))
    last = {Kind.ORDERED: "range", Kind.HIERARCHICAL: "group", Kind.NOMINAL: "few"}[attribute.kind]
    match random.choice(["few", "except", last]):
        case "few":
            return _mask(size, some(2, 4))
        case "except":
            return ~_mask(size, some(1, 3))
        case "range":
            low, high = np.sort(random.integers(0, size, 2))
            return _mask(size, np.arange(low, high + 1))
        case _:
            level = attribute.levels[int(random.integers(len(attribute.levels)))]
            chosen = level.group_of[some(1, 1)[0]]
            return _mask(size, np.flatnonzero(np.array(level.group_of) == chosen))


def _mask(size: int, codes: NDArray[np.int64]) -> Mask:
    mask = np.zeros(size, dtype=np.bool_)
    mask[codes] = True
    return mask

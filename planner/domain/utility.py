"""Utility: how much of the customers' variety the segments have kept, by the measures of the literature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Kind
from planner.domain.cut_tree import Words
from planner.domain.partition import Partition
from planner.domain.segments import WORD_BITS, Cells, SegmentTable, ValueSets

Workload = Iterable[Mapping[int, NDArray[np.bool_]]]
"""Rules as conditions that must all hold: place of an attribute → which of its values are allowed, `(values,) bool`."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What the partition cost, for n people in segments E at floor k; the domain of an attribute is its labels."""

    exact_people: int
    """People in segments that hold a single value in every attribute."""
    ncp: float
    """Normalised certainty penalty of the values that occur, 0 (all exact) to 1 (all alike).

    The mean over people and attributes of (values - 1) / (labels - 1), where an ordered attribute counts the span from
    its lowest to its highest value (Xu et al., *Utility-Based Anonymization Using Local Recoding*, KDD 2006).
    """
    ncp_tiling: float
    """The same for all values that the cuts leave to a segment, whether they occur in it or not."""
    discernibility: int
    """Σ|E|² (Bayardo and Agrawal, *Data Privacy Through Optimal k-Anonymization*, ICDE 2005)."""
    average_class: float
    """n / (segments · k), C_AVG: 1 is best (LeFevre et al., *Mondrian Multidimensional K-Anonymity*, ICDE 2006)."""


def quality_of(partition: Partition) -> Quality:
    """Measure a partition. O(segments * values / 64)."""
    return quality_of_segments(partition.table, partition.tree.tiles(partition.table.attributes))


def quality_of_segments(table: SegmentTable, tiles: tuple[Words, ...]) -> Quality:
    """Measure segments by what they say of themselves and the values that the cuts leave to them (`CutTree.tiles`)."""
    exact = np.logical_and.reduce(
        [ids < len(values.attribute.labels) for values, ids in zip(table.sets, table.ids, strict=True)]
    )
    whole = [ValueSets(attribute, words) for attribute, words in zip(table.attributes, tiles, strict=True)]
    tight = [_penalty(values)[ids] for values, ids in zip(table.sets, table.ids, strict=True)]
    return Quality(
        exact_people=int(table.people[exact].sum()),
        ncp=_mean(table, tight),
        ncp_tiling=_mean(table, [_penalty(values) for values in whole]),
        discernibility=sum(people * people for people in table.people.tolist()),
        average_class=table.total_people / (len(table) * table.floor),
    )


def targetability(table: SegmentTable, cells: Cells, workload: Workload) -> float:
    """Return the share of truly matching people whose segment lies wholly inside the rule, as the mean over rules.

    Rules that nobody matches do not count. This is what an audience reaches of whom it asks for, before consent.
    """
    shares = []
    for rule in workload:
        matching: NDArray[np.bool_] = np.ones(len(cells), dtype=np.bool_)
        inside: NDArray[np.bool_] = np.ones(len(table), dtype=np.bool_)
        for j, allowed in rule.items():
            matching &= allowed[cells.codes[j]]
            outside = np.count_nonzero(table.sets[j].members[:, ~allowed], axis=1)
            inside &= outside[table.ids[j]] == 0
        if matching.any():
            shares.append(table.people[inside].sum() / cells.people[matching].sum())
    return float(np.mean(shares))


def _mean(table: SegmentTable, penalties: list[NDArray[np.float64]]) -> float:
    people = table.people / table.total_people
    return float(np.mean([(people * penalty).sum() for penalty in penalties]))


def _penalty(values: ValueSets) -> NDArray[np.float64]:
    """Return the certainty penalty of each set, 0 to 1."""
    if values.attribute.kind is Kind.ORDERED:
        extra = _highest(values.words) - _lowest(values.words)
    else:
        extra = np.bitwise_count(values.words).sum(axis=1, dtype=np.int64) - 1
    penalty: NDArray[np.float64] = extra / max(len(values.attribute.labels) - 1, 1)
    return penalty


def _lowest(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the lowest value code of each set: the lowest bit of its first word that has one."""
    word = (words != 0).argmax(axis=1)
    bits = words[np.arange(len(words)), word]
    below = (bits & (~bits + np.uint64(1))) - np.uint64(1)
    lowest: NDArray[np.int64] = word * WORD_BITS + np.bitwise_count(below)
    return lowest


def _highest(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return the highest value code of each set: where the highest bit of its last word stands."""
    word = words.shape[1] - 1 - (words[:, ::-1] != 0).argmax(axis=1)
    bits = words[np.arange(len(words)), word]
    for shift in (1, 2, 4, 8, 16, 32):
        bits |= bits >> np.uint64(shift)
    highest: NDArray[np.int64] = word * WORD_BITS + np.bitwise_count(bits) - np.int64(1)
    return highest

"""Relabelling: the people of a new import in the words of an earlier cut, and where the two cannot be told alike."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import MISSING, Attribute, Kind
from planner.domain.segments import Cells, Codes, narrowest

OTHER = "other"
"""The label of values that have been folded together: whatever has no label of its own."""

Path = tuple[str, ...]
"""A label and the names of its groups, from fine to coarse."""


def differences(attributes: Sequence[Attribute], scopes: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """Name every attribute and scope that an earlier cut and new cells do not share, or read in different ways.

    Labels may differ: those of attributes whose values are taken as they are come and go with the people.
    """
    old, new = ({each.name: each for each in side} for side in (attributes, cells.attributes))
    lone = old.keys() ^ new.keys()
    other = {name for name in old.keys() & new.keys() if not _reads_alike(old[name], new[name])}
    return tuple(sorted(lone | other | (set(scopes) ^ set(cells.scopes))))


def relabel(cells: Cells, attributes: Sequence[Attribute], scopes: Sequence[str]) -> Cells:
    """Return cells in the attributes, labels and scopes of an earlier cut, which must not differ from it.

    A value that the cut has never seen belongs to its "other", in a hierarchy to that of its own group; where there
    is none, it takes the code after the last: a value of no segment.
    """
    place = {attribute.name: j for j, attribute in enumerate(cells.attributes)}
    codes = tuple(
        _codes_of(attribute, cells.attributes[place[attribute.name]]).take(cells.codes[place[attribute.name]])
        for attribute in attributes
    )
    behavioural = (cells.attributes[place[attribute.name]].behavioural for attribute in attributes)
    told = zip(attributes, behavioural, strict=True)
    return replace(
        cells,
        attributes=tuple(replace(attribute, behavioural=said) for attribute, said in told),
        codes=codes,
        scopes=tuple(scopes),
        consent=_consent_in(cells, scopes),
    )


def _reads_alike(old: Attribute, new: Attribute) -> bool:
    levels = [[level.name for level in each.levels] for each in (old, new)]
    if (old.kind, old.edges) != (new.kind, new.edges) or levels[0] != levels[1]:
        return False
    declared = [label for label in old.labels if label != MISSING]
    return old.kind is not Kind.ORDERED or declared == [label for label in new.labels if label in declared]


def _consent_in(cells: Cells, scopes: Sequence[str]) -> NDArray[np.uint32]:
    consent = np.zeros(len(cells), dtype=np.uint32)
    for bit, scope in enumerate(scopes):
        consent |= (cells.consent >> np.uint32(cells.scopes.index(scope)) & np.uint32(1)) << np.uint32(bit)
    return consent


def _codes_of(old: Attribute, new: Attribute) -> Codes:
    """Return for each code of the new attribute that of the old one: `(labels,)`."""
    known: dict[Path, int] = {}
    for code, path in enumerate(_paths(old)):
        for name in _names(path):
            known.setdefault((name, *path[1:]), code)
    folded = [
        (path, code) for code, path in enumerate(_paths(old)) if old.kind is not Kind.ORDERED and _is_other(path[0])
    ]
    unknown, codes = len(old.labels), []
    for path in _paths(new):
        found = (known[name, *path[1:]] for name in _names(path) if (name, *path[1:]) in known)
        codes.append(next(found, _folded(path, folded, unknown)))
    return np.array(codes, dtype=narrowest(unknown + 1))


def _paths(attribute: Attribute) -> Iterator[Path]:
    groups = [[level.labels[group] for group in level.group_of] for level in attribute.levels]
    return zip(attribute.labels, *groups, strict=True)


def _names(path: Path) -> Iterator[str]:
    """Yield what a label may be called: a name that stands in several groups is told with them."""
    return (", ".join(dict.fromkeys(path[:depth])) for depth in range(1, len(path) + 1))


def _folded(path: Path, folded: Sequence[tuple[Path, int]], unknown: int) -> int:
    """Return the "other" of the finest group that a path shares with one."""
    for depth in range(1, len(path) + 1):
        for other, code in folded:
            if other[depth:] == path[depth:] and all(map(_is_other, other[:depth])):
                return code
    return unknown


def _is_other(label: str) -> bool:
    return label == OTHER or label.startswith(f"{OTHER}, ")

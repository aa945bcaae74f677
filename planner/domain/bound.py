"""Bound rules: conditions as sets of allowed values, merged per attribute, with no negations left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False, slots=True)
class Leaf:
    """True for people whose value of one attribute is allowed: `allowed` is `(values,) bool`."""

    attribute: int
    allowed: NDArray[np.bool_]

    @property
    def key(self) -> tuple[int, bytes]:
        """What tells this leaf from all others."""
        return self.attribute, self.allowed.tobytes()


@dataclass(frozen=True, eq=False, slots=True)
class Every:
    """True where every part is; with no parts, for everyone."""

    parts: tuple["Bound", ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class Some:
    """True where at least one part is; with no parts, for nobody."""

    parts: tuple["Bound", ...] = ()


Bound = Leaf | Every | Some


def every(parts: Iterable[Bound]) -> Bound:
    """Return the conjunction: groups dissolved, leaves of one attribute intersected, constants folded."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Every) else (part,))]
    if any(isinstance(part, Some) and not part.parts for part in flat):
        return Some()
    merged = [leaf for leaf in _merged(flat, np.logical_and) if not leaf.allowed.all()]
    if not all(leaf.allowed.any() for leaf in merged):
        return Some()
    return _group(Every, [*merged, *(part for part in flat if not isinstance(part, Leaf))])


def some(parts: Iterable[Bound]) -> Bound:
    """Return the disjunction: groups dissolved, leaves of one attribute united, constants folded."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Some) else (part,))]
    if any(isinstance(part, Every) and not part.parts for part in flat):
        return Every()
    merged = [leaf for leaf in _merged(flat, np.logical_or) if leaf.allowed.any()]
    if any(leaf.allowed.all() for leaf in merged):
        return Every()
    return _group(Some, [*merged, *(part for part in flat if not isinstance(part, Leaf))])


def negated(bound: Bound) -> Bound:
    """Return the opposite, by De Morgan's laws, so that negation never remains above a leaf."""
    match bound:
        case Leaf(attribute, allowed):
            return every([Leaf(attribute, ~allowed)])
        case Every(parts):
            return some(negated(part) for part in parts)
        case Some(parts):
            return every(negated(part) for part in parts)


def leaves_of(bound: Bound) -> Iterator[Leaf]:
    """Walk the leaves in reading order."""
    if isinstance(bound, Leaf):
        yield bound
    else:
        for part in bound.parts:
            yield from leaves_of(part)


def holds(bound: Bound, codes: Sequence[int]) -> bool:
    """Return whether the rule is true for one value code per attribute: its meaning, spelled out."""
    match bound:
        case Leaf(attribute, allowed):
            return bool(allowed[codes[attribute]])
        case Every(parts):
            return all(holds(part, codes) for part in parts)
        case Some(parts):
            return any(holds(part, codes) for part in parts)


def restricted(bound: Bound, attribute: int, codes: NDArray[np.intp]) -> Bound:
    """Return what remains of the rule for people whose value of the attribute is one of `codes`.

    Every leaf of the attribute must allow all of `codes` or none, so that it becomes true or false.
    """
    match bound:
        case Leaf():
            if bound.attribute != attribute:
                return bound
            return Every() if bound.allowed[codes[0]] else Some()
        case Every(parts):
            return every(restricted(part, attribute, codes) for part in parts)
        case Some(parts):
            return some(restricted(part, attribute, codes) for part in parts)


def _merged(parts: list[Bound], combine: np.ufunc) -> list[Leaf]:
    """Merge the leaves among the parts, one for each attribute, in the order of their first appearance."""
    allowed: dict[int, NDArray[np.bool_]] = {}
    for part in parts:
        if isinstance(part, Leaf):
            before = allowed.get(part.attribute)
            allowed[part.attribute] = part.allowed if before is None else combine(before, part.allowed)
    return [Leaf(attribute, mask) for attribute, mask in allowed.items()]


def _group(group: type[Every] | type[Some], parts: list[Bound]) -> Bound:
    return parts[0] if len(parts) == 1 else group(tuple(parts))

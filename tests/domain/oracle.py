"""The partition again, in plain Python over people and sets: slow, short, sharing nothing with the product's code."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from planner.domain.attribute import Attribute, Kind
from planner.domain.segments import Cells

SCALE = 2**20

Person = tuple[tuple[int, ...], tuple[int, ...], int]
"""Codes, sensitive codes, and how many people have them."""
Part = list[Person]
Cut = tuple[int, int, int]
"""Attribute, low, high."""


@dataclass(frozen=True)
class Oracle:
    """Greedy top-down cutting with floor, l and t held on both sides, and trials of the best cuts near the leaves."""

    cells: Cells
    floor: int
    levels: int = 0
    """How many of the attributes, the last ones, are levels of hierarchies: they count for a quarter."""
    thrift: int = 8
    excess: int = 2
    ahead: int = 8
    options: int = 6

    def leaves(self, part: Part) -> list[Part]:
        """Cut until no cut is allowed; the leaves in the order of a walk that enters the inside first."""
        cut = self.choose(part, look=True)
        return [part] if cut is None else [leaf for side in sides(part, cut) for leaf in self.leaves(side)]

    def choose(self, part: Part, *, look: bool) -> Cut | None:
        ranked = sorted(self.allowed(part), key=lambda cut: -self.gain(part, cut))
        if not look or size(part) > self.ahead * self.floor:
            return ranked[0] if ranked else None
        return min(ranked[: self.options], key=lambda cut: sum(map(self.cost, sides(part, cut))), default=None)

    def cost(self, part: Part) -> int:
        """What the segments cost that greedy cutting makes of a part."""
        cut = self.choose(part, look=False)
        if cut is not None:
            return sum(map(self.cost, sides(part, cut)))
        losses = sum(self.loss(j, len(present(part, j))) for j in range(len(self.cells.attributes)))
        return size(part) * (losses + self.excess * self.unit * (size(part) - self.floor) // self.floor)

    def allowed(self, part: Part) -> list[Cut]:
        """The cuts that may be taken, in declared order, each way of parting the values that are present once."""
        cuts: list[Cut] = []
        for j, attribute in enumerate(self.cells.attributes):
            values, last, found = present(part, j), set[int](), False
            for low, high in attribute.cuts().tolist():
                inside = {value for value in values if low <= value < high}
                both = sides(part, (j, low, high))
                if min(map(size, both)) < self.floor or inside == last or (found and len(values) == 2):
                    continue
                last = inside
                if all(map(self.is_diverse, both)):
                    cuts.append((j, low, high))
                    found = True
        return cuts

    def gain(self, part: Part, cut: Cut) -> int:
        """People times the loss that a cut saves in its attribute, less the price of a segment made impossible."""
        inside, outside = sides(part, cut)
        saved = sum(
            sign * size(side) * self.loss(cut[0], len(present(side, cut[0])))
            for sign, side in ((1, part), (-1, inside), (-1, outside))
        )
        possible = size(part) // self.floor - size(inside) // self.floor - size(outside) // self.floor
        return saved - (possible * self.unit * self.floor if size(part) <= self.thrift * self.floor else 0)

    def loss(self, j: int, values: int) -> int:
        labels = len(self.cells.attributes[j].labels)
        if labels == 1:
            return 0
        whole = (values - 1) * labels * SCALE // (values * (labels - 1)) * self.cells.attributes[j].priority
        return whole if j < len(self.cells.attributes) - self.levels else whole // 4

    @property
    def unit(self) -> int:
        own = self.cells.attributes[: len(self.cells.attributes) - self.levels]
        priorities = [attribute.priority for attribute in own]
        return SCALE * sum(priorities) // len(priorities)

    def is_diverse(self, part: Part) -> bool:
        return is_diverse(self.cells, part)


def levelled(cells: Cells) -> tuple[Cells, int]:
    """The cells with each level of a hierarchy as one more attribute, and how many those are."""
    attributes, codes = list(cells.attributes), list(cells.codes)
    for attribute, column in zip(cells.attributes, cells.codes, strict=True):
        for level in attribute.levels:
            attributes.append(Attribute(level.name, Kind.NOMINAL, level.labels, priority=attribute.priority))
            codes.append(np.array([level.group_of[code] for code in column.tolist()], dtype=np.uint8))
    added = len(attributes) - len(cells.attributes)
    return replace(cells, attributes=tuple(attributes), codes=tuple(codes)), added


def is_diverse(cells: Cells, part: Part) -> bool:
    """Say whether l and t hold in a part."""
    for s, sensitive in enumerate(cells.sensitive):
        distinct, distance = diversity(cells, part, s)
        if distinct < sensitive.distinct:
            return False
        if sensitive.closeness is not None and distance > Fraction(str(sensitive.closeness)):
            return False
    return True


def diversity(cells: Cells, part: Part, s: int) -> tuple[int, Fraction]:
    """Return l and t of a part in one sensitive column, by their definitions, in fractions."""
    labels = len(cells.sensitive[s].labels)
    shares, overall = (distribution(whole, s, labels) for whole in (part, people_of(cells, lambda _: True)))
    gaps = [ours - theirs for ours, theirs in zip(shares, overall, strict=True)]
    distance = sum([abs(gap) for gap in gaps], Fraction(0)) / 2
    if cells.sensitive[s].ordered:
        steps = [abs(sum(gaps[: i + 1], Fraction(0))) for i in range(labels - 1)]
        distance = sum(steps, Fraction(0)) / max(labels - 1, 1)
    return sum(share > 0 for share in shares), distance


def people_of(cells: Cells, wanted: Callable[[int], bool]) -> Part:
    """The people of the cells whose consent bitmask is wanted."""
    return [
        (codes, tuple(int(column[i]) for column in cells.sensitive_codes), people)
        for i, (codes, consent, people) in enumerate(cells)
        if wanted(consent) and people
    ]


def sides(part: Part, cut: Cut) -> tuple[Part, Part]:
    j, low, high = cut
    return [p for p in part if low <= p[0][j] < high], [p for p in part if not low <= p[0][j] < high]


def size(part: Part) -> int:
    return sum(people for _, _, people in part)


def present(part: Part, j: int) -> set[int]:
    return {codes[j] for codes, _, _ in part}


def distribution(part: Part, s: int, labels: int) -> list[Fraction]:
    return [Fraction(sum(n for _, values, n in part if values[s] == v), size(part)) for v in range(labels)]

"""The partition: it cuts weighted cells into disjoint segments, each large and diverse enough, the same everywhere."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind
from planner.domain.consent_sets import ConsentFold, fold_consents
from planner.domain.cut_tree import CutTree, stacked
from planner.domain.kernel_arrays import Columns, Cuts, Ints, Terms, Tree, new_bench, new_room, new_tree
from planner.domain.privacy_model import PrivacyModel
from planner.domain.segments import WORD_BITS, Cells, Codes, SegmentTable, ValueSets, narrowest

SCALE = 1 << 20
"""Fixed point: gains are whole multiples of a person times loss / SCALE."""
LEVEL_SHARE = Fraction(1, 4)
"""What a level of a hierarchy weighs beside its attribute: rules name groups, but mostly values."""
WASTE = 1
"""What losing one possible segment costs, in floors of people times full loss of one attribute."""
THRIFT = 8
"""Waste counts in nodes of at most so many floors; larger ones have slack enough."""
EXCESS = 2
"""What the people beyond the floor cost in a tried cut, in full losses of one attribute."""
AHEAD = 8
"""Cuts are tried to the end in nodes of at most so many floors …"""
OPTIONS = 6
"""… and so many of the best cuts are tried …"""
MOST_TRIED = 1 << 16
"""… in populations that could have at most so many segments: beyond, trying would take longer than it is worth."""
THREADS = 2


@dataclass(frozen=True, eq=False, slots=True)
class Partition:
    """Cells cut into segments, and the tree of cuts that did it."""

    table: SegmentTable
    tree: CutTree
    cells_people: int
    """Everybody in the cells; the segments hold exactly these people."""


def partition(cells: Cells, floor: int) -> Partition:
    """Cut cells into segments: disjoint boxes of at least `floor` people who all granted the segment's scopes.

    Consent sets come first (`fold_consents`); then each set's people are cut top-down. Of all cuts that leave the
    privacy model true on both sides, the one that saves most loss is taken, where a set of s of D values costs each of
    its people (1 - 1/s) / (1 - 1/D) times the attribute's priority: exact values are worth most. Each level of a
    hierarchy counts like an attribute, because a rule may name it. Near the leaves a cut pays for making a segment
    fewer possible, and in populations of moderate size the best cuts are tried to the end.

    The result depends on the people in each combination only, never on the order of cells, the machine or the number
    of threads. Raises what `PrivacyModel.of` raises. Time grows with the cells and with the segments, not with rows.
    """
    cells = _inhabited(cells)
    model = PrivacyModel.of(cells, floor)
    fold = fold_consents(cells, model)
    sights = _sights(cells)
    columns, ends = _by_consent_set(cells, sights, fold)
    cuts, terms = _cuts(sights), _terms(cells, sights, model)
    stretches = list(pairwise([0, *ends]))
    with ThreadPoolExecutor(THREADS) as pool:
        trees = list(pool.map(lambda stretch: _grow(columns, stretch, cuts, terms), stretches))
        first = np.concatenate([np.sort(tree.leaf_first) for tree in trees])
        sets = list(
            pool.map(lambda attribute, codes: _number(attribute, codes, first), cells.attributes, columns.codes)
        )
    table = SegmentTable(
        floor=floor,
        sets=tuple(values for values, _ in sets),
        ids=tuple(ids for _, ids in sets),
        consents=tuple(_scopes_of(cells, int(mask)) for mask in fold.sets),
        consent=np.repeat(np.arange(len(trees), dtype=np.uint16), [len(tree.leaf_first) for tree in trees]),
        people=np.add.reduceat(columns.people, first),
        homogeneous=_homogeneous(columns.codes[len(sights) :], first),
    )
    return Partition(table, _joined(trees, _meaning(cuts, sights), fold), int(cells.people.sum()))


@dataclass(frozen=True, eq=False, slots=True)
class _Sight:
    """One way to look at a column: by the values of an attribute, or by the groups of one level of its hierarchy."""

    place: int
    """Of the attribute."""
    attribute: Attribute
    """The attribute itself, or the level as if it were one."""
    group_of: NDArray[np.intp]
    """For each value code of the attribute, what is seen; rises by one wherever another group begins."""
    share: Fraction = Fraction(1)
    """How much of the attribute's priority it has."""


def _sights(cells: Cells) -> list[_Sight]:
    """List the attributes in their order, then the levels of each."""
    places = list(enumerate(cells.attributes))
    sights = [_Sight(place, attribute, np.arange(len(attribute.labels))) for place, attribute in places]
    for place, attribute in places:
        for level in attribute.levels:
            begins = np.diff(level.group_of, prepend=level.group_of[:1]) != 0
            groups = np.cumsum(begins)
            names = tuple(map(str, range(int(groups[-1]) + 1)))
            seen = Attribute(level.name, Kind.NOMINAL, names, priority=attribute.priority)
            sights.append(_Sight(place, seen, groups, LEVEL_SHARE))
    return sights


def _inhabited(cells: Cells) -> Cells:
    """Leave out combinations that nobody has: they would show up as values of a segment."""
    if (cells.people > 0).all():
        return cells
    kept = np.flatnonzero(cells.people > 0)
    return replace(
        cells,
        codes=tuple(codes[kept] for codes in cells.codes),
        consent=cells.consent[kept],
        sensitive_codes=tuple(codes[kept] for codes in cells.sensitive_codes),
        people=cells.people[kept],
    )


def _by_consent_set(cells: Cells, sights: list[_Sight], fold: ConsentFold) -> tuple[Columns, list[int]]:
    """Copy the cells into columns, one consent set after the other, and say where each ends."""
    place = fold.target[np.searchsorted(fold.raw, cells.consent)]
    order = np.argsort(place, kind="stable").astype(np.int32)
    seen = [cells.codes[sight.place] for sight in sights[: len(cells.codes)]]
    seen += [_grouped(sight, cells.codes[sight.place]) for sight in sights[len(cells.codes) :]]
    codes = stacked((*seen, *cells.sensitive_codes), len(cells))
    ends = np.bincount(place, minlength=len(fold.sets)).cumsum()
    return Columns(codes.take(order, axis=1), cells.people[order], order), ends.tolist()


def _grouped(sight: _Sight, codes: Codes) -> Codes:
    """Return the groups of values: there are no more of them, so that they fit into what held the values."""
    return sight.group_of[codes].astype(codes.dtype)


def _cuts(sights: list[_Sight]) -> Cuts:
    """List the declared cuts of all that is looked at."""
    each = [sight.attribute.cuts() for sight in sights]
    numbers = [len(cuts) for cuts in each]
    table = np.empty((sum(numbers), 4), dtype=np.int32)
    table[:, :2] = np.concatenate(each)
    table[:, 2] = np.repeat(np.arange(len(each)), numbers)
    table[:, 3] = np.arange(len(table))
    offset = np.cumsum([0, *(len(sight.attribute.labels) for sight in sights)])
    return Cuts(offset, np.cumsum([0, *numbers]), table)


def _meaning(cuts: Cuts, sights: list[_Sight]) -> NDArray[np.int32]:
    """Return for each cut what it means to a tree: low and high among the attribute's values, and the attribute."""
    meaning = cuts.table[:, :3].copy()
    for number, sight in enumerate(sights):
        rows = cuts.table[:, 2] == number
        meaning[rows, :2] = np.searchsorted(sight.group_of, cuts.table[rows, :2])
        meaning[rows, 2] = sight.place
    return meaning


def _terms(cells: Cells, sights: list[_Sight], model: PrivacyModel) -> Terms:
    """Write the privacy model and the worth of cuts in whole numbers."""
    unit = SCALE * sum(attribute.priority for attribute in cells.attributes) // len(cells.attributes)
    people, rules = int(cells.people.sum()), [(b.distinct, b.is_ordered, b.whole, b.rest) for b in model.bounds]
    return Terms(
        floor=model.floor,
        loss=_loss(sights),
        waste=WASTE * unit * model.floor,
        thrift=THRIFT * model.floor,
        excess=EXCESS * unit,
        ahead=AHEAD * model.floor if people // model.floor <= MOST_TRIED else 0,
        options=OPTIONS,
        total=people,
        column=np.cumsum([0, *(len(sensitive.labels) for sensitive in cells.sensitive)]),
        rules=np.array(rules, dtype=np.int64).reshape(-1, 4),
        overall=np.concatenate([np.zeros(0, dtype=np.int64), *(bound.overall for bound in model.bounds)]),
    )


def _loss(sights: list[_Sight]) -> Ints:
    """Return the loss per person of seeing s values, for everything looked at and s, in fixed point, rounded down."""
    loss = np.zeros((len(sights), max(len(sight.attribute.labels) for sight in sights) + 1), dtype=np.int64)
    for row, sight in zip(loss, sights, strict=True):
        size = len(sight.attribute.labels)
        values = np.arange(2, size + 1)
        whole = (values - 1) * size * SCALE // (values * (size - 1)) * sight.attribute.priority
        row[2 : size + 1] = whole * sight.share.numerator // sight.share.denominator
    return loss


def _grow(columns: Columns, stretch: tuple[int, int], cuts: Cuts, terms: Terms) -> Tree:
    """Grow the tree of one consent set; its stretch of the columns ends up in the order of the leaves."""
    from planner.domain.kernel import grow_tree  # noqa: PLC0415 — loads the compiler, for those who need it

    most = terms.loss.shape[1]
    tree = new_tree(min(stretch[1] - stretch[0], int(columns.people[slice(*stretch)].sum()) // terms.floor))
    bench = new_bench(int(cuts.offset[-1]), len(terms.overall), most, terms.options)
    bench.open[0, :2] = stretch
    grow_tree(columns, cuts, terms, bench, tree, new_room(columns, cuts, most))
    nodes, leaves, _ = tree.grown
    return tree._replace(cut=tree.cut[:nodes], child=tree.child[: 2 * nodes + 2], leaf_first=tree.leaf_first[:leaves])


def _joined(trees: list[Tree], meaning: NDArray[np.int32], fold: ConsentFold) -> CutTree:
    """Join the trees, their nodes and leaves numbered in the order of a walk."""
    from planner.domain.leaves import number_in_order  # noqa: PLC0415 — loads the compiler, for those who need it

    nodes, leaves, numbers, children, roots = 0, 0, [], [], []
    for tree in trees:
        number, ends = np.empty_like(tree.cut), np.empty_like(tree.child)
        number_in_order(tree.child, tree.cut, number, ends)
        ends = np.where(ends < 0, ends - leaves, ends + nodes)
        nodes, leaves = nodes + len(number), leaves + len(tree.leaf_first)
        numbers.append(number)
        children.append(ends[2:])
        roots.append(ends[0])
    cut = np.concatenate(numbers)
    return CutTree(
        attribute=meaning[cut, 2].astype(np.int16),
        bounds=meaning[cut, :2],
        child=np.concatenate(children).reshape(-1, 2),
        roots=np.array(roots, dtype=np.int32),
        fold=fold,
    )


def _number(attribute: Attribute, codes: Codes, first: NDArray[np.int32]) -> tuple[ValueSets, Codes]:
    """Give numbers to the sets of values that the segments hold in one attribute."""
    from planner.domain.leaves import number_sets  # noqa: PLC0415 — loads the compiler, for those who need it

    size = len(attribute.labels)
    ids, mixed = number_sets(codes, first, size)
    values = np.arange(size)
    single = np.zeros((size, mixed.shape[1]), dtype=np.uint64)
    single[values, values // WORD_BITS] = np.uint64(1) << (values % WORD_BITS).astype(np.uint64)
    words = np.concatenate([single, mixed])
    return ValueSets(attribute, words), ids.astype(narrowest(len(words)))


def _homogeneous(sensitive: Codes, first: NDArray[np.int32]) -> NDArray[np.bool_] | None:
    """Say of each segment whether everybody shares one value of a sensitive column: `(segments,)`."""
    if not len(sensitive):
        return None
    lowest, highest = (end.reduceat(sensitive, first, axis=1) for end in (np.minimum, np.maximum))
    alike: NDArray[np.bool_] = (lowest == highest).any(axis=0)
    return alike


def _scopes_of(cells: Cells, mask: int) -> frozenset[str]:
    return frozenset(scope for i, scope in enumerate(cells.scopes) if mask >> i & 1)

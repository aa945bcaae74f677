"""The compiled heart of the partition: it grows one cut tree over cells, depth first, on histograms of whole numbers.

Every gain is a 64-bit integer, so the same cells give the same tree on every machine. A node keeps its histogram; of
two children the one with fewer cells is counted and the other is the difference (histogram subtraction). All of it
stays in one module: a change here then renews everything that was compiled from it and kept. Numbers that start a loop
are written int(np.int64(0)): to the compiler a bare 0 is a type of its own, for which it compiles everything again.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from planner.domain.kernel_arrays import Bench, Columns, Cuts, Ints, Room, Terms, Tree

MILLION = 1_000_000

P = ParamSpec("P")
R = TypeVar("R")


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile without the interpreter lock and keep the machine code, wherever a folder for it can be written."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # neither the source's folder nor the user's cache can be written: compile once a process
        return numba.njit(nogil=True)(function)


@njit
def tally(columns: Columns, cuts: Cuts, terms: Terms, hist: Ints, joint: Ints, stretch: Ints) -> None:
    """Count the people of a stretch of cells by value, and by value and sensitive value."""
    first, last, attributes = stretch[0], stretch[1], len(cuts.start) - 1
    hist[: cuts.offset[attributes]] = 0
    joint[: cuts.offset[attributes]] = 0
    for j in range(attributes):
        base = cuts.offset[j]
        for p in range(first, last):
            hist[base + columns.codes[j, p]] += columns.people[p]
        for s in range(len(terms.rules)):
            place = terms.column[s]
            for p in range(first, last):
                joint[base + columns.codes[j, p], place + columns.codes[attributes + s, p]] += columns.people[p]


@njit
def accumulate(hist: Ints, joint: Ints, sums: Ints, joint_sums: Ints) -> int:
    """Sum one attribute's histograms up along its values; return how many values are present."""
    for v in range(len(hist)):
        sums[0, v + 1] = sums[0, v] + hist[v]
        sums[1, v + 1] = sums[1, v] + (hist[v] > 0)
    for s in range(joint.shape[1]):
        for v in range(len(hist)):
            joint_sums[v + 1, s] = joint_sums[v, s] + joint[v, s]
    return int(sums[1, len(hist)])


@njit
def is_diverse(terms: Terms, below: Ints, upto: Ints, people: int) -> bool:
    """Say whether `people`, by sensitive value the difference of two sums, hold every l and t, in exact arithmetic."""
    for s in range(len(terms.rules)):
        distinct, distance, drift = 0, 0, 0
        for v in range(terms.column[s], terms.column[s + 1]):
            count = upto[v] - below[v]
            distinct += count > 0
            gap = count * terms.total - terms.overall[v] * people
            drift = drift + gap if terms.rules[s, 1] else gap
            distance += abs(drift)
        most = terms.rules[s, 2] * people + terms.rules[s, 3] * people // MILLION
        if distinct < terms.rules[s, 0] or distance > most:
            return False
    return True


@njit
def are_both_diverse(terms: Terms, joint_sums: Ints, bounds: tuple[int, int, int], sides: tuple[int, int]) -> bool:
    """Say whether both sides of a cut of the accumulated attribute keep the sensitive columns diverse."""
    low, high, size = bounds
    if not is_diverse(terms, joint_sums[low], joint_sums[high], sides[0]):
        return False
    rest = joint_sums[size] - joint_sums[high] + joint_sums[low]
    return is_diverse(terms, joint_sums[0], rest, sides[1])


@njit
def keep_best(gains: Ints, picks: Ints, found: int, gain: int, cut: int) -> None:
    """Put a cut among the best so far, behind those of equal gain."""
    place = min(found, len(gains) - 1)
    while place > 0 and gains[place - 1] < gain:
        gains[place], picks[place] = gains[place - 1], picks[place - 1]
        place -= 1
    gains[place], picks[place] = gain, cut


@njit
def gain_of(loss: Ints, present: int, values: int, inside: int, outside: int) -> int:
    """Return the loss saved by a cut that parts `values` of the values present from the others."""
    return int((inside + outside) * loss[present] - inside * loss[values] - outside * loss[present - values])


@njit
def best_cuts(cuts: Cuts, terms: Terms, bench: Bench, slot: int, people: int, wanted: int) -> int:
    """Find the best cuts that both sides allow, best first, ties in declared order; return how many were found."""
    found = worst = int(np.int64(0))
    sums, gains = bench.sums, bench.gain[:wanted]
    for j in range(len(cuts.start) - 1 if people >= 2 * terms.floor else 0):
        base, end = cuts.offset[j], cuts.offset[j + 1]
        present = accumulate(bench.hist[slot, base:end], bench.joint[slot, base:end], sums, bench.joint_sums)
        last_low, last_high = 0, 0
        for c in range(cuts.start[j], cuts.start[j + 1] if present > 1 else 0):
            low, high = cuts.table[c, 0], cuts.table[c, 1]
            inside = sums[0, high] - sums[0, low]
            if inside < terms.floor or people - inside < terms.floor:
                continue
            if sums[1, low] == last_low and sums[1, high] == last_high:  # the same cut, spelled otherwise
                continue
            last_low, last_high, sides = sums[1, low], sums[1, high], (inside, people - inside)
            gain = gain_of(terms.loss[j], present, last_high - last_low, inside, people - inside)
            if people <= terms.thrift and inside % terms.floor + (people - inside) % terms.floor >= terms.floor:
                gain -= terms.waste
            if found == wanted and gain <= worst:
                continue
            if not len(terms.rules) or are_both_diverse(terms, bench.joint_sums, (low, high, end - base), sides):
                keep_best(gains, bench.pick, found, gain, c)
                found = min(found + 1, wanted)
                worst = gains[found - 1]
                if present == 2:  # there is only one way to part two values
                    break
    return found


@njit
def part(columns: Columns, first: int, last: int, cut: NDArray[np.int32]) -> int:
    """Bring the cells inside a cut to the front; return where the others begin."""
    low, high, codes = cut[0], cut[1], columns.codes[cut[2]]
    a, b = first, last - 1
    while True:
        while a <= b and low <= codes[a] < high:
            a += 1
        while a <= b and not low <= codes[b] < high:
            b -= 1
        if a > b:
            return a
        for j in range(len(columns.codes)):
            columns.codes[j, a], columns.codes[j, b] = columns.codes[j, b], columns.codes[j, a]
        columns.people[a], columns.people[b] = columns.people[b], columns.people[a]
        columns.row[a], columns.row[b] = columns.row[b], columns.row[a]


@njit
def divide(columns: Columns, cuts: Cuts, terms: Terms, bench: Bench, slot: int, cut: int) -> bool:
    """Cut a slot's node: the side with fewer cells moves to the next slot; say whether that is the inside."""
    stays, moves = bench.open[slot], bench.open[slot + 1]
    hist, joint = bench.hist, bench.joint
    middle = part(columns, stays[0], stays[1], cuts.table[cut])
    inside_moves = bool(middle - stays[0] <= stays[1] - middle)
    if inside_moves:
        moves[0], moves[1], stays[0] = stays[0], middle, middle
    else:
        moves[0], moves[1], stays[1] = middle, stays[1], middle
    tally(columns, cuts, terms, hist[slot + 1], joint[slot + 1], moves)
    for v in range(cuts.offset[-1]):
        hist[slot, v] -= hist[slot + 1, v]
    for s in range(joint.shape[2]):
        for v in range(cuts.offset[-1]):
            joint[slot, v, s] -= joint[slot + 1, v, s]
    return inside_moves


@njit
def leaf_cost(hist: Ints, cuts: Cuts, terms: Terms, people: int) -> int:
    """Return the loss of a node as a segment, and what its size costs."""
    loss = terms.excess * (people - terms.floor) // terms.floor
    for j in range(len(cuts.start) - 1):
        present = 0
        for v in range(cuts.offset[j], cuts.offset[j + 1]):
            present += hist[v] > 0
        loss += terms.loss[j, present]
    return people * loss


@njit
def cost_of(columns: Columns, cuts: Cuts, terms: Terms, bench: Bench, bottom: int) -> int:
    """Grow the nodes of the two slots from `bottom` on greedily; return the cost of all their segments."""
    cost, slot, one = 0, bottom + 1, int(np.int64(1))
    while slot >= bottom:
        people = bench.hist[slot, : cuts.offset[1]].sum()
        if best_cuts(cuts, terms, bench, slot, people, one):
            divide(columns, cuts, terms, bench, slot, bench.pick[0])
            slot += 1
        else:
            cost += leaf_cost(bench.hist[slot], cuts, terms, people)
            slot -= 1
    return cost


@njit
def look_ahead(columns: Columns, cuts: Cuts, terms: Terms, bench: Bench, slot: int, found: int) -> int:
    """Try the best cuts of a node out to the end; return the one whose segments cost least."""
    options, new = bench.pick.copy(), slot + 1
    best, least = options[0], 0
    for i in range(found):
        bench.open[new, 0], bench.open[new, 1] = bench.open[slot, 0], bench.open[slot, 1]
        for v in range(cuts.offset[-1]):
            bench.hist[new, v] = bench.hist[slot, v]
        for s in range(bench.joint.shape[2]):
            for v in range(cuts.offset[-1]):
                bench.joint[new, v, s] = bench.joint[slot, v, s]
        divide(columns, cuts, terms, bench, new, options[i])
        cost = cost_of(columns, cuts, terms, bench, new)
        if i == 0 or cost < least:
            best, least = options[i], cost
    return int(best)


@njit
def grow(columns: Columns, cuts: Cuts, terms: Terms, bench: Bench, tree: Tree, stage: Ints) -> None:
    """Grow the node of slot 0 to its leaves. `stage`: where the columns begin, and how few cells make a node wait."""
    slot, one, base, few = int(np.int64(0)), int(np.int64(1)), stage[0], stage[1]
    tally(columns, cuts, terms, bench.hist[0], bench.joint[0], bench.open[0])
    while slot >= 0:
        first, last, link = bench.open[slot, 0], bench.open[slot, 1], bench.open[slot, 2]
        node, leaf, later = tree.grown[0], tree.grown[1], tree.grown[2]
        if last - first <= few:
            tree.pending[later, 0], tree.pending[later, 1], tree.pending[later, 2] = first, last, link
            tree.grown[2], slot = later + 1, slot - 1
            continue
        people = bench.hist[slot, : cuts.offset[1]].sum()
        wanted = terms.options if people <= terms.ahead else one
        found = best_cuts(cuts, terms, bench, slot, people, wanted)
        if not found:
            tree.leaf_first[leaf], tree.child[link] = base + first, ~leaf
            tree.grown[1], slot = leaf + 1, slot - 1
            continue
        cut = look_ahead(columns, cuts, terms, bench, slot, found) if found > 1 else bench.pick[0]
        tree.cut[node], tree.child[link], tree.grown[0] = cuts.table[cut, 3], node, node + 1
        inside_moves = divide(columns, cuts, terms, bench, slot, cut)
        bench.open[slot, 2] = 2 * node + 2 + inside_moves
        bench.open[slot + 1, 2] = 2 * node + 3 - inside_moves
        slot += 1


@njit
def localise(columns: Columns, first: int, last: int, cuts: Cuts, room: Room) -> None:
    """Copy a few cells with the values they hold numbered from 0, and the cuts that tell these values apart."""
    (local, near, rank), kept = room, 0
    for p in range(first, last):
        local.people[p - first], local.row[p - first] = columns.people[p], p
        for j in range(len(columns.codes)):
            local.codes[j, p - first] = columns.codes[j, p]
    for j in range(len(cuts.start) - 1):
        size, codes, last_low, last_high = cuts.offset[j + 1] - cuts.offset[j], local.codes[j], 0, 0
        for v in range(size + 1):
            rank[v] = 0
        for p in range(last - first):
            rank[codes[p] + 1] = 1
        for v in range(size):
            rank[v + 1] += rank[v]
        for p in range(last - first):
            codes[p] = rank[codes[p]]
        near.offset[j + 1] = near.offset[j] + rank[size]
        for c in range(cuts.start[j], cuts.start[j + 1]):
            low, high = rank[cuts.table[c, 0]], rank[cuts.table[c, 1]]
            if 0 < high - low < rank[size] and (low != last_low or high != last_high):
                near.table[kept, 0], near.table[kept, 1], near.table[kept, 2], near.table[kept, 3] = low, high, j, c
                last_low, last_high, kept = low, high, kept + 1
        near.start[j + 1] = kept


@njit
def put_back(columns: Columns, first: int, last: int, local: Columns) -> None:
    """Bring the original cells into the order that their copies have grown into."""
    row = local.people
    for j in range(len(columns.codes)):
        for p in range(last - first):
            local.codes[j, p] = columns.codes[j, local.row[p]]
        for p in range(last - first):
            columns.codes[j, first + p] = local.codes[j, p]
    for p in range(last - first):
        columns.people[first + p] = local.people[p]
        row[p] = columns.row[local.row[p]]
    for p in range(last - first):
        columns.row[first + p] = row[p]


@njit
def grow_tree(columns: Columns, cuts: Cuts, terms: Terms, bench: Bench, tree: Tree, room: Room) -> None:
    """Grow the node of slot 0: first all nodes of many cells, then every subtree of few among its own values."""
    grow(columns, cuts, terms, bench, tree, np.array([0, len(room.columns.people)]))
    for later in range(tree.grown[2]):
        localise(columns, tree.pending[later, 0], tree.pending[later, 1], cuts, room)
        first, last, link = tree.pending[later]
        bench.open[0, 0], bench.open[0, 1], bench.open[0, 2] = 0, last - first, link
        grow(room.columns, room.cuts, terms, bench, tree, np.array([first, 0]))
        put_back(columns, first, last, room.columns)

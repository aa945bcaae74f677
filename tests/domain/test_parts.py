"""Lists compared across imports: what passes never tells apart too few of the people there are now, by true rows."""

from dataclasses import dataclass, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.domain.anonymity import isolation, released
from planner.domain.attribute import Attribute, Kind
from planner.domain.parts import PartCheck, surely_in, with_retired
from planner.domain.refresh import Refreshed
from planner.domain.retired import Cut, RetiredList, standing
from planner.domain.segment_index import CUT, INSIDE, OUTSIDE, SegmentIndex
from planner.domain.segments import Cells
from tests.domain.populations import cells_from
from tests.domain.test_refresh import first_cut, histories, members, states

PROPERTY = settings(deadline=None, max_examples=100)
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Left:
    """A list, with the segments that it was made of when it left."""

    found: Refreshed
    mask: Mask

    def holds(self, cells: Cells) -> Mask:
        """Say of each cell whether its people are on the list: by values and by what they agreed to."""
        return np.append(self.mask, np.False_)[members(self.found.table, self.found.cut, cells)]

    def over_parts(self) -> Mask:
        return np.append(self.mask, np.False_)[self.found.cut.segment_of_part]

    def as_retired(self, scopes: tuple[str, ...]) -> RetiredList:
        return RetiredList("list", Cut(self.found.table, self.found.cut.tree.fold, scopes), self.mask)


def masks(draw: st.DrawFn, found: Refreshed) -> Mask:
    size = len(found.table)
    return np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)), dtype=np.bool_)


def fewest_told_apart(cells: Cells, lists: list[Mask], audience: Mask) -> int | None:
    """The fewest people, by true rows, in a part that the audience newly splits off from what the lists tell apart."""
    known: dict[tuple[bool, ...], list[int]] = {}
    for cell in range(len(cells)):
        counts = known.setdefault(tuple(bool(each[cell]) for each in lists), [0, 0])
        counts[int(audience[cell])] += int(cells.people[cell])
    split = [min(counts) for counts in known.values() if min(counts)]
    return min(split, default=None)


@PROPERTY
@given(histories(), st.data(), st.integers(2, 40))
def test_a_list_that_passes_after_refreshes_tells_apart_nobody_or_enough(
    history: tuple[int, list[Cells]], data: st.DataObject, needed: int
) -> None:
    floor, told = history
    found = states(floor, told)
    draw = data.draw
    left = [Left(each, masks(draw, each)) for each, _ in found for _ in range(draw(st.integers(0, 2)))]  # type: ignore[arg-type]
    now, cells = found[-1]
    parts = now.cut.segment_of_part
    known = released(len(parts), ((str(i), each.over_parts()) for i, each in enumerate(left)))
    audience = Left(now, masks(draw, now))  # type: ignore[arg-type]
    check = PartCheck(surely_in(now.table), known, parts)
    atoms = check.atoms(SegmentIndex(now.table).select(audience.mask))
    if isolation(known, atoms, needed) is None:
        fewest = fewest_told_apart(cells, [each.holds(cells) for each in left], audience.holds(cells))
        assert fewest is None or fewest >= needed


@st.composite
def recuts(draw: st.DrawFn) -> tuple[int, list[tuple[Refreshed, Cells]], list[tuple[Refreshed, Cells]]]:
    """A floor, a population with its refreshes, and the same people later, cut afresh by some of their attributes."""
    floor, told = draw(histories())
    before = states(floor, told)
    later = before[-1][1]
    kept = sorted(draw(st.sets(st.sampled_from(range(len(later.attributes))), min_size=1)))
    fewer = replace(
        later,
        attributes=tuple(later.attributes[j] for j in kept),
        codes=tuple(later.codes[j] for j in kept),
        sensitive=(),
        sensitive_codes=(),
    )
    return floor, before, [(first_cut(fewer, draw(st.integers(2, 8))), later)]


@PROPERTY
@given(recuts(), st.data())
def test_what_is_proven_of_a_retired_list_is_true_of_everybody_in_the_segment(
    history: tuple[int, list[tuple[Refreshed, Cells]], list[tuple[Refreshed, Cells]]], data: st.DataObject
) -> None:
    _, before, after = history
    now, later = after[0]
    found = data.draw(st.sampled_from([each for each, _ in before]))
    left = Left(found, masks(data.draw, found))  # type: ignore[arg-type]
    scopes = later.scopes
    status = standing(Cut(now.table, now.cut.tree.fold, scopes), left.as_retired(scopes))
    on_the_list, segment = left.holds(later), members(now.table, now.cut, fitted(now, later))
    assert not on_the_list[status[segment] == OUTSIDE].any()
    assert on_the_list[status[segment] == INSIDE].all()


@PROPERTY
@given(recuts(), st.data(), st.integers(2, 40))
def test_a_list_that_passes_after_a_recut_tells_apart_nobody_or_enough(
    history: tuple[int, list[tuple[Refreshed, Cells]], list[tuple[Refreshed, Cells]]],
    data: st.DataObject,
    needed: int,
) -> None:
    _, before, after = history
    now, later = after[0]
    draw, scopes = data.draw, later.scopes
    early = [Left(each, masks(draw, each)) for each, _ in before for _ in range(draw(st.integers(0, 2)))]  # type: ignore[arg-type]
    late = [Left(now, masks(draw, now)) for _ in range(draw(st.integers(0, 2)))]  # type: ignore[arg-type]
    known = released(len(now.table), ((str(i), each.mask) for i, each in enumerate(late)))
    here = Cut(now.table, now.cut.tree.fold, scopes)
    retired = [(f"early {i}", standing(here, each.as_retired(scopes))) for i, each in enumerate(early)]
    parts = np.arange(len(now.table))
    if retired:
        known, parts = with_retired(known, parts, retired)
    audience = Left(now, masks(draw, now))  # type: ignore[arg-type]
    atoms = PartCheck(now.table.people, known, parts).atoms(SegmentIndex(now.table).select(audience.mask))
    if isolation(known, atoms, needed) is None:
        here_now = fitted(now, later)
        lists = [each.holds(later) for each in early] + [each.holds(here_now) for each in late]
        fewest = fewest_told_apart(later, lists, audience.holds(here_now))
        assert fewest is None or fewest >= needed


def fitted(now: Refreshed, cells: Cells) -> Cells:
    """The cells by the attributes that the later cut kept."""
    kept = [cells.attributes.index(each) for each in now.table.attributes]
    return replace(cells, attributes=now.table.attributes, codes=tuple(cells.codes[j] for j in kept))


TOWNS, BANDS = ("Brest", "Dole", "Lyon"), ("under 30", "30 and over")


def cut_of(towns: tuple[str, ...], *, edges: tuple[int, ...] = (30,), scopes: tuple[str, ...] = ("mail",)) -> Refreshed:
    attributes = [Attribute("town", Kind.NOMINAL, towns), Attribute("age", Kind.ORDERED, BANDS, edges=edges)]
    rows = [(town, age, 1, 30) for town in range(len(towns)) for age in range(2)]
    return first_cut(cells_from(attributes, [], scopes, rows), 20)


def statuses_of(now: Refreshed, scopes: tuple[str, ...] = ("mail",)) -> list[int]:
    """What is proven of a list of everybody in Lyon, by today's segments."""
    old = cut_of(TOWNS)
    in_lyon = old.table.sets[0].members[:, 2][old.table.ids[0]]
    found = standing(Cut(now.table, now.cut.tree.fold, scopes), Left(old, in_lyon).as_retired(("mail",)))
    return [int(each) for each in found]


def by_town(now: Refreshed, label: str) -> Mask:
    code = now.table.attributes[0].labels.index(label)
    return np.asarray(now.table.ids[0] == code)


def test_the_same_values_are_the_same_people_whatever_else_was_cut() -> None:
    now = cut_of(("Lyon", "Nice", "Brest"))
    found = np.array(statuses_of(now))
    assert (found[by_town(now, "Lyon")] == INSIDE).all()
    assert (found[~by_town(now, "Lyon")] == OUTSIDE).all()


def test_values_folded_together_may_be_anything_without_a_label() -> None:
    now = cut_of(("Brest", "other"))
    found = np.array(statuses_of(now))
    assert (found[by_town(now, "other")] == CUT).all()
    assert (found[by_town(now, "Brest")] == OUTSIDE).all()


def test_other_bands_and_other_scopes_prove_nothing_but_what_the_towns_do() -> None:
    for now, scopes in ((cut_of(TOWNS, edges=(40,)), ("mail",)), (cut_of(TOWNS, scopes=("sms",)), ("sms",))):
        found = np.array(statuses_of(now, scopes))
        assert (found[by_town(now, "Lyon")] == CUT).all()
        assert (found[~by_town(now, "Lyon")] == OUTSIDE).all()


def test_an_audience_beside_a_retired_list_passes_and_one_that_may_cut_it_does_not() -> None:
    now = cut_of(("Brest", "Dole", "Nice", "other"))
    status = np.array(statuses_of(now), dtype=np.uint8)
    known, parts = with_retired(released(len(now.table), []), np.arange(len(now.table)), [("early", status)])
    check = PartCheck(now.table.people, known, parts)
    index = SegmentIndex(now.table)
    beside = check.atoms(index.select(by_town(now, "Brest")))
    across = check.atoms(index.select(by_town(now, "Brest") | (by_town(now, "other") & (now.table.ids[1] == 0))))
    assert isolation(known, beside, 50) is None
    assert isolation(known, across, 50) is not None


def test_a_list_of_a_part_that_has_merged_since_counts_for_nobody() -> None:
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b", "c", "d"))
    rows = [[(code, 0, people) for code, people in enumerate(each)] for each in ((60, 60, 60, 60), (60, 60, 10, 60))]
    (before, _), (now, _) = states(20, [cells_from([plan], [], (), each) for each in rows])
    assert len(now.table) == 3
    left = Left(before, before.table.ids[0] == 2)
    parts = now.cut.segment_of_part
    known = released(len(parts), [("of c alone", left.over_parts())])
    merged = now.table.ids[0] >= len(plan.labels)
    for mask, may in ((merged, False), (~merged, False), (now.table.ids[0] == 0, True)):
        atoms = PartCheck(surely_in(now.table), known, parts).atoms(SegmentIndex(now.table).select(mask))
        assert (isolation(known, atoms, 40) is None) is may


def test_a_count_that_is_held_back_is_not_relied_on() -> None:
    plan = Attribute("plan", Kind.NOMINAL, ("a", "b", "c"))
    rows = [[(code, 0, people) for code, people in enumerate(each)] for each in ((60, 60, 60), (60, 45, 60))]
    now, _ = states(20, [cells_from([plan], [], (), each) for each in rows])[-1]
    assert now.table.people.tolist() == [60] * 3
    assert surely_in(now.table).tolist() == [41] * 3
    parts = now.cut.segment_of_part
    check = PartCheck(surely_in(now.table), released(len(parts), []), parts)
    atoms = check.atoms(SegmentIndex(now.table).select(now.table.ids[0] == 1))
    assert isolation(check.releases, atoms, 41) is None
    assert isolation(check.releases, atoms, 50) is not None

"""The selection: the listed segments as conditions that other systems know, and nothing wider.

What leaves is the union of the listed segments' boxes, never the campaign's rule: the rule would also match the
people of segments that it cuts through, and those of segments whose people did not agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from planner.domain.attribute import MISSING, Attribute, Kind
from planner.domain.boxes import Box, cover_boxes, mask_of, merge_boxes, runs_in, values_in
from planner.formats.conditions import Absent, Clause, Granted, NoneOf, OneOf, Refused, Span, Test
from planner.formats.factoring import Nested, factored
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss

FOLDED = frozenset({"other", "(unlisted)"})
"""Labels that stand for values folded together at import; no customer's data says them."""


MOST_EXACT = 100
"""Boxes that are written exactly as they are."""


@dataclass(frozen=True, eq=False)
class Selection:
    """Any of its clauses; and how many boxes they were written from."""

    clauses: tuple[Clause, ...]
    boxes: int
    is_filled: bool = False
    """Whether places where nobody counted as having agreed may be inside, to keep the conditions few."""
    unsaid: frozenset[str] = frozenset()
    """Attributes with folded values that the conditions leave out, because nothing listed tells them from others."""

    @cached_property
    def nested(self) -> Nested | None:
        """The clauses with what several of them demand written once, so that the text of it is short; None: nobody."""
        return factored(self.clauses, lambda test: len(repr(test)))

    def tests(self) -> Iterator[Test]:
        """Walk all tests."""
        for clause in self.clauses:
            for any_of in clause:
                yield from any_of


def select(listing: SegmentList) -> Selection:
    """Return the conditions that the people of the listed segments meet, and nobody in another segment does.

    People of one attribute box can stand in several segments that differ in consent only; where not all of those
    are listed, the clause says which consents it means.

    Up to `MOST_EXACT` boxes are written as they are. Beyond that, places between them where nobody counted as having
    agreed may go either way, inside the values that the listed segments have; no place of a segment that is not listed,
    though its people agreed, ever does. Who agreed to more than their group counts for is matched there all the same.

    No condition names a label that no listed segment has: folded values, which only the labels of all others tell
    apart, are left out where those others are not listed.
    """
    boxes = merge_boxes(_boxes_of(listing))
    hull = [reduce(or_, masks) for masks in zip(*boxes, strict=True)]
    is_filled = listing.others is not None and len(boxes) > MOST_EXACT
    if is_filled:
        boxes = cover_boxes(boxes, listing.others or (), _space_of(listing, hull))
    clauses: dict[Clause, None] = {}
    unsaid: set[str] = set()
    for box in boxes:
        said = [_say(*dimension) for dimension in zip(listing.attributes, box[:-1], hull[:-1], strict=True)]
        unsaid |= {a.name for a, each in zip(listing.attributes, said, strict=True) if not each.is_whole}
        if all(each.tests or each.is_whole for each in said):
            values = tuple(each.tests for each in said if each.tests)
            clauses |= dict.fromkeys(values + consents for consents in _consent_tests(listing, box[-1]))
    return Selection(tuple(clauses), len(boxes), is_filled, frozenset(unsaid))


def losses_of(listing: SegmentList, selection: Selection, target: str) -> tuple[Loss, ...]:
    """Return what every target of conditions has to say about this selection."""
    losses = [Loss(target, "live-data", {"campaign_k": listing.campaign_k})]
    if listing.protected:
        facts = {"segments": len(listing.segments), "protected": listing.protected}
        losses.append(Loss(target, "protected", facts))
    if selection.is_filled:
        losses.append(Loss(target, "empty-places"))
    losses.append(Loss(target, "consent-merged"))
    for code, columns in _columns_by_loss(listing, selection).items():
        if columns:
            losses.append(Loss(target, code, {"attributes": ", ".join(sorted(columns))}))
    return tuple(losses)


def _columns_by_loss(listing: SegmentList, selection: Selection) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {"numbers": set(), "labels": set(), "levels": set(), "missing": set(), "folded": set()}
    levels = {level.name for attribute in listing.attributes for level in attribute.levels}
    own = {attribute.name for attribute in listing.attributes}
    found["folded-out"] = set(selection.unsaid)
    for test in selection.tests():
        match test:
            case Span(column) | Absent(column, negated=True):
                found["numbers"].add(column)
            case OneOf(column) if column in levels - own:
                found["levels"].add(column)
            case OneOf(column):
                found["labels"].add(column)
            case NoneOf(column):
                found["folded"].add(column)
            case Absent(column):
                found["missing"].add(column)
    return found


def _space_of(listing: SegmentList, hull: Sequence[int]) -> Box:
    """Return the values that occur in the list, and the consent sets that cover its scopes."""
    needed = set(listing.scopes)
    covering = (place for place, scopes in enumerate(listing.consent_sets) if needed <= set(scopes))
    return (*hull[:-1], mask_of(covering))


def _boxes_of(listing: SegmentList) -> Iterator[Box]:
    codes = [{label: code for code, label in enumerate(attribute.labels)} for attribute in listing.attributes]
    places = {scopes: place for place, scopes in enumerate(listing.consent_sets)}
    for segment in listing.segments:
        masks = (mask_of(known[label] for label in labels) for known, labels in zip(codes, segment.values, strict=True))
        yield (*masks, 1 << places[segment.scopes])


def _consent_tests(listing: SegmentList, chosen: int) -> Iterator[Clause]:
    """Yield what tells people of the chosen consent sets from those of every other set that covers the scopes.

    A set is passed over where the people of another one, of whom less is asked, are told by what it would be told by.
    """
    needed = frozenset(listing.scopes)
    sets = [frozenset(scopes) for scopes in listing.consent_sets]
    covering = {scopes for scopes in sets if scopes >= needed}
    meant = {sets[place] for place in values_in(chosen)}
    if meant == covering:
        yield tuple((Granted(scope),) for scope in sorted(needed))
        return
    asked: dict[frozenset[Test], Clause] = {}
    for granted in sorted(meant, key=sorted):
        wider = [scopes - granted for scopes in covering - meant if scopes > granted]
        refused = frozenset[str]().union(*wider)
        tests: list[Test] = [*map(Granted, sorted(granted)), *map(Refused, sorted(refused))]
        asked[frozenset(tests)] = tuple((test,) for test in tests)
    yield from (clause for tests, clause in asked.items() if not any(fewer < tests for fewer in asked))


@dataclass(frozen=True, slots=True)
class _Said:
    """Tests that together stand for a set of values, none for all values; or for less, when it is not whole."""

    tests: tuple[Test, ...]
    is_whole: bool = True


def _say(attribute: Attribute, mask: int, listed: int) -> _Said:
    """Return tests for a set of values that name no value but those of the listed segments."""
    if mask == (1 << len(attribute.labels)) - 1:
        return _Said(())
    if attribute.edges:
        return _Said(tuple(_band_tests(attribute, mask)))
    column, labels, codes = _coarsest(attribute, mask)
    empty = (Absent(column),) if any(labels[code] == MISSING for code in codes) else ()
    has_folded = any(labels[code] in FOLDED for code in codes)
    if has_folded:
        known = _codes_in(column, attribute, listed)
        others = [label for code, label in enumerate(labels) if code not in codes and label != MISSING]
        if {labels[code] for code in known}.issuperset(others) and FOLDED.isdisjoint(others):
            return _Said((NoneOf(column, tuple(others)), *empty))
    said = tuple(labels[code] for code in sorted(codes) if labels[code] != MISSING and labels[code] not in FOLDED)
    return _Said(((OneOf(column, said),) if said else ()) + empty, is_whole=not has_folded)


def _coarsest(attribute: Attribute, mask: int) -> tuple[str, Sequence[str], set[int]]:
    """Return the coarsest column in which the set is whole values: a level of the hierarchy, or the attribute."""
    codes = set(values_in(mask))
    if attribute.kind is Kind.HIERARCHICAL:
        for level in reversed(attribute.levels):
            groups = {level.group_of[code] for code in codes}
            if all(code in codes for code, group in enumerate(level.group_of) if group in groups):
                return level.name, level.labels, groups
    return attribute.name, attribute.labels, codes


def _codes_in(column: str, attribute: Attribute, mask: int) -> set[int]:
    """Return the codes of a column, the attribute's own or that of a level, in which the values of a mask are."""
    groups = {level.name: level.group_of for level in attribute.levels}.get(column, range(len(attribute.labels)))
    return {groups[code] for code in values_in(mask)}


def _band_tests(attribute: Attribute, mask: int) -> Iterator[Test]:
    bands = len(attribute.edges) + 1
    for low, high in runs_in(mask & ((1 << bands) - 1)):
        if high - low == bands:
            yield Absent(attribute.name, attribute.edges[0], negated=True)
            continue
        yield Span(
            attribute.name,
            attribute.edges[low - 1] if low else None,
            attribute.edges[high - 1] if high < bands else None,
        )
    if mask >> bands:
        yield Absent(attribute.name, attribute.edges[0])

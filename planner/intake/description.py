"""Proposing how a column describes people: in bands, in a hierarchy, by its values, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.domain.attribute import Edge, Kind
from planner.intake.edges import AGES, date_edges, number_edges, year_edges
from planner.intake.identity import ColumnFacts
from planner.intake.mapping import AttributeColumn
from planner.intake.reasons import Proposal, explained
from planner.intake.vocabulary import numbers_something, speaks_of

FEW = 50
"""Distinct values up to which a column of texts is kept whole; of more, the commonest so many are."""

LEAST_FINE = 12
"""Distinct values from which on a column may be the fine one of a hierarchy."""

MOST_VALUES = 2_000
"""Distinct values of texts up to which the commonest are worth keeping."""

LONGEST_LABEL = 40
"""Characters of the mean cell from which on texts are sentences and not labels."""

_EPOCH = date(1970, 1, 1)
ALWAYS = 3
"""Priority of what nearly every campaign asks for; what many ask for has one less."""

_PRIORITIES = {
    "age": ALWAYS, "birth": ALWAYS, "place": ALWAYS, "postcode": ALWAYS, "gender": 2, "behaviour": 2,
}  # fmt: skip


TREE_FACTOR = 6
"""A tree has many values, and one cut in it frees few of them: its priority has to be larger to be cut as often."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of the file as a whole."""

    identifier: ColumnFacts | None
    weight: str | None
    levels: Mapping[str, tuple[str, ...]]
    """Fine column → its hierarchy, from itself to the coarsest."""
    suspected: frozenset[str] = frozenset()
    """Columns that may say who a person is, where no identifier is known."""

    @property
    def has_repeats(self) -> bool:
        """Whether people have several rows."""
        return self.identifier is not None and self.identifier.uniqueness < 1


Recogniser = Callable[[ColumnFacts, Whole], Proposal | None]
"""Answers with a proposal for the columns it knows about, and None for all others."""


def find_levels(columns: Sequence[ColumnFacts]) -> dict[str, tuple[str, ...]]:
    """Return fine column → hierarchy for columns that coarser ones follow from, each column in one hierarchy."""
    by_name = {facts.name: facts for facts in columns}
    hierarchies: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for fine in sorted(columns, key=lambda facts: -facts.distinct):
        coarser = [by_name[name] for name in fine.determines if name in by_name and name not in taken]
        if fine.name in taken or fine.distinct < LEAST_FINE or not coarser:
            continue
        levels = [fine]
        for facts in sorted(coarser, key=lambda facts: -facts.distinct):
            if facts.name in levels[-1].determines:
                levels.append(facts)
        hierarchies[fine.name] = tuple(facts.name for facts in levels)
        taken.update(hierarchies[fine.name])
    return hierarchies


def _birth(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    if not speaks_of(facts.name, "birth") or not facts.is_date or facts.low is None or facts.high is None:
        return None
    years = year_edges(_day(facts.low).year, _day(facts.high).year)
    return _attribute(facts, "birth", "birth", bands=tuple(f"{year:04d}-01-01" for year in years))


def _level(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    fine = next((fine for fine, levels in whole.levels.items() if facts.name in levels[1:]), None)
    return explained(facts.name, "level", "level", fine=fine) if fine else None


def _hierarchy(facts: ColumnFacts, whole: Whole) -> Proposal | None:
    levels = whole.levels.get(facts.name)
    if levels is None:
        return None
    column = _column(facts, AttributeColumn(facts.name, Kind.HIERARCHICAL, levels=levels))
    column = replace(column, priority=TREE_FACTOR * column.priority)
    return explained(facts.name, "attribute", "hierarchy", column=column, coarser=levels[1:])


def _postcode(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    too_fine = speaks_of(facts.name, "postcode") and facts.distinct > FEW
    return explained(facts.name, "dropped", "postcode") if too_fine else None


def _banded(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    bands = bands_of(facts)
    is_code = numbers_something(facts.name) or speaks_of(facts.name, "postcode")
    if not bands or (facts.is_number and (is_code or facts.distinct <= 2)):
        return None
    reason = "dates" if facts.is_date else "ages" if bands == AGES else "numbers"
    return _attribute(facts, reason, bands=bands)


def _spoiled(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    """Recognise numbers and dates that cannot be read as they are written."""
    kinds = {"number": "number-mixed", "date": "date-mixed", "local date": "local-date", "comma number": "comma-number"}
    reason = next((reason for kind, reason in kinds.items() if 0.5 < facts.shares[kind] < 1), None)
    reason = reason or next((kinds[kind] for kind in ("local date", "comma number") if facts.shares[kind] == 1), None)
    return explained(facts.name, "dropped", reason, "clean") if reason and facts.distinct > FEW else None


def _nominal(facts: ColumnFacts, _whole: Whole) -> Proposal | None:
    if facts.mean_length > LONGEST_LABEL or facts.uniqueness > 0.5 or not facts.examples:
        return None
    if facts.distinct <= FEW:
        return _attribute(facts, "few", "flag" if facts.may_be_consent else "")
    return _attribute(facts, "many", top=FEW) if facts.distinct <= MOST_VALUES else None


DESCRIPTIONS: tuple[Recogniser, ...] = (_birth, _level, _hierarchy, _postcode, _banded, _spoiled, _nominal)
"""In this order; a column that none of them knows is free text."""


def bands_of(facts: ColumnFacts) -> tuple[Edge, ...]:
    """Return round edges for a column of dates or numbers, and none for any other."""
    if facts.low is None or facts.middle is None or facts.high is None:
        return ()
    if facts.is_date:
        return date_edges(_day(facts.low), _day(facts.high))
    if speaks_of(facts.name, "age") and facts.high <= 120:
        return AGES
    if facts.is_whole and 1900 <= facts.low <= facts.high <= 2100:
        return year_edges(int(facts.low), int(facts.high))
    return number_edges(facts.low, facts.middle, facts.high, whole=facts.is_whole)


def _attribute(
    facts: ColumnFacts, reason: str, warning: str = "", *, bands: tuple[Edge, ...] = (), top: int | None = None
) -> Proposal:
    kind = Kind.ORDERED if bands else Kind.NOMINAL
    column = AttributeColumn(facts.name, kind, bands=bands, top=top)
    return explained(facts.name, "attribute", reason, warning, column=_column(facts, column))


def _column(facts: ColumnFacts, column: AttributeColumn) -> AttributeColumn:
    """Say how often the column is asked for, and whether it tells what people did."""
    priority = next((priority for subject, priority in _PRIORITIES.items() if speaks_of(facts.name, subject)), 1)
    return replace(column, priority=priority, behavioural=speaks_of(facts.name, "behaviour"))


def _day(days: float) -> date:
    return _EPOCH + timedelta(days=days)

"""From the distinct values of a column to an attribute with labels, and a value code for each of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import MISSING, Attribute, Edge, Kind, Level, Sensitive
from planner.domain.errors import PlannerError
from planner.intake.hierarchy import LAST, OTHER, grow_tree, sort_labels
from planner.intake.mapping import AttributeColumn, SensitiveColumn

NO_BAND = -1
"""The band index of an empty cell."""

Texts = Sequence[str | None]
"""Cell texts; None and the empty text are an empty cell."""

ValueCodes = NDArray[np.uint32]
"""For each distinct value, in the order they were given, its code in the attribute."""


@dataclass(frozen=True, eq=False, slots=True)
class Distinct:
    """The distinct values of one column and the people who have each, one entry a value in every field.

    A column with bands gives `bands`: i for a value in the i-th band (0 is below the first edge), `NO_BAND` for an
    empty cell. Any other column gives `texts`: one sequence, or for a hierarchy of columns one sequence per level
    from fine to coarse, so that an entry is a distinct path.
    """

    people: NDArray[np.int64]
    texts: tuple[Texts, ...] = ()
    bands: NDArray[np.integer] | None = None


def code_attribute(
    column: AttributeColumn,
    distinct: Distinct,
    *,
    floor: int,
    listed: Sequence[tuple[str, ...]] = (),
) -> tuple[Attribute, ValueCodes]:
    """Return the attribute that a column becomes, and the code of each of its distinct values.

    Labels are those that occur, or that `bands` or `order` declare: declared ones are the mapping's words, whoever
    holds them. Of those that occur, the ones fewer people than the floor hold become "other", or are listed as `rare`
    where the mapping keeps them. `listed` is what `hierarchy.read_hierarchy` found in the column's hierarchy file.
    Folding may leave an "other" held by fewer people than the floor: the partition, which counts people, is what keeps
    every segment large enough.

    Raises PlannerError `value-not-in-order` when cells hold labels that `order` does not name.
    """
    levels: tuple[Level, ...] = ()
    match column.kind:
        case Kind.NOMINAL:
            labels, codes = _code_nominal(column, distinct, floor)
        case Kind.ORDERED:
            labels, codes = _code_declared(column.name, distinct, order=column.order, bands=column.bands)
        case Kind.HIERARCHICAL:
            folding = floor if column.fold_rare else 0
            tree = grow_tree(column, distinct.texts, distinct.people, floor=folding, listed=listed)
            labels, levels, codes = tree.labels, tree.levels, tree.codes
    attribute = Attribute(column.name, column.kind, labels, column.bands, levels, column.priority, column.behavioural)
    return attribute if column.fold_rare else _with_rare(attribute, codes, distinct.people, floor), codes


def code_sensitive(column: SensitiveColumn, distinct: Distinct) -> tuple[Sensitive, ValueCodes]:
    """Return the sensitive column with its labels, and the code of each of its distinct values.

    Raises PlannerError `value-not-in-order` when cells hold labels that `order` does not name.
    """
    ordered = bool(column.bands or column.order)
    if ordered:
        labels, codes = _code_declared(column.name, distinct, order=column.order, bands=column.bands)
    else:
        labels, codes = _code_texts(_filled(distinct.texts[0]))
    return Sensitive(column.name, labels, ordered, column.distinct, column.closeness), codes


def band_labels(edges: Sequence[Edge]) -> tuple[str, ...]:
    """Return one label per band: below the first edge, between each two, and from the last one on.

    Whole numbers read "under 18", "18–24", "65 and over"; decimals "0.5 to under 2"; dates "before 2025-01-01",
    "2025-01-01 – 2025-05-31", "2025-06-01 and later".
    """
    first, last = edges[0], edges[-1]
    if isinstance(first, str):
        between = [_days(low, high) for low, high in pairwise(map(str, edges))]
        return f"before {first}", *between, f"{last} and later"
    numbers = [edge for edge in edges if not isinstance(edge, str)]
    whole = all(isinstance(edge, int) for edge in numbers)
    between = [_whole(int(low), int(high)) if whole else _decimal(low, high) for low, high in pairwise(numbers)]
    return f"under {_plain(first)}", *between, f"{_plain(last)} and over"


def band_of(values: Sequence[Edge], edges: Sequence[Edge]) -> NDArray[np.intp]:
    """Return the band index of each value; dates compare as ISO 8601 text. Nothing may be missing."""
    return np.searchsorted(np.array(edges), np.array(values, dtype=np.array(edges).dtype), side="right")


def _days(low: str, high: str) -> str:
    last = (date.fromisoformat(high) - timedelta(days=1)).isoformat()
    return low if low == last else f"{low} – {last}"


def _whole(low: int, high: int) -> str:
    if high == low + 1:
        return str(low)
    return f"{low} to {high - 1}" if low < 0 else f"{low}–{high - 1}"


def _decimal(low: Edge, high: Edge) -> str:
    return f"{_plain(low)} to under {_plain(high)}"


def _plain(edge: Edge) -> str:
    """Write a number without a needless ".0"."""
    return str(int(edge)) if isinstance(edge, float) and edge.is_integer() else str(edge)


def _filled(texts: Texts) -> list[str]:
    return [text or MISSING for text in texts]


def _code_nominal(column: AttributeColumn, distinct: Distinct, floor: int) -> tuple[tuple[str, ...], ValueCodes]:
    texts = _filled(distinct.texts[0])
    kept = _kept(Counter(_count(texts, distinct.people)), top=column.top, floor=floor if column.fold_rare else 0)
    return _code_texts([text if text in kept else OTHER for text in texts])


def _count(texts: Sequence[str], people: NDArray[np.int64]) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(texts, 0)
    for text, number in zip(texts, people.tolist(), strict=True):
        counts[text] += number
    return counts


def _kept(counts: Counter[str], *, top: int | None, floor: int) -> set[str]:
    """Return the values that stay themselves; a tie for the last place of `top` goes to the first in text order."""
    candidates = [text for text, people in counts.items() if text not in (MISSING, OTHER) and people >= floor]
    if top is not None and len(candidates) > top:
        candidates = sorted(candidates, key=lambda text: (-counts[text], text))[:top]
    return {*candidates, MISSING}


def _code_texts(texts: Sequence[str]) -> tuple[tuple[str, ...], ValueCodes]:
    labels = tuple(sort_labels(texts))
    place = {label: code for code, label in enumerate(labels)}
    return labels, np.array([place[text] for text in texts], dtype=np.uint32)


def _code_declared(
    name: str, distinct: Distinct, *, order: tuple[str, ...], bands: tuple[Edge, ...]
) -> tuple[tuple[str, ...], ValueCodes]:
    """Code values along declared labels, with `(missing)` last when a cell is empty."""
    labels = band_labels(bands) if bands else order
    places = _band_places(distinct, len(labels)) if bands else _order_places(name, distinct, order)
    return (*labels, MISSING) if (places == len(labels)).any() else labels, places


def _band_places(distinct: Distinct, missing: int) -> ValueCodes:
    bands = np.asarray(distinct.bands, dtype=np.int64)
    return np.where(bands == NO_BAND, missing, bands).astype(np.uint32)


def _order_places(name: str, distinct: Distinct, order: tuple[str, ...]) -> ValueCodes:
    place = {label: code for code, label in enumerate((*order, MISSING))}
    places = np.array([place.get(text, -1) for text in _filled(distinct.texts[0])], dtype=np.int64)
    unknown = int(distinct.people[places < 0].sum())
    if unknown or (places < 0).any():
        raise PlannerError("value-not-in-order", column=name, people=unknown, order=order)
    return places.astype(np.uint32)


def _with_rare(attribute: Attribute, codes: ValueCodes, people: NDArray[np.int64], floor: int) -> Attribute:
    """Say which labels of an attribute and of its levels are held by fewer people than the floor."""
    levels = tuple(
        replace(level, rare=_rare(level.labels, np.array(level.group_of)[codes], people, floor))
        for level in attribute.levels
    )
    return replace(attribute, levels=levels, rare=_rare(attribute.labels, codes, people, floor))


def _rare(labels: Sequence[str], codes: NDArray[np.integer], people: NDArray[np.int64], floor: int) -> tuple[int, ...]:
    held = np.bincount(codes, weights=people, minlength=len(labels))
    return tuple(code for code, label in enumerate(labels) if held[code] < floor and label not in LAST)

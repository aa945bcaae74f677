"""Mautic: the listed segments as one Mautic segment, ready for `POST /api/segments/new`."""

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from planner.domain.attribute import Edge
from planner.formats.conditions import Absent, Clause, Granted, NoneOf, OneOf, Refused, Span, Test
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss, too_large
from planner.formats.names import plain_names, renamed
from planner.formats.selection import Selection, losses_of, select

TARGET = "mautic"
MOST_GROUPS = 500
MOST_ALIAS = 25
"""Mautic cuts the alias of a custom field there."""

Filter = Mapping[str, Any]
Group = tuple[Filter, ...]


def mautic_list(listing: SegmentList, *, selection: Selection | None = None) -> tuple[bytes | None, tuple[Loss, ...]]:
    """Return the unpublished segment and the losses; no data for nobody, whom no filter names, nor past `MOST_GROUPS`.

    Mautic knows no brackets: a filter glued by `or` opens a new group and all filters of a group must hold, so the
    selection is written as an OR of ANDs and every group repeats its consents.
    """
    selection = selection or select(listing)
    if not selection.clauses:
        return None, (Loss(TARGET, "nobody"),)
    needed = sum(math.prod(len(any_of) for any_of in clause) for clause in selection.clauses)
    if needed > MOST_GROUPS:
        return None, (too_large(TARGET, needed, "groups of conditions", limit=MOST_GROUPS),)
    names = _names_of(selection)
    writer = _Writer(names)
    groups = [group for clause in selection.clauses for group in writer.groups(clause)]
    text = json.dumps(_segment(listing, list(_glued(groups))), ensure_ascii=False, indent=2)
    return f"{text}\n".encode(), (*losses_of(listing, selection, TARGET), *_own_losses(selection, names, len(groups)))


def _own_losses(selection: Selection, names: Mapping[str, str], groups: int) -> Iterator[Loss]:
    fields = sorted(names[_consent(test.scope)] for test in selection.tests() if isinstance(test, Granted | Refused))
    if fields:
        yield Loss(TARGET, "consent-columns", {"columns": ", ".join(dict.fromkeys(fields))})
    if groups > selection.boxes:
        yield Loss(TARGET, "growth", {"groups": groups, "boxes": selection.boxes})
    yield from renamed(names, TARGET)


def _segment(listing: SegmentList, filters: Sequence[Filter]) -> Mapping[str, Any]:
    return {
        "name": listing.campaign,
        "description": (
            f"Shoal: {listing.reachable} people in {len(listing.segments)} groups of {listing.snapshot}, checked at "
            f"ledger entry {listing.check_index}, audience {listing.audience_digest}"
        ),
        "isPublished": False,
        "isGlobal": False,
        "filters": filters,
    }


def _glued(groups: Sequence[Group]) -> Iterator[Filter]:
    """Yield all filters; the first of each group but the very first is glued by `or`.

    Mautic gathers filters that are glued by `or` and compare by `=` into one; a group therefore opens with another
    operator wherever it has one.
    """
    for number, group in enumerate(groups):
        ordered = sorted(group, key=lambda told: told["operator"] == "=")
        for place, told in enumerate(ordered):
            yield {"object": "lead", "glue": "or" if number and not place else "and", **told}


class _Writer:
    """Builds filters; a test becomes alternatives, each of filters that must all hold."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def groups(self, clause: Clause) -> Iterator[Group]:
        for chosen in itertools.product(*clause):
            yield tuple(told for test in chosen for told in self.filters(test))

    def filters(self, test: Test) -> Iterator[Filter]:
        match test:
            case OneOf(column, labels):
                yield self._filter(column, "select", "in", list(labels))
            case NoneOf(column, labels):
                yield self._filter(column, "select", "!empty", None)
                if labels:
                    yield self._filter(column, "select", "!in", list(labels))
            case Span(column, low, high):
                for operator, edge in (("gte", low), ("lt", high)):
                    if edge is not None:
                        yield self._filter(column, _type_of(edge), operator, str(edge))
            case Absent(column, like, negated):
                kind = "select" if like is None else _type_of(like)
                yield self._filter(column, kind, "!empty" if negated else "empty", None)
            case Granted(scope):
                yield self._filter(_consent(scope), "boolean", "=", "1")
            case Refused(scope):
                yield self._filter(_consent(scope), "boolean", "!=", "1")

    def _filter(self, name: str, kind: str, operator: str, value: str | list[str] | None) -> Filter:
        return {"field": self._names[name], "type": kind, "operator": operator, "properties": {"filter": value}}


def _type_of(edge: Edge) -> str:
    if isinstance(edge, str):
        return "datetime" if "T" in edge or " " in edge else "date"
    return "number"


def _consent(scope: str) -> str:
    return f"consent_{scope}"


def _names_of(selection: Selection) -> Mapping[str, str]:
    names = {_consent(t.scope) if isinstance(t, Granted | Refused) else t.column for t in selection.tests()}
    return plain_names(names, allowed="a-z0-9_", most=MOST_ALIAS)

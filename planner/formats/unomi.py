"""Unomi: the listed segments as one Apache Unomi segment definition, ready for `POST /cxs/segments`."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from planner.domain.attribute import Edge
from planner.formats.conditions import Absent, Granted, NoneOf, OneOf, Refused, Span, Test
from planner.formats.factoring import Nested, factored
from planner.formats.listing import SegmentList
from planner.formats.losses import Loss, too_large
from planner.formats.names import plain_names, renamed
from planner.formats.selection import Selection, losses_of, select

TARGET = "unomi"
MOST_CONDITIONS = 1_000
"""Elasticsearch refuses queries of more than 1,024 clauses unless it was told otherwise."""
SITE = "systemscope"
"""The scope that every Unomi has; consents and segments of a site live under the site's own."""

Condition = Mapping[str, Any]


def unomi_list(
    listing: SegmentList, *, site: str = SITE, selection: Selection | None = None
) -> tuple[bytes | None, tuple[Loss, ...]]:
    """Return the segment definition and the losses; no data beyond `MOST_CONDITIONS` property conditions.

    Only condition types and operators of the base plug-in are used, with the one value key that fits the type, so
    that strict validation accepts it. A consent counts when its status is `GRANTED` and it is not past its date.
    """
    selection = selection or select(listing)
    names = plain_names(_names_of(listing, selection), allowed="A-Za-z0-9_-", most=200)
    writer = _Writer(names, site)
    nested = factored(selection.clauses, writer.weigh) if len(selection.clauses) <= MOST_CONDITIONS else None
    condition = writer.condition(nested)
    needed = _size(condition) if nested or not selection.clauses else sum(map(writer.weigh, selection.tests()))
    if needed > MOST_CONDITIONS:
        return None, (too_large(TARGET, needed, "conditions", limit=MOST_CONDITIONS),)
    losses = (
        *losses_of(listing, selection, TARGET),
        Loss(TARGET, "unomi-scope", {"scope": site}),
        *renamed(names, TARGET),
    )
    text = json.dumps(_segment(listing, condition, site), ensure_ascii=False, indent=2)
    return f"{text}\n".encode(), losses


def _segment(listing: SegmentList, condition: Condition, site: str) -> Mapping[str, Any]:
    identifier = plain_names([f"shoal-{listing.campaign_id}"], allowed="A-Za-z0-9_-", most=120)
    (item_id,) = identifier.values()
    about = (
        f"{listing.reachable} people in {len(listing.segments)} groups of {listing.snapshot}, checked at ledger entry "
        f"{listing.check_index}, audience {listing.audience_digest}"
    )
    return {
        "itemId": item_id,
        "itemType": "segment",
        "metadata": {
            "id": item_id,
            "name": listing.campaign,
            "description": about,
            "scope": site,
            "tags": [],
            "systemTags": [],
            "enabled": True,
            "missingPlugins": False,
            "hidden": False,
            "readOnly": False,
        },
        "condition": condition,
    }


class _Writer:
    """Builds conditions; each method returns one condition of Unomi's JSON."""

    def __init__(self, names: Mapping[str, str], site: str) -> None:
        self._names = names
        self._site = site

    def condition(self, nested: Nested | None) -> Condition:
        """Return nested conditions; nobody meets those of no clause."""
        if nested is None:
            return _boolean("or", [])
        either = [_boolean("or", map(self.condition, nested.either))] if nested.either else []
        return _boolean("and", [*(_boolean("or", map(self.test, any_of)) for any_of in nested.every), *either])

    def weigh(self, test: Test) -> int:
        """Return how many conditions a test takes."""
        return _size(self.test(test))

    def test(self, test: Test) -> Condition:
        match test:
            case OneOf(column, labels):
                is_one = len(labels) == 1
                told = {"propertyValue": labels[0]} if is_one else {"propertyValues": list(labels)}
                return self._property(column, "equals" if is_one else "in", **told)
            case NoneOf(column, labels):
                present = self._property(column, "exists")
                return _boolean("and", [present, _not(self.test(OneOf(column, labels)))]) if labels else present
            case Span(column, low, high):
                bounds = (("greaterThanOrEqualTo", low), ("lessThan", high))
                return _boolean(
                    "and", [self._property(column, name, **_value(edge)) for name, edge in bounds if edge is not None]
                )
            case Absent(column, _, negated):
                return self._property(column, "exists" if negated else "missing")
            case Granted(scope):
                return self._granted(scope)
            case Refused(scope):
                return _not(self._granted(scope))

    def _property(self, column: str, operator: str, **value: str | float | list[str]) -> Condition:
        return _compare(f"properties.{self._names[column]}", operator, **value)

    def _granted(self, scope: str) -> Condition:
        consent = f"consents.{self._site}/{self._names[scope]}"
        lasting = [
            _compare(f"{consent}.revokeDate", "missing"),
            _compare(f"{consent}.revokeDate", "greaterThan", propertyValueDateExpr="now"),
        ]
        given = _compare(f"{consent}.status", "equals", propertyValue="GRANTED")
        return _boolean("and", [given, _boolean("or", lasting)])


def _compare(name: str, operator: str, **value: str | float | list[str]) -> Condition:
    told = {"propertyName": name, "comparisonOperator": operator, **value}
    return {"type": "profilePropertyCondition", "parameterValues": told}


def _boolean(operator: str, conditions: Iterable[Condition]) -> Condition:
    found = list(conditions)
    if not found:
        everyone: Condition = {"type": "matchAllCondition", "parameterValues": {}}
        return everyone if operator == "and" else _not(everyone)
    if len(found) == 1:
        return found[0]
    return {"type": "booleanCondition", "parameterValues": {"operator": operator, "subConditions": found}}


def _not(condition: Condition) -> Condition:
    return {"type": "notCondition", "parameterValues": {"subCondition": condition}}


def _value(edge: Edge) -> dict[str, str | float]:
    """Return an edge under the one key of its type."""
    if isinstance(edge, str):
        return {"propertyValueDate": edge if "T" in edge else f"{edge}T00:00:00Z"}
    return {"propertyValueInteger" if isinstance(edge, int) else "propertyValueDouble": edge}


def _size(condition: Condition) -> int:
    told = condition["parameterValues"]
    inner = told.get("subConditions") or [told[key] for key in ("subCondition",) if key in told]
    return sum(map(_size, inner)) if inner else 1


def _names_of(listing: SegmentList, selection: Selection) -> set[str]:
    columns = {test.column for test in selection.tests() if not isinstance(test, Granted | Refused)}
    scopes = {test.scope for test in selection.tests() if isinstance(test, Granted | Refused)}
    return columns | scopes | set(listing.scopes)

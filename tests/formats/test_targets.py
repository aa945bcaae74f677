"""What leaves for other systems matches exactly the people of the listed segments, in every system's own terms."""

import io
import json
import random
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import product
from typing import Any

import duckdb
import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from planner.domain.attribute import MISSING, Attribute, Kind
from planner.domain.boxes import mask_of
from planner.formats.listing import ListedSegment, SegmentList
from planner.formats.losses import LOSSES
from planner.formats.mautic import MOST_GROUPS, mautic_list
from planner.formats.selection import FOLDED
from planner.formats.sql import DIALECTS, MOST_CLAUSES, sql_list
from planner.formats.unomi import MOST_CONDITIONS, unomi_list
from tests.formats.builders import AGE, CITY, CONSENTS, PLAN, a_list, release

Point = dict[str, Any]
ATTRIBUTES = (AGE, PLAN, CITY)
RAW: Mapping[str, Sequence[Any]] = {
    "age": (17, 18, 25, 80, None),
    "plan": ("basic", "gold", 'it\'s "free"', "rare thing"),
    "city": CITY.labels,
}
"""For each value code, what a customer's own record would say."""


def boxes_of(dice: random.Random, sizes: Sequence[int], depth: int) -> Iterator[tuple[frozenset[int], ...]]:
    """Cut a space into disjoint boxes at random."""
    spaces = [tuple(frozenset(range(size)) for size in sizes)]
    for _ in range(depth):
        box = spaces.pop(dice.randrange(len(spaces)))
        wide = [place for place, values in enumerate(box) if len(values) > 1]
        if not wide:
            spaces.append(box)
            continue
        place = dice.choice(wide)
        part = frozenset(dice.sample(sorted(box[place]), dice.randrange(1, len(box[place]))))
        spaces += [(*box[:place], side, *box[place + 1 :]) for side in (part, box[place] - part)]
    yield from spaces


def box_mask(box: Sequence[frozenset[int]], consent: int) -> tuple[int, ...]:
    return (*map(mask_of, box), 1 << consent)


def random_list(seed: int) -> tuple[SegmentList, list[tuple[Point, bool]]]:
    """A list over a random partition, and every kind of person with whether they stand in a listed segment."""
    dice = random.Random(seed)  # noqa: S311 - no secret depends on it
    segments: list[ListedSegment] = []
    people: list[tuple[Point, bool]] = []
    others: list[tuple[int, ...]] = []
    for number, consent in enumerate(CONSENTS):
        for box in boxes_of(dice, [len(attribute.labels) for attribute in ATTRIBUTES], dice.randrange(12)):
            if dice.random() < 0.2:
                continue  # nobody is there
            listed = "email-marketing" in consent and dice.random() < 0.6
            if listed:
                values = tuple(
                    tuple(a.labels[code] for code in sorted(codes)) for a, codes in zip(ATTRIBUTES, box, strict=True)
                )
                segments.append(ListedSegment(len(segments), values, 100, consent))
            elif "email-marketing" in consent:
                others.append(box_mask(box, number))
            people += [(person(codes, consent), listed) for codes in product(*map(sorted, box))]
    return a_list(segments=tuple(segments), consent_sources=(), others=tuple(others)), people


def is_wrong(matched: bool, point: Point, listing: SegmentList, *, listed: bool) -> bool:
    """Whether conditions must not treat a person so: nobody is matched who is not listed, and everybody who is.

    Who has a folded value may be left out where telling it from the others would name values that are not listed.
    """
    named = {label for segment in listing.segments for label in segment.values[1]}
    may_miss = point["plan"] == "rare thing" and not named.issuperset(PLAN.labels)
    return matched is not listed and (matched or not may_miss)


def person(codes: Sequence[int], consent: Sequence[str]) -> Point:
    point = {a.name: RAW[a.name][code] for a, code in zip(ATTRIBUTES, codes, strict=True)}
    country = CITY.levels[0].labels[CITY.levels[0].group_of[codes[2]]]
    return point | {
        "country": country,
        **{f"consent_{scope}": scope in consent for scope in ("ads", "email-marketing")},
    }


# --- SQL ---------------------------------------------------------------------------------------------------------


SQL_TYPES = {"age": "INTEGER", "consent_ads": "BOOLEAN", "consent_email-marketing": "BOOLEAN"}


def in_sql(value: Any) -> str:
    return exp.convert(value).sql(dialect="duckdb")


def where_of(data: bytes) -> str:
    text = data.decode()
    return text[text.index("\nWHERE") + 1 :]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_sql_matches_the_people_of_the_listed_segments_and_nobody_else(seed: int) -> None:
    listing, people = random_list(seed)
    data, _ = sql_list(listing, dialect="duckdb")
    assert data is not None
    points = [point for point, _ in people]
    with duckdb.connect() as database:
        columns = ", ".join(f'"{name}" {SQL_TYPES.get(name, "TEXT")}' for name in points[0])
        database.execute(f"CREATE TABLE people (n INTEGER, {columns})")
        rows = ", ".join(f"({n}, {', '.join(map(in_sql, point.values()))})" for n, point in enumerate(points))
        database.execute(f"INSERT INTO people VALUES {rows}")
        found = {row[0] for row in database.execute(f"SELECT n FROM people {where_of(data)}").fetchall()}
    assert not [n for n, (point, listed) in enumerate(people) if is_wrong(n in found, point, listing, listed=listed)]


def test_sql_reads_consent_from_the_column_it_came_from() -> None:
    data, losses = sql_list(a_list(), dialect="postgres")
    assert data is not None
    assert "CAST(\"newsletter\" AS TEXT) IN ('yes', '1')" in data.decode()
    assert "newsletter (yes, 1)" in next(loss for loss in losses if loss.code == "consent-columns").message


HOSTILE = (
    "'; DROP TABLE people; --",
    "\\",
    "\\'",
    'a"b',
    "]]",
    "`",
    "*/",
    "${x}",
    "{{x}}",
    "\n",
    "é–漢\U0001f600",
    "%s",
    "a\0b",
)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_reads_its_own_values_and_names_back(dialect: str) -> None:
    hostile = [label for label in HOSTILE if "\0" not in label]
    plan = Attribute('pl"an`]', Kind.NOMINAL, (*hostile, "rest"))
    segment = ListedSegment(0, (tuple(hostile),), 100, CONSENTS[3])
    listing = a_list(
        attributes=(plan,), segments=(segment,), campaign="x\n; DROP TABLE y\u2028z", consent_sets=CONSENTS[3:]
    )
    data, _ = sql_list(listing, dialect=dialect)
    assert data is not None
    comments, where = data.decode().split("\nWHERE\n", 1)
    assert all(line.startswith("-- ") and line.isprintable() for line in comments.split("\n"))
    tree = sqlglot.parse_one(where, dialect=dialect)
    texts = {each.name for each in tree.find_all(exp.Literal, exp.National) if each.args.get("is_string", True)}
    assert set(hostile) <= texts
    assert 'pl"an`]' in {column.name for column in tree.find_all(exp.Column)}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_labels_are_compared_as_text_whatever_the_column_holds(dialect: str) -> None:
    mens = Attribute("mens", Kind.NOMINAL, ("0", "1", MISSING, "2"))
    segments = (ListedSegment(0, (("1", MISSING),), 100, CONSENTS[3]),)
    listing = a_list(attributes=(mens,), segments=segments, consent_sets=CONSENTS[3:])
    data, _ = sql_list(listing, dialect=dialect)
    where = sqlglot.parse_one((data or b"").decode().split("\nWHERE\n", 1)[1], dialect=dialect)
    compared = [each.this for each in where.find_all(exp.In, exp.EQ)]
    assert {each.this.name for each in compared if isinstance(each, exp.Cast)} == {"mens", "newsletter"}
    assert all(isinstance(each, exp.Cast) for each in compared)
    if dialect == "duckdb":
        with duckdb.connect() as database:
            database.execute("CREATE TABLE people (mens INT, newsletter BOOLEAN)")
            database.execute("INSERT INTO people VALUES (1, true), (NULL, true), (0, true), (1, false)")
            told = (data or b"").replace(b"'yes', '1'", b"'true', '1'")
            found = database.execute(f"SELECT mens FROM people {where_of(told)} ORDER BY mens").fetchall()
        assert found == [(1,), (None,)]


def test_dates_are_compared_as_dates() -> None:
    joined = Attribute("joined", Kind.ORDERED, ("before", "since", MISSING), edges=("2024-01-01",))
    listing = a_list(attributes=(joined,), segments=(ListedSegment(0, (("since", MISSING),), 100, CONSENTS[3]),))
    sql = sql_list(listing, dialect="postgres")[0] or b""
    assert "\"joined\" >= CAST('2024-01-01' AS DATE)" in sql.decode()
    assert '"joined" IS NULL' in sql.decode()
    assert b'"propertyValueDate": "2024-01-01T00:00:00Z"' in (unomi_list(listing)[0] or b"")
    types = {told["type"] for told in filters_of(listing) if told["field"] == "joined"}
    assert types == {"date"}


# --- Unomi -------------------------------------------------------------------------------------------------------

VALUE_KEYS = {"propertyValue": str, "propertyValueInteger": int, "propertyValueDouble": float}
VALUE_KEYS |= {"propertyValueDate": str, "propertyValueDateExpr": str, "propertyValues": list}
WITHOUT_VALUE = {"exists", "missing"}
COMPARISONS = {"equals", "in", "greaterThan", "greaterThanOrEqualTo", "lessThan"} | WITHOUT_VALUE


def check_unomi(condition: Any) -> None:
    """The shapes that Unomi's condition types declare."""
    assert set(condition) == {"type", "parameterValues"}
    told = condition["parameterValues"]
    match condition["type"]:
        case "booleanCondition":
            assert set(told) == {"operator", "subConditions"}
            assert told["operator"] in {"and", "or"}
            assert len(told["subConditions"]) > 1
            for inner in told["subConditions"]:
                check_unomi(inner)
        case "notCondition":
            assert set(told) == {"subCondition"}
            check_unomi(told["subCondition"])
        case "matchAllCondition":
            assert told == {}
        case "profilePropertyCondition":
            assert told["comparisonOperator"] in COMPARISONS
            assert told["propertyName"].split(".")[0] in {"properties", "consents"}
            values = [key for key in told if key.startswith("propertyValue")]
            assert len(values) == (told["comparisonOperator"] not in WITHOUT_VALUE)
            assert all(type(told[key]) is VALUE_KEYS[key] for key in values)
            assert ("propertyValues" in told) == (told["comparisonOperator"] == "in")
            assert all(type(label) is str for label in told.get("propertyValues", ()))
            assert len(told.get("propertyValues", (1, 2))) > 1
        case other:
            pytest.fail(f"no such condition: {other}")


def unomi_matches(condition: Any, profile: Mapping[str, Any]) -> bool:  # noqa: PLR0911 - one return a condition
    told = condition["parameterValues"]
    match condition["type"]:
        case "booleanCondition":
            combine = all if told["operator"] == "and" else any
            return combine(unomi_matches(inner, profile) for inner in told["subConditions"])
        case "notCondition":
            return not unomi_matches(told["subCondition"], profile)
        case "matchAllCondition":
            return True
    found = profile.get(told["propertyName"])
    wanted = next((value for key, value in told.items() if key.startswith("propertyValue")), None)
    match told["comparisonOperator"]:
        case "missing":
            return found is None
        case "exists":
            return found is not None
        case "equals":
            return bool(found == wanted)
        case "in":
            return wanted is not None and found in wanted
        case "greaterThanOrEqualTo":
            return found is not None and found >= wanted
        case "greaterThan":
            return found is not None and found > wanted
        case _:
            return found is not None and found < wanted


def profile_of(point: Point) -> dict[str, Any]:
    told = {f"properties.{name}": value for name, value in point.items() if "consent" not in name and value is not None}
    for scope in ("ads", "email-marketing"):
        status = "GRANTED" if point[f"consent_{scope}"] else "DENIED"
        told[f"consents.systemscope/{scope}.status"] = status
    return told


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_unomi_matches_the_people_of_the_listed_segments_and_nobody_else(seed: int) -> None:
    listing, people = random_list(seed)
    data, _ = unomi_list(listing)
    assert data is not None
    condition = json.loads(data)["condition"]
    check_unomi(condition)
    for point, listed in people:
        assert not is_wrong(unomi_matches(condition, profile_of(point)), point, listing, listed=listed)


def test_a_consent_past_its_date_does_not_count_in_unomi() -> None:
    listing = a_list(
        segments=(ListedSegment(0, tuple(a.labels for a in ATTRIBUTES), 100, CONSENTS[3]),), consent_sets=CONSENTS[3:]
    )
    condition = json.loads(unomi_list(listing)[0] or b"")["condition"]
    profile = {"consents.systemscope/email-marketing.status": "GRANTED"}
    assert unomi_matches(condition, profile)
    dated = "consents.systemscope/email-marketing.revokeDate"
    assert unomi_matches(condition, {**profile, dated: "past"})  # sorts after the expression "now" as text
    assert not unomi_matches(condition, {**profile, dated: "a"})


def conditions_in(condition: Any) -> list[Mapping[str, Any]]:
    """Every comparison of a Unomi condition."""
    told = condition["parameterValues"]
    inner = [*told.get("subConditions", ()), *([told["subCondition"]] if "subCondition" in told else [])]
    return [each for part in inner for each in conditions_in(part)] if inner else [told]


def test_unomi_is_asked_for_many_labels_at_once_and_for_the_consent_of_all_groups_once() -> None:
    towns = Attribute("town", Kind.NOMINAL, tuple(f"town {i}" for i in range(60)))
    kinds = Attribute("kind", Kind.NOMINAL, tuple("abcdefgh"))
    segments = tuple(
        ListedSegment(i, (towns.labels[i * 4 : i * 4 + 6], (kind,)), 100, CONSENTS[3])
        for i, kind in enumerate(kinds.labels)
    )
    data, _ = unomi_list(a_list(attributes=(towns, kinds), segments=segments, consent_sets=CONSENTS[3:]))
    condition = json.loads(data or b"")["condition"]
    check_unomi(condition)
    asked = conditions_in(condition)
    assert len([each for each in asked if each["propertyName"].endswith(".status")]) == 1
    by_town = [each for each in asked if each["propertyName"] == "properties.town"]
    assert len(by_town) == len(kinds.labels)
    assert all(len(each["propertyValues"]) == 6 for each in by_town)
    granted = {"consents.systemscope/email-marketing.status": "GRANTED"}
    inside = {"properties.town": "town 5", "properties.kind": "a"}
    assert unomi_matches(condition, inside | granted)
    assert not unomi_matches(condition, inside)
    assert not unomi_matches(condition, inside | granted | {"properties.kind": "h"})


def test_a_unomi_segment_has_the_fields_and_identifiers_that_unomi_takes() -> None:
    data, losses = unomi_list(a_list(campaign_id="spring/été 2027"), site="shop")
    told = json.loads(data or b"")
    assert set(told) == {"itemId", "itemType", "metadata", "condition"}
    assert told["itemId"] == told["metadata"]["id"] == "shoal-spring_ete_2027"
    assert (told["itemType"], told["metadata"]["scope"]) == ("segment", "shop")
    assert set(told["metadata"]) == {
        *("id", "name", "description", "scope", "tags", "systemTags"),
        *("enabled", "missingPlugins", "hidden", "readOnly"),
    }
    assert "consents.shop/email-marketing.status" in (data or b"").decode()
    assert "shop" in next(loss for loss in losses if loss.code == "unomi-scope").message


# --- Mautic ------------------------------------------------------------------------------------------------------


def filters_of(listing: SegmentList) -> list[dict[str, Any]]:
    told = json.loads(mautic_list(listing)[0] or b"")
    assert set(told) == {"name", "description", "isPublished", "isGlobal", "filters"}
    return list(told["filters"])


OPERATORS = {
    "select": {"in", "!in", "empty", "!empty"},
    "number": {"gte", "lt", "empty", "!empty"},
    "date": {"gte", "lt", "empty", "!empty"},
    "boolean": {"=", "!="},
}


def check_mautic(filters: Sequence[Mapping[str, Any]]) -> None:
    """The shape that Mautic's segment API takes, and what its merging of `or` with `=` must not find."""
    assert filters[0]["glue"] == "and"
    for told in filters:
        assert set(told) == {"object", "glue", "field", "type", "operator", "properties"}
        assert (told["object"], told["glue"] in {"and", "or"}) == ("lead", True)
        assert told["operator"] in OPERATORS[told["type"]]
        assert told["field"] == told["field"].lower()
        assert len(told["field"]) <= 25
        value = told["properties"]["filter"]
        assert isinstance(value, list) == (told["operator"] in {"in", "!in"})
        assert (value is None) == (told["operator"] in {"empty", "!empty"})


def mautic_matches(filters: Sequence[Mapping[str, Any]], contact: Mapping[str, Any]) -> bool:
    """OR of AND groups: a filter glued by `or` closes the group before it."""
    groups: list[list[bool]] = [[]]
    for told in filters:
        if told["glue"] == "or":
            groups.append([])
        groups[-1].append(mautic_test(told, contact.get(told["field"])))
    return any(all(group) for group in groups)


def mautic_test(told: Mapping[str, Any], found: Any) -> bool:  # noqa: PLR0911 - one return an operator
    wanted, empty = told["properties"]["filter"], found is None or found == ""
    match told["operator"]:
        case "empty" | "!empty":
            return empty is (told["operator"] == "empty")
        case "in":
            return found in wanted
        case "!in":
            return found not in wanted
        case "=":
            return bool(str(found) == wanted)
        case "!=":
            return bool(str(found) != wanted)
        case "gte":
            return not empty and float(found) >= float(wanted)
        case _:
            return not empty and float(found) < float(wanted)


def contact_of(point: Point) -> dict[str, Any]:
    return {name.replace("-", "_"): int(value) if "consent" in name else value for name, value in point.items()}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_mautic_matches_the_people_of_the_listed_segments_and_nobody_else(seed: int) -> None:
    listing, people = random_list(seed)
    if mautic_list(listing)[0] is None:
        assert all(segment.values[1] == ("other",) for segment in listing.segments)
        return
    filters = filters_of(listing)
    check_mautic(filters)
    for point, listed in people:
        assert not is_wrong(mautic_matches(filters, contact_of(point)), point, listing, listed=listed)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_conditions_kept_few_still_match_everybody_listed_and_nobody_else(seed: int) -> None:
    listing, people = random_list(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("planner.formats.selection.MOST_EXACT", 0)
        data, losses = unomi_list(listing)
    if listing.segments:
        assert "empty-places" in {loss.code for loss in losses}
    condition = json.loads(data or b"")["condition"]
    for point, listed in people:
        assert not is_wrong(unomi_matches(condition, profile_of(point)), point, listing, listed=listed)


def test_every_group_of_a_mautic_segment_asks_for_consent() -> None:
    listing = a_list()
    groups: list[list[str]] = [[]]
    for told in filters_of(listing):
        if told["glue"] == "or":
            groups.append([])
        if told["operator"] == "=":
            groups[-1].append(told["field"])
    assert len(groups) > 1
    assert all("consent_email_marketing" in fields for fields in groups)


def test_a_mautic_segment_is_not_live_when_it_arrives() -> None:
    told = json.loads(mautic_list(a_list())[0] or b"")
    assert (told["isPublished"], told["isGlobal"]) == (False, False)


def test_the_growth_of_a_tree_without_brackets_is_reported() -> None:
    part = (AGE.labels[1:2] + AGE.labels[3:], ("basic",), ("Lyon",))
    listing = a_list(segments=(ListedSegment(0, part, 100, CONSENTS[3]),))
    _, losses = mautic_list(listing)
    growth = next(loss for loss in losses if loss.code == "growth")
    assert growth.facts == {"groups": 3, "boxes": 1}


# --- what no file says ---


def telltale(listing: SegmentList) -> SegmentList:
    """The list with labels that nothing else in a bundle is called."""

    def told(label: str) -> str:
        return label if label in FOLDED | {MISSING} else f"zz{label}"

    attributes = tuple(
        replace(
            attribute,
            labels=tuple(map(told, attribute.labels)),
            levels=tuple(replace(level, labels=tuple(map(told, level.labels))) for level in attribute.levels),
        )
        for attribute in listing.attributes
    )
    segments = tuple(
        replace(segment, values=tuple(tuple(map(told, labels)) for labels in segment.values))
        for segment in listing.segments
    )
    return replace(listing, attributes=attributes, segments=segments)


@pytest.mark.parametrize("exact", [0, 100])
@pytest.mark.parametrize("seed", range(12))
def test_no_file_names_a_value_that_no_listed_segment_has(
    seed: int, exact: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.formats.selection.MOST_EXACT", exact)
    listing = telltale(random_list(seed)[0])
    listing = replace(listing, segments=listing.segments[:: seed % 4 + 1])
    files = release(listing).content.files
    had = {label for segment in listing.segments for labels in segment.values for label in labels}
    groups = {
        level.labels[group]
        for level in listing.attributes[2].levels
        for label, group in zip(listing.attributes[2].labels, level.group_of, strict=True)
        if label in had
    }
    every = {label for attribute in listing.attributes for label in attribute.labels}
    every |= {label for attribute in listing.attributes for level in attribute.levels for label in level.labels}
    texts = {name: (unzipped(data) if name == "list.xlsx" else data).decode() for name, data in files.items()}
    for label in every - had - groups - FOLDED - {MISSING}:
        spelled = {label, json.dumps(label)[1:-1], label.replace("'", "''"), escape(label)}
        assert not [name for name, text in texts.items() if any(each in text for each in spelled)]
    if any("zzgold" in labels for segment in listing.segments for labels in segment.values):
        assert {"list.json", "list.csv", "list.xlsx"} <= {name for name, text in texts.items() if "zzgold" in text}


def unzipped(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return b"".join(map(book.read, book.namelist()))


# --- what targets cannot say -------------------------------------------------------------------------------------


def checkerboard(size: int) -> SegmentList:
    """As many boxes as there can be: no two neighbours are listed."""
    rows, columns = (Attribute(n, Kind.NOMINAL, tuple(f"{n}{i}" for i in range(size))) for n in ("row", "column"))
    segments = tuple(ListedSegment(i, ((f"row{i}",), (f"column{i}",)), 100, CONSENTS[3]) for i in range(size))
    return a_list(attributes=(rows, columns), segments=segments, consent_sets=CONSENTS[3:])


@pytest.mark.parametrize(
    ("size", "write"),
    [
        (MOST_CLAUSES + 1, lambda listing: sql_list(listing, dialect="duckdb")),
        (MOST_CONDITIONS // 2, unomi_list),
        (MOST_GROUPS + 1, mautic_list),
    ],
)
def test_a_list_too_large_for_a_target_has_no_file_and_says_so(size: int, write: Any) -> None:
    data, losses = write(checkerboard(size))
    assert data is None
    assert [loss.code for loss in losses] == ["too-large"]
    assert str(size)[:2] in losses[0].message or "conditions" in losses[0].message


def test_a_large_list_below_the_bound_is_written() -> None:
    data, _ = sql_list(checkerboard(MOST_CLAUSES // 4), dialect="duckdb")
    assert data is not None
    with duckdb.connect() as database:
        database.execute('CREATE TABLE people ("row" TEXT, "column" TEXT, newsletter TEXT)')
        database.execute("INSERT INTO people VALUES ('row7', 'column7', 'yes'), ('row7', 'column8', 'yes')")
        assert database.execute(f"SELECT * FROM people {where_of(data)}").fetchall() == [("row7", "column7", "yes")]


@pytest.mark.parametrize("write", [lambda told: sql_list(told, dialect="mysql"), unomi_list, mautic_list])
def test_every_target_says_what_it_cannot_promise(write: Any) -> None:
    _, losses = write(a_list())
    codes = {loss.code for loss in losses}
    assert {"live-data", "protected", "consent-merged", "numbers", "labels", "levels", "missing", "folded"} <= codes
    assert codes <= set(LOSSES)
    protected = next(loss for loss in losses if loss.code == "protected")
    assert "210 people whom Shoal protects" in protected.message
    assert all("{" not in loss.message for loss in losses)


def in_plans(*sets: tuple[str, ...]) -> SegmentList:
    """One segment for each set of plans, anywhere, each of its own age."""
    places = zip(AGE.labels, sets, strict=False)
    segments = (
        ListedSegment(i, ((age,), plans, CITY.labels), 100, CONSENTS[3]) for i, (age, plans) in enumerate(places)
    )
    return a_list(segments=tuple(segments), consent_sets=CONSENTS[3:], consent_sources=())


@pytest.mark.parametrize(
    ("plans", "codes", "matched"),
    [
        ([("other",), PLAN.labels[:3]], {"folded"}, {"rare thing"}),
        ([("gold", "other")], {"folded-out"}, {"gold"}),
        ([("other",), ("gold",)], {"folded-out"}, set()),
        ([PLAN.labels], set(), {"rare thing", *PLAN.labels[:3]}),
    ],
)
def test_folded_values_are_told_from_others_only_where_those_are_listed(
    plans: list[tuple[str, ...]], codes: set[str], matched: set[str]
) -> None:
    data, losses = unomi_list(in_plans(*plans))
    assert {loss.code for loss in losses if loss.code.startswith("folded")} == codes
    young = {"consents.systemscope/email-marketing.status": "GRANTED", "properties.age": 17}
    condition = json.loads(data or b"")["condition"]
    asked = ("rare thing", *PLAN.labels[:3])
    assert {plan for plan in asked if unomi_matches(condition, young | {"properties.plan": plan})} == matched


def test_an_audience_that_cuts_nobody_warns_of_nobody() -> None:
    _, losses = unomi_list(a_list(protected=0))
    assert "protected" not in {loss.code for loss in losses}


def test_people_of_a_wider_consent_are_not_taken_along() -> None:
    """Two groups of one place, told apart by consent alone; only one was approved."""
    everywhere = tuple(attribute.labels for attribute in ATTRIBUTES)
    only_email = a_list(segments=(ListedSegment(0, everywhere, 100, CONSENTS[3]),), consent_sources=())
    filters = filters_of(only_email)
    assert mautic_matches(filters, {"consent_email_marketing": 1, "consent_ads": 0})
    assert not mautic_matches(filters, {"consent_email_marketing": 1, "consent_ads": 1})
    both = replace(only_email, segments=(*only_email.segments, ListedSegment(1, everywhere, 100, CONSENTS[2])))
    assert mautic_matches(filters_of(both), {"consent_email_marketing": 1, "consent_ads": 1})
    assert [told["field"] for told in filters_of(both)] == ["consent_email_marketing"]


def test_names_that_a_system_cannot_take_are_told_apart_and_reported() -> None:
    labels = ("a", "b")
    twins = tuple(Attribute(name, Kind.NOMINAL, labels) for name in ("Plan A", "plan.a", "plan_a"))
    listing = a_list(attributes=twins, segments=(ListedSegment(0, (("a",),) * 3, 100, CONSENTS[3]),))
    fields = [told["field"] for told in filters_of(listing) if told["type"] == "select"]
    assert len(set(fields)) == 3
    assert all(set(field) <= set("abcdefghijklmnopqrstuvwxyz0123456789_") for field in fields)
    losses = {loss.code: loss.message for loss in mautic_list(listing)[1]}
    assert "plan.a is " in losses["renamed"]


def test_an_empty_selection_matches_nobody() -> None:
    nobody = a_list(segments=())
    assert where_of(sql_list(nobody, dialect="duckdb")[0] or b"").split() == ["WHERE", "1", "=", "0"]
    condition = json.loads(unomi_list(nobody)[0] or b"")["condition"]
    check_unomi(condition)
    assert not unomi_matches(condition, {})
    data, losses = mautic_list(nobody)
    assert data is None
    assert [loss.code for loss in losses] == ["nobody"]


def test_masks_name_their_values() -> None:
    assert mask_of((0, 3)) == 0b1001

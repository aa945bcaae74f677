"""Snapshots: what one import or refresh of a population made, and the digest that stands for its segments."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.canonical import Json, digest
from planner.domain.finding import Finding, Severity, facts_to_json
from planner.domain.segments import SegmentTable, ValueSets

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class ConsentSource:
    """Where a consent scope was read from in the customer data: a column and the texts that mean yes."""

    scope: str
    column: str
    granted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SnapshotRecord:
    """The facts of one snapshot, without its segments; every number counts people unless its name says otherwise."""

    id: str
    population: str
    made_at: str
    """When, as ISO 8601 text in UTC."""
    floor: int
    people_in: int
    people_kept: int
    people_dropped: int
    rows: int
    cells: int
    segments: int
    columns: Mapping[str, str]
    """Column name → the role it was given."""
    quality: Mapping[str, float | int]
    mapping_digest: str
    consents: tuple[ConsentSource, ...] = ()
    """The consent columns, in the order of their scopes."""
    table_digest: str = ""
    """`table_digest` of the segments; the store fills it in when it saves them."""
    findings: tuple[Finding, ...] = ()
    scopes: tuple[str, ...] = ()
    """The consent scopes in the order of the cut tree's bits."""
    cut: str = ""
    """The snapshot whose cut this one keeps, when it is a refresh; empty where it was cut itself."""
    refreshed_from: str = ""
    """The snapshot before, when this is a refresh: counts are then held back until they differ by the floor."""

    @property
    def lineage(self) -> str:
        """The snapshot that was cut: all that keep its cut are one lineage."""
        return self.cut or self.id

    def to_json(self) -> dict[str, Json]:
        """Return the record as JSON; `from_json` reads it back to an equal record."""
        plain: dict[str, Json] = {name: getattr(self, name) for name in self.__slots__}
        return plain | {
            "columns": dict(self.columns),
            "quality": dict(self.quality),
            "consents": [[each.scope, each.column, list(each.granted)] for each in self.consents],
            "findings": [
                {"code": each.code, "severity": each.severity.value, "facts": facts_to_json(each.facts)}
                for each in self.findings
            ],
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "SnapshotRecord":
        """Read what `to_json` wrote."""
        consents = tuple(ConsentSource(scope, column, tuple(granted)) for scope, column, granted in plain["consents"])
        findings = tuple(map(_finding_from, plain["findings"]))
        scopes = tuple(plain.get("scopes", ()))
        return cls(**{**plain, "consents": consents, "findings": findings, "scopes": scopes})


def describe_table(table: SegmentTable) -> dict[str, Json]:
    """Return what a segment table says besides its arrays: floor, attributes and consent sets."""
    return {
        "floor": table.floor,
        "attributes": [_plain_attribute(attribute) for attribute in table.attributes],
        "consents": [sorted(scopes) for scopes in table.consents],
    }


def table_arrays(table: SegmentTable) -> dict[str, NDArray[Any]]:
    """Return the arrays of a segment table by name: `people`, `consent`, `ids.i`, `sets.i` of attribute i."""
    arrays: dict[str, NDArray[Any]] = {"people": table.people, "consent": table.consent}
    for i, (ids, values) in enumerate(zip(table.ids, table.sets, strict=True)):
        arrays |= {f"ids.{i}": ids, f"sets.{i}": values.words}
    if table.homogeneous is not None:
        arrays["homogeneous"] = table.homogeneous
    return arrays


def table_from(description: Mapping[str, Any], arrays: Arrays) -> SegmentTable:
    """Put a table together again from `describe_table` and `table_arrays`; arrays are used as they are."""
    attributes = [_attribute_from(plain) for plain in description["attributes"]]
    return SegmentTable(
        floor=description["floor"],
        sets=tuple(ValueSets(attribute, arrays[f"sets.{i}"]) for i, attribute in enumerate(attributes)),
        ids=tuple(arrays[f"ids.{i}"] for i in range(len(attributes))),
        consents=tuple(map(frozenset, description["consents"])),
        consent=arrays["consent"],
        people=arrays["people"],
        homogeneous=arrays.get("homogeneous"),
    )


def table_digest(table: SegmentTable) -> str:
    """Return the one digest of a segment table, the same on every machine: O(bytes of its arrays)."""
    digests = {name: array_digest(array) for name, array in table_arrays(table).items()}
    return digest_of_parts(describe_table(table), digests)


def digest_of_parts(description: Mapping[str, Json], array_digests: Mapping[str, str]) -> str:
    """Return `table_digest` from the digests of the arrays, when those are at hand already."""
    return digest({"table": description, "arrays": array_digests})


def array_digest(array: NDArray[Any]) -> str:
    """Return the SHA-256, in hexadecimal, of an array's type, shape and little-endian bytes in C order."""
    stored = little_endian(array)
    hashed = hashlib.sha256(f"{stored.dtype.str} {stored.shape}\n".encode())
    hashed.update(stored.data if stored.size else b"")
    return hashed.hexdigest()


def little_endian(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array in the one byte order and layout that is stored; itself when it has them already."""
    return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).reshape(array.shape)


def _plain_attribute(attribute: Attribute) -> dict[str, Json]:
    plain: dict[str, Json] = {
        "name": attribute.name,
        "kind": attribute.kind.value,
        "labels": attribute.labels,
        "edges": attribute.edges,
        "levels": [_plain_level(level) for level in attribute.levels],
        "priority": attribute.priority,
        "behavioural": attribute.behavioural,
    }
    return plain | _plain_rare(attribute)


def _plain_level(level: Level) -> dict[str, Json]:
    return {"name": level.name, "labels": level.labels, "group_of": level.group_of, **_plain_rare(level)}


def _plain_rare(each: Attribute | Level) -> dict[str, Json]:
    return {"rare": each.rare} if each.rare else {}


def _attribute_from(plain: Mapping[str, Any]) -> Attribute:
    return Attribute(
        name=plain["name"],
        kind=Kind(plain["kind"]),
        labels=tuple(plain["labels"]),
        edges=tuple(plain["edges"]),
        levels=tuple(_levels_from(plain["levels"])),
        priority=plain["priority"],
        behavioural=plain["behavioural"],
        rare=tuple(plain.get("rare", ())),
    )


def _levels_from(levels: Iterable[Mapping[str, Any]]) -> Iterable[Level]:
    for plain in levels:
        yield Level(plain["name"], tuple(plain["labels"]), tuple(plain["group_of"]), tuple(plain.get("rare", ())))


def _finding_from(plain: Mapping[str, Any]) -> Finding:
    facts = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in plain["facts"].items()}
    return Finding(plain["code"], Severity(plain["severity"]), facts)

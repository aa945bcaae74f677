"""In the child: from the grouped rows of a file to cells, with every person in exactly one of them."""

from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.intake.cell_labels import Coder, Column, code_column
from planner.intake.cell_merge import merge_cells
from planner.intake.cell_query import Grouping, Layout, group_rows, hashed, pack
from planner.intake.engine import Connection, keep_table, read_number
from planner.intake.mapping import AttributeColumn, ConsentColumn, Mapping, SensitiveColumn, check_against
from planner.intake.people import NEVER, resolve_people
from planner.intake.sampling import extend
from planner.intake.source import Source

_ROWS_A_PASS = 40_000_000
"""Rows whose identifiers are compared in one pass: 24 bytes of memory for each."""

_MOST_PEOPLE = 1 << 53
"""Sums of people stay exact in the arithmetic used."""

Codes = list[NDArray[np.unsignedinteger]]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows grouped by what they hold: the code of each part, how many people, and what these granted."""

    codes: Codes
    people: NDArray[np.int64]
    consent: NDArray[np.uint32]

    def __add__(self, other: "Rows") -> "Rows":
        """Return both, one behind the other."""
        if not len(other.people):
            return self
        codes = [np.concatenate(pair) for pair in zip(self.codes, other.codes, strict=True)]
        people = np.concatenate((self.people, other.people))
        return Rows(codes, people, np.concatenate((self.consent, other.consent)))

    def take(self, chosen: NDArray[Any]) -> "Rows":
        """Return the chosen ones."""
        return Rows([code[chosen] for code in self.codes], self.people[chosen], self.consent[chosen])


@dataclass(frozen=True, eq=False)
class Rest:
    """Rows that were kept apart: with texts the sample did not show, or of people who may have several rows."""

    codes: Codes
    people: NDArray[np.int64]
    person: NDArray[np.int64]
    """The number of the person, 0 where every row is somebody."""
    updated: NDArray[np.int64]


def cells_task(
    connection: Connection, source: Source, parameters: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Count cells: the child's half of `cells.count_cells`, which says what is promised."""
    mapping = read_parameters(parameters)
    check_against(mapping, source.columns)
    unnamed = suspects = 0
    if mapping.identifier:
        source.enter("identifiers")
        unnamed, suspects = _find_suspects(connection, source, mapping.identifier)
    source.enter("reading")
    grouping = group_rows(connection, source, mapping, suspects=suspects > 0, unnamed=unnamed > 0)
    source.enter("counting")
    named = read_number(connection, "SELECT sum(rows) FROM grouped")
    if not named:
        raise PlannerError("nobody-identified" if unnamed else "file-has-no-rows", rows=unnamed)
    coder, certain, rest = _fetch(connection, mapping, grouping)
    rows, facts = _settle(coder, certain, rest)
    facts |= {"rows": named + unnamed, "rows_without_identifier": unnamed, "people": int(rows.people.sum())}
    facts["duplicate_rows"] = named - facts["people"] if mapping.identifier else 0
    if not 0 < facts["people"] < _MOST_PEOPLE:
        raise PlannerError("weights-add-up-wrong", column=mapping.weight or "")
    return _outcome(coder, rows, facts, parameters)


def read_parameters(parameters: AnyMapping[str, Any]) -> Mapping:
    """Rebuild the mapping from the JSON that `asdict` made of it."""
    said = parameters["mapping"]
    return Mapping(
        attributes=tuple(AttributeColumn(**{**_tuples(one), "kind": Kind(one["kind"])}) for one in said["attributes"]),
        consents=tuple(ConsentColumn(**_tuples(one)) for one in said["consents"]),
        sensitive=tuple(SensitiveColumn(**_tuples(one)) for one in said["sensitive"]),
        identifier=said["identifier"],
        updated=said["updated"],
        weight=said["weight"],
    )


def _tuples(said: AnyMapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}


def _find_suspects(connection: Connection, source: Source, identifier: str) -> tuple[int, int]:
    """Put hashes that occur more than once into the table `suspects`; return the rows without identifier, and those.

    Looks at the identifier alone, in as many passes as keep its memory bounded. Hashes that collide by chance only
    send two people the exact way.
    """
    passes = 1 + source.estimated_rows // _ROWS_A_PASS
    unnamed, suspects = 0, []
    for number in range(passes):
        share = f"WHERE (hash >> 1) % {passes} = {number}" if passes > 1 else ""
        connection.execute(f"CREATE TEMP TABLE hashes AS SELECT hash FROM {hashed(source, identifier)} {share}")
        hashes = connection.execute("FROM hashes").fetchnumpy()["hash"]
        connection.execute("DROP TABLE hashes")
        hashes.sort()
        named = int(np.searchsorted(hashes, 1))
        unnamed += named
        hashes = hashes[named:]
        again = hashes[1:][hashes[1:] == hashes[:-1]]
        suspects.append(again[np.diff(again, prepend=np.uint64(0)) != 0])
    keep_table(connection, "suspects", {"hash": np.concatenate(suspects)})
    return unnamed, sum(map(len, suspects))


def _fetch(connection: Connection, mapping: Mapping, grouping: Grouping) -> tuple[Coder, Rows, Rest]:
    """Return the grouped rows as arrays, under dictionaries that now hold every text of the file."""
    words = ", ".join(f"word{place}" for place in range(grouping.layout.words))
    found = _columns(
        connection, f"SELECT {words}, people FROM grouped WHERE people > 0 AND rest IS NULL AND who IS NULL"
    )
    certain = _unpack(grouping.layout, found), found["people"]
    connection.execute(
        "CREATE TEMP TABLE persons AS SELECT who, row_number() OVER () AS person "
        "FROM (SELECT DISTINCT who FROM grouped WHERE who IS NOT NULL)"
    )
    whose = f"people, coalesce(person, 0)::BIGINT AS person, coalesce(touched, ({NEVER})::BIGINT) AS updated"
    known = _columns(
        connection, f"SELECT {words}, {whose} FROM grouped JOIN persons ON persons.who = grouped.who WHERE rest IS NULL"
    )
    connection.execute(
        f"CREATE TEMP TABLE rest AS SELECT rest AS texts, {whose} FROM grouped "
        "LEFT JOIN persons ON persons.who = grouped.who WHERE people > 0 AND rest IS NOT NULL"
    )
    connection.execute("DROP TABLE grouped")
    dictionaries, codes, late = _fetch_rest(connection, grouping)
    codes = [np.concatenate(pair) for pair in zip(_unpack(grouping.layout, known), codes, strict=True)]
    both = (np.concatenate((known[name], late[name])) for name in ("people", "person", "updated"))
    coder = Coder(mapping, grouping.parts, dictionaries)
    return coder, _granting(coder, *certain), Rest(codes, *both)


def _fetch_rest(
    connection: Connection, grouping: Grouping
) -> tuple[tuple[list[str], ...], Codes, dict[str, NDArray[Any]]]:
    """Return the dictionaries with the texts they missed added, the codes of the rows that have those, and whose."""
    dictionaries = list(grouping.dictionaries)
    for place, part in enumerate(grouping.parts):
        if not part.edges:
            distinct = f"SELECT DISTINCT texts[{place + 1}] FROM rest"
            dictionaries[place] = extend(connection, dictionaries[place], distinct, part.column)
    cells = [f"texts[{place + 1}]" for place in range(len(grouping.parts))]
    packing = pack(connection, grouping.parts, dictionaries, cells, series=1)
    fields = ", ".join(f"{word} AS word{place}" for place, word in enumerate(packing.words))
    found = _columns(connection, f"SELECT {fields}, people, person, updated FROM rest {packing.joins}")
    return tuple(dictionaries), _unpack(packing.layout, found), found


def _columns(connection: Connection, query: str) -> dict[str, NDArray[Any]]:
    return connection.execute(query).fetchnumpy()


def _unpack(layout: Layout, found: dict[str, NDArray[Any]]) -> Codes:
    return layout.unpack([found.pop(f"word{place}") for place in range(layout.words)])


def _granting(coder: Coder, codes: Codes, people: NDArray[np.int64]) -> Rows:
    return Rows(codes, people, coder.consent(codes, len(people)))


def _settle(coder: Coder, certain: Rows, rest: Rest) -> tuple[Rows, dict[str, Any]]:
    """Give every person one row, and say how often a person's rows disagreed."""
    rows = _granting(coder, rest.codes, rest.people)
    several = np.flatnonzero(rest.person)
    theirs = rows.take(several)
    resolved = resolve_people(
        rest.person[several], rest.updated[several], coder.sort_words(theirs.codes), theirs.consent
    )
    chosen = theirs.take(resolved.chosen)
    persons = Rows(chosen.codes, np.ones(len(chosen.people), dtype=np.int64), resolved.consent)
    facts = {
        "conflicting_people": resolved.conflicting_people,
        "conflicting_consents": resolved.conflicting_consents,
    }
    return certain + rows.take(np.flatnonzero(rest.person == 0)) + persons, facts


def _outcome(
    coder: Coder, rows: Rows, facts: dict[str, Any], parameters: AnyMapping[str, Any]
) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Label every column, merge what became the same cell, and put the cells in the order of their codes."""
    listed = {name: [tuple(path) for path in paths] for name, paths in parameters["listed"].items()}
    described: tuple[Column, ...] = (*coder.mapping.attributes, *coder.mapping.sensitive)
    columns = [
        code_column(coder, column, (rows.codes, rows.people), floor=parameters["floor"], listed=listed)
        for column in described
    ]
    sizes = [len(coded.column.labels) for coded in columns]
    merged, people = merge_cells(
        [*(coded.codes for coded in columns), rows.consent], [*sizes, 1 << len(coder.scopes)], rows.people
    )
    split = len(coder.mapping.attributes)
    header = facts | {
        "scopes": coder.scopes,
        "attributes": [asdict(coded.column) for coded in columns[:split]],
        "sensitive": [asdict(coded.column) for coded in columns[split:]],
        "folded": {coded.column.name: coded.folded for coded in columns if coded.folded},
    }
    arrays = {f"codes_{place}": codes for place, codes in enumerate(merged[:-1])}
    return header, arrays | {"consent": merged[-1], "people": people}

"""Factored conditions hold where any of their clauses does, and say less than the clauses do."""

from hypothesis import given
from hypothesis import strategies as st

from planner.formats.conditions import Clause, OneOf, Test
from planner.formats.factoring import Nested, factored

COLUMNS = ("age", "city", "plan")
LABELS = "xyz"
PEOPLE = [dict(zip(COLUMNS, (a, c, p), strict=True)) for a in LABELS for c in LABELS for p in LABELS]

tests = st.builds(OneOf, st.sampled_from(COLUMNS), st.sets(st.sampled_from(LABELS), min_size=1).map(tuple))
clauses = st.lists(st.lists(st.lists(tests, min_size=1, max_size=2).map(tuple), max_size=4).map(tuple), max_size=8)


def is_true(any_of: tuple[Test, ...], person: dict[str, str]) -> bool:
    return any(isinstance(test, OneOf) and person[test.column] in test.labels for test in any_of)


def holds(nested: Nested, person: dict[str, str]) -> bool:
    either = not nested.either or any(holds(each, person) for each in nested.either)
    return either and all(is_true(any_of, person) for any_of in nested.every)


def size(nested: Nested) -> int:
    return len(nested.every) + sum(map(size, nested.either))


def wanted(column: str, labels: str) -> tuple[Test, ...]:
    return (OneOf(column, tuple(labels)),)


@given(clauses)
def test_factored_conditions_hold_exactly_where_any_clause_does(found: list[Clause]) -> None:
    nested = factored(found, lambda _test: 1)
    for person in PEOPLE:
        expected = any(all(is_true(any_of, person) for any_of in clause) for clause in found)
        assert (nested is not None and holds(nested, person)) == expected
    assert nested is None or size(nested) <= sum(map(len, found))


def test_what_many_clauses_demand_is_written_once() -> None:
    young, old = wanted("age", "x"), wanted("age", "yz")
    found = [(young, wanted("city", label), wanted("plan", "x")) for label in LABELS]
    found += [(old, wanted("city", label), wanted("plan", "x")) for label in LABELS]
    nested = factored(found, lambda _test: 1)
    assert nested is not None
    assert nested.every == (wanted("plan", "x"),)
    assert [each.every for each in nested.either] == [(young,), (old,)]
    assert size(nested) == 1 + 2 * (1 + len(LABELS))


def test_a_clause_that_demands_more_than_another_is_left_out() -> None:
    young, lyon = wanted("age", "x"), wanted("city", "y")
    assert factored([(young, lyon), (young,)], lambda _test: 1) == Nested((young,))

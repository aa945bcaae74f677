"""The oracle is believed because it finds what textbooks say is there, and what was planted."""

import pytest

from tests.attacks.oracle import Answer, Oracle, Span, atoms
from tests.attacks.world import Person, World

MAIL = frozenset({"email-marketing"})
WORLD = World(
    "planted",
    {"plan": ("free", "pro")},
    (
        *[Person({"plan": "free"}, MAIL)] * 60,
        *[Person({"plan": "pro"}, MAIL)] * 25,
        *[Person({"plan": "pro"}, MAIL)] * 3,
    ),
)


def people(*numbers: int) -> int:
    return sum(1 << number for number in numbers)


def segment(plan: str, count: int, *scopes: str) -> Answer:
    return {"people": count, "values": {"plan": [plan]}, "scopes": list(scopes)}


def shown(*segments: Answer) -> list[str]:
    """The breaks that a listing of segments comes to."""
    oracle = Oracle(WORLD, 20, 50)
    oracle.see_segments({"population": "customers", "segments": segments})
    return [each.code for each in oracle.breaks]


def test_a_tracker_solves_the_count_of_one_person() -> None:
    """Denning, Denning and Schwartz, *The Tracker*, 1979: neither query is small."""
    everyone, all_but_one = people(*range(10)), people(*range(1, 10))
    span = Span([everyone, all_but_one])
    assert span.solves(people(0))
    assert not span.solves(people(1))


def test_counts_of_two_crossing_groups_do_not_solve_what_they_share_but_that_of_both_together_does() -> None:
    one, other = people(0, 1, 2, 3), people(2, 3, 4, 5)
    assert not Span([one, other]).solves(one & other)
    assert Span([one, other, one | other]).solves(one & other)


def test_counts_can_solve_a_group_that_is_no_difference_of_two() -> None:
    """Half of the sum of three pairs less the third pair: a solution with fractions."""
    a, b, c = people(0, 1), people(2), people(3, 4)
    assert Span([a | b, b | c, a | c]).solves(b)


def test_lists_tell_apart_more_than_their_counts_do() -> None:
    one, other = people(0, 1, 2, 3), people(2, 3, 4, 5)
    everyone = people(*range(8))
    assert sorted(atoms([one, other], everyone)) == sorted([people(0, 1), people(2, 3), people(4, 5), people(6, 7)])


def test_segments_that_say_the_truth_are_believed() -> None:
    assert shown(segment("free", 60, *MAIL), segment("pro", 28, *MAIL)) == []
    assert shown(segment("free", 60), segment("pro", 28)) == []


@pytest.mark.parametrize(
    "segments",
    [
        [segment("free", 61, *MAIL), segment("pro", 27, *MAIL)],
        [segment("free", 60, *MAIL)],
        [segment("free", 60, *MAIL), segment("free", 60, *MAIL), segment("pro", 28, *MAIL)],
        [segment("free", 60, *MAIL), segment("pro", 28, *MAIL, "sms-marketing")],
    ],
    ids=["counts that are not true", "somebody in none", "somebody in two", "a consent that nobody gave"],
)
def test_the_oracle_notices(segments: list[Answer]) -> None:
    assert shown(*segments) == ["segments-are-not-what-they-say"]

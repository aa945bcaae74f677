import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind, Sensitive
from planner.domain.consent_sets import ConsentFold, fold_consents
from planner.domain.privacy_model import PrivacyModel
from planner.domain.segments import Cells
from tests.domain.populations import cells_from

EVERYONE = Attribute("everyone", Kind.NOMINAL, ("yes",))
SCOPES = tuple(f"scope {i}" for i in range(32))


def population(people_by_consent: dict[int, int]) -> Cells:
    return cells_from([EVERYONE], [], SCOPES, [(0, consent, people) for consent, people in people_by_consent.items()])


def folded(people_by_consent: dict[int, int], floor: int) -> dict[int, int]:
    """Consent set as given → consent set as treated."""
    cells = population(people_by_consent)
    fold = fold_consents(cells, PrivacyModel.of(cells, floor))
    return dict(zip(fold.raw.tolist(), fold.sets[fold.target].tolist(), strict=True))


def test_large_consent_sets_stay_as_they_are() -> None:
    assert folded({0b00: 20, 0b01: 30, 0b11: 25}, 20) == {0b00: 0b00, 0b01: 0b01, 0b11: 0b11}


def test_a_small_set_gives_up_its_own_scopes_before_it_costs_many_people_theirs() -> None:
    assert folded({0b001: 500, 0b101: 3}, 20) == {0b001: 0b001, 0b101: 0b001}


def test_two_small_sets_share_what_both_granted() -> None:
    assert folded({0b011: 12, 0b110: 12, 0b1000: 400}, 20) == {0b011: 0b010, 0b110: 0b010, 0b1000: 0b1000}


def test_a_few_people_without_any_consent_take_the_fewest_grants_with_them() -> None:
    assert folded({0b00: 3, 0b01: 40, 0b11: 30}, 20) == {0b00: 0b00, 0b01: 0b00, 0b11: 0b11}


def test_a_consent_set_is_large_enough_only_if_it_is_diverse_too() -> None:
    illness = Sensitive("illness", ("a", "b"), distinct=2)
    rows = [(0, 0, 0b1, 30), (0, 0, 0b0, 20), (0, 1, 0b0, 20)]
    cells = cells_from([EVERYONE], [illness], SCOPES, rows)
    fold = fold_consents(cells, PrivacyModel.of(cells, 20))
    assert fold.sets.tolist() == [0]


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 2**32 - 1), st.integers(1, 30), min_size=1), st.integers(2, 20))
def test_folding_only_ever_takes_scopes_away_and_leaves_no_small_set(people: dict[int, int], floor: int) -> None:
    if sum(people.values()) < floor:
        return
    treated = folded(people, floor)
    assert all(mask & ~given == 0 for given, mask in treated.items())
    for mask in set(treated.values()):
        assert sum(number for given, number in people.items() if treated[given] == mask) >= floor


def test_a_hundred_thousand_consent_sets_fold_in_a_moment() -> None:
    masks = np.arange(100_000, dtype=np.int64) * 40_503 % 2**32
    people = dict.fromkeys(masks.tolist(), 1) | {2**32 - 1: 500}
    treated = folded(people, 20)
    assert len(treated) == len(people)
    assert treated[2**32 - 1] == 2**32 - 1
    assert all(mask & ~given == 0 for given, mask in treated.items())


@pytest.mark.parametrize(("consent", "place"), [(0b11, 2), (0b111, 2), (0b101, 1), (0b100, 0), (0b0, 0)])
def test_a_consent_set_never_seen_takes_the_largest_set_within_it(consent: int, place: int) -> None:
    sets = np.array([0b00, 0b01, 0b11], dtype=np.uint32)
    fold = ConsentFold(raw=sets, target=np.arange(3, dtype=np.uint16), sets=sets)
    assert fold.set_of(np.array([consent], dtype=np.uint32)).tolist() == [place]


def test_a_consent_set_that_covers_no_known_set_belongs_nowhere() -> None:
    sets = np.array([0b01], dtype=np.uint32)
    fold = ConsentFold(raw=sets, target=np.zeros(1, dtype=np.uint16), sets=sets)
    assert fold.set_of(np.array([0b10, 0b11], dtype=np.uint32)).tolist() == [-1, 0]


@given(st.dictionaries(st.sampled_from([0, 1, 6, 7, 1 << 15, 1 << 20, (1 << 32) - 1]), st.integers(2, 60), min_size=1))
def test_sets_of_enough_people_stay_as_they_are_whether_scopes_are_few_or_many(people: dict[int, int]) -> None:
    assert folded(people, 2) == {consent: consent for consent in people}

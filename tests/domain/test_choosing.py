import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.attribute import MISSING, Attribute, Kind, Level
from planner.domain.choosing import RANGE_FROM, chosen_by, condition_naming, named_by, naming_as, with_operator
from planner.domain.errors import PlannerError
from planner.domain.rule import Condition, Operator
from tests.domain.populations import attributes

CITIES = ("Lyon", "Annecy", "Nice", "Rome", "Monaco")
CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    CITIES,
    levels=(
        Level("region", ("Alps", "Azur", "Lazio", "Monaco"), (0, 0, 1, 2, 3)),
        Level("country", ("France", "Italy", "Monaco"), (0, 0, 0, 1, 2)),
    ),
)
AGE = Attribute("age", Kind.ORDERED, ("under 18", "18–24", "25–34", "35–44", "45 and over", MISSING))
PLAN = Attribute("plan", Kind.NOMINAL, ("free", "pro", "team", "school"))
KNOWN = (CITY, AGE, PLAN)


def naming(place: int, *labels: str, negative: bool = False) -> Condition:
    chosen = np.isin(np.array(KNOWN[place].labels, dtype=object), labels)
    return condition_naming(KNOWN, place, chosen, negative=negative)


@given(st.data())
def test_a_condition_names_exactly_what_was_chosen(data: st.DataObject) -> None:
    known = tuple(data.draw(attributes(name)) for name in "ab")
    place, negative = data.draw(st.sampled_from([0, 1])), data.draw(st.booleans())
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=(n := len(known[place].labels)), max_size=n)))
    assume(chosen.any())
    condition = condition_naming(known, place, chosen, negative=negative)
    found, named = chosen_by(condition, known)
    assert found == place
    assert named.tolist() == chosen.tolist()
    assert len(condition.operands) <= chosen.sum()


def test_a_whole_region_is_said_by_its_name() -> None:
    assert naming(0, "Lyon", "Annecy") == Condition("region", Operator.EQUAL, ("Alps",))
    assert naming(0, "Lyon", "Annecy", "Nice") == Condition("country", Operator.EQUAL, ("France",))
    assert naming(0, "Lyon", "Annecy", negative=True) == Condition("region", Operator.NOT_EQUAL, ("Alps",))


def test_a_region_and_a_city_elsewhere_are_said_together() -> None:
    assert naming(0, "Lyon", "Annecy", "Rome") == Condition("region", Operator.IN, ("Alps", "Lazio"))
    more = Attribute(
        "city",
        Kind.HIERARCHICAL,
        (*CITIES, "Ostia"),
        levels=tuple(
            Level(level.name, level.labels, (*level.group_of[:4], level.group_of[3], level.group_of[4]))
            for level in CITY.levels
        ),
    )
    chosen = np.array([True, True, False, True, False, False])
    assert condition_naming((more,), 0, chosen) == Condition("city", Operator.IN, ("Alps", "Rome"))


def test_a_single_city_is_said_as_a_city_though_it_is_a_country_too() -> None:
    assert naming(0, "Monaco") == Condition("city", Operator.EQUAL, ("Monaco",))
    assert naming(0, "Nice", "Monaco") == Condition("city", Operator.IN, ("Nice", "Monaco"))


def test_a_label_that_several_levels_have_is_never_used_for_a_group() -> None:
    chosen = np.array([True, True, True, False, True])
    assert chosen_by(condition_naming(KNOWN, 0, chosen), KNOWN)[1].tolist() == chosen.tolist()


def test_neighbouring_bands_become_a_range() -> None:
    assert RANGE_FROM == 3
    assert naming(1, "18–24", "25–34") == Condition("age", Operator.IN, ("18–24", "25–34"))
    assert naming(1, "18–24", "25–34", "35–44") == Condition("age", Operator.BETWEEN, ("18–24", "35–44"))
    assert naming(1, *AGE.labels[2:5]) == Condition("age", Operator.AT_LEAST, ("25–34",))
    assert naming(1, *AGE.labels[:3]) == Condition("age", Operator.AT_MOST, ("25–34",))
    assert naming(1, *AGE.labels[:3], negative=True) == Condition("age", Operator.NOT_BETWEEN, ("under 18", "25–34"))
    assert naming(1, "35–44", "45 and over", MISSING).operator is Operator.IN


def test_most_values_are_never_said_by_their_exceptions() -> None:
    assert naming(2, "free", "pro", "team") == Condition("plan", Operator.IN, ("free", "pro", "team"))


def test_a_range_that_was_asked_for_stays_a_range() -> None:
    chosen = np.isin(np.array(AGE.labels, dtype=object), ("18–24", "25–34"))
    assert naming_as(Operator.BETWEEN, KNOWN, 1, chosen) == Condition("age", Operator.BETWEEN, ("18–24", "25–34"))
    chosen[4] = True
    assert naming_as(Operator.BETWEEN, KNOWN, 1, chosen).operator is Operator.IN


def test_another_operator_keeps_the_values_it_can_name() -> None:
    before = Condition("age", Operator.IN, ("18–24", "35–44"))
    place, chosen = chosen_by(before, KNOWN)
    said = {each: with_operator(each, KNOWN, place, chosen).operands for each in Operator}
    assert said[Operator.NOT_IN] == ("18–24", "35–44")
    assert said[Operator.BETWEEN] == ("18–24", "35–44")
    assert said[Operator.AT_LEAST] == ("18–24",)
    assert said[Operator.MORE] == ("35–44",)
    nothing = np.zeros(len(AGE.labels), dtype=np.bool_)
    assert with_operator(Operator.AT_MOST, KNOWN, 1, nothing).operands == ()


def test_values_that_are_gone_are_left_out_and_the_others_stay() -> None:
    place, chosen = named_by(Condition("plan", Operator.NOT_IN, ("pro", "gone")), KNOWN)
    assert (place, chosen.tolist()) == (2, [False, True, False, False])
    with pytest.raises(PlannerError, match="rule-unknown-attribute"):
        named_by(Condition("planet", Operator.IN, ("Mars",)), KNOWN)

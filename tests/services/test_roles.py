from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.domain.attribute import Kind
from planner.domain.errors import PlannerError
from planner.services import importing, roles
from planner.services.sample import write_sample

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("roles") / "customers.csv"
    write_sample(file)
    return file


@pytest.fixture(scope="module")
def survey(customers: Path) -> roles.Survey:
    return importing.survey(customers, floor=20)


def role_of(survey: roles.Survey, mapping: roles.Mapping, name: str) -> roles.Choice:
    return next(each for each in roles.choices(survey, mapping) if each.name == name)


def test_every_column_starts_with_what_the_survey_proposed(survey: roles.Survey) -> None:
    chosen = roles.choices(survey, survey.mapping)
    assert [each.name for each in chosen] == [column.name for column in survey.columns]
    assert all(each.is_proposed for each in chosen)
    assert role_of(survey, survey.mapping, "email").role == "dropped"
    assert role_of(survey, survey.mapping, "region").part_of == "city"


@pytest.mark.parametrize("role", roles.ROLES)
def test_a_column_may_have_any_role_and_its_own_again(survey: roles.Survey, role: str) -> None:
    changed = roles.with_role(survey, survey.mapping, "category", role)
    assert role_of(survey, changed, "category").role == role
    again = roles.with_role(survey, changed, "category", "attribute")
    assert role_of(survey, again, "category") == role_of(survey, survey.mapping, "category")


def test_there_is_one_identifier(survey: roles.Survey) -> None:
    changed = roles.with_role(survey, survey.mapping, "email", "identifier")
    assert role_of(survey, changed, "email").role == "identifier"
    assert role_of(survey, changed, "customer_id").role == "dropped"


def test_a_hierarchy_that_is_left_out_takes_its_levels_along(survey: roles.Survey) -> None:
    without = roles.with_role(survey, survey.mapping, "city", "dropped")
    assert {role_of(survey, without, name).role for name in ("city", "region", "country")} == {"dropped"}
    again = roles.with_role(survey, without, "city", "attribute")
    assert role_of(survey, again, "country").part_of == "city"


def test_a_level_with_another_role_leaves_the_hierarchy(survey: roles.Survey) -> None:
    changed = roles.with_role(survey, survey.mapping, "region", "attribute")
    city = role_of(survey, changed, "city").column
    assert isinstance(city, roles.AttributeColumn)
    assert city.levels == ("city", "country")
    alone = roles.with_role(survey, changed, "country", "dropped")
    city = role_of(survey, alone, "city").column
    assert isinstance(city, roles.AttributeColumn)
    assert (city.levels, city.kind) == ((), Kind.NOMINAL)


def test_bands_are_written_as_numbers_or_dates_and_read_back(survey: roles.Survey) -> None:
    for name, text in (("age", "18, 30, 50"), ("last_order", "2025-01-01, 2026-01-01")):
        changed = roles.with_bands(survey.mapping, name, text)
        column = role_of(survey, changed, name).column
        assert isinstance(column, roles.AttributeColumn)
        assert roles.bands_text(column.bands) == text


@pytest.mark.parametrize("text", ["18, 17", "eighteen", "18; 25", "18, 2025-01-01", "nan", '"a"', "[1]", "true"])
def test_bands_that_mean_nothing_are_refused(survey: roles.Survey, text: str) -> None:
    with pytest.raises(PlannerError, match="mapping-"):
        roles.with_bands(survey.mapping, "age", text)


def test_values_are_counted_before_anything_is_kept_and_never_below_the_floor(
    survey: roles.Survey, customers: Path
) -> None:
    mapping = roles.with_bands(survey.mapping, "age", "18, 25, 35, 45, 55, 65, 90")
    counts = {each.attribute: each for each in roles.count_values(customers, mapping, floor=20)}
    age = counts["age"]
    told = [people for people in age.people if people is not None]
    assert len(age.labels) == len(age.people)
    assert all(people == 0 or people >= 20 for people in told)
    assert 55_000 < sum(told) <= 60_000


def test_a_value_that_few_people_have_is_not_named_even_where_the_mapping_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("plan,x\n" + "free,1\n" * 30 + "CANARY,1\n" + "pro,1\n" * 25)
    mapping = roles.Mapping((roles.AttributeColumn("plan", Kind.NOMINAL, fold_rare=False),))
    (plan,) = roles.count_values(tmp_path / "people.csv", mapping, floor=20)
    assert (plan.labels, plan.people) == (("free", "pro"), (30, 25))


def test_an_import_takes_a_mapping_that_was_chosen_on_screen(survey: roles.Survey, customers: Path) -> None:
    request = importing.Request(customers, "Shop", 20, roles.with_role(survey, survey.mapping, "category", "dropped"))
    prepared = importing.prepare_import(request, clock=lambda: NOW)
    assert prepared.record.columns["category"] == "dropped"

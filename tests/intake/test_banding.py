"""What the values of a column become: labels in a fixed order, and a code for every value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Edge, Kind
from planner.domain.errors import PlannerError
from planner.intake.banding import Distinct, ValueCodes, band_labels, band_of, code_attribute, code_sensitive
from planner.intake.mapping import AttributeColumn, SensitiveColumn


def people(*counts: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(counts, dtype=np.int64)


def spoken(attribute: Attribute, codes: ValueCodes) -> list[str]:
    return [attribute.labels[code] for code in codes]


@pytest.mark.parametrize(
    ("edges", "labels"),
    [
        ((18, 25, 65), ("under 18", "18–24", "25–64", "65 and over")),
        ((0, 1, 2), ("under 0", "0", "1", "2 and over")),
        ((-10, 0), ("under -10", "-10 to -1", "0 and over")),
        ((100,), ("under 100", "100 and over")),
        ((0.5, 2.0), ("under 0.5", "0.5 to under 2", "2 and over")),
        ((0, 0.5), ("under 0", "0 to under 0.5", "0.5 and over")),
        (
            ("2025-01-01", "2025-06-01"),
            ("before 2025-01-01", "2025-01-01 – 2025-05-31", "2025-06-01 and later"),
        ),
        (("2024-02-29", "2024-03-01"), ("before 2024-02-29", "2024-02-29", "2024-03-01 and later")),
    ],
)
def test_bands_read_the_way_people_say_them(edges: tuple[Edge, ...], labels: tuple[str, ...]) -> None:
    assert band_labels(edges) == labels


@given(st.lists(st.integers(-1000, 1000), min_size=1, unique=True).map(sorted), st.integers(-1100, 1100))
def test_every_whole_number_falls_in_the_band_whose_label_holds_it(edges: list[int], number: int) -> None:
    (band,) = band_of([number], edges)
    assert band == sum(edge <= number for edge in edges)
    assert len(set(band_labels(edges))) == len(edges) + 1


def test_a_date_falls_in_the_band_that_opens_on_it() -> None:
    edges = ("2025-01-01", "2025-06-01")
    assert band_of(["2024-12-31", "2025-01-01", "2025-05-31", "2025-06-01"], edges).tolist() == [0, 1, 1, 2]


def test_bands_are_all_declared_and_missing_comes_last() -> None:
    column = AttributeColumn("age", Kind.ORDERED, bands=(18, 65), priority=3, behavioural=True)
    attribute, codes = code_attribute(column, Distinct(people(5, 5), bands=np.array([2, -1])), floor=20)
    assert attribute == Attribute(
        "age", Kind.ORDERED, ("under 18", "18–64", "65 and over", "(missing)"), (18, 65), (), 3, behavioural=True
    )
    assert spoken(attribute, codes) == ["65 and over", "(missing)"]


def test_a_column_without_empty_cells_has_no_missing_label() -> None:
    column = AttributeColumn("age", Kind.ORDERED, bands=(18,))
    attribute, _ = code_attribute(column, Distinct(people(5), bands=np.array([0])), floor=20)
    assert attribute.labels == ("under 18", "18 and over")


def test_ordered_labels_keep_the_order_they_were_given() -> None:
    column = AttributeColumn("education", Kind.ORDERED, order=("school", "college", "degree"))
    attribute, codes = code_attribute(column, Distinct(people(1, 2, 3), (["degree", "", "school"],)), floor=20)
    assert attribute.labels == ("school", "college", "degree", "(missing)")
    assert codes.tolist() == [2, 3, 0]


def test_a_label_outside_the_order_is_refused_by_the_number_of_people_without_its_name() -> None:
    column = AttributeColumn("education", Kind.ORDERED, order=("school",))
    with pytest.raises(PlannerError) as caught:
        code_attribute(column, Distinct(people(4, 3, 2), (["school", "canary", None],)), floor=20)
    assert caught.value.code == "value-not-in-order"
    assert caught.value.facts["people"] == 3
    assert "canary" not in str(caught.value)


def test_nominal_labels_sort_as_text_with_other_and_missing_last() -> None:
    column = AttributeColumn("plan", Kind.NOMINAL, top=2)
    distinct = Distinct(people(9, 1, 2, 8, 1), (["zest", "alpha", None, "pulse", "beta"],))
    attribute, codes = code_attribute(column, distinct, floor=1)
    assert attribute.labels == ("pulse", "zest", "other", "(missing)")
    assert spoken(attribute, codes) == ["zest", "other", "(missing)", "pulse", "other"]


def test_a_tie_for_the_last_kept_place_is_decided_by_the_text() -> None:
    column = AttributeColumn("plan", Kind.NOMINAL, top=1)
    attribute, _ = code_attribute(column, Distinct(people(5, 5), (["b", "a"],)), floor=1)
    assert attribute.labels == ("a", "other")


def test_values_held_by_fewer_people_than_the_floor_fold() -> None:
    distinct = Distinct(people(20, 19, 3), (["common", "rare", ""],))
    attribute, _ = code_attribute(AttributeColumn("plan", Kind.NOMINAL), distinct, floor=20)
    assert attribute.labels == attribute.named == ("common", "other", "(missing)")


def test_rare_values_that_are_kept_on_purpose_are_marked() -> None:
    distinct = Distinct(people(20, 19, 3), (["common", "rare", ""],))
    attribute, _ = code_attribute(AttributeColumn("plan", Kind.NOMINAL, fold_rare=False), distinct, floor=20)
    assert attribute.labels == ("common", "rare", "(missing)")
    assert attribute.named == ("common", "(missing)")


def test_rare_groups_of_a_hierarchy_are_marked_too() -> None:
    texts = (["Lyon", "Dole", "Metz"], ["South", "East", "East"])
    column = AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "region"), fold_rare=False)
    attribute, _ = code_attribute(column, Distinct(people(20, 9, 10), texts), floor=20)
    assert (attribute.named, attribute.levels[0].named) == (("Lyon",), ("South",))


def test_labels_that_a_mapping_declares_stay_whoever_holds_them() -> None:
    column = AttributeColumn("stage", Kind.ORDERED, order=("new", "vip", "gone"))
    attribute, _ = code_attribute(column, Distinct(people(50, 1), (["new", "vip"],)), floor=20)
    assert attribute.named == ("new", "vip", "gone")


def test_a_value_called_other_joins_the_folded_ones() -> None:
    column = AttributeColumn("plan", Kind.NOMINAL, top=1)
    attribute, codes = code_attribute(column, Distinct(people(50, 9, 8), (["other", "a", "b"],)), floor=1)
    assert attribute.labels == ("a", "other")
    assert spoken(attribute, codes) == ["other", "a", "other"]


def test_the_text_of_missing_and_an_empty_cell_are_one_label() -> None:
    distinct = Distinct(people(1, 2, 3), (["(missing)", "", None],))
    attribute, codes = code_attribute(AttributeColumn("plan", Kind.NOMINAL), distinct, floor=20)
    assert attribute.labels == ("(missing)",)
    assert codes.tolist() == [0, 0, 0]


@given(st.lists(st.text(max_size=3) | st.none(), min_size=1, unique=True), st.data())
def test_the_order_of_the_rows_never_changes_the_labels(values: list[str | None], data: st.DataObject) -> None:
    counts = {value: data.draw(st.integers(1, 40)) for value in values}
    shuffled = data.draw(st.permutations(values))
    column = AttributeColumn("plan", Kind.NOMINAL, top=3, fold_rare=True)
    told = []
    for order in (values, shuffled):
        distinct = Distinct(people(*(counts[value] for value in order)), (order,))
        attribute, codes = code_attribute(column, distinct, floor=10)
        told.append((attribute, dict(zip(order, codes.tolist(), strict=True))))
        assert set(codes.tolist()) == set(range(len(attribute.labels)))
    assert told[0] == told[1]


def test_a_sensitive_column_keeps_its_demands_and_its_order() -> None:
    column = SensitiveColumn("income", distinct=3, closeness=0.2, bands=(1000,))
    sensitive, codes = code_sensitive(column, Distinct(people(1, 2, 3), bands=np.array([-1, 1, 0])))
    assert (sensitive.name, sensitive.ordered, sensitive.distinct, sensitive.closeness) == ("income", True, 3, 0.2)
    assert sensitive.labels == ("under 1000", "1000 and over", "(missing)")
    assert codes.tolist() == [2, 1, 0]


def test_a_sensitive_column_of_texts_has_no_order() -> None:
    sensitive, codes = code_sensitive(SensitiveColumn("faith", distinct=2), Distinct(people(1, 2), (["b", "a"],)))
    assert sensitive.labels == ("a", "b")
    assert not sensitive.ordered
    assert codes.tolist() == [1, 0]

"""Hierarchies keep their tree: groups side by side, names that are their own, nothing rare when asked."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.attribute import Attribute, Kind
from planner.domain.errors import PlannerError
from planner.intake.banding import Distinct, code_attribute
from planner.intake.hierarchy import read_hierarchy
from planner.intake.mapping import AttributeColumn

PLACE = AttributeColumn("city", Kind.HIERARCHICAL, levels=("city", "region", "country"))


def place(
    paths: list[tuple[str, ...]], counts: list[int] | None = None, *, floor: int = 0
) -> tuple[Attribute, list[int]]:
    column = AttributeColumn("city", Kind.HIERARCHICAL, levels=PLACE.levels, fold_rare=bool(floor))
    people = np.array(counts or [100] * len(paths), dtype=np.int64)
    attribute, codes = code_attribute(column, Distinct(people, tuple(zip(*paths, strict=True))), floor=floor)
    return attribute, codes.tolist()


def groups(attribute: Attribute, level: int) -> list[str]:
    return [attribute.levels[level].labels[group] for group in attribute.levels[level].group_of]


def test_leaves_stand_in_tree_order_with_named_levels() -> None:
    attribute, codes = place([("Oslo", "East", "Norway"), ("Graz", "Styria", "Austria"), ("Bergen", "West", "Norway")])
    assert attribute.labels == ("Graz", "Oslo", "Bergen")
    assert [level.name for level in attribute.levels] == ["region", "country"]
    assert groups(attribute, 0) == ["Styria", "East", "West"]
    assert groups(attribute, 1) == ["Austria", "Norway", "Norway"]
    assert codes == [1, 0, 2]


def test_a_name_under_two_parents_is_told_apart_by_them() -> None:
    attribute, _ = place(
        [
            ("Springfield", "Ohio", "US"),
            ("Springfield", "Illinois", "US"),
            ("Springfield", "Ohio", "Elsewhere"),
            ("Akron", "Ohio", "US"),
        ]
    )
    assert attribute.labels == (
        "Springfield, Ohio, Elsewhere",
        "Springfield, Illinois",
        "Akron",
        "Springfield, Ohio, US",
    )
    assert attribute.levels[0].labels == ("Ohio, Elsewhere", "Illinois", "Ohio, US")


def test_an_empty_fine_value_is_missing_at_every_level() -> None:
    attribute, codes = place([("", "Ohio", "US"), ("Akron", "Ohio", "US"), ("", "", "")])
    assert attribute.labels == ("Akron", "(missing)")
    assert groups(attribute, 0) == ["Ohio", "(missing)"]
    assert codes == [1, 0, 1]


def test_a_value_without_a_group_keeps_its_name_under_missing() -> None:
    attribute, _ = place([("Akron", "", "US")])
    assert attribute.labels == ("Akron",)
    assert groups(attribute, 0) == ["(missing)"]


def test_rare_values_fold_inside_their_parent_and_rare_parents_fold_too() -> None:
    attribute, codes = place(
        [("Akron", "Ohio", "US"), ("Tiny", "Ohio", "US"), ("Lone", "Nowhere", "US"), ("Solo", "Isle", "Atoll")],
        [50, 3, 4, 5],
        floor=20,
    )
    assert attribute.labels == ("Akron", "other, Ohio", "other, US", "other")
    assert groups(attribute, 0) == ["Ohio", "Ohio", "other, US", "other"]
    assert groups(attribute, 1) == ["US", "US", "US", "other"]
    assert codes == [0, 1, 2, 3]


def test_a_hierarchy_file_gives_groups_and_the_unlisted_have_their_own() -> None:
    column = AttributeColumn("city", Kind.HIERARCHICAL, hierarchy=Path("city.csv"))
    distinct = Distinct(np.array([20, 30, 3], dtype=np.int64), (["Oslo", "Atlantis", None],))
    listed = (("Oslo", "East", "Norway"), ("Graz", "Styria", "Austria"))
    attribute, codes = code_attribute(column, distinct, floor=20, listed=listed)
    assert attribute.labels == ("Oslo", "Atlantis", "(missing)")
    assert [level.name for level in attribute.levels] == ["level 2", "level 3"]
    assert groups(attribute, 1) == ["Norway", "(unlisted)", "(missing)"]
    assert codes.tolist() == [0, 1, 2]


NAMES = st.sampled_from(["a", "b", "a, b", "other", "(missing)", ""])


@given(st.lists(st.tuples(NAMES, NAMES, NAMES), min_size=1, unique=True), st.integers(0, 30))
def test_every_group_is_one_run_of_leaves_and_every_label_is_its_own(paths: list[tuple[str, ...]], floor: int) -> None:
    attribute, codes = place(paths, [(7 * i) % 25 + 1 for i in range(len(paths))], floor=floor)
    assert len(set(attribute.labels)) == len(attribute.labels)
    assert set(codes) == set(range(len(attribute.labels)))
    for level in attribute.levels:
        assert len(set(level.labels)) == len(level.labels)
        runs = [group for i, group in enumerate(level.group_of) if i == 0 or level.group_of[i - 1] != group]
        assert sorted(runs) == list(range(len(level.labels)))


def test_a_hierarchy_file_may_use_semicolons_and_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "city.csv"
    file.write_bytes("Zürich; Zürich ;Switzerland\nGraz;Styria;Austria\n".encode("utf-8-sig"))
    assert read_hierarchy(file) == (("Zürich", "Zürich", "Switzerland"), ("Graz", "Styria", "Austria"))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Oslo,East\nGraz,Styria,Austria\n", "hierarchy-line", 2),
        ("Oslo,East\nGraz,\n", "hierarchy-line", 2),
        ("Oslo\n", "hierarchy-line", 1),
        ("Oslo,East\nGraz,Styria\nOslo,West\n", "hierarchy-two-parents", 3),
        ("", "hierarchy-file-unreadable", None),
        ('Oslo,"East\n', "hierarchy-file-unreadable", None),
    ],
)
def test_a_wrong_hierarchy_file_is_refused_with_its_line(
    tmp_path: Path, text: str, code: str, line: int | None
) -> None:
    file = tmp_path / "city.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PlannerError) as caught:
        read_hierarchy(file)
    assert caught.value.code == code
    assert caught.value.facts.get("line") == line


def test_an_absent_hierarchy_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="hierarchy-file-missing"):
        read_hierarchy(tmp_path / "city.csv")

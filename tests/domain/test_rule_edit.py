from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, MAX_CONDITIONS, All, Any, Condition, Not, Operator, Rule, flatten
from planner.domain.rule_edit import (
    OPPOSITE_HOLDS,
    Group,
    Holds,
    Part,
    Path,
    check_draft,
    draft_of,
    group_at,
    inserted,
    moved,
    part_at,
    removed,
    replaced,
    rule_of,
    stepped,
    unwrapped,
    walk,
    wrapped,
)
from planner.domain.rule_text import parse_rule, rule_text
from tests.domain.test_rule import rules

A, B, C = (Condition(name, Operator.EQUAL, ("x",)) for name in "abc")
UNFINISHED = Condition("d", Operator.IN, ())

parts: st.SearchStrategy[Part] = st.recursive(
    st.sampled_from([A, B, C, UNFINISHED]),
    lambda inner: st.builds(Group, st.sampled_from(Holds), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=10,
)
drafts = st.builds(Group, st.sampled_from(Holds), st.lists(parts, max_size=4).map(tuple))


@st.composite
def drafts_with_path(draw: st.DrawFn) -> tuple[Group, Path]:
    """A draft and the path of one of its parts."""
    draft = draw(drafts)
    paths = [path for path, _ in walk(draft) if path]
    assume(paths)
    return draft, draw(st.sampled_from(paths))


@st.composite
def drafts_with_place(draw: st.DrawFn) -> tuple[Group, Path]:
    """A draft and a place at which a part can be put into it."""
    draft = draw(drafts)
    groups = [(path, part) for path, part in walk(draft) if isinstance(part, Group)]
    path, group = draw(st.sampled_from(groups))
    return draft, (*path, draw(st.integers(0, len(group.parts))))


def without(draft: Group, path: Path) -> list[tuple[Path, Part]]:
    """Every condition of a draft that does not stand at a path or under it."""
    return [(at, part) for at, part in walk(draft) if isinstance(part, Condition) and at[: len(path)] != path]


def conditions(draft: Part) -> Counter[Part]:
    return Counter(part for _, part in walk(draft) if isinstance(part, Condition))


@given(rules)
def test_a_draft_says_what_the_rule_says(rule: Rule) -> None:
    assert rule_of(draft_of(rule)) == flatten(rule)


@given(drafts)
def test_what_a_draft_says_survives_its_text(draft: Group) -> None:
    rule = rule_of(draft)
    assert parse_rule(rule_text(rule)) == rule
    assert rule_of(draft_of(rule)) == rule


def test_what_is_unfinished_says_nothing() -> None:
    assert rule_of(Group(Holds.ANY, (A, UNFINISHED, Group(Holds.NONE)))) == A
    assert rule_of(Group(Holds.NONE, (Group(Holds.ANY), UNFINISHED))) == EVERYONE


@given(drafts_with_path(), parts)
def test_replacing_a_part_changes_no_other(case: tuple[Group, Path], part: Part) -> None:
    draft, path = case
    after = replaced(draft, path, part)
    assert part_at(after, path) == part
    assert without(after, path) == without(draft, path)


@given(drafts_with_place(), parts)
def test_removing_what_was_inserted_gives_the_draft_back(case: tuple[Group, Path], part: Part) -> None:
    draft, path = case
    after = inserted(draft, path, part)
    assert part_at(after, path) == part
    assert removed(after, path) == draft
    assert conditions(after) == conditions(draft) + conditions(part)


@given(drafts_with_path())
def test_removing_a_part_removes_nothing_else(case: tuple[Group, Path]) -> None:
    draft, path = case
    assert conditions(removed(draft, path)) == conditions(draft) - conditions(part_at(draft, path))


@given(st.data())
def test_moving_a_part_loses_and_doubles_nothing(data: st.DataObject) -> None:
    draft, path = data.draw(drafts_with_path())
    groups = [(at, part) for at, part in walk(draft) if isinstance(part, Group)]
    above, group = data.draw(st.sampled_from(groups))
    after, landed = moved(draft, path, (*above, data.draw(st.integers(0, len(group.parts)))))
    assert part_at(after, landed) == part_at(draft, path)
    assert conditions(after) == conditions(draft)


@given(drafts_with_path(), st.booleans())
def test_a_step_up_and_a_step_down_undo_each_other_within_a_group(case: tuple[Group, Path], down: bool) -> None:
    draft, path = case
    after, landed = stepped(draft, path, down=down)
    assert part_at(after, landed) == part_at(draft, path)
    assert conditions(after) == conditions(draft)
    if landed != path and landed[:-1] == path[:-1]:
        assert stepped(after, landed, down=not down) == (draft, path)


def test_a_condition_steps_into_a_group_beside_it_and_out_again() -> None:
    draft = Group(Holds.ALL, (A, Group(Holds.ANY, (B,)), C))
    inside, path = stepped(draft, (0,), down=True)
    assert inside == Group(Holds.ALL, (Group(Holds.ANY, (A, B)), C))
    assert path == (0, 0)
    assert stepped(inside, path, down=False) == (draft, (0,))
    assert stepped(draft, (0,), down=False) == (draft, (0,))


def test_a_group_does_not_go_into_itself() -> None:
    draft = Group(Holds.ALL, (Group(Holds.ANY, (A, B)), C))
    assert moved(draft, (0,), (0, 1)) == (draft, (0,))


@given(drafts_with_path())
def test_unwrapping_what_was_wrapped_gives_the_draft_back(case: tuple[Group, Path]) -> None:
    draft, path = case
    assert unwrapped(wrapped(draft, path), path) == draft
    assert rule_of(wrapped(draft, path, Holds.ALL)) == rule_of(draft)


@given(drafts, st.tuples(st.booleans(), st.booleans(), st.booleans()))
def test_the_opposite_of_a_group_holds_for_everybody_else(draft: Group, truth: tuple[bool, bool, bool]) -> None:
    opposite = Group(OPPOSITE_HOLDS[draft.holds], draft.parts)
    if rule_of(draft) != EVERYONE:
        assert says(rule_of(opposite), truth) != says(rule_of(draft), truth)


def says(rule: Rule, truth: tuple[bool, bool, bool]) -> bool:
    """What a rule says of somebody for whom the conditions on a, b and c are true or false."""
    match rule:
        case Condition(attribute):
            return truth["abc".index(attribute)]
        case Not(part):
            return not says(part, truth)
        case All(inner):
            return all(says(part, truth) for part in inner)
        case Any(inner):
            return any(says(part, truth) for part in inner)


def test_the_draft_itself_cannot_be_removed_moved_or_dissolved() -> None:
    draft = Group(Holds.ANY, (A, B))
    assert removed(draft, ()) == Group(Holds.ALL)
    assert moved(draft, (), (0,)) == (draft, ())
    assert unwrapped(draft, ()) == draft
    with pytest.raises(IndexError):
        group_at(draft, (0,))


def test_a_draft_beyond_the_bounds_is_refused() -> None:
    with pytest.raises(PlannerError, match="rule-too-many-conditions"):
        check_draft(Group(Holds.ALL, (A,) * (MAX_CONDITIONS + 1)))
    deep = Group(Holds.ALL)
    for _ in range(30):
        deep = Group(Holds.ANY, (deep,))
    with pytest.raises(PlannerError, match="rule-too-deep"):
        check_draft(deep)

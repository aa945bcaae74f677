"""What has left is remembered for every later comparison."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from planner.domain.anonymity import Releases, released
from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.store.ledger_check import verify_ledger
from planner.store.releases import (
    Mask,
    Release,
    left_from_other_cuts,
    load_mask,
    load_releases,
    releases_of,
    save_release,
)
from planner.store.states import Subject
from planner.store.workspace import Workspace

SEGMENTS = 500
SNAPSHOT = "customers/1"


@pytest.fixture
def filled(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> Workspace:
    save(workspace, make_record(), make_table(), {})
    save(workspace, make_record(number=2, segments=7), make_table(7), {})
    return workspace


@pytest.fixture
def masks() -> dict[str, Mask]:
    rng = np.random.default_rng(3)
    return {f"list {i}": rng.random(SEGMENTS) < 0.3 for i in range(70)}


def let_go(workspace: Workspace, masks: dict[str, Mask], snapshot: str = SNAPSHOT) -> None:
    for name, mask in masks.items():
        with workspace.change() as recorder:
            save_release(workspace, Release(name, f"campaign of {name}", snapshot, {"people": 100}), mask)
            recorder.append("exported", Subject("release", name), {})


def is_same(found: Releases, expected: Releases) -> bool:
    same_arrays = np.array_equal(found.classes, expected.classes) and np.array_equal(found.held_by, expected.held_by)
    return same_arrays and found.names == expected.names


def test_the_segments_of_a_list_come_back(filled: Workspace, masks: dict[str, Mask]) -> None:
    let_go(filled, masks)
    for name, mask in masks.items():
        assert np.array_equal(load_mask(filled, name), mask)


def test_all_lists_together_tell_segments_apart_as_they_do_in_memory(filled: Workspace, masks: dict[str, Mask]) -> None:
    assert is_same(load_releases(filled, SNAPSHOT), released(SEGMENTS, []))
    let_go(filled, masks)
    assert is_same(load_releases(filled, SNAPSHOT), released(SEGMENTS, masks.items()))
    assert verify_ledger(filled).is_valid


def test_each_snapshot_has_its_own_releases(filled: Workspace, masks: dict[str, Mask]) -> None:
    let_go(filled, {"small": np.array([True] * 3 + [False] * 4)}, "customers/2")
    let_go(filled, {"list 0": masks["list 0"]})
    assert load_releases(filled, "customers/2").names == ("small",)
    assert [release.id for release in releases_of(filled)] == ["small", "list 0"]
    assert [release.id for release in releases_of(filled, campaign="campaign of small")] == ["small"]
    assert releases_of(filled, snapshot=SNAPSHOT, campaign="campaign of small") == ()


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM release_classes",
        "UPDATE release_classes SET classes = zeroblob(length(classes))",
        "UPDATE release_classes SET names = '[\"list 0\"]'",
    ],
)
def test_what_is_kept_ready_is_never_trusted_over_the_releases(
    filled: Workspace, masks: dict[str, Mask], damage: str
) -> None:
    few = dict(list(masks.items())[:5])
    let_go(filled, few)
    with filled.transaction():
        filled.db.execute(damage)
    assert is_same(load_releases(filled, SNAPSHOT), released(SEGMENTS, few.items()))


def test_what_was_kept_ready_before_the_last_release_is_not_taken_for_the_present(
    filled: Workspace, masks: dict[str, Mask]
) -> None:
    first, second = list(masks)[:2]
    let_go(filled, {first: masks[first]})
    (old,) = filled.db.table("release_classes").rows
    let_go(filled, {second: masks[second]})
    with filled.transaction():
        filled.db.table("release_classes").upsert(old, pk="snapshot")
    assert load_releases(filled, SNAPSHOT).names == (first, second)


def test_segments_of_a_list_changed_behind_the_ledgers_back_are_found(
    filled: Workspace, masks: dict[str, Mask], reopened: Callable[..., Workspace]
) -> None:
    let_go(filled, {"list 0": masks["list 0"]})
    tampered = reopened("UPDATE releases SET segments = zeroblob(length(segments))")
    with pytest.raises(PlannerError, match="store-damaged"):
        load_mask(tampered, "list 0")
    assert {finding.code for _, finding in verify_ledger(tampered).faults} == {"ledger-data-damaged"}


def test_a_forgotten_release_is_found(
    filled: Workspace, masks: dict[str, Mask], reopened: Callable[..., Workspace]
) -> None:
    let_go(filled, {"list 0": masks["list 0"], "list 1": masks["list 1"]})
    tampered = reopened("DELETE FROM releases WHERE id = 'list 0'", "DELETE FROM release_classes")
    assert {finding.code for _, finding in verify_ledger(tampered).faults} == {"ledger-state-differs"}


def test_a_mask_of_another_length_is_refused(filled: Workspace) -> None:
    with pytest.raises(ValueError, match="not a mask"):
        let_go(filled, {"wrong": np.ones(SEGMENTS + 1, dtype=np.bool_)})
    assert releases_of(filled) == ()


def test_a_list_that_never_left_is_not_known(workspace: Workspace) -> None:
    with pytest.raises(PlannerError, match="unknown-release"):
        load_mask(workspace, "never")


def test_importing_customers_again_forgets_no_list(
    filled: Workspace,
    masks: dict[str, Mask],
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> None:
    """The same cut counts, whoever joined since; under another name it must hold the same people."""
    table = make_table()
    grown = replace(table, people=table.people + 1)
    save(filled, make_record(number=3), grown, {})
    save(filled, make_record(population="under another name"), table, {})
    save(filled, make_record(population="somebody else"), replace(table, people=table.people + 2), {})
    let_go(filled, masks)
    expected = released(SEGMENTS, masks.items())
    assert is_same(load_releases(filled, "customers/3"), expected)
    assert is_same(load_releases(filled, "under another name/1"), expected)
    later = {"a later list": masks["list 1"]}
    let_go(filled, later, "customers/3")
    assert is_same(load_releases(filled, SNAPSHOT), released(SEGMENTS, {**masks, **later}.items()))
    assert is_same(load_releases(filled, "customers/2"), released(7, []))
    assert is_same(load_releases(filled, "somebody else/1"), released(SEGMENTS, []))


def test_the_same_segments_cut_in_another_order_are_another_cut(
    workspace: Workspace,
    masks: dict[str, Mask],
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> None:
    """Where segments merge in another order, whoever lies between them belongs to another part of each list."""
    one, other = ({"child": np.array(shape, dtype=np.int32)} for shape in ([[1, -3], [-1, -2]], [[-1, 1], [-2, -3]]))
    for number, tree in enumerate((one, other, one), start=1):
        save(workspace, make_record(number=number), make_table(), tree)
    let_go(workspace, masks)
    assert is_same(load_releases(workspace, "customers/3"), released(SEGMENTS, masks.items()))
    assert load_releases(workspace, "customers/2").names == ()
    assert left_from_other_cuts(workspace, "customers/2") == tuple(masks)

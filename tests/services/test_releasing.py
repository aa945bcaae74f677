"""What leaves and under which release: one list is one, and a cancelled export leaves nothing at all."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.domain.campaign import State
from planner.domain.errors import PlannerError
from planner.formats.bundle import CHECKPOINT, OUTSIDE, read_bundle
from planner.services.governing import set_policy
from planner.services.hooks import Hooks
from planner.services.planning import find_campaign
from planner.services.releasing import export
from planner.services.reviewing import approve_campaign, check_campaign
from planner.services.verifying import Verdict, verify
from planner.store.ledger import ledger_size, verifier_key
from planner.store.releases import releases_of
from planner.store.workspace import Workspace
from tests.services.shops import AUTHOR, OFFICER, approved, keep_shop, noon, put_scopes_in_order
from tests.store.memory_keys import MemoryKeys


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), noon) as opened:
        keep_shop(opened)
        put_scopes_in_order(opened)
        approved(opened, "spring")
        yield opened


class Impatient:
    """Somebody who watches, and cancels after some steps."""

    def __init__(self, patience: int) -> None:
        self.seen: list[float] = []
        self._patience = patience

    @property
    def hooks(self) -> Hooks:
        return Hooks(lambda _phase, share: self.seen.append(share), lambda: len(self.seen) >= self._patience)


def test_progress_rises_to_its_end(workspace: Workspace, tmp_path: Path) -> None:
    watcher = Impatient(10_000)
    export(workspace, "spring", tmp_path / "out", by=AUTHOR, hooks=watcher.hooks)
    assert watcher.seen == sorted(set(watcher.seen))
    assert (watcher.seen[0], watcher.seen[-1]) == (0, 1)
    assert len(watcher.seen) > 10


def test_an_export_cancelled_at_any_step_leaves_neither_entry_nor_file(workspace: Workspace, tmp_path: Path) -> None:
    watcher = Impatient(10_000)
    export(workspace, "spring", tmp_path / "out", by=AUTHOR, hooks=watcher.hooks)
    approved(workspace, "summer")
    size = ledger_size(workspace)
    for patience in range(len(watcher.seen)):
        with pytest.raises(PlannerError, match="export-cancelled"):
            export(workspace, "summer", tmp_path / "other", by=AUTHOR, hooks=Impatient(patience).hooks)
        assert (ledger_size(workspace), len(releases_of(workspace))) == (size, 1)
        assert find_campaign(workspace, "summer").state is State.APPROVED
        assert not [*(tmp_path / "other").glob("*")]
    export(workspace, "summer", tmp_path / "other", by=AUTHOR, hooks=Impatient(len(watcher.seen)).hooks)


def test_the_same_list_again_is_the_same_bundle_with_a_newer_checkpoint(workspace: Workspace, tmp_path: Path) -> None:
    first = export(workspace, "spring", tmp_path / "one", by=AUTHOR)
    approved(workspace, "summer")
    again = export(workspace, "spring", tmp_path / "two", by=OFFICER)
    assert (again.release, again.ledger_index, again.path.name) == (first.release, first.ledger_index, first.path.name)
    assert (first.left_before, again.left_before) == (False, True)
    one, two = (read_bundle(each.path.read_bytes()) for each in (first, again))
    assert {name for name in one if one[name] != two[name]} <= set(OUTSIDE)
    assert one[CHECKPOINT] != two[CHECKPOINT]
    assert verify(again.path, key=verifier_key(workspace).vkey).verdict is Verdict.VALID


def test_the_same_list_in_other_formats_or_after_another_check_is_another_bundle_of_one_release(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = export(workspace, "spring", tmp_path, by=AUTHOR)
    other = export(workspace, "spring", tmp_path, by=AUTHOR, formats=["csv", "bundle"])
    check_campaign(workspace, "spring", actor=AUTHOR)
    third = export(workspace, "spring", tmp_path, by=AUTHOR)
    assert {first.release, other.release, third.release} == {"spring/1"}
    assert len({first.ledger_index, other.ledger_index, third.ledger_index}) == len({*tmp_path.glob("*.zip")}) == 3
    assert [each.id for each in releases_of(workspace)] == ["spring/1"]
    for each in (first, other, third):
        assert verify(each.path, key=verifier_key(workspace).vkey).verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("formats", "beside"), [(["json"], ["list.json"]), (["csv"], ["list.csv"]), (["csv", "json", "bundle"], [])]
)
def test_formats_asked_for_by_name_lie_beside_the_bundle(
    formats: list[str], beside: list[str], workspace: Workspace, tmp_path: Path
) -> None:
    done = export(workspace, "spring", tmp_path, by=AUTHOR, formats=formats)
    assert [path.name for path in done.beside] == [f"{done.path.stem}.{name}" for name in beside]
    inside = read_bundle(done.path.read_bytes())
    assert all(path.read_bytes() == inside[name] for path, name in zip(done.beside, beside, strict=True))
    assert ("list.csv" in inside) == ("csv" in formats)
    assert "list.json" in inside


def test_a_list_under_another_policy_is_another_release(workspace: Workspace, tmp_path: Path) -> None:
    export(workspace, "spring", tmp_path, by=AUTHOR)
    set_policy(workspace, "warn-below", "300", by=OFFICER)
    check_campaign(workspace, "spring", actor=AUTHOR)
    approve_campaign(workspace, "spring", approver=OFFICER, reason="Seen")
    assert export(workspace, "spring", tmp_path, by=AUTHOR).release == "spring/2"


@pytest.mark.parametrize(("by", "code"), [(" ", "actor-missing"), ("x" * 201, "name-too-long"), ("\ud800", "text-not")])
def test_who_exports_is_a_name(workspace: Workspace, tmp_path: Path, by: str, code: str) -> None:
    with pytest.raises(PlannerError, match=code):
        export(workspace, "spring", tmp_path / "out", by=by)
    assert not (tmp_path / "out").exists()

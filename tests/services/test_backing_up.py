"""A backup is made beside the work when enough has changed, and a restored one revives no approval."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.life import State
from planner.services.backing_up import (
    EVERY,
    back_up,
    back_up_if_changed,
    back_up_if_due,
    backups_in,
    begin_backup,
    find_backup,
    is_due,
    newest_whole,
    restore,
)
from planner.services.governing import set_policy
from planner.services.hooks import Hooks
from planner.services.opening import Door
from planner.services.planning import campaigns
from planner.services.releasing import export
from planner.services.reviewing import withdraw_campaign
from planner.services.verifying import entries, verify_ledger
from planner.store.workspace import Workspace
from tests.clocks import SetClock
from tests.services.shops import AUTHOR, OFFICER, approved, keep_shop, noon, put_scopes_in_order

PASSPHRASE = {"SHOAL_PASSPHRASE": "only for a test"}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(noon())


@pytest.fixture
def door(tmp_path: Path, clock: SetClock) -> Door:
    return Door(tmp_path / "workspace", PASSPHRASE, clock)


@pytest.fixture
def workspace(door: Door) -> Iterator[Workspace]:
    with door.open_or_make() as opened:
        yield opened


def numbers(workspace: Workspace) -> list[int]:
    return [backup.number for backup in backups_in(workspace.folder)]


def test_an_empty_workspace_needs_no_backup(workspace: Workspace) -> None:
    back_up_if_due(workspace)
    back_up_if_changed(workspace)
    assert numbers(workspace) == []


def test_a_change_is_backed_up_once_and_then_after_a_while(workspace: Workspace, clock: SetClock) -> None:
    set_policy(workspace, "floor", "30", by=AUTHOR)
    back_up_if_due(workspace)
    assert numbers(workspace) == [1]
    clock.now += 2 * EVERY
    back_up_if_due(workspace)
    assert numbers(workspace) == [1], "nothing has changed"
    set_policy(workspace, "floor", "40", by=AUTHOR)
    back_up_if_due(workspace)
    assert numbers(workspace) == [2, 1]
    set_policy(workspace, "floor", "50", by=AUTHOR)
    clock.now += EVERY - timedelta(seconds=1)
    assert not is_due(workspace)
    clock.now += timedelta(seconds=1)
    assert is_due(workspace)


@pytest.mark.parametrize("moved", [timedelta(days=-3650), timedelta(days=-1), timedelta(days=20_000)])
def test_a_clock_that_jumps_stops_no_backup(workspace: Workspace, clock: SetClock, moved: timedelta) -> None:
    set_policy(workspace, "floor", "30", by=AUTHOR)
    back_up_if_due(workspace)
    clock.now += moved
    set_policy(workspace, "floor", "40", by=AUTHOR)
    back_up_if_due(workspace)
    assert numbers(workspace) == [2, 1]


def test_a_list_that_left_is_backed_up_at_once(workspace: Workspace, tmp_path: Path) -> None:
    keep_shop(workspace)
    put_scopes_in_order(workspace)
    campaign = approved(workspace, "Spring")
    back_up_if_due(workspace)
    assert not is_due(workspace)
    export(workspace, campaign.id, tmp_path / "out", by=AUTHOR, formats=("csv",))
    assert is_due(workspace)
    back_up_if_due(workspace)
    assert not is_due(workspace)


def test_cutting_afresh_is_preceded_by_a_backup(workspace: Workspace) -> None:
    keep_shop(workspace)
    assert numbers(workspace) == []
    keep_shop(workspace, people=70)
    (backup,) = backups_in(workspace.folder)
    assert backup.entries == 1


def test_a_backup_that_fails_is_a_finding_and_stops_no_work(workspace: Workspace) -> None:
    (workspace.folder / "backups").write_text("a file in its place")
    set_policy(workspace, "campaign-k", "60", by=AUTHOR)
    back_up_if_due(workspace)
    begin_backup(workspace)()
    assert [finding.code for finding in workspace.findings][:2] == ["backup-failed"] * 2
    keep_shop(workspace)
    keep_shop(workspace, people=70)
    assert verify_ledger(workspace).is_valid


def test_a_backup_is_copied_first_and_proven_later(workspace: Workspace) -> None:
    set_policy(workspace, "floor", "30", by=AUTHOR)
    finish = begin_backup(workspace)
    assert numbers(workspace) == []
    set_policy(workspace, "floor", "40", by=AUTHOR)
    finish()
    assert [backup.entries for backup in backups_in(workspace.folder)] == [1]
    assert workspace.findings == []


def test_a_backup_that_is_asked_for_can_be_cancelled(workspace: Workspace) -> None:
    set_policy(workspace, "floor", "30", by=AUTHOR)
    with pytest.raises(PlannerError, match="stopped"):
        back_up(workspace, Hooks(cancelled=lambda: True))
    assert numbers(workspace) == []


def test_a_restored_backup_revives_no_approval_and_says_who_did_it(door: Door, workspace: Workspace) -> None:
    keep_shop(workspace)
    put_scopes_in_order(workspace)
    campaign = approved(workspace, "Spring").id
    made = back_up(workspace)
    withdraw_campaign(workspace, campaign, by=OFFICER)
    workspace.close()
    found = newest_whole(door)
    assert found is not None
    assert (found.path, found.lost, found.campaigns) == (made.path, 1, 1)
    done = restore(door, found, by=" Grace ")
    with door.open() as opened:
        (again,) = campaigns(opened)
        assert again.state is State.DRAFT
        assert again.approval is None
        told = [each.record for each in entries(opened)][done.entry :]
        assert [each["action"] for each in told] == ["restored", "lapsed"]
        assert told[0]["facts"]["by"] == OFFICER
        assert told[1]["facts"]["cause"] == done.entry
        assert verify_ledger(opened).is_valid
        newest = backups_in(opened.folder)[0]
        assert newest.entries == done.entry + 2, "the history that goes on is backed up at once"


def test_the_newest_whole_backup_is_offered(door: Door, workspace: Workspace) -> None:
    made = []
    for floor in ("30", "40", "50"):
        set_policy(workspace, "floor", floor, by=AUTHOR)
        made.append(back_up(workspace))
    workspace.close()
    made[2].path.write_bytes(made[2].path.read_bytes()[:-1])
    found = find_backup(door, None)
    assert found.path == made[1].path
    assert find_backup(door, made[0].name).path == made[0].path
    with pytest.raises(PlannerError, match="backup-damaged"):
        find_backup(door, made[2].name)
    with pytest.raises(PlannerError, match="backup-absent"):
        find_backup(door, "another")
    for each in made:
        each.path.write_bytes(b"")
    with pytest.raises(PlannerError, match="no-whole-backup"):
        find_backup(door, None)


def test_nobody_restores_without_a_name(door: Door, workspace: Workspace) -> None:
    set_policy(workspace, "floor", "30", by=AUTHOR)
    back_up(workspace)
    workspace.close()
    with pytest.raises(PlannerError, match="actor-missing"):
        restore(door, find_backup(door, None), by="  ")


def test_a_year_of_work_leaves_backups_that_all_open(workspace: Workspace, clock: SetClock) -> None:
    for day in range(40):
        clock.now = datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=9 * day)
        set_policy(workspace, "campaign-k", str(60 + day), by=AUTHOR)
        back_up_if_due(workspace)
    kept = backups_in(workspace.folder)
    assert workspace.findings == []
    assert kept[0].number == 40
    assert 10 < len(kept) < 28
    door = Door(workspace.folder, PASSPHRASE, clock)
    workspace.close()
    assert [find_backup(door, each.name).head.entries for each in kept] == [each.entries for each in kept]

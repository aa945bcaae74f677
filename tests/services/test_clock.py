"""The clock may say anything: order is the ledger's, every step back is written down, and nothing fails to open."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import Refusal
from planner.domain.life import State
from planner.services.backing_up import back_up, backups_in
from planner.services.governing import set_policy
from planner.services.releasing import export
from planner.services.reviewing import refresh
from planner.services.verifying import entries, verify_ledger
from planner.store.campaigns import find_campaign
from planner.store.workspace import Workspace
from tests.clocks import SetClock
from tests.services.shops import AUTHOR, approved, keep_shop, noon, put_scopes_in_order
from tests.store.memory_keys import MemoryKeys

PARIS = ZoneInfo("Europe/Paris")
MOMENTS = {
    "ten years back": lambda: noon() - timedelta(days=3650),
    "one second back": lambda: noon() - timedelta(seconds=1),
    "1970": lambda: datetime(1970, 1, 1, tzinfo=UTC),
    "after 2038": lambda: datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
    "2100": lambda: datetime(2100, 2, 28, tzinfo=UTC),
    "far future": lambda: datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(noon())


@pytest.fixture
def keys() -> MemoryKeys:
    return MemoryKeys()


@pytest.mark.parametrize("moment", MOMENTS)
def test_whatever_the_clock_says_the_workspace_opens_and_goes_on(
    tmp_path: Path, keys: MemoryKeys, clock: SetClock, moment: str
) -> None:
    with Workspace.create(tmp_path / "w", keys, clock) as workspace:
        keep_shop(workspace)
        back_up(workspace)
    clock.now = MOMENTS[moment]()
    back_s = max(0, int((noon() - clock.now).total_seconds()))
    with Workspace.open(tmp_path / "w", keys, clock) as workspace:
        set_policy(workspace, "campaign-k", "60", by=AUTHOR)
        back_up(workspace)
        told = entries(workspace)[-1].record
        assert told.get("clock_back_s", 0) == back_s
        clock.now = noon() + timedelta(seconds=5)
        set_policy(workspace, "campaign-k", "70", by=AUTHOR)
        assert [each.index for each in entries(workspace)] == [0, 1, 2]
        assert verify_ledger(workspace).is_valid
        assert [each.entries for each in backups_in(workspace.folder)] == [2, 1]


@pytest.mark.parametrize(
    "hour", [datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=fold) for fold in (0, 1)], ids=["first", "second"]
)
def test_the_hour_that_comes_twice_is_no_step_back(
    tmp_path: Path, keys: MemoryKeys, clock: SetClock, hour: datetime
) -> None:
    clock.now = datetime(2026, 10, 25, 2, 0, tzinfo=PARIS)
    with Workspace.create(tmp_path / "w", keys, clock) as workspace:
        set_policy(workspace, "campaign-k", "60", by=AUTHOR)
        clock.now = hour
        set_policy(workspace, "campaign-k", "70", by=AUTHOR)
        assert "clock_back_s" not in entries(workspace)[-1].record


def test_an_approval_that_was_seen_to_run_out_does_not_come_back_with_the_clock(
    tmp_path: Path, keys: MemoryKeys, clock: SetClock
) -> None:
    with Workspace.create(tmp_path / "w", keys, clock) as workspace:
        keep_shop(workspace)
        put_scopes_in_order(workspace)
        campaign = approved(workspace, "Spring")
        check = campaign.last_check
        assert check is not None
        clock.now = datetime.combine(check.valid_until, noon().time(), UTC) + timedelta(days=1)
        assert refresh(workspace, campaign).state is State.DRAFT
        clock.now = noon()
        with pytest.raises(Refusal):
            export(workspace, campaign.id, tmp_path / "out", by=AUTHOR)
        assert find_campaign(workspace, campaign.id).state is State.DRAFT
        assert not (tmp_path / "out").exists()


def test_no_list_leaves_while_the_clock_is_behind_the_ledger(tmp_path: Path, keys: MemoryKeys, clock: SetClock) -> None:
    with Workspace.create(tmp_path / "w", keys, clock) as workspace:
        keep_shop(workspace)
        put_scopes_in_order(workspace)
        campaign = approved(workspace, "Spring").id
        for back in (timedelta(days=1), timedelta(days=3650)):
            clock.now = noon() - back
            with pytest.raises(Refusal, match="clock-behind-ledger"):
                export(workspace, campaign, tmp_path / "out", by=AUTHOR)
            assert not (tmp_path / "out").exists()
        clock.now = noon() - timedelta(seconds=1)
        export(workspace, campaign, tmp_path / "out", by=AUTHOR, formats=("csv",))

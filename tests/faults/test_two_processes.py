"""Several processes want one workspace: one has it, the others are told so, and no lock outlives its process."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from planner.store.ledger import entries
from planner.store.ledger_check import verify_ledger
from tests.faults.operations import open_workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork")

ROOT = Path(__file__).parents[2]
FEW_OR_MANY = (pytest.param(1, id="few"), pytest.param(10, id="many", marks=pytest.mark.long))
CHANGES, RACES = 30, 5
"""Of each of two processes; or ten times as many."""


def share(folder: Path, how: str, times: int) -> list[dict[str, int]]:
    """Return how often each process told what."""
    command = [sys.executable, "-m", "tests.faults.sharing", str(folder), how, str(times)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: list[dict[str, int]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("times", FEW_OR_MANY)
def test_two_processes_never_write_at_the_same_time_and_no_change_is_lost(tmp_path: Path, times: int) -> None:
    changes = times * CHANGES
    told = share(tmp_path, "changes", changes)
    assert all(set(each) <= {"opened", "changed", "alone", "workspace-in-use"} for each in told), told
    assert [each["changed"] for each in told] == [changes, changes]
    assert sum(each.get("workspace-in-use", 0) for each in told) > 0
    with open_workspace(tmp_path) as workspace:
        workspace.check()
        assert verify_ledger(workspace).is_valid
        made = [each.record["action"] for each in entries(workspace)]
    assert made.count("drafted") + made.count("policy-changed") == 2 * changes


@pytest.mark.parametrize("times", FEW_OR_MANY)
@pytest.mark.parametrize("how", ["well", "killed"])
def test_of_processes_that_start_together_one_makes_the_workspace_and_no_lock_is_left(
    tmp_path: Path, how: str, times: int
) -> None:
    told = share(tmp_path, how, times * RACES)
    races, afterwards = [told[i : i + 3] for i in range(0, len(told), 4)], told[3::4]
    assert all(set(each) <= {"opened", "workspace-in-use", "killed"} for each in told), told
    assert all(any("opened" in each for each in race) for race in races)
    assert all("opened" in each for each in afterwards), "a lock was left behind"

"""An export that is killed at any step leaves the old state or the new one, and exporting again makes it whole."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from planner.domain.campaign import State
from planner.formats.bundle import ENTRY, read_bundle
from planner.formats.records import parse_canonical
from planner.services import releasing
from planner.services.planning import find_campaign
from planner.services.releasing import export
from planner.services.verifying import Verdict, verify
from planner.store.ledger import entries, entry_at, ledger_size, verifier_key
from planner.store.ledger_check import verify_ledger
from planner.store.releases import releases_of
from planner.store.workspace import Workspace
from tests.faults.dying import CAMPAIGN, FORMATS, keys_of, open_workspace
from tests.services.shops import AUTHOR, approved, keep_shop, noon, put_scopes_in_order

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL and fork")

ROOT = Path(__file__).parents[2]
BUNDLE, BESIDE = "shoal-spring.zip", "shoal-spring.list.csv"


@dataclass(frozen=True)
class Run:
    """What a killed process left."""

    folder: Path
    step: str

    @property
    def out(self) -> Path:
        return self.folder / "out"


Kill = Callable[..., list[Run]]


@pytest.fixture
def kill(tmp_path: Path) -> Kill:
    """Kill an export before each of its steps; `again`: one of a list that has left already."""

    def killed(how: str = "as it is", *, again: bool = False) -> list[Run]:
        made = tmp_path / "made"
        with Workspace.create(made / "workspace", keys_of(made / "workspace"), noon) as workspace:
            keep_shop(workspace)
            put_scopes_in_order(workspace)
            approved(workspace, CAMPAIGN)
            if again:
                export(workspace, CAMPAIGN, made / "out", formats=FORMATS, by=AUTHOR)
        command = [sys.executable, "-m", "tests.faults.dying", str(tmp_path), how]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        runs = sorted(tmp_path.glob("run-*"), key=lambda run: int(run.name.removeprefix("run-")))
        return [Run(run, (run / "step").read_text() or "the end") for run in runs]

    return killed


def faults(run: Run) -> Iterator[str]:
    """Everything that is wrong with what a killed export left, and with exporting once more."""
    with open_workspace(run.folder) as workspace:
        yield from _store_faults(workspace)
        yield from _folder_faults(workspace, run.out)
        export(workspace, CAMPAIGN, run.out, formats=FORMATS, by=AUTHOR)
        yield from _store_faults(workspace)
        yield from _folder_faults(workspace, run.out)
        if len(releases_of(workspace)) != 1 or len(_exported(workspace)) != 1:
            yield "more than one release"
        if {path.name for path in run.out.iterdir()} != {BUNDLE, BESIDE}:
            yield "leftovers"


def _store_faults(workspace: Workspace) -> Iterator[str]:
    workspace.check()
    if not verify_ledger(workspace).is_valid:
        yield "the ledger does not verify"
    has_left = find_campaign(workspace, CAMPAIGN).state is State.EXPORTED
    if {len(releases_of(workspace)), len(_exported(workspace))} != {int(has_left)}:
        yield "state, release and entry are not one"


def _folder_faults(workspace: Workspace, out: Path) -> Iterator[str]:
    bundle, beside = out / BUNDLE, out / BESIDE
    if bundle.exists():
        if verify(bundle, key=verifier_key(workspace).vkey).verdict is not Verdict.VALID:
            yield "half a bundle"
            return
        data = read_bundle(bundle.read_bytes())[ENTRY]
        index = parse_canonical(data)["index"]
        if index >= ledger_size(workspace) or entry_at(workspace, index).data != data:
            yield "a bundle without an entry"
    if beside.exists():
        if not bundle.exists():
            yield "a list without a bundle"
        elif beside.read_bytes() != read_bundle(bundle.read_bytes())["list.csv"]:
            yield "half a list"


def _exported(workspace: Workspace) -> list[int]:
    return [each.index for each in entries(workspace) if each.record["action"] == "exported"]


def wrong(runs: list[Run]) -> dict[str, str]:
    """What is wrong, with the step before which the process was killed."""
    return {fault: run.step for run in runs for fault in faults(run)}


def test_a_first_export_killed_at_any_step_is_whole_or_made_whole(kill: Kill) -> None:
    runs = kill()
    steps = {run.step.split()[0] for run in runs}
    assert {"open", "write", "fsync", "os.rename", "BEGIN", "INSERT", "COMMIT", "os.mkdir"} <= steps
    assert wrong(runs) == {}


def test_an_export_of_the_same_list_killed_at_any_step_keeps_the_old_bundle_or_has_the_new(kill: Kill) -> None:
    runs = kill(again=True)
    assert "COMMIT" not in {run.step for run in runs}
    assert all((run.out / BUNDLE).exists() for run in runs)
    assert wrong(runs) == {}


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        ("file before entry", "a bundle without an entry"),
        ("file in place", "half a bundle"),
    ],
)
def test_these_tests_notice_a_guard_that_is_taken_off(kill: Kill, how: str, fault: str) -> None:
    assert fault in wrong_until(fault, kill(how))


def test_these_tests_notice_leftovers_that_stay(kill: Kill, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releasing, "clear_leftovers", lambda _folder: None)
    assert "leftovers" in wrong_until("leftovers", kill())


def wrong_until(fault: str, runs: list[Run]) -> list[str]:
    """The faults up to the first of a kind: a store that was broken on purpose may not bear being looked at further."""
    found: list[str] = []
    for run in runs:
        for each in faults(run):
            found.append(each)
            if each == fault:
                return found
    return found


def test_a_kill_at_the_worst_moment_is_told_as_one_release(kill: Kill) -> None:
    after_entry = next(run for run in kill() if run.step == "open" and _is_recorded(run))
    with open_workspace(after_entry.folder) as workspace:
        done = export(workspace, CAMPAIGN, after_entry.out, formats=FORMATS, by=AUTHOR)
        assert (done.release, done.left_before) == (f"{CAMPAIGN}/1", True)
        assert done.ledger_index == _exported(workspace)[0]


def _is_recorded(run: Run) -> bool:
    copy = run.folder.with_name("looked-at")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(run.folder / "workspace", copy / "workspace")
    with open_workspace(copy) as workspace:
        return bool(_exported(workspace))

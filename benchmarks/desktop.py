"""The window's own figures: how soon it is seen, how soon an edit is, and how long it ever stands still.

python -m benchmarks.desktop
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.store import make_record, make_table
from planner.__main__ import UNTIL_SEEN
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.campaigns.view import PAUSE_MS, CampaignView
from planner.desktop.opening import Phase
from planner.desktop.pictures import NOW
from planner.desktop.studio import Studio
from planner.domain.brief import Brief
from planner.domain.rule import Rule
from planner.domain.rule_text import parse_rule
from planner.services.planning import Plan, draft
from planner.store.snapshots import save_snapshot
from planner.store.states import Subject
from planner.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
TIMES = 7
TICK_MS = 5
SEGMENTS = 1_000_000
EDITS = 9
CAMPAIGN = "measured"

HELLO = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
class Hello(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
hello = Hello("hello")
hello.show()
application.exec()
"""


def start_s(command: Sequence[str], folder: Path) -> float:
    """Return the median seconds from the start of a process to its end, right after its window is first seen."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder)}
    environment |= {name: str(folder) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def longest_stall_s(work: Callable[[], object], is_over: Callable[[], bool]) -> float:
    """Return for how long the window's thread answered nothing while work went on elsewhere."""
    loop, timer = QEventLoop(), QTimer()
    last, longest = time.perf_counter(), 0.0

    def tick() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        last, longest = now, max(longest, now - last)
        if is_over():
            loop.quit()

    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    work()
    loop.exec()
    timer.stop()
    return longest


def edit_to_repaint_s(studio: Studio, segments: int) -> float:
    """Return the median seconds from an edit of a rule to guardrails repainted with its answer.

    The pause that lets somebody finish typing is part of it.
    """
    desk, window = studio.desk, studio.window
    assert window
    desk.tasks.ask(desk, lambda workspace: fill(workspace, segments), lambda _none: None)
    studio.settle()
    window.turn_to("campaigns", CAMPAIGN)
    studio.settle()
    page = window.pages["campaigns"]
    assert isinstance(page, CampaignsPage)
    view, taken = page.view, []
    values = [f"'value {place}'" for place in range(EDITS + 1)]
    for this, following in pairwise(values):
        rule = parse_rule(f'"attribute 0" IN ({this}, {following}) OR "attribute 3" = {this}')
        began = time.perf_counter()
        view.open.change_rule(rule, "Edit")
        studio.wait(partial(is_answered, view, rule))
        view.guardrails.repaint()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def is_answered(view: CampaignView, rule: Rule) -> bool:
    """Whether the guardrails speak of a rule."""
    return view.outlook is not None and view.outlook.examination.campaign.rule == rule


def fill(workspace: Workspace, segments: int) -> None:
    """Put a population of so many segments into a workspace, and a campaign on it."""
    table = make_table(segments)
    with workspace.change() as ledger:
        saved = save_snapshot(workspace, make_record(1, segments), table, {})
        ledger.append("imported", Subject("snapshot", saved.id), {})
    brief = Brief(purposes=("marketing",), channel="email", starts_on=NOW.date(), ends_on=NOW.date())
    draft(workspace, Plan(name=CAMPAIGN, population=saved.population, brief=brief), author="benchmark")


def main() -> None:
    """Print every figure."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        hello = start_s([sys.executable, "-c", HELLO], folder)
        ours = start_s([sys.executable, "main.py", UNTIL_SEEN], folder)
        print(f"first window: {ours:.2f} s from the start of the process; a bare Qt window {hello:.2f} s")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        studio = Studio(folder, language="en", now=NOW)
        studio.show("light", 100, (1440, 900))
        opening = studio.desk.opening
        stall = longest_stall_s(opening.open_sample, lambda: opening.attempt.phase is Phase.OPEN)
        print(f"import of 60,000 customers: the window stood still for {stall * 1000:.0f} ms at most")
        latency = edit_to_repaint_s(studio, SEGMENTS)
        print(
            f"an edit at {SEGMENTS:,} segments: seen after {latency * 1000:.0f} ms, "
            f"of which {PAUSE_MS} ms wait for the next letter"
        )
        studio.close()


if __name__ == "__main__":
    main()

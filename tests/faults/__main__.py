"""`python -m tests.faults`: every call of every operation struck by every fault, and the figures of it as a table.

`--shares 10` tries every tenth call only. Ends with 1 when anything was wrong, or when a control was not noticed.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from tests.faults.asking import Trials
from tests.faults.controls import CONTROLS
from tests.faults.job import Answer, Job
from tests.faults.operations import OPERATIONS
from tests.faults.power import CUT
from tests.faults.shim import FAULTS

Results = dict[Job, Answer]


def main(shares: int, cuts: int, share: int) -> int:
    """Try everything, and print what came of it."""
    begun = time.monotonic()
    jobs = [Job(name, fault, "", share, shares, cuts) for name in OPERATIONS for fault in (*FAULTS, CUT)]
    controls = [Job(each.operation, each.fault, weakened) for weakened, each in CONTROLS.items()]
    answers = answer_all([*jobs, *controls])
    show(table(jobs, answers))
    show(rates(controls, answers))
    missed = [job.weakened for job in controls if not answers[job].wrong]
    points = sum(answers[job].points for job in jobs)
    violations = sum(len(answers[job].wrong) for job in jobs)
    minutes = (time.monotonic() - begun) / 60
    show([f"{points:,} points, {violations} violations, {len(missed)} controls not noticed, {minutes:.0f} minutes"])
    for job in jobs:
        for told, where in answers[job].told.items():
            show([f"{job.operation}, {job.fault}: {told}: {'; '.join(where[:5])}"])
    return int(bool(violations or missed))


def answer_all(jobs: list[Job]) -> Results:
    """Have all jobs done, as many at once as there are processors."""
    with ExitStack() as stack:
        idle: SimpleQueue[Trials] = SimpleQueue()
        workers = os.cpu_count() or 1
        for _ in range(workers):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=_quick_folder())))
            idle.put(stack.enter_context(Trials(folder)))

        def answer(job: Job) -> Answer:
            trials = idle.get()
            try:
                return trials.ask(job)
            finally:
                idle.put(trials)

        pool = stack.enter_context(ThreadPoolExecutor(workers))
        return dict(zip(jobs, pool.map(answer, jobs), strict=True))


def table(jobs: Iterable[Job], answers: Results) -> Iterator[str]:
    """Yield a line for each operation: points and violations of each fault."""
    names = (*FAULTS, CUT)
    yield f"| operation | {' | '.join(names)} |"
    yield "|---|" + "---|" * len(names)
    points: Counter[str] = Counter()
    for operation in OPERATIONS:
        mine = {job.fault: answers[job] for job in jobs if job.operation == operation}
        points.update({fault: answer.points for fault, answer in mine.items()})
        yield f"| {operation} | {' | '.join(f'{mine[n].points} / {len(mine[n].wrong)}' for n in names)} |"
    yield f"| all points | {' | '.join(f'{points[n]:,}' for n in names)} |"


def rates(controls: Iterable[Job], answers: Results) -> Iterator[str]:
    """Yield a line for each guard that was taken off."""
    yield "\n| without | operation, fault | noticed at |\n|---|---|---|"
    for job in controls:
        answer = answers[job]
        noticed = f"{len(answer.wrong)} of {answer.points} ({len(answer.wrong) / answer.points:.0%})"
        yield f"| {job.weakened} | {job.operation}, {job.fault} | {noticed} |"


def show(lines: Iterable[str]) -> None:
    """Print lines at once."""
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _quick_folder() -> str | None:
    """Return a folder in memory, where there is one: what a killed process has written is seen there all the same."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of its own is made in it


if __name__ == "__main__":
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--shares", type=int, default=1)
    told.add_argument("--share", type=int, default=0)
    told.add_argument("--cuts", type=int, default=40)
    wanted = told.parse_args()
    sys.exit(main(wanted.shares, wanted.cuts, wanted.share))

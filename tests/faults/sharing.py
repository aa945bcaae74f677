"""Processes that want one workspace at the same time.

`python -m tests.faults.sharing FOLDER HOW` answers with one JSON object. Everything is imported once, and each process
is forked; none of them waits for a time.
"""

import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.services.governing import load_policy, set_policy
from planner.services.planning import Plan, draft
from planner.store.workspace import Workspace
from tests.faults.operations import keys_of, open_workspace
from tests.faults.trials import Tell, in_child
from tests.services.shops import keep_shop, noon

Work = Callable[[Tell], None]


def at_once(*works: Work) -> list[list[str]]:
    """Run each in a process of its own, all of them begun before any goes on; return what each told."""
    gate, opener = os.pipe()
    told: list[tuple[int, int]] = []
    for work in works:
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            os.close(opener)
            os.read(gate, 1)  # ends when the last process that could write into it closes it
            for line in in_child(work):
                os.write(writer, f"{line}\n".encode())
            os._exit(0)
        os.close(writer)
        told.append((child, reader))
    os.close(opener)
    os.close(gate)
    answers = []
    for child, reader in told:
        with os.fdopen(reader) as lines:
            answers.append(lines.read().splitlines())
        os.waitpid(child, 0)
    return answers


def changing(run: Path, seed: int, changes: int) -> Work:
    """Make so many changes, in a workspace that is opened anew for every few of them."""

    def work(tell: Tell) -> None:
        chance, left = random.Random(seed), changes  # noqa: S311 - the same every time
        while left:
            try:
                workspace = open_workspace(run)
            except PlannerError as error:
                tell(error.code)
                continue
            with workspace:
                tell("opened")
                (run / "holder").write_text(str(os.getpid()))
                for _ in range(min(left, chance.randint(1, 4))):
                    _change(workspace, chance, left)
                    tell("changed")
                    left -= 1
                tell("alone" if (run / "holder").read_text() == str(os.getpid()) else "not alone")

    return work


def _change(workspace: Workspace, chance: random.Random, number: int) -> None:
    """Make one change, of which the ledger gets one entry."""
    if chance.random() < 0.5:
        draft(workspace, Plan(name=f"{os.getpid()} {number}", population="shop"), author="Ada")
    else:
        base = load_policy(workspace).rounding_base % 15 + 1
        set_policy(workspace, "rounding_base", str(base), by="Ada")


def entering(run: Path, how: str) -> Work:
    """Enter a workspace, make it where there is none, and end: well, or killed while it is open."""

    def work(tell: Tell) -> None:
        try:
            workspace = Workspace.open_or_create(run / "workspace", keys_of(run), noon)
        except PlannerError as error:
            tell(error.code)
        else:
            tell("opened")
            if how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            workspace.close()

    return work


def main(folder: Path, how: str, times: int) -> None:
    """Have two processes change one workspace, or race for many new ones."""
    if how == "changes":
        with Workspace.create(folder / "workspace", keys_of(folder), noon) as workspace:
            keep_shop(workspace)
        told = at_once(*(changing(folder, seed, times) for seed in range(2)))
    else:
        told = []
        for number in range(times):
            run = folder / f"race-{number}"
            run.mkdir()
            told += at_once(*(entering(run, how) for _ in range(3)))
            told += at_once(entering(run, how))
    sys.stdout.write(json.dumps([Counter(each) for each in told]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

"""Tries faults: a process under the shim that forks a child for each fault, and another that looks at what is left.

`python -m tests.faults.trials RUNS` reads one job a line and answers each with one line. Everything is
imported once, and each operation's beginning is made once.
"""

import gc
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.store import passphrase
from tests.faults.job import Answer, Found, Job
from tests.faults.operations import OPERATIONS, Operation
from tests.faults.power import CUT, Call, Disk, Image, read_calls, write_image
from tests.faults.shim import FAULTS, KINDS, Fault, Shim
from tests.faults.state import Expected, fingerprint, wrong
from tests.faults.weaker import AFTERWARDS, WEAKER
from tests.passphrases import CHEAP

DONE, REPEATED, KILLED = "done", "repeated", "killed"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of an operation: what there is before, what it leaves, and every call it makes."""

    operation: Operation
    made: Path
    expected: Expected
    calls: tuple[Call, ...]
    disks: tuple[Disk, Disk]
    """What the disk holds before, for the two ways in which names are kept."""

    @property
    def counted(self) -> list[str]:
        """What each call is at which a fault can strike, in order."""
        return [KINDS[call.file] for call in self.calls if call.kind == "step"]

    def points(self, fault: Fault) -> Iterator[int]:
        """Return the numbers of the calls at which a fault is worth trying: only a write can be torn."""
        for number, kind in enumerate(self.counted, 1):
            if fault is not FAULTS["torn, then killed"] or kind == "write":
                yield number


class Lab:
    """Tries faults in runs below one folder."""

    def __init__(self, runs: Path, shim: Shim) -> None:
        self._runs = runs
        self._shim = shim
        self._numbers = count()
        self._begun: dict[tuple[str, str], Beginning] = {}

    def answer(self, job: Job) -> Answer:
        """Try all points of a job."""
        key = (job.operation, job.weakened)
        if key not in self._begun:
            self._begun[key] = self._begin(*key)
        tried = list((self._cut if job.fault == CUT else self._strike)(job, self._begun[key]))
        wrong = tuple((where, found) for where, found in tried if found)
        return Answer(len(tried), wrong, tuple(sorted({*self._begun[key].counted})))

    def _begin(self, name: str, weakened: str) -> Beginning:
        """Do an operation without a fault, and note what it does."""
        operation = OPERATIONS[name]
        made = self._new("made")
        operation.make(made)
        untouched, run = self._copy(made), self._copy(made)
        disks = Disk(run, strict=False), Disk(run, strict=True)
        log = self._runs.parent / f"{run.name}.calls"

        with operation.enter(untouched) as workspace:  # in this process, which then knows all that children need
            before = fingerprint(workspace, operation)
            operation.do(workspace, untouched)

        def record(tell: Tell) -> None:
            WEAKER[weakened]()
            self._shim.record(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND))
            self._shim.arm()
            with operation.enter(run) as workspace:
                operation.do(workspace, run)
                self._shim.mark(DONE)
            self._shim.disarm()
            with operation.enter(run) as workspace:
                tell(fingerprint(workspace, operation))

        (after,) = in_child(record)
        calls = tuple(read_calls(log.read_bytes(), run))
        _check_record(disks[0], calls, run)
        return Beginning(operation, made, Expected(before, after, (run / "out").exists()), calls, disks)

    def _strike(self, job: Job, begun: Beginning) -> Iterator[tuple[str, Found]]:
        """Let a fault strike each call."""
        fault = FAULTS[job.fault]
        points = [*begun.points(fault)]
        for number in points[job.share % len(points) :: job.shares]:
            run = self._copy(begun.made)

            def act(tell: Tell, run: Path = run, number: int = number) -> None:
                WEAKER[job.weakened]()
                self._shim.arm(fault, number)
                _do(begun, run, tell, self._shim.disarm)

            told = in_child(act)
            found = (
                *_untold(fault, told),
                *self._look(begun, run, weakened=job.weakened, done=not {DONE, REPEATED}.isdisjoint(told)),
            )
            yield f"{begun.counted[number - 1]}, call {number}", found
            shutil.rmtree(run)

    def _cut(self, job: Job, begun: Beginning) -> Iterator[tuple[str, Found]]:
        """Cut the power between each two calls; a disk that is the same as one before is not looked at again."""
        done, known = False, set()
        disks = deepcopy(begun.disks)
        for number, call in enumerate(begun.calls):
            done = done or call.kind == "mark"
            for disk in disks:
                disk.apply(call)
            if number % job.shares != job.share:
                continue
            for seed in range(job.cuts * len(disks)):
                image = disks[seed % 2].cut(seed)
                same = (done, _digest(image))
                if same not in known:
                    known.add(same)
                    run = self._new("cut")
                    write_image(image, run)
                    found = self._look(begun, run, weakened=job.weakened, done=done)
                    yield f"after call {number} ({call.kind}), seed {seed}", tuple(found)
                    shutil.rmtree(run)

    def _look(self, begun: Beginning, run: Path, *, weakened: str, done: bool) -> list[str]:
        """Look at what is left, in a process that has never had it open."""

        def look(tell: Tell) -> None:
            WEAKER[weakened]()
            for each in wrong(begun.operation, run, begun.expected, done=done):
                tell(each)

        self._shim.arm()  # so that no time is lost with syncing
        if weakened in AFTERWARDS:
            return in_child(look)
        found = list(wrong(begun.operation, run, begun.expected, done=done))
        self._shim.disarm()
        return found

    def _new(self, name: str) -> Path:
        return self._runs / f"{name}-{next(self._numbers)}"

    def _copy(self, made: Path) -> Path:
        return Path(shutil.copytree(made, self._new("run")))


def in_child(work: Callable[[Tell], None]) -> list[str]:
    """Run something in a process of its own; return what it told, and at last how it died, if it did."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)

        def tell(text: str) -> None:
            os.write(writer, f"{json.dumps(text)}\n".encode())

        try:
            work(tell)
        except BaseException as error:  # noqa: BLE001 - the child must not go on as its parent
            where = traceback.extract_tb(error.__traceback__)[-1]
            tell(f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})")
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        said = [json.loads(line) for line in told]
    _, status = os.waitpid(child, 0)
    return [*said, KILLED] if os.WIFSIGNALED(status) else said


def _do(begun: Beginning, run: Path, tell: Tell, end_fault: Callable[[], object]) -> None:
    """Do an operation; where it is refused, end the fault and do it again in the workspace that is open."""
    try:
        with begun.operation.enter(run) as workspace:
            try:
                begun.operation.do(workspace, run)
                tell(DONE)
            except PlannerError as error:
                tell(error.code)
                end_fault()
                if fingerprint(workspace, begun.operation) == begun.expected.before or begun.operation.repeats:
                    begun.operation.do(workspace, run)
                    tell(REPEATED)
    except PlannerError as error:
        tell(error.code)


def _untold(fault: Fault, told: list[str]) -> Iterator[str]:
    """Say what a process told that it should not have, or did not tell and should have."""
    if fault.kills != (KILLED in told):
        yield f"it should have died: {told}" if fault.kills else f"it died: {told}"
    expected = {DONE, REPEATED, KILLED, *fault.told}
    yield from (f"told: {each}" for each in told if each not in expected)


def _check_record(disk: Disk, calls: tuple[Call, ...], run: Path) -> None:
    """Raise RuntimeError when doing all recorded calls again does not lead to the same files: the shim missed one."""
    again = deepcopy(disk)
    for call in calls:
        again.apply(call)
    found = {str(path.relative_to(run)): None if path.is_dir() else path.read_bytes() for path in run.rglob("*")}
    if again.whole() != found:
        raise RuntimeError(f"a call was missed: {sorted(found)}, {sorted(again.whole())}")


def _digest(image: Image) -> bytes:
    found = sha256()
    for name in sorted(image):
        found.update(f"{name}\n{len(image[name] or b'')}\n".encode() + (image[name] or b""))
    return found.digest()


def main(runs: Path) -> None:
    """Answer jobs until there are no more."""
    passphrase.COST = CHEAP
    lab = Lab(runs, Shim())
    gc.freeze()  # else every child copies the whole memory to count references
    for line in sys.stdin:
        sys.stdout.write(lab.answer(Job(**json.loads(line))).write() + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

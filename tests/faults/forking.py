"""Reads many hostile files quickly, each in a reading child of its own: a fork of one process that is loaded already.

`Forks` is the test's side; `python -m tests.faults.forking` is the loaded process. A fork runs the reading child's
`main` as it is, with its limits, so a file that crashes it or fills its memory takes nothing else along, and what it
took can be measured. POSIX only.
"""

import io
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from planner.domain.errors import PlannerError
from planner.domain.note import Checkpoint, TlogProof, VerifierKey, parse_note
from planner.domain.rule_text import parse_rule
from planner.formats.records import parse_ledger_export
from planner.formats.verdicts import Verdict
from planner.intake import cells, child, worker
from planner.intake.hierarchy import read_hierarchy
from planner.intake.mapping import Mapping
from planner.intake.mapping_reader import read_mapping
from planner.intake.protocol import Broken, Message, error_message, read_error, receive, send
from planner.services.verifying import verify

ROOT = Path(__file__).parents[2]
_CHUNK = 1 << 16


def _verify(path: Path) -> None:
    if verify(path).verdict is Verdict.INVALID:
        raise PlannerError("bundle-invalid")


CALLS: AnyMapping[str, Callable[[Path], object]] = {
    "mapping": read_mapping,
    "hierarchy": read_hierarchy,
    "rule": lambda path: parse_rule(path.read_text("utf-8")),
    "bundle": _verify,
    "ledger": lambda path: parse_ledger_export(path.read_bytes()),
    "checkpoint": lambda path: Checkpoint.parse(parse_note(path.read_bytes()).text),
    "proof": lambda path: TlogProof.parse(path.read_bytes()),
    "key": lambda path: VerifierKey.parse(path.read_text("utf-8")),
}
"""What the application reads in its own process, by name; here each is a fork as well."""

_SPARE_MIB = 1_280
"""Address space that such a reading may take beyond what the loaded process has: two copies of the largest bundle."""


@dataclass(frozen=True)
class Fate:
    """What became of one file: its counts or a refusal, and what that took."""

    counted: cells.Counted | None
    refused: PlannerError | None
    seconds: float
    peak_mib: int

    @property
    def code(self) -> str:
        """The refusal's code, or nothing."""
        return self.refused.code if self.refused else ""


class Forks:
    """The loaded process; use it in a `with`."""

    def __enter__(self) -> "Forks":
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.faults.forking"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate(timeout=60)

    def read(self, path: Path, mapping: Mapping, *, floor: int = 1, memory_mib: int = 512, seconds: float = 30) -> Fate:
        """Count the people of a file as `count_cells` does, in a fork that is killed after `seconds`."""
        order = {
            "task": "cells",
            "path": str(path),
            "parameters": {"mapping": cells._plain(mapping), "floor": floor, "listed": {}},
            "file": asdict(mapping.file),
            "columns": cells._wanted(mapping),
            "memory_mib": memory_mib,
            "threads": 1,
        }
        return self._ask(order, seconds)

    def call(self, name: str, path: Path, *, seconds: float = 30) -> Fate:
        """Have one of `CALLS` read a file."""
        return self._ask({"task": name, "path": str(path)}, seconds)

    def _ask(self, order: AnyMapping[str, Any], seconds: float) -> Fate:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"order": order, "seconds": seconds}).encode() + b"\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        said = self._process.stdout.read(told["size"])
        return _fate(said, told)


def _fate(said: bytes, told: AnyMapping[str, Any]) -> Fate:
    took = told["seconds"], told["peak_mib"]
    try:
        return Fate(_counted(io.BytesIO(said)), None, *took)
    except Broken:
        died = "import-took-too-long" if told["late"] else "import-out-of-memory"
        code = died if told["signal"] == signal.SIGKILL else "import-crashed"
        return Fate(None, PlannerError(code), *took)
    except PlannerError as error:
        return Fate(None, error, *took)


def _counted(said: io.BytesIO) -> cells.Counted:
    while True:
        match reply := receive(said):
            case Message("error"):
                raise read_error(reply.content)
            case Message("answer"):
                return cells._counted(worker._answer(reply), file="customers")
            case _:
                continue


def _serve() -> None:
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        told, said = _fork(asked["order"], asked["seconds"])
        told["size"] = len(said)
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + said)
        sys.stdout.buffer.flush()


def _fork(order: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
    asks, answers = os.pipe(), os.pipe()
    began = time.monotonic()
    pid = os.fork()
    if not pid:
        _become_child(asks, answers, child.main if order["task"] in child.TASKS else _call)
    os.close(asks[0])
    os.close(answers[1])
    with os.fdopen(asks[1], "wb") as stream:
        send(stream, Message("order", order))
        said, late = _listen(answers[0], began + seconds)
        if late:
            os.kill(pid, signal.SIGKILL)
        _, status, used = os.wait4(pid, 0)
    os.close(answers[0])
    told = {
        "seconds": time.monotonic() - began,
        "peak_mib": used.ru_maxrss // 1024,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "late": late,
    }
    return told, said


def _call() -> None:
    order = receive(sys.stdin.buffer).content
    space = (int(Path("/proc/self/statm").read_text("ascii").split()[0]) << 12) + (_SPARE_MIB << 20)
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    with os.fdopen(1, "wb") as answers:
        try:
            CALLS[order["task"]](Path(order["path"]))
            send(answers, error_message(PlannerError("nothing-wrong")))
        except PlannerError as error:
            send(answers, error_message(error))


def _become_child(asks: tuple[int, int], answers: tuple[int, int], run: Callable[[], None]) -> None:
    os.dup2(asks[0], 0)
    os.dup2(answers[1], 1)
    for each in (*asks, *answers):
        os.close(each)
    sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb"))
    os.dup2(os.open(os.devnull, os.O_RDWR), 2)
    try:
        run()
    finally:
        os._exit(70)  # an exception of ours: the parent hears no answer, as from the real child


def _listen(pipe: int, until: float) -> tuple[bytes, bool]:
    said = bytearray()
    while (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            piece = os.read(pipe, _CHUNK)
            if not piece:
                return bytes(said), False
            said += piece
    return bytes(said), True


if __name__ == "__main__":
    _serve()

"""The process that reads customer rows: sealed before it opens the file, and only counts leave it."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, BinaryIO

import duckdb
from numpy.typing import NDArray

from planner.domain.errors import PlannerError
from planner.intake import decoding
from planner.intake.cell_task import cells_task
from planner.intake.engine import Connection, Unreadable, open_sealed
from planner.intake.facts import survey_task
from planner.intake.mapping import FileOptions
from planner.intake.opened import check_path
from planner.intake.protocol import Broken, Message, error_message, receive, send
from planner.intake.source import Source, open_source

Outcome = tuple[dict[str, Any], dict[str, NDArray[Any]]]
Task = Callable[[Connection, Source, dict[str, Any]], Outcome]

TASKS: Mapping[str, Task] = {"cells": cells_task, "survey": survey_task}
"""What may be asked of the child. A task that reads every row says so with "rows" in its header."""

_EVERY_S = 0.1
_SPARE_MIB = 3072
"""Address space beside the engine's memory: code, threads' stacks, arrays on their way out."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent asks for."""

    task: str
    path: str
    parameters: dict[str, Any]
    file: FileOptions
    columns: tuple[str, ...] | None
    memory_mib: int
    threads: int

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Order":
        """Read an order from the parent's message."""
        file = FileOptions(**{**content["file"], "names": tuple(content["file"]["names"])})
        columns = None if content["columns"] is None else tuple(content["columns"])
        threads = content["threads"] or os.cpu_count() or 1
        return cls(
            content["task"], content["path"], content["parameters"], file, columns, content["memory_mib"], threads
        )


def main() -> None:
    """Carry out one order from standard input and answer on standard output."""
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # nothing that prints can reach the parent
    line = _Line(answers)
    try:
        order = Order.of(receive(orders).content)
        Thread(target=_end_with_parent, args=(orders,), daemon=True).start()
        restrict(order.memory_mib)
        line.send(_carry_out(order, line))
    except Broken:
        pass
    except PlannerError as error:
        line.send(error_message(error))
    except MemoryError:
        line.send(error_message(PlannerError("import-out-of-memory")))
    answers.close()
    os._exit(0)  # the thread that waits for the parent's word would hold the process


def restrict(memory_mib: int) -> None:
    """Let this process leave no core, write no file and take no more address space than it needs (POSIX)."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    space = (2 * memory_mib + _SPARE_MIB) << 20
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_AS, space),
    ):
        with suppress(ValueError, OSError):  # a lower limit is already set, or this platform has none
            resource.setrlimit(limit, (value, value))


def _carry_out(order: Order, line: "_Line") -> Message:
    """Try the plain way of reading, then the ways that a failure of it suggests."""
    path = Path(check_path(Path(order.path)))
    try:
        return _attempt(order, path, line)
    except Unreadable as error:
        if error.code == "csv-line-ends":
            return _attempt(order, path, line, slow=True)
        if order.file.encoding:
            raise
        western = decoding.confirm_western(path)
        return _attempt(replace(order, file=replace(order.file, encoding=western)), path, line)


def _attempt(order: Order, path: Path, line: "_Line", *, slow: bool = False) -> Message:
    connection = open_sealed(str(path), memory_mib=order.memory_mib, threads=order.threads)
    with (
        _Watch(connection, line) as watch,
        open_source(connection, path, order.file, wanted=order.columns, slow=slow) as (source, proof),
    ):
        header, arrays = TASKS[order.task](connection, replace(source, enter=watch.enter), order.parameters)
        opened = source.opened
        if "rows" in header:
            proof.confirm(header["rows"])
            opened = replace(opened, rows=header["rows"])
    return Message("answer", {"header": header, "opened": asdict(opened)}, arrays)


class _Line:
    """The way back to the parent, shared by the task and by the thread that tells progress."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = Lock()

    def send(self, message: Message) -> None:
        with self._lock, suppress(BrokenPipeError):
            send(self._stream, message)


class _Watch:
    """Tells how far the engine is, while a task runs and has said which phase it is in."""

    def __init__(self, connection: Connection, line: _Line) -> None:
        self._connection = connection
        self._line = line
        self._phase = ""
        self._over = Event()
        self._thread = Thread(target=self._tell, daemon=True)

    def __enter__(self) -> "_Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def enter(self, phase: str) -> None:
        self._phase = phase
        self._line.send(Message("progress", {"phase": phase, "share": 0.0}))

    def _tell(self) -> None:
        while not self._over.wait(_EVERY_S):
            with suppress(duckdb.Error):
                share = self._connection.query_progress() / 100
                if self._phase and 0 < share <= 1:
                    self._line.send(Message("progress", {"phase": self._phase, "share": share}))


def _end_with_parent(orders: BinaryIO) -> None:
    orders.read(1)
    os._exit(1)

"""The parent of the reading child: gives it one order, and turns what becomes of it into an answer or a sentence."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, BinaryIO

from numpy.typing import NDArray

from planner.domain.errors import PlannerError
from planner.intake.mapping import FileOptions
from planner.intake.opened import Opened, check_path
from planner.intake.protocol import Broken, Message, read_error, receive, send

FROZEN_ARGUMENT = "--reading-child"
"""How a frozen application is called to become the child: its entry point then runs `planner.intake.child.main`."""

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from planner.intake.child import main; main()"
_LOOK_S = 0.05

Progress = Callable[[str, float], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take: memory for the engine, threads (None: every core), and time."""

    memory_mib: int = 4096
    threads: int | None = None
    seconds: float = 3600


@dataclass(frozen=True, slots=True)
class Reading:
    """What the child is asked to do with a file; `columns` are the only ones that are loaded (None: all)."""

    task: str
    path: Path
    parameters: Mapping[str, Any]
    file: FileOptions
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Answer:
    """What came back: the task's JSON and arrays, and what is known of the file."""

    header: Mapping[str, Any]
    arrays: Mapping[str, NDArray[Any]]
    source: Opened


def run_in_child(
    reading: Reading,
    *,
    limits: Limits = Limits(),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Answer:
    """Have a child process read a file, and return its answer.

    The child sees one file, writes none, and holds rows in memory only; nothing but bounded JSON and arrays of
    numbers comes back. `progress` hears a phase and a share from 0 to 1; `cancelled` is asked twenty times a second,
    and its yes ends the child at once.

    Raises PlannerError: what the child found wrong with the file, `import-cancelled`, `import-took-too-long`,
    `import-out-of-memory`, and `import-crashed` when the child died, as a damaged file can make it.
    """
    try:
        check_path(reading.path)
        with _child() as process:
            replies = _listen(process)
            _give(process, reading, limits)
            last = time.monotonic() + limits.seconds
            while True:
                reply = _next(replies, cancelled=cancelled, last=last)
                match reply:
                    case Message("progress"):
                        _tell(reply, progress)
                    case Message("answer"):
                        return _answer(reply)
                    case Message("error"):
                        raise _blamed(reply)
                    case _:
                        raise _post_mortem(process)
    except PlannerError as error:
        raise PlannerError(error.code, **{"file": reading.path.name, **error.facts}) from None


def child_command() -> list[str]:
    """Return the command that starts the child: this interpreter, isolated from the environment, or the frozen app."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FROZEN_ARGUMENT]
    folders = [str(Path(folder).resolve()) for folder in sys.path if folder]
    return [sys.executable, "-I", "-B", "-c", _BOOT, str(Path(__file__).resolve().parents[2]), *folders]


@contextmanager
def _child() -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(  # noqa: S603 (our own interpreter, no shell, nothing from a user)
        child_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]


def _give(process: "subprocess.Popen[bytes]", reading: Reading, limits: Limits) -> None:
    order = {
        "task": reading.task,
        "path": str(reading.path.resolve()),
        "parameters": dict(reading.parameters),
        "file": asdict(reading.file),
        "columns": reading.columns,
        "memory_mib": limits.memory_mib,
        "threads": limits.threads,
    }
    with suppress(BrokenPipeError):  # the reader of its answers hears that it is gone
        send(_pipe(process.stdin), Message("order", order))


def _listen(process: "subprocess.Popen[bytes]") -> "Queue[Message | None]":
    """Read messages in a thread, so that waiting for one can stop to look at the clock."""
    replies: Queue[Message | None] = Queue()

    def listen() -> None:
        try:
            while True:
                replies.put(receive(_pipe(process.stdout)))
        except (Broken, ValueError, OSError, MemoryError):
            replies.put(None)

    Thread(target=listen, daemon=True).start()
    return replies


def _pipe(stream: Any) -> BinaryIO:
    pipe: BinaryIO = stream
    return pipe


def _next(replies: "Queue[Message | None]", *, cancelled: Cancelled | None, last: float) -> Message | None:
    while True:
        if _is_cancelled(cancelled):
            raise PlannerError("import-cancelled")
        with suppress(Empty):
            reply = replies.get(timeout=_LOOK_S)
            if reply is None and _is_cancelled(cancelled):  # Ctrl+C on a terminal ends the child as well
                raise PlannerError("import-cancelled")
            return reply
        if time.monotonic() > last:
            raise PlannerError("import-took-too-long")


def _is_cancelled(cancelled: Cancelled | None) -> bool:
    return cancelled is not None and cancelled()


def _tell(reply: Message, progress: Progress | None) -> None:
    phase, share = reply.content.get("phase"), reply.content.get("share")
    if progress and isinstance(phase, str) and isinstance(share, float):
        progress(phase[:40], min(max(share, 0.0), 1.0))


def _answer(reply: Message) -> Answer:
    try:
        header, opened = reply.content["header"], reply.content["opened"]
        known: dict[str, Any] = {
            field.name: tuple(value) if isinstance(value := opened[field.name], list) else value
            for field in fields(Opened)
        }
    except (KeyError, TypeError):
        raise PlannerError("import-crashed") from None
    return Answer(header, reply.arrays, Opened(**known))


def _blamed(reply: Message) -> PlannerError:
    try:
        return read_error(reply.content)
    except Broken:
        return PlannerError("import-crashed")


def _post_mortem(process: "subprocess.Popen[bytes]") -> PlannerError:
    """Say why a child ended without an answer: killed from outside is the system's way to say "out of memory"."""
    with suppress(subprocess.TimeoutExpired):
        if process.wait(timeout=2) == -9:
            return PlannerError("import-out-of-memory")
    return PlannerError("import-crashed")

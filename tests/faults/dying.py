"""A process that exports a list over and over and is killed one step later each time.

`python -m tests.faults.dying FOLDER HOW` copies `FOLDER/made` to `FOLDER/run-1`, `FOLDER/run-2` and so on, and exports
in each from a child that kills itself before its first, second … step, until one lives to the end. A step is whatever
changes something: a statement of the store that writes, or a call that opens for writing, writes, syncs, renames,
removes or makes. Each run notes in `step` what came next.
"""

import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from planner.services import releasing
from planner.store import workspace as room
from planner.store.driver import Database
from planner.store.passphrase import Argon2Cost, PassphraseKeys
from planner.store.store_key import KeyStore
from planner.store.workspace import Workspace
from tests.services.shops import AUTHOR, noon

CAMPAIGN, FORMATS = "spring", ("csv",)
CHANGING = ("BEGIN", "INSERT", "UPDATE", "DELETE", "REPLACE", "COMMIT")
CALLS = ("os.mkdir", "os.rename", "os.remove", "os.chmod", "os.truncate")

Step = Callable[[str], None]


def keys_of(folder: Path) -> KeyStore:
    """Keys that cost nothing to open."""
    return PassphraseKeys(folder, "correct horse battery", Argon2Cost(memory_kib=64, iterations=1, lanes=1))


def open_workspace(run: Path) -> Workspace:
    """Open the workspace of a run."""
    return Workspace.open(run / "workspace", keys_of(run / "workspace"), noon)


class Dying:
    """Counts steps, and kills the process before one of them."""

    def __init__(self, run: Path, last: int) -> None:
        self._note = os.open(run / "step", os.O_WRONLY | os.O_CREAT)
        self._left = last

    def __call__(self, what: str) -> None:
        """Take a step, or die."""
        self._left -= 1
        if not self._left:
            os.write(self._note, what.encode())
            os.kill(os.getpid(), signal.SIGKILL)


def watch(step: Step, workspace: Workspace) -> None:
    """Have every step of this process told, from now on."""

    def on_statement(statement: str) -> None:
        if statement.upper().startswith(CHANGING):
            step(" ".join(statement.split()[:3]))

    def on_event(event: str, arguments: tuple[Any, ...]) -> None:
        opens = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if opens or event in CALLS:
            step(event)

    def synced(descriptor: int, sync: Callable[[int], None] = os.fsync) -> None:
        step("fsync")
        sync(descriptor)

    def opened(descriptor: int, mode: str, fdopen: Callable[..., IO[bytes]] = os.fdopen) -> IO[bytes]:
        return _torn(fdopen(descriptor, mode, buffering=0), step)

    workspace.db.conn.set_trace_callback(on_statement)
    sys.addaudithook(on_event)
    os.fsync = synced  # type: ignore[assignment]
    os.fdopen = opened  # type: ignore[assignment]


def _torn(file: IO[bytes], step: Step) -> IO[bytes]:
    """Return a file whose writes are two steps: half of the data, and the rest."""

    class Torn:
        def write(self, data: bytes) -> int:
            step("write")
            written = file.write(data[: len(data) // 2])
            step("write the rest")
            return written + file.write(data[written:])

        def __enter__(self) -> "Torn":
            return self

        def __exit__(self, *_: object) -> None:
            file.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(file, name)

    return Torn()  # type: ignore[return-value]


@contextmanager
def never_committed(database: Database) -> Iterator[None]:
    """Stand in for a transaction of the store, without its end."""
    database.execute("BEGIN IMMEDIATE")
    yield


def write_in_place(path: Path, data: bytes) -> None:
    """Stand in for `write_atomically`, over whatever is there."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
        file.write(data)


def export(run: Path, how: str, step: Step) -> None:
    """Export the list of a run, with a guard taken off where `how` names it."""
    with open_workspace(run) as workspace:
        workspace.db.execute("PRAGMA cache_size = 8")  # so that pages reach the disk before the end
        if how == "file before entry":
            room._transaction = never_committed
        if how == "file in place":
            releasing.write_atomically = write_in_place  # type: ignore[assignment, attr-defined]
        watch(step, workspace)
        releasing.export(workspace, CAMPAIGN, run / "out", formats=FORMATS, by=AUTHOR)
        if how == "file before entry":
            workspace.db.execute("COMMIT")


def main(folder: Path, how: str) -> None:
    """Make runs until one lives to the end."""
    for number in count(1):
        run = folder / f"run-{number}"
        shutil.copytree(folder / "made", run)
        child = os.fork()
        if not child:
            try:
                export(run, how, Dying(run, number))
                os._exit(0)
            except BaseException:  # noqa: BLE001 - the child must not go on as its parent
                traceback.print_exc()
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

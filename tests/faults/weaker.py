"""Guards taken off, so that it is known that faults are seen when there are any."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from planner.services import releasing
from planner.store import driver
from planner.store import workspace as room
from planner.store.driver import Database
from planner.store.workspace import Workspace
from tests.faults import operations


def _setting(name: str, value: object) -> Callable[[], None]:
    def take_off() -> None:
        kept = ((each, value if each == name else right) for each, right in driver.SETTINGS)
        driver.SETTINGS = tuple(kept)  # type: ignore[assignment]

    return take_off


def _file_before_entry() -> None:
    room.transaction = _never_committed  # type: ignore[attr-defined]
    whole = releasing.export

    def export(workspace: Workspace, *given: Any, **named: Any) -> object:
        done = whole(workspace, *given, **named)
        workspace.db.execute("COMMIT")
        return done

    operations.export = export  # type: ignore[assignment, attr-defined]


@contextmanager
def _never_committed(database: Database) -> Iterator[None]:
    if not database.conn.in_transaction:
        database.execute("BEGIN IMMEDIATE")
    yield


def _file_in_place() -> None:
    releasing.write_atomically = _write_in_place  # type: ignore[assignment, attr-defined]


def _write_in_place(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as file:
        file.write(data)


def _leftovers_stay() -> None:
    releasing.clear_leftovers = lambda _folder: None  # type: ignore[assignment, attr-defined]


def _sqlite_tried_out() -> None:
    driver.Database = sqlite_utils.Database  # type: ignore[misc, assignment]


WEAKER: Mapping[str, Callable[[], None]] = {
    "": lambda: None,
    "no journal": _setting("journal_mode", "memory"),
    "nothing synced": _setting("synchronous", 0),
    "the end of the journal not synced": _setting("synchronous", 2),
    "file before entry": _file_before_entry,
    "file in place": _file_in_place,
    "leftovers stay": _leftovers_stay,
    "SQLite tried out": _sqlite_tried_out,
}
"""What is taken off, by name; with the empty name, nothing."""
AFTERWARDS = frozenset({"leftovers stay"})
"""What is also taken off while it is looked at what a fault has left."""

"""What the parent process knows of a customer file: that it can be read, and what the child found when it opened it."""

import re
from dataclasses import dataclass
from pathlib import Path

from planner.domain.errors import PlannerError

WESTERN = "cp1252"
"""What a text file that is not UTF-8 is read as where nobody names its encoding: a guess, and told as one."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):(?:[a-z0-9+]+:)?/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a file once it is open; `rows` only after all of it was read and counted twice."""

    format: str
    """One of "csv", "parquet" and "xlsx"."""
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    """Of each column "text", or for Parquet the engine's type."""
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    rows: int | None = None


def check_path(path: Path) -> str:
    """Return the absolute path of a file that can be read.

    Raises PlannerError: `file-missing`, `file-is-address`, `file-is-folder`, `file-unreadable`, `file-empty`.
    """
    try:
        if path.is_dir():
            raise PlannerError("file-is-folder", file=path.name)
        with path.open("rb") as file:
            if not file.read(1):
                raise PlannerError("file-empty")
        return str(path.resolve(strict=True))
    except OSError as error:
        if address := _ADDRESS.match(path.as_posix()):
            raise PlannerError("file-is-address", file=address[1].lower()) from None  # the rest may hold a password
        if isinstance(error, FileNotFoundError):
            raise PlannerError("file-missing", file=path.name) from None
        raise PlannerError("file-unreadable") from None

"""Pictures: what a chart shows, written to a file whole or not at all."""

from pathlib import Path

from planner.formats.files import write_atomically


def write_picture(path: Path, data: bytes) -> None:
    """Write a picture to a file. Raises PlannerError `file-not-written`."""
    write_atomically(path, data)

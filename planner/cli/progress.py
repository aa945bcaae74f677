"""Progress of long work on a terminal, and Ctrl+C as a polite cancel."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

WIDTH = 30


class Progress:
    """One line on stderr that is redrawn; silent when nobody is watching."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""
        self._cancelled = False

    def __call__(self, phase: str, share: float) -> None:
        """Show that `phase` is done to `share` (0 … 1)."""
        if not self._stream.isatty():
            return
        filled = round(WIDTH * min(max(share, 0.0), 1.0))
        line = f"{phase:<24} {'█' * filled}{'·' * (WIDTH - filled)} {share:4.0%}"
        if line != self._shown:
            self._stream.write(f"\r{line}")
            self._stream.flush()
            self._shown = line

    def is_cancelled(self) -> bool:
        """Whether Ctrl+C was pressed while watched."""
        return self._cancelled

    @contextmanager
    def watching(self) -> Iterator["Progress"]:
        """Turn Ctrl+C into a cancel, and wipe the line at the end."""

        def cancel(_signal: int, _frame: FrameType | None) -> None:
            self._cancelled = True

        before = signal.signal(signal.SIGINT, cancel)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)
            if self._shown:
                self._stream.write("\r" + " " * len(self._shown) + "\r")

"""Progress of long work on a terminal, and Ctrl+C as a polite cancel."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

WIDTH = 30


class Progress:
    """One line on stderr that is redrawn; silent when nobody is watching."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream if stream is not None and stream.isatty() else None
        self._shown = ""
        self._cancelled = False

    def __call__(self, phase: str, share: float) -> None:
        """Show that `phase` is done to `share` (0 … 1); a finished one makes room for what is said next."""
        if self._stream is None:
            return
        if share >= 1:
            self._wipe()
            return
        filled = round(WIDTH * max(share, 0.0))
        line = f"{phase:<24} {'#' * filled}{'.' * (WIDTH - filled)} {share:4.0%}"
        if line != self._shown:
            self._stream.write(f"\r{line:<{len(self._shown)}}")
            self._stream.flush()
            self._shown = line

    def is_cancelled(self) -> bool:
        """Whether Ctrl+C was pressed while watched."""
        return self._cancelled

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Turn the first Ctrl+C into a cancel, which the work asks for, and wipe the line at the end.

        A second one does not wait for the work to ask: it raises KeyboardInterrupt.
        """

        def cancel(_signal: int, _frame: FrameType | None) -> None:
            if self._cancelled:
                raise KeyboardInterrupt
            self._cancelled = True

        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGINT, cancel)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
            self._wipe()

    def _wipe(self) -> None:
        if self._stream is not None and self._shown:
            self._stream.write(f"\r{'':<{len(self._shown)}}\r")
            self._stream.flush()
            self._shown = ""

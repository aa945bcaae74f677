"""Tidy: circular garbage is collected on the window's thread alone, because a Qt object must not end on another."""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5_000


class Tidy(QObject):
    """Collects between events, and puts Python's own collector back when released.

    Python collects on whichever thread happens to allocate; a widget in a cycle would then be destroyed on the store's
    thread, which ends the process now and then (Anki collects on its main thread for the same reason).
    """

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(gc.collect)
        self._timer.start()

    def release(self) -> None:
        """Let Python collect where it likes."""
        self._timer.stop()
        gc.enable()

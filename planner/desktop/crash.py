"""Crash: a mistake of our own, told as one and written down without a value; nothing is ever swallowed."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit

from planner import __version__
from planner.desktop.cards import Card, button, columns, label, rows
from planner.desktop.look import GRID, Look
from planner.desktop.words import tr

MOST_BYTES = 256 * 1024
"""A log that has grown beyond this begins anew; the one before stays beside it."""
HARMLESS = ("propagateSizeHints",)
"""What Qt's offscreen platform says of things that it cannot do and nobody misses."""


class Mistakes(QObject):
    """Catches what no code of ours expected, in whichever thread; writes it down and shows it in a window."""

    _made = Signal(str)

    def __init__(self, log: Path, *, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self.log = log
        self.look: Look | None = None
        """Set once there is a window to stand over."""
        self.window: CrashWindow | None = None
        self._clock = clock
        self._lock = threading.Lock()
        self._before = sys.excepthook, threading.excepthook
        self._made.connect(self._show)

    def catch(self) -> None:
        """Catch mistakes from here on, and what Qt complains of."""
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread
        qInstallMessageHandler(self._on_qt)

    def release(self) -> None:
        """Catch nothing any more."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(None)

    def on_exception(self, kind: type[BaseException], _error: BaseException, trace: TracebackType | None) -> None:
        """Write down what kind of mistake it was and where, and show that. Ctrl+C ends the application instead."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        details = "\n".join([f"Shoal {__version__}: {kind.__name__}", *places(trace)])
        self.write(details)
        sys.stderr.write(details + "\n")
        self._made.emit(details)

    def write(self, text: str) -> None:
        """Append to the log; where that cannot be done, the window still tells."""
        with self._lock, suppress(OSError):
            self.log.parent.mkdir(parents=True, exist_ok=True)
            if self.log.exists() and self.log.stat().st_size > MOST_BYTES:
                self.log.replace(self.log.with_suffix(".before.log"))
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"{self._clock():%Y-%m-%d %H:%M:%S} {text}\n")

    def _on_thread(self, raised: threading.ExceptHookArgs) -> None:
        self.on_exception(raised.exc_type, raised.exc_value or raised.exc_type(), raised.exc_traceback)

    def _on_qt(self, kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
        said = text or ""
        if kind is not QtMsgType.QtDebugMsg and not any(each in said for each in HARMLESS):
            self.write(f"Qt: {said}")

    def _show(self, details: str) -> None:
        if self.look is None:
            return
        if self.window is None:
            self.window = CrashWindow(self.look, self.log)
            self.window.finished.connect(self._on_closed)
            self.window.open()
        self.window.add(details)

    def _on_closed(self) -> None:
        if self.window:
            self.window.deleteLater()
        self.window = None


class CrashWindow(QDialog):
    """Says that it is our mistake, what is safe, and how to tell us."""

    def __init__(self, look: Look, log: Path) -> None:
        super().__init__(QApplication.activeWindow())
        self.setObjectName("mistake")
        self.setWindowTitle(tr("This is our mistake"))
        self.setMinimumWidth(look.size(560))
        picture = QLabel()
        picture.setPixmap(look.pixmap("block", "block", pixels=28))
        words = label(tr("This is our mistake"), "title", wrap=True)
        heading = Card(tone="block")
        line = columns(picture, words, spacing=12)
        line.setStretch(1, 1)
        heading.body.addLayout(line)
        safe = label(
            tr(
                "Shoal did something that it should never do. What you had saved is safe: every step is saved whole or"
                " not at all. If something looks wrong from here on, close Shoal and open it again."
            ),
            wrap=True,
        )
        asked = label(
            tr("The details say where in Shoal it happened, and nothing about your data. Please send them to us."),
            "muted",
            wrap=True,
        )
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("Details of the mistake"))
        self.details.setMinimumHeight(look.size(140))
        where = label(tr("It is also written down in {file}", file=log), "small", wrap=True)
        self.copy = button(tr("Copy the details"), self._copy)
        self.quit = button(tr("Close Shoal"), QApplication.quit)
        self.go_on = button(tr("Go on"), self.accept, role="primary")
        self.go_on.setDefault(True)
        buttons = columns(self.copy, None, self.quit, self.go_on, spacing=GRID)
        lines = rows(heading, safe, asked, self.details, where, buttons, spacing=2 * GRID)
        lines.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        self.setLayout(lines)

    def add(self, details: str) -> None:
        """Show one more mistake; one that is shown already is not shown twice."""
        if details not in self.details.toPlainText():
            self.details.appendPlainText(details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def places(trace: TracebackType | None) -> Iterator[str]:
    """Name the lines that a mistake came through; a message or a variable could quote a value, so none is named."""
    while trace is not None:
        code = trace.tb_frame.f_code
        file = Path(code.co_filename)
        yield f"  {file.parent.name}/{file.name}:{trace.tb_lineno} {code.co_name}"
        trace = trace.tb_next

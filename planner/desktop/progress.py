"""Progress: long work told where it was asked for, with a way to stop it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from planner.desktop.cards import button, columns, label
from planner.desktop.look import GRID
from planner.desktop.tasks import Job
from planner.desktop.words import percent, tr

PATIENCE_MS = 300
"""Work that is done by then shows no progress: it would only flash."""
STEPS = 1000


def phase_words(phase: str) -> str:
    """Return what a service calls a phase of its work, in the reader's language."""
    words = {
        "reading": tr("Reading the file"),
        "surveying": tr("Looking at the columns"),
        "counting": tr("Counting people"),
        "cutting segments": tr("Forming groups"),
        "backing up": tr("Copying the workspace"),
        "restoring": tr("Copying the backup"),
        "writing the list": tr("Writing the list"),
    }
    return words.get(phase, tr("Working"))


class JobBar(QWidget):
    """What is being done, how much of it is done, and Cancel; there only while it takes long."""

    turned = Signal(bool)
    """It is there now, or gone."""

    def __init__(self) -> None:
        super().__init__()
        self.said = label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(120)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop = button(tr("Cancel"), self.cancel, role="small")
        line = columns(self.said, self.bar, self.stop, spacing=GRID)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self.show)
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is there."""
        super().showEvent(event)
        self.turned.emit(self.isVisible())

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is gone."""
        super().hideEvent(event)
        self.turned.emit(self.isVisible())

    def watch(self, job: Job, verb: str = "") -> None:
        """Show a job from now on, and nothing once it is settled."""
        self.job = job
        self.said.setText(verb)
        self.stop.setEnabled(True)
        self.bar.setRange(0, 0)
        job.progressed.connect(self._on_progressed)
        job.settled.connect(self._on_settled)
        self._timer.start()

    def cancel(self) -> None:
        """Ask the job to stop, and say so."""
        if self.job:
            self.stop.setEnabled(False)
            self.said.setText(tr("Stopping…"))
            self.job.cancel()

    def _on_progressed(self, phase: str, share: float) -> None:
        if self.sender() is not self.job or not self.stop.isEnabled():
            return
        is_known = 0 <= share <= 1
        self.bar.setRange(0, STEPS if is_known else 0)
        if is_known:
            self.bar.setValue(round(share * STEPS))
        self.said.setText(f"{phase_words(phase)} {percent(share)}" if is_known else phase_words(phase))

    def _on_settled(self) -> None:
        if self.sender() is self.job:
            self.job = None
            self._timer.stop()
            self.hide()

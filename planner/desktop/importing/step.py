"""A step of the import: what it asks, and whether one can go on from it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.cards import Scroll, label, rows
from planner.desktop.desk import Desk
from planner.desktop.importing.draft import Draft
from planner.desktop.look import GRID
from planner.desktop.tasks import Job


class Step(QWidget):
    """One step. `missing` says what is still needed before the next one, empty when nothing is."""

    job_started = Signal(object, str)
    """A job that the page should show, and what is being done."""
    columns_wanted = Signal()
    """Somebody wants to go back to what the columns are."""

    def __init__(self, desk: Desk, draft: Draft, title: str, explained: str) -> None:
        super().__init__()
        self.desk = desk
        self.draft = draft
        self.title = title
        self.body = rows(label(title, "title", wrap=True), label(explained, "muted", wrap=True), spacing=2 * GRID)
        content = QWidget()
        content.setLayout(self.body)
        self.setLayout(rows(Scroll(content)))

    @property
    def missing(self) -> str:
        """What is still needed."""
        return ""

    def fit(self, width: int) -> None:
        """Arrange the content for the page's width, in pixels at 100 % font size."""

    def enter(self) -> None:
        """Come to the front."""

    def start(self, job: Job, verb: str) -> None:
        """Let the page show a job."""
        self.job_started.emit(job, verb)

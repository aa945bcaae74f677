"""First step: the file, chosen or dropped, and a first look at it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from planner.desktop.cards import Card, button, columns, label, set_tone
from planner.desktop.desk import Desk
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.look import GRID
from planner.desktop.spoken import said
from planner.desktop.tasks import STOPPED
from planner.desktop.words import number, told, tr
from planner.domain.errors import PlannerError
from planner.services import importing, roles


class DropZone(Card):
    """Takes a file that is dropped on it."""

    dropped = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(role="well", margin=5 * GRID)
        self.setAcceptDrops(True)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._look = desk.look
        self._dress()
        desk.look.changed.connect(self._dress)
        self.body.addWidget(self._picture)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that a file may be let go here."""
        if _file_of(event):
            set_tone(self, "accent")
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is held over it any more."""
        set_tone(self, "")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file."""
        set_tone(self, "")
        if file := _file_of(event):
            event.acceptProposedAction()
            self.dropped.emit(file)

    def _dress(self) -> None:
        self._picture.setPixmap(self._look.pixmap("import", "accent", pixels=40))


class FileStep(Step):
    """Choose a file; a look at it proposes what each column is."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        promise = tr(
            "The file is read on this computer only. Its rows become groups of people in memory and are never written "
            "anywhere: not to disk, not to a log."
        )
        super().__init__(desk, draft, tr("Which customers?"), promise)
        self._waiting = False
        zone = DropZone(desk)
        zone.dropped.connect(self.look_at)
        self.choose = button(tr("Choose a file…"), self._choose, role="primary")
        kinds = label(tr("Drop a file here, or choose one: CSV, Parquet or Excel (XLSX)."), "muted", wrap=True)
        kinds.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        zone.body.addWidget(kinds)
        zone.body.addLayout(columns(None, self.choose, None))
        self.mistake = label("", tone="block", wrap=True)
        self.mistake.hide()
        self.found = Card(tone="good")
        self._name = label("", "strong", wrap=True)
        self._what = label("", wrap=True)
        self._notes = label("", "muted", wrap=True)
        self.by_mapping = button(tr("Use a mapping file…"), self._choose_mapping, role="quiet")
        for each in (self._name, self._what, self._notes):
            self.found.body.addWidget(each)
        self.found.body.addLayout(columns(self.by_mapping, None))
        self.found.hide()
        self.body.addWidget(zone)
        self.body.addWidget(self.mistake)
        self.body.addWidget(self.found)
        self.body.addStretch(1)
        draft.changed.connect(self._show)

    @property
    def missing(self) -> str:
        """A file that can be read."""
        if self._waiting:
            return tr("The file is still being looked at.")
        return "" if self.draft.survey else tr("Choose a file first.")

    def look_at(self, path: Path) -> None:
        """Look at a file, away from the window; what was chosen before stays until this one can be read."""
        self._waiting = True
        self.mistake.hide()
        floor = self.draft.floor
        job = self.desk.tasks.count(
            self,
            lambda hooks: importing.survey(path, floor=floor, hooks=hooks),
            partial(self._take, path),
            key="survey",
            failed=self._refuse,
        )
        self.start(job, tr("Looking at {file}", file=path.name))
        self.draft.changed.emit()

    def _choose(self) -> None:
        filters = [tr("Customer files") + " (*.csv *.tsv *.txt *.parquet *.xlsx)", tr("All files") + " (*)"]
        self.desk.prompts.open_file(self, tr("Import customers"), filters, self.look_at)

    def _choose_mapping(self) -> None:
        filters = [tr("Mapping files") + " (*.toml)", tr("All files") + " (*)"]
        self.desk.prompts.open_file(self, tr("Use a mapping file"), filters, self._take_mapping)

    def _take_mapping(self, path: Path) -> None:
        try:
            self.draft.take_mapping(roles.read_mapping(path))
        except PlannerError as error:
            self._refuse(error)

    def _take(self, path: Path, survey: roles.Survey) -> None:
        self._waiting = False
        self.draft.take(path, survey)

    def _refuse(self, error: PlannerError) -> None:
        self._waiting = False
        self.mistake.setText(told(error))
        set_tone(self.mistake, "" if error.code in STOPPED else "block")
        self.mistake.show()
        self.draft.changed.emit()

    def _show(self) -> None:
        survey = self.draft.survey
        self.found.setVisible(survey is not None)
        if survey is not None:
            self._name.setText(survey.file)
            counts = {"rows": number(survey.rows), "columns": number(len(survey.columns))}
            self._what.setText(tr("{rows} rows, {columns} columns.", **counts))
            self._notes.setText("\n".join(map(said, survey.notes)))
            self._notes.setVisible(bool(survey.notes))


def _file_of(event: QDropEvent | QDragEnterEvent) -> Path | None:
    """Return the one file that is dragged; None for several, for folders, and for what is no file."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path and path.is_file() else None

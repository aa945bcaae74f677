"""Exporting: where the list is written, and in which formats besides the proof."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from planner.desktop.campaigns.open_campaign import CAMPAIGNS
from planner.desktop.cards import button, columns, label, rows
from planner.desktop.desk import Desk
from planner.desktop.dialog import Decision
from planner.desktop.forms import Row, line_edit
from planner.desktop.look import GRID
from planner.desktop.progress import JobBar
from planner.desktop.tasks import STOPPED
from planner.desktop.words import named, told, tr
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.services.releasing import BUNDLE, Exported, export


def formats() -> dict[str, tuple[str, str]]:
    """Return each format's name and what it is good for."""
    return {
        "csv": (tr("CSV table"), tr("one line a group, for any program")),
        "xlsx": (tr("Excel workbook"), tr("the same, to read and to print")),
        "sql": (tr("SQL conditions"), tr("to find these people in your own data")),
        "unomi": (tr("Apache Unomi segment"), tr("for a customer data platform")),
        "mautic": (tr("Mautic segment"), tr("for Mautic's filters")),
        "json": (tr("JSON"), tr("for programs; every bundle holds it")),
    }


class ExportDialog(Decision):
    """A folder, the formats, and whether they are also wanted as plain files."""

    exported = Signal(object)
    """`Exported`: what was written and where."""

    def __init__(self, desk: Desk, parent: QWidget, campaign: Campaign) -> None:
        super().__init__(desk.look, parent, tr("Export {campaign}", campaign=campaign.name), tr("Export"))
        self._desk, self._campaign = desk, campaign
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.folder = line_edit(desk.taste.export_folder or documents, longest=4000)
        self.choose = button(tr("Choose…"), self._choose, name=tr("Choose the folder"))
        self._folder_row = Row(tr("Folder"), self.folder)
        self.boxes = {key: QCheckBox(named(name, use)) for key, (name, use) in formats().items()}
        self.beside = QCheckBox(tr("Also put them beside the bundle as plain files"))
        self._bar = JobBar()
        self._lay_out()

    def decide(self) -> None:
        """Write the list, or say what is missing."""
        folder = self.folder.text().strip()
        self._folder_row.tell_mistake("" if folder else tr("Choose a folder"))
        if not folder:
            self.folder.setFocus()
            return
        kinds = [key for key, box in self.boxes.items() if box.isChecked()]
        kinds = kinds if self.beside.isChecked() and kinds else [*kinds, BUNDLE]
        campaign, actor = self._campaign.id, self._desk.actor
        self._wait(is_waiting=True)
        place = Path(folder).expanduser()
        job = self._desk.change_watched(
            self,
            lambda workspace, hooks: export(workspace, campaign, place, formats=kinds, by=actor, hooks=hooks),
            self._on_exported,
            touches=CAMPAIGNS,
            failed=self._on_failed,
        )
        self._bar.watch(job, tr("Writing the list"))

    def reject(self) -> None:
        """Close it; while the list is being written, stop that first, which works until it is recorded."""
        if self.do.isEnabled():
            super().reject()
        else:
            self._bar.cancel()

    def _lay_out(self) -> None:
        for key, box in self.boxes.items():
            box.setChecked(key in self._desk.taste.export_formats)
        self.beside.setChecked(self._desk.taste.export_beside)
        told_why = tr(
            "What leaves is a list of groups with rounded numbers, and the proof that it was checked. No rows."
        )
        self.content.addWidget(label(told_why, "muted", wrap=True))
        line = columns(self._folder_row, spacing=GRID)
        line.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignBottom)
        line.setStretch(0, 1)
        self.content.addLayout(line)
        self.content.addLayout(
            rows(label(tr("Formats"), "label"), *self.boxes.values(), self.beside, spacing=GRID // 2)
        )
        self.content.addWidget(self._bar)

    def _choose(self) -> None:
        self._desk.prompts.choose_folder(
            self, tr("Where the list is written"), lambda path: self.folder.setText(str(path))
        )

    def _wait(self, *, is_waiting: bool) -> None:
        for each in (self.do, self.choose, self.folder, self.beside, *self.boxes.values()):
            each.setEnabled(not is_waiting)

    def _on_exported(self, done: Exported) -> None:
        self._wait(is_waiting=False)
        kinds = tuple(key for key, box in self.boxes.items() if box.isChecked())
        folder, is_beside = self.folder.text().strip(), self.beside.isChecked()
        self._desk.like(export_folder=folder, export_formats=kinds, export_beside=is_beside)
        self.exported.emit(done)
        self.accept()

    def _on_failed(self, error: PlannerError) -> None:
        self._wait(is_waiting=False)
        self.tell_mistake("" if error.code in STOPPED else told(error))

"""The import, step by step: a list of the steps, the step in front, and the way on."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QPushButton, QStackedWidget, QWidget

from planner.desktop.cards import button, columns, label, rows
from planner.desktop.desk import Desk, Touched
from planner.desktop.importing.columns_step import ColumnsStep
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.file_step import FileStep
from planner.desktop.importing.preview_step import PreviewStep
from planner.desktop.importing.safety_step import SafetyStep
from planner.desktop.importing.step import Step
from planner.desktop.importing.values_step import ValuesStep
from planner.desktop.look import GRID
from planner.desktop.page import Page
from planner.desktop.progress import JobBar
from planner.desktop.scope_words import scope_names
from planner.desktop.words import people, tr
from planner.domain.catalogue import Catalogue
from planner.domain.snapshot import SnapshotRecord
from planner.services import exploring, importing
from planner.services.governing import catalogue
from planner.services.opening import Workspace

ROOM_FOR_STEPS = 780
STEPS = (FileStep, ColumnsStep, ValuesStep, SafetyStep, PreviewStep)


def steps_in_words() -> tuple[str, ...]:
    """Return what the steps are called in their list."""
    return tr("File"), tr("Columns"), tr("Bands and values"), tr("Safety"), tr("Preview")


class ImportPage(Page):
    """The page on which customers are imported; every visit with a new draft."""

    CARES = frozenset({Touched.WORKSPACE, Touched.POLICY})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Import customers"))
        self.header.show_title(tr("Import customers"), crumb=tr("Data"))
        self.header.went_back.connect(self.leave)
        self.draft = Draft()
        self.steps: list[Step] = []
        self.at = 0
        self._stack = QStackedWidget()
        self._list = rows(spacing=GRID // 2)
        self._links: list[QPushButton] = []
        self.job = JobBar()
        self.missing = label("", "muted", wrap=True)
        self.back = button(tr("Back"), lambda: self.turn_to(self.at - 1))
        self.forward = button(tr("Continue"), self.go_on, role="primary")
        self._lay_out()
        self.begin()

    def begin(self) -> None:
        """Begin anew."""
        draft = Draft()
        while old := self._stack.widget(0):
            self._stack.removeWidget(old)
            old.deleteLater()
        self.draft = draft
        self.steps = [make(self.desk, draft) for make in STEPS]
        for step in self.steps:
            self._stack.addWidget(step)
            step.job_started.connect(self.job.watch)
            step.columns_wanted.connect(lambda: self.turn_to(STEPS.index(ColumnsStep)))
        draft.changed.connect(self._show_way)
        self.refresh()
        self._fit()
        self.turn_to(0)

    def refresh(self) -> None:
        """Read the floor of the policy, and which populations there are."""
        if self.desk.folder is not None:
            self.desk.tasks.ask(self, _read_workspace, self._take_workspace, key="workspace")

    def show_what(self, what: object) -> None:
        """Begin with a file, or anew."""
        self.begin()
        first = self.steps[0]
        if isinstance(what, Path) and what.name and isinstance(first, FileStep):
            first.look_at(what)

    def fit(self, width: int) -> None:
        """Leave the list of the steps out, and stack what stands side by side, where there is no room for it."""
        self._steps_list.setVisible(width >= ROOM_FOR_STEPS)
        self._steps_list.setFixedWidth(self.desk.look.size(176))
        for step in self.steps:
            step.fit(width)

    def turn_to(self, at: int) -> None:
        """Show a step."""
        self.at = min(max(at, 0), len(self.steps) - 1)
        self._stack.setCurrentIndex(self.at)
        self.steps[self.at].enter()
        self._show_way()

    def go_on(self) -> None:
        """Go to the next step; from the last one, import."""
        if self.steps[self.at].missing:
            return
        if self.at + 1 < len(self.steps):
            self.turn_to(self.at + 1)
        else:
            self.keep()

    def keep(self) -> None:
        """Keep what the preview shows."""
        prepared = self.draft.prepared
        if prepared is None:
            return
        job = self.desk.change(
            self,
            lambda workspace: importing.keep_import(workspace, prepared),
            self._finish,
            touches=frozenset({Touched.POPULATIONS, Touched.CAMPAIGNS}),
        )
        self.job.watch(job, tr("Keeping the groups"))

    def leave(self) -> None:
        """Go back to the data; work under way is stopped."""
        if self.job.job:
            self.job.job.supersede()
        self.begin()
        self.desk.go("data")

    def _finish(self, record: SnapshotRecord) -> None:
        said = tr("“{name}” was imported: {people}.", name=record.population, people=people(record.people_kept))
        self.desk.go("data", record.population)
        self.begin()
        self.desk.notices.tell(said, tone="good", key="imported")

    def _take_workspace(self, read: tuple[int, tuple[str, ...], Catalogue]) -> None:
        least, known, agreed = read
        self.draft.least_floor, self.draft.known = least, known
        self.draft.scopes = scope_names(agreed.scopes, agreed.vocabulary)
        if least > self.draft.floor:
            self.draft.decide(floor=least)

    def _show_way(self) -> None:
        """Show where one is, what is missing, and where one may go."""
        missing = self.steps[self.at].missing
        self.missing.setText(missing)
        self.back.setVisible(self.at > 0)
        self.forward.setEnabled(not missing)
        self.forward.setText(tr("Continue") if self.at + 1 < len(self.steps) else tr("Import"))
        reachable = next((at for at, step in enumerate(self.steps) if step.missing), len(self.steps))
        for at, (link, words) in enumerate(zip(self._links, steps_in_words(), strict=True)):
            link.setText(f"{at + 1}   {words}")
            if at == self.at:
                here = tr("Step {at} of {steps}", at=at + 1, steps=len(self.steps))
                self.header.show_title(tr("Import customers"), crumb=tr("Data"), beside=here)
            link.setAccessibleName(words)
            link.setEnabled(at <= reachable)
            link.setProperty("current", at == self.at)
            link.style().unpolish(link)
            link.style().polish(link)

    def _lay_out(self) -> None:
        for at in range(len(STEPS)):
            link = button("", partial(self.turn_to, at), role="step")
            self._links.append(link)
            self._list.addWidget(link)
        self._list.addStretch(1)
        self._steps_list = QWidget()
        self._steps_list.setLayout(self._list)
        self.job.turned.connect(lambda is_shown: self.missing.setVisible(not is_shown))
        foot = columns(self.job, self.missing, None, self.back, self.forward, spacing=2 * GRID)
        foot.setStretch(0, 1)
        line = QFrame()
        line.setProperty("role", "rule")
        right = rows(self._stack, line, foot, spacing=2 * GRID)
        right.setStretch(0, 1)
        content = columns(self._steps_list, right, spacing=3 * GRID)
        content.setStretch(1, 1)
        self.body.addLayout(content, 1)


def _read_workspace(workspace: Workspace) -> tuple[int, tuple[str, ...], Catalogue]:
    known = tuple(record.population for record in exploring.populations(workspace))
    return importing.least_floor(workspace), known, catalogue(workspace)

"""Last step: what would be kept, before anything is."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from planner.desktop.cards import Card, NumberTile, button, columns, empty, label, rows, set_tone
from planner.desktop.data.exactness import kept_of
from planner.desktop.desk import Desk
from planner.desktop.importing.columns_step import role_words
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.look import GRID
from planner.desktop.page import ROOM_FOR_TWO
from planner.desktop.tasks import STOPPED
from planner.desktop.words import guarded, language, long_day, number, percent, told, tr
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.domain.snapshot import SnapshotRecord
from planner.services import importing
from planner.services.words import title_of

if TYPE_CHECKING:  # it is loaded when there is something to draw
    from planner.desktop.charts.quality import QualityChart

REPAIRED_AT_COLUMNS = frozenset({"no-consent-column", "conflicting-rows", "attribute-all-missing"})
"""Findings that another choice of what the columns are repairs."""
ROOM_FOR_TILES = 900
"""Pixels at 100 % from which on all numbers stand in one line."""


class PreviewStep(Step):
    """The numbers of the import, what stayed exact, what each column became, and what was noticed."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr("Nothing has been kept yet. Go back and change what you like, as often as you like.")
        super().__init__(desk, draft, tr("This is what would be kept"), explained)
        self.people = NumberTile(tr("people, counted once"))
        self.dropped = NumberTile(tr("people who fit no group: left out"))
        self.groups = NumberTile(tr("groups"))
        self.exact = NumberTile(tr("of details kept exact"))
        self.kept_rows = NumberTile(tr("rows about a person on this computer"))
        self.tiles = QGridLayout()
        self.tiles.setSpacing(2 * GRID)
        self._lay_tiles(len(self._tiles))
        self.mistake = Card(tone="block")
        self._mistake_said = label("", wrap=True)
        self.again = button(tr("Try again"), self.prepare)
        self.mistake.body.addWidget(self._mistake_said)
        self.mistake.body.addLayout(columns(self.again, None))
        self.quality = Card(tr("How much detail is left"))
        self.chart: QualityChart | None = None
        self._columns = Card(tr("What each column becomes"))
        self._column_lines = rows(spacing=GRID)
        self._columns.body.addLayout(self._column_lines)
        self._findings = rows(spacing=GRID)
        lines = rows(self.mistake, self.tiles, self.quality, self._findings, self._columns, None, spacing=2 * GRID)
        self.body.addLayout(lines, 1)
        self._show(None)

    @property
    def missing(self) -> str:
        """A finished preview."""
        return "" if self.draft.prepared else tr("The preview is not ready yet.")

    def fit(self, width: int) -> None:
        """Put the numbers in one line, or in as many as they need."""
        self._lay_tiles(len(self._tiles) if width >= ROOM_FOR_TILES else 3 if width >= ROOM_FOR_TWO else 2)

    @property
    def _tiles(self) -> tuple[NumberTile, ...]:
        return self.people, self.dropped, self.groups, self.exact, self.kept_rows

    def _lay_tiles(self, across: int) -> None:
        for at, tile in enumerate(self._tiles):
            self.tiles.addWidget(tile, at // across, at % across)
            self.tiles.setColumnStretch(at, 1 if at < across else 0)

    def enter(self) -> None:
        """Make the preview, unless it stands."""
        if self.draft.prepared is None:
            self.prepare()
        else:
            self._take(self.draft.prepared)

    def prepare(self) -> None:
        """Cut the customers into groups, away from the window; nothing is kept."""
        request = self.draft.request
        if request is None:
            return
        self.mistake.hide()
        self.desk.tasks.ask(
            self,
            lambda workspace: importing.known_population(workspace, request.population),
            partial(self._prepare, request),
            key="known",
            failed=self._fail,
        )

    def _prepare(self, request: importing.Request, known: importing.Kept | None) -> None:
        """Make the groups, or count those again that the population has."""
        clock = self.desk.clock
        job = self.desk.tasks.count(
            self,
            lambda hooks: importing.prepare_import(request, clock=clock, known=known, hooks=hooks),
            partial(self._compare, request),
            key="preview",
            failed=self._fail,
        )
        self.start(job, tr("Forming groups"))

    def _compare(self, request: importing.Request, prepared: importing.Import) -> None:
        """Look whether another population may hold the same people."""
        self.desk.tasks.ask(
            self,
            lambda workspace: importing.compared(workspace, prepared),
            partial(self._take_if_current, request),
            key="compared",
            failed=self._fail,
        )

    def _take_if_current(self, request: importing.Request, prepared: importing.Import) -> None:
        if request == self.draft.request:
            self._take(prepared)

    def _take(self, prepared: importing.Import) -> None:
        self.draft.prepared = prepared
        self.draft.changed.emit()
        self._show(prepared.record)
        self._show_details(prepared)

    def _fail(self, error: PlannerError) -> None:
        self._show(None)
        self._mistake_said.setText(told(error))
        set_tone(self.mistake, "" if error.code in STOPPED else "block")
        self.mistake.show()

    def _show(self, record: SnapshotRecord | None) -> None:
        self.mistake.hide()
        for each in (self.quality, self._columns):
            each.setVisible(record is not None)
        self.kept_rows.show_number(number(0))
        empty(self._findings)
        if record is None:
            for tile in (self.people, self.dropped, self.groups, self.exact):
                tile.show_number("–")
            return
        self.people.show_number(number(record.people_kept))
        self.dropped.show_number(guarded(record.people_dropped, record.floor))
        self.groups.show_number(
            number(record.segments), tr("groups, none under {least} people", least=number(record.floor))
        )
        self._show_columns(record)
        for finding in record.findings:
            self._findings.addWidget(self._card_of(finding))

    def _card_of(self, finding: Finding) -> Card:
        """Return what was noticed, with the way to where it is repaired."""
        card = Card()
        set_tone(card, finding.severity.value if finding.severity.value in ("block", "warn") else "")
        card.body.addWidget(label(title_of(finding.code, language()), "strong", wrap=True))
        card.body.addWidget(label(told(finding), wrap=True))
        if finding.code in REPAIRED_AT_COLUMNS:
            back = button(tr("Go to the columns"), self.columns_wanted.emit, role="small")
            card.body.addLayout(columns(back, None))
        return card

    def _show_details(self, prepared: importing.Import) -> None:
        """Show of how many people each detail stays exact."""
        from planner.desktop.charts.quality import QualityChart  # noqa: PLC0415

        shares, record = prepared.table.exact_shares, prepared.record
        self.exact.show_number(percent(sum(shares) / len(shares)))
        if self.chart is None:
            self.chart = QualityChart(self.desk)
            self.quality.body.addWidget(self.chart)
        self.chart.set_source(tr("{name}, {day}. Not yet kept.", name=record.population, day=long_day(record.made_at)))
        kept = kept_of(prepared.table, record.people_dropped)
        self.chart.show_quality(tr("How much detail is left"), kept, record.floor)

    def _show_columns(self, record: SnapshotRecord) -> None:
        empty(self._column_lines)
        by_role: dict[str, list[str]] = {}
        for name, role in record.columns.items():
            by_role.setdefault("attribute" if role == "level" else role, []).append(name)
        for role, words in role_words().items():
            if names := by_role.get(role):
                said = label(words, "strong")
                said.setFixedWidth(self.desk.look.size(220))
                said.setWordWrap(True)
                line = columns(said, label(", ".join(names), "muted", wrap=True), spacing=2 * GRID)
                line.setStretch(1, 1)
                self._column_lines.addLayout(line)

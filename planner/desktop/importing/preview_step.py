"""Last step: what would be kept, before anything is."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from planner.desktop.cards import Card, NumberTile, button, columns, empty, label, rows, set_tone
from planner.desktop.desk import Desk
from planner.desktop.importing.columns_step import role_words
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import CANCELLED, Step
from planner.desktop.look import GRID, Look
from planner.desktop.page import ROOM_FOR_TWO
from planner.desktop.tips import plain
from planner.desktop.words import language, number, percent, told, tr
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.services import importing
from planner.services.words import title_of

REPAIRED_AT_COLUMNS = frozenset({"no-consent-column", "conflicting-rows", "attribute-all-missing"})
"""Findings that another choice of what the columns are repairs."""


class ExactBar(QWidget):
    """How many people have one value of a detail, and how many are known only as part of something wider (hatched)."""

    def __init__(self, look: Look, share: float) -> None:
        super().__init__()
        self._look = look
        self._share = share
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(self._look.size(120), self._look.size(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint both parts side by side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        height = self._look.size(10)
        whole = QRectF(0, (self.height() - height) / 2, self.width(), height)
        outline = QPainterPath()
        outline.addRoundedRect(whole, height / 2, height / 2)
        painter.setClipPath(outline)
        painter.fillRect(whole, QBrush(self._look.colour("hatch"), Qt.BrushStyle.BDiagPattern))
        exact = QRectF(whole)
        exact.setWidth(self._share * whole.width())
        painter.fillRect(exact, self._look.colour("bar"))
        painter.end()


class PreviewStep(Step):
    """The numbers of the import, what stayed exact, what each column became, and what was noticed."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr("Nothing has been kept yet. Go back and change what you like, as often as you like.")
        super().__init__(desk, draft, tr("This is what would be kept"), explained)
        self.people = NumberTile(tr("people, counted once"))
        self.groups = NumberTile(tr("groups"))
        self.exact = NumberTile(tr("of details kept exact"))
        self.kept_rows = NumberTile(tr("rows about a person on this computer"))
        self.tiles = QGridLayout()
        self.tiles.setSpacing(2 * GRID)
        self._lay_tiles(4)
        self.mistake = Card(tone="block")
        self._mistake_said = label("", wrap=True)
        self.again = button(tr("Try again"), self.prepare)
        self.mistake.body.addWidget(self._mistake_said)
        self.mistake.body.addLayout(columns(self.again, None))
        self.quality = Card(tr("How much detail is left"))
        self._details = rows(spacing=2)
        self.quality.body.addLayout(self._details)
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
        """Put the numbers in one line, or in two."""
        self._lay_tiles(4 if width >= ROOM_FOR_TWO else 2)

    def _lay_tiles(self, across: int) -> None:
        for at, tile in enumerate((self.people, self.groups, self.exact, self.kept_rows)):
            self.tiles.addWidget(tile, at // across, at % across)

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
        self._show_details(prepared.table)

    def _fail(self, error: PlannerError) -> None:
        self._show(None)
        self._mistake_said.setText(told(error))
        set_tone(self.mistake, "" if error.code == CANCELLED else "block")
        self.mistake.show()

    def _show(self, record: SnapshotRecord | None) -> None:
        self.mistake.hide()
        for each in (self.quality, self._columns):
            each.setVisible(record is not None)
        self.kept_rows.show_number(number(0))
        empty(self._findings)
        if record is None:
            for tile in (self.people, self.groups, self.exact):
                tile.show_number("–")
            return
        self.people.show_number(number(record.people_kept))
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

    def _show_details(self, table: SegmentTable) -> None:
        """Show for each detail how many people are described by one value of it."""
        shares = table.exact_shares
        self.exact.show_number(percent(sum(shares) / len(shares)))
        empty(self._details)
        for attribute, share in zip(table.attributes, shares, strict=True):
            name, said = label(attribute.name), label(percent(share), "muted")
            name.setFixedWidth(self.desk.look.size(150))
            name.setToolTip(plain(attribute.name))
            said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            said.setFixedWidth(self.desk.look.size(48))
            line = columns(name, ExactBar(self.desk.look, share), said, spacing=GRID)
            line.setStretch(1, 1)
            self._details.addLayout(line)
        hatched = tr("Hatched: people known only as part of something wider.")
        self._details.addWidget(label(hatched, "small", wrap=True))

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

"""Last step: what would be kept, before anything is."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from planner.desktop.cards import Card, NumberTile, Scroll, button, columns, empty, label, rows, set_tone
from planner.desktop.desk import Desk
from planner.desktop.importing.columns_step import role_words
from planner.desktop.importing.draft import Draft
from planner.desktop.importing.step import Step
from planner.desktop.look import GRID, Look
from planner.desktop.words import number, percent, told, tr
from planner.domain.errors import PlannerError
from planner.domain.snapshot import SnapshotRecord
from planner.services import importing

PARTS = ("accent", "bar", "hatch")
"""Meaning of the colours: described exactly, described as part of a wider group, not kept."""


class QualityBar(QWidget):
    """One bar for all people: exact, in wider groups, dropped."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._parts: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, *people: int) -> None:
        """Show how many people are in each part."""
        self._parts = people
        self.update()

    def sizeHint(self) -> QSize:
        """Return the bar's height."""
        return QSize(self._look.size(200), self._look.size(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the parts side by side, as long as their shares."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self._look.size(6), self._look.size(6))
        painter.setClipPath(outline)
        at, whole = 0.0, max(sum(self._parts), 1)
        for people, meaning in zip(self._parts, PARTS, strict=False):
            width = self.width() * people / whole
            painter.fillRect(QRectF(at, 0, width, self.height()), self._look.colour(meaning))
            at += width
        painter.end()


class PreviewStep(Step):
    """The numbers of the import, what stayed exact, what each column became, and what was noticed."""

    def __init__(self, desk: Desk, draft: Draft) -> None:
        explained = tr("Nothing has been kept yet. Go back and change what you like, as often as you like.")
        super().__init__(desk, draft, tr("This is what would be kept"), explained)
        self.people = NumberTile(tr("people, counted once"))
        self.groups = NumberTile(tr("groups"))
        self.exact = NumberTile(tr("of people described exactly"))
        self.kept_rows = NumberTile(tr("rows about a person on this computer"))
        self.tiles = columns(self.people, self.groups, self.exact, self.kept_rows, spacing=2 * GRID)
        self.mistake = Card(tone="block")
        self._mistake_said = label("", wrap=True)
        self.again = button(tr("Try again"), self.prepare)
        self.mistake.body.addWidget(self._mistake_said)
        self.mistake.body.addLayout(columns(self.again, None))
        self.quality = Card(tr("How much detail is left"))
        self._bar = QualityBar(desk.look)
        self._legend = QGridLayout()
        self._legend.setHorizontalSpacing(GRID)
        self.quality.body.addWidget(self._bar)
        self.quality.body.addLayout(self._legend)
        self._columns = Card(tr("What each column becomes"))
        self._column_lines = rows(spacing=GRID)
        self._columns.body.addLayout(self._column_lines)
        self._findings = rows(spacing=GRID)
        content = QWidget()
        lines = rows(self.mistake, self.tiles, self.quality, self._findings, self._columns, None, spacing=2 * GRID)
        content.setLayout(lines)
        self.body.addWidget(Scroll(content), 1)
        self._show(None)

    @property
    def missing(self) -> str:
        """A finished preview."""
        return "" if self.draft.prepared else tr("The preview is not ready yet.")

    def enter(self) -> None:
        """Make the preview, unless it stands."""
        if self.draft.prepared is None:
            self.prepare()
        else:
            self._take(self.draft.prepared)

    def prepare(self) -> None:
        """Cut the customers into groups, away from the window; nothing is kept."""
        request, clock = self.draft.request, self.desk.clock
        if request is None:
            return
        self.mistake.hide()
        job = self.desk.tasks.count(
            self,
            lambda hooks: importing.prepare_import(request, clock=clock, hooks=hooks),
            partial(self._take_if_current, request),
            key="preview",
            failed=self._fail,
        )
        self.start(job, tr("Forming groups"))

    def _take_if_current(self, request: importing.Request, prepared: importing.Import) -> None:
        if request == self.draft.request:
            self._take(prepared)

    def _take(self, prepared: importing.Import) -> None:
        self.draft.prepared = prepared
        self.draft.changed.emit()
        self._show(prepared.record)

    def _fail(self, error: PlannerError) -> None:
        self._show(None)
        self._mistake_said.setText(told(error))
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
        exact, kept = int(record.quality["exact_people"]), record.people_kept
        self.people.show_number(number(kept))
        self.groups.show_number(
            number(record.segments), tr("groups, none under {least} people", least=number(record.floor))
        )
        self.exact.show_number(percent(exact / max(kept, 1)))
        self._show_quality(exact, kept - exact, record.people_dropped)
        self._show_columns(record)
        for finding in record.findings:
            card = Card()
            set_tone(card, finding.severity.value if finding.severity.value in ("block", "warn") else "")
            card.body.addWidget(label(told(finding), wrap=True))
            self._findings.addWidget(card)

    def _show_quality(self, *people: int) -> None:
        self._bar.show_parts(*people)
        empty(self._legend)
        words = (
            tr("people described exactly"),
            tr("people known only as part of a wider group"),
            tr("people who cannot be kept safely"),
        )
        told_parts = []
        for at, (count, said, meaning) in enumerate(zip(people, words, PARTS, strict=True)):
            swatch = label()
            picture = self.desk.look.pixmap("dot", meaning, pixels=14)
            swatch.setPixmap(picture)
            figure = label(number(count), "strong")
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._legend.addWidget(swatch, at, 0)
            self._legend.addWidget(figure, at, 1)
            self._legend.addWidget(label(said, "muted", wrap=True), at, 2)
            told_parts.append(f"{number(count)} {said}")
        self._legend.setColumnStretch(2, 1)
        self._bar.setAccessibleName(tr("How much detail is left"))
        self._bar.setAccessibleDescription(", ".join(told_parts))

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

"""The ledger on a screen: every entry, a worded check of the whole, and its signed head to pass on."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QWidget

from planner.desktop.cards import Card, Scroll, button, columns, empty, label, rows, set_tone
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.page import side_by_side
from planner.desktop.privacy.entries import entry_columns, fields_of, whole
from planner.desktop.privacy.fingerprint import Fingerprint, digest_of, spoken
from planner.desktop.table_view import SearchedTable, table_view
from planner.desktop.tables import RecordTable
from planner.desktop.words import number, told, tr
from planner.domain.errors import PlannerError
from planner.services import verifying
from planner.services.opening import Workspace

WHOLE_HEIGHT = 240
"""Height of the field that shows everything an entry holds, in pixels at 100 %."""


class Book(NamedTuple):
    """The ledger as it was read: its entries, its signed head, and the key that verifies it."""

    entries: tuple[verifying.Entry, ...]
    checkpoint: str
    key: str


def read_book(workspace: Workspace) -> Book:
    """Read the whole ledger."""
    entries = verifying.entries(workspace)
    note = verifying.checkpoint(workspace) if entries else ""
    return Book(entries, note, verifying.verifier_key(workspace).vkey)


class LedgerView(QWidget):
    """The entries at the left; the chosen one, the check and the head at the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.book = Book((), "", "")
        self.model = RecordTable(entry_columns(), key=lambda entry: entry.index, parent=self)
        view = table_view(self.model, tr("Entries of the ledger"), desk)
        view.chosen.connect(self._show_entry)
        self.table = SearchedTable(view, title=tr("Entries"), hint=tr("Find an entry…"), counted=_counted)
        self.verdict = Card()
        self._verdict_said = label(tr("Not checked since this page was opened."), wrap=True)
        self.verify_button = button(tr("Verify now"), self.verify, role="primary")
        self.verdict.body.addWidget(self._verdict_said)
        self.verdict.body.addLayout(columns(self.verify_button, None))
        self.detail = self._detail_card()
        entries, left = Card(), QWidget()
        entries.body.addWidget(self.table)
        left.setLayout(rows(entries))
        left.setContentsMargins(0, 0, 0, 3 * GRID)
        right = QWidget()
        right.setLayout(rows(self.verdict, self._head_card(), self.detail, None, spacing=2 * GRID))
        right.setContentsMargins(0, 0, GRID // 2, 3 * GRID)
        self._sides = columns(left, Scroll(right), spacing=2 * GRID)
        self._sides.setStretch(0, 3)
        self._sides.setStretch(1, 2)
        self.setLayout(self._sides)
        desk.verified.connect(self._tell)

    def fit(self, width: int) -> None:
        """Put both sides below each other in a narrow page."""
        self._sides.setDirection(side_by_side(width))

    def refresh(self) -> None:
        """Read the ledger."""
        self.desk.tasks.ask(self, read_book, self._take, key="ledger")

    def verify(self) -> None:
        """Check every entry, the signed head and the state of everything, away from the window."""
        self.verify_button.setEnabled(False)
        self.desk.tasks.ask(self, verifying.verify_ledger, self.desk.tell_verdict, key="verify", failed=self._fail)

    def show_head(self, digest: bytes) -> None:
        """Show the digest of the signed head as a picture and in words; nothing where there is none."""
        self.fingerprint.show_digest(digest)
        self.hex.setText(spoken(digest) if digest else tr("Nothing has been done yet."))

    def _head_card(self) -> Card:
        card = Card(tr("Pass it on"))
        why = tr("Whoever keeps this can prove later that nothing in the ledger was changed or taken out.")
        self.fingerprint = Fingerprint(self.desk.look)
        self.hex = label("", "strong", wrap=True)
        self.copy_button = button(tr("Copy"), self._copy, role="small", name=tr("Copy the signed head"))
        self.save_button = button(tr("Save…"), self._save, role="small", name=tr("Save the signed head"))
        self.export_button = button(tr("Save the whole ledger…"), self._export, role="small")
        card.body.addWidget(label(why, "muted", wrap=True))
        for each in (self.fingerprint, self.hex):
            card.body.addWidget(each)
        card.body.addLayout(columns(self.copy_button, self.save_button, None))
        card.body.addLayout(columns(self.export_button, None))
        return card

    def _detail_card(self) -> Card:
        """Return the card of the chosen entry: what it says, and for whoever checks it the whole of it."""
        card = Card(tr("Entry"))
        self._fields = QFormLayout()
        self._fields.setHorizontalSpacing(2 * GRID)
        self.whole = QPlainTextEdit()
        self.whole.setReadOnly(True)
        self.whole.setTabChangesFocus(True)
        self.whole.setAccessibleName(tr("The whole entry"))
        self.whole.setFixedHeight(self.desk.look.size(WHOLE_HEIGHT))
        self.whole.hide()
        self.whole_button = button(tr("Show everything"), self._show_whole, role="small")
        card.body.addLayout(self._fields)
        card.body.addLayout(columns(self.whole_button, None))
        card.body.addWidget(self.whole)
        return card

    def _show_whole(self) -> None:
        self.whole.setVisible(self.whole.isHidden())
        self.whole_button.setText(tr("Show everything") if self.whole.isHidden() else tr("Show less"))

    def _take(self, book: Book) -> None:
        known = self.desk.verdict
        if known is not None and known.entries == len(book.entries):
            self._tell(known)
        elif book.checkpoint != self.book.checkpoint:
            self._verdict_said.setText(tr("Not checked since the last change."))
            set_tone(self.verdict, "")
        self.book = book
        self.model.show_records(book.entries[::-1])
        if book.entries and self.table.view.current is None:
            self.table.view.choose(book.entries[-1].index)
        digest = digest_of(book.checkpoint) if book.checkpoint else b""
        self.show_head(digest)
        for each in (self.copy_button, self.save_button, self.export_button):
            each.setEnabled(bool(digest))

    def _tell(self, found: verifying.Verification) -> None:
        self.verify_button.setEnabled(True)
        if found.is_valid:
            said = tr(
                "All {entries} entries are as they were written, and so is everything they speak of.",
                entries=number(found.entries),
            )
        else:
            said = "\n".join(told(fault) for _check, fault in found.faults)
        self._verdict_said.setText(said)
        set_tone(self.verdict, "good" if found.is_valid else "block")

    def _fail(self, error: PlannerError) -> None:
        self.verify_button.setEnabled(True)
        self._verdict_said.setText(told(error))
        set_tone(self.verdict, "block")

    def _show_entry(self, entry: verifying.Entry) -> None:
        empty(self._fields)
        for title, text in fields_of(entry.record):
            told_text = label(text, wrap=True)
            told_text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._fields.addRow(label(title, "label"), told_text)
        self.whole.setPlainText(whole(entry.record))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.book.checkpoint)
        self.desk.notices.tell(tr("The signed head was copied."), tone="good", key="copied")

    def _save(self) -> None:
        self.desk.prompts.save_file(self, tr("Save the signed head"), "shoal-checkpoint.txt", self._write)

    def _write(self, path: Path) -> None:
        self.desk.tasks.ask(self, partial(_write_note, path), self._told_saved)

    def _export(self) -> None:
        self.desk.prompts.save_file(self, tr("Save the whole ledger"), "shoal-ledger.json", self._write_all)

    def _write_all(self, path: Path) -> None:
        self.desk.tasks.ask(self, partial(_write_ledger, path), self._told_saved)

    def _told_saved(self, path: Path) -> None:
        self.desk.notices.tell(tr("Saved as {file}.", file=str(path)), tone="good", key="saved")


def _write_note(path: Path, workspace: Workspace) -> Path:
    verifying.write_checkpoint(workspace, path)
    return path


def _write_ledger(path: Path, workspace: Workspace) -> Path:
    verifying.write_ledger(workspace, path)
    return path


def _counted(every: int, shown: int) -> str:
    counts = {"shown": number(shown), "all": number(every)}
    return tr("{shown} of {all} entries", **counts) if shown < every else tr("%Ln entries", every)

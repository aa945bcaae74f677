"""The ledger on a screen: every entry, a worded check of the whole, and its signed head to pass on."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from planner.desktop.cards import Card, Scroll, button, columns, empty, label, rows, set_tone
from planner.desktop.desk import Desk
from planner.desktop.forms import line_edit
from planner.desktop.look import GRID
from planner.desktop.page import side_by_side
from planner.desktop.privacy.entries import EntryTable, facts_of
from planner.desktop.privacy.fingerprint import Fingerprint, digest_of, spoken
from planner.desktop.words import number, told, tr
from planner.domain.errors import PlannerError
from planner.services import verifying
from planner.services.opening import Workspace


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
        self.search = line_edit(hint=tr("Find an entry…"))
        self.search.setAccessibleName(tr("Find an entry"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.count = label("", "small")
        self.table = EntryTable()
        self.table.chosen.connect(self._show_entry)
        self.verdict = Card()
        self._verdict_said = label(tr("Not checked since this page was opened."), wrap=True)
        self.verify_button = button(tr("Verify now"), self.verify, role="primary")
        self.verdict.body.addWidget(self._verdict_said)
        self.verdict.body.addLayout(columns(self.verify_button, None))
        self.detail = Card(tr("Entry"))
        self._fields = rows(spacing=GRID // 2)
        self.detail.body.addLayout(self._fields)
        left = QWidget()
        left.setLayout(rows(columns(self.search, self.count, spacing=GRID), self.table, spacing=GRID))
        right = QWidget()
        right.setLayout(rows(self.verdict, self._head_card(), self.detail, None, spacing=2 * GRID))
        self._sides = columns(left, Scroll(right), spacing=2 * GRID)
        self._sides.setStretch(0, 3)
        self._sides.setStretch(1, 2)
        self.setLayout(self._sides)

    def fit(self, width: int) -> None:
        """Put both sides below each other in a narrow page."""
        self._sides.setDirection(side_by_side(width))

    def refresh(self) -> None:
        """Read the ledger."""
        self.desk.tasks.ask(self, read_book, self._take, key="ledger")

    def verify(self) -> None:
        """Check every entry, the signed head and the state of everything, away from the window."""
        self.verify_button.setEnabled(False)
        self.desk.tasks.ask(self, verifying.verify_ledger, self._tell, key="verify", failed=self._fail)

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

    def _take(self, book: Book) -> None:
        if book.checkpoint != self.book.checkpoint:
            self._verdict_said.setText(tr("Not checked since the last change."))
            set_tone(self.verdict, "")
        self.book = book
        self.table.show_entries(book.entries)
        self._on_search(self.search.text())
        digest = digest_of(book.checkpoint) if book.checkpoint else b""
        self.fingerprint.show_digest(digest)
        self.hex.setText(spoken(digest) if digest else tr("Nothing has been done yet."))
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

    def _on_search(self, text: str) -> None:
        shown, whole = self.table.search(text), len(self.book.entries)
        counts = {"shown": number(shown), "all": number(whole)}
        self.count.setText(tr("{shown} of {all} entries", **counts) if shown < whole else tr("%Ln entries", whole))

    def _show_entry(self, index: int) -> None:
        empty(self._fields)
        entry = self.book.entries[index]
        for name, value in facts_of(entry.record):
            said = label(name, "label")
            self._fields.addWidget(said)
            text = label(value, wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._fields.addWidget(text)

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
        self.desk.tasks.ask(
            self, lambda workspace: (verifying.write_ledger(workspace, path), path)[1], self._told_saved
        )

    def _told_saved(self, path: Path) -> None:
        self.desk.notices.tell(tr("Saved as {file}.", file=str(path)), tone="good", key="saved")


def _write_note(path: Path, workspace: Workspace) -> Path:
    verifying.write_checkpoint(workspace, path)
    return path


def _write_ledger(path: Path, workspace: Workspace) -> Path:
    verifying.write_ledger(workspace, path)
    return path

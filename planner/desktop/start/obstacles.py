"""What stands in the way of a workspace: a passphrase to choose or to type, or an error with what to do about it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from planner.desktop.cards import Card, Flow, button, columns, label
from planner.desktop.desk import Desk
from planner.desktop.forms import Check, Row
from planner.desktop.keeping.new_passphrase import SHORTEST, narrow, secret_field, show_letters, strength
from planner.desktop.look import GRID
from planner.desktop.opening import Attempt
from planner.desktop.start.recent import short
from planner.desktop.ways import can_recover, is_restorable
from planner.desktop.words import moment_of, told, tr
from planner.domain.errors import PlannerError

if TYPE_CHECKING:  # loaded by what has looked for backups
    from planner.services.backing_up import Found


class PassphraseCard(Card):
    """Asks for the passphrase of a workspace; a new one twice, after saying what hangs on it."""

    def __init__(self, desk: Desk, attempt: Attempt) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        self._is_new = attempt.is_new
        self.first = Row(tr("Passphrase"), secret_field())
        self.second = Row(tr("The same again"), secret_field())
        self.second.setVisible(self._is_new)
        self.shown = Check(tr("Show what I type"))
        self.go = button(tr("Protect and open") if self._is_new else tr("Unlock"), self.submit, role="primary")
        leave = button(tr("Not now"), desk.opening.stop)
        self.recover = button(tr("Open with the recovery code…"), desk.opening.recover, role="quiet")
        self.recover.setVisible(can_recover(attempt.folder, attempt.error))
        self.body.setSpacing(2 * GRID)
        self._explain(attempt)
        self.body.addLayout(narrow(desk.look, self.first, self.second, self.shown))
        self.body.addLayout(columns(self.go, leave, self.recover, None, spacing=GRID))
        self._listen()
        self._tell(attempt.error)

    def submit(self) -> None:
        """Try what was typed."""
        typed, again = self._field(self.first).text(), self._field(self.second).text()
        self.first.tell_mistake(self._mistake(typed))
        self.second.tell_mistake(tr("The two are not the same.") if self._is_new and typed != again else "")
        if not self._mistake(typed) and (not self._is_new or typed == again):
            self._desk.opening.unlock(typed)

    def focus(self) -> None:
        """Put the cursor where one types."""
        self._field(self.first).setFocus()

    def _explain(self, attempt: Attempt) -> None:
        if not self._is_new:
            self.body.addWidget(label(tr("This workspace opens with its passphrase"), "title", wrap=True))
            self.body.addWidget(label(short(str(attempt.folder), self._desk.home), "muted", wrap=True))
            return
        self.body.addWidget(label(tr("Choose a passphrase for your workspace"), "title", wrap=True))
        why = tr(
            "Everything that Shoal keeps is encrypted. This computer has no key ring that could hold the key, so a"
            " passphrase protects it."
        )
        lost = tr("When it is lost, only a recovery code opens the workspace again: you can make one next.")
        self.body.addWidget(label(why, wrap=True))
        self.body.addWidget(label(lost, wrap=True, tone="warn"))

    def _listen(self) -> None:
        for row in (self.first, self.second):
            self._field(row).returnPressed.connect(self.submit)
        self._field(self.first).textEdited.connect(self._on_typed)
        self.shown.box.toggled.connect(self._show_letters)

    def _on_typed(self, typed: str) -> None:
        self.first.tell_mistake("")
        if self._is_new:
            self.first.tell_help(strength(typed))

    def _show_letters(self, is_on: bool) -> None:  # noqa: FBT001 — as Qt calls it
        show_letters(self._field(self.first), self._field(self.second), is_on=is_on)

    def _mistake(self, typed: str) -> str:
        if not typed:
            return tr("Type the passphrase.")
        too_short = self._is_new and len(typed) < SHORTEST
        return tr("Use at least {shortest} characters.", shortest=SHORTEST) if too_short else ""

    def _tell(self, error: PlannerError | None) -> None:
        if self._is_new:
            self.first.tell_help(strength(""))
        if error and error.code in ("passphrase-wrong", "passphrase-too-short"):
            self.first.tell_mistake(told(error))

    def _field(self, row: Row) -> QLineEdit:
        assert isinstance(row.field, QLineEdit)  # noqa: S101 — as made above
        return row.field


class FailureCard(Card):
    """Says why a workspace did not open, what is safe, and what to do."""

    def __init__(self, desk: Desk, attempt: Attempt) -> None:
        super().__init__(tone="warn", margin=3 * GRID)
        error, folder = attempt.error, str(attempt.folder)
        assert error is not None  # noqa: S101 — an attempt that failed has one
        self.setAccessibleName(title_of(error))
        self.body.addWidget(label(title_of(error), "title", wrap=True))
        self.body.addWidget(label(told(error), wrap=True))
        opening, choices = desk.opening, list[tuple[str, Callable[[], object]]]()
        if attempt.offer:
            for line in offer_lines(attempt.offer):
                self.body.addWidget(label(line, wrap=True))
            choices.append((tr("Restore this backup…"), lambda: opening.restore(self)))
        elif is_restorable(error):
            self.body.addWidget(label(tr("No whole backup was found in the folder of the workspace."), wrap=True))
        if error.code == "store-rolled-back":
            choices.append((tr("Keep the older data…"), lambda: opening.restore(self, present=True)))
        is_recent = folder in desk.taste.recent
        if can_recover(attempt.folder, error):
            choices.append((tr("Open with the recovery code…"), opening.recover))
        if error.code != "workspace-absent" or is_recent:
            choices.append((tr("Try again"), opening.retry))
        if error.code == "workspace-absent" and not is_recent:
            choices.append((tr("Make a workspace there"), opening.make_here))
        if is_recent:
            choices.append((tr("Take it off the list"), lambda: opening.forget(folder)))
        choices.append((tr("Open another workspace…"), desk.actions["file.open-workspace"].trigger))
        if desk.folder is not None:
            choices.append((tr("Stay here"), opening.stop))
        made = [button(words, do, role="" if at else "primary") for at, (words, do) in enumerate(choices)]
        self.first = made[0]
        self.body.addSpacing(GRID)
        self.body.addWidget(_flowing(made))

    def focus(self) -> None:
        """Put the cursor on what is likeliest to help."""
        self.first.setFocus()


def offer_lines(found: "Found") -> tuple[str, ...]:
    """Return what can be restored, what it holds, and what would be lost."""
    made = datetime.fromisoformat(found.changed_at) if found.changed_at else None
    newest = tr("The newest whole backup is of {moment}.", moment=moment_of(made)) if made else ""
    holds = tr(
        "It holds {customers}, {campaigns} and {lists}.",
        customers=tr("%Ln tables of customers", found.populations),
        campaigns=tr("%Ln campaigns", found.campaigns),
        lists=tr("%Ln lists that left", found.lists),
    )
    lost = tr("%Ln entries of the ledger were made after it and are lost with it.", found.lost) if found.lost else ""
    nothing = "" if found.lost else tr("It has everything that the ledger is known to hold.")
    return tuple(filter(None, (" ".join(filter(None, (newest, holds))), lost, nothing)))


def title_of(error: PlannerError) -> str:
    """Return in a few words what kind of thing stands in the way."""
    titles = {
        "workspace-in-use": tr("Shoal is already open with this workspace"),
        "workspace-absent": tr("There is no workspace there"),
        "store-gone": tr("The workspace has lost its data file"),
        "store-damaged": tr("The workspace is damaged"),
        "store-empty": tr("The workspace is damaged"),
        "store-foreign": tr("The workspace is damaged"),
        "store-rolled-back": tr("The workspace is older than it was"),
        "store-not-encrypted": tr("This is not a workspace of Shoal"),
        "store-newer": tr("The workspace belongs to a newer Shoal"),
        "key-missing": tr("The key of the workspace is missing"),
        "key-wrong": tr("The key does not belong to this workspace"),
        "key-ring-absent": tr("The key of the workspace is missing"),
        "key-ring-locked": tr("The key ring is locked"),
        "key-ring-failed": tr("The key ring does not answer"),
        "store-key-damaged": tr("The key of the workspace is damaged"),
        "folder-read-only": tr("Nothing can be written there"),
        "folder-is-a-file": tr("That is not a folder"),
        "disk-full": tr("The disk is full"),
    }
    return titles.get(error.code, tr("The workspace could not be opened"))


def _flowing(buttons: list[QPushButton]) -> QWidget:
    holder = QWidget()
    holder.setLayout(Flow(*buttons, spacing=GRID))
    return holder

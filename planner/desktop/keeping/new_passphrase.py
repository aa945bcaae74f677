"""A new passphrase: typed twice, with a word on how good it is."""

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from planner.desktop.cards import columns, rows
from planner.desktop.forms import Check, Row, line_edit
from planner.desktop.look import GRID, Look
from planner.desktop.words import tr

SHORTEST = 8
"""Characters; the store holds new passphrases to the same number."""
FIELD = 420
"""Pixels at 100 % that a field for a passphrase or a code is wide."""
GOOD = 16
"""Characters from which on a passphrase is called strong: some four words."""


class NewPassphrase(QWidget):
    """Two fields that must agree."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = secret_field(), secret_field()
        self._first = Row(tr("New passphrase"), self.first)
        self._second = Row(tr("The same again"), self.second)
        self.shown = Check(tr("Show what I type"))
        self.setLayout(rows(self._first, self._second, self.shown, spacing=2 * GRID))
        self._first.tell_help(strength(""))
        self.first.textEdited.connect(self._on_typed)
        self.shown.box.toggled.connect(lambda is_on: show_letters(self.first, self.second, is_on=is_on))

    def take(self) -> str:
        """Return what was typed, or say at its field what is wrong with it and return nothing."""
        typed, again = self.first.text(), self.second.text()
        short = len(typed) < SHORTEST
        self._first.tell_mistake(tr("Use at least {shortest} characters.", shortest=SHORTEST) if short else "")
        differ = not short and typed != again
        self._second.tell_mistake(tr("The two are not the same.") if differ else "")
        return "" if short or differ else typed

    def _on_typed(self, typed: str) -> None:
        self._first.tell_mistake("")
        self._first.tell_help(strength(typed))


def strength(passphrase: str) -> str:
    """Return how good a new passphrase is, in words; length is what counts."""
    if not passphrase:
        return tr("Four or more words that do not belong together are easy to remember and hard to guess.")
    if len(passphrase) < SHORTEST:
        return tr("%Ln more characters are needed", SHORTEST - len(passphrase))
    few = len(set(passphrase.casefold())) < SHORTEST - 2
    return tr("Strong") if len(passphrase) >= GOOD and not few else tr("Fair: longer is stronger")


def narrow(look: Look, *parts: QWidget) -> QHBoxLayout:
    """Put fields below each other, no wider than one reads; a column would work out heights for its own width."""
    holder = QWidget()
    holder.setLayout(rows(*parts, spacing=2 * GRID))
    holder.setMaximumWidth(look.size(FIELD))
    line = columns(holder, None)
    line.setStretch(0, 100)
    return line


def secret_field() -> QLineEdit:
    """Return a field whose letters do not show."""
    field = line_edit(longest=400)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def show_letters(*fields: QLineEdit, is_on: bool) -> None:
    """Show the letters of secret fields, or dots."""
    for field in fields:
        field.setEchoMode(QLineEdit.EchoMode.Normal if is_on else QLineEdit.EchoMode.Password)

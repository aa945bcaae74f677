"""The way back in: the recovery code is typed, and the key is kept anew, in the key ring or under a new passphrase."""

from planner.desktop.cards import Card, button, columns, label
from planner.desktop.desk import Desk
from planner.desktop.forms import Check, Row, line_edit
from planner.desktop.keeping.new_passphrase import NewPassphrase, narrow
from planner.desktop.look import GRID
from planner.desktop.opening import Attempt
from planner.desktop.ways import Recovery
from planner.desktop.words import told, tr
from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode

CODE_TROUBLE = ("recovery-code-length", "recovery-code-mistyped", "recovery-code-other")
"""Errors that belong to the field of the code."""


class RecoverCard(Card):
    """Asks for the recovery code of a workspace whose key is lost."""

    def __init__(self, desk: Desk, attempt: Attempt) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        before = attempt.recovery or Recovery()
        self.code = Row(tr("Recovery code"), line_edit(before.code, longest=80), help_text=_help())
        self.protects = Check(tr("Protect it with a passphrase from now on"), is_on=before.wants_passphrase)
        self.passphrase = NewPassphrase()
        self.mistake = label("", wrap=True, tone="block")
        self.go = button(tr("Open"), self.submit, role="primary")
        leave = button(tr("Not now"), desk.opening.stop)
        self.body.setSpacing(2 * GRID)
        self.body.addWidget(label(tr("Open with the recovery code"), "title", wrap=True))
        self.body.addWidget(label(str(attempt.folder), "muted", wrap=True))
        self.body.addLayout(narrow(desk.look, self.code, self.protects, self.passphrase, self.mistake))
        self.body.addLayout(columns(self.go, leave, None, spacing=GRID))
        self.passphrase.setVisible(before.wants_passphrase)
        self.protects.box.toggled.connect(self.passphrase.setVisible)
        self.code.field.returnPressed.connect(self.submit)  # type: ignore[attr-defined]  # a line edit
        self._tell(attempt.error)

    def submit(self) -> None:
        """Try the code, once it is whole."""
        typed: str = self.code.field.text()  # type: ignore[attr-defined]  # a line edit
        wants = self.protects.box.isChecked()
        self.code.tell_mistake("")
        try:
            RecoveryCode.from_text(typed)
        except PlannerError as error:
            self.code.tell_mistake(told(error))
            self.focus()
            return
        passphrase = self.passphrase.take() if wants else ""
        if passphrase or not wants:
            self._desk.opening.open_with_code(Recovery(typed, passphrase, wants_passphrase=wants))

    def focus(self) -> None:
        """Put the cursor where one types."""
        self.code.field.setFocus()

    def _tell(self, error: PlannerError | None) -> None:
        self.mistake.setVisible(error is not None and error.code not in CODE_TROUBLE)
        if error and error.code in CODE_TROUBLE:
            self.code.tell_mistake(told(error))
        elif error:
            self.mistake.setText(told(error))


def _help() -> str:
    return tr("Six groups of five letters and digits. Capital letters and hyphens do not matter.")

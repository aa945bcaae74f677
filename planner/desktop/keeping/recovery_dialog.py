"""The recovery code: shown once, printed or kept as a file where the person wants it, and nowhere else."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.cards import button, columns, label
from planner.desktop.desk import Desk, Touched
from planner.desktop.dialog import Decision
from planner.desktop.look import GRID
from planner.desktop.words import long_day, told, tr
from planner.domain.errors import PlannerError
from planner.domain.recovery_code import RecoveryCode
from planner.services.keeping import draw_code, drop_code, keep_code
from planner.services.opening import Workspace


class RecoveryDialog(Decision):
    """Draws a code, shows it, and lets it count once the person says that it is kept; else it is forgotten again."""

    drawn = Signal()
    """The code is there to be read."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.look, parent, tr("Recovery code"), tr("I have kept it"))
        self._desk, self._is_kept = desk, False
        self._code: RecoveryCode | None = None
        self.code = label("", "title", wrap=True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName(tr("Recovery code"))
        self.print = button(tr("Print…"), self._print)
        self.save = button(tr("Save as text…"), self._save)
        self.cancel.setText(tr("Not now"))
        use = tr(
            "It opens this workspace when the key ring of this computer is lost or a passphrase is forgotten. Whoever"
            " has it and the files of the workspace can read everything here."
        )
        once = tr("Shoal shows it this once and keeps it nowhere. A code that was made before ends with this one.")
        self.content.addWidget(label(use, wrap=True))
        self.content.addWidget(self.code)
        self.content.addLayout(columns(self.print, self.save, None, spacing=GRID))
        self.content.addWidget(label(once, "muted", wrap=True))
        self._allow(is_drawn=False)
        desk.tasks.ask(self, draw_code, self._show, failed=self._on_failed)
        self.finished.connect(self._on_finished)

    def decide(self) -> None:
        """Let the code count from now on."""
        code, by = self._code, self._desk.actor
        if code is None:
            return
        self.do.setEnabled(False)

        def keep(workspace: Workspace) -> None:
            keep_code(workspace, code, by=by)

        self._desk.change(self, keep, self._on_kept, touches=frozenset({Touched.KEY}), failed=self._on_failed)

    def text(self) -> str:
        """Return what is printed or saved: the code, what it is for, and how it is used."""
        lines = (
            tr("Recovery code of a workspace of Shoal"),
            "",
            f"    {self._code.text if self._code else ''}",
            "",
            tr("Made on {day}.", day=long_day(self._desk.clock().astimezone())),
            tr("Workspace: {folder}", folder=str(self._desk.folder)),
            "",
            tr("It opens the workspace when its key or its passphrase is lost. Keep it away from that computer."),
            tr("In the window: open the workspace, then choose “Open with the recovery code…”."),
            tr("On the command line: {command}", command="shoal key restore"),
        )
        return "\n".join(lines) + "\n"

    def _show(self, code: RecoveryCode) -> None:
        self._code = code
        groups = code.text.split("-")
        self.code.setText("\n".join(" – ".join(groups[at : at + 3]) for at in (0, 3)))
        self._allow(is_drawn=True)
        self.print.setFocus()
        self.drawn.emit()

    def _print(self) -> None:
        self._desk.prompts.print_text(self, self.text())

    def _save(self) -> None:
        proposed = tr("recovery-code.txt")
        self._desk.prompts.save_file(self, tr("Save the recovery code"), proposed, self._write)

    def _write(self, file: Path) -> None:
        try:
            file.write_text(self.text(), encoding="utf-8")
        except OSError as error:
            self.tell_mistake(tr("It could not be written there: {reason}", reason=error.strerror or ""))
        else:
            self.tell_mistake("")

    def _on_kept(self, _none: None) -> None:
        self._is_kept = True
        self._desk.notices.tell(tr("The recovery code opens this workspace from now on."), tone="good", key="recovery")
        self.accept()

    def _on_finished(self) -> None:
        if not self._is_kept and self._code is not None:
            self._desk.tasks.ask(self._desk, drop_code, lambda _none: None)

    def _on_failed(self, error: PlannerError) -> None:
        self.do.setEnabled(self._code is not None)
        self.tell_mistake(told(error))

    def _allow(self, *, is_drawn: bool) -> None:
        for each in (self.do, self.print, self.save):
            each.setEnabled(is_drawn)

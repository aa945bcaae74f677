"""The foot of the rail: what is true of the whole workspace: sample or not, and whether its ledger is intact."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLabel

from planner.desktop.cards import set_tone
from planner.desktop.desk import Desk, Touched
from planner.desktop.tips import plain
from planner.desktop.words import tr
from planner.domain.errors import PlannerError

if TYPE_CHECKING:  # heavy: loaded by the store's thread
    from planner.services.verifying import Verification

QUIET_MS = 3000
"""The whole ledger is read again once nothing has changed for so long, and never between two edits."""


class Foot(QObject):
    """Keeps a label saying how the open workspace stands, and a shorter one where there is little room."""

    def __init__(self, desk: Desk, said: QLabel, short: QLabel) -> None:
        super().__init__(said)
        self._short = short
        self._desk = desk
        self._said = said
        self._entries = 0
        self._state = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(QUIET_MS)
        self._pause.timeout.connect(self._verify)
        desk.changed.connect(self._on_changed)
        desk.verified.connect(self._on_verified)
        self._on_changed(frozenset({Touched.WORKSPACE}))

    def _on_changed(self, touched: frozenset[Touched]) -> None:
        if self._desk.folder is None:
            self._pause.stop()
            self._say("")
        elif Touched.WORKSPACE in touched:
            self._entries, self._state = 0, ""
            self._verify()
        else:
            self._state = ""
            self._desk.tasks.ask(self, _count, self._on_counted, key="count")
            self._pause.start()

    def _verify(self) -> None:
        self._desk.tasks.ask(self, _verify, self._desk.tell_verdict, key="verify", failed=self._on_failed)

    def _on_counted(self, entries: int) -> None:
        self._entries = entries
        self._tell()

    def _on_verified(self, found: "Verification") -> None:
        self._entries = found.entries
        self._state = tr("intact") if found.is_valid else tr("not as it was written")
        set_tone(self._said, "" if found.is_valid else "alarm")
        self._tell()
        if not found.is_valid:
            self._warn()

    def _on_failed(self, error: PlannerError) -> None:
        if error.code == "store-damaged":
            self._state = tr("not as it was written")
            set_tone(self._said, "alarm")
            self._tell()
            self._warn()
        else:
            self._desk.tell(error)

    def _warn(self) -> None:
        text = tr("This workspace is not as it was written. Do not rely on what it shows.")
        do = self._desk.opening.look_for_damage
        self._desk.notices.tell(text, tone="block", key="not-intact", verb=tr("See what can be done"), do=do)

    def _tell(self) -> None:
        entries = tr("Ledger: %Ln entries", self._entries)
        ledger = f"{entries} · {self._state}" if self._state else entries
        sample = tr("Sample data") if self._desk.is_sample else ""
        promise = tr("Nothing leaves this computer unless you export it.")
        self._say("\n".join(filter(None, (sample, ledger, promise))))

    def _say(self, text: str) -> None:
        self._said.setText(text)
        self._short.setText(tr("Sample") if self._desk.is_sample and text else "")
        self._short.setToolTip(plain(text))
        self._said.setAccessibleName(text)


def _count(workspace: object) -> int:
    from planner.services.verifying import ledger_size  # noqa: PLC0415 — heavy: loaded by the store's thread

    return ledger_size(workspace)  # type: ignore[arg-type]  # the workspace, whose type is not loaded here


def _verify(workspace: object) -> "Verification":
    from planner.services.verifying import verify_ledger  # noqa: PLC0415

    return verify_ledger(workspace)  # type: ignore[arg-type]

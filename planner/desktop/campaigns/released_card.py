"""The released card: where the list is, what was written, what the ledger holds of it, and whether it verifies."""

from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.finding_card import TonedCard
from planner.desktop.cards import Flow, button, label, set_tone
from planner.desktop.desk import Desk
from planner.desktop.words import number, told, tr
from planner.domain.errors import PlannerError
from planner.services.releasing import Exported
from planner.services.verifying import Verdict, Verified, verify

_TONES = {Verdict.VALID: "good", Verdict.INVALID: "block"}


class ReleasedCard(TonedCard):
    """A list that has left in this session, with its proof at hand."""

    def __init__(self, desk: Desk, done: Exported) -> None:
        index, names = number(done.ledger_index), [*done.files, *(path.name for path in done.beside)]
        super().__init__(desk.look, "good", tr("The list has left"), str(done.path))
        self._desk, self.done = desk, done
        self.files = label(tr("Written: {files}.", files=", ".join(names)), "small", wrap=True)
        entry = tr("Ledger entry {index}; the bundle carries the ledger's signed checkpoint.", index=index)
        self.verdict = label("", wrap=True)
        self.verdict.setVisible(False)
        self.verify = button(tr("Verify now"), self._verify, role="small")
        self.reveal = button(tr("Show in folder"), lambda: desk.prompts.show_in_folder(done.path), role="small")
        self.more = button(tr("What was written"), self._show_more, role="small")
        buttons = QWidget()
        buttons.setLayout(Flow(self.verify, self.reveal, self.more, spacing=8))
        self._details = [self.files, *(label(loss.message, "small", wrap=True) for loss in done.losses)]
        for each in (label(entry, "small", wrap=True), self.verdict, buttons, *self._details):
            self.body.addWidget(each)
        for each in self._details:
            each.setVisible(False)

    def _show_more(self) -> None:
        """Show the files, and what some of their formats cannot say; or put that away again."""
        for each in self._details:
            each.setVisible(each.isHidden())

    def _verify(self) -> None:
        path, key = self.done.path, self.done.vkey
        self._desk.tasks.count(
            self, lambda _hooks: verify(path, key=key), self._on_verified, key="verify", failed=self._on_failed
        )

    def _on_verified(self, found: Verified) -> None:
        wrong = [each for each in found.checks if each.verdict is Verdict.INVALID]
        words = {
            Verdict.VALID: tr("It verifies: %Ln checks, all in order.", len(found.checks)),
            Verdict.INVALID: tr("It does NOT verify: {check}.", check=wrong[0].detail if wrong else ""),
        }
        self._tell(
            words.get(found.verdict, tr("Nobody can say whether it is genuine.")), _TONES.get(found.verdict, "warn")
        )

    def _on_failed(self, error: PlannerError) -> None:
        self._tell(told(error), "block")

    def _tell(self, words: str, tone: str) -> None:
        self.verdict.setText(words)
        self.verdict.setVisible(True)
        set_tone(self.verdict, tone)

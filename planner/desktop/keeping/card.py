"""The key of the workspace in Settings: where it is, the recovery code, a new key, and another keeper."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from planner.desktop.cards import Card, Flow, button, button_for, label
from planner.desktop.desk import Desk, Touched
from planner.desktop.dialog import Decision
from planner.desktop.keeping.new_passphrase import NewPassphrase
from planner.desktop.look import GRID
from planner.desktop.words import long_day, told, tr
from planner.domain.errors import PlannerError
from planner.services.keeping import Keeper, KeyState, key_state, move_key, renew_key
from planner.services.opening import Workspace

KEY = frozenset({Touched.KEY})
Change = Callable[[Workspace], KeyState]


class KeyCard(Card):
    """Says how things stand, with a button for each thing that can be done about it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        self.kept, self.code, self.found = (label("", wrap=True) for _ in range(3))
        self.make = button_for(desk.actions["file.recovery-code"])
        self.renew = button(tr("Renew the key…"), self._renew)
        self.passphrase = button("", self._choose_passphrase)
        self.ring = button(tr("Keep it in the key ring…"), self._move_to_ring)
        holder = QWidget()
        holder.setLayout(Flow(self.make, self.renew, self.passphrase, self.ring, spacing=GRID))
        self.body.setSpacing(2 * GRID)
        self.body.addWidget(label(tr("The key of this workspace"), "title", wrap=True))
        for each in (self.kept, self.code, self.found, holder):
            self.body.addWidget(each)

    def refresh(self) -> None:
        """Read how things stand."""
        self._desk.tasks.ask(self, key_state, self.show_state, key="key")

    def show_state(self, state: KeyState) -> None:
        """Show how things stand."""
        is_ring = state.keeper is Keeper.KEY_RING
        kept = tr("It is in the key ring of this computer ({name}).", name=state.kept_by)
        self.kept.setText(kept if is_ring else tr("It is protected by a passphrase."))
        made = state.code_made_at
        none = tr("There is no recovery code yet: nothing opens the workspace when the key is lost.")
        self.code.setText(tr("A recovery code was made on {day}.", day=long_day(made)) if made else none)
        told_findings = [told(each) for each in state.findings if each.code != "recovery-code-absent"]
        self.found.setText("\n".join(told_findings))
        self.found.setVisible(bool(told_findings))
        self.passphrase.setText(tr("Protect it with a passphrase…") if is_ring else tr("Change the passphrase…"))
        self.ring.setVisible(not is_ring)

    def _renew(self) -> None:
        text = tr(
            "Everything is encrypted anew under another key, and the old key is destroyed: copies of the store that lie"
            " elsewhere do not open with it any more. The recovery code stays good."
        )
        self._desk.prompts.confirm(self, text, tr("Renew the key"), self._renew_now)

    def _renew_now(self) -> None:
        by = self._desk.actor
        self._change(lambda workspace: renew_key(workspace, by=by), tr("The workspace has a new key."))

    def _move_to_ring(self) -> None:
        text = tr("The key ring of this computer keeps the key from now on, and the passphrase opens nothing any more.")
        self._desk.prompts.confirm(self, text, tr("Keep it in the key ring"), lambda: self._move(Keeper.KEY_RING, ""))

    def _choose_passphrase(self) -> None:
        PassphraseDialog(self._desk, self).open()

    def _move(self, keeper: Keeper, passphrase: str) -> None:
        self._change(_moving(keeper, passphrase, self._desk.actor), tr("The key is kept there from now on."))

    def _change(self, work: Change, said: str) -> None:
        def settle(_state: KeyState) -> None:
            self._desk.notices.tell(said, tone="good", key="key")

        self._desk.change(self, work, settle, touches=KEY)


class PassphraseDialog(Decision):
    """Chooses the passphrase that protects the workspace from now on."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk.look, parent, tr("A new passphrase"), tr("Protect with it"))
        self._desk = desk
        self.chosen = NewPassphrase()
        about = tr("Every opening asks for it. When it is forgotten, only a recovery code helps.")
        self.content.addWidget(label(about, wrap=True))
        self.content.addWidget(self.chosen)
        self.chosen.first.setFocus()

    def decide(self) -> None:
        """Let it protect the workspace, or say what is wrong with it."""
        typed = self.chosen.take()
        if not typed:
            return
        self.do.setEnabled(False)
        work = _moving(Keeper.PASSPHRASE, typed, self._desk.actor)
        self._desk.change(self, work, lambda _state: self.accept(), touches=KEY, failed=self._on_failed)

    def _on_failed(self, error: PlannerError) -> None:
        self.do.setEnabled(True)
        self.tell_mistake(told(error))


def _moving(keeper: Keeper, passphrase: str, by: str) -> Change:
    def move(workspace: Workspace) -> KeyState:
        return move_key(workspace, keeper, lambda: passphrase, by=by)

    return move

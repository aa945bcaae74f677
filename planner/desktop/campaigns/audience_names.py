"""Saved audiences beside the editor: one is chosen to be added, or the rule is saved under a name."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.popup import Choices, Popup
from planner.desktop.cards import button, columns, label
from planner.desktop.desk import Desk
from planner.desktop.forms import Row, line_edit
from planner.desktop.words import told, tr
from planner.domain.errors import PlannerError
from planner.domain.rule import Rule
from planner.domain.saved_audience import SavedAudience
from planner.services.audiences import Offered, forget_audience, offered_audiences, save_audience


class NamePanel(Popup):
    """Asks under which name an audience is to be saved."""

    def __init__(
        self, anchor: QWidget, desk: Desk, save: Callable[[str, Callable[[PlannerError], None]], None]
    ) -> None:
        super().__init__(anchor, desk.look, tr("Save this audience"))
        self._save = save
        self.field = line_edit(hint=tr("Hikers near the Alps"))
        self.row = Row(tr("Name"), self.field, help_text=tr("It can be added to any campaign for the same customers."))
        self.verb = button(tr("Save"), self.keep, role="primary")
        self.body.addWidget(label(tr("Save this audience"), "heading"))
        self.body.addWidget(self.row)
        self.body.addLayout(columns(None, button(tr("Cancel"), self.cancel), self.verb))

    def open(self) -> None:
        """Open, ready for the name."""
        self.open_beside(self.look.size(320))
        self.field.setFocus()

    def keep(self) -> None:
        """Save; the panel stays open with what is wrong, and closes when it is done."""
        self._save(self.field.text(), lambda error: self.row.tell_mistake(told(error)))

    def hideEvent(self, event: QHideEvent) -> None:
        """Save nothing on a click elsewhere."""
        self._is_cancelled = True
        super().hideEvent(event)


class AudienceNames:
    """Asks the store for saved audiences, and keeps new ones."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        self._desk, self._owner = desk, owner

    def choose(self, population: str, anchor: QWidget, then: Callable[[Offered], None]) -> None:
        """Offer the saved audiences and those of the campaigns of a population."""

        def offer(offered: Sequence[Offered]) -> None:
            if not offered:
                self._desk.notices.tell(tr("No audience is saved yet. Save one with “Save…” above the conditions."))
                return
            options = [(each.name, "" if each.is_saved else tr("campaign")) for each in offered]
            Choices(anchor, self._desk.look, tr("Saved audiences"), options).choose(lambda place: then(offered[place]))

        self._desk.tasks.ask(
            self._owner, lambda workspace: offered_audiences(workspace, population), offer, key="offered"
        )

    def save(self, population: str, rule: Rule, anchor: QWidget) -> None:
        """Ask for a name, and save a rule under it."""

        def keep(name: str, failed: Callable[[PlannerError], None]) -> None:
            by = self._desk.actor
            audience = SavedAudience(name, population, rule)
            self._desk.change(
                panel,
                lambda workspace: save_audience(workspace, audience, by=by),
                lambda saved: self._saved(panel, saved),
                touches=frozenset(),
                failed=failed,
            )

        panel = NamePanel(anchor, self._desk, keep)
        panel.open()

    def _saved(self, panel: NamePanel, saved: SavedAudience) -> None:
        panel.cancel()
        desk, by = self._desk, self._desk.actor

        def forget() -> None:
            desk.notices.take_back("audience-saved")
            desk.tasks.ask(
                self._owner,
                lambda workspace: forget_audience(workspace, saved.population, saved.name, by=by),
                lambda _gone: None,
            )

        words = tr("Saved as “{name}”.", name=saved.name)
        desk.notices.tell(words, tone="good", key="audience-saved", verb=tr("Forget it"), do=forget)

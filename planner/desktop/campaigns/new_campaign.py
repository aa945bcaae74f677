"""A new campaign: its name and its population, asked for in place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from planner.desktop.campaigns.open_campaign import CAMPAIGNS
from planner.desktop.cards import Card, button, columns
from planner.desktop.desk import Desk
from planner.desktop.forms import Row, choice, line_edit
from planner.desktop.look import GRID
from planner.desktop.words import told, tr
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.services.planning import Plan, draft


class NewCampaign(Card):
    """Two fields and two buttons; Enter starts the campaign, Escape puts the card away."""

    started = Signal(str)
    put_away = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(tr("New campaign"))
        self._desk = desk
        self.name = line_edit(hint=tr("Such as “Spring hiking”"), longest=120)
        self.population = choice([])
        self._name_row = Row(tr("Name"), self.name)
        self.start = button(tr("Start the campaign"), self._start, role="primary")
        self.cancel = button(tr("Cancel"), self.put_away.emit)
        self._population_row = Row(tr("Customers"), self.population)
        fields = columns(self._name_row, self._population_row, spacing=2 * GRID)
        fields.setStretch(0, 3)
        fields.setStretch(1, 2)
        self.body.addLayout(fields)
        self.body.addLayout(columns(None, self.cancel, self.start))
        self.name.returnPressed.connect(self._start)

    def ask(self, populations: Sequence[str]) -> None:
        """Ask anew, for one of these populations."""
        self.name.clear()
        self._name_row.tell_mistake("")
        self.population.clear()
        for each in populations:
            self.population.addItem(each, each)
        self._population_row.setVisible(len(populations) > 1)
        self.show()
        self.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the card away with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away.emit()
        else:
            super().keyPressEvent(event)

    def _start(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._name_row.tell_mistake(tr("Give it a name"))
            self.name.setFocus()
            return
        plan, author = Plan(name=name, population=self.population.currentData()), self._desk.actor
        self.start.setEnabled(False)
        self._desk.change(
            self,
            lambda workspace: draft(workspace, plan, author=author),
            self._on_started,
            touches=CAMPAIGNS,
            failed=self._on_failed,
        )

    def _on_started(self, campaign: Campaign) -> None:
        self.start.setEnabled(True)
        self.put_away.emit()
        self.started.emit(campaign.id)

    def _on_failed(self, error: PlannerError) -> None:
        self.start.setEnabled(True)
        self._name_row.tell_mistake(told(error))

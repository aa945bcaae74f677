"""One campaign: its brief, its audience and its guardrails side by side, examined anew at every edit."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.audience import AudienceEditor
from planner.desktop.campaigns.brief import BriefColumn
from planner.desktop.campaigns.folding import FoldingColumns
from planner.desktop.campaigns.guardrails import REPAIRED_BY_WIDENING, GuardrailsColumn
from planner.desktop.campaigns.narrows import NarrowsCard
from planner.desktop.campaigns.open_campaign import OpenCampaign
from planner.desktop.cards import label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.words import tr
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.domain.life import State
from planner.services.governing import vocabulary
from planner.services.opening import Workspace
from planner.services.outlook import OpenPopulations, Outlook, look_ahead
from planner.services.planning import find_campaign
from planner.services.reviewing import refresh
from planner.services.values import describe_population

AUDIENCE = 1
"""The place of the audience among the columns."""
PAUSE_MS = 120
"""How long after an edit the campaign is examined, so that quick edits are examined once."""


class CampaignView(QWidget):
    """Shows the open campaign and tells every edit of it."""

    examined = Signal()
    """`outlook` is another: what is now known of the campaign, or None when nothing can be."""
    gone = Signal()
    """The campaign that was asked for is not there any more."""

    def __init__(self, desk: Desk, opened: OpenPopulations) -> None:
        super().__init__()
        self.desk, self._opened = desk, opened
        self.open = OpenCampaign(desk, opened)
        self.outlook: Outlook | None = None
        self.asked_for = ""
        """The id of the campaign that is shown, or on its way here."""
        self._population: object = None
        self._is_fresh = False
        """Whether the campaign was just opened, and nothing is known of it yet."""
        self.brief = BriefColumn(desk, vocabulary())
        self.audience = AudienceEditor(desk)
        self.narrows = NarrowsCard(desk)
        self.guardrails = GuardrailsColumn(desk)
        self.columns = FoldingColumns(
            desk.look,
            (tr("Brief"), self.brief),
            (tr("Audience"), self._middle()),
            (tr("Guardrails"), self.guardrails),
        )
        self.setLayout(rows(self.columns, spacing=0))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._examine)
        self._listen()

    @property
    def campaign(self) -> Campaign | None:
        """The campaign on the screen."""
        return self.open.campaign

    def load(self, campaign_id: str) -> None:
        """Read a campaign from the store, with its check ended when what was checked is not what is there any more."""
        self.asked_for = campaign_id
        self.desk.tasks.ask(
            self, lambda workspace: _current(workspace, campaign_id), self._on_loaded, key="load", failed=self._on_gone
        )

    def close_campaign(self) -> None:
        """Put the campaign away; what was typed last is saved first."""
        self.brief.flush()
        self._pause.stop()
        self.asked_for, self.outlook = "", None
        self.open.show(None)

    def _listen(self) -> None:
        self.open.changed.connect(self._on_changed)
        self.open.refused.connect(self._reload)
        self.brief.renamed.connect(self.open.rename)
        self.brief.changed.connect(lambda words, fields, merges: self.open.change_brief(words, fields, merges=merges))
        self.audience.rule_changed.connect(self.open.change_rule)
        self.guardrails.applied.connect(self.open.change_rule)

    def _middle(self) -> QWidget:
        middle = QWidget()
        title = label(tr("How each condition narrows"), "heading")
        middle.setLayout(rows(self.audience, title, self.narrows, None, spacing=2 * GRID, margins=3 * GRID))
        return middle

    def _on_loaded(self, campaign: Campaign) -> None:
        if campaign.id != self.asked_for:
            return
        if self.campaign is None or campaign.id != self.campaign.id:
            self.outlook, self._is_fresh = None, True
        self.open.show(campaign)

    def _reload(self) -> None:
        if self.campaign is not None:
            self.load(self.campaign.id)

    def _on_gone(self, error: PlannerError) -> None:
        self.desk.tell(error)
        self.gone.emit()

    def _on_changed(self) -> None:
        campaign = self.campaign
        if campaign is None:
            return
        is_editable = campaign.state is not State.RETIRED
        self.brief.show_campaign(campaign)
        self.audience.show_rule(campaign.rule)
        self.guardrails.show_campaign(campaign)
        self.brief.set_editable(is_editable)
        self.audience.set_editable(is_editable)
        self.guardrails.say_checking(is_checking=True)
        self.examined.emit()
        self._pause.start()

    def _examine(self) -> None:
        campaign = self.campaign
        if campaign is not None:
            self.desk.tasks.ask(
                self,
                lambda workspace: look_ahead(workspace, campaign, self._opened),
                self._on_examined,
                key="examine",
                failed=self._on_unknown,
            )

    def _on_examined(self, outlook: Outlook) -> None:
        campaign = self.campaign
        if campaign is None or outlook.examination.campaign != campaign:
            return  # it has been edited since; the next answer is on its way
        self.outlook = outlook
        population = outlook.examination.population
        if population.record is not self._population:
            self._population = population.record
            self._describe(population.record.population)
        self.guardrails.show_outlook(outlook)
        self.narrows.show_outlook(outlook)
        self.audience.show_effects(outlook.effects)
        self.brief.forecast.show_outlook(campaign.brief, outlook)
        self._turn_to_trouble(outlook)
        self.examined.emit()

    def _turn_to_trouble(self, outlook: Outlook) -> None:
        """Bring the audience to the front of a narrow page where it stands in the way of a campaign just opened."""
        blocks = {each.code for each in outlook.findings if each.severity is Severity.BLOCK}
        if self._is_fresh and blocks & set(REPAIRED_BY_WIDENING):
            self.columns.turn_to(AUDIENCE)
        self._is_fresh = False

    def _describe(self, population: str) -> None:
        """Tell the rule builder what a rule may name."""
        self.desk.tasks.ask(
            self,
            lambda workspace: describe_population(workspace, population),
            self.audience.show_population,
            key="facts",
        )

    def _on_unknown(self, error: PlannerError) -> None:
        self.outlook = None
        self.guardrails.show_error(error)
        self.examined.emit()


def _current(workspace: Workspace, campaign_id: str) -> Campaign:
    """Return a campaign as it stands today, or, when nobody can tell, as it was written down."""
    campaign = find_campaign(workspace, campaign_id)
    try:
        return refresh(workspace, campaign)
    except PlannerError:
        return campaign

"""Review: check, approve, export, withdraw and retire the open campaign, each recorded in the ledger."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.approve_dialog import ApproveDialog
from planner.desktop.campaigns.export_dialog import ExportDialog
from planner.desktop.campaigns.open_campaign import CAMPAIGNS
from planner.desktop.campaigns.standing import APPROVE, CHECK, EXPORT, RETIRE, WITHDRAW, reasons
from planner.desktop.campaigns.view import CampaignView
from planner.desktop.desk import Desk
from planner.desktop.words import tr
from planner.domain.campaign import Campaign
from planner.domain.life import APPROVED
from planner.services.opening import Workspace
from planner.services.planning import find_campaign
from planner.services.releasing import Exported
from planner.services.reviewing import check_campaign, retire_campaign, withdraw_campaign


class Review(QObject):
    """Does what the actions of the menu Campaign say, with what is on the screen."""

    exported = Signal(object)
    """`Exported`: a list has left."""

    def __init__(self, desk: Desk, view: CampaignView) -> None:
        super().__init__()
        self._desk, self._view = desk, view
        verbs: dict[str, Callable[[], object]] = {
            CHECK: self.check,
            APPROVE: self.approve,
            EXPORT: self.export,
            WITHDRAW: self.withdraw,
            RETIRE: self.retire,
        }
        for action, do in verbs.items():
            desk.actions.bind(action, do)
        view.examined.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Allow what can be done with the campaign as it stands, and say why the rest cannot."""
        outlook = self._view.outlook
        for action, why_not in reasons(self._view.campaign, outlook.findings if outlook else None).items():
            self._desk.actions.allow(action, why_not)

    def check(self) -> None:
        """Check the campaign, and record what comes of it."""
        self._view.brief.flush()
        by = self._desk.actor
        self._change(lambda workspace, campaign: check_campaign(workspace, campaign, actor=by)[0])

    def approve(self) -> None:
        """Ask who approves it, and why where a warning stands."""
        if campaign := self._view.campaign:
            dialog = ApproveDialog(self._desk, self._window(), campaign, self._view.outlook)
            dialog.approved.connect(self._on_approved)
            dialog.open()

    def export(self) -> None:
        """Ask where the list shall be written."""
        if campaign := self._view.campaign:
            dialog = ExportDialog(self._desk, self._window(), campaign)
            dialog.exported.connect(self._on_exported)
            dialog.open()

    def withdraw(self) -> None:
        """Take the approval back, after asking."""
        by = self._desk.actor
        text = tr("Withdraw the approval? No list can be exported until it is checked and approved again.")
        self._ask(text, tr("Withdraw"), lambda workspace, campaign: withdraw_campaign(workspace, campaign, by=by))

    def retire(self) -> None:
        """End the campaign, after asking."""
        by = self._desk.actor
        text = tr("Retire this campaign? It can be read but never edited or exported again.")
        self._ask(text, tr("Retire"), lambda workspace, campaign: retire_campaign(workspace, campaign, by=by))

    def _ask(self, text: str, verb: str, work: Callable[[Workspace, str], Campaign]) -> None:
        self._desk.prompts.confirm(self._window(), text, verb, lambda: self._change(work))

    def _change(self, work: Callable[[Workspace, str], Campaign]) -> None:
        if campaign := self._view.campaign:
            self._desk.change(
                self, lambda workspace: work(workspace, campaign.id), self._view.open.show, touches=CAMPAIGNS
            )

    def _on_approved(self, campaign: Campaign) -> None:
        self._view.open.show(campaign)
        self._desk.edit(tr("Approve"), lambda: None, lambda: self._take_back(campaign.id), repeats=False)

    def _on_exported(self, done: Exported) -> None:
        self._view.open.show(done.campaign)
        self.exported.emit(done)

    def _take_back(self, campaign_id: str) -> None:
        """Withdraw an approval that still stands; the ledger keeps both."""
        by = self._desk.actor

        def work(workspace: Workspace) -> Campaign:
            campaign = find_campaign(workspace, campaign_id)
            return withdraw_campaign(workspace, campaign_id, by=by) if campaign.state in APPROVED else campaign

        self._desk.change(self, work, self._view.open.show, touches=CAMPAIGNS)

    def _window(self) -> QWidget:
        return self._view.window()

"""Approving: who says that the campaign may run, and why where a warning stands."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from planner.desktop.campaigns.finding_words import title_and_text
from planner.desktop.campaigns.open_campaign import CAMPAIGNS
from planner.desktop.cards import Card, label
from planner.desktop.desk import Desk
from planner.desktop.dialog import Decision
from planner.desktop.forms import Row, line_edit
from planner.desktop.words import guarded, shown_floor, told, tr
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.services.outlook import Outlook
from planner.services.reviewing import approve_campaign

LONGEST_REASON = 1000


class ApproveDialog(Decision):
    """A name, the warnings that are accepted with it, and the reason for accepting them."""

    approved = Signal(object)
    """The campaign, approved."""

    def __init__(self, desk: Desk, parent: QWidget, campaign: Campaign, outlook: Outlook | None) -> None:
        super().__init__(desk.look, parent, tr("Approve {campaign}", campaign=campaign.name), tr("Approve"))
        self._desk, self._campaign = desk, campaign
        self.name = line_edit(desk.actor, longest=120)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(desk.look.size(72))
        check = campaign.last_check
        self._needs_reason = bool(check and check.warnings)
        self.content.addWidget(label(_scope_words(outlook), "muted", wrap=True))
        if self._needs_reason:
            self._add_warnings(_warnings_of(outlook) if outlook else [])
        self.content.addWidget(Row(tr("Your name"), self.name, help_text=_who(outlook)))
        self._reason_row = Row(tr("Why it may run all the same"), self.reason)
        self.content.addWidget(self._reason_row)
        self._reason_row.setVisible(self._needs_reason)
        (self.reason if self._needs_reason else self.name).setFocus()

    def decide(self) -> None:
        """Approve, or say what is missing."""
        reason, name = self.reason.toPlainText().strip()[:LONGEST_REASON], self.name.text().strip()
        if self._needs_reason and not reason:
            self._reason_row.tell_mistake(tr("Say why: warnings stand, and who approves answers for them."))
            self.reason.setFocus()
            return
        self.do.setEnabled(False)
        campaign = self._campaign.id
        self._desk.change(
            self,
            lambda workspace: approve_campaign(workspace, campaign, approver=name, reason=reason),
            self._on_approved,
            touches=CAMPAIGNS,
            failed=self._on_failed,
        )

    def _add_warnings(self, warnings: list[str]) -> None:
        card = Card(tone="warn", margin=12)
        card.body.addWidget(label(tr("These warnings stand:"), "strong"))
        for each in warnings:
            card.body.addWidget(label(f"• {each}", wrap=True))
        if warnings:
            self.content.addWidget(card)

    def _on_approved(self, campaign: Campaign) -> None:
        self.approved.emit(campaign)
        self.accept()

    def _on_failed(self, error: PlannerError) -> None:
        self.do.setEnabled(True)
        self.tell_mistake(told(error))


def _warnings_of(outlook: Outlook) -> list[str]:
    """Return the sentences of the warnings."""
    catalogue = outlook.examination.catalogue
    return [title_and_text(each, catalogue)[1] for each in outlook.findings if each.severity is Severity.WARN]


def _scope_words(outlook: Outlook | None) -> str:
    recorded = tr("Name and time go into the ledger, where they stay.")
    if outlook is None:
        return recorded
    count = guarded(outlook.reachable, shown_floor(outlook.examination.policy))
    return tr("{people} people can be reached.", people=count) + " " + recorded


def _who(outlook: Outlook | None) -> str:
    if outlook is not None and outlook.examination.policy.second_person:
        return tr("The policy wants somebody who did not write or edit this campaign.")
    return ""

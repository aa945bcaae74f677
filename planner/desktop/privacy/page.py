"""The page Privacy: what people agreed to, and the ledger."""

from PySide6.QtWidgets import QTabWidget

from planner.desktop.cards import EmptyState, button_for
from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.privacy.ledger import LedgerView
from planner.desktop.privacy.scopes import ScopesView
from planner.desktop.words import tr

LEDGER = "ledger"
"""What to show the page with to see the ledger."""


class PrivacyPage(Page):
    """Two views: consent scopes and the ledger; without a workspace, the way to one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Privacy"))
        self.scopes, self.ledger = ScopesView(desk), LedgerView(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(tr("Views of this page"))
        self.tabs.addTab(self.scopes, tr("What people agreed to"))
        self.tabs.addTab(self.ledger, tr("Ledger"))
        promise = tr("Everything that is done with a workspace is written down here, and can be proved.")
        sample = button_for(desk.actions["file.open-sample"], role="primary")
        self.nothing = EmptyState(desk.look, "privacy", tr("No workspace is open"), promise, sample)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.nothing)
        desk.actions.bind("privacy.verify-ledger", self.verify)

    def refresh(self) -> None:
        """Read scopes and ledger."""
        is_open = self.desk.folder is not None
        self.tabs.setVisible(is_open)
        self.nothing.setVisible(not is_open)
        if is_open:
            self.scopes.refresh()
            self.ledger.refresh()

    def show_what(self, what: object) -> None:
        """Show the ledger, or one scope by its name."""
        self.tabs.setCurrentWidget(self.ledger if what == LEDGER else self.scopes)
        if isinstance(what, str) and what != LEDGER:
            self.scopes.list.choose(what)

    def start_search(self) -> None:
        """Look for an entry of the ledger."""
        self.tabs.setCurrentWidget(self.ledger)
        self.ledger.table.search.setFocus()

    def verify(self) -> None:
        """Check the ledger now."""
        self.tabs.setCurrentWidget(self.ledger)
        self.ledger.verify()

    def fit(self, width: int) -> None:
        """Put what stands side by side below each other in a narrow page."""
        margins = self.body.contentsMargins()
        margins.setBottom(0)  # both views go down to the window's edge, and end with a margin of their own
        self.body.setContentsMargins(margins)
        for view in (self.scopes, self.ledger):
            view.fit(width)

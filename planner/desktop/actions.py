"""Actions: everything a person can do, declared once; menus, palette, shortcuts and buttons derive from this table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from planner.desktop.words import tr

NEW_CAMPAIGN = "+"
"""What `Desk.go` asks the page Campaigns for, to start a new one; no campaign has such an id."""
PAGES = ("start", "data", "campaigns", "privacy", "settings")


@dataclass(frozen=True, slots=True)
class Declared:
    """One action: a permanent id `page.verb`, its words, its icon, its keys, and the menu it stands in."""

    id: str
    text: str
    icon: str = ""
    keys: str = ""
    menu: str = ""
    tip: str = ""

    @property
    def page(self) -> str:
        """The page on which alone it can be done; empty: everywhere."""
        page = self.id.partition(".")[0]
        return page if page in PAGES else ""


def declared() -> tuple[Declared, ...]:
    """Return all actions, in the language of now."""
    file, edit, go, campaign, about = tr("&File"), tr("&Edit"), tr("&Go"), tr("&Campaign"), tr("&Help")
    return (
        Declared("file.import", tr("Import customers…"), "import", "Ctrl+I", file),
        Declared("file.new-campaign", tr("New campaign"), "plus", "Ctrl+N", file),
        Declared("file.open-sample", tr("Open the sample workspace"), "sample", "", file),
        Declared("file.remove-sample", tr("Remove the sample workspace…"), "trash", "", file),
        Declared("file.open-workspace", tr("Open a workspace…"), "folder", "Ctrl+O", file),
        Declared("file.back-up", tr("Back up now"), "save", "", file),
        Declared("file.recovery-code", tr("Make a recovery code…"), "lock", "", file),
        Declared("file.verify", tr("Verify a list…"), "good", "", file),
        Declared("file.quit", tr("Quit"), "", "Ctrl+Q", file),
        Declared("edit.undo", tr("Undo"), "undo", "Ctrl+Z", edit),
        Declared("edit.redo", tr("Redo"), "redo", "Ctrl+Shift+Z", edit),
        Declared("go.palette", tr("Find an action…"), "search", "Ctrl+K", edit),
        Declared("go.find", tr("Find on this page"), "search", "Ctrl+F", edit),
        Declared("go.start", tr("Start"), "home", "Ctrl+1", go),
        Declared("go.data", tr("Data"), "data", "Ctrl+2", go),
        Declared("go.campaigns", tr("Campaigns"), "campaigns", "Ctrl+3", go),
        Declared("go.privacy", tr("Privacy"), "privacy", "Ctrl+4", go),
        Declared("go.settings", tr("Settings"), "settings", "Ctrl+5", go),
        Declared("go.back", tr("Back to the list"), "chevron-left", "Alt+Left", go),
        Declared("campaigns.check", tr("Check"), "good", "Ctrl+Return", campaign),
        Declared("campaigns.approve", tr("Approve…"), "check", "Ctrl+Shift+A", campaign),
        Declared("campaigns.export", tr("Export…"), "export", "Ctrl+E", campaign),
        Declared("campaigns.withdraw", tr("Withdraw the approval"), "undo", "", campaign),
        Declared("campaigns.retire", tr("Retire"), "close", "", campaign),
        Declared("campaigns.as-text", tr("Edit the audience as text"), "text", "Ctrl+T", campaign),
        Declared("campaigns.add-condition", tr("Add a condition"), "plus", "Ctrl+D", campaign),
        Declared("campaigns.add-group", tr("Add a group"), "plus", "Ctrl+G", campaign),
        Declared("campaigns.save-audience", tr("Save this audience…"), "save", "Ctrl+Shift+S", campaign),
        Declared("privacy.verify-ledger", tr("Verify the ledger now"), "ledger", "", go),
        Declared("help.shortcuts", tr("Keyboard shortcuts"), "keyboard", "F1", about),
        Declared("help.guide", tr("User guide"), "help", "", about),
        Declared("help.about", tr("About Shoal"), "note", "", about),
    )


class Actions(QObject):
    """The actions as Qt knows them. A page binds what it can do; what cannot be done now says why."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.declared = {each.id: each for each in declared()}
        self._actions = {each.id: self._made(each) for each in self.declared.values()}
        self._bound: dict[str, Callable[[], object]] = {}
        self._because: dict[str, str] = {}
        self._page = ""

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __iter__(self) -> Iterator[Declared]:
        return iter(self.declared.values())

    def bind(self, action_id: str, do: Callable[[], object]) -> None:
        """Say what an action does."""
        self._bound[action_id] = do
        self._refresh(action_id)

    def allow(self, action_id: str, because_not: str = "") -> None:
        """Enable an action, or disable it and say why."""
        if self._because.get(action_id, "") != because_not:
            self._because[action_id] = because_not
            self._refresh(action_id)
            self.changed.emit()

    def speak(self) -> None:
        """Word every action in the language of now, and unbind it from the window that is left."""
        self.declared = {each.id: each for each in declared()}
        self._bound.clear()
        self._because.clear()
        for said in self.declared.values():
            self._word(self._actions[said.id], said)
        self.changed.emit()

    def turn_to(self, page: str) -> None:
        """Enable what belongs to the page in front, and disable what belongs to another."""
        self._page = page
        for action_id in self.declared:
            self._refresh(action_id)
        self.changed.emit()

    def why_not(self, action_id: str) -> str:
        """Return why an action cannot be done now; empty when it can."""
        page = self.declared[action_id].page
        if page and page != self._page:
            return tr("Only on the page {page}", page=self.declared[f"go.{page}"].text)
        if action_id not in self._bound:
            return tr("Nothing to do it with yet")
        return self._because.get(action_id, "")

    def _made(self, said: Declared) -> QAction:
        action = QAction(self)
        action.setObjectName(said.id)
        action.setShortcut(QKeySequence(said.keys))
        self._word(action, said)
        action.setEnabled(False)
        action.triggered.connect(lambda _checked: self._bound[said.id]())
        return action

    def _word(self, action: QAction, said: Declared) -> None:
        action.setText(said.text)
        action.setToolTip(said.tip or said.text.rstrip("…"))

    def _refresh(self, action_id: str) -> None:
        why_not, action = self.why_not(action_id), self._actions[action_id]
        action.setEnabled(not why_not)
        action.setStatusTip(why_not)

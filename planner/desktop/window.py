"""The window: rail, notices and pages; no rule lives here."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from planner.desktop.actions import NEW_CAMPAIGN
from planner.desktop.cards import columns, rows
from planner.desktop.desk import Desk, Touched
from planner.desktop.foot import Foot
from planner.desktop.page import Page
from planner.desktop.rail import Rail
from planner.desktop.safekeeping import Safekeeping
from planner.desktop.words import named, tr


def _start(desk: Desk) -> Page:
    from planner.desktop.start.page import StartPage  # noqa: PLC0415 — a page is loaded when first turned to

    return StartPage(desk)


def _data(desk: Desk) -> Page:
    from planner.desktop.data.page import DataPage  # noqa: PLC0415

    return DataPage(desk)


def _campaigns(desk: Desk) -> Page:
    from planner.desktop.campaigns.page import CampaignsPage  # noqa: PLC0415

    return CampaignsPage(desk)


def _privacy(desk: Desk) -> Page:
    from planner.desktop.privacy.page import PrivacyPage  # noqa: PLC0415

    return PrivacyPage(desk)


def _settings(desk: Desk) -> Page:
    from planner.desktop.settings.page import SettingsPage  # noqa: PLC0415

    return SettingsPage(desk)


def _import(desk: Desk) -> Page:
    from planner.desktop.importing.page import ImportPage  # noqa: PLC0415

    return ImportPage(desk)


PAGES: dict[str, tuple[str, Callable[[Desk], Page]]] = {
    "start": ("home", _start),
    "data": ("data", _data),
    "campaigns": ("campaigns", _campaigns),
    "privacy": ("privacy", _privacy),
    "settings": ("settings", _settings),
    "import": ("", _import),
}
"""Page → its icon on the rail, and what makes it; a page without an icon belongs to another."""
BELONGS_TO = {"import": "data"}
"""Page without a place on the rail → the page it belongs to."""
SMALLEST = (1024, 700)
USUAL = (1440, 900)
ROOMY = 1000
"""Pixels at 100 % font size from which on the rail has room for words."""


class Window(QMainWindow):
    """The one window. Pages are made when they are first turned to."""

    painted = Signal()
    """A person sees the window for the first time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("window")
        self.setWindowTitle("Shoal")
        self.setWindowIcon(desk.look.icon("shoal", "accent", pixels=64))
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self.pages: dict[str, Page] = {}
        self.page = ""
        self.rail = Rail(desk.look)
        self.foot = Foot(desk, self.rail.state, self.rail.short)
        self.safekeeping = Safekeeping(desk, self)
        self._is_painted = False
        self._may_close = False
        self._stack = QStackedWidget()
        self._fill_rail()
        self._fill_menus()
        self._offer_help()
        right = rows(desk.notices, self._stack, spacing=0)
        right.setStretch(1, 1)
        middle = QWidget()
        middle.setObjectName("window")
        line: QHBoxLayout = columns(self.rail, right, spacing=0)
        middle.setLayout(line)
        self.setCentralWidget(middle)
        desk.asked_for.connect(self.turn_to)
        desk.changed.connect(self._on_changed)
        desk.look.changed.connect(self._fit)
        self.turn_to("start")

    def turn_to(self, name: str, what: object = None) -> None:
        """Bring a page to the front, making it at the first time, and let it show something."""
        if name not in self.pages:
            self.pages[name] = PAGES[name][1](self.desk)
            self._stack.addWidget(self.pages[name])
        page, before = self.pages[name], self.pages.get(self.page)
        focused, self.page = self.focusWidget(), name
        self._stack.setCurrentWidget(page)
        if before is not page:
            self.desk.notices.turn()
        if before is not None and before is not page and focused is not None and before.isAncestorOf(focused):
            page.focus_first()
        self.rail.turn_to(BELONGS_TO.get(name, name))
        self.desk.actions.turn_to(name)
        page.come_to_front()
        if what is not None:
            page.show_what(what)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the rail slim where the pages need the room."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let what takes long to load begin once there is something to look at."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was; ask first where long work would be lost."""
        if self.desk.tasks.has_long_work and not self._may_close:
            event.ignore()
            text = tr("Shoal is still working. What is not finished is given up, and nothing is half saved.")
            self.desk.prompts.confirm(self, text, tr("Stop and quit"), self._close_now)
            return
        self.desk.taste_file.save_place(self.saveGeometry())
        super().closeEvent(event)

    def _close_now(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)

    def _fill_rail(self) -> None:
        actions = self.desk.actions
        for page, (icon, _make) in PAGES.items():
            if not icon:
                continue
            action = actions[f"go.{page}"]
            self.rail.add_page(page, icon, action)
            actions.bind(f"go.{page}", lambda page=page: self.turn_to(page))  # type: ignore[misc]
        self.rail.chosen.connect(self.turn_to)
        actions.bind("go.find", self._search)
        actions.bind("file.import", lambda: self.turn_to("import", Path()))
        actions.bind("file.new-campaign", lambda: self.turn_to("campaigns", NEW_CAMPAIGN))
        actions.bind("file.quit", self.close)
        opening = self.desk.opening
        actions.bind("file.open-sample", opening.open_sample)
        actions.bind("file.remove-sample", lambda: opening.remove_sample(self))
        actions.bind("file.open-workspace", lambda: opening.choose_folder(self))
        actions.bind("file.back-up", self.safekeeping.make_now)
        actions.bind("file.recovery-code", self._make_recovery_code)
        self._allow_files()

    def _fill_menus(self) -> None:
        desk, bar = self.desk, self.menuBar()
        menus = {name: bar.addMenu(name) for name in dict.fromkeys(said.menu for said in desk.actions if said.menu)}
        for said in desk.actions:
            action = desk.actions[said.id]
            self.addAction(action)
            if said.menu:
                menus[said.menu].addAction(action)
        desk.actions.bind("edit.undo", desk.undo.undo)
        desk.actions.bind("edit.redo", desk.undo.redo)
        desk.undo.indexChanged.connect(self._name_edits)
        self._name_edits()

    def _name_edits(self) -> None:
        """Name in the Edit menu what would be taken back or done again."""
        undo, actions = self.desk.undo, self.desk.actions
        edits = {"edit.undo": (tr("Undo"), undo.undoText()), "edit.redo": (tr("Redo"), undo.redoText())}
        for action_id, (verb, edit) in edits.items():
            actions[action_id].setText(named(verb, edit) if edit else verb)
            actions.allow(action_id, "" if edit else tr("There is nothing to take back or do again"))

    def _search(self) -> None:
        self.pages[self.page].start_search()

    def _offer_help(self) -> None:
        actions = self.desk.actions
        actions.bind("go.palette", self._open_palette)
        actions.bind("help.shortcuts", self._show_shortcuts)
        actions.bind("help.guide", self._show_guide)
        actions.bind("help.about", self._show_about)

    def _make_recovery_code(self) -> None:
        from planner.desktop.keeping.recovery_dialog import RecoveryDialog  # noqa: PLC0415

        RecoveryDialog(self.desk, self).open()

    def _open_palette(self) -> None:
        from planner.desktop.palette import Palette  # noqa: PLC0415 — loaded when first asked for, as the next ones

        Palette(self.desk, self).open()

    def _show_shortcuts(self) -> None:
        from planner.desktop.handbook import show_shortcuts  # noqa: PLC0415

        show_shortcuts(self.desk, self)

    def _show_guide(self) -> None:
        from planner.desktop.handbook import show_guide  # noqa: PLC0415

        show_guide(self.desk, self)

    def _show_about(self) -> None:
        from planner.desktop.handbook import show_about  # noqa: PLC0415

        show_about(self.desk, self)

    def _allow_files(self) -> None:
        """Allow what goes with the open workspace, or say why not."""
        desk = self.desk
        unopened = "" if desk.folder else tr("Open a workspace first")
        for action in ("file.import", "file.new-campaign", "file.back-up"):
            desk.actions.allow(action, unopened)
        needless = tr("The sample workspace needs none") if desk.is_sample else ""
        desk.actions.allow("file.recovery-code", unopened or needless)
        desk.actions.allow("file.open-sample", tr("It is open already") if desk.opening.can_remove_sample else "")
        not_sample = "" if desk.opening.can_remove_sample else tr("The sample workspace is not open")
        desk.actions.allow("file.remove-sample", not_sample)

    def _fit(self) -> None:
        self.rail.slim(is_slim=self.width() * 100 / self.desk.look.percent < ROOMY)

    def _on_changed(self, touched: frozenset[Touched]) -> None:
        if Touched.WORKSPACE in touched:
            self.desk.undo.clear()
            self._allow_files()

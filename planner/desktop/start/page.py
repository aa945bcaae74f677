"""The page Start: what is open or stands in the way of it, the first things to do, and recent work."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QBoxLayout, QWidget

from planner.desktop.cards import button_for, empty, label, rows
from planner.desktop.cards import columns as side_by_side
from planner.desktop.desk import Desk, Touched
from planner.desktop.keeping.recover_card import RecoverCard
from planner.desktop.keeping.reminder import Reminder
from planner.desktop.look import GRID
from planner.desktop.opening import Phase
from planner.desktop.page import Page
from planner.desktop.start.obstacles import FailureCard, PassphraseCard
from planner.desktop.start.recent import Entry, RecentList, short
from planner.desktop.start.tiles import Busy, Hints, Tile, listed
from planner.desktop.words import tr
from planner.services.sample_folder import is_sample

if TYPE_CHECKING:  # loaded once the window is there
    from planner.services.opening import Workspace

MOST_CAMPAIGNS = 5
NARROW = 640
"""Pixels at 100 % below which cards stand below each other."""
HINTS = ("go.palette", "help.shortcuts", "file.import", "file.new-campaign")


class StartPage(Page):
    """Where one begins, and where one is told why a workspace does not open."""

    CARES: ClassVar[frozenset[Touched]] = frozenset({Touched.WORKSPACE, Touched.CAMPAIGNS, Touched.KEY})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Start"))
        self.obstacle: PassphraseCard | FailureCard | RecoverCard | None = None
        self.reminder: Reminder | None = None
        self._lacking = (False, False)
        self._put_off: Path | None = None
        self.busy = Busy(desk)
        self.welcome = label("", "display", wrap=True)
        self.about = label("", "muted", wrap=True)
        self.sample = Tile(desk, "sample", "file.open-sample", tr("Look around first"))
        self.own = Tile(desk, "import", "file.import", tr("Bring your own customers"))
        self.own.say(tr("A CSV, Excel or Parquet file. Its rows become groups of people, and no row is kept."))
        self.remove = button_for(desk.actions["file.remove-sample"])
        self.campaigns = RecentList(desk.look, tr("Recent campaigns"))
        self.workspaces = RecentList(desk.look, tr("Workspaces"))
        self._lay_out()
        self._listen()

    def refresh(self) -> None:
        """Show how the opening stands, and recent work."""
        self._show_attempt()
        self._lacking = (False, False)
        if self.desk.folder is not None:
            self.desk.tasks.ask(self, _recent_campaigns, self._show_campaigns, key="campaigns")
            self.desk.tasks.ask(self, _code_is_lacking, self._remind, key="key")
        else:
            self._show_campaigns(())

    def start_search(self) -> None:
        """Look through all actions: there is nothing else to search here."""
        self.desk.actions["go.palette"].trigger()

    def fit(self, width: int) -> None:
        """Put cards below each other where there is no room side by side."""
        way = QBoxLayout.Direction.TopToBottom if width < NARROW else QBoxLayout.Direction.LeftToRight
        for line in (self._tiles, self._lists):
            line.setDirection(way)

    def _lay_out(self) -> None:
        self._front = rows(spacing=2 * GRID)
        self.sample.line.insertWidget(1, self.remove)
        self._tiles = side_by_side(self.sample, self.own, spacing=2 * GRID)
        self._campaign_card = listed(tr("Recent campaigns"), self.campaigns)
        help_text = tr("Enter opens one, Delete takes it off the list.")
        self._workspace_card = listed(tr("Workspaces"), self.workspaces, help_text)
        self._lists = side_by_side(self._campaign_card, self._workspace_card, spacing=2 * GRID)
        for line in (self._tiles, self._lists):
            line.setStretch(0, 1)
            line.setStretch(1, 1)
        content, hints = QWidget(), Hints(self.desk, HINTS)
        greeting = rows(self.welcome, self.about, spacing=GRID // 2)
        content.setLayout(rows(greeting, self.busy, self._front, self._tiles, self._lists, hints, None, spacing=20))
        self.hold(content)

    def _listen(self) -> None:
        desk = self.desk
        desk.opening.changed.connect(self._show_attempt)
        self.workspaces.opened.connect(lambda folder: desk.opening.open(Path(folder)))
        self.workspaces.forgotten.connect(desk.opening.forget)
        self.campaigns.opened.connect(lambda campaign: desk.go("campaigns", campaign))

    def _show_attempt(self) -> None:
        attempt, desk = self.desk.opening.attempt, self.desk
        self.busy.show_phase(attempt.phase)
        empty(self._front)
        self.obstacle, self.reminder = None, None
        if attempt.phase is Phase.LOCKED:
            self.obstacle = PassphraseCard(desk, attempt)
        elif attempt.phase is Phase.FAILED:
            self.obstacle = FailureCard(desk, attempt)
        elif attempt.phase is Phase.RECOVERING:
            self.obstacle = RecoverCard(desk, attempt)
        if self.obstacle:
            self._front.addWidget(self.obstacle)
            self.obstacle.focus()
        is_calm = attempt.phase not in (Phase.OPENING, Phase.MAKING_SAMPLE, Phase.RESTORING)
        self.sample.setVisible(is_calm)
        self.own.setVisible(is_calm and desk.folder is not None)
        self._greet()
        self._show_workspaces()
        self._show_reminder()

    def _remind(self, lacking: tuple[bool, bool]) -> None:
        """Offer to make a recovery code where there is none, unless that was put off or nothing hangs on it."""
        self._lacking = lacking
        self._show_reminder()

    def _show_reminder(self) -> None:
        is_lacking, is_ring = self._lacking
        is_calm = self.desk.opening.attempt.phase is Phase.OPEN and self.obstacle is None
        if self.reminder:
            empty(self._front)
            self.reminder = None
        if is_lacking and is_calm and not self.desk.is_sample and self._put_off != self.desk.folder:
            self.reminder = Reminder(self.desk, self._remind_later, is_ring=is_ring)
            self._front.addWidget(self.reminder)

    def _remind_later(self) -> None:
        self._put_off = self.desk.folder
        self._show_reminder()

    def _greet(self) -> None:
        desk = self.desk
        self.remove.setVisible(desk.opening.can_remove_sample)
        self.sample.button.setVisible(not desk.opening.can_remove_sample)
        if desk.opening.can_remove_sample:
            about = tr("Change whatever you like. When you have seen enough, take it away: your own data stays.")
            self.sample.say(about, title=tr("This is the sample"))
        else:
            about = tr("60,000 invented customers of an outdoor shop, with three campaigns to try everything on.")
            self.sample.say(about, title=tr("Look around first"))
        if desk.folder is None:
            self.welcome.setText(tr("Welcome to Shoal"))
            self.about.setText(tr("Plan campaigns for groups of people, never for one person. All on this computer."))
        else:
            self.welcome.setText(tr("Sample workspace") if desk.is_sample else tr("Your workspace is open"))
            invented = tr("Invented customers: nothing here is about anybody.")
            self.about.setText(invented if desk.is_sample else short(str(desk.folder), desk.home))

    def _show_workspaces(self) -> None:
        recent, opened, home = self.desk.taste.recent, str(self.desk.folder), self.desk.home
        self.workspaces.show_entries(_entry(folder, home, is_open=folder == opened) for folder in recent)
        self._workspace_card.setVisible(bool(recent))

    def _show_campaigns(self, campaigns: tuple[tuple[str, str], ...]) -> None:
        self.campaigns.show_entries(Entry(key, name, name, "campaigns") for key, name in campaigns)
        self._campaign_card.setVisible(bool(campaigns))


def _entry(folder: str, home: Path, *, is_open: bool) -> Entry:
    words = tr("Sample workspace") if is_sample(Path(folder)) else short(folder, home)
    return Entry(folder, tr("{workspace} – open now", workspace=words) if is_open else words, folder, "folder")


def _code_is_lacking(workspace: "Workspace") -> tuple[bool, bool]:
    """Return whether there is no recovery code, and whether a key ring keeps the key."""
    from planner.services.keeping import Keeper, key_state  # noqa: PLC0415 — heavy: loaded by the store's thread

    state = key_state(workspace)
    return state.code_made_at is None, state.keeper is Keeper.KEY_RING


def _recent_campaigns(workspace: "Workspace") -> tuple[tuple[str, str], ...]:
    """Return id and name of the campaigns that something was done with last."""
    from planner.services.recent import recent_campaigns  # noqa: PLC0415 — heavy: loaded by the store's thread

    return tuple((each.id, each.name) for each in recent_campaigns(workspace, MOST_CAMPAIGNS))

"""The page Data: a population, its groups, what is kept of people and why, and how long it may be used."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from planner.desktop.cards import EmptyState, NumberTile, Scroll, button_for, columns, rows
from planner.desktop.data.breakdown import BreakdownCard
from planner.desktop.data.exactness import ExactnessCard
from planner.desktop.data.group import GroupCard
from planner.desktop.data.kept import FindingsCard, HistoryCard, KeptCard
from planner.desktop.data.segments import SegmentsCard
from planner.desktop.data.value_sets import Said
from planner.desktop.desk import Desk
from planner.desktop.forms import choice, choose
from planner.desktop.look import GRID
from planner.desktop.page import ROOM_FOR_TWO, Page
from planner.desktop.scope_words import scope_names
from planner.desktop.words import long_day, number, percent, tr
from planner.domain.catalogue import Catalogue
from planner.services.exploring import populations
from planner.services.governing import catalogue
from planner.services.opening import Workspace
from planner.services.profile import Freshness, Profile, profile_of

ROOM_FOR_TABLE = 960
"""Pixels at 100 % from which on the table has room beside the other cards."""
GROUP_SEEN = 160
"""So much of the chosen group, in pixels at 100 %, comes into sight where it lies below the table."""
TABLE_HEIGHT = 420
"""The least height of the table, in pixels at 100 %, where the other cards stand below it."""
WIDEST = (1 << 24) - 1


class Shown(NamedTuple):
    """What was read: the names of all populations, and the one to show, if there is any."""

    names: tuple[str, ...]
    profile: Profile | None
    catalogue: Catalogue | None = None


class DataPage(Page):
    """The population that was chosen; without one, the way to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Data"))
        self.profile: Profile | None = None
        self._wanted = ""
        self.people = NumberTile(tr("people, counted once"))
        self.groups = NumberTile(tr("groups"))
        self.exact = NumberTile(tr("of details kept exact"))
        self.kept_rows = NumberTile(tr("rows about a person on this computer"))
        self.kept_rows.show_number(number(0))
        self.segments, self.breakdown, self.group = SegmentsCard(desk), BreakdownCard(desk), GroupCard(desk)
        self.segments.chosen.connect(self._show_group)
        self.group.closed.connect(self._close_group)
        self.exactness = ExactnessCard(desk)
        self.kept, self.history, self.findings = KeptCard(), HistoryCard(), FindingsCard()
        self._fill_header()
        self._lay_out()
        self._show(Shown((), None))

    def refresh(self) -> None:
        """Read the population that is shown."""
        if self.desk.folder is None:
            self._show(Shown((), None))
            return
        wanted = self._wanted
        self.desk.tasks.ask(self, lambda workspace: _read(workspace, wanted), self._show, key="profile")

    def show_what(self, what: object) -> None:
        """Show a population by its name."""
        if isinstance(what, str) and what != self._wanted:
            self._wanted = what
            self.refresh()

    def start_search(self) -> None:
        """Look for a value among the groups."""
        self.segments.table.search.setFocus()

    def fit(self, width: int) -> None:
        """Put the cards beside the table, or below it; the numbers in one line, or in two."""
        is_wide = width >= ROOM_FOR_TABLE
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self.segments.setMinimumHeight(0 if is_wide else self.desk.look.size(TABLE_HEIGHT))
        self._lay_tiles(4 if width >= ROOM_FOR_TWO else 2)
        if is_wide:  # both sides go down to the window's edge, and end with a margin of their own
            margins = self._lines.contentsMargins()
            margins.setBottom(0)
            self._lines.setContentsMargins(margins)
        if self._sides.direction() != way or not self._side.parent():
            self._sides.setDirection(way)
            self._place_side(is_wide=is_wide)

    def _fill_header(self) -> None:
        self.choice = choice(())
        self.choice.setSizeAdjustPolicy(
            self.choice.SizeAdjustPolicy.AdjustToContents
        )  # it is the only one in the header
        self.choice.setAccessibleName(tr("Customers"))
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.header.add_actions(self.choice, button_for(self.desk.actions["file.import"], role="primary"))

    def _lay_out(self) -> None:
        desk = self.desk
        self._tiles = QGridLayout()
        self._tiles.setSpacing(2 * GRID)
        self._side = QWidget()
        cards = self.group, self.breakdown, self.kept, self.exactness, self.history, self.findings
        self._cards = rows(*cards, None, spacing=2 * GRID)
        self._side.setLayout(self._cards)
        self._side_scroll = Scroll(QWidget())
        self._beside = QWidget()
        self._beside.setLayout(rows(self.segments))
        self._sides = columns(self._beside, self._side_scroll, spacing=2 * GRID)
        self._sides.setStretch(0, 2)
        self._sides.setStretch(1, 1)
        content = QWidget()
        self._lines = rows(self._tiles, self._sides, spacing=2 * GRID)
        self._lines.setStretch(1, 1)
        content.setLayout(self._lines)
        self.content = self.hold(content)
        sample = button_for(desk.actions["file.open-sample"], role="primary")
        about = tr("Here one sees which groups of people there are, what is kept of them, and why.")
        self.closed = EmptyState(desk.look, "data", tr("No workspace is open"), about, sample)
        first = button_for(desk.actions["file.import"], role="primary")
        about = tr("Rows of a customer file become groups of people when they are imported. No row is kept.")
        self.nobody = EmptyState(desk.look, "people", tr("No customers yet"), about, first)
        for each in (self.closed, self.nobody):
            self.body.addWidget(each)

    def _lay_tiles(self, across: int) -> None:
        for at, tile in enumerate((self.people, self.groups, self.exact, self.kept_rows)):
            self._tiles.addWidget(tile, at // across, at % across)
            self._tiles.setColumnStretch(at, 1 if at < across else 0)

    def _place_side(self, *, is_wide: bool) -> None:
        """Let the cards scroll by themselves beside the table, or with the page below it."""
        foot = 3 * GRID if is_wide else 0
        self._cards.setContentsMargins(0, 0, GRID // 2 if is_wide else 0, foot)
        self._beside.setContentsMargins(0, 0, 0, foot)
        if is_wide:
            self._side_scroll.setWidget(self._side)
        elif self._side_scroll.widget() is self._side:
            self._side_scroll.takeWidget()
        if not is_wide:
            self._side.setMaximumWidth(WIDEST)
            self._sides.addWidget(self._side)
        self._side.show()
        self._side_scroll.setVisible(is_wide)

    def _on_chosen(self, _place: int) -> None:
        self.show_what(self.choice.currentData())

    def _show(self, shown: Shown) -> None:
        profile, is_open = shown.profile, self.desk.folder is not None
        self.profile = profile
        self.content.setVisible(profile is not None)
        self.nobody.setVisible(is_open and profile is None)
        self.closed.setVisible(not is_open)
        self._offer(shown)
        if profile is None:
            self.header.show_title(tr("Data"))
            self.header.show_chips()
            return
        self._wanted = profile.record.population
        self.header.show_title(profile.record.population)
        self.header.show_chips(chip_of(profile))
        self._show_numbers(profile)
        self._show_segments(profile, _called(shown.catalogue))
        self.breakdown.show_profile(profile)
        self.kept.show_usage(profile.usage)
        self.exactness.show_profile(profile)
        self.history.show_history(profile.history)
        self.findings.show_findings(profile.record.findings)

    def _offer(self, shown: Shown) -> None:
        """Offer the populations where there are several."""
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for name in shown.names:
                self.choice.addItem(name, name)
        if shown.profile is not None:
            choose(self.choice, shown.profile.record.population)
        self.choice.setVisible(len(shown.names) > 1)

    def _show_segments(self, profile: Profile, scopes: Mapping[str, str]) -> None:
        self.segments.show_table(profile.record.id, profile.table, profile.usage, scopes)
        if self.segments.table.view.current is None:
            self.group.hide()

    def _show_group(self, count: int, said: Sequence[Said]) -> None:
        """Show a group in full, at the top of what lies beside the table; below it, as much of it as can be seen."""
        self.group.show_group(count, said)
        self._side_scroll.verticalScrollBar().setValue(0)
        if self._side_scroll.isHidden():
            QTimer.singleShot(0, self.group, self._bring_group_into_sight)

    def _bring_group_into_sight(self) -> None:
        """Scroll to the beginning of the group, and let the table stay in sight above it."""
        self.content.ensureWidgetVisible(self.group.heading, 0, self.desk.look.size(GROUP_SEEN))

    def _close_group(self) -> None:
        self.group.hide()
        self.segments.table.view.setFocus()

    def _show_numbers(self, profile: Profile) -> None:
        least = number(profile.record.floor)
        self.people.show_number(number(profile.table.total_people))
        self.groups.show_number(number(len(profile.table)), tr("groups, none under {least} people", least=least))
        self.exact.show_number(percent(profile.exact_share))


def chip_of(profile: Profile) -> tuple[str, str]:
    """Return until when a snapshot may be used: words and tone."""
    until = long_day(profile.last_day)
    if profile.freshness is Freshness.OVER:
        return tr("Too old to use since {day}", day=until), "block"
    if profile.freshness is Freshness.STALE:
        return tr("Getting old: usable until {day}", day=until), "warn"
    return tr("Safe to use until {day}", day=until), "good"


def _read(workspace: Workspace, wanted: str) -> Shown:
    names = tuple(each.population for each in populations(workspace))
    if not names:
        return Shown((), None)
    return Shown(names, profile_of(workspace, wanted if wanted in names else names[0]), catalogue(workspace))


def _called(known: Catalogue | None) -> dict[str, str]:
    """Return what consent scopes are called, by their short names."""
    return scope_names(known.scopes, known.vocabulary) if known else {}

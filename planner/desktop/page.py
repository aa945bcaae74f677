"""A page: its header over its content, told when it comes to the front."""

from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from planner.desktop.cards import Elided, Scroll, button, columns, empty, label, rows, set_tone
from planner.desktop.desk import Desk, Touched
from planner.desktop.look import GRID
from planner.desktop.tips import plain

SPACIOUS = 720
"""Pixels at 100 % from which on a page has room for generous margins."""
ROOM_FOR_TWO = 640
"""Pixels at 100 % from which on two columns lie side by side."""


class Header(QFrame):
    """Breadcrumb, title, state chips, and the actions at the right, one of them primary."""

    went_back = Signal()

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("header")
        self.crumb = button("", self.went_back.emit, role="quiet")
        self.crumb.setProperty("role", "crumb")
        self.crumb.hide()
        self.title = Elided(title, "title")
        self.chips = columns(spacing=GRID)
        self.quiet = label("", "muted")
        self._actions = columns(spacing=GRID)
        self._states = QWidget()
        self._states.setLayout(columns(self.chips, self.quiet, spacing=2 * GRID))
        self._top = columns(self.crumb, None)
        self._line = columns(self.title, self._states, self._actions, spacing=2 * GRID)
        self._line.setStretch(0, 1)
        self._lines = lines = rows(self._top, self._line, spacing=2, margins=0)
        lines.setContentsMargins(3 * GRID, GRID + 4, 3 * GRID, GRID + 4)
        self.setLayout(lines)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_title(self, title: str, *, crumb: str = "", beside: str = "") -> None:
        """Show a title, above it the way back, and beside it a quiet word."""
        self.quiet.setText(beside)
        self.title.setText(title)
        self.title.setToolTip(plain(title))
        self.crumb.setText(f"{crumb} \u203a")
        self.crumb.setAccessibleName(crumb)
        self.crumb.setVisible(bool(crumb))

    def fit(self, *, is_narrow: bool) -> None:
        """Show the states above the title, beside the way back, where the line of the title has no room for them."""
        self._lines.setSpacing(GRID if is_narrow else 2)
        if is_narrow:
            self._top.addWidget(self._states)
        else:
            self._line.insertWidget(1, self._states)

    def show_chips(self, *chips: tuple[str, str]) -> None:
        """Show states: their words and their tones."""
        empty(self.chips)
        for words, tone in chips:
            chip = label(words, "chip")
            set_tone(chip, tone)
            self.chips.addWidget(chip)

    def add_actions(self, *buttons: QWidget) -> None:
        """Put buttons, or what else one acts with, at the right end."""
        for each in buttons:
            self._actions.addWidget(each)


class Page(QWidget):
    """One page of the window. Its content goes into `body`; `refresh` reads the workspace anew."""

    CARES: ClassVar[frozenset[Touched]] = frozenset(Touched)
    """What the page shows: it reads anew when one of these was touched, at once or when it next comes to the front."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("role", "page")
        self.header = Header(title)
        self.body = rows(spacing=2 * GRID, margins=3 * GRID)
        lines = rows(self.header, self.body, spacing=0)
        lines.setStretch(1, 1)
        self.setLayout(lines)
        self._scrolled: QWidget | None = None
        self.is_stale = True
        desk.changed.connect(self._on_changed)
        desk.look.changed.connect(self._fit)

    def hold(self, content: QWidget) -> Scroll:
        """Add content that scrolls with the whole page, from edge to edge; the margins are within."""
        made = Scroll(content)
        self._scrolled = content
        self.body.addWidget(made)
        return made

    def fit(self, width: int) -> None:
        """Arrange the content for a width, in pixels at 100 % font size; told at every change of either."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def refresh(self) -> None:
        """Read what the page shows from the workspace."""

    def show_what(self, what: object) -> None:
        """Show one thing on the page, such as a campaign."""

    def start_search(self) -> None:
        """Put the cursor where one searches on this page."""

    def focus_first(self) -> None:
        """Put the cursor on the first control: what had it before is not to be seen any more."""
        each: QWidget | None = self.nextInFocusChain()
        while each is not None and each is not self:
            is_reached = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and self.isAncestorOf(each)
            if is_reached and each.isVisible() and each.isEnabled():
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            each = each.nextInFocusChain()

    def come_to_front(self) -> None:
        """Read anew what has changed while the page was behind."""
        if self.is_stale:
            self.is_stale = False
            self.refresh()

    def _fit(self) -> None:
        width = round(self.width() * 100 / self.desk.look.percent)
        margin = 3 * GRID if width >= SPACIOUS else 2 * GRID
        inside = self._scrolled.layout() if self._scrolled else None
        if inside is not None:
            inside.setContentsMargins(margin, margin, margin, margin)
        self.body.setContentsMargins(*(4 * (0 if inside is not None else margin,)))
        self.fit(width)

    def _on_changed(self, touched: frozenset[Touched]) -> None:
        if touched & self.CARES:
            self.is_stale = True
            if self.isVisible():
                self.come_to_front()


def side_by_side(width: int) -> QBoxLayout.Direction:
    """Return how two columns lie in a page of a width: side by side, or one above the other."""
    return QBoxLayout.Direction.LeftToRight if width >= ROOM_FOR_TWO else QBoxLayout.Direction.TopToBottom

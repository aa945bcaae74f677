"""Folding columns: three side by side where there is room, else two or one with tabs; nothing ever scrolls sideways."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QTabBar, QWidget

from planner.desktop.cards import Scroll, columns, rows
from planner.desktop.look import Look

WIDE, MEDIUM = 980, 600
"""From how many pixels, at 100 %, there are three columns, and two."""
LEFT, RIGHT = 304, 344
"""How wide the outer columns are at most."""


class FoldingColumns(QWidget):
    """A left, a middle and a right column; the right one stays in sight longest."""

    def __init__(self, look: Look, *panes: tuple[str, QWidget]) -> None:
        super().__init__()
        self._look = look
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.panes = [Scroll(widget) for _title, widget in panes]
        self._rules = [QFrame() for _ in panes[1:]]
        line = columns(spacing=0)
        for place, (title, _widget) in enumerate(panes):
            self.tabs.addTab(title)
            if place:
                self._rules[place - 1].setProperty("role", "column-rule")
                line.addWidget(self._rules[place - 1])
            line.addWidget(self.panes[place])
        line.setStretch(2, 1)
        whole = rows(self.tabs, line, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.fold = 0
        self.tabs.currentChanged.connect(lambda _at: self._arrange())
        look.changed.connect(self._arrange)

    def turn_to(self, pane: int) -> None:
        """Bring a column to the front, where it is folded."""
        if self.fold > 1 or (self.fold == 1 and pane < len(self.panes) - 1):
            self.tabs.setCurrentIndex(pane)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() * 100 / self._look.percent
        self.fold = 0 if room >= WIDE else 1 if room >= MEDIUM else 2
        last = len(self.panes) - 1
        self.tabs.setVisible(self.fold > 0)
        self.tabs.setTabVisible(last, self.fold > 1)
        chosen = self.tabs.currentIndex()
        for place, pane in enumerate(self.panes):
            pane.setVisible(self.fold == 0 or place == chosen or (self.fold == 1 and place == last))
        self._size(last)

    def _size(self, last: int) -> None:
        size, unbounded = self._look.size, 16_777_215
        narrow = 8 if self.width() < size(1100) else 0
        for place, width in ((0, LEFT), (last, RIGHT)):
            is_fixed = self.fold == 0 or (self.fold == 1 and place == last)
            wanted = size(width - 4 * narrow if self.fold == 0 else 288)
            self.panes[place].setMinimumWidth(wanted if is_fixed else 0)
            self.panes[place].setMaximumWidth(wanted if is_fixed else unbounded)
        self._rules[0].setVisible(self.fold == 0)
        self._rules[-1].setVisible(self.fold < 2)

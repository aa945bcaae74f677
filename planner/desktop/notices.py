"""Notices: what concerns the whole page, told in a bar above it; nothing pops up."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QWidget

from planner.desktop.cards import button, columns, label, rows, set_tone
from planner.desktop.look import GRID, Look
from planner.desktop.words import tr

GOOD = "good"
PATIENCE_MS = 12_000
"""So long good news stands: time to read it twice."""
ICONS = {"block": "block", "warn": "warn", "good": "good", "": "note"}


class Notice(QFrame):
    """One sentence with its tone, perhaps something to do about it, and a way to put it aside."""

    def __init__(self, look: Look, text: str, *, tone: str = "") -> None:
        super().__init__()
        self.text = text
        self.is_passing = False
        """Whether it goes by itself."""
        self.setProperty("role", "card")
        set_tone(self, tone or "accent")
        self._icon = QLabel()
        self._icon.setPixmap(look.pixmap(ICONS[tone], tone or "accent"))
        self.said = label(text, wrap=True)
        self.dismiss = QToolButton()
        self.dismiss.setIcon(look.icon("close", "muted", pixels=14))
        self.dismiss.setAccessibleName(tr("Close this notice"))
        self.dismiss.setToolTip(tr("Close this notice"))
        self.line = columns(self._icon, self.said, self.dismiss, spacing=GRID)
        self.line.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        self.line.setStretch(1, 1)
        self.setLayout(self.line)
        self.patience = QTimer(self)
        self.patience.setSingleShot(True)
        self.patience.setInterval(PATIENCE_MS)

    @property
    def is_read(self) -> bool:
        """Whether somebody points at it, or stands on one of its buttons."""
        return self.underMouse() or any(each.hasFocus() for each in self.findChildren(QWidget))


class Notices(QWidget):
    """The bar; at most one notice for each `key`, so that the same news is not told twice.

    Good news is told one at a time and goes when the page is turned, or after a while: nobody has to put it aside.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: dict[str, Notice] = {}
        self._lines = rows(spacing=GRID)
        self._lines.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        self.setLayout(self._lines)
        self.setVisible(False)

    def tell(
        self, text: str, *, tone: str = "", key: str = "", verb: str = "", do: Callable[[], object] | None = None
    ) -> Notice:
        """Show a sentence; `tone` is block, warn, good or none; `verb` and `do` make a button."""
        key = key or text
        self.take_back(key)
        if tone == GOOD:
            self.turn()
        notice = Notice(self._look, text, tone=tone)
        if do is not None:
            notice.line.insertWidget(2, button(verb, do, role="small"))
        notice.dismiss.clicked.connect(lambda: self.take_back(key))
        self._shown[key] = notice
        notice.is_passing = tone == GOOD
        if notice.is_passing:
            notice.patience.timeout.connect(lambda: self._let_go(key, notice))
            notice.patience.start()
        self._lines.addWidget(notice)
        self.setVisible(True)
        QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.Alert))
        return notice

    def take_back(self, key: str) -> None:
        """Remove what is not true any more."""
        if notice := self._shown.pop(key, None):
            self._lines.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._shown))

    def _let_go(self, key: str, notice: Notice) -> None:
        """Remove good news that has stood long enough; later where it is just being read."""
        if notice.is_read:
            notice.patience.start()
        elif self._shown.get(key) is notice:
            self.take_back(key)

    def turn(self) -> None:
        """Remove the good news: it was read on the page before."""
        for key, notice in tuple(self._shown.items()):
            if notice.is_passing:
                self.take_back(key)

    def clear(self) -> None:
        """Remove everything."""
        for key in tuple(self._shown):
            self.take_back(key)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is told at the moment."""
        return tuple(notice.text for notice in self._shown.values())

"""Typed: a line of text that tells what was typed when the typing pauses, and leaves undo to the Edit menu."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from planner.desktop.look import Look
from planner.desktop.ties import tie
from planner.desktop.words import long_day, tr

PAUSE_MS = 600
"""How long nobody types before what was typed is taken."""
_DAYS = ("d MMM yyyy", "d MMMM yyyy", "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "yyyy-M-d")


class Typed(QLineEdit):
    """A line of text. `typed` comes when a person pauses, presses Enter or leaves; not for what is shown."""

    typed = Signal(str)
    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, *, hint: str = "", longest: int = 200) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setMaxLength(longest)
        self._known = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.textEdited.connect(lambda _text: self._pause.start())
        self.editingFinished.connect(self.flush)

    def flush(self) -> None:
        """Tell what was typed now."""
        self._pause.stop()
        if self.text() != self._known:
            self._known = self.text()
            self.typed.emit(self._known)

    def show_text(self, text: str) -> None:
        """Show a text, unless somebody is just typing another."""
        if not self._pause.isActive():
            self._known = text
            if self.text() != text:
                self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave undo and redo to the whole application; what was typed so far is one of its edits."""
        for key, asked in (
            (QKeySequence.StandardKey.Undo, self.undo_asked),
            (QKeySequence.StandardKey.Redo, self.redo_asked),
        ):
            if event.matches(key):
                self.flush()
                asked.emit()
                return
        super().keyPressEvent(event)


class DayField(Typed):
    """A day that may be left open: typed as people write days, or chosen from a calendar."""

    day_changed = Signal(object)
    """A `date`, or None when the field was emptied."""
    mistaken = Signal(str)
    """What is wrong with what was typed; empty: nothing."""

    def __init__(self, look: Look) -> None:
        super().__init__(hint=tr("Not set"), longest=40)
        self._look = look
        self._day: date | None = None
        self._calendar = self.addAction(look.icon("calendar", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._calendar.setToolTip(tr("Choose from a calendar"))
        self._calendar.triggered.connect(self.open_calendar)
        tie(self, look.changed, lambda: self._calendar.setIcon(look.icon("calendar", "muted")))
        self.typed.connect(self._on_typed)

    def show_day(self, day: date | None) -> None:
        """Show a day, or that none is set."""
        self._day = day
        self.show_text(long_day(day) if day else "")

    def open_calendar(self) -> None:
        """Let a day be chosen from a calendar."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setAccessibleName(tr("Calendar"))
        if self._day:
            calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        calendar.activated.connect(lambda chosen: self._choose(chosen, menu))
        calendar.clicked.connect(lambda chosen: self._choose(chosen, menu))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the calendar's button where the day itself would have no room."""
        super().resizeEvent(event)
        self._calendar.setVisible(self.width() >= self._look.size(132))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Alt+Down or F4, as a list is opened."""
        is_down = event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        if is_down or event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def _choose(self, chosen: QDate, menu: QMenu) -> None:
        menu.close()
        self.setText(long_day(date(chosen.year(), chosen.month(), chosen.day())))
        self.flush()

    def _on_typed(self, text: str) -> None:
        day = read_day(text)
        wrong = bool(text.strip()) and day is None
        self.mistaken.emit(tr("Write a day such as {day}", day=long_day(date(2027, 3, 2))) if wrong else "")
        if not wrong:
            self.show_day(day)
            self.day_changed.emit(day)


def read_day(text: str) -> date | None:
    """Return the day that a text means, in the ways in which the reader writes days; None when it is none."""
    locale = QLocale()
    formats = (locale.dateFormat(QLocale.FormatType.ShortFormat), *_DAYS)
    for each in formats:
        found = locale.toDate(" ".join(text.split()), each)
        if found.isValid() and found.year() > 1999:
            return date(found.year(), found.month(), found.day())
    return None

"""The menu of columns: which are shown where not all have room, picked with the mouse or the keyboard."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QPushButton

from planner.desktop.tables import Column, RecordTable
from planner.desktop.words import number, tr

if TYPE_CHECKING:  # a table has such a menu
    from planner.desktop.table_view import RecordView


class ColumnMenu(QPushButton):
    """Says how many columns are shown, and lets a person pick them; there only where some can be left out."""

    def __init__(self, view: "RecordView") -> None:
        super().__init__()
        self.setAutoDefault(False)
        self._view = view
        menu = _StayingMenu(self)
        menu.aboutToShow.connect(self._fill)
        menu.triggered.connect(self._on_picked)
        self.setMenu(menu)
        view.fitted.connect(self._tell)
        self._tell()

    @property
    def _columns(self) -> tuple[Column, ...]:
        model = self._view.model()
        return model.columns if isinstance(model, RecordTable) else ()

    def _tell(self) -> None:
        every = self._columns
        shown = sum(not self._view.isColumnHidden(at) for at in range(len(every)))
        some = tr("{shown} of {all} columns…", shown=number(shown), all=number(len(every)))
        self.setText(some if shown < len(every) else tr("Columns…"))
        self.setAccessibleName(self.text())
        self.setVisible(any(each.rank for each in every))

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        fitting = menu.addAction(tr("As many as have room"))
        fitting.setCheckable(True)
        fitting.setChecked(self._view.picked is None)
        menu.addSeparator()
        for at, each in enumerate(self._columns):
            if each.rank:
                action = menu.addAction(each.title.replace("&", "&&"))
                action.setData(each.title)
                action.setCheckable(True)
                action.setChecked(not self._view.isColumnHidden(at))

    def _on_picked(self, action: QAction) -> None:
        """Show what is ticked now; nothing ticked means what has room."""
        ticked = {each.data() for each in self.menu().actions() if each.isChecked() and each.data()}
        self._view.show_columns(ticked if action.data() and ticked else None)
        if not action.data() or not ticked:
            self._fill()


class _StayingMenu(QMenu):
    """A menu that stays open while entries are ticked, with the mouse, Space or Enter."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the entry."""
        if action := self.actionAt(event.position().toPoint()):
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick the entry one stands on."""
        ticks = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in ticks and (action := self.activeAction()):
            action.trigger()
        else:
            super().keyPressEvent(event)

"""Several: a field in which any number of a few fixed options is ticked, from a menu."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from planner.desktop.look import Look
from planner.desktop.tips import plain
from planner.desktop.words import tr


class _StayingMenu(QMenu):
    """A menu that stays open while its options are ticked."""

    def mouseReleaseEvent(self, event: object) -> None:
        action = self.activeAction()
        if action is not None and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # as it came

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action is not None and action.isCheckable():
            action.trigger()
        else:
            super().keyPressEvent(event)


class Several(QPushButton):
    """A button that names what is chosen and opens the list of options."""

    chosen = Signal(tuple)

    def __init__(self, look: Look, options: Mapping[str, tuple[str, str]]) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self._name = ""
        self.options: dict[str, QAction] = {}
        menu = _StayingMenu(self)
        menu.setToolTipsVisible(True)
        for key, (words, sentence) in options.items():
            option = menu.addAction(words)
            option.setCheckable(True)
            option.setToolTip(plain(sentence))
            option.triggered.connect(self._on_ticked)
            self.options[key] = option
        self._menu = menu
        self.clicked.connect(lambda _checked: self.open_options())
        self.show_chosen(())

    def open_options(self) -> None:
        """Open the list of options under the field."""
        self._menu.setMinimumWidth(self.width())
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field with the arrow that every field with options has."""
        super().paintEvent(event)
        arrow = self._look.pixmap("chevron-down", "muted", pixels=12)
        painter = QPainter(self)
        side = self._look.size(12)
        painter.drawPixmap(self.width() - self._look.size(19), (self.height() - side) // 2, arrow)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the options with the keys that open a list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4, Qt.Key.Key_Return):
            self.open_options()
        else:
            super().keyPressEvent(event)

    def show_chosen(self, keys: Iterable[str]) -> None:
        """Show what is chosen, without telling anyone."""
        keys = tuple(keys)
        for key, option in self.options.items():
            option.setChecked(key in keys)
        self._word()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the words to the new width."""
        super().resizeEvent(event)
        self._word()

    def changeEvent(self, event: QEvent) -> None:
        """Shorten the words anew in another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._word()

    def _on_ticked(self) -> None:
        self._word()
        self.chosen.emit(tuple(key for key, option in self.options.items() if option.isChecked()))

    def _word(self) -> None:
        names = ", ".join(option.text() for option in self.options.values() if option.isChecked())
        self.setAccessibleDescription(names or tr("Nothing chosen"))
        self.setToolTip(plain(names))
        room = self.width() - self._look.size(48)
        self.setText(
            self.fontMetrics().elidedText(
                names or tr("Choose…"), Qt.TextElideMode.ElideRight, max(room, self._look.size(48))
            )
        )

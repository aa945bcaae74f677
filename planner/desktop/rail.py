"""The rail: the way between pages, and what is true of the whole workspace."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QSizePolicy, QToolButton

from planner.desktop.cards import columns, label, rows
from planner.desktop.look import GRID, Look

WIDTH = 208
SLIM_WIDTH = 64
MARGIN = 12


class Rail(QFrame):
    """The brand, a button for each page, and the state of the workspace at the foot."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setObjectName("rail")
        self._mark = QLabel()
        self._buttons: dict[str, tuple[QToolButton, str]] = {}
        self._hints: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self._pages = rows(spacing=GRID // 2)
        self.state = label("", "small", wrap=True)
        self.short = label("", "small", wrap=True)
        """What has to be said where there is room for one word only."""
        self.short.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.short.hide()
        self._brand = label("Shoal", "brand")
        self._is_slim = False
        brand = columns(self._mark, self._brand, None, spacing=10)
        brand.setContentsMargins(GRID, 0, 0, 0)
        self.state.setContentsMargins(12, 0, 0, 0)
        lines = rows(brand, self._pages, None, self.short, self.state, spacing=3 * GRID)
        lines.setContentsMargins(MARGIN, 20, MARGIN, 20)
        self.setLayout(lines)
        look.changed.connect(self._dress)

    def add_page(self, page: str, icon: str, action: QAction) -> None:
        """Add a page's button; it does what the action does."""
        made = QToolButton()
        made.setText(f"  {action.text()}")
        made.setCheckable(True)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setAccessibleName(action.text())
        made.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
        made.clicked.connect(lambda: self.chosen.emit(page))
        self._hints[page] = _hint(made, action.shortcut().toString())
        self._group.addButton(made)
        self._buttons[page] = made, icon
        self._pages.addWidget(made)
        self._dress()

    def slim(self, *, is_slim: bool) -> None:
        """Show pictures only, where the window has no room for words; or both."""
        if is_slim != self._is_slim:
            self._is_slim = is_slim
            for each in (self._brand, self.state):
                each.setVisible(not is_slim)
            self.short.setVisible(is_slim)
            style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_slim else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            for made, _icon in self._buttons.values():
                made.setToolButtonStyle(style)
            self._dress()

    def turn_to(self, page: str) -> None:
        """Mark the page in front."""
        self._buttons[page][0].setChecked(True)

    def _dress(self) -> None:
        self.setFixedWidth(self._look.size(SLIM_WIDTH if self._is_slim else WIDTH))
        self._mark.setPixmap(self._look.pixmap("shoal", "bar", pixels=28))
        for made, icon in self._buttons.values():
            made.setIcon(self._look.icon(icon, "on-rail"))
            made.setIconSize(QSize(self._look.size(18), self._look.size(18)))
        self._show_hints()

    def _show_hints(self) -> None:
        """Show the keys of the pages, all or none: none where a page's name needs the room."""
        room = self._look.size(WIDTH) - 2 * MARGIN
        needed = max((made.sizeHint().width() + hint.sizeHint().width() for made, hint in self._hinted()), default=0)
        for _made, hint in self._hinted():
            hint.setVisible(not self._is_slim and needed <= room)

    def _hinted(self) -> list[tuple[QToolButton, QLabel]]:
        return [(self._buttons[page][0], hint) for page, hint in self._hints.items() if page in self._buttons]


def _hint(button: QToolButton, keys: str) -> QLabel:
    """Put the keys of a button at its right end."""
    said = label(keys.replace("Ctrl+", "^"), "keys")
    said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    line = columns(None, said)
    line.setContentsMargins(0, 0, 10, 0)
    button.setLayout(line)
    return said

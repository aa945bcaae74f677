"""Tiles of the page Start: the first things to do, what is under way, and the keys worth knowing."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from planner.desktop.cards import Card, Flow, button_for, columns, label, rows
from planner.desktop.desk import Desk
from planner.desktop.look import GRID
from planner.desktop.opening import Phase
from planner.desktop.progress import JobBar
from planner.desktop.ties import tie
from planner.desktop.words import tr


class Tile(Card):
    """One thing to begin with: its picture, what it is about, and its button."""

    def __init__(self, desk: Desk, icon: str, action: str, title: str) -> None:
        super().__init__(margin=3 * GRID)
        look = desk.look
        picture = QLabel()
        picture.setPixmap(look.pixmap(icon, "accent", pixels=28))
        tie(picture, look.changed, lambda: picture.setPixmap(look.pixmap(icon, "accent", pixels=28)))
        self.button = button_for(desk.actions[action], role="primary")
        self.said = label("", "muted", wrap=True)
        self.title = label(title, "heading", wrap=True)
        heading = columns(picture, self.title, spacing=12)
        heading.setStretch(1, 1)
        self.body.addLayout(heading)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.body.addSpacing(GRID)
        self.line = columns(self.button, None, spacing=GRID)
        self.body.addLayout(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, about: str, *, title: str = "") -> None:
        """Say what it is about, and, where one is given, under another title."""
        self.said.setText(about)
        self.title.setText(title or self.title.text())


class Busy(Card):
    """What is under way before a workspace is open, in a calm line."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        self.said = label("", "heading", wrap=True)
        self.bar = JobBar()
        self.body.addWidget(self.said)
        self.body.addWidget(self.bar)

    def show_phase(self, phase: Phase) -> None:
        """Show what is under way, or nothing where nothing is."""
        words = {
            Phase.OPENING: tr("Opening the workspace…"),
            Phase.MAKING_SAMPLE: tr("Making the sample workspace…"),
            Phase.RESTORING: tr("Restoring the backup…"),
        }
        self.setVisible(phase in words)
        self.said.setText(words.get(phase, ""))
        job = self._desk.opening.job
        if phase in words and job and job is not self.bar.job and not job.is_settled:
            self.bar.watch(job)


class Hints(QWidget):
    """The keys of actions that can be done now."""

    def __init__(self, desk: Desk, action_ids: tuple[str, ...]) -> None:
        super().__init__()
        self._desk = desk
        self._hints = {each: _hint(desk, each) for each in action_ids}
        self.setLayout(Flow(*self._hints.values(), spacing=2 * GRID))
        desk.actions.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the keys of what can be done."""
        for action, hint in self._hints.items():
            hint.setVisible(self._desk.actions[action].isEnabled())


def listed(title: str, content: QWidget, help_text: str = "") -> Card:
    """Return a card with a title over a list, and a word about how to use it."""
    card = Card(title)
    card.body.addWidget(content)
    if help_text:
        card.body.addWidget(label(help_text, "small", wrap=True))
    card.body.addStretch(1)
    return card


def _hint(desk: Desk, action_id: str) -> QWidget:
    action, made = desk.actions[action_id], QWidget()
    keys = label(action.shortcut().toString(action.shortcut().SequenceFormat.NativeText), "chip", tone="quiet")
    made.setLayout(rows(columns(keys, label(action.text().rstrip("…"), "muted"), spacing=GRID)))
    return made

"""Taste on a screen: how this person likes the application on this machine; every choice is worn at once."""

from PySide6.QtCore import QTimer

from planner.desktop.cards import Card, label
from planner.desktop.desk import Desk
from planner.desktop.forms import Row, choice, line_edit
from planner.desktop.look import GRID
from planner.desktop.taste import FONT_PERCENTS, SYSTEM
from planner.desktop.words import LANGUAGES, percent, tr


class TasteCard(Card):
    """Theme, font size, language and name; nothing here is written into a workspace."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=3 * GRID)
        self._desk = desk
        taste = desk.taste
        themes = ((tr("As the system"), SYSTEM), (tr("Light"), "light"), (tr("Dark"), "dark"))
        self.theme = choice(themes, taste.theme)
        self.percent = choice([(percent(each / 100), each) for each in FONT_PERCENTS], taste.percent)
        spoken = [(own_name, language) for language, own_name in LANGUAGES.items()]
        self.language = choice([(tr("As the system"), SYSTEM), *spoken], _known(taste.language))
        self.name = line_edit(taste.signs_as, hint=desk.actor, longest=80)
        self.body.setSpacing(2 * GRID)
        self.body.addWidget(label(tr("Appearance"), "title", wrap=True))
        about = tr("How Shoal looks to you on this computer. Other people who open the workspace have their own.")
        self.body.addWidget(label(about, "muted", wrap=True))
        signing = tr("Written into the ledger with what you do from now on. Empty: the name you log in with.")
        for row in (
            Row(tr("Colours"), self.theme),
            Row(tr("Text size"), self.percent),
            Row(tr("Language"), self.language),
            Row(tr("Name to sign with"), self.name, help_text=signing),
        ):
            self.body.addWidget(row)
        self.body.addStretch(1)
        self.theme.currentIndexChanged.connect(lambda _at: desk.like(theme=self.theme.currentData()))
        self.percent.currentIndexChanged.connect(lambda _at: desk.like(percent=self.percent.currentData()))
        self.language.currentIndexChanged.connect(lambda _at: self._speak())
        self.name.editingFinished.connect(lambda: desk.like(signs_as=self.name.text().strip()))

    def _speak(self) -> None:
        """Change the language once the list has closed: the window that it stands in is made anew."""
        desk, language = self._desk, self.language.currentData()
        QTimer.singleShot(0, desk, lambda: desk.like(language=language))


def _known(language: str) -> str:
    return language if language in LANGUAGES else SYSTEM

"""The page Settings: the policy, which lives in the workspace, apart from taste, which lives on this machine."""

from datetime import datetime
from typing import ClassVar

from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QBoxLayout, QWidget

from planner.desktop.cards import Card, EmptyState, button_for, columns, rows
from planner.desktop.desk import Desk, Touched
from planner.desktop.keeping.card import KeyCard
from planner.desktop.look import GRID
from planner.desktop.page import Page
from planner.desktop.settings.policy import PolicyCard
from planner.desktop.settings.taste import TasteCard
from planner.desktop.words import tr

NARROW = 800
"""Pixels at 100 % below which the two parts stand below each other."""


class SettingsPage(Page):
    """Two cards side by side."""

    CARES: ClassVar[frozenset[Touched]] = frozenset({Touched.WORKSPACE, Touched.POLICY, Touched.KEY})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Settings"))
        self.policy, self.taste, self.key = PolicyCard(desk), TasteCard(desk), KeyCard(desk)
        self.nothing = Card()
        text = tr("The policy belongs to a workspace: open one to see it.")
        sample = button_for(desk.actions["file.open-sample"])
        state = EmptyState(desk.look, "settings", tr("No workspace is open"), text, sample)
        self.nothing.body.addWidget(state)
        left, content = QWidget(), QWidget()
        left.setLayout(rows(self.policy, self.nothing, None, spacing=0))
        right = QWidget()
        right.setLayout(rows(self.taste, self.key, None, spacing=2 * GRID))
        self._parts = columns(left, right, spacing=2 * GRID)
        self._parts.setStretch(0, 5)
        self._parts.setStretch(1, 3)
        content.setLayout(self._parts)
        self.hold(content)
        self.policy.saved.connect(self._on_saved)

    def refresh(self) -> None:
        """Read the policy, where there is one."""
        is_open = self.desk.folder is not None
        self.policy.setVisible(is_open)
        self.nothing.setVisible(not is_open)
        self.key.setVisible(is_open and not self.desk.is_sample)
        if is_open:
            self.policy.refresh()
            self.key.refresh()

    def fit(self, width: int) -> None:
        """Put the parts below each other where there is no room side by side."""
        is_narrow = width < NARROW
        self._parts.setDirection(QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight)
        self.policy.fit(width - 6 * GRID if is_narrow else round((width - 6 * GRID) * 5 / 8))

    def _on_saved(self) -> None:
        now: datetime = self.desk.clock().astimezone()
        time = QLocale().toString(QTime(now.hour, now.minute), QLocale.FormatType.ShortFormat)
        self.header.quiet.setText(tr("Saved {time}", time=time))

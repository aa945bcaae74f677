"""The page Settings."""

from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.words import tr


class SettingsPage(Page):
    """The page Settings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Settings"))

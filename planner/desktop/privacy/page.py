"""The page Privacy."""

from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.words import tr


class PrivacyPage(Page):
    """The page Privacy."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Privacy"))

"""The page Start."""

from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.words import tr


class StartPage(Page):
    """The page Start."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Start"))

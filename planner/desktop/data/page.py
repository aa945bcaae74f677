"""The page Data."""

from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.words import tr


class DataPage(Page):
    """The page Data."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Data"))

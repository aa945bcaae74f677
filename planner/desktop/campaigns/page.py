"""The page Campaigns."""

from planner.desktop.desk import Desk
from planner.desktop.page import Page
from planner.desktop.words import tr


class CampaignsPage(Page):
    """The page Campaigns."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, tr("Campaigns"))

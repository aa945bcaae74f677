"""The open campaign: its working copy, every edit of it saved at once and able to be taken back, in order."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from planner.desktop.desk import Desk, Touched
from planner.desktop.words import tr
from planner.domain.campaign import Campaign, edit
from planner.domain.errors import PlannerError
from planner.domain.rule import Rule
from planner.services.opening import Workspace
from planner.services.outlook import OpenPopulations
from planner.services.planning import edit_brief, edit_campaign

CAMPAIGNS = frozenset({Touched.CAMPAIGNS})

Fields = dict[str, Any]  # fields of a campaign or a brief, by name


class OpenCampaign(QObject):
    """The campaign on the screen. The copy here is ahead of the store by the edits that are on their way there."""

    changed = Signal()
    """The working copy is another."""
    brought_back = Signal(str)
    """An edit of another campaign, by its id, was taken back or done again."""
    refused = Signal()
    """An edit could not be saved; why has been told."""

    def __init__(self, desk: Desk, opened: OpenPopulations) -> None:
        super().__init__()
        self._desk, self._opened = desk, opened
        self._saving = 0
        self.campaign: Campaign | None = None

    @property
    def is_saved(self) -> bool:
        """Whether nothing is on its way to the store."""
        return not self._saving

    def show(self, campaign: Campaign | None) -> None:
        """Put a campaign on the screen as the store holds it; an edit of it on its way there is not forgotten."""
        shown = self.campaign
        if self.is_saved or shown is None or campaign is None or campaign.id != shown.id:
            self.campaign = campaign
            self.changed.emit()

    def rename(self, name: str) -> None:
        """Give the campaign another name."""
        self._change(tr("Rename the campaign"), {"name": name}, merges="name")

    def change_rule(self, rule: Rule, words: str) -> None:
        """Give the campaign another rule; `words` say in the Edit menu what was done."""
        self._change(words, {"rule": rule})

    def change_brief(self, words: str, fields: Fields, *, merges: str = "") -> None:
        """Change fields of the brief; edits with the same `merges` that follow each other are one step."""
        if self.campaign is not None:
            brief = self.campaign.brief
            before = {name: getattr(brief, name) for name in fields}
            self._push(words, {"brief": replace(brief, **fields)}, (edit_brief, fields, before), merges=merges)

    def _change(self, words: str, fields: Fields, *, merges: str = "") -> None:
        if self.campaign is not None:
            before = {name: getattr(self.campaign, name) for name in fields}
            self._push(words, fields, (self._edit, fields, before), merges=merges)

    def _push(
        self, words: str, changes: Fields, ways: tuple[Callable[..., Campaign], Fields, Fields], *, merges: str
    ) -> None:
        """Change the working copy, and hand both ways to the undo stack, which saves it at once."""
        before = self.campaign
        if before is None:
            return
        try:
            self.campaign = edit(before, by=self._desk.actor, **changes)
        except PlannerError as error:
            self._desk.tell(error)
            return
        if self.campaign is before:
            return
        self.changed.emit()
        save, fields, old = ways
        merges = f"{before.id}/{merges}" if merges else ""
        self._desk.edit(
            words, lambda: self._save(save, before.id, fields), lambda: self._save(save, before.id, old), merges=merges
        )

    def _edit(self, workspace: Workspace, wanted: str, *, by: str, **fields: Any) -> Campaign:
        return edit_campaign(workspace, wanted, by=by, opened=self._opened, **fields)

    def _save(self, save: Callable[..., Campaign], campaign: str, fields: Fields) -> None:
        by = self._desk.actor
        self._saving += 1
        self._desk.change(
            self,
            lambda workspace: save(workspace, campaign, by=by, **fields),
            self._on_saved,
            touches=CAMPAIGNS,
            failed=self._on_failed,
        )

    def _on_saved(self, campaign: Campaign) -> None:
        self._saving -= 1
        if self.campaign is None or campaign.id != self.campaign.id:
            self.brought_back.emit(campaign.id)
        elif self.is_saved:
            self.show(campaign)

    def _on_failed(self, error: PlannerError) -> None:
        self._saving -= 1
        self._desk.tell(error)
        self.refused.emit()

"""The groups of a population in a table that sorts and searches them."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card
from planner.desktop.data.value_sets import Said, ToldConsents, ToldSets
from planner.desktop.desk import Desk
from planner.desktop.table_view import SearchedTable, table_view
from planner.desktop.tables import Column, RecordTable
from planner.desktop.words import groups, number, tr
from planner.domain.segments import SegmentTable
from planner.services.profile import Usage


class SegmentsCard(Card):
    """Every group: what its people have in common, what they agreed to, and how many they are."""

    chosen = Signal(int, object)
    """A group became the current one, or was asked for: how many people it has, and what there is to say of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._shown: tuple[str, tuple[str, ...], Mapping[str, str]] = "", (), {}
        self.told: ToldSegments | None = None
        self.model = RecordTable(key=self._key, parent=self)
        view = table_view(self.model, tr("Groups"), desk)
        view.chosen.connect(self._on_chosen)
        view.opened.connect(self._on_chosen)
        self.table = SearchedTable(view, title=tr("Groups"), hint=tr("Find a value…"), counted=_counted)
        self.body.addWidget(self.table)

    def show_table(self, snapshot: str, table: SegmentTable, usage: Sequence[Usage], scopes: Mapping[str, str]) -> None:
        """Show the segments of a snapshot, the largest first; `scopes` are what scopes are called.

        The search and the picked columns stay.
        """
        order = by_use(usage)
        if (snapshot, order, scopes) == self._shown:
            return
        self._shown = snapshot, order, scopes
        self.told = ToldSegments(table, scopes)
        columns = self.told.columns(order)
        self.model.describe(columns)
        self.model.show_records(range(len(table)), self.told.holding)
        self.table.view.sortByColumn(len(columns) - 1, Qt.SortOrder.DescendingOrder)

    def _key(self, place: int) -> Hashable:
        return self._shown[0], place

    def _on_chosen(self, place: int) -> None:
        if self.told is not None:
            self.chosen.emit(int(self.told.table.people[place]), self.told.said(place))


class ToldSegments:
    """The segments of a table in words."""

    def __init__(self, table: SegmentTable, scopes: Mapping[str, str]) -> None:
        self.table = table
        self._sets = {
            attribute.name: ToldSets(sets, ids)
            for attribute, sets, ids in zip(table.attributes, table.sets, table.ids, strict=True)
        }
        self._agreed = ToldConsents(table.consents, table.consent, scopes)

    def columns(self, order: Sequence[str]) -> list[Column]:
        """Return a column for each attribute, in an order; where there is little room the last are left out first."""
        people, agreed = self.table.people, self._agreed
        made = [
            Column(told_name(name), told.text, keys=told.keys, tip=told.tip, rank=at + 1)
            for at, (name, told) in enumerate((name, self._sets[name]) for name in order)
        ]
        made.append(Column(tr("Agreed to"), agreed.text, keys=agreed.keys, weight=2))
        made.append(Column(tr("People"), lambda place: number(int(people[place])), keys=lambda: people, is_number=True))
        return made

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Return which segments are told with a word."""
        found = self._agreed.holding(word)
        for each in self._sets.values():
            found = found | each.holding(word)
        return found

    def said(self, place: int) -> tuple[Said, ...]:
        """Return everything there is to say of a segment."""
        agreed = Said(tr("Agreed to"), self._agreed.text(place), "")
        return *(told.said(told_name(name), place) for name, told in self._sets.items()), agreed


def by_use(usage: Sequence[Usage]) -> tuple[str, ...]:
    """Return attributes by how many campaigns ask for them, most first, else in the order they have."""
    return tuple(each.attribute.name for each in sorted(usage, key=lambda each: -len(each.campaigns)))


def _counted(every: int, shown: int) -> str:
    return tr("{shown} of {all} groups", shown=number(shown), all=number(every)) if shown < every else groups(every)

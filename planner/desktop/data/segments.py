"""The groups of a population in a table that sorts and searches them."""

from collections.abc import Callable, Hashable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card
from planner.desktop.data.value_sets import ToldConsents, ToldSets
from planner.desktop.desk import Desk
from planner.desktop.table_view import SearchedTable, table_view
from planner.desktop.tables import Column, RecordTable
from planner.desktop.words import groups, number, tr
from planner.domain.segments import SegmentTable


class SegmentsCard(Card):
    """Every group: what its people have in common, what they agreed to, and how many they are."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._snapshot = ""
        self._scopes: Mapping[str, str] = {}
        self.model = RecordTable(key=self._key, parent=self)
        self.table = SearchedTable(
            table_view(self.model, tr("Groups"), desk), title=tr("Groups"), hint=tr("Find a value…"), counted=_counted
        )
        self.body.addWidget(self.table)

    def show_table(self, snapshot: str, table: SegmentTable, scopes: Mapping[str, str]) -> None:
        """Show the segments of a snapshot, the largest first; the search stays. `scopes` are what scopes are called."""
        if (snapshot, scopes) == (self._snapshot, self._scopes):
            return
        self._snapshot, self._scopes = snapshot, scopes
        columns, find = described(table, scopes)
        self.model.describe(columns)
        self.model.show_records(range(len(table)), find)
        self.table.view.sortByColumn(len(columns) - 1, Qt.SortOrder.DescendingOrder)

    def _key(self, place: int) -> Hashable:
        return self._snapshot, place


def described(
    table: SegmentTable, scopes: Mapping[str, str]
) -> tuple[list[Column], Callable[[str], NDArray[np.bool_]]]:
    """Return the columns of a segment table, whose records are places, and what finds a word in them."""
    told = [ToldSets(sets, ids) for sets, ids in zip(table.sets, table.ids, strict=True)]
    agreed = ToldConsents(table.consents, table.consent, scopes)
    columns = [
        Column(told_name(attribute.name), each.text, keys=each.keys, tip=each.tip)
        for attribute, each in zip(table.attributes, told, strict=True)
    ]
    columns.append(Column(tr("Agreed to"), agreed.text, keys=agreed.keys, weight=2))
    columns.append(
        Column(tr("People"), lambda place: number(int(table.people[place])), keys=lambda: table.people, is_number=True)
    )

    def find(word: str) -> NDArray[np.bool_]:
        found = agreed.holding(word)
        for each in told:
            found = found | each.holding(word)
        return found

    return columns, find


def _counted(every: int, shown: int) -> str:
    return tr("{shown} of {all} groups", shown=number(shown), all=number(every)) if shown < every else groups(every)

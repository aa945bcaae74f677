"""Tables: records shown in columns that are declared; the model sorts and filters its own rows, without a proxy."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from planner.desktop.tips import plain

Index = QModelIndex | QPersistentModelIndex
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

TONE = Qt.ItemDataRole.UserRole
"""The tone of a cell that is shown as a chip; empty for plain text."""
RECORD = Qt.ItemDataRole.UserRole + 1
"""The record of a row."""
MOST_WALKED = 20_000
"""So many rows are walked for what one types ahead; the search looks at all of them."""
_NO_PARENT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, what it says of a record, and what rows are sorted by."""

    title: str
    text: Callable[[Any], str]
    """Asked only for the rows that are seen."""
    value: Callable[[Any], Any] | None = None
    """What rows are sorted by; None: the text, whatever its case."""
    keys: Callable[[], NDArray[Any]] | None = None
    """The same for all records at once, in place of `value`: what keeps a hundred thousand rows quick."""
    is_number: bool = False
    """Whether it stands at the right, figure under figure."""
    tone: Callable[[Any], str] | None = None
    """Shows the text as a chip of this tone."""
    tip: Callable[[Any], str] | None = None
    """Says more than the text when one points at it."""
    weight: int = 1
    """Its share of the room that is left once every column has what it needs."""
    rank: int = 0
    """Where not all columns have room, those of the highest rank are left out first; those of 0 never are."""


class RecordTable(QAbstractTableModel):
    """Records as rows. What is selected stays so when rows are sorted, filtered, or read anew with the same keys.

    `find` gives for one word, in lower case, the records that hold it, `(records,) bool`; without it the texts of
    all columns are searched, which are then worked out once.
    """

    shown = Signal()
    """Other rows are shown, or the same in another order."""

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        key: Callable[[Any], Hashable] = lambda record: record,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.records: Sequence[Any] = ()
        self.words = ""
        """What is searched for."""
        self._key = key
        self._find: Callable[[str], Mask] | None = None
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._order: Places = np.arange(0)
        self._places: Places = np.arange(0)
        self._rows: Places | None = None
        self._texts: list[str] | None = None
        self._by_key: dict[Hashable, int] | None = None

    def describe(self, columns: Sequence[Column]) -> None:
        """Take other columns, in the order of the records as they come; rows are shown next."""
        self.beginResetModel()
        self.columns, self.records, self._find = tuple(columns), (), None
        self._sorted_by = None
        self._arrange()
        self.endResetModel()
        self.shown.emit()

    def show_records(self, records: Sequence[Any], find: Callable[[str], Mask] | None = None) -> None:
        """Show records in place of those before, sorted and filtered as these were."""
        with self._rearranged():
            self.records, self._find = records, find
            self._arrange()

    def search(self, words: str) -> None:
        """Show only records that hold every word."""
        wanted = " ".join(words.casefold().split())
        if wanted != self.words:
            with self._rearranged():
                self.words = wanted
                self._filter()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; equal rows stay in the order of the records. A column below 0 sorts by none."""
        with self._rearranged():
            self._sorted_by = (column, order) if 0 <= column < len(self.columns) else None
            self._order = self._in_order()
            self._filter()

    def place_at(self, row: int) -> int:
        """Return the place of a row's record among all records."""
        return int(self._places[row])

    def record_at(self, row: int) -> Any:
        """Return the record of a row."""
        return self.records[self.place_at(row)]

    def key_at(self, row: int) -> Hashable:
        """Return the key of a row's record."""
        return self._key(self.record_at(row))

    def row_of(self, key: Hashable) -> int:
        """Return the row in which the record of a key is shown; -1 when it is not."""
        place = self._places_by_key().get(key, -1)
        if place < 0:
            return -1
        if self._rows is None:
            self._rows = np.full(len(self.records), -1)
            self._rows[self._places] = np.arange(len(self._places))
        return int(self._rows[place])

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many records are shown."""
        return 0 if parent.isValid() else len(self._places)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid():
            return None
        record, column = self.record_at(index.row()), self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(record)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain((column.tip or column.text)(record))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _aligned(column)
        if role == TONE:
            return column.tone(record) if column.tone else ""
        return record if role == RECORD else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self.columns[section].title)
        return _aligned(self.columns[section]) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def match(
        self,
        start: Index,
        role: int,
        value: Any,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """Find what begins as one types, from a row on and around, but not for ever; the rest is Qt's to find."""
        if role != Qt.ItemDataRole.DisplayRole or hits != 1 or not self.rowCount():
            return super().match(start, role, value, hits, flags)
        text, typed = self.columns[start.column()].text, str(value).casefold()
        for step in range(min(self.rowCount(), MOST_WALKED)):
            row = (start.row() + step) % self.rowCount()
            if text(self.record_at(row)).casefold().startswith(typed):
                return [self.index(row, start.column())]
        return []

    @contextmanager
    def _rearranged(self) -> Iterator[None]:
        """Change what is shown, and let indexes that somebody holds follow their records by key."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        keys = [self.key_at(index.row()) for index in held]
        yield
        rows = [self.row_of(key) for key in keys]
        moved = [
            self.index(row, index.column()) if row >= 0 else QModelIndex()
            for index, row in zip(held, rows, strict=True)
        ]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()
        self.shown.emit()

    def _arrange(self) -> None:
        """Work out anew, for other records, everything that is remembered of them."""
        self._by_key, self._texts = None, None
        self._order = self._in_order()
        self._filter()

    def _filter(self) -> None:
        mask = np.ones(len(self.records), dtype=np.bool_)
        for word in self.words.split():
            mask &= self._find(word) if self._find else self._found_in_texts(word)
        self._places = self._order[mask[self._order]]
        self._rows = None

    def _in_order(self) -> Places:
        """Return the places of all records as they are sorted: stable, whichever way round."""
        count = len(self.records)
        if self._sorted_by is None or not count:
            return np.arange(count)
        column, order = self._sorted_by
        ranks = self._ranks(self.columns[column])
        return np.argsort(ranks if order == Qt.SortOrder.AscendingOrder else -ranks, kind="stable")

    def _ranks(self, column: Column) -> NDArray[np.int64]:
        """Return a number for each record that orders as the column's values do; equal values, equal numbers."""
        if column.keys is not None:
            keys = column.keys()
            is_whole = keys.dtype.kind in "iu"
            return (keys if is_whole else np.unique(keys, return_inverse=True)[1]).astype(np.int64)
        value = column.value or (lambda record: column.text(record).casefold())
        values = [value(record) for record in self.records]
        rank = {each: at for at, each in enumerate(sorted(set(values)))}
        return np.array([rank[each] for each in values], dtype=np.int64)

    def _found_in_texts(self, word: str) -> Mask:
        if self._texts is None:
            self._texts = ["\n".join(c.text(record) for c in self.columns).casefold() for record in self.records]
        return np.fromiter((word in text for text in self._texts), dtype=np.bool_, count=len(self._texts))

    def _places_by_key(self) -> dict[Hashable, int]:
        if self._by_key is None:
            self._by_key = {self._key(record): place for place, record in enumerate(self.records)}
        return self._by_key


def _aligned(column: Column) -> int:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return (side | Qt.AlignmentFlag.AlignVCenter).value

"""The values of an attribute as a model: a list, or a tree of levels, with ticks and people; no object per value."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from planner.desktop.label_words import told_label
from planner.desktop.words import guarded, tr
from planner.domain.attribute import Level
from planner.domain.choosing import Chosen
from planner.services.values import KnownAttribute

Index = QModelIndex | QPersistentModelIndex
Places = NDArray[np.intp]

PEOPLE = Qt.ItemDataRole.UserRole
"""The people of a value, in words."""
_DEPTH_BITS = 40

_GROUP = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
_VALUE = _GROUP | Qt.ItemFlag.ItemNeverHasChildren  # else a view asks each of a hundred thousand for its children


@dataclass(frozen=True, eq=False, slots=True)
class Nodes:
    """All nodes of one depth of the tree, in its order: each stands for the value codes `[start, end)`."""

    labels: tuple[str, ...]
    folded: tuple[str, ...]
    people: NDArray[np.int64]
    start: Places
    end: Places
    may_show: NDArray[np.bool_]


class ValueModel(QAbstractItemModel):
    """The values of one attribute; ticking a group ticks all of its values. `chosen` is `(values,) bool`."""

    def __init__(self, known: KnownAttribute, chosen: Chosen, least: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self.chosen: Chosen = chosen.copy()
        self._depths = _depths(known)
        self._shown: list[Places] = []
        self.found: Chosen = np.ones_like(chosen)
        """The values that were searched for."""
        self._show_matches("")

    @property
    def is_tree(self) -> bool:
        """Whether values stand in groups."""
        return len(self._depths) > 1

    def find(self, text: str) -> int:
        """Show only what a text occurs in, with the groups above it; return how many entries match."""
        self.beginResetModel()
        count = self._show_matches(text.strip().casefold())
        self.endResetModel()
        return count

    def choose(self, values: Chosen) -> None:
        """Tick exactly these values."""
        self.chosen = values.copy()
        self._tell(QModelIndex())

    def toggle(self, index: Index) -> None:
        """Tick a value or a whole group, or take the tick away where all of it is ticked."""
        start, end = self._codes(index)
        self.chosen[start:end] = not self.chosen[start:end].all()
        self._tell(QModelIndex())

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 — Qt's signature
        """Return the place of an entry."""
        first, beyond = self._children(parent)
        if column or not 0 <= row < beyond - first:
            return QModelIndex()
        depth = self._depth(parent) + 1
        return self.createIndex(row, column, depth << _DEPTH_BITS | (first + row))

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # PySide's stub knows QObject.parent only
        """Return the group of an entry."""
        depth = self._depth(index)
        if depth < 1:
            return QModelIndex()
        above = self._depths[depth - 1].start[self._shown[depth - 1]]
        place = int(np.searchsorted(above, self._codes(index)[0], "right")) - 1
        return self._index_at(depth - 1, place)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 — Qt's signature
        """Return how many entries a group shows."""
        first, beyond = self._children(parent)
        return beyond - first

    def columnCount(self, _parent: Index = QModelIndex()) -> int:  # noqa: B008 — Qt's signature
        """Return 1."""
        return 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every entry can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _VALUE if self._depth(index) + 1 == len(self._depths) else _GROUP

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return label, tick and people."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._node(index)[0]
            case Qt.ItemDataRole.CheckStateRole:
                return self._tick(index)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._node(index)[0]}, {self.data(index, PEOPLE)}"
            case _ if role == PEOPLE:
                people = self._node(index)[1]
                return guarded(people, self._least) if people else tr("only with others")
        return None

    def setData(self, index: Index, _value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.toggle(index)
        return True

    def _tick(self, index: Index) -> Qt.CheckState:
        start, end = self._codes(index)
        held = int(np.count_nonzero(self.chosen[start:end]))
        some = Qt.CheckState.PartiallyChecked if held else Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if held == end - start else some

    def _show_matches(self, wanted: str) -> int:
        """Find the entries to show at each depth; return how many match by themselves."""
        matches = [np.array([wanted in name for name in nodes.folded], dtype=np.bool_) for nodes in self._depths]
        matches = [match & nodes.may_show for match, nodes in zip(matches, self._depths, strict=True)]
        under = np.zeros(len(self.chosen) + 1, dtype=np.intp)
        for match, nodes in zip(matches, self._depths, strict=True):
            np.add.at(under, nodes.start[match], 1)
            np.add.at(under, nodes.end[match], -1)
        self.found = np.cumsum(under[:-1]) > 0
        seen = np.concatenate([[0], np.cumsum(self.found & self._depths[-1].may_show)])
        self._shown = [
            np.flatnonzero(nodes.may_show & (match | (seen[nodes.end] > seen[nodes.start])))
            for match, nodes in zip(matches, self._depths, strict=True)
        ]
        return sum(int(match.sum()) for match in matches)

    def _children(self, parent: Index) -> tuple[int, int]:
        """Return the run of shown entries, one depth down, that stand under an entry."""
        depth = self._depth(parent) + 1
        if depth >= len(self._depths) or parent.column() > 0:
            return 0, 0
        shown = self._shown[depth]
        if not parent.isValid():
            return 0, len(shown)
        first, beyond = np.searchsorted(self._depths[depth].start[shown], self._codes(parent))
        return int(first), int(beyond)

    def _depth(self, index: Index) -> int:
        return index.internalId() >> _DEPTH_BITS if index.isValid() else -1

    def _at(self, index: Index) -> tuple[Nodes, int]:
        depth = self._depth(index)
        return self._depths[depth], int(self._shown[depth][index.internalId() & ((1 << _DEPTH_BITS) - 1)])

    def _node(self, index: Index) -> tuple[str, int]:
        nodes, place = self._at(index)
        return nodes.labels[place], int(nodes.people[place])

    def _codes(self, index: Index) -> tuple[int, int]:
        nodes, place = self._at(index)
        return int(nodes.start[place]), int(nodes.end[place])

    def _index_at(self, depth: int, place: int) -> QModelIndex:
        start = self._depths[depth].start[self._shown[depth][place]]
        row = place
        if depth:
            above = self._depths[depth - 1]
            group = int(np.searchsorted(above.start[self._shown[depth - 1]], start, "right")) - 1
            from_ = above.start[self._shown[depth - 1][group]]
            row = place - int(np.searchsorted(self._depths[depth].start[self._shown[depth]], from_))
        return self.createIndex(row, 0, depth << _DEPTH_BITS | place)

    def _tell(self, parent: QModelIndex) -> None:
        """Tell that ticks may have changed, down the whole tree."""
        count = self.rowCount(parent)
        if count:
            self.dataChanged.emit(
                self.index(0, 0, parent), self.index(count - 1, 0, parent), [Qt.ItemDataRole.CheckStateRole]
            )


def _depths(known: KnownAttribute) -> list[Nodes]:
    """Return the levels from coarse to fine, then the values themselves."""
    attribute, size = known.attribute, len(known.attribute.labels)
    codes = np.arange(size)
    hidden = np.zeros(size, dtype=np.bool_)
    depths = []
    for level, people in reversed(list(zip(attribute.levels, known.by_level, strict=True))):
        groups, start = np.unique(np.asarray(level.group_of), return_index=True)
        hidden |= np.isin(np.asarray(level.group_of), level.rare)
        order = np.argsort(start)
        depths.append(_nodes_of(level, people, groups[order], start=start[order], hidden=hidden))
    hidden[list(attribute.rare)] = True
    labels = tuple(map(told_label, attribute.labels))
    return [*depths, Nodes(labels, _folded(labels), known.people, codes, codes + 1, ~hidden)]


def _nodes_of(level: Level, people: NDArray[np.int64], groups: Places, *, start: Places, hidden: Chosen) -> Nodes:
    labels = tuple(told_label(level.labels[group]) for group in groups)
    end = np.append(start[1:], len(level.group_of))
    return Nodes(labels, _folded(labels), people[groups], start, end, ~hidden[start])


def _folded(labels: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(label.casefold() for label in labels)

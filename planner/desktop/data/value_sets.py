"""Sets of values in words: what the segments hold in one attribute, how they sort, and which hold a word."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.desktop.words import tr
from planner.domain.attribute import Kind
from planner.domain.segments import Codes, ValueSets

MOST_NAMED = 3
"""So many values of a set are named; more are counted."""


class ToldSets:
    """The sets of one attribute, told only when they are seen."""

    def __init__(self, sets: ValueSets, ids: Codes) -> None:
        self._sets, self._ids = sets, ids
        self._known: dict[int, str] = {}
        self._whole = len(sets.attribute.labels)

    def text(self, place: int) -> str:
        """Return what a segment holds: `Lyon`, `Lyon, Grenoble`, `any`, or `7 values`."""
        set_id = int(self._ids[place])
        if set_id not in self._known:
            self._known[set_id] = self._tell(set_id)
        return self._known[set_id]

    def tip(self, place: int) -> str:
        """Return all values that a segment holds."""
        return ", ".join(self._sets.labels_of(int(self._ids[place])))

    def keys(self) -> NDArray[np.int64]:
        """Return what segments are sorted by: the first value they hold, then how many."""
        members = self._sets.members
        ranks: NDArray[np.int64] = members.argmax(axis=1).astype(np.int64) * (self._whole + 1) + members.sum(axis=1)
        return ranks[self._ids]

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Return which segments hold a value with a word in it; those that hold every value tell nothing of it."""
        members = self._sets.members
        codes = [code for code, label in enumerate(self._sets.attribute.labels) if word in label.casefold()]
        found: NDArray[np.bool_] = members[:, codes].any(axis=1)
        found &= (members.sum(axis=1) < self._whole) | (self._whole == 1)
        return found[self._ids] | self._told_with(word)

    def _told_with(self, word: str) -> NDArray[np.bool_]:
        """Return which segments are told by the name of a group, or as `any`, with a word in it."""
        members, found = self._sets.members, np.zeros(len(self._sets), dtype=np.bool_)
        if word in tr("any").casefold():
            found |= members.all(axis=1)
        for level in self._sets.attribute.levels:
            groups = np.asarray(level.group_of)
            for at, label in enumerate(level.labels):
                if word in label.casefold():
                    found |= (members == (groups == at)).all(axis=1)
        return found[self._ids]

    def _tell(self, set_id: int) -> str:
        attribute, member = self._sets.attribute, self._sets.members[set_id]
        codes = np.flatnonzero(member)
        if len(codes) == 1:
            return str(attribute.labels[codes[0]])
        if len(codes) == self._whole:
            return tr("any")
        if group := self._group(member):
            return group
        if len(codes) <= MOST_NAMED:
            return ", ".join(self._sets.labels_of(set_id))
        if (last := self._only_missing(member)) and self._whole > MOST_NAMED + 1:
            return tr("all but {value}", value=last)
        if attribute.kind is Kind.ORDERED and codes[-1] - codes[0] == len(codes) - 1:
            return tr("{first} to {last}", first=attribute.labels[codes[0]], last=attribute.labels[codes[-1]])
        return tr("%Ln values", len(codes))

    def _only_missing(self, member: NDArray[np.bool_]) -> str:
        """Return the one value that is not in a set; empty where it is not one, or too rare to be told by itself."""
        left_out = np.flatnonzero(~member)
        if len(left_out) != 1 or left_out[0] in self._sets.attribute.rare:
            return ""
        return self._sets.attribute.labels[left_out[0]]

    def _group(self, member: NDArray[np.bool_]) -> str:
        """Return the label of the group that is exactly this set, such as a region; empty where there is none."""
        first = int(member.argmax())
        for level in self._sets.attribute.levels:
            group = level.group_of[first]
            if np.array_equal(np.asarray(level.group_of) == group, member):
                return level.labels[group]
        return ""


class ToldConsents:
    """What the people of each segment agreed to."""

    def __init__(self, consents: Sequence[frozenset[str]], ids: NDArray[np.uint16]) -> None:
        self._texts = [", ".join(sorted(scopes)) or tr("nothing") for scopes in consents]
        self._ids = ids

    def text(self, place: int) -> str:
        """Return the scopes of a segment."""
        return self._texts[int(self._ids[place])]

    def keys(self) -> NDArray[np.int64]:
        """Return what segments are sorted by: the words."""
        ranks = np.argsort(np.argsort(np.array([text.casefold() for text in self._texts])))
        return ranks.astype(np.int64)[self._ids]

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Return which segments are told with a word."""
        found = np.array([word in text.casefold() for text in self._texts], dtype=np.bool_)
        return found[self._ids]

"""Sets of values in words: what the segments hold in one attribute, how they sort, and which hold a word."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.desktop.label_words import told_label
from planner.desktop.words import number, tr
from planner.domain.attribute import Attribute
from planner.domain.segments import Codes, ValueSets

MOST_TOLD = 60
"""So many values of one group are told in full; more are counted."""
MOST_NAMED = 3
"""So many values of a set are named; more are counted."""


class Said(NamedTuple):
    """What a segment is in one detail: its name, in short, and all values where the short word does not name them."""

    name: str
    short: str
    values: str


class ToldSets:
    """The sets of one attribute, told only when they are seen."""

    def __init__(self, sets: ValueSets, ids: Codes) -> None:
        self._sets, self._ids = sets, ids
        self._known: dict[int, str] = {}
        self._whole = len(sets.attribute.labels)
        self._labels = tuple(map(told_label, sets.attribute.labels))

    def text(self, place: int) -> str:
        """Return what a segment holds: `Lyon`, `Lyon, Grenoble`, `any`, or `7 values`."""
        set_id = int(self._ids[place])
        if set_id not in self._known:
            self._known[set_id] = self._tell(set_id)
        return self._known[set_id]

    def tip(self, place: int) -> str:
        """Return all values that a segment holds."""
        return ", ".join(self._labels_of(int(self._ids[place])))

    def said(self, name: str, place: int) -> Said:
        """Return everything there is to say of a segment."""
        short, labels = self.text(place), self._labels_of(int(self._ids[place]))
        if ", ".join(labels) == short:
            return Said(name, short, "")
        more = len(labels) - MOST_TOLD
        last = (tr("and {count} more", count=number(more)),) if more > 0 else ()
        return Said(name, short, ", ".join((*labels[:MOST_TOLD], *last)))

    def keys(self) -> NDArray[np.int64]:
        """Return what segments are sorted by: the first value they hold, then how many."""
        members = self._sets.members
        ranks: NDArray[np.int64] = members.argmax(axis=1).astype(np.int64) * (self._whole + 1) + members.sum(axis=1)
        return ranks[self._ids]

    def holding(self, word: str) -> NDArray[np.bool_]:
        """Return which segments hold a value with a word in it; those that hold every value tell nothing of it."""
        members = self._sets.members
        codes = [code for code, label in enumerate(self._labels) if word in label.casefold()]
        found = np.asarray(members[:, codes].any(axis=1))
        if self._whole > 1:
            found &= members.sum(axis=1) < self._whole
        return found[self._ids] | self._told_with(word)

    def _labels_of(self, set_id: int) -> tuple[str, ...]:
        return tuple(self._labels[code] for code in np.flatnonzero(self._sets.members[set_id]).tolist())

    def _told_with(self, word: str) -> NDArray[np.bool_]:
        """Return which segments are told by the name of a group, or as `any`, with a word in it."""
        members, found = self._sets.members, np.zeros(len(self._sets), dtype=np.bool_)
        if word in tr("any").casefold():
            found |= members.all(axis=1)
        for level in self._sets.attribute.levels:
            groups = np.asarray(level.group_of)
            for at, label in enumerate(level.labels):
                if word in told_label(label).casefold():
                    found |= (members == (groups == at)).all(axis=1)
        return found[self._ids]

    def _tell(self, set_id: int) -> str:
        attribute, member = self._sets.attribute, self._sets.members[set_id]
        codes = np.flatnonzero(member).tolist()
        if len(codes) == 1:
            return self._labels[codes[0]]
        if len(codes) == self._whole:
            return tr("any")
        named = self._group(member) or band_words(attribute, codes) or self._all_but(member)
        if not named and len(codes) <= MOST_NAMED:
            named = ", ".join(self._labels_of(set_id))
        return named or tr("%Ln values", len(codes))

    def _all_but(self, member: NDArray[np.bool_]) -> str:
        """Name the one value that is not in a set; nothing where it is not one, or too rare to be told by itself."""
        attribute, left_out = self._sets.attribute, np.flatnonzero(~member).tolist()
        if len(left_out) != 1 or left_out[0] in attribute.rare or self._whole <= MOST_NAMED:
            return ""
        return tr("all but {value}", value=self._labels[left_out[0]])

    def _group(self, member: NDArray[np.bool_]) -> str:
        """Return the label of the group that is exactly this set, such as a region; empty where there is none."""
        first = int(member.argmax())
        for level in self._sets.attribute.levels:
            group = level.group_of[first]
            if np.array_equal(np.asarray(level.group_of) == group, member):
                return told_label(level.labels[group])
        return ""


def band_words(attribute: Attribute, codes: Sequence[int]) -> str:
    """Return neighbouring bands as one: `25–44`, `under 50`, `45 and over`; empty where they are not neighbours."""
    edges, labels = attribute.edges, attribute.labels
    bands = [code for code in codes if code <= len(edges)]
    if not edges or len(bands) < 2 or bands[-1] - bands[0] != len(bands) - 1:
        return ""
    missing = [told_label(labels[code]) for code in codes if code > len(edges)]
    return ", ".join([_one_band(attribute, bands[0], bands[-1]), *missing])


def _one_band(attribute: Attribute, first: int, last: int) -> str:
    edges, labels = attribute.edges, attribute.labels
    is_date = isinstance(edges[0], str)
    if first == 0 and last == len(edges):
        return tr("any known")
    if first == 0:
        return tr("before {edge}", edge=edges[last]) if is_date else tr("under {edge}", edge=edges[last])
    opens = edges[first - 1]
    if last == len(edges):
        return tr("{edge} and later", edge=opens) if is_date else tr("{edge} and over", edge=opens)
    dash = " – " if is_date else "–"
    return f"{opens}{dash}{labels[last].rpartition('–')[2].strip()}"


class ToldConsents:
    """What the people of each segment agreed to."""

    def __init__(self, consents: Sequence[frozenset[str]], ids: NDArray[np.uint16], called: Mapping[str, str]) -> None:
        """Take the consent sets, each segment's, and what scopes are called by their short names."""
        told = [sorted(called.get(scope, scope) for scope in scopes) for scopes in consents]
        self._texts = [", ".join(scopes) or tr("nothing") for scopes in told]
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

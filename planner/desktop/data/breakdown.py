"""The people of a population by the values of one detail."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker

from planner.desktop.campaigns.rule_words import told_name
from planner.desktop.cards import Card, columns, label
from planner.desktop.data.exactness import source_of
from planner.desktop.desk import Desk
from planner.desktop.forms import choice
from planner.desktop.label_words import told_label
from planner.desktop.look import GRID
from planner.desktop.words import number, people, tr
from planner.domain.attribute import Attribute, Kind
from planner.services.profile import Breakdown, Profile, Slice, breakdown

if TYPE_CHECKING:  # it is loaded when there is something to draw
    from planner.desktop.charts import BreakdownChart

MOST_BARS = 12
"""Of values without an order so many are drawn, the largest first."""
Picked = tuple[str, str]
"""An attribute, and one of its levels or nothing."""


class BreakdownCard(Card):
    """A bar for each value of the detail that is picked; the part known only as part of a few is hatched."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._profile: Profile | None = None
        self._picks: list[Picked] = []
        self.chart: BreakdownChart | None = None
        self.picker = choice(())
        self.picker.setAccessibleName(tr("Detail to break down by"))
        self.picker.currentIndexChanged.connect(self._draw)
        self.note = label("", "small", wrap=True)
        head = columns(label(tr("People by"), "heading"), self.picker, spacing=GRID)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.note)

    def show_profile(self, profile: Profile) -> None:
        """Offer the details of a population; the one picked before stays, where it is still there."""
        before, self._profile = self.picked, profile
        offered = _offered(profile.table.attributes)
        self._picks = [picked for _words, picked in offered]
        with QSignalBlocker(self.picker):
            self.picker.clear()
            self.picker.addItems([words for words, _picked in offered])
            if before in self._picks:
                self.picker.setCurrentIndex(self._picks.index(before))
        self._draw()

    @property
    def picked(self) -> Picked | None:
        """The detail that is picked; None when there is none."""
        at = self.picker.currentIndex()
        return self._picks[at] if 0 <= at < len(self._picks) else None

    def _draw(self) -> None:
        picked = self.picked
        if self._profile is None or picked is None:
            return
        attribute, level = picked
        found = breakdown(self._profile.table, attribute, level)
        kinds = {each.name: each.kind for each in self._profile.table.attributes}
        shown = largest(found, is_ordered=kinds[attribute] is Kind.ORDERED)
        self._show(self.picker.currentText(), shown, self._profile)
        self.note.setText(_note(found, len(shown)))
        self.note.setVisible(bool(self.note.text()))

    def _show(self, title: str, slices: Sequence[Slice], profile: Profile) -> None:
        from planner.desktop.charts import Bar, BreakdownChart  # noqa: PLC0415

        if self.chart is None:
            self.chart = BreakdownChart(self._desk)
            self.body.insertWidget(1, self.chart)
        self.chart.set_source(source_of(profile))
        self.chart.show_breakdown(
            title, [Bar(told_label(each.label), each.exact, each.wider) for each in slices], profile.record.floor
        )


def largest(found: Breakdown, *, is_ordered: bool) -> tuple[Slice, ...]:
    """Return the slices to draw: in their order, or without one the largest of them, the largest first."""
    if is_ordered:
        return found.slices
    by_size = sorted(found.slices, key=lambda each: (each.exact, each.wider), reverse=True)
    return tuple(by_size[:MOST_BARS])


def _offered(attributes: tuple[Attribute, ...]) -> list[tuple[str, Picked]]:
    """Return each attribute with its levels: their words, and what stands for them."""
    offered: list[tuple[str, Picked]] = []
    for attribute in attributes:
        offered.append((told_name(attribute.name), (attribute.name, "")))
        offered += [(told_name(level.name), (attribute.name, level.name)) for level in attribute.levels]
    return offered


def _note(found: Breakdown, drawn: int) -> str:
    """Say what is not drawn."""
    said = []
    if drawn < len(found.slices):
        said.append(tr("The {drawn} largest of {all}.", drawn=number(drawn), all=number(len(found.slices))))
    if found.untold:
        said.append(tr("Of {people} nothing is known here.", people=people(found.untold)))
    return " ".join(said)

"""From – to: the bands between two ends of an ordered attribute, beside the list in which they are ticked."""

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from planner.desktop.campaigns.value_model import ValueModel
from planner.desktop.cards import columns, label
from planner.desktop.forms import choice
from planner.desktop.label_words import told_label
from planner.desktop.words import tr
from planner.domain.attribute import Attribute
from planner.domain.edges import ordered_size


class RangeBar(QWidget):
    """Two fields, the first and the last band; what they say and what is ticked are always the same."""

    def __init__(self, attribute: Attribute, model: ValueModel) -> None:
        super().__init__()
        self._model, self._size = model, ordered_size(attribute)
        bands = [
            (told_label(each), code)
            for code, each in enumerate(attribute.labels[: self._size])
            if code not in attribute.rare
        ]
        self.first, self.last = choice(bands), choice(bands)
        for field, name in ((self.first, tr("From")), (self.last, tr("To"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(tr("any"))
            field.activated.connect(self._on_chosen)
        line = columns(label(tr("From"), "muted"), self.first, label(tr("to"), "muted"), self.last)
        line.setStretch(1, 1)
        line.setStretch(3, 1)
        self.setLayout(line)
        model.dataChanged.connect(self._follow)
        self._follow()

    def _on_chosen(self) -> None:
        """Tick the bands from the first to the last; an end that is not said is the outermost."""
        first, last = self.first.currentData(), self.last.currentData()
        first, last = 0 if first is None else first, self._size - 1 if last is None else last
        chosen = np.zeros_like(self._model.chosen)
        chosen[min(first, last) : max(first, last) + 1] = True
        self._model.choose(chosen)

    def _follow(self) -> None:
        """Show the ends of what is ticked, where that has no gap."""
        codes = np.flatnonzero(self._model.chosen)
        is_run = len(codes) > 0 and codes[-1] < self._size and codes[-1] - codes[0] == len(codes) - 1
        for field, code in ((self.first, codes[:1]), (self.last, codes[-1:])):
            with QSignalBlocker(field):
                field.setCurrentIndex(field.findData(int(code[0])) if is_run else -1)

"""What the tests of the rule builder share: a population of three kinds of attributes, and panels that are open."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from planner.desktop.campaigns.popup import Choices, Popup
from planner.desktop.campaigns.value_picker import ValuePicker
from planner.domain.attribute import MISSING, Attribute, Kind, Level
from planner.services.values import KnownAttribute, PopulationFacts

CITY = Attribute(
    "city",
    Kind.HIERARCHICAL,
    ("Lyon", "Annecy", "Chambéry", "Nice", "Menton", "Rome", "Ostia", "Milan", "Monaco"),
    levels=(
        Level("region", ("Alps", "Azur", "Lazio", "Lombardy", "Monaco"), (0, 0, 0, 1, 1, 2, 2, 3, 4)),
        Level("country", ("France", "Italy", "Monaco"), (0, 0, 0, 0, 0, 1, 1, 1, 2)),
    ),
)
AGE = Attribute("age", Kind.ORDERED, ("under 18", "18–24", "25–34", "35–44", "45 and over", MISSING))
PLAN = Attribute("plan_kind", Kind.NOMINAL, ("free", "pro", "team", "<b>old</b> & gone"), rare=(2,))


def known(attribute: Attribute, people: Sequence[int] = (), mixed: int = 0) -> KnownAttribute:
    counted = np.array(people or [100 + code for code in range(len(attribute.labels))], dtype=np.int64)
    by_level = tuple(
        np.bincount(level.group_of, counted, len(level.labels)).astype(np.int64) for level in attribute.levels
    )
    return KnownAttribute(attribute, counted, by_level, mixed)


def facts(*attributes: Attribute) -> PopulationFacts:
    chosen = tuple(map(known, attributes or (CITY, AGE, PLAN)))
    return PopulationFacts(
        "Shop", "2027-03-01T09:30:00Z", people=5000, least=50, known=chosen, dropped={"name": "dropped"}
    )


def open_popup() -> QWidget:
    popup = QApplication.activePopupWidget()
    assert popup is not None, "no panel is open"
    return popup


def open_choices() -> Choices:
    popup = open_popup()
    assert isinstance(popup, Choices)
    return popup


def open_picker() -> ValuePicker:
    popup = open_popup()
    assert isinstance(popup, ValuePicker)
    return popup


def choose(words: str) -> None:
    """Choose an entry of the panel that is open."""
    panel = open_choices()
    texts = [panel.list.item(row).text() for row in range(panel.list.count())]
    panel.list.setCurrentRow(texts.index(words))
    panel.keep()


def close_popups() -> None:
    while (popup := QApplication.activePopupWidget()) is not None:
        assert isinstance(popup, Popup)
        popup.cancel()

"""The draft of an import: what has been chosen so far, shared by the steps."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from planner.desktop.words import told
from planner.domain.errors import PlannerError
from planner.domain.policy import Policy
from planner.services import importing, roles


class Draft(QObject):
    """Everything the steps decide together; `changed` says that something was decided anew.

    A preview stands only as long as nothing that it rests on is changed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.survey: roles.Survey | None = None
        self.mapping: roles.Mapping | None = None
        self.counts: dict[str, roles.ValueCounts] = {}
        self.population = ""
        self.floor = Policy().floor
        self.recut = False
        """Whether customers who are known already are cut into other groups."""
        self.least_floor = 2
        self.known: tuple[str, ...] = ()
        """Populations that are in the workspace already."""
        self.scopes: Mapping[str, str] = {}
        """What the consent scopes of the workspace are called, by their short names."""
        self.prepared: importing.Import | None = None
        self.mistake = ""

    @property
    def choices(self) -> tuple[roles.Choice, ...]:
        """Every column with what is said of it."""
        return roles.choices(self.survey, self.mapping) if self.survey and self.mapping else ()

    @property
    def request(self) -> importing.Request | None:
        """What would be imported, once there is a file."""
        if self.path is None:
            return None
        recut = self.recut and self.population in self.known
        return importing.Request(self.path, self.population, self.floor, self.mapping, recut=recut)

    def take(self, path: Path, survey: roles.Survey) -> None:
        """Start with a file that was surveyed."""
        self.path, self.survey, self.mapping = path, survey, survey.mapping
        self.population = self.population or path.stem.replace("_", " ").replace("-", " ").strip().capitalize()
        self._decide()

    def take_mapping(self, mapping: roles.Mapping) -> None:
        """Decide the roles as a mapping file says them."""
        self.mapping = mapping
        self._decide()

    def decide(self, **decided: Any) -> None:
        """Decide the population's name or the floor."""
        for name, value in decided.items():
            setattr(self, name, value)
        self.prepared = None
        self.changed.emit()

    def give_role(self, column: str, role: str) -> str:
        """Give a column another role; return what is wrong with that, empty when nothing is."""
        survey = self.survey
        return self._try(lambda mapping: roles.with_role(survey, mapping, column, role)) if survey else ""

    def give_bands(self, column: str, text: str) -> str:
        """Give an attribute other bands; return what is wrong with them, empty when nothing is."""
        return self._try(lambda mapping: roles.with_bands(mapping, column, text))

    def give_option(self, column: str, **options: Any) -> str:
        """Change options of a column; return what is wrong with them, empty when nothing is."""
        return self._try(lambda mapping: roles.with_option(mapping, column, **options))

    def _try(self, change: Callable[[roles.Mapping], roles.Mapping]) -> str:
        if self.mapping is None:
            return ""
        try:
            self.mapping = change(self.mapping)
        except PlannerError as error:
            return told(error)
        self._decide()
        return ""

    def _decide(self) -> None:
        self.counts, self.prepared = {}, None
        self.changed.emit()

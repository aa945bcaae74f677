"""Saved audiences: a rule over one population under a name, to be used again in other campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planner.domain.canonical import Json, digest
from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, Rule, check_bounds, flatten, rule_from_json, rule_to_json
from planner.domain.strict import read_fields, require_short, require_text

_FIELDS = {"name": str, "population": str, "rule": dict}


@dataclass(frozen=True, slots=True)
class SavedAudience:
    """A rule with its name; names differ in more than their case within a population."""

    name: str
    population: str
    rule: Rule

    @property
    def id(self) -> str:
        """The one id of a name in a population."""
        return digest({"name": self.name.casefold(), "population": self.population})[:16]

    def checked(self) -> "SavedAudience":
        """Return the audience as it may be kept: its name on one line, its rule flattened.

        Raises PlannerError `audience-name-missing`, `name-too-long`, `text-not-text`, `audience-of-everyone`, and
        `rule-…` beyond the bounds of a rule.
        """
        name, rule = " ".join(self.name.split()), flatten(self.rule)
        if not name:
            raise PlannerError("audience-name-missing")
        require_text(name)
        require_short(name)
        if rule == EVERYONE:
            raise PlannerError("audience-of-everyone", audience=name)
        check_bounds(rule)
        return SavedAudience(name, self.population, rule)

    def to_json(self) -> dict[str, Json]:
        """Return it as JSON."""
        return {"name": self.name, "population": self.population, "rule": rule_to_json(self.rule)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "SavedAudience":
        """Read what `to_json` wrote. Raises PlannerError `audience-invalid` and `rule-json-invalid`."""
        fields = read_fields(plain, _FIELDS, code="audience-invalid", place="audience")
        return cls(fields["name"], fields["population"], rule_from_json(fields["rule"]))

"""The brief: what a campaign is for, how and when it reaches people, and who receives the list."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.domain.strict import Kinds, read_date, read_fields, read_texts, require_text

OWN_COMPANY = "own company"
"""The recipient that is ourselves; every other name is a third party."""

CODE = "campaign-unreadable"

_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,6})?")
_DATES = ("starts_on", "ends_on")
_FIELDS: Kinds = {
    "goal": str,
    "purposes": list,
    "channel": str,
    "platform": (str, type(None)),
    "recipients": list,
    "sells": bool,
    "starts_on": (str, type(None)),
    "ends_on": (str, type(None)),
    "budget": str,
    "expected_response": str,
}


@dataclass(frozen=True, slots=True)
class Brief:
    """What the marketer says of a campaign. A draft may leave things open; the scope check blocks what is open.

    Raises PlannerError when made with a budget or response that is no such number: `brief-budget-wrong`,
    `brief-response-wrong`; `text-not-text`.
    """

    goal: str = ""
    purposes: tuple[str, ...] = ()
    """The vocabulary's keys of the purposes."""
    channel: str = ""
    """The vocabulary's key of the channel."""
    platform: str | None = None
    """Who delivers in our place, such as `meta`."""
    recipients: tuple[str, ...] = (OWN_COMPANY,)
    """Who receives the list: `OWN_COMPANY` and the names of third parties."""
    sells: bool = False
    """Whether a recipient pays for the list, in money or otherwise."""
    starts_on: date | None = None
    ends_on: date | None = None
    """The last day on which people are reached."""
    budget: str = ""
    """An amount as decimal text, such as `1200.50`; empty: none."""
    expected_response: str = ""
    """Percent of the people reached who will answer, as decimal text from 0 to 100; empty: not said."""

    def __post_init__(self) -> None:
        require_text(self.goal, *self.purposes, self.channel, self.platform, *self.recipients)
        if self.budget and not _AMOUNT.fullmatch(self.budget):
            raise PlannerError("brief-budget-wrong", written=self.budget)
        response = self.expected_response
        if response and not (_AMOUNT.fullmatch(response) and Decimal(response) <= 100):
            raise PlannerError("brief-response-wrong", written=response)

    @property
    def third_parties(self) -> tuple[str, ...]:
        """The recipients that are not ourselves."""
        return tuple(name for name in self.recipients if name != OWN_COMPANY)

    def to_json(self) -> dict[str, Json]:
        """Return every field; `from_json` reads them back to an equal brief."""
        plain: dict[str, Json] = {name: getattr(self, name) for name in self.__slots__}
        plain |= {name: list(getattr(self, name)) for name in ("purposes", "recipients")}
        return plain | {name: value.isoformat() for name in _DATES if (value := getattr(self, name))}

    @classmethod
    def from_json(cls, plain: object, place: str = "brief") -> "Brief":
        """Read what `to_json` wrote. Raises PlannerError `campaign-unreadable` with the place."""
        told: dict[str, Any] = read_fields(plain, _FIELDS, code=CODE, place=place)
        for name in ("purposes", "recipients"):
            told[name] = read_texts(told[name], code=CODE, place=f"{place}.{name}")
        for name in _DATES:
            told[name] = read_date(told[name], code=CODE, place=f"{place}.{name}")
        return cls(**told)

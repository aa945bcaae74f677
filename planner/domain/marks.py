"""Marks: what a campaign remembers of its checks, its approval and its exports; the ledger holds the records."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

from planner.domain.brief import CODE
from planner.domain.canonical import Json
from planner.domain.decision import Decision
from planner.domain.errors import PlannerError
from planner.domain.strict import Kinds, read_date, read_fields, read_texts

_INDEX = (int, type(None))
_CHECK: Kinds = {
    "digest": str,
    "campaign_digest": str,
    "decision": str,
    "warnings": list,
    "checked_at": str,
    "valid_until": str,
    "ledger_index": _INDEX,
}
_APPROVAL: Kinds = {
    "digest": str,
    "approver": str,
    "reason": str,
    "warnings": list,
    "approved_at": str,
    "ledger_index": _INDEX,
}
_EXPORT: Kinds = {"digest": str, "bundle_digest": str, "exported_at": str, "ledger_index": _INDEX}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckMark:
    """One scope check of a campaign."""

    digest: str
    """What was checked: `checked_digest` of campaign, policy, catalogue and snapshot."""
    campaign_digest: str
    """`Campaign.digest` of the campaign as it was."""
    decision: Decision
    warnings: tuple[str, ...] = ()
    """Codes of the findings that somebody has to answer for, sorted."""
    checked_at: str
    """ISO 8601, UTC."""
    valid_until: date
    """The last day on which the check still says the same."""
    ledger_index: int | None = None
    """Where the ledger holds the record."""

    def to_json(self) -> dict[str, Json]:
        """Return every field; `from_json` reads them back."""
        return {**_plain(self), "decision": self.decision.value, "valid_until": self.valid_until.isoformat()}

    @classmethod
    def from_json(cls, plain: object, place: str) -> "CheckMark":
        """Read what `to_json` wrote. Raises PlannerError `campaign-unreadable` with the place."""
        told: dict[str, Any] = read_fields(plain, _CHECK, code=CODE, place=place)
        if told["decision"] not in set(Decision):
            raise PlannerError(CODE, place=f"{place}.decision")
        told["decision"] = Decision(told["decision"])
        told["valid_until"] = read_date(told["valid_until"], code=CODE, place=f"{place}.valid_until")
        return cls(**{**told, "warnings": read_texts(told["warnings"], code=CODE, place=f"{place}.warnings")})


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who said that a campaign may run, as it was checked."""

    digest: str
    """The checked digest that was approved."""
    approver: str
    reason: str
    """Typed by the approver when a warning stood."""
    warnings: tuple[str, ...] = ()
    """The warnings that were accepted."""
    approved_at: str
    """ISO 8601, UTC."""
    ledger_index: int | None = None

    def to_json(self) -> dict[str, Json]:
        """Return every field; `from_json` reads them back."""
        return _plain(self)

    @classmethod
    def from_json(cls, plain: object, place: str) -> "Approval":
        """Read what `to_json` wrote. Raises PlannerError `campaign-unreadable` with the place."""
        told: dict[str, Any] = read_fields(plain, _APPROVAL, code=CODE, place=place)
        return cls(**{**told, "warnings": read_texts(told["warnings"], code=CODE, place=f"{place}.warnings")})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMark:
    """One list that left the product."""

    digest: str
    """The checked digest it left under."""
    bundle_digest: str
    exported_at: str
    """ISO 8601, UTC."""
    ledger_index: int | None = None

    def to_json(self) -> dict[str, Json]:
        """Return every field; `from_json` reads them back."""
        return _plain(self)

    @classmethod
    def from_json(cls, plain: object, place: str) -> "ExportMark":
        """Read what `to_json` wrote. Raises PlannerError `campaign-unreadable` with the place."""
        return cls(**read_fields(plain, _EXPORT, code=CODE, place=place))


def _plain(mark: CheckMark | Approval | ExportMark) -> dict[str, Json]:
    told = {field.name: getattr(mark, field.name) for field in dataclasses.fields(mark)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in told.items()}

"""The policy: the numbers and choices of one workspace that every guardrail goes by, declared once."""

import dataclasses
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from planner.domain.canonical import Json, digest
from planner.domain.errors import PlannerError

Value = int | float | bool | Mapping[str, int]
"""What a field of the policy may hold."""

MOST_PEOPLE = 1_000_000
MOST_DAYS = 3_650

DELIVERY_FLOORS: Mapping[str, int] = {
    "amazon": 2_000,
    "google-ads": 100,
    "google-dv360": 100,
    "linkedin": 300,
    "meta": 100,
    "pinterest": 100,
    "snapchat": 1_000,
    "tiktok": 1_000,
    "x": 100,
    "youtube": 1_000,
}
"""Platform → people it must have matched before it delivers to a list: the platforms' own published minima."""


class Measure(StrEnum):
    """What the number of a field counts."""

    PEOPLE = "people"
    DAYS = "days"
    CONDITIONS = "conditions"
    SHARE = "share"
    CHOICE = "choice"
    PEOPLE_BY_PLATFORM = "people by platform"


_WANTED: Mapping[Measure, str] = {
    Measure.PEOPLE: "a whole number of people",
    Measure.DAYS: "a whole number of days",
    Measure.CONDITIONS: "a whole number",
    Measure.SHARE: "a share between 0 and 1, such as 0.5",
    Measure.CHOICE: "yes or no",
    Measure.PEOPLE_BY_PLATFORM: "a whole number of people for each platform",
}
_CHOICES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


@dataclass(frozen=True, slots=True)
class PolicyField:
    """One field of the policy, as a screen or a command line shows it; the bounds are inclusive."""

    name: str
    measure: Measure
    lowest: float
    highest: float
    sentence: str


POLICY_FIELDS = (
    PolicyField("floor", Measure.PEOPLE, 2, MOST_PEOPLE, "No group smaller than this is ever stored."),
    PolicyField(
        "campaign_k",
        Measure.PEOPLE,
        2,
        MOST_PEOPLE,
        "A campaign, and every difference between lists that have left, needs at least this many people.",
    ),
    PolicyField("warn_below", Measure.PEOPLE, 0, MOST_PEOPLE, "A campaign that reaches fewer people gets a warning."),
    PolicyField(
        "rounding_base", Measure.PEOPLE, 1, 1_000, "Counts that leave the workspace are rounded down to a multiple."
    ),
    PolicyField(
        "delivery_floors",
        Measure.PEOPLE_BY_PLATFORM,
        0,
        MOST_PEOPLE,
        "An advertising platform does not deliver to lists of fewer matched people.",
    ),
    PolicyField(
        "over_specified_from",
        Measure.CONDITIONS,
        2,
        500,
        "A rule with this many attributes or more is said to describe people too closely.",
    ),
    PolicyField(
        "protected_share_high",
        Measure.SHARE,
        0,
        1,
        "When more of the matching people than this are protected, the rule is said to cut through groups.",
    ),
    PolicyField("stale_after_days", Measure.DAYS, 1, MOST_DAYS, "Older data gets a warning before it is used."),
    PolicyField("retention_days", Measure.DAYS, 1, MOST_DAYS, "Data older than this may not be used, only erased."),
    PolicyField("second_person", Measure.CHOICE, 0, 1, "A campaign is approved by somebody other than its author."),
    PolicyField(
        "special_categories",
        Measure.CHOICE,
        0,
        1,
        "Campaigns on health, belief and other protected themes may run where people explicitly agreed to it.",
    ),
)
"""Every field of `Policy`, in its order: screens, command line and validation are derived from it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a workspace has decided; `POLICY_FIELDS` says what each field means.

    Raises PlannerError when made with a value out of bounds: `policy-value-wrong`, `policy-out-of-bounds`,
    `policy-campaign-k-below-floor`, `policy-retention-before-stale`.
    """

    floor: int = 20
    campaign_k: int = 50
    warn_below: int = 200
    rounding_base: int = 5
    delivery_floors: Mapping[str, int] = field(default_factory=lambda: dict(DELIVERY_FLOORS))
    over_specified_from: int = 6
    protected_share_high: float = 0.5
    stale_after_days: int = 90
    retention_days: int = 730
    second_person: bool = False
    special_categories: bool = False

    def __post_init__(self) -> None:
        for each in POLICY_FIELDS:
            _check(each, getattr(self, each.name))
        if self.campaign_k < self.floor:
            raise PlannerError("policy-campaign-k-below-floor", campaign_k=self.campaign_k, floor=self.floor)
        if self.retention_days < self.stale_after_days:
            raise PlannerError(
                "policy-retention-before-stale", retention=self.retention_days, stale=self.stale_after_days
            )

    def delivery_floor(self, platform: str | None) -> int:
        """Return the people a platform must match before it delivers; 0 when it has no floor or none is named."""
        return self.delivery_floors.get(platform or "", 0)

    def round_down(self, people: int) -> int:
        """Return a count as it may leave the workspace: the multiple of the rounding base at or below it."""
        return people - people % self.rounding_base

    def digest(self) -> str:
        """Return the SHA-256 of the policy's canonical JSON, in hexadecimal."""
        return digest(self.to_json())

    def to_json(self) -> dict[str, Json]:
        """Return every field by name; `from_json` reads it back to an equal policy."""
        plain: dict[str, Json] = {each.name: getattr(self, each.name) for each in POLICY_FIELDS}
        return plain | {"delivery_floors": dict(self.delivery_floors)}

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Policy":
        """Read what `to_json` wrote.

        Raises PlannerError `policy-field-missing`, `policy-field-unknown`, or as the policy itself does.
        """
        for each in POLICY_FIELDS:
            if each.name not in plain:
                raise PlannerError("policy-field-missing", field=each.name)
        return changed(cls(), **plain)


def changed(policy: Policy, **fields: Value) -> Policy:
    """Return the policy with some fields replaced.

    Raises PlannerError `policy-field-unknown`, or as `Policy` does.
    """
    for name in fields:
        policy_field(name)
    floors = fields.get("delivery_floors")
    if isinstance(floors, Mapping):
        fields["delivery_floors"] = dict(floors)
    return dataclasses.replace(policy, **fields)  # type: ignore[arg-type]  # Policy checks every type itself


def changed_by_text(policy: Policy, name: str, text: str) -> Policy:
    """Return the policy with one field set from what a person typed, such as `campaign-k` to `100`.

    A platform's delivery floor is named `delivery-floors.meta`. Raises PlannerError as `changed` does, and
    `policy-never-warns` where every campaign narrow enough for a warning would be blocked already; 0 is no warning.
    """
    written, _, platform = name.partition(".")
    named = policy_field(written.replace("-", "_"))
    if named.measure is Measure.PEOPLE_BY_PLATFORM:
        if not platform:
            raise PlannerError("policy-platform-missing", platforms=tuple(policy.delivery_floors))
        floor = _read(named, Measure.PEOPLE, text)
        return changed(policy, delivery_floors={**policy.delivery_floors, platform: floor})
    after = changed(policy, **{named.name: _read(named, named.measure, text)})
    if named.name in ("campaign_k", "warn_below") and 0 < after.warn_below < after.campaign_k:
        raise PlannerError("policy-never-warns", campaign_k=after.campaign_k, warn_below=after.warn_below)
    return after


def policy_field(name: str) -> PolicyField:
    """Return the declaration of a field.

    Raises PlannerError `policy-field-unknown` with the nearest name.
    """
    for each in POLICY_FIELDS:
        if each.name == name:
            return each
    names = [each.name for each in POLICY_FIELDS]
    (nearest,) = difflib.get_close_matches(name, names, n=1, cutoff=0)
    raise PlannerError("policy-field-unknown", field=name, nearest=nearest)


def _check(each: PolicyField, value: object) -> None:
    if not _CHECKS[each.measure](value):
        raise PlannerError("policy-value-wrong", field=each.name, wanted=_WANTED[each.measure])
    for number in value.values() if isinstance(value, Mapping) else (value,):
        if not each.lowest <= number <= each.highest:  # type: ignore[operator]  # a number, as just checked
            raise PlannerError("policy-out-of-bounds", field=each.name, lowest=each.lowest, highest=each.highest)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_share(value: object) -> bool:
    return _is_whole(value) or isinstance(value, float)


def _is_choice(value: object) -> bool:
    return isinstance(value, bool)


def _is_by_platform(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        isinstance(name, str) and name and _is_whole(people) for name, people in value.items()
    )


def _read(named: PolicyField, measure: Measure, text: str) -> Any:
    """Return what text says, in the type of a measure."""
    typed = text.strip().casefold()
    try:
        match measure:
            case Measure.CHOICE:
                return _CHOICES[typed]
            case Measure.SHARE:
                return float(typed)
            case _:
                return int(typed.replace(",", ""))
    except (ValueError, KeyError):
        raise PlannerError("policy-value-wrong", field=named.name, wanted=_WANTED[measure]) from None


_CHECKS: Mapping[Measure, Callable[[object], bool]] = {
    Measure.PEOPLE: _is_whole,
    Measure.DAYS: _is_whole,
    Measure.CONDITIONS: _is_whole,
    Measure.SHARE: _is_share,
    Measure.CHOICE: _is_choice,
    Measure.PEOPLE_BY_PLATFORM: _is_by_platform,
}

"""What the fields of the policy mean, in plain words, and how their values are read and written on a screen."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLocale

from planner.desktop.campaigns.platforms import PLATFORMS
from planner.desktop.words import number, tr
from planner.domain.errors import PlannerError
from planner.domain.policy import Measure, Policy, PolicyField, policy_field


@dataclass(frozen=True, slots=True)
class Said:
    """A field's name and what it does."""

    name: str
    help_text: str


def said_of(field: str) -> Said:
    """Return the words of a field."""
    return (_people() | _limits())[field]


def groups_of_fields() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the fields in the order in which they are read, under headings."""
    return (
        (tr("How small a group may be"), ("floor", "campaign_k", "warn_below", "rounding_base")),
        (tr("How closely a campaign may describe people"), ("over_specified_from", "protected_share_high")),
        (tr("How long data may be used"), ("stale_after_days", "retention_days")),
        (tr("Who approves, and what may be asked for"), ("second_person", "special_categories")),
        (tr("Smallest lists of advertising platforms"), ("delivery_floors",)),
    )


def platform_name(platform: str) -> str:
    """Return what people call a platform."""
    return PLATFORMS.get(platform, platform)


def value_of(policy: Policy, name: str) -> int | float | bool:
    """Return a field's value; a platform's is named `delivery_floors.meta`."""
    field, _, platform = name.partition(".")
    value: int | float | bool | Mapping[str, int] = getattr(policy, field)
    return value[platform] if isinstance(value, Mapping) else value


def shown(policy: Policy, name: str) -> str:
    """Return a field's value as the reader writes it: a share as a percentage."""
    value = value_of(policy, name)
    if _declared(name).measure is Measure.SHARE:
        return tr("{value} %", value=QLocale().toString(float(value) * 100, "g", 6))
    return number(value)


def plain(name: str, typed: str) -> str:
    """Return what was typed as the policy reads it: without the reader's own signs for thousands and decimals."""
    text = typed.replace("%", "").strip()
    value, is_number = QLocale().toDouble(text)
    if not is_number:
        value, is_number = QLocale.c().toDouble(text.replace(",", ".").replace(" ", ""))
    if not is_number:
        return typed
    if _declared(name).measure is Measure.SHARE:
        return repr(value / 100)
    return str(int(value)) if value == int(value) else repr(value)


def stored(policy: Policy, name: str) -> str:
    """Return a field's value as the policy reads it from text."""
    value = value_of(policy, name)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def complaint(error: PlannerError, name: str, tell: str) -> str:
    """Return what is wrong with a typed value in words that name no field; `tell` is the error's own sentence."""
    declared = _declared(name)
    scale = 100 if declared.measure is Measure.SHARE else 1
    lowest, highest = number(declared.lowest * scale), number(declared.highest * scale)
    if error.code in ("policy-out-of-bounds", "policy-value-wrong"):
        return tr("Give a whole number from {lowest} to {highest}.", lowest=lowest, highest=highest)
    return tell


def _declared(name: str) -> PolicyField:
    return policy_field(name.partition(".")[0])


def _people() -> dict[str, Said]:
    return {
        "floor": Said(
            tr("Smallest group that is kept"),
            tr("People. No smaller group is ever kept from an import; later imports go by this number."),
        ),
        "campaign_k": Said(
            tr("Fewest people of a campaign"),
            tr("A campaign that reaches fewer is stopped, and one that would single out fewer beside earlier lists."),
        ),
        "warn_below": Said(
            tr("Warn below"), tr("People. A campaign that reaches fewer is warned about, and may still be approved.")
        ),
        "rounding_base": Said(
            tr("Round down to multiples of"), tr("Numbers of people that leave this computer are rounded down so far.")
        ),
    }


def _limits() -> dict[str, Said]:
    return {
        "over_specified_from": Said(
            tr("Warn from so many details"),
            tr("A campaign that asks for this many details of a person, or more, describes people closely."),
        ),
        "protected_share_high": Said(
            tr("Warn when more are protected than"),
            tr(
                "Protected people stand in groups that only partly match. Many of them mean that another wording helps."
            ),
        ),
        "stale_after_days": Said(
            tr("Days until data counts as old"), tr("Older data is warned about before it is used.")
        ),
        "retention_days": Said(tr("Days until data may not be used"), tr("After that it can only be erased.")),
        "second_person": Said(
            tr("A second person approves"), tr("Nobody approves a campaign that they wrote or edited themselves.")
        ),
        "special_categories": Said(
            tr("Allow protected themes where people agreed to them"),
            tr("Health, belief, origin and the like. Without this they are always stopped."),
        ),
        "delivery_floors": Said(
            tr("Fewest people"), tr("The platform does not deliver to a list of which it knows fewer people.")
        ),
    }

"""Band edges: how numbers and dates in a rule meet the bands of an ordered attribute, and what would meet them."""

import math
from dataclasses import dataclass
from datetime import date

from planner.domain.attribute import MISSING, Attribute
from planner.domain.errors import PlannerError
from planner.domain.rule import Condition, Operand, Operator

_FROM_LOW = {Operator.LESS, Operator.AT_LEAST}
_FROM_HIGH = {Operator.AT_MOST, Operator.MORE}


@dataclass(frozen=True, slots=True)
class Scale:
    """The edges of a banded attribute as numbers; dates count days.

    `whole` says that values are whole numbers or days, so that `<= 24` is `< 25`.
    """

    attribute: Attribute
    edges: tuple[float, ...]
    whole: bool
    dates: bool

    def position(self, value: float, *, after: bool) -> int | None:
        """Return the code of the first band beginning at the value (or right after it); None inside a band."""
        if after and not self.whole:
            return None
        edge = value if not self.whole else math.floor(value) + 1 if after else math.ceil(value)
        return self.edges.index(edge) + 1 if edge in self.edges else None

    def band(self, value: float) -> int:
        """Return the code of the band that holds a value."""
        return sum(edge <= value for edge in self.edges)

    def around(self, value: float) -> tuple[float, ...]:
        """Return the nearest edges at or below and above a value, at most two."""
        code = self.band(value)
        return self.edges[max(code - 1, 0) : code + 1]

    def tell(self, value: float) -> str:
        """Return a value as rule text writes it."""
        return f"'{date.fromordinal(int(value)).isoformat()}'" if self.dates else f"{value:g}"


def scale_of(attribute: Attribute) -> Scale | None:
    """Return the scale of an attribute banded from numbers or ISO 8601 dates, else None."""
    edges = attribute.edges
    if not edges:
        return None
    numbers = tuple(edge for edge in edges if isinstance(edge, int | float))
    if len(numbers) == len(edges):
        return Scale(attribute, numbers, all(isinstance(edge, int) for edge in numbers), dates=False)
    days = tuple(day for edge in edges if isinstance(edge, str) and (day := _day(edge)) is not None)
    return Scale(attribute, days, whole=True, dates=True) if len(days) == len(edges) else None


def value_on(scale: Scale | None, operand: Operand) -> float | None:
    """Return a rule's operand as a number on the scale: a number, or an ISO date where bands are dates."""
    if scale is None or isinstance(operand, str) != scale.dates:
        return None
    return _day(operand) if isinstance(operand, str) else operand


def ordered_size(attribute: Attribute) -> int:
    """Return how many of the values of an ordered attribute have a place in its order: all but `(missing)`."""
    return len(attribute.labels) - (attribute.labels[-1:] == (MISSING,))


def bands_between(scale: Scale, condition: Condition, low: float, high: float) -> tuple[int, int]:
    """Return the codes `[first, last + 1)` of the bands that make up the values from `low` to `high`, both included.

    Raises PlannerError `rule-not-an-edge` when either falls inside a band.
    """
    first, beyond = scale.position(low, after=False), scale.position(high, after=True)
    if first is None or beyond is None:
        raise not_an_edge(scale, condition, low, high)
    return first, beyond


def not_an_edge(scale: Scale, condition: Condition, *values: float) -> PlannerError:
    """Return the error for values inside bands, with the nearest comparisons that would work."""
    return PlannerError(
        "rule-not-an-edge",
        attribute=condition.attribute,
        value=" and ".join(scale.tell(value) for value in values),
        works=_working(scale, condition, values),
    )


def _working(scale: Scale, condition: Condition, values: tuple[float, ...]) -> tuple[str, ...]:
    name, sign = condition.attribute, condition.operator
    step = 1 if scale.whole else 0
    if sign in _FROM_LOW:
        return tuple(f"{name} {sign.value} {scale.tell(edge)}" for edge in scale.around(values[0]))
    if sign in _FROM_HIGH and scale.whole:
        return tuple(f"{name} {sign.value} {scale.tell(edge - 1)}" for edge in scale.around(values[0] + 1))
    if sign in _FROM_HIGH:
        bound = "<" if sign is Operator.AT_MOST else ">="
        return tuple(f"{name} {bound} {scale.tell(edge)}" for edge in scale.around(values[0]))
    if sign in {Operator.BETWEEN, Operator.NOT_BETWEEN}:
        return _working_ranges(scale, condition, step)
    label = f"'{scale.attribute.labels[scale.band(values[0])]}'"
    return (
        f"{name} {sign.value.upper()} ({label})"
        if sign in {Operator.IN, Operator.NOT_IN}
        else f"{name} {sign.value} {label}",
    )


def _working_ranges(scale: Scale, condition: Condition, step: int) -> tuple[str, ...]:
    """Tell the tightest range of whole bands around the one asked for, and the widest inside it."""
    low, high = (value_on(scale, operand) for operand in condition.operands)
    if low is None or high is None:
        return ()
    starts, ends = scale.around(low), scale.around(high + step)
    name, sign = condition.attribute, condition.operator.value.upper()
    told = []
    for start, end in ((starts[0], ends[-1]), (starts[-1], ends[0])):
        if start < end and scale.whole:
            told.append(f"{name} {sign} {scale.tell(start)} AND {scale.tell(end - 1)}")
        elif start < end:
            told.append(f"{name} >= {scale.tell(start)} AND {name} < {scale.tell(end)}")
    labels = [f"'{scale.attribute.labels[scale.band(value)]}'" for value in (low, high)]
    return tuple(dict.fromkeys(told)) or (f"{name} {sign} {labels[0]} AND {labels[1]}",)


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None

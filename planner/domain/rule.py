"""Rules: conditions over attributes, nested with all / any / not, and their one canonical JSON form."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.canonical import Json, digest
from planner.domain.errors import PlannerError

Operand = str | int | float

MAX_DEPTH = 24
"""How deep groups and negations may nest."""
MAX_CONDITIONS = 500
"""How many conditions a rule may hold."""
MAX_OPERANDS = 10_000
"""How many labels and numbers the conditions of a rule may name together."""
LARGEST_NUMBER = (1 << 53) - 1
"""Beyond it JSON does not hold an integer exactly (RFC 8785 §3.2.2.3, after ECMAScript)."""


class Operator(StrEnum):
    """How a condition compares an attribute with its operands."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    IN = "in"
    NOT_IN = "not in"
    BETWEEN = "between"
    NOT_BETWEEN = "not between"


@dataclass(frozen=True, slots=True)
class Condition:
    """One attribute, or one level of its hierarchy, compared with labels or numbers."""

    attribute: str
    operator: Operator
    operands: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class All:
    """True for people for whom every part is true; with no parts, for everyone."""

    parts: tuple["Rule", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """True for people for whom at least one part is true."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True for people for whom the part is false."""

    part: "Rule"


Rule = Condition | All | Any | Not

EVERYONE = All()

OPPOSITES = {
    Operator.EQUAL: Operator.NOT_EQUAL,
    Operator.IN: Operator.NOT_IN,
    Operator.BETWEEN: Operator.NOT_BETWEEN,
}
"""Operators whose negation is an operator too, for labels and `(missing)` alike."""
RANGES = {Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.BETWEEN, Operator.NOT_BETWEEN}
"""Operators that need an order."""


def rule_to_json(rule: Rule) -> Json:
    """Return the rule as JSON: `{"all": […]}`, `{"any": […]}`, `{"not": …}` or a condition's three fields."""
    match rule:
        case All(parts):
            return {"all": [rule_to_json(part) for part in parts]}
        case Any(parts):
            return {"any": [rule_to_json(part) for part in parts]}
        case Not(part):
            return {"not": rule_to_json(part)}
        case Condition(attribute, operator, operands):
            return {"attribute": attribute, "operator": operator.value, "values": list(operands)}


def rule_from_json(value: Json) -> Rule:
    """Return the rule that JSON tells, flattened; the inverse of `rule_to_json`.

    Raises PlannerError `rule-json-invalid` with the place of anything unknown, missing or beyond the bounds above.
    """
    rule = flatten(_read(value, "rule", 0))
    check_bounds(rule)
    return rule


def flatten(rule: Rule) -> Rule:
    """Return the one tree for rules that differ in brackets only.

    Groups inside a group of their own kind dissolve, a group of one is its part, "not in" and "not between" are
    operators and not negations, and a choice that includes everyone is everyone.
    """
    match rule:
        case Condition():
            return rule
        case Not(part):
            return _flat_not(flatten(part))
        case All(parts):
            return _regroup(All, tuple(flatten(part) for part in parts))
        case Any(parts):
            flat = tuple(flatten(part) for part in parts)
            return EVERYONE if EVERYONE in flat else _regroup(Any, flat)


def conditions_of(rule: Rule) -> tuple[Condition, ...]:
    """Return every condition of the rule, in reading order."""
    match rule:
        case Condition():
            return (rule,)
        case Not(part):
            return conditions_of(part)
        case All(parts) | Any(parts):
            return tuple(condition for part in parts for condition in conditions_of(part))


def conjuncts_of(rule: Rule) -> tuple[Rule, ...]:
    """Return the parts that must all be true: those of an outermost `All`, else the rule itself."""
    return rule.parts if isinstance(rule, All) else (rule,)


def check_bounds(rule: Rule) -> None:
    """Raise PlannerError `rule-too-deep`, `rule-too-many-conditions` or `rule-too-many-values` beyond the bounds."""
    if _depth(rule) > MAX_DEPTH:
        raise PlannerError("rule-too-deep", limit=MAX_DEPTH)
    conditions = conditions_of(rule)
    if len(conditions) > MAX_CONDITIONS:
        raise PlannerError("rule-too-many-conditions", limit=MAX_CONDITIONS)
    if sum(len(condition.operands) for condition in conditions) > MAX_OPERANDS:
        raise PlannerError("rule-too-many-values", limit=MAX_OPERANDS)


def is_plain(operand: Operand) -> bool:
    """Return whether text is well-formed Unicode, or a number is finite and exact in JSON."""
    if isinstance(operand, str):
        return not any("\ud800" <= letter <= "\udfff" for letter in operand)
    return math.isfinite(operand) and abs(operand) <= LARGEST_NUMBER


def rule_digest(rule: Rule) -> str:
    """Return the SHA-256 of the rule's canonical JSON, in hexadecimal."""
    return digest(rule_to_json(rule))


def _regroup(group: type[All] | type[Any], parts: tuple[Rule, ...]) -> Rule:
    inner: list[Rule] = []
    for part in parts:
        inner.extend(part.parts if isinstance(part, group) else (part,))
    return inner[0] if len(inner) == 1 else group(tuple(inner))


def _flat_not(part: Rule) -> Rule:
    if isinstance(part, Condition) and part.operator in {Operator.IN, Operator.BETWEEN}:
        return Condition(part.attribute, OPPOSITES[part.operator], part.operands)
    return Not(part)


def _depth(rule: Rule) -> int:
    match rule:
        case Condition():
            return 0
        case Not(part):
            return 1 + _depth(part)
        case All(parts) | Any(parts):
            return 1 + max((_depth(part) for part in parts), default=0)


def _read(value: Json, place: str, depth: int) -> Rule:
    if not isinstance(value, Mapping) or depth > 2 * MAX_DEPTH:
        raise PlannerError("rule-json-invalid", place=place)
    match dict(value):
        case {"all": parts, **rest} if not rest:
            return All(_read_parts(parts, f"{place}.all", depth))
        case {"any": parts, **rest} if not rest and parts:
            return Any(_read_parts(parts, f"{place}.any", depth))
        case {"not": part, **rest} if not rest:
            return Not(_read(part, f"{place}.not", depth + 1))
        case {"attribute": str(name), "operator": str(sign), "values": operands, **rest} if (
            not rest and name and is_plain(name)
        ):
            return _read_condition(name, sign, operands, place=place)
    raise PlannerError("rule-json-invalid", place=place)


def _read_parts(parts: Json, place: str, depth: int) -> tuple[Rule, ...]:
    if not isinstance(parts, Sequence) or isinstance(parts, str) or len(parts) > MAX_CONDITIONS:
        raise PlannerError("rule-json-invalid", place=place)
    read = tuple(_read(part, f"{place}[{i}]", depth + 1) for i, part in enumerate(parts))
    if not read and depth:
        raise PlannerError("rule-json-invalid", place=place)
    return read


def _read_condition(name: str, sign: str, operands: Json, *, place: str) -> Condition:
    if sign not in set(Operator):
        raise PlannerError("rule-json-invalid", place=f"{place}.operator")
    operator = Operator(sign)
    if not isinstance(operands, Sequence) or isinstance(operands, str) or not _takes(operator, len(operands)):
        raise PlannerError("rule-json-invalid", place=f"{place}.values")
    read: list[Operand] = []
    for i, operand in enumerate(operands):
        if isinstance(operand, bool) or not isinstance(operand, str | int | float) or not is_plain(operand):
            raise PlannerError("rule-json-invalid", place=f"{place}.values[{i}]")
        read.append(operand)
    return Condition(name, operator, tuple(read))


def _takes(operator: Operator, count: int) -> bool:
    """Return whether an operator takes that many operands."""
    match operator:
        case Operator.IN | Operator.NOT_IN:
            return count > 0
        case Operator.BETWEEN | Operator.NOT_BETWEEN:
            return count == 2
        case _:
            return count == 1

"""Rules: conditions over attributes, nested with all / any / not, and their one canonical JSON form."""

from dataclasses import dataclass
from enum import StrEnum

from planner.domain.canonical import Json, digest

Operand = str | int | float


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


def rule_digest(rule: Rule) -> str:
    """Return the SHA-256 of the rule's canonical JSON, in hexadecimal."""
    return digest(rule_to_json(rule))

"""Words of a rule on the screen: operators, groups, and what the Edit menu calls a change of it."""

from collections.abc import Sequence

from planner.desktop.label_words import told_label
from planner.desktop.words import guarded, listed, tr
from planner.domain.attribute import Attribute, Kind
from planner.domain.errors import PlannerError
from planner.domain.guardrails import NO_CONDITION
from planner.domain.rule import EVERYONE, All, Any, Condition, Not, Operand, Operator, Rule
from planner.domain.rule_edit import Group, Holds, Part
from planner.domain.rule_text import parse_rule
from planner.services.effects import Effect
from planner.services.values import PopulationFacts

NOMINAL_OPERATORS = (Operator.IN, Operator.NOT_IN)
ORDERED_OPERATORS = (
    *NOMINAL_OPERATORS,
    Operator.BETWEEN,
    Operator.NOT_BETWEEN,
    Operator.AT_LEAST,
    Operator.AT_MOST,
    Operator.MORE,
    Operator.LESS,
)
_MOST_SAID = 4
"""How many values of a condition a sentence names."""
_SINGLE = {Operator.EQUAL: Operator.IN, Operator.NOT_EQUAL: Operator.NOT_IN}


def told_name(name: str) -> str:
    """Return an attribute's name as a heading: `yearly_spend` reads `Yearly spend`."""
    spaced = " ".join(name.replace("_", " ").split())
    return spaced[:1].upper() + spaced[1:] or name


def family(operator: Operator) -> Operator:
    """Return the operator that a person chooses: one value and several are the same choice."""
    return _SINGLE.get(operator, operator)


def operator_words(operator: Operator) -> str:
    """Return what stands between an attribute and its values."""
    return {
        Operator.IN: tr("is"),
        Operator.NOT_IN: tr("is not"),
        Operator.BETWEEN: tr("is between"),
        Operator.NOT_BETWEEN: tr("is not between"),
        Operator.AT_LEAST: tr("is at least"),
        Operator.AT_MOST: tr("is at most"),
        Operator.MORE: tr("is over"),
        Operator.LESS: tr("is under"),
    }[family(operator)]


def operators_for(attribute: Attribute | None) -> tuple[Operator, ...]:
    """Return the operators that an attribute can have; a level has those of a nominal one."""
    return ORDERED_OPERATORS if attribute and attribute.kind is Kind.ORDERED else NOMINAL_OPERATORS


def group_words(holds: Holds) -> tuple[str, str]:
    """Return what a group is called, and the words after it."""
    return {
        Holds.ALL: (tr("all of"), tr("these are true")),
        Holds.ANY: (tr("any of"), tr("these is true")),
        Holds.NONE: (tr("none of"), tr("these is true")),
        Holds.NOT_ALL: (tr("not all of"), tr("these are true")),
    }[holds]


def part_words(part: Part) -> str:
    """Return what a part is called in the Edit menu."""
    return tr("group") if isinstance(part, Group) else told_name(part.attribute)


def operand_words(operand: Operand) -> str:
    """Return a value as it is written on its chip."""
    return told_label(operand) if isinstance(operand, str) else f"{operand:g}"


def condition_words(condition: Condition, *, most: int | None = None) -> str:
    """Return a condition as a sentence; with `most`, values beyond so many are only counted."""
    values = listed(map(operand_words, condition.operands), most=most) or tr("no values yet")
    return f"{told_name(condition.attribute)} {operator_words(condition.operator)} {values}"


def rule_said(rule: Rule) -> str:
    """Return a part of a rule in words."""
    match rule:
        case Condition():
            return condition_words(rule, most=_MOST_SAID)
        case Not(Any(parts)):
            return tr("none of: {conditions}", conditions="; ".join(map(rule_said, parts)))
        case Not(part):
            return tr("not ({rule})", rule=rule_said(part))
        case All(parts):
            return tr(" and ").join(_bracketed(each, Any) for each in parts) or tr("no condition")
        case Any(parts):
            return tr(" or ").join(_bracketed(each, All) for each in parts)


def text_said(text: str) -> str:
    """Return a part of a rule in words; `text` is its text, and stays as it is where it is none."""
    try:
        return rule_said(EVERYONE if text == NO_CONDITION else parse_rule(text))
    except PlannerError:
        return text


def _bracketed(part: Rule, looser: type[All | Any]) -> str:
    return f"({rule_said(part)})" if isinstance(part, looser) else rule_said(part)


def effect_words(effect: Effect, part: Part, needed: int) -> str:
    """Return what a condition does: what is left, or, for one that leaves people out, whom it takes away."""
    if effect.is_too_narrow:
        return tr("leaves {people}: narrows most", people=guarded(effect.left, needed))
    leaves_out = (
        part.holds in {Holds.NONE, Holds.NOT_ALL}
        if isinstance(part, Group)
        else family(part.operator) in {Operator.NOT_IN, Operator.NOT_BETWEEN}
    )
    if leaves_out:
        return tr("takes away {people}", people=guarded(effect.taken, needed))
    return tr("leaves {people}", people=guarded(effect.left, needed))


def subjects(facts: PopulationFacts) -> Sequence[tuple[str, Attribute, str]]:
    """Return what a condition may be about: each attribute, then its levels: name, attribute, and what it is."""
    found: list[tuple[str, Attribute, str]] = []
    for attribute in facts.attributes:
        found.append((attribute.name, attribute, ""))
        above = told_name(attribute.name)
        found += [(level.name, attribute, tr("of {attribute}", attribute=above)) for level in attribute.levels]
    return found


def attribute_of(facts: PopulationFacts | None, name: str) -> Attribute | None:
    """Return the attribute of a name, None when it is a level or nothing that is known."""
    return next((each for each in facts.attributes if each.name == name), None) if facts else None

"""Words of repairs: what a way to widen changes, with no text of a rule in them."""

from planner.desktop.campaigns.rule_words import condition_words, family, operand_words, text_said, told_name
from planner.desktop.words import listed, tr
from planner.domain.changes import Change
from planner.domain.errors import PlannerError
from planner.domain.rule import Condition, Operator, Rule, conditions_of
from planner.domain.rule_text import parse_rule
from planner.domain.widen import Widening

MOST_NAMED = 3
"""How many values are named; the others are counted."""


def widening_words(widening: Widening) -> str:
    """Return what a way to widen changes: `Add Frankfurt to City`."""
    return " · ".join(change_words(each, widening.rule) for each in widening.changes)


def change_words(change: Change, after: Rule) -> str:
    """Return what one change does; `after` is the rule it leads to."""
    facts = {name: fact for name, fact in change.facts.items() if isinstance(fact, str)}
    if "list" in facts:
        return _of_list(change.code, facts["list"])
    added, before = change.facts.get("added"), _condition(facts["before"])
    if not isinstance(added, tuple) or before is None:
        return tr("Drop {part}", part=_dropped(facts["before"], after))
    wider = _condition(facts["after"])
    if wider is not None and wider.attribute != before.attribute:
        return tr("{after} instead of {before}", after=_short(wider), before=_short(before))
    values = listed(map(operand_words, added), most=MOST_NAMED)
    return tr("Add {values} to {attribute}", values=values, attribute=told_name(before.attribute))


def _of_list(code: str, name: str) -> str:
    """Return what a change does that follows a list which has left."""
    return {
        "include-list": tr("Take in everybody on the list “{list}”", list=name),
        "leave-out-list": tr("Leave out everybody on the list “{list}”", list=name),
        "stay-within-list": tr("Take only those on the list “{list}”", list=name),
        "same-as-list": tr("Take the list “{list}” as it is", list=name),
    }[code]


def _dropped(text: str, after: Rule) -> str:
    """Return what is dropped: the attribute's name, unless another condition on it stays or several are dropped."""
    part = _condition(text)
    stays = part is not None and part.attribute in {each.attribute for each in conditions_of(after)}
    return told_name(part.attribute) if part is not None and not stays else text_said(text)


def _short(condition: Condition) -> str:
    """Return a condition without its “is”: `Country Germany`."""
    if family(condition.operator) is not Operator.IN:
        return condition_words(condition, most=MOST_NAMED)
    values = listed(map(operand_words, condition.operands), most=MOST_NAMED)
    return f"{told_name(condition.attribute)} {values}"


def _condition(text: str) -> Condition | None:
    """Return the one condition that a rule's text is, if it is one."""
    try:
        rule = parse_rule(text)
    except PlannerError:
        return None
    return rule if isinstance(rule, Condition) else None

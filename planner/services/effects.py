"""Effects: what each of the conditions that must all be true does to the people who can be reached."""

from dataclasses import dataclass

from planner.domain.guardrails import Judged
from planner.domain.narrowing import Narrowing, narrowing
from planner.domain.rule import Rule, flatten


@dataclass(frozen=True, slots=True)
class Effect:
    """One of the outermost conditions and what it does."""

    condition: Rule
    left: int
    """People left once this condition and those before it are required."""
    taken: int
    """People whom it takes away from those before it."""
    is_too_narrow: bool
    """Whether it is what brings the audience below the number needed."""


@dataclass(frozen=True, slots=True)
class Effects:
    """The effects of a rule's outermost conditions, in their order."""

    rule: Rule
    everyone: int
    """People before any condition: those who agreed to the use, or everyone (`are_agreed`)."""
    are_agreed: bool
    """Whether only people who agreed to the use are counted: not where no use is known, nor where nobody did."""
    needed: int
    """Fewer people than this are only said to be fewer: the policy's campaign k."""
    steps: tuple[Effect, ...]


def effects_of(judged: Judged) -> Effects:
    """Return what each condition of a judged rule does; where nobody at all agreed to the use, among everyone.

    The conditions are flattened and in the order of the rule, as `conjuncts_of` gives them.
    """
    guardrails, rule = judged.guardrails, flatten(judged.rule)
    found = narrowing(guardrails.index, rule, judged.scope, dropped=guardrails.dropped)
    are_agreed = bool(judged.scope) and found.everyone > 0
    if not found.everyone:
        found = narrowing(guardrails.index, rule, dropped=guardrails.dropped)
    needed = guardrails.policy.campaign_k
    return Effects(rule, found.everyone, are_agreed, needed, _steps(found, needed))


def _steps(found: Narrowing, needed: int) -> tuple[Effect, ...]:
    is_blocked = found.reachable < needed <= found.everyone
    before = (found.everyone, *(step.left for step in found.steps))
    return tuple(
        Effect(step.condition, step.left, earlier - step.left, is_blocked and step.condition == found.narrowest)
        for earlier, step in zip(before, found.steps, strict=False)
    )

"""Rule edits: a rule as somebody writes it, group by group, and the small changes that are made to it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from planner.domain.errors import PlannerError
from planner.domain.rule import EVERYONE, MAX_DEPTH, All, Any, Condition, Not, Rule, check_bounds, flatten

Path = tuple[int, ...]
"""Where a part stands in a draft: its place among the parts of each group on the way down; `()` is the draft."""


class Holds(StrEnum):
    """How many of its parts a group asks for."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    NOT_ALL = "not all"


OPPOSITE_HOLDS = {
    Holds.ALL: Holds.NOT_ALL,
    Holds.NOT_ALL: Holds.ALL,
    Holds.ANY: Holds.NONE,
    Holds.NONE: Holds.ANY,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that are asked for together. A group may be empty for a while, and a condition may have no operands yet."""

    holds: Holds
    parts: tuple["Part", ...] = ()


Part = Condition | Group


def draft_of(rule: Rule) -> Group:
    """Return a rule as a draft. `rule_of(draft_of(rule)) == flatten(rule)` for every rule that has a text."""
    part = _part_of(flatten(rule))
    return part if isinstance(part, Group) else Group(Holds.ALL, (part,))


def rule_of(part: Part) -> Rule:
    """Return what a draft says, flattened; empty groups and conditions without operands say nothing."""
    return flatten(_rule_of(part) or EVERYONE)


def check_draft(draft: Group) -> None:
    """Raise PlannerError `rule-too-deep`, `rule-too-many-conditions` or `rule-too-many-values` beyond the bounds."""
    if max((len(path) for path, _ in walk(draft)), default=0) > MAX_DEPTH:
        raise PlannerError("rule-too-deep", limit=MAX_DEPTH)
    check_bounds(rule_of(draft))


def walk(part: Part, path: Path = ()) -> Iterator[tuple[Path, Part]]:
    """Walk a draft and all its parts, in reading order."""
    yield path, part
    for place, inner in enumerate(part.parts if isinstance(part, Group) else ()):
        yield from walk(inner, (*path, place))


def part_at(draft: Group, path: Path) -> Part:
    """Return the part at a path. Raises IndexError where there is none."""
    part: Part = draft
    for place in path:
        part = _parts_of(part)[place]
    return part


def group_at(draft: Group, path: Path) -> Group:
    """Return the group at a path. Raises IndexError where there is none."""
    part = part_at(draft, path)
    if not isinstance(part, Group):
        raise IndexError(path)
    return part


def condition_at(draft: Group, path: Path) -> Condition:
    """Return the condition at a path. Raises IndexError where there is none."""
    part = part_at(draft, path)
    if not isinstance(part, Condition):
        raise IndexError(path)
    return part


def replaced(draft: Group, path: Path, part: Part) -> Group:
    """Return the draft with another part at a path; the draft itself is replaced by groups only."""
    if not path:
        return part if isinstance(part, Group) else replace(draft, parts=(part,))
    above = group_at(draft, path[:-1])
    parts = (*above.parts[: path[-1]], part, *above.parts[path[-1] + 1 :])
    return replaced(draft, path[:-1], replace(above, parts=parts))


def inserted(draft: Group, path: Path, part: Part) -> Group:
    """Return the draft with one more part, which stands at the path; what stood there and after it moves on."""
    above = group_at(draft, path[:-1])
    return replaced(draft, path[:-1], replace(above, parts=(*above.parts[: path[-1]], part, *above.parts[path[-1] :])))


def removed(draft: Group, path: Path) -> Group:
    """Return the draft without a part; a group that is left without parts stays. Without the draft itself: empty."""
    if not path:
        return Group(Holds.ALL)
    above = group_at(draft, path[:-1])
    return replaced(draft, path[:-1], replace(above, parts=above.parts[: path[-1]] + above.parts[path[-1] + 1 :]))


def moved(draft: Group, path: Path, to: Path) -> tuple[Group, Path]:
    """Return the draft with a part taken to before what stands at `to`, and where the part stands then.

    `to` may also be the place after a group's last part. Both paths are those before the move. A part that would go
    into itself stays where it is.
    """
    if not path or to[: len(path)] == path:
        return draft, path
    part, level = part_at(draft, path), len(path) - 1
    if len(to) > level and to[:level] == path[:level] and path[level] < to[level]:
        to = (*to[:level], to[level] - 1, *to[level + 1 :])
    return inserted(removed(draft, path), to, part), to


def stepped(draft: Group, path: Path, *, down: bool) -> tuple[Group, Path]:
    """Return the draft with a part moved one step up or down, into a group beside it or out of its own.

    A part at the top or bottom of the draft stays.
    """
    if not path:
        return draft, path
    above, place = path[:-1], path[-1]
    parts = group_at(draft, above).parts
    beside = place + 1 if down else place - 1
    if not 0 <= beside < len(parts):
        out = (*above[:-1], above[-1] + down) if above else path
        return moved(draft, path, out)
    neighbour = parts[beside]
    if isinstance(neighbour, Group) and not isinstance(parts[place], Group):
        return moved(draft, path, (*above, beside, 0 if down else len(neighbour.parts)))
    return moved(draft, path, (*above, beside + 1 if down else beside))


def wrapped(draft: Group, path: Path, holds: Holds = Holds.ANY) -> Group:
    """Return the draft with a part in a group of its own."""
    return replaced(draft, path, Group(holds, (part_at(draft, path),)))


def unwrapped(draft: Group, path: Path) -> Group:
    """Return the draft with a group's parts in its place; conditions and the draft itself stay as they are."""
    group = part_at(draft, path)
    if not path or not isinstance(group, Group):
        return draft
    above = group_at(draft, path[:-1])
    parts = above.parts[: path[-1]] + group.parts + above.parts[path[-1] + 1 :]
    return replaced(draft, path[:-1], replace(above, parts=parts))


def _parts_of(part: Part) -> tuple[Part, ...]:
    return part.parts if isinstance(part, Group) else ()


def _part_of(rule: Rule) -> Part:
    match rule:
        case Condition():
            return rule
        case All(parts):
            return Group(Holds.ALL, tuple(map(_part_of, parts)))
        case Any(parts):
            return Group(Holds.ANY, tuple(map(_part_of, parts)))
        case Not(All(parts)):
            return Group(Holds.NOT_ALL, tuple(map(_part_of, parts)))
        case Not(Any(parts)):
            return Group(Holds.NONE, tuple(map(_part_of, parts)))
        case Not(part):
            return Group(Holds.NONE, (_part_of(part),))


def _rule_of(part: Part) -> Rule | None:
    if isinstance(part, Condition):
        return part if part.operands else None
    parts = tuple(rule for inner in part.parts if (rule := _rule_of(inner)) is not None)
    if not parts:
        return None
    group = All(parts) if part.holds in {Holds.ALL, Holds.NOT_ALL} else Any(parts)
    return group if part.holds in {Holds.ALL, Holds.ANY} else Not(group)

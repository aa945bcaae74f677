"""The oracle: it alone holds the true rows, and finds out whom everything shown and released tells apart.

It shares no code with what it judges. People are sets of bits, the atoms of what is known are refined one set at a
time, counts are solved over exact fractions, and rules are worked out value by value (`truth`).
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from planner.domain.rule import Rule
from planner.domain.rule_text import parse_rule
from tests.attacks.truth import holds, verdicts
from tests.attacks.world import World

Answer = Mapping[str, Any]
"""What a shell shows, as JSON."""

Vector = dict[int, Fraction]
"""Coordinate → value, zeros left out."""

NO_COUNTS = {"needed", "advised", "percent", "conditions", "rarest", "random", "floor", "days", "limit", "segments"}
"""Facts of findings that count no people."""


@dataclass(frozen=True, slots=True)
class Break:
    """A promise that does not hold, and in which words it was found broken."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Group:
    """A segment as it is shown, with the people who are truly in it."""

    values: Mapping[str, frozenset[str]]
    scopes: frozenset[str]
    people: int


@dataclass(eq=False)
class Oracle:
    """Follows one attacker. `breaks` stays empty as long as every promise holds."""

    world: World
    floor: int
    campaign_k: int
    breaks: list[Break] = field(default_factory=list)
    groups: dict[str, list[Group]] = field(default_factory=dict)
    """Population → its segments."""
    is_held_back: bool = False
    """Whether counts were held back at the last import: the smallest group is then told too small, or not at all."""
    shown: list[int] = field(default_factory=list)
    """The people behind every number that was shown."""
    lists: list[int] = field(default_factory=list)
    """The people of every list that left, oldest first."""

    def see_segments(self, answer: Answer) -> None:
        """Take in all segments of a population; they must hold everyone once, and nowhere too few."""
        groups = [_group_from(each) for each in answer["segments"]]
        counts = [each["people"] for each in answer["segments"]]
        found = _members(self.world, groups, counts)
        if found is None:
            self._break("segments-are-not-what-they-say", str(counts))
            found = [Group(group.values, group.scopes, 0) for group in groups]
        for group in found:
            if 0 < group.people.bit_count() < self.floor:
                self._break("segment-below-floor", f"{group.people.bit_count()} people")
        self.groups[answer["population"]] = found
        self.shown += [group.people for group in found]

    def see_audience(self, population: str, rule: Rule, scopes: Collection[str], answer: Answer) -> None:
        """Take in what is shown of a rule: every number must be that of whole segments, and explained."""
        inside, cut, reachable = self.audience(population, rule, scopes)
        self._see(inside, answer["reach"], "reach")
        self._see(reachable, answer["reachable"], "reachable")
        self._see(cut, answer["protected"], "protected")
        self._see_smallest(reachable, answer["smallest_isolable"])
        for attribute, people in answer.get("breakdown", {}).items():
            for label, group in self._spread(population, attribute, reachable).items():
                self._see(group, people.get(label, 0), f"{attribute}: {label}")
        meant = {"matched": inside, "reach": inside, "reachable": reachable, "protected": cut, "matching": inside | cut}
        meant["people"] = inside & ~reachable
        for finding in answer["findings"]:
            for name, fact in finding["facts"].items():
                if isinstance(fact, int) and name not in NO_COUNTS:
                    self._see(meant[name], fact, f"{finding['code']}: {name}")
        for wider in answer["widen"]:
            whole, _, taken = self.audience(population, parse_rule(wider["rule"]), scopes)
            self._see(whole, wider["reach"], "reach of a wider rule")
            self._see(taken, wider["reachable"], "reachable by a wider rule")

    def see_list(self, population: str, scopes: Collection[str], told: Answer) -> None:
        """Take in a list that left: who is on it, by its boxes, and what all lists together tell apart."""
        rule, base = parse_rule(told["rule_text"]), told["counts"]["base"]
        known = {(_key(group.values), group.scopes): group for group in self.groups[population]}
        groups = [known[(_key(each.values), each.scopes)] for each in map(_group_from, told["segments"])]
        people = union(group.people for group in groups)
        for group, each in zip(groups, told["segments"], strict=True):
            self._rounded(group.people, each["people"], base)
        inside, cut, _ = self.audience(population, rule, scopes)
        counts = told["counts"]
        for group_people, name in ((people, "reachable"), (inside, "reach"), (cut, "protected")):
            self._rounded(group_people, counts[name], base)
        self._rounded(union(group.people for group in self.groups[population]), counts["people"], base)
        for number in members(people):
            person = self.world.people[number]
            if not set(scopes) <= person.granted:
                self._break("reached-without-consent", f"person {number}")
            if not holds(rule, person.values):
                self._break("reached-though-the-rule-says-no", f"person {number}")
        self.lists.append(people)
        smallest = min(atom.bit_count() for atom in atoms(self.lists, self.world.everyone))
        if smallest < self.campaign_k:
            self._break("lists-isolate", f"{len(self.lists)} lists isolate {smallest} people")

    def audience(self, population: str, rule: Rule, scopes: Collection[str]) -> tuple[int, int, int]:
        """Return who is in segments inside a rule, in those that it cuts, and in those inside that agreed."""
        inside = cut = reachable = 0
        for group in self.groups[population]:
            said = verdicts(rule, group.values)
            inside |= group.people if said == {True} else 0
            cut |= group.people if len(said) == 2 else 0
            reachable |= group.people if said == {True} and set(scopes) <= group.scopes else 0
        return inside, cut, reachable

    def look_at_everything(self) -> list[Break]:
        """Return all breaks, after combining everything shown with everything released."""
        known = list(dict.fromkeys([*self.shown, *self.lists]))
        small = [atom for atom in atoms(known, self.world.everyone) if atom.bit_count() < self.floor]
        if small:
            how = "counts alone" if Span(self.shown).solves(small[0]) else "counts and lists"
            self._break("group-below-floor", f"{how} isolate {small[0].bit_count()} people")
        return self.breaks

    def _see(self, people: int, told: int, what: str) -> None:
        if people.bit_count() != told:
            self._break("count-is-not-of-whole-segments", f"{what}: {told}, not {people.bit_count()}")
        self.shown.append(people)

    def _see_smallest(self, reachable: int, told: int | None) -> None:
        if not reachable and not self.lists:
            expected = None
        else:
            expected = min(atom.bit_count() for atom in atoms([*self.lists, reachable], self.world.everyone))
        is_lower = self.is_held_back and expected is not None and (self.lists if told is None else told <= expected)
        if told != expected and not is_lower:
            self._break("smallest-isolable-is-wrong", f"{told}, not {expected}")

    def _spread(self, population: str, attribute: str, reachable: int) -> dict[str, int]:
        spread: dict[str, int] = {}
        for group in self.groups[population]:
            labels = group.values[attribute]
            label = next(iter(labels)) if len(labels) == 1 else "(mixed)"
            spread[label] = spread.get(label, 0) | (group.people & reachable)
        return spread

    def _rounded(self, people: int, told: int, base: int) -> None:
        count = people.bit_count()
        if base < 2 or told != count - count % base:
            self._break("count-left-unrounded", f"{told} for {count}, in steps of {base}")
        self.shown.append(people)

    def _break(self, code: str, detail: str) -> None:
        self.breaks.append(Break(code, detail))


def union(sets: Iterable[int]) -> int:
    """Return everybody in any of the sets."""
    everyone = 0
    for people in sets:
        everyone |= people
    return everyone


def members(people: int) -> Iterator[int]:
    """Yield the numbers of the people in a set."""
    while people:
        lowest = people & -people
        yield lowest.bit_length() - 1
        people ^= lowest


def atoms(sets: Iterable[int], everyone: int) -> list[int]:
    """Return the smallest groups that joining, intersecting and leaving out these sets can single out."""
    parts = [everyone]
    for people in sets:
        parts = [piece for part in parts for piece in (part & people, part & ~people) if piece]
    return parts


class Span:
    """Every count that adding and subtracting known counts can give, with no logic at all.

    A group is solved when its indicator lies in the span of theirs (Chin, *Audit Expert*, 1982): found by elimination
    over exact fractions, one coordinate an atom of what was counted.
    """

    def __init__(self, counted: Iterable[int]) -> None:
        known = list(dict.fromkeys(counted))
        self._atoms = atoms(known, union(known))
        self._basis: dict[int, Vector] = {}
        for people in known:
            rest = self._reduced(self._vector(people))
            if rest:
                pivot = min(rest)
                self._basis[pivot] = {place: value / rest[pivot] for place, value in rest.items()}

    def solves(self, group: int) -> bool:
        """Say whether the count of a group follows."""
        parts = [atom for atom in self._atoms if atom & group]
        return union(parts) == group and not self._reduced(self._vector(group))

    def _vector(self, people: int) -> Vector:
        return {place: Fraction(1) for place, atom in enumerate(self._atoms) if atom & people}

    def _reduced(self, vector: Vector) -> Vector:
        for pivot in sorted(self._basis):
            if factor := vector.get(pivot):
                for place, value in self._basis[pivot].items():
                    vector[place] = vector.get(place, Fraction(0)) - factor * value
                vector = {place: value for place, value in vector.items() if value}
        return vector


def _group_from(plain: Mapping[str, Any]) -> Group:
    values = {name: frozenset(labels) for name, labels in plain["values"].items()}
    return Group(values, frozenset(plain["scopes"]), 0)


def _key(values: Mapping[str, frozenset[str]]) -> frozenset[tuple[str, frozenset[str]]]:
    return frozenset(values.items())


def _members(world: World, groups: Sequence[Group], counts: Sequence[int]) -> list[Group] | None:
    """Return the segments with their people, or None when nobody can be in them the way they are shown.

    A segment shows what all of its people agreed to, which may be less than one of them did: people who agreed to the
    same are treated as having agreed to the same part of it. Which part, only one choice makes all counts come true.
    """
    agreed: dict[frozenset[str], int] = {}
    for number, person in enumerate(world.people):
        agreed[person.granted] = agreed.get(person.granted, 0) | 1 << number
    boxes = [_people_in(world, group.values) for group in groups]
    treated = sorted({group.scopes for group in groups}, key=sorted)
    for choice in itertools.product(*([scopes for scopes in treated if scopes <= granted] for granted in agreed)):
        people = dict.fromkeys(treated, 0)
        for scopes, those in zip(choice, agreed.values(), strict=True):
            people[scopes] |= those
        found = [box & people[group.scopes] for box, group in zip(boxes, groups, strict=True)]
        whole = union(found) == world.everyone and sum(counts) == len(world.people)
        if whole and [each.bit_count() for each in found] == list(counts):
            return [Group(group.values, group.scopes, each) for group, each in zip(groups, found, strict=True)]
    return None


def _people_in(world: World, values: Mapping[str, frozenset[str]]) -> int:
    people = 0
    for number, person in enumerate(world.people):
        if all(person.values[name] in labels for name, labels in values.items()):
            people |= 1 << number
    return people

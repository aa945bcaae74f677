"""Plots: sequences of lists of which the last would single out a few people, found on what every marketer is shown."""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from planner.domain.rule_text import parse_rule
from tests.attacks.marketer import CAMPAIGN_K, USES
from tests.attacks.oracle import Answer, atoms
from tests.attacks.truth import attributes_of, verdicts
from tests.attacks.world import dice

_MOST_BOXES = 12


@dataclass(frozen=True, slots=True)
class Idea:
    """An audience: a rule, a use, and the segments it would take, one bit each."""

    rule: str
    use: str
    takes: int


@dataclass(frozen=True, slots=True)
class Map:
    """What a marketer knows of a population: how many people each segment holds, and what an audience would take."""

    people: tuple[int, ...]
    ideas: tuple[Idea, ...]
    conditions: tuple[str, ...]

    def is_enough(self, takes: int) -> bool:
        """Say whether some segments hold as many people as a campaign needs."""
        return self.size(takes) >= CAMPAIGN_K

    def size(self, takes: int) -> int:
        """Return the people in some segments."""
        return sum(people for place, people in enumerate(self.people) if takes >> place & 1)

    def is_safe(self, *takes: int) -> bool:
        """Say whether no combination of lists singles out a few people."""
        return all(self.size(atom) >= CAMPAIGN_K for atom in atoms(takes, (1 << len(self.people)) - 1))

    def isolates(self, takes: int) -> bool:
        """Say whether some segments hold a few people: more than none, fewer than a campaign needs."""
        return 0 < self.size(takes) < CAMPAIGN_K


Plot = tuple[Idea, ...]


def draw_map(answer: Answer, *, seed: int = 1, most: int = 240) -> Map:
    """Return the map of a population, with as many different audiences in mind as asked for."""
    rng = dice(seed)
    single = _conditions_on(answer)
    ideas: dict[tuple[int, str], Idea] = {}
    pairs = list(itertools.combinations(single, 2))
    rng.shuffle(pairs)
    rules = [f"{one} {rng.choice(['AND', 'AND', 'OR'])} {other}" for one, other in pairs]
    for rule in [*single, *_all_but_one(answer), *rules]:
        if len(ideas) >= most:
            break
        for use, takes in _takes(answer, rule).items():
            if takes:
                ideas.setdefault((takes, use), Idea(rule, use, takes))
    return Map(tuple(each["people"] for each in answer["segments"]), tuple(ideas.values()), tuple(single))


def nested(known: Map) -> Iterator[Plot]:
    """A list, and the same list without a few people."""
    for one, other in itertools.permutations(known.ideas, 2):
        is_part = other.takes & one.takes == other.takes and known.is_enough(other.takes)
        if is_part and known.isolates(one.takes & ~other.takes) and known.is_safe(one.takes):
            yield one, other


def crossing(known: Map) -> Iterator[Plot]:
    """Two lists that share a few people: the tracker of inclusion and exclusion."""
    for one, other in itertools.combinations(known.ideas, 2):
        apart = [one.takes & ~other.takes, other.takes & ~one.takes]
        if known.isolates(one.takes & other.takes) and all(map(known.is_enough, apart)) and known.is_safe(one.takes):
            yield one, other


def split(known: Map) -> Iterator[Plot]:
    """A list and two disjoint parts of it: each leaves out many, both together a few."""
    for whole in known.ideas:
        parts = [each for each in known.ideas if each.takes & whole.takes == each.takes and each.takes != whole.takes]
        for one, other in itertools.combinations(parts, 2):
            left = whole.takes & ~one.takes, whole.takes & ~other.takes
            is_harmless = all(map(known.is_enough, (*left, other.takes))) and not one.takes & other.takes
            if is_harmless and known.isolates(left[0] & left[1]) and known.is_safe(whole.takes, one.takes):
                yield whole, one, other


def remainder(known: Map) -> Iterator[Plot]:
    """One list of nearly everyone: whoever is not on it."""
    everyone = (1 << len(known.people)) - 1
    for idea in known.ideas:
        if known.isolates(everyone & ~idea.takes):
            yield (idea,)


def few_agreed(known: Map) -> Iterator[Plot]:
    """A rule that many match and that few of them agreed to be reached for."""
    matched = {(idea.rule, idea.use): idea for idea in known.ideas}
    for idea in known.ideas:
        wider = [matched[idea.rule, use] for use in USES if (idea.rule, use) in matched]
        if known.isolates(idea.takes) and any(known.is_enough(each.takes) for each in wider):
            yield (idea,)


def few_segments(known: Map) -> Iterator[Plot]:
    """A list of several segments that hold too few people together."""
    for idea in known.ideas:
        if known.isolates(idea.takes) and idea.takes.bit_count() > 1:
            yield (idea,)


def slices(known: Map) -> Iterator[Plot]:
    """The same rule for two uses: the difference is those who agreed to one of them only."""
    by_rule: dict[str, list[Idea]] = {}
    for idea in known.ideas:
        by_rule.setdefault(idea.rule, []).append(idea)
    for same in by_rule.values():
        for one, other in itertools.permutations(same, 2):
            is_fine = known.is_safe(one.takes) and known.is_enough(other.takes)
            if is_fine and not known.is_safe(one.takes, other.takes):
                yield one, other


def chains(length: int) -> Callable[[Map], Iterator[Plot]]:
    """Lists of which any two are safe together, and each one more is too, up to the last: it isolates a few."""

    def found(known: Map) -> Iterator[Plot]:
        rng = dice(length)
        good = [idea for idea in known.ideas if known.is_safe(idea.takes)]
        for _ in range(200):
            chain = [rng.choice(good)]
            for idea in rng.sample(good, len(good)):
                if not all(_differ_safely(known, idea, each) for each in chain):
                    continue
                is_safe = known.is_safe(*(each.takes for each in (*chain, idea)))
                if len(chain) == length - 1 and not is_safe:
                    yield (*chain, idea)
                    break
                if len(chain) < length - 1 and is_safe:
                    chain.append(idea)

    return found


def first(search: Callable[[Map], Iterator[Plot]], known: Map, most: int) -> Sequence[Plot]:
    """Return the first few plots of a kind. Raises LookupError when a population offers none."""
    plots = list(itertools.islice(search(known), most))
    if not plots:
        raise LookupError(f"nothing to plot with: {search}")
    return plots


def _differ_safely(known: Map, one: Idea, other: Idea) -> bool:
    return one.takes != other.takes and known.is_safe(one.takes, other.takes)


def _conditions_on(answer: Answer) -> list[str]:
    """Return every condition on one attribute: a value, all but a value, two values, every value.

    Rare values are in no attribute's list; an attacker reads them from the segments.
    """
    conditions = []
    for attribute in answer["attributes"]:
        name = attribute["name"]
        seen = {label for segment in answer["segments"] for label in segment["values"][name]}
        labels = [*attribute["values"], *sorted(seen.difference(attribute["values"]))]
        conditions += [f"{name} = '{label}'" for label in labels] + [f"{name} <> '{label}'" for label in labels]
        pairs = itertools.combinations(labels, 2) if len(labels) > 3 else ()
        conditions += [f"{name} IN ('{one}', '{other}')" for one, other in pairs]
        conditions.append(_is_in(name, labels))
    return conditions


def _all_but_one(answer: Answer) -> list[str]:
    """Return rules that leave out the box of one segment."""
    boxes = [segment["values"] for segment in answer["segments"][:_MOST_BOXES]]
    return [f"NOT ({' AND '.join(_is_in(name, labels) for name, labels in box.items())})" for box in boxes]


def _is_in(name: str, labels: Sequence[str]) -> str:
    return f"{name} IN ({', '.join(repr(label) for label in labels)})"


def _takes(answer: Answer, rule: str) -> dict[str, int]:
    """Return the segments that a rule takes, for every use."""
    asked, takes = parse_rule(rule), dict.fromkeys(USES, 0)
    named, said = attributes_of(asked), dict[tuple[tuple[str, ...], ...], bool]()
    for place, segment in enumerate(answer["segments"]):
        key = tuple(tuple(segment["values"][name]) for name in sorted(named))
        if key not in said:
            said[key] = verdicts(asked, segment["values"]) == {True}
        for use, each in USES.items():
            takes[use] |= int(said[key] and each.needs <= set(segment["scopes"])) << place
    return takes

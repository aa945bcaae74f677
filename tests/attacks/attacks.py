"""Targeted attacks: each tries to single out a few people in one known way, and says what must have stopped it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from planner.services import reviewing
from planner.services.importing import Import
from tests.attacks import plots
from tests.attacks.marketer import CAMPAIGN_K, FLOOR, OFFICER, Codes, Marketer, marketer_of
from tests.attacks.oracle import Break, Span
from tests.attacks.plots import Idea, Map, Plot, first
from tests.attacks.world import World

ISOLATING = {"isolates-difference", "isolates-remainder"}
NARROW = {"too-narrow", "nobody-reachable", "nobody-matches", "all-protected"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A world, its customers ready to be imported, and what every marketer would know of them."""

    world: World
    prepared: Import
    refreshed: Import
    """The same customers, counted again in their segments."""
    known: Map
    folder: Path
    breaks: list[Break] = field(default_factory=list)
    """What the oracle found in all workspaces that were opened."""

    @contextmanager
    def open(self) -> Iterator[Marketer]:
        """Open a fresh workspace that holds the customers; in the end the oracle must have found nothing."""
        folder = self.folder / f"workspace-{len(list(self.folder.iterdir()))}"
        with marketer_of(self.world, folder, self.prepared) as marketer:
            try:
                yield marketer
            finally:
                self.breaks.extend(marketer.oracle.look_at_everything())
        assert not self.breaks


Attack = Callable[[Scene], None]


def playing(search: Callable[[Map], Iterator[Plot]], expected: set[str], *, most: int = 2) -> Attack:
    """Return the attack that plays plots of a kind: the last list of each must be refused, the others leave."""

    def attack(scene: Scene) -> None:
        for plot in first(search, scene.known, most):
            with scene.open() as marketer:
                for idea in plot[:-1]:
                    assert release(marketer, idea) == ()
                refused(release(marketer, plot[-1]), expected)
                asked = marketer.ask(plot[-1].rule, plot[-1].use)
                assert expected & {finding["code"] for finding in asked["findings"]}

    return attack


def race(scene: Scene) -> None:
    """Two campaigns are checked and approved before either is exported: the later export must ask again."""
    for one, other in (*first(plots.nested, scene.known, 1), *first(plots.crossing, scene.known, 1)):
        with scene.open() as marketer:
            campaigns = [marketer.draft(idea.rule, idea.use) for idea in (one, other)]
            assert [(marketer.check(each), marketer.approve(each)) for each in campaigns] == [((), ())] * 2
            assert marketer.export(campaigns[0]) == ()
            refused(marketer.export(campaigns[1]), {"export-blocked"})


def edit_after_approval(scene: Scene) -> None:
    """An approved campaign becomes another one: neither check nor approval counts any more, not even after a return."""
    ((wide, narrow),) = first(plots.nested, scene.known, 1)
    with scene.open() as marketer:
        campaign = marketer.draft(wide.rule, wide.use)
        assert marketer.check(campaign) == marketer.approve(campaign) == ()
        marketer.edit(campaign, narrow.rule, narrow.use)
        refused(marketer.export(campaign), {"check-missing"})
        marketer.edit(campaign, wide.rule, wide.use)
        refused(marketer.export(campaign), {"check-missing"})
        refused(marketer.approve(campaign), {"check-missing"})


def edit_after_export(scene: Scene) -> None:
    """A campaign exports one list, then another under the same name: both count, for itself and for others."""
    ((whole, part, rest),) = first(plots.split, scene.known, 1)
    with scene.open() as marketer:
        campaign = marketer.draft(whole.rule, whole.use)
        assert marketer.push(campaign) == ()
        marketer.edit(campaign, part.rule, part.use)
        assert marketer.push(campaign) == ()
        marketer.edit(campaign, rest.rule, rest.use)
        refused(marketer.push(campaign), ISOLATING)
        refused(release(marketer, rest), ISOLATING)


def end_after_export(scene: Scene) -> None:
    """A list that left stays known when its campaign is withdrawn and retired."""
    ((one, other),) = first(plots.nested, scene.known, 1)
    with scene.open() as marketer:
        campaign = marketer.draft(one.rule, one.use)
        assert marketer.push(campaign) == ()
        assert marketer.withdraw(campaign) == ()
        reviewing.retire_campaign(marketer.workspace, campaign, by=OFFICER)
        refused(release(marketer, other), ISOLATING)


def lowered_policy(scene: Scene) -> None:
    """The policy moves between check and export, down or up: the approval was for the other policy."""
    ((idea,),) = first(plots.few_segments, scene.known, 1)
    with scene.open() as marketer:
        refused(release(marketer, idea), {"too-narrow"})
        campaign = marketer.draft(idea.rule, idea.use)
        marketer.set_campaign_k(scene.known.size(idea.takes))
        refused(marketer.export(campaign), {"check-missing"})
        assert marketer.check(campaign) == marketer.approve(campaign) == ()
        marketer.set_campaign_k(FLOOR)
        refused(marketer.export(campaign), {"check-missing"})
        assert marketer.check(campaign) == marketer.approve(campaign) == ()
        marketer.set_campaign_k(CAMPAIGN_K)
        refused(marketer.export(campaign), {"check-missing"})
        refused(marketer.push(campaign), {"too-narrow"})


def boundary(scene: Scene) -> None:
    """One person less than the policy asks for is too few, in a list and in a difference; exactly enough is enough."""
    ((idea,),) = first(plots.few_segments, scene.known, 1)
    ((one, other),) = first(plots.nested, scene.known, 1)
    for lists, few in (((idea,), idea.takes), ((one, other), one.takes & ~other.takes)):
        with scene.open() as marketer:
            marketer.set_campaign_k(scene.known.size(few) + 1)
            for each in lists[:-1]:
                assert release(marketer, each) == ()
            refused(release(marketer, lists[-1]), ISOLATING | NARROW)
            marketer.set_campaign_k(scene.known.size(few))
            assert release(marketer, lists[-1]) == ()


def import_again(scene: Scene) -> None:
    """The same customers are imported once more, under the same name and under another: lists that left still count."""
    ((one, other),) = first(plots.nested, scene.known, 1)
    with scene.open() as marketer:
        assert release(marketer, one) == ()
        marketer.keep(scene.refreshed)
        refused(release(marketer, other), ISOLATING)
        marketer.keep(scene.prepared, "the same customers")
        refused(marketer.release(other.rule, other.use, "the same customers"), ISOLATING)


def following_advice(scene: Scene) -> None:
    """Whatever is refused, the offered ways out are taken at once: they are safe after everything that left before."""
    with scene.open() as marketer:
        taken = 0
        for (idea,) in first(plots.few_segments, scene.known, 3):
            for offer in marketer.ask(idea.rule, idea.use)["widen"][:1]:
                assert marketer.release(offer["rule"], idea.use) == ()
                taken += 1
        assert taken


def counts_alone(scene: Scene) -> None:
    """No list leaves; audiences are only looked at, and their counts added and subtracted in every possible way."""
    with scene.open() as marketer:
        for idea in scene.known.ideas[::4]:
            marketer.ask(idea.rule, idea.use)
        span, groups = Span(marketer.oracle.shown), small_groups(scene.world)
        assert groups
        assert not any(map(span.solves, groups))


ATTACKS: Mapping[str, tuple[Attack, tuple[str, ...]]] = {
    "a list without a few": (playing(plots.nested, ISOLATING), ("skewed", "sparse", "agreed", "nested")),
    "two lists that share a few": (playing(plots.crossing, ISOLATING), ("skewed", "sparse", "agreed", "nested")),
    "two parts that leave out a few": (playing(plots.split, ISOLATING), ("skewed", "sparse", "agreed", "nested")),
    "everyone but a few": (playing(plots.remainder, ISOLATING), ("agreed",)),
    "few who agreed": (playing(plots.few_agreed, NARROW), ("skewed", "nested")),
    "several small segments": (playing(plots.few_segments, NARROW, most=1), ("skewed", "sparse", "agreed")),
    "one rule on two scopes": (playing(plots.slices, ISOLATING), ("skewed", "nested")),
    "a chain of three": (playing(plots.chains(3), ISOLATING), ("skewed", "sparse", "nested")),
    "a chain of four": (playing(plots.chains(4), ISOLATING), ("skewed", "agreed")),
    "a chain of five": (playing(plots.chains(5), ISOLATING), ("skewed", "nested")),
    "a chain of six": (playing(plots.chains(6), ISOLATING), ("skewed", "agreed")),
    "two checks before either export": (race, ("skewed", "agreed")),
    "an edit after the approval": (edit_after_approval, ("skewed",)),
    "another list under the same name": (edit_after_export, ("skewed", "agreed")),
    "a list whose campaign has ended": (end_after_export, ("skewed",)),
    "a policy that moves": (lowered_policy, ("skewed",)),
    "one person too few": (boundary, ("skewed", "agreed")),
    "the same customers again": (import_again, ("skewed", "agreed")),
    "taking the advice": (following_advice, ("skewed", "sparse", "agreed", "nested")),
    "counts alone": (counts_alone, ("skewed", "sparse", "nested")),
}
"""What it is about → the attack, and the worlds that offer the material for it."""


def release(marketer: Marketer, idea: Idea) -> Codes:
    """Try to get an idea's list out."""
    return marketer.release(idea.rule, idea.use)


def refused(codes: Codes, expected: set[str]) -> None:
    """Hold that something was refused, and for one of these reasons."""
    assert expected & set(codes), f"{codes or 'done'}, though {sorted(expected)} should have stopped it"


def small_groups(world: World) -> list[int]:
    """Return the people of every combination of labels that fewer than the floor have."""
    groups: dict[tuple[tuple[str, str], ...], int] = {(): 0}
    for number, person in enumerate(world.people):
        combinations: list[tuple[tuple[str, str], ...]] = [()]
        for pair in person.values.items():
            combinations += [(*each, pair) for each in combinations]
        for each in combinations:
            groups[each] = groups.get(each, 0) | 1 << number
    return [people for people in set(groups.values()) if people.bit_count() < FLOOR]

"""Attacks across imports: customers come and go, lists leave in between, and whoever kept everything compares."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from planner.services import importing
from planner.store.workspace import Workspace
from tests.attacks.attacks import Scene, refused, release
from tests.attacks.marketer import CAMPAIGN_K, FLOOR, POPULATION, Marketer, clock, prepare_again
from tests.attacks.oracle import Answer, Break, Oracle, atoms
from tests.attacks.plots import first, nested
from tests.attacks.world import Person, World, dice
from tests.store.memory_keys import MemoryKeys

BLOCKED = {
    *("isolates-difference", "isolates-difference-perhaps", "isolates-remainder", "isolates-remainder-perhaps"),
    *("left-from-earlier-cut", "too-narrow", "too-narrow-perhaps"),
}
Box = tuple[frozenset[tuple[str, frozenset[str]]], frozenset[str]]
"""A segment as it is shown: its values by attribute, and what its people agreed to."""


class Witness(Oracle):
    """The oracle over several imports: it holds the true rows of today, and every list and count there ever was.

    Lists are what they carry, boxes of values and consents, and so they are read over the people of today. In the
    worlds of these attacks no consent sets merge: who is in a box is never in doubt.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world, FLOOR, CAMPAIGN_K)
        self.shown_before: dict[Box, int] = {}
        self.left: list[list[Box]] = []

    def see_segments(self, answer: Answer) -> None:
        """Take in the segments: each large enough, its count near the truth, and moved by nothing or by the floor."""
        for each in answer["segments"]:
            box, told = _box_of(each), each["people"]
            true = self._people_in(box).bit_count()
            if true < self.floor:
                self._break("segment-below-floor", f"{true} people")
            if abs(true - told) >= self.floor:
                self._break("count-far-from-truth", f"{told} for {true}")
            if 0 < abs(told - self.shown_before.get(box, told)) < self.floor:
                self._break("count-moved-by-few", f"{self.shown_before[box]}, then {told}")
            self.shown_before[box] = told

    def see_audience(self, population: str, rule: object, scopes: Collection[str], answer: Answer) -> None:
        """Look away: these attacks are about segments and lists."""

    def see_list(self, population: str, scopes: Collection[str], told: Answer) -> None:
        """Take in a list that left: of what all earlier lists tell apart, it splits off nobody, or enough."""
        boxes = [_box_of(each) for each in told["segments"]]
        people = self._people_on(boxes)
        for atom in atoms(map(self._people_on, self.left), self.world.everyone):
            parts = (atom & people).bit_count(), (atom & ~people).bit_count()
            if 0 < min(parts) < self.campaign_k:
                self._break("lists-isolate", f"{min(parts)} people, after {len(self.left)} lists")
        self.left.append(boxes)

    def look_at_everything(self) -> list[Break]:
        """Return all breaks."""
        return self.breaks

    def _people_on(self, boxes: list[Box]) -> int:
        people = 0
        for box in boxes:
            people |= self._people_in(box)
        return people

    def _people_in(self, box: Box) -> int:
        values, granted = dict(box[0]), box[1]
        return sum(
            1 << number
            for number, person in enumerate(self.world.people)
            if person.granted == granted and all(person.values[name] in values[name] for name in values)
        )


@dataclass(eq=False)
class Shop:
    """A workspace whose customers change between imports."""

    scene: Scene
    marketer: Marketer
    witness: Witness

    def import_again(self, people: Collection[Person], *, recut: bool = False) -> None:
        """Import the customers as they are now."""
        self.witness.world = World(self.scene.world.name, self.scene.world.labels, tuple(people))
        known = importing.known_population(self.marketer.workspace, POPULATION)
        assert known
        if recut:
            self.witness.shown_before.clear()  # a new cut counts exactly: what that shows is not promised away
        self.marketer.keep(prepare_again(self.witness.world, self.scene.folder, known, recut=recut))

    def release_some(self, seed: int, most: int) -> int:
        """Try to get some lists out, and return how many left."""
        left = 0
        for idea in dice(seed).sample(list(self.scene.known.ideas), k=most):
            left += release(self.marketer, idea) == ()
            assert not self.witness.breaks
        return left


@contextmanager
def shop_of(scene: Scene) -> Iterator[Shop]:
    """Open a fresh workspace that holds the customers; in the end the witness must have found nothing."""
    folder, witness = scene.folder / f"shop-{len(list(scene.folder.iterdir()))}", Witness(scene.world)
    with Workspace.create(folder, MemoryKeys(), clock) as workspace:
        marketer = Marketer(workspace, witness)
        marketer.keep(scene.prepared)
        try:
            yield Shop(scene, marketer, witness)
        finally:
            scene.breaks.extend(witness.breaks)
    assert not scene.breaks


def changed(people: Collection[Person], seed: int, *, leave: int, join: int) -> list[Person]:
    """Some people leave, and some come who are like others."""
    rng, there = dice(seed), list(people)
    rng.shuffle(there)
    return [*there[leave:], *rng.choices(there, k=join)]


def one_at_a_time(scene: Scene) -> None:
    """One person joins or leaves between imports, again and again: no count ever moves by one."""
    with shop_of(scene) as shop:
        for seed, (leave, join) in enumerate([(0, 1), (1, 0), (0, 1), (1, 1), (0, 15), (15, 0)]):
            shop.import_again(changed(shop.witness.world.people, seed, leave=leave, join=join))


def the_rest_after_a_change(scene: Scene) -> None:
    """A list leaves, customers change, and the list without a few is asked for: it differs by those few still."""
    for leave, join in ((0, 1), (1, 0), (15, 0), (40, 60)):
        for plot in first(nested, scene.known, 1):
            with shop_of(scene) as shop:
                assert release(shop.marketer, plot[0]) == ()
                shop.import_again(changed(scene.world.people, leave, leave=leave, join=join))
                refused(release(shop.marketer, plot[1]), BLOCKED)


def coming_and_going(scene: Scene) -> None:
    """Lists leave at all times, while so many customers come and go that counts move and segments merge."""
    left = 0
    with shop_of(scene) as shop:
        for seed, (leave, join) in enumerate([(0, 0), (90, 30), (30, 200), (200, 60)]):
            shop.import_again(changed(shop.witness.world.people, seed, leave=leave, join=join))
            left += shop.release_some(seed, most=12)
    assert left


def across_a_new_cut(scene: Scene) -> None:
    """Lists leave, the customers are cut afresh, and more lists leave: what cannot be shown to be safe is refused."""
    before = after = 0
    for seed in range(2):
        with shop_of(scene) as shop:
            before += shop.release_some(seed, most=4)
            shop.import_again(changed(scene.world.people, seed, leave=200, join=120), recut=True)
            after += shop.release_some(seed, most=12)
            shop.import_again(changed(shop.witness.world.people, seed + 9, leave=20, join=40))
            after += shop.release_some(seed + 9, most=6)
    assert before
    assert after


IMPORT_ATTACKS: Mapping[str, tuple[Callable[[Scene], None], tuple[str, ...]]] = {
    "one person at a time": (one_at_a_time, ("agreed", "nested")),
    "a list without a few, after a change": (the_rest_after_a_change, ("skewed", "agreed")),
    "customers who come and go": (coming_and_going, ("skewed", "agreed", "nested")),
    "lists from before a new cut": (across_a_new_cut, ("skewed", "agreed")),
}
"""What it is about → the attack, and the worlds that offer the material for it."""


def fresh(scene: Scene) -> Scene:
    """Return a scene that nothing has been found in yet."""
    return replace(scene, breaks=[])


def _box_of(plain: Mapping[str, Mapping[str, Collection[str]]]) -> Box:
    values = frozenset((name, frozenset(labels)) for name, labels in plain["values"].items())
    return values, frozenset(plain["scopes"])

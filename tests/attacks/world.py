"""Invented populations: the true rows, which nobody but the oracle may look at once they are imported."""

import csv
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

AGE_EDGES = (25, 35, 45, 55)
AGES = ("under 25", "25–34", "35–44", "45–54", "55 and over")
CITIES = ("Lyon", "Nice", "Metz", "Brest", "Dole", "Sète", "Gap", "Foix", "Cluny", "Apt")
PLANS = ("free", "pro", "vip")
CONSENTS = {"mail": "email-marketing", "sms": "sms-marketing"}
"""Column → the scope it stands for."""


@dataclass(frozen=True, slots=True)
class Person:
    """One true row: its number is its place in the world, and its bit in a set of people."""

    values: Mapping[str, str]
    """Attribute → label."""
    granted: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class World:
    """A population, as a mapping that an import is asked to use and the rows that it will read."""

    name: str
    labels: Mapping[str, Sequence[str]]
    """Attribute → its labels, in order where there is one."""
    people: tuple[Person, ...]

    @property
    def everyone(self) -> int:
        """All people, as a set: one bit each."""
        return (1 << len(self.people)) - 1

    def write(self, folder: Path, *, attributes: Sequence[str] | None = None) -> tuple[Path, Path]:
        """Write the rows and the mapping that keeps some of the attributes, all without a choice.

        Rare values are kept by name, which gives an attacker more to ask for than the folding of every other mapping.
        """
        rows, mapping = folder / "customers.csv", folder / "mapping.toml"
        with rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", *self.labels, *CONSENTS])
            for number, person in enumerate(self.people):
                values = (_raw(name, person.values[name]) for name in self.labels)
                writer.writerow([number, *values, *("yes" if s in person.granted else "no" for s in CONSENTS.values())])
        kept = attributes or tuple(self.labels)
        mapping.write_text("\n".join(['[columns.id]\nrole = "identifier"', *map(_attribute, kept), *_consents()]))
        return rows, mapping


def dice(seed: int) -> random.Random:
    """Return the same chances every time."""
    return random.Random(seed)  # noqa: S311  # nothing secret is drawn


def skewed(seed: int = 1, people: int = 1500) -> World:
    """Most people alike and a long tail: many cells of one to three people."""
    rng = dice(seed)
    return _world("skewed", (_person(rng, cities=6, mail=0.8, sms=0.3) for _ in range(people)))


def sparse(seed: int = 2, people: int = 600) -> World:
    """Few people over many values: half of the cells hold one person, and rare consent sets have to merge."""
    rng = dice(seed)
    return _world("sparse", (_person(rng, cities=10, mail=0.9, sms=0.02) for _ in range(people)))


def agreed(seed: int = 3, people: int = 1500) -> World:
    """Everybody agreed to e-mail and nothing else: whom a list leaves out is exactly whom its rule leaves out."""
    rng = dice(seed)
    return _world("agreed", (_person(rng, cities=6, mail=1.0, sms=0.0) for _ in range(people)))


def nested(seed: int = 4, people: int = 1200) -> World:
    """Attributes that repeat each other: a region that follows from the city, a tier that is the plan under a name."""
    rng = dice(seed)
    return _world("nested", (_with_copies(_person(rng, cities=6, mail=0.7, sms=0.4)) for _ in range(people)))


WORLDS = {make.__name__: make for make in (skewed, sparse, agreed, nested)}


def _person(rng: random.Random, *, cities: int, mail: float, sms: float) -> Person:
    values = {
        "age": AGES[int(len(AGES) * rng.random() ** 1.7)],
        "city": rng.choices(CITIES[:cities], [64 / 2.2**place for place in range(cities)])[0],
        "plan": rng.choices(PLANS, [75, 20, 5])[0],
    }
    chances = (mail, sms)
    given = zip(CONSENTS.values(), chances, strict=True)
    return Person(values, frozenset(scope for scope, chance in given if rng.random() < chance))


def _with_copies(person: Person) -> Person:
    north = person.values["city"] in {"Metz", "Brest", "Dole"}
    copies = {"region": "north" if north else "south", "tier": f"tier {person.values['plan']}"}
    return Person({**person.values, **copies}, person.granted)


def _world(name: str, people: Iterable[Person]) -> World:
    everyone = tuple(people)
    found = {column: {person.values[column] for person in everyone} for column in everyone[0].values}
    labels = {column: [one for one in AGES if one in values] for column, values in found.items() if column == "age"}
    labels |= {column: sorted(values) for column, values in found.items() if column != "age"}
    return World(name, labels, everyone)


def _raw(column: str, label: str) -> str:
    """Return what the customer file says where a segment says this label."""
    return str((18, *AGE_EDGES)[AGES.index(label)]) if column == "age" else label


def _attribute(column: str) -> str:
    kind = f'"ordered"\nbands = {list(AGE_EDGES)}' if column == "age" else '"nominal"\nrare = "keep"'
    return f'[columns.{column}]\nrole = "attribute"\nkind = {kind}'


def _consents() -> list[str]:
    return [
        f'[columns.{column}]\nrole = "consent"\nscope = "{scope}"\ngranted = ["yes"]'
        for column, scope in CONSENTS.items()
    ]

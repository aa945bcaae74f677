"""The sample: the fictional customers of Shoal Outdoor, the same bytes on every machine."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from planner.services.resources import read_resource

SEED = 2026
"""The seed of the customers that the demonstration and the guide show."""

COLUMNS = (
    "customer_id",
    "name",
    "email",
    "age",
    "city",
    "region",
    "country",
    "stage",
    "yearly_spend",
    "orders",
    "category",
    "channel",
    "last_order",
    "email_marketing",
    "profiling",
    "third_party_sharing",
    "updated",
)

Numbers = NDArray[np.int64]
Texts = NDArray[np.object_]

_PRIME = 999_983
_STRIDE = 48_271
"""Multiplying by it modulo the prime scatters the customer numbers without repeating one."""


class Dice:
    """Whole random numbers that never change: the raw 64-bit output of PCG64, and integer arithmetic from there on.

    NumPy promises the stream of a bit generator for ever (NEP 19), but not that of its distributions.
    """

    def __init__(self, seed: int, rolls: int) -> None:
        self._bits = np.random.PCG64(seed)
        self._rolls = rolls

    def below(self, most: int | Numbers) -> Numbers:
        """Return numbers from 0 to `most - 1`, one a roll; `most` stays under 2^31."""
        drawn = np.asarray(self._bits.random_raw(self._rolls), dtype=np.uint64)
        scaled: Numbers = (drawn >> np.uint64(32)).astype(np.int64) * most >> 32
        return scaled

    def pick(self, weights: Sequence[int]) -> Numbers:
        """Return places in a list, each as likely as its weight."""
        edges = np.cumsum(weights)
        places: Numbers = np.searchsorted(edges, self.below(int(edges[-1])), side="right")
        return places

    def pick_by(self, weights: Sequence[Sequence[int]], group: Numbers) -> Numbers:
        """Return places in a list, with the weights of the group that each roll belongs to."""
        edges = np.cumsum(np.array(weights, dtype=np.int64), axis=1)[group]
        places: Numbers = np.sum(self.below(edges[:, -1])[:, None] >= edges, axis=1, dtype=np.int64)
        return places

    def between(self, ranges: Sequence[Sequence[int]], group: Numbers) -> Numbers:
        """Return numbers from the first to the last of the group's range, the low ones likelier."""
        low, high = np.array(ranges, dtype=np.int64)[group].T
        span = high - low + 1
        numbers: Numbers = low + np.minimum(self.below(span), self.below(span))
        return numbers

    def chance(self, percent: int | Numbers) -> NDArray[np.bool_]:
        """Return whether something happens that does so in this many of a hundred cases."""
        return self.below(100) < percent


def write_sample(target: Path | BinaryIO, *, seed: int = SEED) -> None:
    """Write the sample customers as CSV in UTF-8: 60,000 people, 1 % of them with a second row."""
    content = sample_csv(seed=seed)
    if isinstance(target, Path):
        target.write_bytes(content)
    else:
        target.write(content)


def sample_csv(*, seed: int = SEED) -> bytes:
    """Return the sample customers as CSV: the same bytes for the same seed on every machine."""
    sizes = tomllib.loads(read_resource("sample.toml"))
    people, again = sizes["customers"], sizes["duplicates"]
    columns = _describe(sizes, Dice(seed, people))
    columns = _repeat(columns, sizes, Dice(seed + 1, again))
    order = np.argsort(np.random.PCG64(seed + 2).random_raw(people + again), kind="stable")
    rows = zip(*(columns[name][order].tolist() for name in COLUMNS), strict=True)
    return "\n".join([",".join(COLUMNS), *map(",".join, rows), ""]).encode()


def sample_mapping() -> str:
    """Return the mapping of the sample customers, as TOML."""
    return read_resource("sample_mapping.toml")


def _describe(sizes: dict[str, Any], dice: Dice) -> dict[str, Texts]:
    """Return one text per customer for every column."""
    ages, age = sizes["ages"], _ages(sizes["ages"], dice)
    group = (age > ages["young_until"]).astype(np.int64) + (age > ages["middle_until"])
    columns = {"age": _texts(age)}
    columns |= _names(sizes["names"], dice, number=np.arange(sizes["customers"]) + 1)
    columns |= _places(sizes, dice, group)
    columns |= _behaviour(sizes, dice, group)
    columns |= _consents(sizes["consents"], dice, group)
    columns["channel"] = _choose(sizes["channels"], dice, group)
    for together in (["age"], ["city", "region", "country"], ["category"], ["channel"]):
        empty = dice.chance(sizes["missing"])
        for name in together:
            columns[name][empty] = ""
    return columns


def _ages(ages: dict[str, Any], dice: Dice) -> Numbers:
    age: Numbers = np.maximum(dice.pick(ages["weights"]) * 5 + dice.below(5) + ages["from"], ages["youngest"])
    return age


def _names(words: dict[str, list[str]], dice: Dice, *, number: Numbers) -> dict[str, Texts]:
    given = _any(words["first"], dice) + _any(words["last"], dice)
    family = _any(words["family"], dice) + _any(words["ending"], dice)
    name, code = given + " " + family, number * _STRIDE % _PRIME
    return {
        "customer_id": np.array([f"SO-{one:06d}" for one in code.tolist()], dtype=np.object_),
        "name": name,
        "email": np.array(
            [
                f"{who.lower().replace(' ', '.')}{one}@post.example"
                for who, one in zip(name, code.tolist(), strict=True)
            ],
            dtype=np.object_,
        ),
    }


def _places(sizes: dict[str, Any], dice: Dice, group: Numbers) -> dict[str, Texts]:
    """Return where people live, and the category they like best, which depends on it."""
    countries = sizes["countries"]
    towns = [
        (town, region, country["name"], country["known_for"], weight * _share(country))
        for country in countries
        for region, places in country["regions"].items()
        for town, weight in places.items()
    ]
    city, region, country, known_for, weights = zip(*towns, strict=True)
    home = dice.pick(weights)
    category = np.where(
        dice.chance(sizes["categories"]["local_percent"]),
        _labels(known_for, home),
        _choose(sizes["categories"], dice, group),
    )
    names = {"city": city, "region": region, "country": country}
    return {name: _labels(labels, home) for name, labels in names.items()} | {"category": category}


def _share(country: dict[str, Any]) -> int:
    """Return the weight of one unit of a country's towns, so that the countries compare by their shares."""
    units = sum(weight for places in country["regions"].values() for weight in places.values())
    return int(country["share"] * 10_000 // units)


def _behaviour(sizes: dict[str, Any], dice: Dice, group: Numbers) -> dict[str, Texts]:
    stages = sizes["stages"]
    stage = dice.pick_by(stages["weights"], group)
    ago = dice.between(stages["days_ago"], stage)
    return {
        "stage": _labels(stages["names"], stage),
        "yearly_spend": _texts(dice.between(stages["spend"], stage)),
        "orders": _texts(dice.between(stages["orders"], stage)),
        "last_order": _days(sizes["today"], ago),
        "updated": _days(sizes["today"], np.minimum(ago, 1 + dice.below(400))),
    }


def _consents(percent: dict[str, Any], dice: Dice, group: Numbers) -> dict[str, Texts]:
    def given(condition: NDArray[np.bool_], likely: str, else_likely: str) -> NDArray[np.bool_]:
        return dice.chance(np.where(condition, np.array(percent[likely])[group], np.array(percent[else_likely])[group]))

    email = dice.chance(np.array(percent["email_marketing"])[group])
    profiling = given(email, "profiling_with_email", "profiling_alone")
    sharing = given(profiling, "sharing_with_profiling", "sharing_alone")
    answers = {"email_marketing": email, "profiling": profiling, "third_party_sharing": sharing}
    columns = {name: np.where(answer, _one("yes"), _one("no")) for name, answer in answers.items()}
    unasked = dice.chance(percent["unasked"])
    return {name: np.where(unasked, _one(""), column) for name, column in columns.items()}


def _repeat(columns: dict[str, Texts], sizes: dict[str, Any], dice: Dice) -> dict[str, Texts]:
    """Add a second row for some customers; every second one is newer, has moved on and withdrew a consent."""
    again = dice.below(sizes["customers"])
    second = {name: column[again] for name, column in columns.items()}
    newer = np.arange(sizes["duplicates"]) % 2 == 1
    second["stage"][newer] = "lapsing"
    second["profiling"][newer] = "no"
    second["updated"][newer] = sizes["today"].isoformat()
    return {name: np.concatenate([column, second[name]]) for name, column in columns.items()}


def _choose(option: dict[str, Any], dice: Dice, group: Numbers) -> Texts:
    return _labels(option["names"], dice.pick_by(option["weights"], group))


def _any(words: Sequence[str], dice: Dice) -> Texts:
    return _labels(words, dice.below(len(words)))


def _labels(labels: Sequence[str], codes: Numbers) -> Texts:
    return np.array(labels, dtype=np.object_)[codes]


def _one(text: str) -> Texts:
    return np.array(text, dtype=np.object_)


def _texts(numbers: Numbers) -> Texts:
    return np.array(list(map(str, numbers.tolist())), dtype=np.object_)


def _days(today: date, ago: Numbers) -> Texts:
    days = [(today - timedelta(days=number)).isoformat() for number in range(int(ago.max()) + 1)]
    return _labels(days, ago)

"""Synthetic customers as cells: clusters of similar people whose attributes are each skewed like Zipf's law."""

import numpy as np
from numpy.typing import NDArray

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.segments import Cells, Codes, narrowest

CLUSTERS = 24
SCOPES = ("email-newsletter", "sms-offers", "ads-profiling")
GRANTED = (0.72, 0.35, 0.5)
"""How likely a person grants each scope."""
SIZES = {
    "city": 300,
    "age": 8,
    "plan": 5,
    "spend": 8,
    "tenure": 6,
    "device": 4,
    "channel": 6,
    "interest": 12,
}
ORDERED = {"age", "spend", "tenure"}
CITIES_PER_REGION = 15
EXPONENT = 1.77
"""How fast the values of an attribute become rare, within a cluster."""
BLOCK = 1_000_000


def synthetic_cells(people: int, seed: int = 1) -> Cells:
    """Return the distinct cells of so many customers; the same for the same seed. About 60 bytes a customer."""
    random = np.random.default_rng(seed)
    sizes = [*SIZES.values(), *(2 for _ in SCOPES)]
    shares = [_cluster_shares(random, size) for size in SIZES.values()]
    keys = []
    for start in range(0, people, BLOCK):
        count = min(BLOCK, people - start)
        cluster = random.choice(CLUSTERS, count, p=_zipf(CLUSTERS))
        columns = [_draw(random, share, cluster) for share in shares]
        columns += [(random.random(count) < likely).astype(np.int64) for likely in GRANTED]
        keys.append(np.ravel_multi_index(columns, sizes))
    cells, counts = np.unique(np.concatenate(keys), return_counts=True)
    order = random.permutation(len(cells))
    *codes, email, sms, ads = np.unravel_index(cells[order], sizes)
    return Cells(
        attributes=tuple(_attribute(name, size) for name, size in SIZES.items()),
        codes=tuple(_narrow(column, size) for column, size in zip(codes, SIZES.values(), strict=True)),
        scopes=SCOPES,
        consent=(email + 2 * sms + 4 * ads).astype(np.uint32),
        sensitive=(),
        sensitive_codes=(),
        people=counts[order].astype(np.int64),
    )


def _zipf(size: int) -> NDArray[np.float64]:
    weights = np.arange(1, size + 1, dtype=np.float64) ** -EXPONENT
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def _cluster_shares(random: np.random.Generator, size: int) -> NDArray[np.float64]:
    """Return each cluster's cumulative shares of the values: Zipf's law over an order of its own."""
    return np.stack([_zipf(size)[random.permutation(size)].cumsum() for _ in range(CLUSTERS)])


def _draw(random: np.random.Generator, shares: NDArray[np.float64], cluster: NDArray[np.int64]) -> NDArray[np.int64]:
    """Draw a value for each person from their cluster's shares: one sorted search over all clusters."""
    ladder = (shares / shares[:, -1:] + np.arange(CLUSTERS)[:, None]).ravel()
    place = np.searchsorted(ladder, cluster + random.random(len(cluster)), side="right")
    value: NDArray[np.int64] = np.minimum(place - cluster * shares.shape[1], shares.shape[1] - 1)
    return value


def _attribute(name: str, size: int) -> Attribute:
    labels = tuple(f"{name} {code + 1}" for code in range(size))
    if name == "city":
        regions = size // CITIES_PER_REGION
        level = Level(
            "region", tuple(f"region {i + 1}" for i in range(regions)), tuple(np.arange(size) // CITIES_PER_REGION)
        )
        return Attribute(name, Kind.HIERARCHICAL, labels, levels=(level,))
    return Attribute(name, Kind.ORDERED if name in ORDERED else Kind.NOMINAL, labels)


def _narrow(column: NDArray[np.intp], size: int) -> Codes:
    return column.astype(narrowest(size))

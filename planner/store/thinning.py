"""Thinning: which backups are kept as they age: the newest few, then one a day, a week and a month."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

MOST_BYTES = 2 << 30
"""What all backups of a workspace together may take; the newest `ALWAYS` are kept whatever they take."""
ALWAYS = 2
NEWEST = 5


class Dated(Protocol):
    """What is thinned."""

    @property
    def made_at(self) -> datetime:
        """When it was made."""

    @property
    def size(self) -> int:
        """Bytes."""


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Keep:
    """The newest of each period, for so many periods in which there is one."""

    most: int
    period: Callable[[datetime], Hashable]


KEEPS = (
    Keep(7, lambda moment: moment.date()),
    Keep(4, lambda moment: moment.isocalendar()[:2]),
    Keep(12, lambda moment: (moment.year, moment.month)),
)
"""What is kept for one of these is kept, and the newest few are too."""


def spare(newest_first: Sequence[D]) -> tuple[D, ...]:
    """Return what may go, from dated things in their order, the newest first.

    The order is the one that is given: a clock that was put back makes no backup look old.
    """
    kept: set[int] = set(range(min(NEWEST, len(newest_first))))
    for rule in KEEPS:
        seen: dict[Hashable, int] = {}
        for i, each in enumerate(newest_first):
            seen.setdefault(rule.period(each.made_at), i)
        kept.update(sorted(seen.values())[: rule.most])
    total = 0
    for i in sorted(kept):
        total += newest_first[i].size
        if i >= ALWAYS and total > MOST_BYTES:
            kept.discard(i)
    return tuple(each for i, each in enumerate(newest_first) if i not in kept)

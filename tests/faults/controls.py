"""Which faults must be noticed when a guard is taken off: were they not, no other answer would be worth anything."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.faults.power import CUT


@dataclass(frozen=True, slots=True)
class Control:
    """An operation and a fault that tell of a missing guard, how their telling begins, and a share that is enough."""

    operation: str
    fault: str
    told: tuple[str, ...]
    shares: int = 1


LOST = ("what was acknowledged is lost", "refused: store-rolled-back")
CONTROLS: Mapping[str, Control] = {
    "no journal": Control("import", "killed", ("refused: store-damaged",)),
    "nothing synced": Control("approve", CUT, ("refused: store-damaged",), shares=2),
    "the end of the journal not synced": Control("approve", CUT, LOST),
    "file before entry": Control("export", "killed", LOST, shares=8),
    "file in place": Control("export again", "torn, then killed", ("half a bundle",)),
    "leftovers stay": Control("export again", "killed", ("left behind: out/",)),
    "SQLite tried out": Control("set the policy", "disk full once", LOST, shares=3),
}
"""Guard, one of `weaker.WEAKER` → what must be noticed without it."""

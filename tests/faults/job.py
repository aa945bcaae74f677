"""What can be asked of a process that tries faults, and what it answers."""

import json
from dataclasses import asdict, dataclass

Found = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """What to try: an operation, a fault, and a share of the calls at which it may strike."""

    operation: str
    fault: str
    weakened: str = ""
    """A guard that is taken off, one of `weaker.WEAKER`."""
    share: int = 0
    shares: int = 1
    """The points that are tried: every `shares`-th, from number `share` on."""
    cuts: int = 2
    """How often the power is cut between two calls, for each way of keeping names."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How many points were tried, what was wrong at which of them, and which kinds of calls the operation makes."""

    points: int
    wrong: tuple[tuple[str, Found], ...]
    kinds: tuple[str, ...]

    @classmethod
    def read(cls, line: str) -> "Answer":
        """Read what `write` wrote."""
        said = json.loads(line)
        wrong = tuple((where, tuple(found)) for where, found in said["wrong"])
        return cls(said["points"], wrong, tuple(said["kinds"]))

    def write(self) -> str:
        """Return the answer as one line."""
        return json.dumps(asdict(self))

    @property
    def told(self) -> dict[str, list[str]]:
        """What was wrong → where."""
        told: dict[str, list[str]] = {}
        for where, found in self.wrong:
            for each in found:
                told.setdefault(each, []).append(where)
        return told

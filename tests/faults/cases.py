"""What a file of the corpus is: how it is made, and the one outcome that is right, written down by a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from planner.intake import mapping as said
from tests.intake.reading import rows_are_people

People = Mapping[str, int]
"""Label of the first attribute → people; the labels of more than one attribute are joined by a bar."""


@dataclass(frozen=True)
class Right:
    """The file is sound, however odd: so many rows, and these people."""

    people: People
    rows: int = 0
    """0 where every row is a person."""

    @property
    def all_rows(self) -> int:
        return self.rows or sum(self.people.values())


@dataclass(frozen=True)
class Refused:
    """The file has to be refused: with this code, and told with these facts among others."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def refused(code: str, **facts: object) -> Refused:
    """Return the refusal of this code."""
    return Refused(code, facts)


@dataclass(frozen=True)
class Case:
    """One file."""

    content: bytes | Callable[[], bytes]
    expected: Right | Refused
    mapping: said.Mapping = field(default_factory=lambda: rows_are_people("a"))
    suffix: str = ".csv"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.content if isinstance(self.content, bytes) else self.content()


THREE = Right({"north": 2, "south": 1})
"""The people of the plainest file: `a,b`, `north,1`, `south,2`, `north,3`."""

"""Which columns of a file say who a person is: the one to count people by, and those that never may be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from planner.intake.vocabulary import is_only, numbers_something, speaks_of

NEARLY_UNIQUE = 0.9
"""Distinct values per filled cell from which on a column tells its rows apart."""

SUSPECTED = 0.05
"""Distinct values per filled cell from which on short words may be what people are called: 20 rows each, or fewer."""

NUMBERS_PEOPLE = 4
"""Rank of an identifier whose name says that it numbers people."""

PATTERN_SHARES: Mapping[str, float] = {
    "email": 0.2,
    "iban": 0.5,
    "card": 0.5,
    "ip": 0.5,
    "phone": 0.7,
    "address": 0.7,
    "person name": 0.8,
}
"""Pattern of `vocabulary` → the share of cells from which on a column holds such values."""

LOOKALIKES = ("address", "person name")
"""Patterns that names of places and products match too; people's own differ from row to row."""

DIRECT_NAMES = (
    "email", "phone", "bank", "person name", "address", "network", "position", "official id", "online name",
)  # fmt: skip
"""Subjects of column names that name or locate a person."""


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """What the child process tells of a column: shares, rounded numbers, and labels that many people hold."""

    name: str
    filled: float
    """Share of all rows with a cell that is not empty."""
    distinct: int
    uniqueness: float
    """Distinct values per filled cell."""
    is_constant: bool
    mean_length: float
    shares: Mapping[str, float]
    """Share of filled cells that are of a kind: `number`, `whole`, `date`, those of `ANSWERS` and `PATTERNS`."""
    low: float | None = None
    """The 5th percentile of numbers, to two digits, or of days since 1970, to a month; then the 50th and the 95th."""
    middle: float | None = None
    high: float | None = None
    examples: tuple[str, ...] = ()
    """The commonest values, each held by at least the floor of people."""
    determines: tuple[str, ...] = ()
    """Columns with fewer values, each of which is the same for nearly all people who share a value of this one."""

    @property
    def is_varied(self) -> bool:
        """Whether there are so many values that they may tell people apart."""
        return self.distinct > 50 or self.uniqueness > 0.2

    @property
    def is_number(self) -> bool:
        """Whether every filled cell is a number."""
        return self.shares["number"] == 1

    @property
    def is_whole(self) -> bool:
        """Whether every filled cell is a whole number."""
        return self.shares["whole"] == 1

    @property
    def is_date(self) -> bool:
        """Whether every filled cell is an ISO 8601 date or time."""
        return self.shares["date"] == 1

    @property
    def is_yes_or_no(self) -> bool:
        """Whether nearly every filled cell says yes or no."""
        return self.shares["yes"] + self.shares["no"] >= 0.95

    @property
    def may_be_consent(self) -> bool:
        """Whether it answers a question that its name does not tell, which may have been one for consent."""
        return self.is_yes_or_no and not speaks_of(self.name, "behaviour")


def direct_identifier(facts: ColumnFacts) -> str | None:
    """Return what kind of direct identifier a column holds, by its values or its name, or None."""
    is_text = not facts.is_date and facts.shares["local date"] < 0.5
    for kind, share in PATTERN_SHARES.items():
        tells_apart = facts.uniqueness > 0.2 if kind in LOOKALIKES else facts.is_varied
        if is_text and tells_apart and facts.shares[kind] >= share:
            return kind
    if not facts.is_varied or not is_text or facts.is_yes_or_no or speaks_of(facts.name, "behaviour"):
        return None
    if is_only(facts.name, "bare name"):
        return "person name"
    subject = next((subject for subject in DIRECT_NAMES if speaks_of(facts.name, subject)), None)
    return None if subject == "email" and facts.is_number else subject


def identifier_of(columns: Sequence[ColumnFacts]) -> str | None:
    """Return the column that people are best counted by: a customer number, another key, or an e-mail address."""
    return _best(columns)[1]


def person_columns(columns: Sequence[ColumnFacts]) -> list[str]:
    """Return the columns to count people by before a value is shown, so that one person's many rows count once.

    Where the identifier's name does not say that it numbers people, e-mail addresses have to agree; without one, so
    do all columns that may be it.
    """
    rank, identifier = _best(columns)
    emails = [facts.name for facts in columns if direct_identifier(facts) == "email"]
    if identifier is None:
        return [*emails, *suspected_identifiers(columns)]
    return [identifier] if rank == NUMBERS_PEOPLE else list(dict.fromkeys([identifier, *emails]))


def suspected_identifiers(columns: Sequence[ColumnFacts]) -> list[str]:
    """Return the columns of a file without an identifier that may say who a person is, the likeliest first.

    Somebody with many rows would be taken for many people there, and what they alone have for a group of its own.
    """
    if identifier_of(columns) is not None or weight_of(columns) is not None:
        return []
    return [facts.name for facts in sorted(columns, key=lambda facts: -facts.uniqueness) if _is_suspected(facts)]


def weight_of(columns: Sequence[ColumnFacts]) -> str | None:
    """Return the column that says how many people a row stands for, in a file that is aggregated already."""
    if identifier_of(columns) is not None:
        return None
    return next((facts.name for facts in columns if _is_weight(facts)), None)


def _is_weight(facts: ColumnFacts) -> bool:
    return is_only(facts.name, "weight") and facts.is_whole and facts.filled == 1


def _is_suspected(facts: ColumnFacts) -> bool:
    is_other = facts.is_number or facts.is_yes_or_no or speaks_of(facts.name, "other id")
    return not is_other and facts.uniqueness > SUSPECTED and facts.is_varied and _is_key(facts)


def _best(columns: Sequence[ColumnFacts]) -> tuple[int, str | None]:
    ranked = [(_identifies(facts), facts.uniqueness, -place) for place, facts in enumerate(columns)]
    rank, _, place = max(ranked, default=(0, 0.0, 0))
    return rank, columns[-place].name if rank else None


def _identifies(facts: ColumnFacts) -> int:
    """Rank a column as an identifier: `NUMBERS_PEOPLE` is best, 0 is none."""
    kind = direct_identifier(facts)
    if kind == "email":
        return 1 if facts.uniqueness > 0.5 and facts.filled > NEARLY_UNIQUE else 0
    if kind not in (None, "phone") or facts.filled < NEARLY_UNIQUE or not facts.is_varied or not _is_key(facts):
        return 0
    says_person = speaks_of(facts.name, "person id") and numbers_something(facts.name)
    if (says_person or is_only(facts.name, "person id")) and facts.uniqueness > 0.02:
        return 0 if kind or speaks_of(facts.name, "other id") else NUMBERS_PEOPLE
    if facts.uniqueness < NEARLY_UNIQUE or speaks_of(facts.name, "other id", "phone"):
        return 0
    return 3 if numbers_something(facts.name) else 2


def _is_key(facts: ColumnFacts) -> bool:
    """Whether the values look like keys: one word or whole number each, and not a measure or a place."""
    decimal = facts.is_number and not facts.is_whole
    measure = speaks_of(facts.name, "behaviour", "money of a person", "postcode", "place", "age", "birth", "weight")
    return not (decimal or measure or facts.is_date) and facts.mean_length <= 64 and facts.shares["one word"] > 0.9

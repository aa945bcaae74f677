"""The first line of a file as a header: what tells that it names columns, and is not the row of a person."""

import re
from collections.abc import Iterable, Sequence

from planner.domain.errors import PlannerError

COMPARED_WITH = 200
"""Records after the first that are looked at for the values of the first."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def check_header(cells: Sequence[str], following: Iterable[Sequence[str]] = ()) -> None:
    """Check that the first record of a file names columns, so that no person's row is ever told as their names.

    It is a row when one cell is an e-mail address or a date with its day, or when at least half of the cells that
    hold anything are values: numbers, or what a record `following` has in the same column. A column called 2024
    among words is a name, and so is one column that holds its own name as a mark. Raises PlannerError
    `header-missing`, which quotes no cell.
    """
    filled = {place: cell for place, cell in enumerate(map(str.strip, cells)) if cell}
    numbers = {place for place, cell in filled.items() if _NUMBER.fullmatch(cell)}
    again = {
        place
        for record in following
        for place, cell in enumerate(map(str.strip, record))
        if cell and filled.get(place) == cell
    }
    values = numbers | again if len(again) > 1 or len(filled) == 1 else numbers
    named = any(_EMAIL.fullmatch(cell) or _DATE.fullmatch(cell) for cell in filled.values())
    if named or 2 * len(values) >= len(filled):
        raise PlannerError("header-missing")

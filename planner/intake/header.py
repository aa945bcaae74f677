"""The first line of a file as a header: what tells that it names columns, and is not the row of a person."""

import re
from collections.abc import Sequence

from planner.domain.errors import PlannerError

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def check_header(cells: Sequence[str]) -> None:
    """Check that the first record of a file names columns, so that no person's row is ever told as their names.

    It is a row when one cell is an e-mail address or a date with its day, or when at least half of the cells that
    hold anything are numbers: a column called 2024 among words is a name. Raises PlannerError `header-missing`,
    which quotes no cell.
    """
    filled = [cell for cell in (cell.strip() for cell in cells) if cell]
    numbers = sum(_NUMBER.fullmatch(cell) is not None for cell in filled)
    if 2 * numbers >= len(filled) or any(_EMAIL.fullmatch(cell) or _DATE.fullmatch(cell) for cell in filled):
        raise PlannerError("header-missing")

"""What the survey asks of every column, and what the answers make known of it."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from planner.intake.engine import quote_text
from planner.intake.identity import ColumnFacts
from planner.intake.vocabulary import ANSWERS, PATTERNS, answer_words

_NUMBER = "try_cast({t} AS DOUBLE)"
_DATE = "try_cast({t} AS DATE)"
_DAYS = f"({_DATE} - DATE '1970-01-01')"
_QUANTILES = "[0.05, 0.5, 0.95]"

CLOSE = {
    "filled": "count({t})",
    "distinct": "count(DISTINCT {t})",
    "mean_length": "avg(length({t}))",
    "one word": "count(*) FILTER (NOT contains({t}, ' '))",
    "number": f"count(*) FILTER (isfinite({_NUMBER}))",
    "date": f"count({_DATE})",
}
"""What is asked of the rows that are looked at closely; `{t}` is the cell."""

WIDE = {
    "filled": "count({t})",
    "distinct": "approx_count_distinct({t})",
    "constant": "min({t}) IS NOT DISTINCT FROM max({t})",
}
"""What is asked of every row of a column."""

KINDS = {
    "number": {
        "number": f"count(*) FILTER (isfinite({_NUMBER}))",
        "whole": f"count(*) FILTER ({_NUMBER} = floor({_NUMBER}) AND NOT contains({{t}}, '.'))",
        "quantiles": f"approx_quantile({_NUMBER}, {_QUANTILES}) FILTER (isfinite({_NUMBER}))",
    },
    "date": {
        "date": f"count({_DATE})",
        "quantiles": f"approx_quantile({_DAYS}, {_QUANTILES})",
    },
}
"""What is asked of every row too, when most of the cells are of a kind."""


def answers() -> dict[str, str]:
    """Return what is asked of the rows that are looked at closely: how many cells are an answer."""
    words = {answer: ", ".join(map(quote_text, answer_words(answer))) for answer in ANSWERS}
    return {answer: f"count(*) FILTER (lower({{t}}) IN ({said}))" for answer, said in words.items()}


def shapes() -> dict[str, str]:
    """Return what is asked of fewer rows: how many cells are of a pattern."""
    return {
        kind: f"count(*) FILTER (regexp_full_match({{t}}, {quote_text(pattern)}))" for kind, pattern in PATTERNS.items()
    }


def facts_of(name: str, rows: int, close: Mapping[str, Any], wide: Mapping[str, Any]) -> ColumnFacts:
    """Put together what two looks at a column told: the close one, with its `shaped` cells, and the wide one."""
    is_whole_file = close["filled"] == wide["filled"]
    shares = {kind: _share(wide.get(kind, 0), wide["filled"]) for kind in ("number", "whole", "date")}
    shares |= {kind: _share(close[kind], close["filled"]) for kind in (*ANSWERS, "one word")}
    shares |= {kind: _share(close["shaped"][kind], close["shaped"]["filled"]) for kind in PATTERNS}
    low, middle, high = _ends(wide.get("quantiles"), shares)
    return ColumnFacts(
        name,
        filled=_share(wide["filled"], rows),
        distinct=min(wide["filled"], close["distinct"] if is_whole_file else max(close["distinct"], wide["distinct"])),
        uniqueness=_share(close["distinct"], close["filled"]),
        is_constant=bool(wide["constant"]),
        mean_length=float(close["mean_length"] or 0),
        shares=shares,
        low=low,
        middle=middle,
        high=high,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _ends(
    quantiles: Sequence[float] | None, shares: Mapping[str, float]
) -> tuple[float, float, float] | tuple[None, None, None]:
    """Round, so that no quantile tells what one person spent, or when."""
    if quantiles and shares["number"] == 1:
        low, middle, high = map(_two_digits, quantiles)
    elif quantiles and shares["date"] == 1:
        low, middle, high = (float(day // 30 * 30) for day in quantiles)
    else:
        return None, None, None
    return low, middle, high


def _two_digits(number: float) -> float:
    """Cut off what follows the first two digits, so that an edge made from it lies among the numbers."""
    if not number:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(number))) - 1)
    return float(f"{math.floor(number / unit + 1e-9) * unit:.12g}")

"""Labels on screens: what Shoal itself calls a value is said in the reader's language; what is kept stays as it is."""

import re
from collections.abc import Callable

from planner.desktop.words import language, tr

AS_KEPT = "en"
"""The language in which an import names what it makes."""
_NUMBER, _DAY = r"(-?\d[\d.,]*)", r"(\d{4}-\d\d-\d\d)"
_MADE: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (re.compile(r"\(missing\)"), lambda: tr("(missing)")),
    (re.compile(r"\(unlisted\)"), lambda: tr("(unlisted)")),
    (re.compile(r"other"), lambda: tr("other")),
    (re.compile(r"other, (.+)"), lambda of: tr("other, {of}", of=told_label(of))),
    (re.compile(r"other \((.+)\)"), lambda of: tr("other ({of})", of=told_label(of))),
    (re.compile(f"under {_NUMBER}"), lambda edge: tr("under {edge}", edge=edge)),
    (re.compile(f"{_NUMBER} and over"), lambda edge: tr("{edge} and over", edge=edge)),
    (re.compile(f"{_NUMBER} to under {_NUMBER}"), lambda low, high: tr("{low} to under {high}", low=low, high=high)),
    (re.compile(f"before {_DAY}"), lambda edge: tr("before {edge}", edge=edge)),
    (re.compile(f"{_DAY} and later"), lambda edge: tr("{edge} and later", edge=edge)),
)
"""What an import calls bands, nothing, and whatever it folds → how it is said."""


def told_label(label: str) -> str:
    """Return a label as a screen says it: `65 and over` reads `65 et plus` in French.

    Any other value of the data stays as it is; one that reads like a label of Shoal's is said as that.
    """
    if language() == AS_KEPT:
        return label
    for pattern, say in _MADE:
        if found := pattern.fullmatch(label):
            return say(*found.groups())
    return label

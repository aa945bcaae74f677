"""Names that other systems accept: made from ours, told apart, and reported where they had to change."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from planner.formats.losses import Loss


def plain_names(names: Iterable[str], *, allowed: str, most: int) -> Mapping[str, str]:
    """Return for each name one of at most `most` characters of the class `allowed`, no two the same.

    Letters lose their accents, anything else becomes `_`; a name that is taken gets a number.
    """
    given: dict[str, str] = {}
    for name in sorted(set(names)):
        folded = unicodedata.normalize("NFKD", name if "A-Z" in allowed else name.lower())
        bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
        plain = re.sub(f"[^{allowed}]", "_", bare)[:most] or "_"
        given[name] = _untaken(plain, set(given.values()), most)
    return given


def renamed(names: Mapping[str, str], target: str) -> tuple[Loss, ...]:
    """Return the loss that names what had to change, if anything."""
    changed = [f"{name} is {plain}" for name, plain in names.items() if name != plain]
    return (Loss(target, "renamed", {"names": ", ".join(changed)}),) if changed else ()


def _untaken(name: str, taken: set[str], most: int) -> str:
    number, candidate = 1, name
    while candidate in taken:
        number += 1
        candidate = f"{name[: most - len(str(number)) - 1]}_{number}"
    return candidate

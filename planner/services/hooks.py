"""What long work tells and asks while it runs: progress out, cancel in."""

from collections.abc import Callable
from dataclasses import dataclass


def _say_nothing(_phase: str, _share: float) -> None: ...


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Hooks:
    """`progress` is given a phase and its share done (0 … 1); `cancelled` is asked often and may say stop."""

    progress: Callable[[str, float], None] = _say_nothing
    cancelled: Callable[[], bool] = _never


UNWATCHED = Hooks()
"""For work that nobody watches."""

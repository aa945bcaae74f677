"""Nobody is singled out by comparing imports, and the attacks that try it notice a guard that is weakened."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from planner.domain import guardrails, parts, refresh
from planner.domain.kept_cut import KeptCut
from planner.domain.privacy_model import Counts, PrivacyModel
from planner.domain.segments import Cells, SegmentTable
from planner.services import exploring
from tests.attacks.attacks import Scene
from tests.attacks.imports import IMPORT_ATTACKS, fresh

CASES = [(name, world) for name, (_, worlds) in IMPORT_ATTACKS.items() for world in worlds]
Patch = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize(("name", "world"), CASES, ids=[f"{name} in {world}" for name, world in CASES])
def test_nobody_is_singled_out_by(name: str, world: str, scene_of: Callable[[str], Scene]) -> None:
    attack, _ = IMPORT_ATTACKS[name]
    attack(fresh(scene_of(world)))


def counts_as_they_are(patch: pytest.MonkeyPatch) -> None:
    """A refresh shows what it counted."""

    def shown(boxes: SegmentTable, cells: Cells, people: Counts, counts: tuple[Counts, ...]) -> SegmentTable:
        return replace(told(boxes, cells, people, counts), people=people)

    told = refresh._shown
    patch.setattr(refresh, "_shown", shown)


def too_few_stay(patch: pytest.MonkeyPatch) -> None:
    """A segment that fell below the floor stays one."""
    patch.setattr(KeptCut, "without", lambda cut, _: replace(cut))
    patch.setattr(PrivacyModel, "holds", lambda _, people, __: np.ones(len(people), dtype=np.bool_))


def shown_counts_are_relied_on(patch: pytest.MonkeyPatch) -> None:
    """A count that is held back is taken for the people there are."""
    patch.setattr(guardrails, "surely_in", lambda table: table.people)
    patch.setattr(parts, "surely_in", lambda table: table.people)


def earlier_states_are_forgotten(patch: pytest.MonkeyPatch) -> None:
    """Lists are compared with those of the same import alone."""

    def load_releases(workspace: object, snapshot: str) -> None:
        return None

    patch.setattr(exploring, "load_releases", load_releases)


def retired_lists_are_only_told(patch: pytest.MonkeyPatch) -> None:
    """Lists from before a new cut block nothing."""
    patch.setattr(guardrails.Judged, "_isolation_from_retired", lambda _: ())


WEAKENINGS: Mapping[str, tuple[Patch, str, str, str]] = {
    "counts as they are": (counts_as_they_are, "one person at a time", "agreed", "count-moved-by-few"),
    "segments of too few": (too_few_stay, "customers who come and go", "agreed", "segment-below-floor"),
    "counts that are held back": (shown_counts_are_relied_on, "customers who come and go", "agreed", "lists-isolate"),
    "lists of this import alone": (
        earlier_states_are_forgotten,
        "customers who come and go",
        "agreed",
        "lists-isolate",
    ),
    "warnings after a new cut": (retired_lists_are_only_told, "lists from before a new cut", "agreed", "lists-isolate"),
}
"""What is wrong → the mistake, and the attack and world that must notice what is then broken."""


@pytest.mark.parametrize("name", WEAKENINGS)
def test_the_attacks_notice_a_guard_that_relies_on(
    name: str, scene_of: Callable[[str], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    patch, noticed_by, world, broken = WEAKENINGS[name]
    scene = fresh(scene_of(world))
    patch(monkeypatch)
    attack, _ = IMPORT_ATTACKS[noticed_by]
    with pytest.raises(AssertionError):
        attack(scene)
    assert broken in {each.code for each in scene.breaks}

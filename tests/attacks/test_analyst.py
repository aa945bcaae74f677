"""Blind search: a state machine does whatever a marketer can, and the oracle looks on.

A few hundred steps in every run. For a longer hunt, say how many examples a world and steps an example get, and let
chance differ from run to run:

    ANALYST_EXAMPLES=2000 ANALYST_STEPS=40 pytest tests/attacks/test_analyst.py
"""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks.analyst import analyst_of
from tests.attacks.attacks import Scene
from tests.attacks.marketer import prepare
from tests.attacks.weakenings import WEAKENINGS
from tests.attacks.world import WORLDS

EXAMPLES = int(os.environ.get("ANALYST_EXAMPLES", "3"))
STEPS = int(os.environ.get("ANALYST_STEPS", "20"))

SEARCH = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    derandomize="ANALYST_EXAMPLES" not in os.environ,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
UNTIL_FOUND = settings(SEARCH, max_examples=60, stateful_step_count=20, derandomize=True, phases=(Phase.generate,))
LATE = ("asked once", "pair by pair", "the latest list alone", "size alone", "whoever is left out")
"""What the search finds only after a while; tests/attacks/test_weakened_guards.py notices each of them in every run."""


@pytest.mark.parametrize("world", WORLDS)
def test_nobody_is_singled_out_whatever_a_marketer_does(world: str, scene_of: Callable[[str], Scene]) -> None:
    scene = replace(scene_of(world), breaks=[])
    run_state_machine_as_test(analyst_of(scene), settings=SEARCH)
    assert not scene.breaks


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long) if name in LATE else name
        for name, each in WEAKENINGS.items()
        if each.is_found_blindly
    ],
)
def test_blind_search_finds_a_guard_weakened_to(
    name: str, scene_of: Callable[[str], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    weakening = WEAKENINGS[name]
    scene = replace(scene_of(weakening.world), breaks=[])
    weakening.patch(monkeypatch)
    if weakening.imports_anew:
        scene = replace(scene, prepared=prepare(scene.world, scene.folder))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(analyst_of(scene), settings=UNTIL_FOUND)
    assert scene.breaks

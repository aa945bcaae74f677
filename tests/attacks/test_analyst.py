"""A blind search for a way to single people out; `ANALYST_EXAMPLES` in the environment makes it search longer."""

import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.attacks.analyst import analyst_of
from tests.attacks.attacks import Scene

SEARCH = settings(
    max_examples=int(os.environ.get("ANALYST_EXAMPLES", "4")),
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("world", ["skewed", "agreed", "sparse", "nested"])
def test_blind_search_singles_nobody_out(world: str, scene_of: Callable[[str], Scene]) -> None:
    scene = replace(scene_of(world), breaks=[])
    run_state_machine_as_test(analyst_of(scene), settings=SEARCH)
    assert not scene.breaks

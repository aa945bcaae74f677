"""Everything known about singling people out, tried on the whole product; `attacks` says what must stop each."""

from collections.abc import Callable

import pytest

from tests.attacks.attacks import ATTACKS, Scene

CASES = [(name, world) for name, (_, worlds) in ATTACKS.items() for world in worlds]


@pytest.mark.parametrize(("name", "world"), CASES, ids=[f"{name} in {world}" for name, world in CASES])
def test_nobody_is_singled_out_by(name: str, world: str, scene_of: Callable[[str], Scene]) -> None:
    attack, _ = ATTACKS[name]
    attack(scene_of(world))

"""The attacks themselves are tested here: with the guard weakened on purpose, they must notice (`weakenings`)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.attacks.attacks import ATTACKS, Scene
from tests.attacks.marketer import prepare
from tests.attacks.weakenings import WEAKENINGS


@pytest.mark.parametrize("name", WEAKENINGS)
def test_the_attacks_notice_a_guard_weakened_to(
    name: str, scene_of: Callable[[str], Scene], monkeypatch: pytest.MonkeyPatch
) -> None:
    weakening = WEAKENINGS[name]
    scene = replace(scene_of(weakening.world), breaks=[])
    weakening.patch(monkeypatch)
    if weakening.imports_anew:
        scene = replace(scene, prepared=prepare(scene.world, scene.folder))
    attack, _ = ATTACKS[weakening.noticed_by]
    with pytest.raises(AssertionError):
        attack(scene)
    if weakening.breaks is not None:
        assert weakening.breaks in {each.code for each in scene.breaks}

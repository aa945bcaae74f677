"""Worlds, imported once, for everyone who attacks."""

from collections.abc import Callable
from functools import cache

import pytest

from planner.services import exploring, importing
from planner.services.answers import segments_answer
from tests.attacks.attacks import Scene
from tests.attacks.marketer import POPULATION, marketer_of, prepare, prepare_again
from tests.attacks.plots import draw_map
from tests.attacks.world import WORLDS


@pytest.fixture(scope="session")
def scene_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Scene]:
    """Return the scene of a world by its name; rows are written and read once, and gone after."""

    @cache
    def scene(name: str) -> Scene:
        world, folder = WORLDS[name](), tmp_path_factory.mktemp(name)
        prepared = prepare(world, folder)
        with marketer_of(world, folder / "map", prepared) as marketer:
            kept = importing.known_population(marketer.workspace, POPULATION)
            assert kept
            refreshed = prepare_again(world, folder, kept)
            known = draw_map(segments_answer(exploring.segments(marketer.workspace, POPULATION)))
        return Scene(world, prepared, refreshed, known, folder)

    return scene

"""What holds for every test: properties are tried by the same examples in each run and by no clock, so that a busy
machine fails none; a passphrase is guessed at little cost, for that is most of what opening a workspace takes; and
where there is room in memory, a test's folder is there, for a store waits for the disk at each change."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from planner.store import passphrase
from tests.passphrases import CHEAP

MEMORY = Path("/dev/shm")  # noqa: S108 (pytest makes a folder of its own in it)
ROOM_BYTES = 4 << 30

settings.register_profile("shoal", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shoal")


def pytest_configure() -> None:
    """Say where the folders of tests are made, unless somebody has said so."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM_BYTES:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.fixture(scope="session", autouse=True)
def passphrases_cost_little() -> Iterator[None]:
    """In this process only: tests/cli/test_terminal.py holds what real ones cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "COST", CHEAP)
        yield

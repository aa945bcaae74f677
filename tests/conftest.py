"""What holds for every test: properties are tried by the same examples in each run and by no clock, so that a busy
machine fails none; and a passphrase is guessed at little cost, for that is most of what opening a workspace takes."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from planner.store import passphrase

settings.register_profile("shoal", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shoal")


@pytest.fixture(scope="session", autouse=True)
def passphrases_cost_little() -> Iterator[None]:
    """In this process only: tests/cli/test_terminal.py holds what real ones cost."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrase, "COST", passphrase.Argon2Cost(memory_kib=64, iterations=1, lanes=1))
        yield

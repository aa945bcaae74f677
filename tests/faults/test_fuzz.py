"""Whatever is sent to be read is read or refused, at once: no other error, no end of patience."""

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from tests.faults.fuzz import READINGS, data_for

BUDGET_S = 60
"""How long each reading is fuzzed in the long set."""


@pytest.mark.parametrize("name", READINGS)
def test_what_is_sound_is_read(name: str) -> None:
    for sound in READINGS[name].sound:
        assert READINGS[name].read(sound)


@pytest.mark.parametrize("name", READINGS)
@settings(max_examples=60, deadline=5_000, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_anything_is_read_or_refused(name: str, data: st.DataObject) -> None:
    reading = READINGS[name]
    with suppress(PlannerError, *reading.raises):
        reading.read(data.draw(data_for(reading)))


@pytest.mark.long
@pytest.mark.parametrize("name", READINGS)
def test_anything_is_read_or_refused_for_a_minute(name: str) -> None:
    reading, until = READINGS[name], time.monotonic() + BUDGET_S

    @settings(max_examples=300, deadline=20_000, database=None, suppress_health_check=list(HealthCheck))
    @given(data_for(reading))
    def read(sent: bytes) -> None:
        with suppress(PlannerError, *reading.raises):
            reading.read(sent)

    while time.monotonic() < until:
        read()

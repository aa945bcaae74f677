"""A sample of every operation's calls struck by every fault; `make faults` strikes all of them."""

from collections.abc import Iterator

import pytest

from tests.faults.asking import Trials, needs_the_shim, require_a_compiler
from tests.faults.controls import CONTROLS, Control
from tests.faults.job import Job
from tests.faults.operations import OPERATIONS
from tests.faults.power import CUT
from tests.faults.shim import FAULTS

pytestmark = needs_the_shim

SHARES = 100
"""One call in so many is struck by each fault, another one by each."""


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    require_a_compiler()
    with Trials(tmp_path_factory.mktemp("faults")) as running:
        yield running


@pytest.mark.parametrize("operation", OPERATIONS)
def test_any_call_may_fail_and_the_old_state_or_the_new_one_is_left(trials: Trials, operation: str) -> None:
    found, points = {}, 0
    for number, fault in enumerate((*FAULTS, CUT)):
        answer = trials.ask(Job(operation, fault, share=5 * number, shares=SHARES, cuts=1))
        points += answer.points
        if answer.wrong:
            found[fault] = answer.told
        assert {"write", "sync"} <= set(answer.kinds)
    assert points >= len(FAULTS)
    assert found == {}


@pytest.mark.parametrize("weakened", CONTROLS)
def test_a_guard_that_is_taken_off_is_noticed(trials: Trials, weakened: str) -> None:
    control: Control = CONTROLS[weakened]
    answer = trials.ask(Job(control.operation, control.fault, weakened, shares=control.shares))
    assert any(each.startswith(control.told) for each in answer.told), answer.told

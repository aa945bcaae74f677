"""`shoal doctor` finds out what works on a computer by doing it, and leaves nothing behind."""

import json
import sys
from typing import cast

import pytest

from planner.cli import main
from planner.store.key_ring import KNOWN_RINGS, KnownRing
from tests.cli.memory_ring import Keyring
from tests.cli.running import done, shoal


def test_the_doctor_tries_all_that_an_import_and_a_workspace_need() -> None:
    before = dict(Keyring.kept)
    told = done("doctor")
    checks = {check["name"]: check for check in told["checks"]}
    assert list(checks) == ["store", "key-ring", "reading", "partition"]
    assert {check["verdict"] for check in checks.values()} == {"valid"}
    assert "SQLCipher 4." in checks["store"]["detail"]
    assert checks["key-ring"]["detail"].startswith("memory kept a key")
    assert "40 invented customers" in checks["reading"]["detail"]
    assert Keyring.kept == before, "the key that was tried is gone"


def test_the_doctor_tells_a_person_the_same() -> None:
    said = shoal("doctor").out.splitlines()
    assert [line[0] for line in said[1:-1]] == ["✓"] * 4
    assert said[-1] == "Everything that is needed works here."


@pytest.mark.parametrize(
    ("rings", "verdict", "status"),
    [((), "unknown", 0), ((KnownRing("locked", "tests.cli.memory_ring", "Locked"),), "invalid", 1)],
)
def test_no_key_ring_can_be_done_without_and_a_locked_one_not(
    rings: tuple[KnownRing, ...],
    verdict: str,
    status: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setitem(cast("dict[str, tuple[KnownRing, ...]]", KNOWN_RINGS), sys.platform, rings)
    assert main(["doctor", "--json"]) == status
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)["checks"]}
    assert checks["key-ring"]["verdict"] == verdict
    assert {checks[name]["verdict"] for name in ("store", "reading", "partition")} == {"valid"}

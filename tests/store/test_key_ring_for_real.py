"""A real Secret Service, in a session and a home of its own, in every state that it can be in."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no {' and no '.join(MISSING)} on this machine")

STATES = {
    "unlocked": ("opened", "opened"),
    "locked": ("key-ring-locked", "key-ring-locked"),
    "locked for ever": ("key-ring-locked", "key-ring-locked"),
    "entry deleted": ("opened", "key-missing"),
    "entry of another key": ("opened", "key-wrong"),
    "no daemon": ("passphrase-missing", "key-ring-absent"),
    "made anew": ("opened", "key-missing"),
}
"""State of the key ring → what is told where there is no store yet, and where there is one.

Without a screen the question to unlock is dismissed at once, so that *locked* is *dismissed* too.
"""

# Nothing is started by the bus itself: a daemon that was stopped stays so, and no window asks for a password.
BUS = f"""<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={tempfile.gettempdir()}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""

Outcomes = dict[tuple[str, str], dict[str, object]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    place = tmp_path_factory.mktemp("session")
    for name in ("run", "home"):
        (place / name).mkdir(mode=0o700)
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"HOME": str(place / "home"), "XDG_RUNTIME_DIR": str(place / "run")}
    environment |= {"XDG_DATA_HOME": str(place / "home"), "XDG_CONFIG_HOME": str(place / "home")}
    for name in ("SHOAL_PASSPHRASE", "DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    bus = place / "bus.conf"
    bus.write_text(BUS, encoding="utf-8")
    command = [
        "dbus-run-session",
        f"--config-file={bus}",
        "--",
        sys.executable,
        "-m",
        "tests.store.secret_service",
        str(place),
    ]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    return {(each["state"], each["shape"]): each for each in told}


@pytest.mark.parametrize("shape", ["none", "store", "hot"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_is_told_and_no_key_is_ever_made_over_a_store(outcomes: Outcomes, state: str, shape: str) -> None:
    found = outcomes[state, shape]
    without, with_one = STATES[state]
    assert found["code"] == (without if shape == "none" else with_one)
    assert found["is_untouched"] or found["code"] == "opened"


@pytest.mark.parametrize("shape", ["store", "hot"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_has_a_way_back_to_all_that_was_committed(outcomes: Outcomes, state: str, shape: str) -> None:
    assert outcomes[state, shape]["way_back"] == "opened"

"""A real Secret Service, in a session and a home of its own, keeps the key of a real workspace."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [program for program in NEEDED if shutil.which(program) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"no {' and no '.join(MISSING)} on this machine")

# The daemon stays in the foreground, so that it ends with the session; the line on its stdin becomes the password of
# a new ring. The ring is there when the daemon has taken its name on the bus, which `find_key_ring` waits for.
SESSION = """
gnome-keyring-daemon --foreground --unlock --components=secrets < "$1" > /dev/null 2>&1 &
daemon=$!; shift
"$@"; result=$?
kill $daemon; exit $result
"""


WORK = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from planner.domain.errors import PlannerError
from planner.store.key_ring import SERVICE, find_key_ring
from planner.store.workspace import Workspace

deadline = time.monotonic() + 15
while (ring := find_key_ring()) is None and time.monotonic() < deadline:
    pass
clock, folder = (lambda: datetime.now(UTC)), Path(sys.argv[1])
with Workspace.create(folder, ring, clock) as made:
    pass
with Workspace.open(folder, ring, clock) as opened:
    assert opened.id == made.id
key = ring.load((folder / "store.db").read_bytes()[:16].hex())
ring.backend.delete_password(SERVICE, key.slot)
try:
    Workspace.open_or_create(folder, ring, clock)
except PlannerError as error:
    print(ring.name, error.code)
"""


def test_a_workspace_is_made_and_opened_with_a_key_of_the_secret_service(tmp_path: Path) -> None:
    for name in ("run", "home"):
        (tmp_path / name).mkdir(mode=0o700)
    password = tmp_path / "password"
    password.write_text("test-password\n")
    environment = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    environment |= {"HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    environment |= {"XDG_DATA_HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home")}
    session = ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", str(password)]
    command = [*session, sys.executable, "-c", WORK, str(tmp_path / "workspace")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.strip().splitlines()[-1] == "Secret Service key-missing", done.stderr

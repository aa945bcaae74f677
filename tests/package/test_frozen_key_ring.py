"""The frozen application keeps keys in a real Secret Service, in a session and a home of its own."""

import json
import shutil
import sys

import pytest

from tests.package.conftest import Frozen
from tests.store.test_key_ring_for_real import NEEDED

FOUND = {program: shutil.which(program) for program in NEEDED}

SESSION = """
gnome-keyring-daemon --foreground --unlock --components=secrets < "$1" > /dev/null 2>&1 &
daemon=$!; shift
"$@"; result=$?
kill $daemon; exit $result
"""
"""The daemon stays in the foreground, so that it ends with the session; its stdin is the password of a new ring."""

WAIT = """
until "$@" doctor --json | grep -q '"key-ring", "verdict": "valid"'; do [ $((tries += 1)) -lt 20 ] || break; done
exec "$@" doctor --json
"""
"""The daemon takes its name on the bus a moment after it was started."""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have one key ring, of the person who is logged in")
def test_the_key_ring_of_the_desktop_keeps_gives_back_and_deletes(frozen: Frozen) -> None:
    assert all(FOUND.values()), "apt-get install gnome-keyring dbus-daemon dbus-bin"
    runtime, password = frozen.home / "run", frozen.home / "password"
    runtime.mkdir(mode=0o700)
    password.write_text("test-password\n")
    session = ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", str(password), "sh", "-c", WAIT, "sh"]
    done = frozen.run(under=session, PATH="/usr/bin:/bin", XDG_RUNTIME_DIR=str(runtime))
    checks = {check["name"]: check for check in json.loads(done.stdout.splitlines()[-1])["checks"]}
    assert checks["key-ring"]["verdict"] == "valid", checks
    assert checks["key-ring"]["detail"].startswith("Secret Service kept a key")

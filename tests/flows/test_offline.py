"""The whole job on a machine without a network: nothing waits for one, and nothing even asks for one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APART = ("unshare", "--map-root-user", "--net")


def _permitted(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    return not subprocess.run([*command, "true"], capture_output=True, check=False).returncode


@pytest.mark.skipif(not _permitted(*APART), reason="this machine takes nobody's network away")
def test_the_demo_needs_no_network_and_asks_for_none(tmp_path: Path) -> None:
    """Its import runs in a child; where strace is at hand, it hears the child and every thread as well."""
    calls = tmp_path / "calls.txt"
    watched = ("strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(calls))
    watch = watched if _permitted(*watched) else ()
    command = [*APART, *watch, sys.executable, "-B", "-m", "planner", "demo", "--out", str(tmp_path / "demo")]
    home = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=home, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr
    if watch:
        assert "AF_INET" not in calls.read_text("utf-8", "replace")


@pytest.mark.skipif(not _permitted("strace"), reason="there is no strace")
def test_a_question_to_the_network_is_noticed(tmp_path: Path) -> None:
    calls = tmp_path / "calls.txt"
    asks = "import socket; socket.socket(socket.AF_INET6).close()"
    watched = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(calls), sys.executable, "-c", asks]
    subprocess.run(watched, check=True, capture_output=True)
    assert "AF_INET6" in calls.read_text("utf-8", "replace")

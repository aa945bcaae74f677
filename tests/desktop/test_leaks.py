"""The control of `nothing_left_behind`: a test that leaves something behind fails, whatever it is."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LEFT = {
    "timer": "timer = QTimer()\n    timer.start(60_000)\n    KEPT.append(timer)",
    "timer_of_a_window": "window = QWidget()\n    QTimer(window).start(60_000)\n    KEPT.append(window)",
    "hidden_widget": "KEPT.append(QWidget())",
    "qt_warning": "qWarning('something is wrong')",
    "log": "logging.getLogger('planner').warning('something is wrong')",
    "connection": "look.changed.connect(KEPT.clear)",
    "thread": "threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "nothing": "pass",
}
"""What is left behind → how."""


def test_whatever_is_left_behind_fails_the_test_that_left_it() -> None:
    """The file lies among the tests of the desktop, whose conftest is what is tried."""
    lines = [
        "import logging, threading",
        "from PySide6.QtCore import QTimer, qWarning",
        "from PySide6.QtWidgets import QWidget",
        "KEPT = []",
        *(f"def test_{name}(qtbot, look):\n    {how}" for name, how in LEFT.items()),
    ]
    file = ROOT / "tests" / "desktop" / f"leaving_{os.getpid()}.py"
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-rfE", "-p", "no:cacheprovider", str(file)]
        done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    finally:
        file.unlink()
    blamed = {line.rpartition("::test_")[2].split()[0] for line in done.stdout.splitlines() if "::test_" in line}
    assert blamed == set(LEFT) - {"nothing"}, done.stdout

"""What is loaded, and when: the window first, everything heavy after it, and never the network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "duckdb", "matplotlib", "sqlglot", "sqlcipher3", "sqlite_utils", "keyring", "cryptography", "numba")

FIRST_WINDOW = f"""
import sys
from pathlib import Path
from planner.desktop import app
from planner.desktop.look import Look
application = app.make_application()
from planner.desktop.desk import Desk
folder = Path(sys.argv[1])
look = Look(application, folder / "icons")
desk = Desk(look, app.TasteFile(folder / "taste.ini"), app.Prompts(), clock=None, login="me", environment={{}})
window = app.Shell(application, desk, []).window
def seen():
    print(sorted(set({HEAVY!r}) & set(sys.modules)))
    application.quit()
window.painted.connect(seen)
window.show()
application.exec()
desk.tasks.close()
"""

WHOLE_LIFE = """
import sys
opened = []
def watch(event, arguments):
    if event in ("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        opened.append(event)
sys.addaudithook(watch)
from pathlib import Path
from planner.desktop import pictures
for each in pictures.draw(pictures.Wanted(Path(sys.argv[1]), themes=("light",))):
    print(each.name)
print(opened, [name for name in sys.modules if "QtNetwork" in name], "ssl" in sys.modules)
"""


APART = ("unshare", "--map-root-user", "--net")


def told(code: str, folder: Path, *, before: Sequence[str] = ()) -> list[str]:
    environment = {"QT_QPA_PLATFORM": "offscreen", "PATH": os.defpath, "HOME": str(folder)}
    command = [*before, sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_nothing_heavy_is_loaded_before_the_window_is_seen(tmp_path: Path) -> None:
    assert told(FIRST_WINDOW, tmp_path) == ["[]"]


def test_no_socket_is_opened_in_the_whole_life_of_the_window_and_none_is_missed(tmp_path: Path) -> None:
    """No hook of Python sees sockets of Qt or of the engine: where it may, it runs without a network."""
    *drawn, seen = told(WHOLE_LIFE, tmp_path, before=APART if may_be_apart() else ())
    assert len(drawn) > 5
    assert seen.startswith("[] []")


def may_be_apart() -> bool:
    """Whether this machine lets a process have a network of its own."""
    return (
        bool(shutil.which(APART[0]))
        and not subprocess.run([*APART, "true"], capture_output=True, check=False).returncode
    )

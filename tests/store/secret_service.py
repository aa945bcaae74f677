"""What becomes of workspaces in every state of a real Secret Service; run within a D-Bus session of its own.

python -m tests.store.secret_service FOLDER: one line of JSON for each state and each kind of folder. HOME and the
folders of the session are throw-away ones; the daemon is this module's own, so that it can be stopped and begun anew.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import secretstorage

from planner.domain.errors import PlannerError
from planner.services.keeping import Keeper, make_code
from planner.services.opening import Door
from planner.store.custody import header_of
from planner.store.key_ring import SERVICE, find_key_ring
from planner.store.schema import read_meta, write_meta
from planner.store.store_key import StoreKey
from planner.store.workspace import Workspace

PASSWORD, OTHER = "the password of the login", "another password"
PHRASE = "four plain words here"
WAIT_S = 15.0


@dataclass(frozen=True)
class Outcome:
    """What happened to one folder in one state of the key ring."""

    state: str
    shape: str
    code: str
    """The error's code, or `opened`."""
    is_untouched: bool
    """Whether store, journal and key ring are what they were."""
    way_back: str
    """`opened` when unlocking, or the recovery code, opened the workspace with everything that was committed."""


def clock() -> datetime:
    return datetime.now(UTC)


class Daemon:
    """A gnome-keyring of our own: it unlocks the login key ring with a password, or makes it when there is none."""

    def __init__(self, folder: Path) -> None:
        self.rings = folder / "home" / "keyrings"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, password: str) -> None:
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin
        self._process.stdin.write(password.encode())
        self._process.stdin.close()
        wait_for(lambda: find_key_ring() is not None)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()
            self._process = None
            wait_for(lambda: find_key_ring() is None)

    def restart(self, password: str = PASSWORD) -> None:
        self.stop()
        self.start(password)


def wait_for(condition: Callable[[], bool]) -> None:
    last = time.monotonic() + WAIT_S
    while not condition():
        if time.monotonic() > last:
            raise TimeoutError
        time.sleep(0.01)


def entries_of_the_ring() -> list[tuple[str, bytes]] | None:
    """The entries of Shoal in an unlocked key ring; None where nobody can look."""
    try:
        collection = secretstorage.get_default_collection(secretstorage.dbus_init())
        if collection.is_locked():
            return None
        found = collection.search_items({"service": SERVICE})
        return sorted((item.get_attributes()["username"], item.get_secret()) for item in found)
    except secretstorage.exceptions.SecretStorageException:
        return None


def lock() -> None:
    secretstorage.get_default_collection(secretstorage.dbus_init()).lock()


def make_stores(place: Path) -> str:
    """Make a workspace with a recovery code, and one like it whose owner was killed within a transaction."""
    door = Door(place / "store", {}, clock)
    with door.open_or_make() as workspace:
        code = make_code(workspace, by="Mara").text
        with workspace.transaction():
            write_meta(workspace.db, {"note": "committed"})
    shutil.copytree(place / "store", place / "hot")
    child = os.fork()
    if child == 0:
        workspace = Door(place / "hot", {}, clock).open()
        workspace.db.execute("PRAGMA cache_size = 4")
        workspace.db.execute("BEGIN IMMEDIATE")
        write_meta(workspace.db, {"note": "not committed"})
        for number in range(400):
            write_meta(workspace.db, {f"filler {number}": "x" * 3000})
        os._exit(9)
    os.waitpid(child, 0)
    assert (place / "hot" / "store.db-journal").stat().st_size > 10_000
    return code


def files_of(folder: Path) -> dict[str, bytes]:
    names = ("store.db", "store.db-journal", "store.recovery", "store.key")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}


def try_to_open(folder: Path) -> str:
    try:
        with Door(folder, {}, clock).open_or_make() as workspace:
            return whole(workspace)
    except PlannerError as error:
        return error.code


def recover(folder: Path, code: str, keeper: Keeper) -> str:
    environment = {"SHOAL_PASSPHRASE": PHRASE} if keeper is Keeper.PASSPHRASE else {}
    try:
        Door(folder, environment, clock).restore(code, keeper, by="Mara").close()
        with Door(folder, environment, clock).open() as workspace:
            return whole(workspace)
    except PlannerError as error:
        return error.code


def whole(workspace: Workspace) -> str:
    workspace.check()
    return "opened" if read_meta(workspace.db).get("note", "committed") == "committed" else "lost"


def outcomes(place: Path, daemon: Daemon) -> Iterator[Outcome]:
    daemon.start(PASSWORD)
    code = make_stores(place)
    ring = find_key_ring()
    assert ring is not None
    slot = header_of(place / "store" / "store.db").hex()
    key = ring.load(slot)
    assert key is not None
    unlock, by_code = daemon.restart, None

    def another_key() -> None:
        ring.save(StoreKey(bytes(32), key.salt))

    def made_anew() -> None:
        daemon.stop()
        shutil.rmtree(daemon.rings)
        daemon.start(OTHER)

    def begin_again() -> None:
        daemon.stop()
        shutil.rmtree(daemon.rings)
        daemon.start(PASSWORD)
        ring.save(key)

    states: tuple[tuple[str, Callable[[], None], Callable[[], None] | None, Keeper], ...] = (
        ("unlocked", lambda: None, lambda: None, Keeper.KEY_RING),
        ("locked", lock, unlock, Keeper.KEY_RING),
        ("locked for ever", lambda: daemon.restart(OTHER), by_code, Keeper.PASSPHRASE),
        ("entry deleted", lambda: ring.forget(slot), by_code, Keeper.KEY_RING),
        ("entry of another key", another_key, by_code, Keeper.KEY_RING),
        ("no daemon", daemon.stop, by_code, Keeper.PASSPHRASE),
        ("made anew", made_anew, by_code, Keeper.KEY_RING),
    )
    for state, bring_about, way_back, keeper in states:
        for shape in ("none", "store", "hot"):
            folder = place / f"{state} {shape}"
            if shape != "none":
                shutil.copytree(place / shape, folder)
            bring_about()
            before = files_of(folder), entries_of_the_ring()
            told = try_to_open(folder)
            is_untouched = (files_of(folder), entries_of_the_ring()) == before
            back = ""
            if shape != "none":
                if way_back:
                    way_back()
                back = try_to_open(folder) if way_back else recover(folder, code, keeper)
            yield Outcome(state, shape, told, is_untouched, back)
            begin_again()
    daemon.stop()


if __name__ == "__main__":
    where = Path(sys.argv[1])
    for each in outcomes(where, Daemon(where)):
        sys.stdout.write(json.dumps(asdict(each)) + "\n")
        sys.stdout.flush()

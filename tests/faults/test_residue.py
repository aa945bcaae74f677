"""However an import ends, nothing of a customer is left: in no file, in no name of one, and not in the opened store."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.store.passphrase import PassphraseKeys
from planner.store.workspace import Workspace
from tests.cli.running import PLAIN
from tests.faults.forking import ROOT
from tests.faults.residue import CANARY, found_in, planted, residue

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="process groups, /dev/shm and limits as Linux has them")

PASSPHRASE = "correct horse battery"
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 (is looked through, never written)
KILLS = 50


@dataclass(frozen=True)
class Machine:
    """A machine that nobody has used yet, with a file of customers."""

    root: Path

    @property
    def places(self) -> list[Path]:
        """Everywhere an import could leave something; the customers' own file is elsewhere."""
        return [self.root / name for name in ("home", "temporary", "working", "workspace")]

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables of a fresh login. All that is kept for a user lies below HOME."""
        home = self.root / "home"
        return {
            "HOME": str(home),
            **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA", "STATE")},
            "TMPDIR": str(self.root / "temporary"),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "SHOAL_PASSPHRASE": PASSPHRASE,
        }


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    for each in (*made.places[:3], tmp_path / "data"):
        each.mkdir()
    write_customers(tmp_path / "data" / "customers.csv", 20_000)
    (tmp_path / "data" / "mapping.toml").write_text(PLAIN, encoding="utf-8")
    return made


def write_customers(path: Path, people: int) -> None:
    """Write customers of whom everything that tells them apart is a canary, and one whose town nobody else has."""
    source = random.Random(3)  # noqa: S311 (invented people)
    with path.open("w", encoding="utf-8") as file:
        file.write("person,mail_address,name,age,town,mail\n")
        for n in range(people):
            town = f"{CANARY}-village" if n == 77 else source.choice(["Lyon", "Paris", "Porto"])
            who, age, agrees = f"{CANARY}-{n}", source.randint(18, 80), source.choice(["yes", "no"])
            file.write(f"{who},{who}@example.org,Ada {who},{age},{town},{agrees}\n")


def start(machine: Machine, *, space_mib: int = 0) -> "subprocess.Popen[bytes]":
    """Start the real command line, in a group of processes of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (space_mib << 20, space_mib << 20))

    data = machine.root / "data"
    words = ["import", data / "customers.csv", "--population", "shop", "--mapping", data / "mapping.toml"]
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "planner", *map(str, words), "--workspace", str(machine.root / "workspace")],
        cwd=machine.root / "working",
        env=machine.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=limit if space_mib else None,  # noqa: PLW1509 (no thread of ours runs yet)
    )


def finish(process: "subprocess.Popen[bytes]") -> tuple[int, bytes]:
    """Wait until the process and every child of it are gone; return its status and all that it said."""
    out, err = process.communicate(timeout=300)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return process.returncode, out + err
        time.sleep(0.02)
    raise AssertionError("a child outlived the command")


def check_nothing_left(machine: Machine, said: bytes, seed: int) -> None:
    """Search everywhere; then plant one canary somewhere, and search again for the search's own sake."""
    shared = SHARED_MEMORY.iterdir() if SHARED_MEMORY.exists() else ()
    everywhere = [*machine.places, *(each for each in shared if not machine.root.is_relative_to(each))]
    assert residue(everywhere) == {}
    assert not found_in(said)
    ways = list(planted())
    _, data = ways[seed % len(ways)]
    plant = machine.places[seed % 3] / "deep" / "planted.bin"
    plant.parent.mkdir(exist_ok=True)
    plant.write_bytes(data)
    assert list(residue(everywhere)) == [str(plant)]
    plant.unlink()


def stored(machine: Machine) -> list[bytes]:
    """Everything that the store holds, decrypted: each cell of each table, and the text of its schema."""
    folder = machine.root / "workspace"
    keys = PassphraseKeys(folder, PASSPHRASE)
    with Workspace.open(folder, keys, lambda: datetime.now(tz=UTC)) as workspace:
        tables = [str(name) for (name,) in workspace.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows: list[Sequence[object]] = [
            row for name in tables for row in workspace.db.execute(f'SELECT * FROM "{name}"')
        ]
        rows += workspace.db.execute("SELECT sql FROM sqlite_master").fetchall()
    return [cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row]


def test_the_search_finds_a_canary_in_every_way_that_it_can_be_written(tmp_path: Path) -> None:
    for number, (_, data) in enumerate(planted()):
        (tmp_path / f"{number}.bin").write_bytes(b"\x07" * number + data + b"\x07")
    (tmp_path / f"named-{CANARY.upper()}").mkdir()
    (tmp_path / "innocent.txt").write_text("nobody", encoding="utf-8")
    assert len(residue([tmp_path])) == len(list(planted())) + 1


def test_an_import_leaves_nothing_of_a_customer_and_the_opened_store_holds_none(machine: Machine) -> None:
    status, said = finish(start(machine))
    assert status == 0
    check_nothing_left(machine, said, 0)
    cells = stored(machine)
    assert any(b"Lyon" in cell for cell in cells)  # what is looked through is the segments' own store
    assert not [cell for cell in cells if found_in(cell)]


def test_a_cancelled_import_leaves_nothing(machine: Machine) -> None:
    write_customers(machine.root / "data" / "customers.csv", 400_000)
    process = start(machine)
    wait_for_child(process)
    os.killpg(process.pid, signal.SIGINT)
    status, said = finish(process)
    assert status != 0
    assert b"Traceback" not in said
    check_nothing_left(machine, said, 1)


def wait_for_child(process: "subprocess.Popen[bytes]") -> None:
    """Wait until the child that reads the file has it open."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split():
            links = [str(link.readlink()) for link in Path(f"/proc/{child}/fd").iterdir() if link.is_symlink()]
            if any(link.endswith("customers.csv") for link in links):
                return
        time.sleep(0.005)
    raise AssertionError("the file was never read")


def test_an_import_that_is_killed_while_it_reads_leaves_nothing(machine: Machine) -> None:
    process = start(machine)
    wait_for_child(process)
    process.kill()
    status, said = finish(process)
    assert status == -signal.SIGKILL
    check_nothing_left(machine, said, 2)


@pytest.mark.long
@pytest.mark.parametrize("share", range(4))
def test_an_import_killed_at_50_moments_leaves_nothing(machine: Machine, share: int) -> None:
    """The moments lie evenly over what the whole takes, measured first; each is killed for real."""
    began = time.monotonic()
    assert finish(start(machine))[0] == 0
    whole = time.monotonic() - began
    for number in range(share, KILLS, 4):
        process = start(machine)
        time.sleep(whole * (number + 0.5) / KILLS)
        process.kill()
        _, said = finish(process)
        check_nothing_left(machine, said, number)


@pytest.mark.long
@pytest.mark.parametrize("space_mib", [600, 700, 800, 900])
def test_an_import_that_runs_out_of_memory_leaves_nothing(machine: Machine, space_mib: int) -> None:
    write_customers(machine.root / "data" / "customers.csv", 200_000)
    status, said = finish(start(machine, space_mib=space_mib))
    assert status == 2
    assert any(each in said for each in (b"more memory than there is", b"too little memory", b"not enough memory"))
    check_nothing_left(machine, said, space_mib)

"""On any terminal, in any pipe and under any key: what is said is readable, and nothing is half done."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("signals, pipes and terminals as Linux has them", allow_module_level=True)

from planner.services.opening import open_workspace
from tests.cli.running import MAPPING, done, machine, shoal, write_customers

ROOT = Path(__file__).parents[2]
GIVEN = "SHOAL_PASSPHRASE"
OPENS, WRONG, SHORT = "a passphrase for tests", "another passphrase", "short"
COMMAND = (sys.executable, str(ROOT / "main.py"))

IMPORT: Sequence[str] = ("import", "customers.csv", "--population", "p", "--mapping", "mapping.toml")

Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module")
def safe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace under a passphrase, as real processes open it."""
    folder = tmp_path_factory.mktemp("safe")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    write_customers(folder / "customers.csv", people=300)
    run(folder, *IMPORT)
    return folder


def environment(**changes: str | None) -> dict[str, str]:
    """A machine without a key ring, where Tess has set the passphrase."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "PYTHON", "LC_", "LANG"))}
    given = {GIVEN: OPENS, "USER": "tess", "LC_ALL": "C.UTF-8", **changes}
    return {**kept, **{name: value for name, value in given.items() if value is not None}}


def run(folder: Path, *words: str, status: int = 0, **changes: str | None) -> "subprocess.CompletedProcess[str]":
    command = [*COMMAND, *words, "--workspace", "workspace"]
    told = subprocess.run(
        command, cwd=folder, env=environment(**changes), stdin=subprocess.DEVNULL, capture_output=True, check=False,
        encoding="utf-8", errors="surrogateescape",
    )  # fmt: skip
    assert told.returncode == status, told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    return told


def test_a_reader_that_has_seen_enough_may_close_the_pipe(safe: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*COMMAND, "segments", "p", "--json", "--workspace", "workspace"]
    told = subprocess.run(command, cwd=safe, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (told.returncode, told.stderr) == (0, b"")


def test_an_answer_that_finds_no_room_is_an_error(safe: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [*COMMAND, "segments", "p", "--workspace", "workspace"]
        told = subprocess.run(command, cwd=safe, env=environment(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert told.returncode == 2
    assert b"could not be written" in told.stderr
    assert b"Traceback" not in told.stderr


def test_a_terminal_that_knows_ascii_only_is_told_in_ascii(safe: Path) -> None:
    words = ("audience", "p", "--where", "age >= '30–49'", "--scope", "email-marketing")
    told = run(safe, *words, PYTHONIOENCODING="ascii")
    assert told.stdout.isascii()
    assert "age >= '30-49'" in told.stdout
    answer = json.loads(run(safe, *words, "--json", PYTHONIOENCODING="ascii").stdout)
    assert answer["rule"] == "age >= '30–49'"


def test_a_wrong_passphrase_and_a_missing_one_are_told_apart(safe: Path) -> None:
    before = (safe / "workspace" / "store.db").read_bytes()
    assert "does not open" in run(safe, "populations", status=2, **{GIVEN: WRONG}).stderr
    assert GIVEN in run(safe, "populations", status=2, **{GIVEN: None}).stderr
    assert (safe / "workspace" / "store.db").read_bytes() == before


def test_a_guess_of_the_passphrase_costs_what_it_should(safe: Path) -> None:
    kept = json.loads((safe / "workspace" / "store.key").read_bytes())
    assert (kept["memory_kib"], kept["iterations"], kept["lanes"]) == (64 * 1024, 3, 2)


def test_without_key_ring_and_passphrase_an_import_stops_before_it_reads(safe: Path, tmp_path: Path) -> None:
    words = ("import", "absent.csv", "--population", "p")
    assert GIVEN in run(tmp_path, *words, status=2, **{GIVEN: None}).stderr
    assert "too short" in run(tmp_path, *words, status=2, **{GIVEN: SHORT}).stderr
    assert not any(tmp_path.iterdir())


def test_a_workspace_open_elsewhere_is_refused_and_left_alone(shop: Path) -> None:
    with machine(), open_workspace(shop, {}, lambda: pytest.fail("no clock is needed")):
        told = shoal("populations", "--json", workspace=shop)
    assert (told.status, told.error["code"]) == (2, "workspace-in-use")
    assert done("populations", workspace=shop)["populations"]


def test_reading_never_makes_a_workspace(tmp_path: Path) -> None:
    for words in (("populations",), ("ledger", "verify"), ("policy", "show"), ("campaign", "list")):
        told = shoal(*words, "--json", workspace=tmp_path / "absent")
        assert (told.status, told.error["code"]) == (2, "workspace-absent")
    assert not (tmp_path / "absent").exists()
    file = tmp_path / "file"
    file.touch()
    assert shoal("populations", "--json", workspace=file).error["code"] == "folder-is-a-file"


def test_progress_is_told_on_a_terminal_only_and_never_on_stdout(safe: Path) -> None:
    words = [*COMMAND, *IMPORT, "--dry-run", "--json"]
    ours, theirs = os.openpty()
    told = subprocess.run(words, cwd=safe, env=environment(), stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert json.loads(told.stdout)["people_in"] == 300
    assert "%" in shown
    assert shown.endswith("\r")
    assert run(safe, *IMPORT, "--dry-run").stderr == ""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the command line as the first process of a group, as a terminal does."""
    begun: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> "subprocess.Popen[bytes]":
        command = [*COMMAND, *words, "--workspace", "workspace"]
        begun.append(
            subprocess.Popen(
                command,
                cwd=tmp_path,
                env=environment(),
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.communicate()


def test_ctrl_c_stops_an_import_with_a_sentence_and_keeps_nothing(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    write_customers(tmp_path / "customers.csv", people=200_000)
    process = start(*IMPORT)
    wait_for(lambda: bool(children_of(process.pid)))
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert err.decode().startswith(("The reading of customers.csv was stopped", "Stopped, as you asked"))
    assert not (tmp_path / "workspace").exists()


def test_an_import_that_is_killed_leaves_no_process_and_a_workspace_as_it_was(start: Start, tmp_path: Path) -> None:
    (tmp_path / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    write_customers(tmp_path / "customers.csv", people=300)
    run(tmp_path, *IMPORT)
    write_customers(tmp_path / "customers.csv", people=200_000)
    process = start(*IMPORT)
    wait_for(lambda: bool(children_of(process.pid)))
    reader = children_of(process.pid)[0]
    process.kill()
    process.wait()
    wait_for(lambda: not is_running(reader))
    [kept] = json.loads(run(tmp_path, "populations", "--json").stdout)["populations"]
    assert (kept["snapshot"], kept["people_kept"]) == ("p/1", 300)
    assert json.loads(run(tmp_path, "ledger", "verify", "--json").stdout)["verdict"] == "valid"


def children_of(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except FileNotFoundError:
        return []


def is_running(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    """Look until a condition holds."""
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.005)

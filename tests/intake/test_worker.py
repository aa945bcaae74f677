"""The reading child: one order in, counts out; it leaves nothing behind and whatever becomes of it is told calmly."""

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import PlannerError
from planner.intake import engine, protocol, worker
from planner.intake.cells import count_cells
from planner.intake.mapping import Mapping
from planner.intake.people import NEVER, resolve_people
from planner.intake.protocol import Broken, Message, error_message, read_error, receive, send
from planner.intake.worker import Limits, child_command
from tests.intake.reading import consent, nominal, rows_are_people

CANARY = "canary-7f3a-person@example.org"


def canaries(path: Path, rows: int = 30_000) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("id,note,region,mail\n")
        file.writelines(f"{CANARY}{i % (rows - 9)},{CANARY} note {i},r{i % 5},yes\n" for i in range(rows))
    return path


MAPPING = Mapping(nominal("region"), (consent("mail"),), identifier="id")


def files_under(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def test_nothing_of_a_row_is_left_on_the_disk_or_in_what_is_said(tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("home", "tmp", "cwd", "data")}
    for place in places.values():
        place.mkdir()
    good = canaries(places["data"] / "good.csv")
    broken = places["data"] / "broken.csv"
    broken.write_bytes(good.read_bytes() + f'"{CANARY}"x,{CANARY},r1,yes\n'.encode())
    script = (
        "import sys; from pathlib import Path\n"
        "from planner.intake.cells import count_cells\n"
        "from tests.intake.test_worker import MAPPING\n"
        "from planner.services.words import tell_error\n"
        "from planner.domain.errors import PlannerError\n"
        "for path in sys.argv[1:]:\n"
        "    try: print(count_cells(Path(path), MAPPING, 20))\n"
        "    except PlannerError as error: print(error, tell_error(error))\n"
    )
    said = subprocess.run(
        [sys.executable, "-B", "-c", script, str(good), str(broken)],
        cwd=places["cwd"],
        env={
            "HOME": str(places["home"]),
            "TMPDIR": str(places["tmp"]),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert "people=29991" in said.stdout
    assert "csv-quote" in said.stdout
    assert CANARY not in said.stdout + said.stderr
    assert files_under(*places.values()) == [broken, good]


def test_no_error_of_the_engine_is_told_in_its_own_words() -> None:
    connection = duckdb.connect()
    with pytest.raises(duckdb.Error) as raised:
        connection.execute(f"SELECT '{CANARY}'::INTEGER").fetchall()
    assert CANARY in str(raised.value)
    told = engine.retell(raised.value, kind="csv")
    assert CANARY not in str(told)
    assert told.__cause__ is None


def test_a_cancelled_reading_ends_at_once_and_its_process_with_it(tmp_path: Path) -> None:
    path = canaries(tmp_path / "customers.csv")
    phases: list[str] = []
    with pytest.raises(PlannerError) as cancelled:
        count_cells(
            path, MAPPING, 20, progress=lambda phase, _share: phases.append(phase), cancelled=lambda: bool(phases)
        )
    assert cancelled.value.code == "import-cancelled"
    assert cancelled.value.facts["file"] == "customers.csv"


def test_a_reading_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="import-took-too-long"):
        count_cells(canaries(tmp_path / "customers.csv"), MAPPING, 20, limits=Limits(seconds=0))


CRASHES = {
    "dies by a signal": ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "import-crashed"),
    "is killed for its memory": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "import-out-of-memory"),
    "ends without a word": ("pass", "import-crashed"),
    "talks nonsense": ("import sys; sys.stdout.write('hello, this is no message at all')", "import-crashed"),
    "announces too much": ("import sys; sys.stdout.buffer.write(b'\\xff' * 8)", "import-crashed"),
    "says an odd answer": (
        "import sys; from planner.intake.protocol import *; send(sys.stdout.buffer, Message('answer', {}))",
        "import-crashed",
    ),
    "says an odd error": (
        "import sys; from planner.intake.protocol import *; send(sys.stdout.buffer, Message('error', {'code': 'A B'}))",
        "import-crashed",
    ),
}


@pytest.mark.parametrize("crash", CRASHES)
def test_whatever_becomes_of_the_child_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, crash: str
) -> None:
    script, code = CRASHES[crash]
    command = [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(Path(__file__).parents[2])!r}]; {script}"]
    monkeypatch.setattr(worker, "child_command", lambda: command)
    with pytest.raises(PlannerError, match=code):
        count_cells(canaries(tmp_path / "customers.csv", 100), MAPPING, 20)


def test_the_child_is_the_frozen_application_when_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, "--reading-child"]


def test_the_child_takes_nothing_from_the_environment_or_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("duckdb.py", "sitecustomize.py", "encodings.py"):
        (tmp_path / module).write_text("import os; os._exit(3)", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONSTARTUP", str(tmp_path / "duckdb.py"))
    monkeypatch.chdir(tmp_path)
    assert count_cells(canaries(tmp_path / "customers.csv", 100), MAPPING, 20).people == 91


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of the process are POSIX")
def test_the_child_can_write_no_file_and_leave_no_core(tmp_path: Path) -> None:
    script = (
        "import resource; from planner.intake.child import restrict; restrict(64)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_FSIZE))\n"
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"file = open({str(tmp_path / 'x')!r}, 'w', buffering=1)\n"
        "try: file.write('row\\n')\n"
        "except OSError as error: print(error.strerror)\n"
    )
    folder = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert said.stdout.splitlines() == ["(0, 0) (0, 0)", "File too large"]
    assert (tmp_path / "x").read_bytes() == b""


def test_arrays_and_text_cross_unchanged() -> None:
    arrays = {"flags": np.array([True, False]), "people": np.arange(5), "none": np.zeros(0, dtype=np.uint8)}
    stream = io.BytesIO()
    send(stream, Message("answer", {"labels": ["ü", "\ud800"], "deep": {"a": [1, None]}}, arrays))
    stream.seek(0)
    got = receive(stream)
    assert (got.kind, got.content) == ("answer", {"labels": ["ü", "\ud800"], "deep": {"a": [1, None]}})
    for name, array in arrays.items():
        assert got.arrays[name].dtype == array.dtype
        assert np.array_equal(got.arrays[name], array)


def said_as(text: str, rest: bytes = b"") -> io.BytesIO:
    return io.BytesIO(struct.pack(">Q", len(text.encode())) + text.encode() + rest)


@pytest.mark.parametrize(
    "text",
    [
        '["answer", {}, [["people", "object", 1]]]',
        '["answer", {}, [["people", "int64", -1]]]',
        '["answer", {}, [["people", "int64", 99999999999999]]]',
        '["answer", {}, [["people", "int64", 5]]]',
        '["answer", {}, [["../x", "int64", 0]]]',
        '["answer", [], []]',
        "[1, {}, []]",
        "{}",
        "[" * 100_000,
        "not JSON",
    ],
)
def test_a_message_that_is_not_what_it_should_be_is_not_taken_in(text: str) -> None:
    with pytest.raises(Broken):
        receive(said_as(text, b"\0" * 16))


@given(st.binary(max_size=60))
def test_any_bytes_are_a_message_or_broken(content: bytes) -> None:
    try:
        receive(io.BytesIO(content))
    except Broken:
        return


def test_an_error_crosses_with_its_code_and_short_facts_only() -> None:
    error = PlannerError("csv-ragged-line", line=3, names=("a", "b"), column="x" * 9_000)
    content = json.loads(json.dumps(error_message(error).content))
    content["facts"]["Bad Name"] = 1
    got = read_error(content)
    assert got.code == "csv-ragged-line"
    assert {**got.facts} == {"line": 3, "names": ("a", "b"), "column": "x" * protocol._LONGEST_FACT}


def person_rows() -> Iterator[st.SearchStrategy[int]]:
    yield from (
        st.integers(1, 3),
        st.sampled_from([NEVER, -5, 0, 7]),
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(0, 3),
    )


@given(st.lists(st.tuples(*person_rows()), max_size=12))
def test_a_person_is_their_latest_row_then_their_smallest(rows: list[tuple[int, ...]]) -> None:
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    person, updated, first, second, consents = columns
    got = resolve_people(person, updated, [first, second], consents.astype(np.uint32))
    expected = []
    for name in sorted({row[0] for row in rows}):
        theirs = [row for row in rows if row[0] == name]
        latest = max(row[1] for row in theirs)
        values = min(row[2:4] for row in theirs if row[1] == latest)
        granted = 3
        for row in theirs:
            granted &= row[4]
        expected.append((name, *values, granted))
    chosen = [(int(person[i]), int(first[i]), int(second[i])) for i in got.chosen]
    assert [(*row, int(bits)) for row, bits in zip(chosen, got.consent, strict=True)] == expected


def test_progress_goes_forward_within_each_phase(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    count_cells(
        canaries(tmp_path / "customers.csv"),
        rows_are_people("region"),
        20,
        progress=lambda phase, share: told.append((phase, share)),
    )
    assert [phase for phase, share in told if share == 0.0] == ["reading", "counting"]
    assert all(0 <= share <= 1 for _, share in told)

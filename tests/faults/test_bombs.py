"""Files that want far more than they are: each is refused with a sentence, within the memory a reading may take."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from planner.services.words import tell_error
from tests.faults.bombs import BOMBS
from tests.faults.forking import ROOT, Fate, Forks

MOST_MIB = 900
"""What any reading may really have taken: the engine's share and what stands beside it."""

QUICK = (
    "workbook: 2,001 parts",
    "workbook: a far corner",
    "workbook: 1,900 parts that are one",
    "workbook: 4 billion shared texts told",
    "workbook: an entity that grows, in the sheet",
    "text: a gigabyte of zeros",
    "text: a header of 40 MB",
    "Parquet: a page that says it grows to 2 GB",
    "Parquet: a dictionary of 2 billion",
    "Parquet: 2 billion rows in 134 bytes",
    "Parquet: a footer that lists 2 billion",
    "read at home: a name of 100,000 parts",
    "read at home: a mapping of a gigabyte",
    "read at home: a rule of 4,900 negations",
    "read at home: an entry of 20 million lists",
)
"""Those that are quick to make and to refuse."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks() as made:
        yield made


def check_refused(fate: Fate, name: str) -> None:
    assert fate.code in BOMBS[name].codes
    assert fate.peak_mib < MOST_MIB
    if fate.refused and fate.code != "bundle-invalid":
        assert tell_error(fate.refused)


def test_there_are_at_least_60_bombs() -> None:
    assert len(BOMBS) >= 60


@pytest.mark.parametrize("name", QUICK)
def test_a_bomb_is_refused_and_takes_no_more_memory_than_it_may(tmp_path: Path, forks: Forks, name: str) -> None:
    check_refused(BOMBS[name].blow(forks, tmp_path / "bomb.csv"), name)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(BOMBS) - set(QUICK)))
def test_every_other_bomb_is_refused_as_well(tmp_path: Path, forks: Forks, name: str) -> None:
    check_refused(BOMBS[name].blow(forks, tmp_path / "bomb.csv"), name)


PARENT = """
import json, sys
from pathlib import Path
from planner.domain.errors import PlannerError
from planner.intake.cells import count_cells
from planner.intake.worker import Limits
from tests.intake.reading import rows_are_people

def peak():
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024

def read(path):
    try:
        return count_cells(Path(path), rows_are_people("a"), 1, limits=Limits(memory_mib=512, seconds=120)).rows
    except PlannerError as error:
        return error.code

read(sys.argv[1])
before = peak()
codes = [read(path) for path in sys.argv[2:]]
print(json.dumps([codes, peak() - before]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads its own peak memory from /proc")
def test_the_process_that_asks_hardly_grows(tmp_path: Path) -> None:
    names = ["text: a header of 40 MB", "workbook: a far corner", "Parquet: a dictionary of 2 billion"]
    (plain := tmp_path / "plain.csv").write_bytes(b"a,b\n1,2\n")
    paths = [tmp_path / f"bomb-{number}" for number in range(len(names))]
    for path, name in zip(paths, names, strict=True):
        BOMBS[name].lay(path)
    command = [sys.executable, "-B", "-c", PARENT, str(plain), *map(str, paths)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=400)
    codes, grown_mib = json.loads(said.stdout)
    assert all(code in BOMBS[name].codes for code, name in zip(codes, names, strict=True))
    assert grown_mib < 20

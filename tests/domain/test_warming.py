"""Loading the compiled partition early leaves nothing behind, no thread and no trace, whatever happens."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planner.domain import warming
from planner.domain.warming import kernel_loading

ROOT = Path(__file__).parents[2]
RUNS = 6


@pytest.mark.parametrize("patience", [0.0, 60.0])
def test_no_thread_outlives_what_it_helps_however_that_ends(monkeypatch: pytest.MonkeyPatch, patience: float) -> None:
    monkeypatch.setattr(warming, "PATIENCE", patience)
    with kernel_loading():
        names = {thread.name for thread in threading.enumerate()}
    assert "kernel loading" in names or not patience, "it waits; without patience it may be done by now"
    for refusal in (ValueError, KeyboardInterrupt):
        with pytest.raises(refusal), kernel_loading():
            raise refusal
    assert "kernel loading" not in {thread.name for thread in threading.enumerate()}


def test_a_population_with_a_hierarchy_needs_nothing_compiled_that_is_not_loaded() -> None:
    code = """
from planner.domain.kernel import grow_tree
from planner.domain.leaves import number_sets, route
from planner.domain.partition import partition
from planner.domain.warming import load_kernel
from tests.domain.populations import town
load_kernel()
cells = town(400)
assert any(attribute.levels for attribute in cells.attributes)
partition(cells, 20).tree.leaf_of(cells)
print([len(each.signatures) for each in (grow_tree, number_sets, route)])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[1, 1, 1]\n", done.stderr


def test_what_goes_wrong_while_loading_is_left_to_those_who_need_it(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        begun.set()
        raise MemoryError

    begun = threading.Event()
    monkeypatch.setattr(warming, "PATIENCE", 0.0)
    monkeypatch.setattr(warming, "partition", broken)
    with kernel_loading():
        assert begun.wait(10)
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_refused_early_leaves_its_sentence_alone_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("person,town\n" + "1,Lyon\n" * 4_999 + "2,Lyon,x\n" + "3,Nice\n" * 4_000)
    (tmp_path / "m.toml").write_text('[columns.town]\nrole = "attribute"\nkind = "nominal"\n')
    words = ("import", "bad.csv", "--population", "p", "--mapping", "m.toml", "--dry-run")
    command = [sys.executable, str(ROOT / "main.py"), *words]

    def run(_: int) -> tuple[int, bytes, bytes]:
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        return ran.returncode, ran.stdout, ran.stderr

    with ThreadPoolExecutor(2) as pool:
        runs = set(pool.map(run, range(RUNS)))
    assert len(runs) == 1
    status, out, err = runs.pop()
    assert (status, out) == (2, b"")
    assert err.count(b"\n") == 1
    assert err.startswith(b"Line 5,001 of bad.csv has 3 columns instead of 2.")

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.__main__ import READING_CHILD
from planner.desktop import entry, pictures
from planner.desktop.entry import open_desktop
from planner.domain.errors import PlannerError
from planner.intake.worker import FROZEN_ARGUMENT

ROOT = Path(__file__).parents[2]
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")


def ran(*words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    kept.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, str(ROOT / "main.py"), *words]
    return subprocess.run(
        command, env=kept | environment, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120
    )


@on_linux
@pytest.mark.parametrize("words", [(), ("--workspace", "somewhere"), ("--workspace=somewhere",)])
def test_without_a_display_it_says_so_and_what_to_do(words: tuple[str, ...]) -> None:
    said = ran(*words)
    assert said.returncode == 2
    assert said.stdout == ""
    assert said.stderr.startswith("There is no display here")
    assert "shoal demo --out DIR" in said.stderr


@on_linux
def test_a_display_that_does_not_answer_is_told_and_does_not_end_the_process() -> None:
    said = ran(DISPLAY=":7654")
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1


def test_a_verb_runs_the_command_line() -> None:
    assert "Shoal 0" in ran("--version").stdout


def test_a_missing_system_library_is_told_with_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str, *_: object) -> None:
        if name == "planner.desktop.app":
            raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")

    class Finder:
        find_spec = staticmethod(find)

    monkeypatch.delitem(sys.modules, "planner.desktop.app", raising=False)
    monkeypatch.delattr(sys.modules["planner.desktop"], "app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Finder, *sys.meta_path])
    with pytest.raises(PlannerError) as raised:
        open_desktop(None, {"QT_QPA_PLATFORM": "offscreen"})
    assert raised.value.code == "libraries-missing"
    assert raised.value.facts["library"] == "libGL.so.1"
    assert "libegl1" in str(raised.value.facts["packages"])


def test_pictures_that_lack_a_library_name_the_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def draw(_wanted: object) -> None:
        raise ImportError("libGL.so.1: cannot open shared object file")

    monkeypatch.setattr(pictures, "draw", draw)
    monkeypatch.setattr(gc, "disable", lambda: None)  # a process that draws pictures is soon over; this one is not
    assert pictures.main([str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "libGL.so.1" in said
    assert f"sudo apt-get install {entry.PACKAGES}" in said


def test_the_makefile_installs_what_the_sentence_names() -> None:
    assert f"QT_LIBRARIES := {entry.PACKAGES}\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_a_frozen_application_knows_its_reading_child() -> None:
    assert READING_CHILD == FROZEN_ARGUMENT


def test_a_frozen_application_does_not_open_a_window_to_read() -> None:
    code = f"import sys; sys.frozen = True; sys.argv = ['shoal', '{READING_CHILD}']; from planner.__main__ import main"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; main()"], input=b"", capture_output=True, cwd=ROOT, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")

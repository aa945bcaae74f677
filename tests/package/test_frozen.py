"""The frozen application does all that a checkout does, on a computer without Python, and leaves its folder alone."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from planner import __version__
from planner.__main__ import UNTIL_SEEN
from planner.services.parts import BILL
from planner.services.sample import write_sample
from tests.package.conftest import Frozen

ROOT = Path(__file__).parents[2]
UNDER_THE_LGPL = {"PySide6_Essentials", "shiboken6"}
"""Their wheels come without its text, which is among the resources."""


@pytest.fixture(scope="session")
def demonstration(frozen: Frozen) -> Path:
    frozen.run("demo", "--out", frozen.home / "demo")
    return frozen.home / "demo"


def test_it_says_its_version(frozen: Frozen) -> None:
    assert frozen.run("--version").stdout == f"Shoal {__version__}\n"


def test_the_whole_demonstration_leaves_lists_that_this_checkout_verifies(demonstration: Path) -> None:
    told = subprocess.run(
        [sys.executable, "main.py", "verify", str(demonstration / "shoal-hiking-day.zip"), "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    checks = json.loads(told.stdout)["checks"]
    assert "invalid" not in {check["verdict"] for check in checks}
    assert "valid" in {check["verdict"] for check in checks}


def test_nothing_is_compiled_on_the_computer_of_a_user(frozen: Frozen, demonstration: Path) -> None:
    shipped, (kept,) = frozen.folder / "_internal" / "kernel", frozen.cache.glob("kernel-*")
    names = {path.name for path in shipped.iterdir()}
    assert len(names) > 10
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == {
        name: (shipped / name).read_bytes() for name in names
    }


def test_its_pages_look_like_those_of_this_checkout(frozen: Frozen, tmp_path: Path) -> None:
    frozen.run("--pictures", tmp_path / "frozen", "--only", "start", "data")
    ours = [sys.executable, "main.py", "--pictures", str(tmp_path / "ours"), "--only", "start", "data"]
    subprocess.run(ours, cwd=ROOT, env=frozen.environment, capture_output=True, check=True)
    pictures = sorted(path.name for path in (tmp_path / "frozen").iterdir())
    assert pictures == ["data-dark.png", "data-light.png", "start-dark.png", "start-light.png"]
    for name in pictures:
        picture = QImage(str(tmp_path / "frozen" / name))
        assert picture.width() == 1440
        assert picture == QImage(str(tmp_path / "ours" / name)), name


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells the limits of a process")
def test_rows_are_read_by_a_child_of_the_application_that_can_write_no_file(frozen: Frozen, tmp_path: Path) -> None:
    write_sample(tmp_path / "customers.csv")
    words = ("survey", str(tmp_path / "customers.csv"), "--json")
    seen: dict[str, str] = {}
    with subprocess.Popen([frozen.program, *words], env=frozen.environment, stdout=subprocess.PIPE) as parent:
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children")
        until = time.monotonic() + 300
        while parent.poll() is None and time.monotonic() < until:
            for pid in children.read_text().split():
                look(Path(f"/proc/{pid}"), seen)
        assert parent.stdout
        assert len(json.load(parent.stdout)["columns"]) > 5
    assert seen["command"] == f"{frozen.program}\0--reading-child\0"
    assert seen["Max file size"].split() == ["0", "0", "bytes"]
    assert seen["Max core file size"].split() == ["0", "0", "bytes"]


def look(process: Path, seen: dict[str, str]) -> None:
    """Note how a process was called and what it may do, until it is gone."""
    try:
        command = (process / "cmdline").read_text()
        limits = (process / "limits").read_text().splitlines()
    except OSError:
        return
    if command:  # what has ended has none
        seen["command"] = command
        seen.update((line[:26].rstrip(), line[26:]) for line in limits[1:])


def test_its_window_opens(frozen: Frozen) -> None:
    assert frozen.run(UNTIL_SEEN).stderr == ""


def test_it_tells_every_part_with_a_licence_and_ships_the_texts(frozen: Frozen) -> None:
    parts = {part["name"]: part for part in json.loads(frozen.run("about", "--json").stdout)["parts"]}
    assert {"Python", "Qt", "SQLite", "SQLCipher", "OpenSSL", "DuckDB engine", "LLVM", "Inter", "numpy"} <= parts.keys()
    assert all(part["licence"] for part in parts.values())
    bill = json.loads((frozen.folder / "_internal" / "resources" / BILL).read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {each["name"] for each in bill["components"]} == parts.keys()
    packages = {each["name"] for each in bill["components"] if each.get("purl", "").startswith("pkg:pypi/")}
    texts = {path.name for path in (frozen.folder / "_internal" / "licences").iterdir()}
    assert packages - texts <= UNDER_THE_LGPL
    assert (frozen.folder / "_internal" / "resources" / "licences" / "LGPL-3.0.txt").is_file()


def test_nothing_of_tests_of_the_network_or_of_the_gpl_is_in_it(frozen: Frozen) -> None:
    paths = list(frozen.folder.rglob("*"))
    unwanted = (
        "libQt6Network",
        "libQt6Qml",
        "libQt6OpenGL",
        "libgtk",
        "libreadline",
        "_tkinter",
        "pytest",
        "hypothesis",
    )
    assert [path for path in paths if path.name.startswith(unwanted) or not path.exists()] == []


def test_a_linux_desktop_finds_its_entry_and_its_icon(frozen: Frozen) -> None:
    share = frozen.folder / "share"
    entry = (share / "applications" / "shoal.desktop").read_text(encoding="utf-8")
    assert "\nExec=shoal\n" in entry
    assert "\nIcon=shoal\n" in entry
    apps = share / "icons" / "hicolor"
    assert QImage(str(apps / "512x512" / "apps" / "shoal.png")).width() == 512
    assert "<svg" in (apps / "scalable" / "apps" / "shoal.svg").read_text(encoding="utf-8")

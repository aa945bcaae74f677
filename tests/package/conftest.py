"""The frozen application that a variable names, run as on a computer that has no Python and nothing of a checkout."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

VARIABLE = "SHOAL_FROZEN"
"""Names the folder of the frozen application; `make try-package` sets it. Where it is set, no test here is skipped."""
PASSPHRASE = "a long enough passphrase for tests"


@dataclass(frozen=True)
class Frozen:
    """The application's folder, and a home of its own for whatever it keeps."""

    folder: Path
    home: Path

    @property
    def program(self) -> Path:
        return self.folder / "shoal"

    @property
    def cache(self) -> Path:
        return self.home / "cache" / "Shoal"

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this process's own environment: no Python on the path, no display, no key ring."""
        kept = {name: str(self.home / name[4:-5].lower()) for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME")}
        chosen = {"QT_QPA_PLATFORM": "offscreen", "SHOAL_PASSPHRASE": PASSPHRASE, "LANG": "C.UTF-8"}
        return {"HOME": str(self.home), "PATH": str(self.home / "no-programs"), "LOGNAME": "tess", **kept, **chosen}

    def run(self, *words: object, under: Sequence[str] = (), **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run it, under another program where one is given; fails unless it says that it went well."""
        done = subprocess.run(
            [*under, str(self.program), *map(str, words)],
            env=self.environment | environment,
            cwd=self.home,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Frozen]:
    named = os.environ.get(VARIABLE)
    if not named:
        pytest.skip("no frozen application is named: make package, then make try-package")
    application = Frozen(Path(named).resolve(), tmp_path_factory.mktemp("home"))
    assert application.program.is_file()
    before = listing(application.folder)
    yield application
    assert listing(application.folder) == before, "it writes into the folder that it is installed in"


def listing(folder: Path) -> dict[Path, tuple[int, int]]:
    return {path: (path.lstat().st_size, path.lstat().st_mtime_ns) for path in folder.rglob("*")}

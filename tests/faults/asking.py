"""Asks a process that tries faults (`trials.py`), started under the shim."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.faults.job import Answer, Job
from tests.faults.shim import SOURCE, surroundings

needs_the_shim = pytest.mark.skipif(sys.platform != "linux", reason="the shim is for Linux")


class Trials:
    """A running process that tries faults in runs below a folder."""

    def __init__(self, folder: Path) -> None:
        self._runs = folder / "runs"
        self._runs.mkdir()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.trials", str(self._runs)],
            cwd=SOURCE.parents[2],
            env={**os.environ, **surroundings(folder, self._runs)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, job: Job) -> Answer:
        """Have a job done. Raises RuntimeError when the process ends over it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that tries faults ended over {job}")
        return Answer.read(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate()
        shutil.rmtree(self._runs)


def require_a_compiler() -> None:
    """Skip where the shim cannot be compiled; on a build machine, fail."""
    if not shutil.which("gcc"):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("gcc is needed to compile the shim")

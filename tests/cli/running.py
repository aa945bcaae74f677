"""Running the command line in this process as a person would, and customers to run it on."""

import io
import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from planner.cli import main
from planner.store.key_ring import KNOWN_RINGS, KnownRing

CANARY = "canary"
"""Begins every value that identifies a customer of the tests: it must never be shown."""

PLAIN = """
[columns.person]
role = "identifier"
[columns.age]
role = "attribute"
kind = "ordered"
bands = [30, 50]
[columns.town]
role = "attribute"
kind = "nominal"
[columns.mail]
role = "consent"
scope = "email-marketing"
granted = ["yes"]
"""
"""What the columns of the plainest customers are."""

MAPPING = """
[columns.person]
role = "identifier"

[columns.age]
role = "attribute"
kind = "ordered"
bands = [30, 50]

[columns.town]
role = "attribute"
kind = "nominal"

[columns.plan]
role = "attribute"
kind = "nominal"

[columns.faith]
role = "sensitive"
l = 2

[columns.mail]
role = "consent"
scope = "email-marketing"
granted = ["yes"]

[columns.profile]
role = "consent"
scope = "profiling"
granted = ["yes"]
"""


@dataclass(frozen=True)
class Ran:
    """What one run of the command line said."""

    status: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The one JSON object on stdout; fails when there is anything else."""
        assert self.out.endswith("\n")
        assert self.out.count("\n") == 1, self.out
        told = json.loads(self.out)
        assert isinstance(told, dict)
        return told

    @property
    def error(self) -> Any:
        """The error of a run with `--json` that failed."""
        return self.answer["error"]


def shoal(*words: object, workspace: Path | None = None) -> Ran:
    """Run the command line with stdout and stderr as files that take UTF-8."""
    place = [] if workspace is None else ["--workspace", str(workspace)]
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with machine(), redirect_stdout(out), redirect_stderr(err):
        status = main([str(word) for word in words] + place)
    return Ran(status, _read(out), _read(err))


@contextmanager
def machine() -> Iterator[None]:
    """A machine with a key ring, on which Tess is logged in and has set no passphrase."""
    rings = cast("dict[str, tuple[KnownRing, ...]]", KNOWN_RINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rings, sys.platform, (KnownRing("memory", "tests.cli.memory_ring"),))
        patch.delenv("SHOAL_PASSPHRASE", raising=False)
        patch.setenv("LOGNAME", "tess")
        yield


def done(*words: object, workspace: Path | None = None) -> Any:
    """Run a verb that must succeed, and return its JSON answer."""
    ran = shoal(*words, "--json", workspace=workspace)
    assert ran.status == 0, ran.out
    assert ran.err == ""
    return ran.answer


def write_customers(path: Path, *, people: int = 1_600, seed: int = 7) -> Path:
    """Write invented customers, one a row, and return the path."""
    source = random.Random(seed)  # noqa: S311 — invented people, no secret
    lines = ["person,name,age,town,plan,faith,mail,profile"]
    for number in range(people):
        town = source.choices(["Lyon", "Paris", "Porto"], [3, 2, 1])[0]
        plan = source.choices(["basic", "plus"], [2, 1])[0]
        faith = source.choice(["a", "b", "c"])
        mail, profile = (source.choices(["yes", "no"], weights)[0] for weights in ([3, 2], [1, 3]))
        lines.append(
            f"{CANARY}-{number},{CANARY}name{number},{source.randint(18, 80)},{town},{plan},{faith},{mail},{profile}"
        )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    data = stream.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue().decode()

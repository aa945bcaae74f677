"""The shim of `shim.c`: how it is built, and how a process that runs under it arms it."""

import ctypes
import errno
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
KINDS = (
    "write", "sync", "truncate", "create", "rename", "unlink", "mkdir", "rmdir", "link", "symlink", "chmod", "step",
    "mark",
)  # fmt: skip
"""What `shim.c` tells apart, in its order."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one call: a way of `shim.c`, the system's error, and whether every later call fails as well."""

    way: int
    code: int = 0
    lasting: bool = False
    told: tuple[str, ...] = ()
    """The errors that may be told of it; none for a death."""

    @property
    def kills(self) -> bool:
        """Whether the process dies of it."""
        return self.way in {1, 2}


EXPORTING = ("export-folder", "file-not-written")
"""They name the system's own words for the reason."""
FULL, FAILED = ("disk-full", *EXPORTING), ("disk-failed", *EXPORTING)
NOTHING = Fault(0)
FAULTS: Mapping[str, Fault] = {
    "killed": Fault(1),
    "torn, then killed": Fault(2),
    "disk full once": Fault(3, errno.ENOSPC, told=(*FULL, *FAILED)),  # SQLite keeps the reason, and soon it is gone
    "disk full from then on": Fault(4, errno.ENOSPC, lasting=True, told=FULL),
    "quota used up from then on": Fault(4, errno.EDQUOT, lasting=True, told=FULL),
    "disk error once": Fault(3, errno.EIO, told=FAILED),
    "disk errors from then on": Fault(4, errno.EIO, lasting=True, told=FAILED),
}


def surroundings(folder: Path, runs: Path) -> dict[str, str]:
    """Compile the shim into a folder, and return what a process needs in its environment to run under it.

    What the process does below `runs` is counted once it is armed.
    """
    library = folder / "shim.so"
    command = ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(SOURCE)]
    subprocess.run(command, check=True)
    return {"LD_PRELOAD": str(library), "SHOAL_FAULTS_UNDER": str(runs.resolve())}


class Shim:
    """The shim of this process, which was started in its `surroundings`."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ["LD_PRELOAD"])

    def arm(self, fault: Fault = NOTHING, at: int = 0, *, syncing: bool = False) -> None:
        """Count from now on, and let the `at`-th call go wrong. Without `syncing`, a sync is counted and not done."""
        self._library.faults_arm(fault.way, ctypes.c_long(at), fault.code, int(fault.lasting), int(syncing))

    def disarm(self) -> int:
        """Let everything pass again; return how many calls were counted."""
        self._library.faults_disarm.restype = ctypes.c_long
        return int(self._library.faults_disarm())

    def record(self, descriptor: int) -> None:
        """Write every call that succeeds to a descriptor from now on."""
        self._library.faults_record(descriptor)

    def mark(self, what: str) -> None:
        """Write a mark between the calls."""
        self._library.faults_mark(what.encode())

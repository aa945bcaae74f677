"""Where sample workspaces lie: how their folders are marked, what opens them, and how they are removed."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from planner.domain.errors import PlannerError

PASSPHRASE = "shoal sample data"  # noqa: S105  # of invented customers, and told to whoever looks at them
MARK = "this-is-sample-data.txt"
WORKSPACE = "workspace"
"""The workspace's folder in a marked folder."""


def mark(folder: Path) -> None:
    """Say in a file of the folder that everything there is made from invented customers."""
    (folder / MARK).write_text(
        "Everything in this folder is made from invented customers and may be removed.\n"
        f"The passphrase of the workspace is: {PASSPHRASE}\n",
        encoding="utf-8",
    )


def is_sample(workspace: Path) -> bool:
    """Say whether the workspace of a folder holds sample data: its parent is marked."""
    return workspace.name == WORKSPACE and (workspace.parent / MARK).is_file()


def sample_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which sample workspaces open without a question."""
    return {**environment, "SHOAL_PASSPHRASE": PASSPHRASE}


def remove_sample(folder: Path) -> None:
    """Remove a marked folder with everything in it; any other is left alone.

    Raises PlannerError `demo-folder`, `demo-folder-unusable`.
    """
    if not (folder / MARK).is_file():
        raise PlannerError("demo-folder", folder=str(folder))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise PlannerError("demo-folder-unusable", folder=str(folder), reason=error.strerror or "") from error

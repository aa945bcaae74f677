"""The sample workspace: invented customers and three campaigns to look around in, made whole or not at all."""

import shutil
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.services.demo import EXAMPLES, draft_example, import_sample
from planner.services.hooks import UNWATCHED, Hooks
from planner.services.opening import Clock, open_workspace
from planner.services.sample_folder import WORKSPACE, mark, remove_sample, sample_environment


def make_sample(folder: Path, clock: Clock, hooks: Hooks = UNWATCHED) -> Path:
    """Make the sample in a folder that is not there yet, and return the folder of its workspace.

    It grows under another name, so that one that was broken off is never taken for the sample. Raises PlannerError
    `demo-folder`, `demo-folder-unusable`, and what an import raises, such as `import-cancelled`.
    """
    growing = folder.with_name(f"{folder.name}.new")
    try:
        if growing.exists():
            remove_sample(growing)
        growing.mkdir(parents=True)
        mark(growing)
        try:
            _fill(growing, clock, hooks)
        except BaseException:
            shutil.rmtree(growing, ignore_errors=True)
            raise
        growing.rename(folder)
    except OSError as error:
        raise PlannerError("demo-folder-unusable", folder=str(folder), reason=error.strerror or "") from error
    return folder / WORKSPACE


def _fill(folder: Path, clock: Clock, hooks: Hooks) -> None:
    with open_workspace(folder / WORKSPACE, sample_environment({}), clock) as workspace:
        import_sample(workspace, folder, hooks)
        for example in EXAMPLES:
            draft_example(workspace, example)

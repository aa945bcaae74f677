"""Backing up: a backup whenever enough has changed, beside the work; and the newest whole one put back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.services.hooks import UNWATCHED, Hooks
from planner.services.lapsing import can_lapse, end_check
from planner.services.opening import Door
from planner.store.backups import Backup, Progress, backup_finding, backups_in, copy_store, keep_copy
from planner.store.campaigns import campaigns
from planner.store.folder import STORE_FILE
from planner.store.head import head_of
from planner.store.restoring import Found, Rescue, Restored
from planner.store.workspace import Recorder, Workspace, utc_text

__all__ = [
    "EVERY",
    "PRESENT",
    "RESTORABLE",
    "Backup",
    "Found",
    "Restored",
    "back_up",
    "back_up_if_changed",
    "back_up_if_due",
    "backups_in",
    "begin_backup",
    "find_backup",
    "is_due",
    "newest_whole",
    "restore",
    "utc_text",
]

EVERY = timedelta(minutes=15)
"""How old the newest backup is before another is made beside the work."""
RESTORABLE = ("store-damaged", "store-empty", "store-foreign", "store-gone", "store-not-encrypted", "store-rolled-back")
"""Errors of opening after which a backup may take the store's place."""
PRESENT = "present"
"""What stands for the store that is there, older than what was seen before, in place of a backup's name."""


def back_up(workspace: Workspace, hooks: Hooks = UNWATCHED) -> Backup:
    """Make a backup now. Raises PlannerError `backup-no-room`, `backup-not-whole`, `stopped`, `disk-…`."""
    return workspace.back_up(_watched(hooks, "backing up"))


def back_up_if_due(workspace: Workspace) -> None:
    """Make a backup when one is due; where that fails it is a finding of the workspace, and never an error."""
    if is_due(workspace):
        _back_up_beside(workspace)


def back_up_if_changed(workspace: Workspace) -> None:
    """Make a backup before something that cannot be taken back, unless the newest one has everything already."""
    if has_changed(workspace):
        _back_up_beside(workspace)


def begin_backup(workspace: Workspace) -> Callable[[], None]:
    """Copy the store, and return what proves and keeps the copy: the longer part, which any thread may do.

    Where either fails it is a finding of the workspace.
    """
    folder, key, now = workspace.folder, workspace.key, workspace.clock()
    try:
        head = copy_store(folder, workspace.db, key, progress=lambda _share: None)
    except PlannerError as error:
        workspace.findings.append(backup_finding(error, folder))
        return lambda: None

    def finish() -> None:
        try:
            keep_copy(folder, key, head, now=now)
        except PlannerError as error:
            workspace.findings.append(backup_finding(error, folder))

    return finish


def has_changed(workspace: Workspace) -> bool:
    """Say whether the ledger has entries that the newest backup has not."""
    entries, newest = head_of(workspace.db).entries, _newest(workspace.folder)
    return entries > 0 and (newest is None or newest.entries != entries)


def is_due(workspace: Workspace) -> bool:
    """Say whether it is time for a backup: something changed since the newest one, and that is some time ago.

    A list that left is due at once: a workspace that forgets one would compare the next list with too few. Where the
    clock was put back, the newest backup counts as old.
    """
    newest = _newest(workspace.folder)
    if not has_changed(workspace):
        return False
    if newest is None or abs(workspace.clock() - newest.made_at) >= EVERY:
        return True
    left = "SELECT count(*) FROM ledger WHERE kind = 'release' AND number >= ?"
    with workspace.reading() as database:
        return bool(database.execute(left, [newest.entries]).fetchone()[0])


def find_backup(door: Door, name: str | None) -> Found:
    """Return the backup of a name, or the newest whole one; `present` is the store that is there.

    Raises PlannerError `backup-absent`, `backup-damaged`, `no-whole-backup`, and what the keys and the disk raise.
    """
    if name is None:
        found = newest_whole(door)
        if found is None:
            raise PlannerError("no-whole-backup", folder=str(door.folder))
        return found
    if name == PRESENT:
        return _rescue(door).look_into(door.folder / STORE_FILE)
    for backup in backups_in(door.folder):
        if backup.name == name:
            return _rescue(door).look_into(backup.path)
    raise PlannerError("backup-absent", backup=name, folder=str(door.folder))


def newest_whole(door: Door, hooks: Hooks = UNWATCHED) -> Found | None:
    """Return the newest backup in which every page and entry is as it was written, or None when there is none."""
    for backup in backups_in(door.folder):
        if hooks.cancelled():
            raise PlannerError("stopped")
        try:
            return _rescue(door).look_into(backup.path)
        except PlannerError as error:
            if error.code not in ("backup-damaged", "backup-other-key"):
                raise
    return None


def restore(door: Door, found: Found, *, by: str, hooks: Hooks = UNWATCHED) -> Restored:
    """Let a backup take the place of the store, which is set aside and never removed.

    Every check and approval in it ends: what was withdrawn or forbidden since it was made must not count again. The
    entry `restored` says who did it, and which head it stands in place of. Raises as `find_backup` does, and
    PlannerError `actor-missing`, `backup-no-room`, `store-newer`, `stopped`; then the store is what it was.
    """
    if not by.strip():
        raise PlannerError("actor-missing")
    progress = _watched(hooks, "restoring")
    done = _rescue(door).put_back(found.path, by=by.strip(), adjust=_end_checks, progress=progress)
    with door.open() as workspace:  # so that the newest backup is of the history that goes on
        _back_up_beside(workspace)
    return done


def _rescue(door: Door) -> Rescue:
    return Rescue(door.folder, door.keys, door.clock)


def _end_checks(workspace: Workspace, ledger: Recorder) -> None:
    cause = ledger.next_index - 1
    for campaign in campaigns(workspace):
        if can_lapse(campaign):
            end_check(workspace, ledger, campaign, cause=cause)


def _back_up_beside(workspace: Workspace) -> None:
    try:
        workspace.back_up()
    except PlannerError as error:
        workspace.findings.append(backup_finding(error, workspace.folder))


def _newest(folder: Path) -> Backup | None:
    return next(iter(backups_in(folder)), None)


def _watched(hooks: Hooks, phase: str) -> Progress:
    def tell(share: float) -> None:
        if hooks.cancelled():
            raise PlannerError("stopped")
        hooks.progress(phase, share)

    return tell

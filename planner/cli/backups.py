"""The verbs of backups: which there are, one made now, and one put back."""

import argparse
from collections.abc import Iterator

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb, option
from planner.domain.canonical import Json
from planner.services import backing_up
from planner.services.backing_up import Backup, Found, Restored, utc_text

BACKUP = option("--backup", metavar="NAME", help="a backup that backup list names (default: the newest whole one)")
PRESENT = option(
    "--present", action="store_true", help="keep the store that is there, although it is older than what was seen"
)
DRY_RUN = option("--dry-run", action="store_true", help="tell what would be put back and lost, and change nothing")
BY = option("--by", metavar="NAME", help="who does this (default: your login name)")


def backup_list(session: Session, _asked: argparse.Namespace) -> Answer:
    """List the backups of the workspace, which need not open for it."""
    found = backing_up.backups_in(session.folder)
    if not found:
        return Answer({"backups": []}, ["There is no backup yet: one is made beside the work when something changed."])
    rows = [("backup", "made", "entries", "MB")] + [
        (each.name, utc_text(each.made_at), render.number(each.entries), f"{each.size / 1e6:,.1f}") for each in found
    ]
    return Answer({"backups": [_backup(each) for each in found]}, render.table(rows, right={2, 3}))


def backup_make(session: Session, _asked: argparse.Namespace) -> Answer:
    """Make a backup now."""
    made = backing_up.back_up(session.workspace, session.hooks)
    said = f"{render.plain(str(made.path))}: {_entries(made.entries)}, checked and whole"
    return Answer(_backup(made), [said])


def backup_restore(session: Session, asked: argparse.Namespace) -> Answer:
    """Let a backup take the place of the store, which is set aside."""
    by = session.actor(asked.by)
    found = backing_up.find_backup(session.door, backing_up.PRESENT if asked.present else asked.backup)
    if asked.dry_run:
        return Answer(_found(found), list(_holds(found)))
    done = backing_up.restore(session.door, found, by=by, hooks=session.hooks)
    told = {"entry": done.entry, "aside": str(done.aside) if done.aside else None}
    return Answer({**_found(found), **told}, [*_holds(found), *_done(done)])


def _backup(backup: Backup) -> dict[str, Json]:
    return {
        "name": backup.name,
        "path": str(backup.path),
        "made_at": utc_text(backup.made_at),
        "entries": backup.entries,
        "bytes": backup.size,
    }


def _found(found: Found) -> dict[str, Json]:
    return {
        "backup": found.path.stem,
        "entries": found.head.entries,
        "changed_at": found.changed_at or None,
        "lost_entries": found.lost,
        "populations": found.populations,
        "campaigns": found.campaigns,
        "lists": found.lists,
    }


def _holds(found: Found) -> Iterator[str]:
    newest = f", the newest of {found.changed_at}" if found.changed_at else ""
    yield f"{render.plain(found.path.stem)} is whole: {_entries(found.head.entries)}{newest}"
    counted = (
        (found.populations, "population", "populations"),
        (found.campaigns, "campaign", "campaigns"),
        (found.lists, "list that left", "lists that left"),
    )
    yield "  " + ", ".join(f"{render.number(count)} {_plural(count, one, many)}" for count, one, many in counted)
    if found.lost:
        yield f"! {_entries(found.lost)} made later {_plural(found.lost, 'is', 'are')} not in it, and lost with it."


def _done(done: Restored) -> Iterator[str]:
    yield f"It is the workspace now, and entry {done.entry} of the ledger says so. Checks and approvals have ended."
    if done.aside:
        yield f"What was there is kept: {render.plain(str(done.aside))}"


def _entries(count: int) -> str:
    return f"{render.number(count)} {_plural(count, 'entry', 'entries')}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many


VERBS = (
    Verb("backup list", "list the backups of the workspace", backup_list),
    Verb("backup make", "make a backup now, beside the ones that are made by themselves", backup_make),
    Verb(
        "backup restore",
        "let a backup take the place of a store that is damaged, gone or older than it should be",
        backup_restore,
        (BACKUP, PRESENT, DRY_RUN, BY),
    ),
)

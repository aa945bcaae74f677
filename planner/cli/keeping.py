"""The verbs about the key of the workspace: where it is kept, and the way back when it is lost."""

import argparse
from typing import Any

from planner.cli import render
from planner.cli.office import BY
from planner.cli.session import Session
from planner.cli.verb import Answer, Option, Verb, option
from planner.services import answers, keeping
from planner.services.keeping import Keeper, KeyState

PLACES = tuple(str(each) for each in Keeper)


def _place(**settings: Any) -> Option:
    said = f"who keeps the key from now on: {' or '.join(PLACES)}"
    default = "" if settings else " (default: as before, else what there is)"
    return option("--to", choices=PLACES, metavar="PLACE", help=f"{said}{default}", **settings)


TO, NEW_PLACE = _place(), _place(required=True)


def key_show(session: Session, _asked: argparse.Namespace) -> Answer:
    """Tell where the key is kept, and whether there is a recovery code."""
    return _state(keeping.key_state(session.workspace))


def key_recovery(session: Session, asked: argparse.Namespace) -> Answer:
    """Make a recovery code; the one of before opens nothing any more."""
    by = session.actor(asked.by)
    code = keeping.make_code(session.workspace, by=by).text
    lines = [
        f"  {code}",
        "",
        "This code opens the workspace when its key or passphrase is lost. Print it or write it down, and keep it",
        "where this computer is not. It is shown this once; a code that was made before opens nothing any more.",
        "How it is used, together with the files of the workspace: shoal key restore",
    ]
    return Answer({"code": code, **answers.key_answer(keeping.key_state(session.workspace))}, lines)


def key_restore(session: Session, asked: argparse.Namespace) -> Answer:
    """Open the workspace with its recovery code, and keep its key anew."""
    by, keeper = session.actor(asked.by), Keeper(asked.to) if asked.to else None
    return _state(keeping.key_state(session.restored(session.read_code(), keeper, by=by)))


def key_renew(session: Session, asked: argparse.Namespace) -> Answer:
    """Give the store a new key, and destroy the old one."""
    return _state(keeping.renew_key(session.workspace, by=session.actor(asked.by)))


def key_move(session: Session, asked: argparse.Namespace) -> Answer:
    """Let another place keep the key, or another passphrase protect it."""
    by, keeper = session.actor(asked.by), Keeper(asked.to)
    return _state(keeping.move_key(session.workspace, keeper, session.new_passphrase, by=by))


def _state(state: KeyState) -> Answer:
    rows = [
        ("kept by", state.kept_by),
        ("key", state.key_id),
        ("recovery code", f"made {state.code_made_at}" if state.code_made_at else "none"),
    ]
    return Answer(answers.key_answer(state), [*render.table(rows), *render.findings(state.findings)])


VERBS = (
    Verb("key show", "tell where the key is kept, and whether there is a recovery code", key_show),
    Verb("key recovery", "make a recovery code, which ends the one of before", key_recovery, (BY,)),
    Verb("key restore", "open the workspace with its recovery code, read from the terminal", key_restore, (TO, BY)),
    Verb("key renew", "encrypt everything anew under another key, and destroy the old one", key_renew, (BY,)),
    Verb("key move", "let the key ring or a new passphrase keep the key", key_move, (NEW_PLACE, BY)),
)

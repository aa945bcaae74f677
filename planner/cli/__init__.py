"""The command line: a thin shell over the services, and the composition root that opens the workspace."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner import __version__
from planner.cli.console import OUR_DEFECT, say, silence, warn
from planner.cli.parsing import help_answer, parse
from planner.cli.progress import Progress
from planner.cli.render import findings, plain
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb
from planner.cli.verbs import VERBS
from planner.domain.canonical import Json
from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, facts_to_json
from planner.services.backing_up import RESTORABLE
from planner.services.login import login_name
from planner.services.words import tell_error

RESTORE = ("With a recovery code: shoal key restore",)
RESTORE_ELSEWHERE = ("With a recovery code: shoal key restore --to passphrase",)
HINTS = {
    "actor-missing": ("Write --by NAME.",),
    "approval-reason-missing": ("Write --reason TEXT.",),
    "key-missing": RESTORE,
    "key-ring-absent": RESTORE,
    "key-ring-failed": RESTORE_ELSEWHERE,
    "key-ring-locked": RESTORE_ELSEWHERE,
    "key-wrong": RESTORE,
    "no-key-ring": ("Write --to passphrase.",),
    "nobody-fits": ("To cut afresh, write --recut.",),
    "passphrase-wrong": RESTORE,
    "recut-needed": ("To cut afresh, write --recut.",),
    "store-key-damaged": RESTORE,
    **dict.fromkeys(RESTORABLE, ("To see what could be restored, write shoal backup restore --dry-run.",)),
}
"""What the command line adds to a sentence that every shell tells."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status: 0 done, 1 refused, 2 wrong usage or bad input, 3 our defect."""
    words = sys.argv[1:] if words is None else words
    as_json = "--json" in words
    answer = _answer(words)
    try:
        say(answer, as_json=as_json)
    except PlannerError as error:
        answer = _told(error)
        say(answer, as_json=False)
    return answer.status


def _answer(words: Sequence[str]) -> Answer:
    try:
        return _run(words)
    except PlannerError as error:
        return _told(error)
    except KeyboardInterrupt:
        return _told(PlannerError("stopped"))
    except MemoryError:
        return _told(PlannerError("memory-full"))
    except BrokenPipeError:
        silence()
        return Answer({}, [])
    except Exception as defect:  # noqa: BLE001 — the last resort: name the defect, never its values
        told = _told(PlannerError("defect", place=_where(defect), version=__version__))
        return Answer(told.data, told.lines, OUR_DEFECT)


def _run(words: Sequence[str]) -> Answer:
    asked = parse(VERBS, words)
    if asked.wants_version:
        return Answer({"version": __version__}, [f"Shoal {__version__}"])
    if asked.verb is None:
        return help_answer(VERBS, words)
    return _run_verb(asked.verb, asked.options)


def _run_verb(verb: Verb, options: argparse.Namespace) -> Answer:
    login = login_name(os.environ, _account)
    with Session(_folder(options), os.environ, Progress(sys.stderr), login=login, warn=_warn) as session:
        return verb.run(session, options)


def _warn(finding: Finding) -> None:
    warn(*findings([finding]))


def _account() -> str:
    """Return the name of the account that this process runs as; empty on Windows, whose environment always says it."""
    try:
        import pwd  # noqa: PLC0415 — Windows has none
    except ImportError:
        return ""
    return pwd.getpwuid(os.getuid()).pw_name


def _folder(asked: argparse.Namespace) -> Path:
    if asked.workspace is not None:
        return Path(asked.workspace)
    from platformdirs import user_data_path  # noqa: PLC0415 — only when no folder was named

    return user_data_path("Shoal", appauthor=False) / "workspace"


def _told(error: PlannerError) -> Answer:
    message = " ".join([tell_error(error), *HINTS.get(error.code, ())])
    told: dict[str, Json] = {"code": error.code, "facts": facts_to_json(error.facts), "message": message}
    return Answer({"error": told}, [plain(message)], error.exit_status)


def _where(defect: Exception) -> str:
    """Name the kind of a defect and the line of ours that it came through: a message could quote a value."""
    trace, place = defect.__traceback__, "unknown place"
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "planner" in file.parts:
            place = f"{file.parent.name}/{file.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(defect).__name__} at {place}"

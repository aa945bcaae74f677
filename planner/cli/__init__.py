"""The command line: a thin shell over the services, and the composition root that opens the workspace."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from planner import __version__
from planner.cli.progress import Progress
from planner.cli.session import Session
from planner.cli.verb import Answer, build_parser
from planner.cli.verbs import VERBS
from planner.domain.errors import PlannerError
from planner.services.words import tell_error

OUR_DEFECT = 3


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status: 0 done, 1 refused, 2 wrong usage or bad input, 3 our defect."""
    words = sys.argv[1:] if words is None else words
    as_json = "--json" in words
    try:
        answer = _run(words)
    except PlannerError as error:
        answer = _told(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as defect:  # noqa: BLE001 — the last resort: name the defect, never its values
        print(f"Shoal made a mistake of its own ({_where(defect)}). Nothing was changed half-way.", file=sys.stderr)
        return OUR_DEFECT
    _say(answer, as_json=as_json)
    return answer.status


def _run(words: Sequence[str]) -> Answer:
    parser = build_parser(VERBS)
    asked = parser.parse_args(words)
    if asked.version:
        return Answer({"version": __version__}, [f"Shoal {__version__}"])
    if not hasattr(asked, "run"):
        return Answer({"verbs": [verb.name for verb in VERBS]}, parser.format_help().splitlines())
    with Progress(sys.stderr).watching() as progress:
        session = Session(_folder(asked), os.environ, progress)
        try:
            answer: Answer = asked.run(session, asked)
        finally:
            session.close()
    return answer


def _folder(asked: argparse.Namespace) -> Path:
    if asked.workspace is not None:
        return Path(asked.workspace)
    from platformdirs import user_data_path  # noqa: PLC0415 — only when no folder was named

    return user_data_path("Shoal", appauthor=False) / "workspace"


def _told(error: PlannerError) -> Answer:
    message = tell_error(error)
    facts = {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in error.facts.items()}
    return Answer({"error": {"code": error.code, "facts": facts, "message": message}}, [message], error.exit_status)


def _say(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer.data, ensure_ascii=False))
    else:
        print(
            "\n".join(answer.lines), file=sys.stdout if answer.status == 0 or "error" not in answer.data else sys.stderr
        )


def _where(defect: Exception) -> str:
    """Name the kind of a defect and the line that raised it: a message could quote a value."""
    trace = defect.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown place"
    return f"{type(defect).__name__} at {place}"

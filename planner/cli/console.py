"""Saying an answer: one JSON object or lines on stdout, errors as sentences on stderr, on any terminal."""

import json
import os
import sys
from typing import TextIO

from planner.cli.verb import Answer
from planner.domain.errors import PlannerError

OUR_DEFECT = 3
PLAIN_SIGNS = str.maketrans(
    {"✓": "+", "✗": "x", "·": "-", "→": "->", "–": "-", "…": "...", "“": '"', "”": '"', "—": "-"}
)
"""What a terminal that knows ASCII only is shown; rules take a hyphen for the dash of a band."""


def say(answer: Answer, *, as_json: bool) -> None:
    """Print an answer: with `as_json` one object on stdout, and an error's sentence on stderr in any case.

    A reader that closes the pipe has read enough. Raises PlannerError `output-not-written` for a full disk.
    """
    is_error = "error" in answer.data
    try:
        if as_json:
            _write(sys.stdout, json.dumps(answer.data, ensure_ascii=not _knows_unicode(sys.stdout), allow_nan=False))
        if is_error or not as_json:
            _write(sys.stderr if is_error else sys.stdout, "\n".join(answer.lines))
    except BrokenPipeError:
        silence()
    except OSError as error:
        silence()
        raise PlannerError("output-not-written", reason=error.strerror or type(error).__name__) from error


def tell(line: str) -> None:
    """Print one line of a longer story on stdout, as `say` would."""
    _write(sys.stdout, line)


def warn(line: str) -> None:
    """Print one line beside an answer, on stderr, where it disturbs nobody who reads stdout."""
    _write(sys.stderr, line)


def silence() -> None:
    """Send what is still buffered for stdout nowhere: the interpreter would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:
        return
    if not _knows_unicode(stream):
        text = text.translate(PLAIN_SIGNS)
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)


def _knows_unicode(stream: TextIO | None) -> bool:
    return stream is None or (stream.encoding or "utf-8").lower().replace("-", "").startswith("utf")

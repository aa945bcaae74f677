"""The entry point: `shoal`, `python -m planner`, and `main.py` of a source checkout: a window, or a verb."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

READING_CHILD = "--reading-child"
"""What a frozen application calls itself with to become the child that reads a customer file."""
PICTURES = "--pictures"
"""What draws every page into a folder, without a display."""
UNTIL_SEEN = "--until-seen"
"""What opens the window and closes it once it is seen: how long a start takes is measured with it."""
FOLDER = "--workspace"
WRONG_USAGE = 2


def main() -> int:
    """Open the window, or run the verb that was typed; Ctrl+C ends it without a word of Python's."""
    words = sys.argv[1:]
    try:
        if words == [READING_CHILD] and getattr(sys, "frozen", False):
            return _read()
        if words[:1] == [PICTURES]:
            return _draw(words[1:])
        if _wants_window(words):
            return _open_window(words)
        from planner.cli import main as run  # noqa: PLC0415 — loading takes long enough to be broken off

        return run()
    except KeyboardInterrupt:
        return WRONG_USAGE


def _wants_window(words: Sequence[str]) -> bool:
    is_joined = len(words) == 1 and words[0].startswith(f"{FOLDER}=")
    return not words or is_joined or words == [UNTIL_SEEN] or (len(words) == 2 and words[0] == FOLDER)


def _open_window(words: Sequence[str]) -> int:
    from planner.desktop.entry import open_desktop  # noqa: PLC0415 — only what is asked for is loaded
    from planner.domain.errors import PlannerError  # noqa: PLC0415

    is_glimpse = words == [UNTIL_SEEN]
    folder = words[-1].removeprefix(f"{FOLDER}=") if words and not is_glimpse else ""
    try:
        return open_desktop(Path(folder) if folder else None, os.environ, until_seen=is_glimpse)
    except PlannerError as error:
        from planner.services.words import tell_error  # noqa: PLC0415

        sys.stderr.write(tell_error(error) + "\n")
        return error.exit_status


def _draw(words: Sequence[str]) -> int:
    from planner.desktop.pictures import main as draw  # noqa: PLC0415

    return draw(words)


def _read() -> int:
    from planner.intake.child import main as read  # noqa: PLC0415

    read()
    return 0


if __name__ == "__main__":
    sys.exit(main())

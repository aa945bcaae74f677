"""The entry point: `shoal VERB …`, `python -m planner VERB …`, and `main.py` of a source checkout."""

import sys


def main() -> int:
    """Run the command line; Ctrl+C while it is still being loaded ends it without a word of Python's."""
    try:
        from planner.cli import main as run  # noqa: PLC0415 — loading takes long enough to be broken off

        return run()
    except KeyboardInterrupt:
        return 2


if __name__ == "__main__":
    sys.exit(main())

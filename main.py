"""The entry point of a source checkout: a verb runs the command line."""

import sys

from planner.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""The entry point of a source checkout: no verb opens the window, a verb runs the command line."""

import sys

from planner.__main__ import main

if __name__ == "__main__":
    sys.exit(main())

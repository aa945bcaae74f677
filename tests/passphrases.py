"""What a passphrase costs in tests."""

from planner.store.passphrase import Argon2Cost

CHEAP = Argon2Cost(memory_kib=64, iterations=1, lanes=1)
"""Next to nothing; tests/cli/test_terminal.py holds what a real one costs."""

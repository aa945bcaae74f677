"""References: keeps None, True and False alive under a Qt binding that forgets to count its references to them."""

import ctypes
import sys

IMMORTAL_SINCE = (3, 12)
"""The Python whose None, True and False are never counted (PEP 683)."""
SPARE = 1 << 60


def outlive_the_binding() -> None:
    """Give the constants more references than a session can lose, where Python still counts them.

    PySide6 6.12.0 is built as if they were immortal: returning None from a call takes a reference that was never given,
    and so does every signal for True. Python 3.11 then ends with `none_dealloc` or `bool_dealloc` after some ten
    thousand calls. The count is the first word of an object; there is no public way to raise it at once.
    """
    if sys.version_info < IMMORTAL_SINCE and sys.implementation.name == "cpython":
        for constant in (None, True, False):
            count = ctypes.c_ssize_t.from_address(id(constant))
            if count.value < SPARE:
                count.value += SPARE

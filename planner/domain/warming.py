"""Warming up: the compiled partition is loaded, or the first time compiled, while something else is waited for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import numpy as np

from planner.domain.attribute import Attribute, Kind
from planner.domain.partition import partition
from planner.domain.segments import Cells

PATIENCE = 0.25
"""Seconds before it begins: what is refused sooner, or done sooner, does not wait for it."""


@contextmanager
def kernel_loading() -> Iterator[None]:
    """Load the compiled loops in the background of the body, and be done with that when the body ends, however it does.

    Nothing depends on it but time: whatever goes wrong there goes wrong again, and is told, when cells are really cut.
    """
    is_over = Event()
    thread = Thread(target=_load, args=(is_over,), name="kernel loading")
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def load_kernel(codes: type[np.unsignedinteger] = np.uint8) -> None:
    """Load the compiled loops, or compile them where nothing is kept: then it takes half a minute of a processor.

    There are two sets of them: for codes of up to 16 bits, which is every attribute of up to 65,536 values, and of 32.
    """
    cells = _couple(codes)
    partition(cells, 2).tree.leaf_of(cells)


def _load(is_over: Event) -> None:
    if not is_over.wait(PATIENCE):
        with suppress(Exception):  # no trace of a thread may stand beside the sentence that tells a refusal
            load_kernel()


def _couple(kind: type[np.unsignedinteger]) -> Cells:
    """Return the fewest people that can be cut, in the types that every population has."""
    pair = Attribute("pair", Kind.NOMINAL, ("one", "other"))
    codes, people = np.arange(2, dtype=kind), np.full(2, 2, dtype=np.int64)
    return Cells((pair,), (codes,), (), np.zeros(2, dtype=np.uint32), (), (), people)

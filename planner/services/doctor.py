"""The doctor: whether all that Shoal needs of a computer works on this one, found out by doing it."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.domain.errors import PlannerError
from planner.domain.warming import load_kernel
from planner.formats.verdicts import CheckResult, Verdict, overall
from planner.intake.survey import survey
from planner.services.words import tell_error
from planner.store.driver import library_versions
from planner.store.key_ring import find_key_ring
from planner.store.passphrase import PassphraseKeys
from planner.store.workspace import Clock, Workspace

__all__ = ["CheckResult", "Verdict", "examine", "overall"]

CUSTOMERS = "id,town\n" + "".join(f"{number},Lyon\n" for number in range(40))


def examine(clock: Clock) -> Iterator[CheckResult]:
    """Yield one result after the other, each as soon as it is known; nothing that is tried leaves anything behind.

    `unknown` is the verdict where a computer has no key ring, which it can do without.
    """
    for name, trial in TRIALS.items():
        try:
            verdict, detail = trial(clock)
        except PlannerError as error:
            verdict, detail = Verdict.INVALID, tell_error(error)
        yield CheckResult(name, verdict, detail)


def _try_store(clock: Clock) -> tuple[Verdict, str]:
    with TemporaryDirectory(prefix="shoal-doctor-") as temporary:
        folder = Path(temporary) / "workspace"
        keys = PassphraseKeys(folder, secrets.token_hex())
        with Workspace.create(folder, keys, clock) as made:
            known = made.id
        with Workspace.open(folder, keys, clock) as opened:
            is_same = opened.id == known
    with_what = ", ".join(f"{name} {version}" for name, version in library_versions().items())
    return (Verdict.VALID if is_same else Verdict.INVALID), f"a workspace was made, closed and opened, with {with_what}"


def _try_key_ring(_clock: Clock) -> tuple[Verdict, str]:
    ring = find_key_ring()
    if ring is None:
        return Verdict.UNKNOWN, "there is none here; a passphrase can protect a workspace in its place"
    ring.try_out()
    return Verdict.VALID, f"{ring.name} kept a key of no workspace, gave it back and deleted it"


def _try_reading(_clock: Clock) -> tuple[Verdict, str]:
    with TemporaryDirectory(prefix="shoal-doctor-") as temporary:
        file = Path(temporary) / "customers.csv"
        file.write_text(CUSTOMERS, encoding="utf-8")
        rows = survey(file).rows
    return Verdict.VALID, f"a sealed process read {rows} invented customers"


def _try_partition(_clock: Clock) -> tuple[Verdict, str]:
    began = time.perf_counter()
    load_kernel()
    return Verdict.VALID, f"ready after {time.perf_counter() - began:.1f} seconds"


TRIALS = {"store": _try_store, "key-ring": _try_key_ring, "reading": _try_reading, "partition": _try_partition}
"""What is tried, in this order, by its permanent name."""

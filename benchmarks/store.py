"""The store against plain NumPy files: saving and loading a million segments, and what an entry of the ledger costs.

    python -m benchmarks.store [--segments N] [--entries N]

The reference is `numpy.savez` with an fsync, and `numpy.load`, of the very same arrays: neither encrypted nor checked.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from planner.domain.attribute import Attribute, Kind
from planner.domain.segments import SegmentTable, ValueSets, mask_words, narrowest
from planner.domain.snapshot import SnapshotRecord, table_arrays
from planner.store.ledger import prove_entry
from planner.store.ledger_check import verify_ledger
from planner.store.passphrase import Argon2Cost, PassphraseKeys
from planner.store.snapshots import load_table, save_snapshot
from planner.store.states import Subject
from planner.store.workspace import Workspace

SET_COUNTS = (12, 30, 60, 90, 200, 300, 800, 2_000)
"""How many value sets each of the eight attributes has."""
VALUES = 20


def make_table(segments: int) -> SegmentTable:
    """Return segments with random sets: right in shape and size, not a partition of anybody."""
    rng = np.random.default_rng(7)
    sets = []
    for i, count in enumerate(SET_COUNTS):
        attribute = Attribute(f"attribute {i}", Kind.NOMINAL, tuple(f"value {code}" for code in range(VALUES)))
        masks = [np.flatnonzero(rng.random(VALUES) < 0.5) for _ in range(count)]
        sets.append(ValueSets(attribute, np.stack([mask_words(codes, VALUES) for codes in masks])))
    return SegmentTable(
        floor=20,
        sets=tuple(sets),
        ids=tuple(rng.integers(0, len(each), segments).astype(narrowest(len(each))) for each in sets),
        consents=(frozenset(), frozenset({"email-marketing"})),
        consent=rng.integers(0, 2, segments).astype(np.uint16),
        people=rng.integers(20, 500, segments),
    )


def make_record(number: int, segments: int) -> SnapshotRecord:
    """Return the facts of a snapshot; its counts do not matter here."""
    return SnapshotRecord(
        id=f"customers/{number}",
        population="customers",
        made_at="2026-03-01T12:00:00Z",
        floor=20,
        people_in=0,
        people_kept=0,
        people_dropped=0,
        rows=0,
        cells=0,
        segments=segments,
        columns={},
        quality={},
        mapping_digest="",
    )


def median_ms(act: Callable[[int], object], times: int) -> float:
    """Return the median wall time of calling `act` with 0, 1, 2 and so on."""
    spent = []
    for i in range(times):
        before = time.perf_counter()
        act(i)
        spent.append(1_000 * (time.perf_counter() - before))
    return statistics.median(spent)


def measure_snapshots(workspace: Workspace, segments: int, times: int = 5) -> dict[str, float]:
    """Time saving and loading, next to plain files in the same folder."""
    table = make_table(segments)
    arrays = table_arrays(table)
    plain = workspace.folder / "plain.npz"

    def save(i: int) -> None:
        with workspace.change() as recorder:
            saved = save_snapshot(workspace, make_record(i, segments), table, {})
            recorder.append("imported", Subject("snapshot", saved.id), {})

    def save_plain(_: int) -> None:
        with plain.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())

    def load_plain(_: int) -> None:
        with np.load(plain) as loaded:
            for name in loaded.files:
                loaded[name]

    found = {
        "megabytes": sum(array.nbytes for array in arrays.values()) / 1e6,
        "save_ms": median_ms(save, times),
        "npz_save_ms": median_ms(save_plain, times),
        "load_ms": median_ms(lambda i: load_table(workspace, f"customers/{i}"), times),
        "npz_load_ms": median_ms(load_plain, times),
    }
    plain.unlink()
    return found


def measure_ledger(workspace: Workspace, entries: int, times: int = 50) -> dict[str, float]:
    """Time one more entry, an inclusion proof and the whole check, once there are `entries` entries."""
    facts = {"campaign": "spring", "scope": "email-marketing", "rule": "ab" * 32, "result": "granted"}

    def append(_: int) -> None:
        with workspace.change() as recorder:
            recorder.append("checked", None, facts)

    def bare_commit(i: int) -> None:
        with workspace.transaction():
            workspace.db.execute("UPDATE meta SET value = ? WHERE name = 'created'", [f"{i}"])

    empty_ms = median_ms(append, times)
    with workspace.change() as recorder:
        for _ in range(entries):
            recorder.append("checked", None, facts)
    return {
        "append_to_empty_ms": empty_ms,
        "append_ms": median_ms(append, times),
        "bare_commit_ms": median_ms(bare_commit, times),
        "prove_ms": median_ms(lambda i: prove_entry(workspace, i), 5),
        "verify_ms": median_ms(lambda _: verify_ledger(workspace), 3),
    }


def main() -> int:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=10_000)
    asked = parser.parse_args()
    found: dict[str, object] = {}
    for name, measured, size in (
        ("ledger", measure_ledger, asked.entries),
        ("snapshots", measure_snapshots, asked.segments),
    ):
        with tempfile.TemporaryDirectory() as folder:
            keys = PassphraseKeys(Path(folder), "only a benchmark", Argon2Cost(memory_kib=64, iterations=1, lanes=1))
            with Workspace.create(Path(folder), keys, lambda: datetime.now(UTC)) as workspace:
                figures = measured(workspace, size)
        found[name] = {"size": size} | {figure: round(value, 2) for figure, value in figures.items()}
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""A key store in memory, a clock that stands still, and segments to save."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from planner.domain.attribute import Attribute, Kind, Level
from planner.domain.finding import Finding, Severity
from planner.domain.segments import SegmentTable, ValueSets, mask_words, narrowest
from planner.domain.snapshot import Arrays, SnapshotRecord
from planner.store.snapshots import save_snapshot
from planner.store.states import Subject
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace
from tests.store import forging
from tests.store.memory_keys import MemoryKeys

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def make_keys() -> Callable[[], KeyStore]:
    return MemoryKeys


@pytest.fixture
def keys() -> MemoryKeys:
    return MemoryKeys()


@pytest.fixture
def clock() -> Clock:
    return lambda: NOON


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def workspace(folder: Path, keys: KeyStore, clock: Clock) -> Iterator[Workspace]:
    with Workspace.create(folder, keys, clock) as opened:
        yield opened


@pytest.fixture
def make_table() -> Callable[..., SegmentTable]:
    return _make_table


@pytest.fixture
def make_record() -> Callable[..., SnapshotRecord]:
    return _make_record


@pytest.fixture
def save() -> Callable[..., SnapshotRecord]:
    return _save


@pytest.fixture
def tamper(keys: MemoryKeys) -> Callable[..., None]:
    """Change a closed store behind the product's back."""
    return lambda folder, *statements: forging.tamper(folder, keys, *statements)


@pytest.fixture
def reopened(
    workspace: Workspace, keys: KeyStore, clock: Clock, tamper: Callable[..., None]
) -> Iterator[Callable[..., Workspace]]:
    """Close the workspace, change its tables behind its back, forget its head, and open it again."""
    with ExitStack() as opened:

        def tampered(*statements: str) -> Workspace:
            workspace.close()
            tamper(workspace.folder, *statements)
            (workspace.folder / "lock").unlink()  # so that nothing but the check itself can find it
            return opened.enter_context(Workspace.open(workspace.folder, keys, clock))

        yield tampered


def _save(workspace: Workspace, record: SnapshotRecord, table: SegmentTable, tree: Arrays) -> SnapshotRecord:
    with workspace.change() as recorder:
        saved = save_snapshot(workspace, record, table, tree)
        recorder.append("imported", Subject("snapshot", saved.id), {"people": saved.people_kept})
    return saved


def _make_table(segments: int = 500, seed: int = 0) -> SegmentTable:
    """Segments with random sets: right in shape, not a partition of anybody."""
    rng = np.random.default_rng(seed)
    region = Level("region", ("N", "S"), (0, 0, 1, 1, 1), rare=(0,))
    attributes = (
        Attribute("age", Kind.ORDERED, ("under 30", "30–59", "60 and over", "(missing)"), edges=(30, 60), priority=3),
        Attribute("city", Kind.HIERARCHICAL, ("A", "B", "C", "D", "E"), levels=(region,)),
        Attribute("plan", Kind.NOMINAL, tuple(f"plan {i}" for i in range(70)), behavioural=True, rare=(3, 5)),
    )
    sets = tuple(ValueSets(attribute, _make_words(rng, len(attribute.labels))) for attribute in attributes)
    return SegmentTable(
        floor=20,
        sets=sets,
        ids=tuple(rng.integers(0, len(each), segments).astype(narrowest(len(each))) for each in sets),
        consents=(frozenset(), frozenset({"email-marketing"}), frozenset({"email-marketing", "profiling"})),
        consent=rng.integers(0, 3, segments).astype(np.uint16),
        people=rng.integers(20, 200, segments),
    )


def _make_words(rng: np.random.Generator, values: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint64]]:
    single = [np.array([code]) for code in range(values)]
    mixed = [np.flatnonzero(rng.random(values) < 0.5) for _ in range(values)]
    return np.stack([mask_words(codes, values) for codes in single + mixed])


def _make_record(population: str = "customers", number: int = 1, segments: int = 500) -> SnapshotRecord:
    return SnapshotRecord(
        id=f"{population}/{number}",
        population=population,
        made_at="2026-03-01T12:00:00Z",
        floor=20,
        people_in=60_000,
        people_kept=59_990,
        people_dropped=10,
        rows=60_100,
        cells=4_000,
        segments=segments,
        columns={"customer_id": "identifier", "age": "attribute"},
        quality={"exact_people": 41_000, "ncp": 3.25},
        mapping_digest="ab" * 32,
        findings=(Finding("duplicates", Severity.NOTE, {"people": 100, "columns": ("customer_id", "age")}),),
    )

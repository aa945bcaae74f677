"""Every way in which a store's file can be wrong: it is found before a wrong number is shown, and left as it was."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord, table_digest
from planner.services.verifying import verify_ledger
from planner.store.ledger import entries
from planner.store.snapshots import load_table, populations
from planner.store.states import Subject
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace

PAGE = 4096
SUBJECT = Subject("snapshot", "customers/1")
TOLD = {"pages-damaged", "store-damaged", "store-empty", "store-foreign", "store-rolled-back"}
"""What an opening may say of a file that is not the store."""


@pytest.fixture
def store(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> Path:
    """The file of a closed store, with an older copy of it beside the workspace's folder."""
    save(workspace, make_record(segments=40), make_table(40), {})
    workspace.close()
    path = workspace.folder / "store.db"
    shutil.copy(path, workspace.folder.parent / "older.db")
    return path


@pytest.fixture
def grown(store: Path, keys: KeyStore, clock: Clock) -> Path:
    """The same store after two more changes, one of a row that was there."""
    with Workspace.open(store.parent, keys, clock) as opened:
        for text in ("60200", "60300"):
            with opened.change() as recorder:
                opened.db.execute("UPDATE snapshots SET record = replace(record, '60100', ?)", [text])
                recorder.append("corrected", SUBJECT, {})
    return store


def outcome(store: Path, keys: KeyStore, clock: Clock) -> tuple[str, object]:
    """Open a store as both shells do, and read it all: what is told, and what was read if nothing was."""
    try:
        with Workspace.open(store.parent, keys, clock) as opened:
            found = verify_ledger(opened)
            if not found.is_valid:
                return found.faults[0][1].code, None
            record = populations(opened)[0]
            said = [each.data for each in entries(opened)]
            return "", (record, table_digest(load_table(opened, record.id)), said)
    except PlannerError as error:
        return error.code, None


def is_told(code: str) -> bool:
    return code in TOLD or code.startswith("ledger-")


def pages(data: bytes) -> Iterator[int]:
    return iter(range(0, len(data), PAGE))


def test_one_changed_byte_of_any_page_is_found_or_harmless(grown: Path, keys: KeyStore, clock: Clock) -> None:
    whole = grown.read_bytes()
    right = outcome(grown, keys, clock)
    assert right[0] == ""
    found = 0
    for page in pages(whole):
        for place in (page, page + 16, page + 2000, page + PAGE - 70, page + PAGE - 1):
            damaged = bytearray(whole)
            damaged[place] ^= 0x40
            grown.write_bytes(damaged)
            told, read = outcome(grown, keys, clock)
            assert (told, read) == right if not told else is_told(told), place
            assert bool(told) == (place >= 16), "the salt is kept with the key; everything else is needed"
            assert grown.read_bytes() == damaged
            found += bool(told)
    assert found == 5 * len(whole) // PAGE - 1


def test_a_store_cut_off_anywhere_is_found(grown: Path, keys: KeyStore, clock: Clock) -> None:
    whole = grown.read_bytes()
    for page in pages(whole):
        for length in (page, page + 1, page + 16, page + PAGE - 1):
            grown.write_bytes(whole[:length])
            assert outcome(grown, keys, clock)[0] in TOLD, length
            assert grown.read_bytes() == whole[:length]


def test_an_older_copy_of_any_page_is_found_or_harmless(store: Path, grown: Path, keys: KeyStore, clock: Clock) -> None:
    """SQLCipher takes it for a good page: the ledger does not."""
    whole, older = grown.read_bytes(), (store.parent.parent / "older.db").read_bytes()
    right, found = outcome(grown, keys, clock), 0
    assert not right[0]
    for page in pages(older):
        mixed = whole[:page] + older[page : page + PAGE] + whole[page + PAGE :]
        grown.write_bytes(mixed)
        told, read = outcome(grown, keys, clock)
        assert (told, read) == right if not told else is_told(told), page
        found += bool(told)
    assert found >= 3, "the pages of the row, of the ledger and of its checkpoints"


def test_pages_that_change_places_or_come_twice_are_found(grown: Path, keys: KeyStore, clock: Clock) -> None:
    whole = grown.read_bytes()
    for page in list(pages(whole))[1:-1]:
        one, two = whole[page : page + PAGE], whole[page + PAGE : page + 2 * PAGE]
        for pair in (two + one, one + one, two + two):
            grown.write_bytes(whole[:page] + pair + whole[page + 2 * PAGE :])
            assert is_told(outcome(grown, keys, clock)[0]), page


def test_bytes_behind_the_last_page_are_found(grown: Path, keys: KeyStore, clock: Clock) -> None:
    with grown.open("ab") as file:
        file.write(bytes(5000))
    assert outcome(grown, keys, clock)[0] in TOLD

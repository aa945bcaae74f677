"""Whatever is changed behind the ledger's back is found, and an honest ledger never raises an alarm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.finding import Finding, Severity
from planner.domain.merkle import leaf_hash, tree_root
from planner.domain.note import Checkpoint, SigningKey, sign_checkpoint
from planner.domain.segments import SegmentTable
from planner.domain.snapshot import SnapshotRecord
from planner.services.words import tell_finding
from planner.store.ledger import entries, signed_checkpoint
from planner.store.ledger_check import Verification, verify_ledger
from planner.store.recorder import signing_key
from planner.store.states import Subject, all_state_digests, state_digest
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace
from tests.store.forging import UNLOCK, forged

CUSTOMERS = Subject("snapshot", "customers/1")
Reopened = Callable[..., Workspace]


@pytest.fixture
def filled(
    workspace: Workspace,
    save: Callable[..., SnapshotRecord],
    make_table: Callable[..., SegmentTable],
    make_record: Callable[..., SnapshotRecord],
) -> Workspace:
    """A ledger of six entries: two imports, a correction, three notes."""
    save(workspace, make_record(), make_table(), {})
    save(workspace, make_record("members"), make_table(seed=1), {})
    with workspace.change() as recorder:
        workspace.db.execute("UPDATE snapshots SET record = replace(record, '60100', '60200') WHERE id = 'customers/1'")
        recorder.append("corrected", CUSTOMERS, {})
    for i in range(3):
        with workspace.change() as recorder:
            recorder.append("noted", None, {"note": i})
    return workspace


def codes(found: Verification) -> set[str]:
    return {finding.code for _, finding in found.faults}


def test_an_honest_ledger_is_valid(filled: Workspace) -> None:
    assert verify_ledger(filled) == Verification(entries=6, faults=())
    assert verify_ledger(filled, [signed_checkpoint(filled) or ""]).is_valid


def test_an_empty_ledger_is_valid(workspace: Workspace) -> None:
    assert verify_ledger(workspace) == Verification(entries=0, faults=())


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE ledger SET record = CAST(record || ' ' AS BLOB) WHERE number = 2", "ledger-entry-changed"),
        ("UPDATE ledger SET record = x'7b7d' WHERE number = 4", "ledger-entry-changed"),
        ("UPDATE ledger SET record = x'ff' WHERE number = 4", "ledger-entry-changed"),
        ("UPDATE ledger SET leaf = zeroblob(32) WHERE number = 4", "ledger-entry-changed"),
        ("UPDATE ledger SET object = 'members/1' WHERE number = 0", "ledger-entry-changed"),
        ("UPDATE ledger SET kind = NULL, object = NULL WHERE number = 0", "ledger-entry-changed"),
        ("UPDATE ledger SET number = 9 WHERE number = 5", "ledger-entry-changed"),
        ("DELETE FROM ledger WHERE number = 3", "ledger-entry-changed"),
        ("DELETE FROM ledger WHERE number = 5", "ledger-checkpoint-differs"),
        ("DELETE FROM ledger", "ledger-checkpoint-differs"),
        ("INSERT INTO ledger SELECT 6, record, leaf, kind, object FROM ledger WHERE number = 5",
         "ledger-entry-changed"),
        ("DELETE FROM checkpoints", "ledger-checkpoint-differs"),
        ("DELETE FROM checkpoints WHERE size = 6", "ledger-checkpoint-differs"),
        ("UPDATE checkpoints SET note = replace(note, 'shoal/', 'shoak/') WHERE size = 6", "ledger-not-signed"),
        ("UPDATE checkpoints SET note = '' WHERE size = 6", "ledger-not-signed"),
        ("UPDATE checkpoints SET frontier = zeroblob(72) WHERE size = 6", "ledger-checkpoint-differs"),
        ("UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 5) WHERE size = 6",
         "ledger-checkpoint-differs"),
        ("UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 5) WHERE size = 2",
         "ledger-checkpoint-differs"),
        ("UPDATE snapshots SET record = replace(record, '60200', '60100')", "ledger-state-differs"),
        ("UPDATE snapshots SET number = 9 WHERE number = 1", "ledger-state-differs"),
        ("UPDATE arrays SET digest = 'ab' WHERE snapshot = 'members/1' AND name = 'people'", "ledger-state-differs"),
        ("DELETE FROM arrays WHERE snapshot = 'members/1' AND name = 'people'", "ledger-state-differs"),
        ("UPDATE arrays SET data = zeroblob(length(data)) WHERE name = 'people'", "ledger-data-damaged"),
        ("INSERT INTO snapshots SELECT 7, 'customers/7', population, record, segments FROM snapshots WHERE number = 1",
         "ledger-state-unrecorded"),
    ],
)  # fmt: skip
def test_a_change_behind_its_back_is_found(filled: Workspace, reopened: Reopened, statement: str, code: str) -> None:
    found = verify_ledger(reopened(*UNLOCK, statement))
    assert code in codes(found)
    assert all(tell_finding(finding) for _, finding in found.faults)


def test_entries_exchanged_are_found(filled: Workspace, reopened: Reopened) -> None:
    exchange = [f"UPDATE ledger SET number = {new} WHERE number = {old}" for old, new in ((3, 99), (4, 3), (99, 4))]
    assert "ledger-entry-changed" in codes(verify_ledger(reopened(*UNLOCK, *exchange)))


def test_an_old_row_put_back_is_found(filled: Workspace, reopened: Reopened) -> None:
    """The row is exactly as it once was; only the ledger knows that it is not as it was left."""
    before = entries(filled, CUSTOMERS)[0].record["state"]["digest"]
    tampered = reopened(
        "UPDATE snapshots SET record = replace(record, '60200', '60100') WHERE id = 'customers/1'",
    )
    assert state_digest(tampered.db, CUSTOMERS) == before
    assert codes(verify_ledger(tampered)) == {"ledger-state-differs"}


def test_an_old_page_put_back_is_found_or_changes_nothing(
    workspace: Workspace, filled: Workspace, keys: KeyStore, clock: Clock
) -> None:
    """SQLCipher takes each of these pages for a good one: they were, once, at this very place."""
    store = filled.folder / "store.db"
    filled.close()
    old = store.read_bytes()
    with Workspace.open(filled.folder, keys, clock) as opened, opened.change() as recorder:
        opened.db.execute("UPDATE snapshots SET record = replace(record, '60200', '60300') WHERE id = 'customers/1'")
        recorder.append("corrected", CUSTOMERS, {})
    new = store.read_bytes()
    honest = _read(filled.folder, keys, clock)
    changed = [at for at in range(0, len(old), 4096) if old[at : at + 4096] != new[at : at + 4096]]
    found = []
    for at in changed:
        store.write_bytes(new[:at] + old[at : at + 4096] + new[at + 4096 :])
        verification, states = _read(filled.folder, keys, clock)
        found.append(codes(verification))
        assert found[-1] or (verification, states) == honest
    assert {"ledger-state-differs"} in found


def _read(folder: Path, keys: KeyStore, clock: Clock) -> tuple[Verification, dict[Subject, str]]:
    """Return what the ledger's check says and what is there; a store that does not open is a fault as well."""
    try:
        with Workspace.open(folder, keys, clock) as opened:
            opened.check()
            return verify_ledger(opened), all_state_digests(opened.db)
    except PlannerError as error:
        return Verification(0, (("open", Finding(error.code, Severity.BLOCK)),)), {}


def test_a_history_written_anew_without_the_key_is_found(filled: Workspace, reopened: Reopened) -> None:
    other = SigningKey(signing_key(filled.db).name, bytes(32))
    assert "ledger-not-signed" in codes(verify_ledger(reopened(*UNLOCK, *forged(filled, other))))


def test_a_history_written_anew_with_the_key_is_found_against_a_checkpoint_held_elsewhere(
    filled: Workspace, reopened: Reopened
) -> None:
    """Whoever holds both keys can forge everything here; what has left the machine still tells."""
    held = signed_checkpoint(filled)
    assert held is not None
    tampered = reopened(*UNLOCK, *forged(filled, signing_key(filled.db)))
    assert verify_ledger(tampered).is_valid
    assert codes(verify_ledger(tampered, [held])) == {"ledger-rolled-back"}


def test_a_head_of_more_entries_than_there_are_is_found(filled: Workspace) -> None:
    key = signing_key(filled.db)
    root = tree_root([leaf_hash(entry.data) for entry in entries(filled)])
    assert codes(verify_ledger(filled, [sign_checkpoint(Checkpoint(key.name, 99, root), key)])) == {
        "ledger-rolled-back"
    }


def test_an_entry_that_does_not_follow_on_the_one_before_is_found(filled: Workspace, reopened: Reopened) -> None:
    """Written with the key, so that nothing else gives it away."""
    state = {**entries(filled, CUSTOMERS)[-1].record["state"], "before": "ab" * 32}
    anew = forged(filled, signing_key(filled.db), state=state)
    named = "UPDATE ledger SET kind = 'snapshot', object = 'customers/1' WHERE number = 5"
    assert codes(verify_ledger(reopened(*UNLOCK, *anew, named))) == {"ledger-chain-broken"}


def test_an_older_copy_of_the_whole_store_is_found_against_a_checkpoint_held_elsewhere(
    filled: Workspace, keys: KeyStore, clock: Clock
) -> None:
    filled.close()
    store = filled.folder / "store.db"
    old = store.read_bytes()
    with Workspace.open(filled.folder, keys, clock) as opened:
        with opened.change() as recorder:
            recorder.append("noted", None, {})
        held = signed_checkpoint(opened)
    assert held is not None
    store.write_bytes(old)
    (filled.folder / "lock").unlink()
    with Workspace.open(filled.folder, keys, clock) as rolled_back:
        assert verify_ledger(rolled_back).is_valid
        assert codes(verify_ledger(rolled_back, [held])) == {"ledger-rolled-back"}


def test_a_checkpoint_of_another_ledger_is_refused(
    filled: Workspace, tmp_path: Path, keys: KeyStore, clock: Clock
) -> None:
    with Workspace.create(tmp_path / "other", keys, clock) as other:
        with other.change() as recorder:
            recorder.append("noted", None, {})
        foreign = signed_checkpoint(other)
    assert foreign is not None
    with pytest.raises(PlannerError, match="checkpoint-not-signed"):
        verify_ledger(filled, [foreign])

"""A forger who holds a signing key: the last entry of a ledger written anew, with everything around it made to fit."""

from pathlib import Path

from planner.domain.canonical import Json, canonical_json
from planner.domain.merkle import Frontier, leaf_hash
from planner.domain.note import Checkpoint, SigningKey, sign_checkpoint
from planner.store import driver
from planner.store.ledger import entries
from planner.store.workspace import Workspace
from tests.store.memory_keys import MemoryKeys

UNLOCK = tuple(f"DROP TRIGGER {name}_no_{how}" for name in ("ledger", "checkpoints") for how in ("update", "delete"))
"""What lets the tables of the ledger be changed at all."""


def forged(workspace: Workspace, key: SigningKey, **said: Json) -> list[str]:
    """Return statements that change the last entry and rebuild leaf, frontier and checkpoint over it."""
    *kept, last = entries(workspace)
    data = canonical_json({**last.record, "facts": {"note": "never written"}, **said})
    frontier = Frontier.of([leaf_hash(entry.data) for entry in kept]).append(leaf_hash(data))
    size, note = frontier.size, sign_checkpoint(Checkpoint(key.name, frontier.size, frontier.root), key)
    return [
        f"UPDATE ledger SET record = x'{data.hex()}', leaf = x'{leaf_hash(data).hex()}' WHERE number = {last.index}",
        f"UPDATE checkpoints SET note = '{note}', frontier = x'{frontier.to_bytes().hex()}' WHERE size = {size}",
    ]


def tamper(folder: Path, keys: MemoryKeys, *statements: str) -> None:
    """Change a closed store behind the product's back, with its key: what a restored page or a debugger could do."""
    header = (folder / "store.db").read_bytes()[:16]
    key = keys.load(header.hex())
    assert key is not None
    database = driver.connect(folder / "store.db", key)
    for statement in statements:
        database.execute(statement)
    database.close()

"""What people do with a workspace: each operation from a state that is made once, for faults to strike each call."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import count
from pathlib import Path

from planner.domain.errors import PlannerError
from planner.domain.recovery_code import SECRET_BYTES, RecoveryCode
from planner.domain.rule_text import parse_rule
from planner.services.governing import edit_scope, set_policy
from planner.services.keeping import Keeper, draw_code, keep_code, move_key
from planner.services.opening import Door
from planner.services.planning import Plan, draft, edit_campaign
from planner.services.releasing import export
from planner.services.reviewing import approve_campaign, check_campaign
from planner.services.verifying import entries
from planner.store import schema
from planner.store.backups import backups_in
from planner.store.driver import Database
from planner.store.handover import MOVED, hand_over
from planner.store.head import RESTORED
from planner.store.keys import PASSPHRASE_VARIABLE
from planner.store.passphrase import KEY_FILE, PassphraseKeys
from planner.store.renewal import renew
from planner.store.restoring import Rescue
from planner.store.schema import Migration, write_meta
from planner.store.store_key import Entropy, KeyStore
from planner.store.workspace import STORE_FILE, Workspace
from tests.domain.campaigning import brief
from tests.passphrases import CHEAP
from tests.services.shops import AUTHOR, OFFICER, keep_shop, noon, put_scopes_in_order
from tests.store.file_keys import FileKeys

CAMPAIGN, FORMATS = "spring", ("csv",)
RULE = "age < 60"
PHRASE, LATER = "correct horse battery", "four plain words here"


def keys_of(run: Path) -> KeyStore:
    """Keys that cost nothing to open."""
    return PassphraseKeys(run / "workspace", PHRASE, CHEAP)


def open_workspace(run: Path) -> Workspace:
    """Open the workspace of a run."""
    return Workspace.open(run / "workspace", keys_of(run), noon)


@dataclass(frozen=True)
class Operation:
    """One thing that is done: what there is before, how the workspace is entered, and what is then done in it."""

    ready: tuple[Callable[[Workspace, Path], object], ...]
    act: Callable[[Workspace, Path], object]
    enter: Callable[[Path], Workspace] = open_workspace
    repeats: bool = False
    """Whether it can be done once more when it is done: it then makes whole what a fault has left."""
    ignores: tuple[str, ...] = ()
    """Tables that say different things when it was broken off and went on."""
    spills: bool = False
    """Whether the store's cache is so small that pages reach the disk before the end."""

    def make(self, run: Path) -> None:
        """Make what there is before."""
        run.mkdir()
        if self.ready:
            with Workspace.create(run / "workspace", keys_of(run), noon) as workspace:
                for step in self.ready:
                    step(workspace, run)

    def do(self, workspace: Workspace, run: Path) -> None:
        """Do it."""
        if self.spills:
            workspace.db.execute("PRAGMA cache_size = 4")
        self.act(workspace, run)


def _shop(workspace: Workspace, _run: Path) -> None:
    keep_shop(workspace)
    put_scopes_in_order(workspace)


def _import(workspace: Workspace, _run: Path) -> None:
    keep_shop(workspace)


def _import_much(workspace: Workspace, _run: Path) -> None:
    keep_shop(workspace, segments=6000, towns=100)


def _import_again(workspace: Workspace, _run: Path) -> None:
    keep_shop(workspace, people=90)


def _draft(workspace: Workspace, _run: Path) -> None:
    told = Plan(name=CAMPAIGN, population="shop", brief=brief(), rule=parse_rule(RULE))
    draft(workspace, told, author=AUTHOR)


def _edit(workspace: Workspace, _run: Path) -> None:
    edit_campaign(workspace, CAMPAIGN, by=AUTHOR, rule=parse_rule("age >= 30"))


def _check(workspace: Workspace, _run: Path) -> None:
    check_campaign(workspace, CAMPAIGN, actor=AUTHOR)


def _approve(workspace: Workspace, _run: Path) -> None:
    approve_campaign(workspace, CAMPAIGN, approver=OFFICER, reason="Seen")


def _export(workspace: Workspace, run: Path) -> None:
    export(workspace, CAMPAIGN, run / "out", formats=FORMATS, by=AUTHOR)


def _set_policy(workspace: Workspace, _run: Path) -> None:
    set_policy(workspace, "rounding_base", "10", by=OFFICER)


def _edit_scope(workspace: Workspace, _run: Path) -> None:
    edit_scope(workspace, "email-marketing", by=OFFICER, notice_version="5", notice_on=date(2026, 7, 1))


def _back_up(workspace: Workspace, _run: Path) -> None:
    workspace.back_up()


def _nothing(_workspace: Workspace, _run: Path) -> None:
    """Entering was all."""


def _repeatable() -> Entropy:
    """Return randomness that is the same each time, so that two outcomes can be compared."""
    drawn = count()

    def entropy(size: int) -> bytes:
        return b"".join(sha256(bytes([next(drawn)])).digest() for _ in range(-(-size // 32)))[:size]

    return entropy


def _create(run: Path) -> Workspace:
    if (run / "workspace" / STORE_FILE).exists():
        return open_workspace(run)
    return Workspace.create(run / "workspace", keys_of(run), noon, entropy=_repeatable())


def _renew_key(workspace: Workspace, _run: Path) -> None:
    renew(workspace, by=OFFICER, entropy=_repeatable())


def _age(workspace: Workspace, _run: Path) -> None:
    """Take the workspace back to its first schema."""
    with workspace.transaction():
        for name in workspace.db.table_names():
            if name != "meta":
                workspace.db.execute(f"DROP TABLE [{name}]")
        write_meta(workspace.db, {"schema": "1"})


def _enter_later(run: Path) -> Workspace:
    """Open the workspace with a version that also moves every row of a table."""
    known = schema.MIGRATIONS
    schema.MIGRATIONS = (*known, Migration("arrays in another order", _move_arrays))
    try:
        return open_workspace(run)
    finally:
        schema.MIGRATIONS = known


def _enter_restored(run: Path) -> Workspace:
    """Put the backup back unless that is done, and open the workspace."""
    with open_workspace(run) as workspace:
        is_restored = RESTORED in _actions(workspace)
    if not is_restored:
        (backup, *_) = backups_in(run / "workspace")
        rescue = Rescue(run / "workspace", keys_of(run), noon)
        rescue.put_back(backup.path, by=OFFICER, adjust=lambda *_: None, progress=lambda _share: None)
    return open_workspace(run)


def _draw_code(workspace: Workspace, _run: Path) -> None:
    keep_code(workspace, draw_code(workspace, _repeatable()), by=OFFICER)


def _lose_the_passphrase(_workspace: Workspace, run: Path) -> None:
    (run / "workspace" / KEY_FILE).unlink()


def _door(run: Path, passphrase: str) -> Door:
    return Door(run / "workspace", {PASSPHRASE_VARIABLE: passphrase}, noon)


def _enter_recovered(run: Path) -> Workspace:
    """Open the workspace with its recovery code under another passphrase, unless that is done."""
    if (run / "workspace" / KEY_FILE).exists():
        return _door(run, LATER).open()
    return _door(run, LATER).restore(RecoveryCode(_repeatable()(SECRET_BYTES)).text, Keeper.PASSPHRASE, by=OFFICER)


def _move_key(workspace: Workspace, _run: Path) -> None:
    move_key(workspace, Keeper.PASSPHRASE, lambda: LATER, by=OFFICER)


def _enter_moved(run: Path) -> Workspace:
    """Open the workspace under the passphrase that the ledger says protects it."""
    try:
        return _door(run, LATER).open()
    except PlannerError as error:
        if error.code != "passphrase-wrong":
            raise
    workspace = open_workspace(run)
    if "key-moved" in _actions(workspace):
        raise RuntimeError("the passphrase of before opens what has another one")
    return workspace


def _ring_of(run: Path) -> FileKeys:
    return FileKeys(run / "ring.json")


def _begin_in_ring(workspace: Workspace, run: Path) -> None:
    _ring_of(run).save(workspace.key)
    (run / "workspace" / KEY_FILE).unlink()


def _move_to_ring(workspace: Workspace, run: Path) -> None:
    hand_over(workspace, _ring_of(run), MOVED, by=OFFICER)


def _move_from_ring(workspace: Workspace, run: Path) -> None:
    hand_over(workspace, keys_of(run), MOVED, by=OFFICER)


def _enter_by_ring(run: Path) -> Workspace:
    """Open the workspace as the key file says: with a passphrase, else with the key ring."""
    has_key_file = (run / "workspace" / KEY_FILE).exists()
    keys = keys_of(run) if has_key_file else _ring_of(run)
    return Workspace.open(run / "workspace", keys, noon)


def _actions(workspace: Workspace) -> set[str]:
    return {each.record["action"] for each in entries(workspace)}


def _move_arrays(database: Database) -> None:
    database.execute("CREATE TABLE moved AS SELECT * FROM arrays ORDER BY name DESC")
    database.execute("DELETE FROM arrays")
    database.execute("INSERT INTO arrays SELECT * FROM moved ORDER BY name")
    database.execute("DROP TABLE moved")


_drafted = (_shop, _draft)
_approved = (*_drafted, _check, _approve)

OPERATIONS = {
    "create a workspace": Operation((), _nothing, _create),
    "import": Operation((_nothing,), _import),
    "import, spilling": Operation((_nothing,), _import_much, spills=True),
    "import again": Operation(_approved, _import_again),
    "draft": Operation((_shop,), _draft),
    "edit": Operation(_approved, _edit),
    "check": Operation(_drafted, _check),
    "approve": Operation((*_drafted, _check), _approve),
    "export": Operation(_approved, _export, repeats=True),
    "export, spilling": Operation(_approved, _export, repeats=True, spills=True),
    "export again": Operation((*_approved, _export), _export, repeats=True),
    "set the policy": Operation(_approved, _set_policy),
    "edit a scope": Operation(_approved, _edit_scope),
    "back up": Operation((*_approved, _back_up), _back_up, repeats=True),
    "restore a backup": Operation((*_approved, _back_up, _set_policy), _nothing, _enter_restored),
    "renew the key": Operation((*_approved, _draw_code, _back_up), _renew_key, ignores=("ledger", "checkpoints")),
    "move the key": Operation(_approved, _move_key, _enter_moved),
    "move the key to a ring": Operation(_approved, _move_to_ring, _enter_by_ring, ignores=("ledger", "checkpoints")),
    "move the key from a ring": Operation(
        (*_approved, _begin_in_ring), _move_from_ring, _enter_by_ring, ignores=("ledger", "checkpoints")
    ),
    "recover the key": Operation((*_approved, _draw_code, _lose_the_passphrase), _nothing, _enter_recovered),
    "migrate": Operation((_nothing, _age), _nothing),
    "migrate with data": Operation(_approved, _nothing, _enter_later),
}
"""Every operation that faults strike, by what people call it; a new one is one more line."""

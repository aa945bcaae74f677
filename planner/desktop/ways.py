"""Ways into a workspace: what is done on the thread that opens one, makes the sample, or puts a backup back."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import PlannerError
from planner.services.hooks import Hooks

if TYPE_CHECKING:  # what opens a workspace is loaded by the thread that does
    from planner.desktop.desk import Clock
    from planner.services.backing_up import Found, Restored
    from planner.services.opening import Door, Workspace

NEW_PASSPHRASE = ("passphrase-missing", "passphrase-too-short")
"""Errors after which a passphrase is chosen."""
OLD_PASSPHRASE = ("passphrase-needed", "passphrase-wrong")
"""Errors after which the passphrase is asked for."""
NO_RING = ("key-ring-absent", "key-ring-failed", "key-ring-locked")
"""Errors after which a key ring cannot keep the key."""
KEY_TROUBLE = (*OLD_PASSPHRASE, *NO_RING, "key-missing", "key-wrong", "store-key-damaged")
"""Errors after which a recovery code may help."""


@dataclass(frozen=True, slots=True, repr=False)
class Recovery:
    """What was typed to open a workspace with its recovery code; kept until that has worked."""

    code: str = ""
    passphrase: str = ""
    wants_passphrase: bool = False
    """Whether a passphrase keeps the key from now on, and not the key ring."""


@dataclass(frozen=True, slots=True)
class Way:
    """All that the thread needs that opens a workspace."""

    folder: Path
    environment: Mapping[str, str]
    clock: "Clock"
    makes: bool
    passphrase: str
    recovery: Recovery | None = None
    by: str = ""


def enter(way: Way) -> "Workspace":
    """Open a workspace, on the thread that will own it. Raises what `Door` raises."""
    door = door_of(way)
    if way.recovery:
        from planner.services.opening import Keeper  # noqa: PLC0415 — loaded with the door

        keeper = Keeper.PASSPHRASE if way.recovery.wants_passphrase else Keeper.KEY_RING
        return door.restore(way.recovery.code, keeper, by=way.by)
    return door.open_or_make() if way.makes else door.open()


def door_of(way: Way) -> "Door":
    """Return the door that a way leads to."""
    from planner.services.opening import Door  # noqa: PLC0415 — heavy

    ask = (lambda *, is_new: way.passphrase) if way.passphrase else None  # noqa: ARG005 — asked by that name
    return Door(way.folder, way.environment, way.clock, ask=ask)


def can_recover(folder: Path | None, error: PlannerError | None) -> bool:
    """Say whether a recovery code may open what did not open."""
    if folder is None or error is None:
        return False
    return error.code in KEY_TROUBLE and (folder / "store.recovery").exists()


def wants_passphrase(folder: Path, error: PlannerError) -> bool:
    """Say whether the key of a workspace is rather kept by a passphrase, once its recovery code has opened it."""
    return error.code in NO_RING or (folder / "store.key").exists()


def is_restorable(error: PlannerError) -> bool:
    """Say whether a backup may take the store's place after this error."""
    from planner.services.backing_up import RESTORABLE  # noqa: PLC0415 — loaded by what has raised the error

    return error.code in RESTORABLE


def find_backup(way: Way, hooks: Hooks) -> "Found | None":
    """Return the newest whole backup, or None where there is none."""
    from planner.services.backing_up import newest_whole  # noqa: PLC0415

    return newest_whole(door_of(way), hooks)


def put_back(way: Way, found: "Found | None", by: str, hooks: Hooks) -> "Restored":
    """Put a backup back; None stands for the older store that is there."""
    from planner.services import backing_up  # noqa: PLC0415

    door = door_of(way)
    return backing_up.restore(door, found or backing_up.find_backup(door, backing_up.PRESENT), by=by, hooks=hooks)


def make(folder: Path, clock: "Clock", hooks: Hooks) -> Path:
    """Make the sample workspace, and return its folder."""
    from planner.services.sample_workspace import make_sample  # noqa: PLC0415 — heavy, and rarely needed

    return make_sample(folder, clock, hooks)


def load_services(_hooks: Hooks) -> None:
    """Load what the pages will ask for, so that none makes a person wait when it is first turned to."""
    import planner.services.importing  # noqa: PLC0415
    import planner.services.outlook  # noqa: F401, PLC0415

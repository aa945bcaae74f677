"""Backups in the desktop: copied beside the work, proven while it goes on, made once more when a workspace is left."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk, Touched
from planner.desktop.window import Window
from planner.services.backing_up import backups_in
from planner.services.governing import set_policy
from planner.services.opening import Door
from tests.desktop.conftest import ACTOR, in_store, settle


def changed(desk: Desk, qtbot: QtBot, people: int) -> Path:
    in_store(desk, qtbot, lambda workspace: set_policy(workspace, "campaign-k", str(people), by=ACTOR))
    desk.changed.emit(frozenset({Touched.POLICY}))
    settle(desk, qtbot)
    assert desk.folder is not None
    return desk.folder


def leave(desk: Desk, qtbot: QtBot) -> None:
    desk.tasks.shut(desk, lambda: None)
    settle(desk, qtbot)


def test_a_change_is_backed_up_while_nobody_waits(window: Window, open_desk: Desk, qtbot: QtBot) -> None:
    folder = changed(open_desk, qtbot, 60)
    assert backups_in(folder) == ()
    window.safekeeping.look()
    settle(open_desk, qtbot)
    assert [each.entries for each in backups_in(folder)] == [1]
    changed(open_desk, qtbot, 70)
    window.safekeeping.look()
    settle(open_desk, qtbot)
    assert [each.entries for each in backups_in(folder)] == [1], "the newest is of this minute"
    assert open_desk.notices.texts == ()


def test_what_was_changed_is_backed_up_when_the_workspace_is_left(open_desk: Desk, qtbot: QtBot) -> None:
    folder = changed(open_desk, qtbot, 60)
    leave(open_desk, qtbot)
    assert [each.entries for each in backups_in(folder)] == [1]


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(window: Window, open_desk: Desk, qtbot: QtBot) -> None:
    folder = changed(open_desk, qtbot, 60)
    (folder / "backups").write_text("a file in its place")
    window.safekeeping.look()
    settle(open_desk, qtbot)
    window.safekeeping.look()
    settle(open_desk, qtbot)
    assert [text for text in open_desk.notices.texts if text.startswith("No backup of ")]
    changed(open_desk, qtbot, 70)
    leave(open_desk, qtbot)
    Door(folder, open_desk.environment, open_desk.clock).open().close()


def test_a_backup_is_made_when_somebody_asks_for_it(window: Window, open_desk: Desk, qtbot: QtBot) -> None:
    folder = changed(open_desk, qtbot, 60)
    open_desk.actions["file.back-up"].trigger()
    settle(open_desk, qtbot)
    assert len(backups_in(folder)) == 1
    assert [text for text in open_desk.notices.texts if text.startswith("A backup was made")]


def test_a_synced_folder_is_told_once(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = Window(desk)
    qtbot.addWidget(window)
    desk.opening.open(tmp_path / "Nextcloud" / "shoal", makes=True)
    settle(desk, qtbot)
    window.safekeeping.look()
    settle(desk, qtbot)
    assert [text for text in desk.notices.texts if "copied to other machines by Nextcloud" in text]
    desk.notices.clear()
    window.safekeeping.look()
    settle(desk, qtbot)
    assert desk.notices.texts == ()

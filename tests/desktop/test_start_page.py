from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.keeping.new_passphrase import strength
from planner.desktop.opening import Phase
from planner.desktop.start.obstacles import FailureCard, PassphraseCard
from planner.desktop.start.page import StartPage
from planner.desktop.window import Window
from planner.services.backing_up import back_up
from planner.services.governing import load_policy, set_policy
from planner.services.opening import Door
from planner.services.planning import campaigns
from planner.services.verifying import entries as read_entries
from planner.store.driver import connect
from planner.store.store_key import StoreKey
from tests.desktop.conftest import PASSPHRASE, AnsweringPrompts, in_store, settle

TYPED = "four plain words here"


pytestmark = pytest.mark.usefixtures("no_key_ring")


@pytest.fixture
def shown(desk: Desk, qtbot: QtBot) -> StartPage:
    """The page in a window on a desk where nothing is open yet."""
    window = Window(desk)
    qtbot.addWidget(window)
    window.show()
    page = window.pages["start"]
    assert isinstance(page, StartPage)
    return page


@pytest.fixture
def made(tmp_path: Path, desk: Desk) -> Path:
    """The folder of a workspace that was made earlier."""
    folder = tmp_path / "made"
    Door(folder, desk.environment, desk.clock).open_or_make().close()
    return folder


def texts(page: StartPage) -> str:
    assert page.obstacle is not None
    return "\n".join(each.text() for each in page.obstacle.findChildren(QLabel))


def passphrase_card(page: StartPage) -> PassphraseCard:
    assert isinstance(page.obstacle, PassphraseCard)
    return page.obstacle


def type_twice(page: StartPage, first: str, second: str) -> None:
    card = passphrase_card(page)
    card._field(card.first).insert(first)
    card._field(card.second).insert(second)
    card.go.click()


def test_one_click_makes_the_sample_with_three_campaigns_and_marks_it(
    shown: StartPage, desk: Desk, qtbot: QtBot
) -> None:
    shown.sample.button.click()
    settle(desk, qtbot)
    assert desk.is_sample
    assert len(in_store(desk, qtbot, campaigns)) == 3  # type: ignore[arg-type]  # a tuple
    window = shown.window()
    assert isinstance(window, Window)
    qtbot.waitUntil(lambda: "intact" in window.rail.state.text())
    assert window.rail.state.text().startswith("Sample data")
    assert window.rail.short.text() == "Sample"
    assert shown.campaigns.count() == 3
    assert shown.sample.title.text() == "This is the sample"


def test_the_sample_is_removed_once_a_person_says_so(
    shown: StartPage, desk: Desk, qtbot: QtBot, prompts: AnsweringPrompts
) -> None:
    shown.sample.button.click()
    settle(desk, qtbot)
    prompts.agrees = False
    shown.remove.click()
    settle(desk, qtbot)
    assert desk.opening.sample_folder.exists()
    prompts.agrees = True
    shown.remove.click()
    qtbot.waitUntil(lambda: desk.opening.attempt.phase is Phase.OPEN and not desk.is_sample)
    settle(desk, qtbot)
    assert not desk.opening.sample_folder.exists()


def test_a_sample_that_is_broken_off_leaves_nothing(shown: StartPage, desk: Desk, qtbot: QtBot) -> None:
    shown.sample.button.click()
    assert shown.busy.isVisible()
    desk.opening.stop()
    settle(desk, qtbot)
    assert desk.opening.attempt.phase is Phase.CLOSED
    assert not list(desk.opening.home.glob("sample*"))


def test_the_last_workspace_opens_by_itself(shown: StartPage, desk: Desk, qtbot: QtBot, made: Path) -> None:
    desk.like(recent=(str(made),))
    desk.opening.begin()
    assert shown.busy.isVisible()
    settle(desk, qtbot)
    assert desk.folder == made
    assert not shown.busy.isVisible()


def test_the_first_run_makes_a_workspace(shown: StartPage, desk: Desk, qtbot: QtBot) -> None:
    desk.opening.begin()
    settle(desk, qtbot)
    assert desk.folder == desk.opening.usual_folder
    assert desk.taste.recent == (str(desk.folder),)


def test_without_a_key_ring_a_passphrase_is_chosen_with_care(shown: StartPage, desk: Desk, qtbot: QtBot) -> None:
    desk.environment = {}
    desk.opening.begin()
    settle(desk, qtbot)
    assert "only a recovery code opens the workspace again" in texts(shown)
    type_twice(shown, "short", "short")
    assert "at least 8 characters" in texts(shown)
    type_twice(shown, TYPED, "something else entirely")
    assert "not the same" in texts(shown)
    card = passphrase_card(shown)
    for row in (card.first, card.second):
        card._field(row).clear()
    type_twice(shown, TYPED, TYPED)
    settle(desk, qtbot)
    assert desk.folder == desk.opening.usual_folder


def test_a_wrong_passphrase_is_told_at_its_field_and_the_right_one_opens(
    shown: StartPage, desk: Desk, qtbot: QtBot, made: Path
) -> None:
    desk.environment = {}
    desk.opening.open(made)
    settle(desk, qtbot)
    passphrase_card(shown)._field(passphrase_card(shown).first).insert("not the passphrase")
    passphrase_card(shown).go.click()
    settle(desk, qtbot)
    assert "does not open this workspace" in texts(shown)
    passphrase_card(shown)._field(passphrase_card(shown).first).insert(PASSPHRASE)
    passphrase_card(shown).go.click()
    settle(desk, qtbot)
    assert desk.folder == made


def test_a_passphrase_that_is_typed_counts_before_one_of_the_environment(
    shown: StartPage, desk: Desk, qtbot: QtBot, made: Path
) -> None:
    desk.environment = {"SHOAL_PASSPHRASE": "an old one that is wrong"}
    desk.opening.open(made)
    settle(desk, qtbot)
    passphrase_card(shown)._field(passphrase_card(shown).first).insert(PASSPHRASE)
    passphrase_card(shown).go.click()
    settle(desk, qtbot)
    assert desk.folder == made


def test_a_second_window_is_told_that_the_workspace_is_open_already(
    shown: StartPage, desk: Desk, qtbot: QtBot, made: Path
) -> None:
    with Door(made, desk.environment, desk.clock).open():
        desk.opening.open(made)
        settle(desk, qtbot)
        assert "Shoal is already open with this workspace" in texts(shown)
    assert isinstance(shown.obstacle, FailureCard)
    shown.obstacle.first.click()
    settle(desk, qtbot)
    assert desk.folder == made


def test_a_damaged_workspace_is_told_and_not_touched(shown: StartPage, desk: Desk, qtbot: QtBot, made: Path) -> None:
    store = made / "store.db"
    store.write_bytes(store.read_bytes()[:4096] + b"\0" * 4096)
    before = store.read_bytes()
    desk.opening.open(made)
    settle(desk, qtbot)
    assert "damaged" in texts(shown)
    assert store.read_bytes() == before


def test_a_folder_that_is_gone_is_taken_off_the_list(
    shown: StartPage, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    gone = str(tmp_path / "gone")
    desk.like(recent=(gone,))
    desk.opening.begin()
    settle(desk, qtbot)
    assert "There is no workspace there" in texts(shown)
    QTest.keyClick(shown.workspaces, Qt.Key.Key_Delete)
    assert desk.taste.recent == ()
    assert shown.obstacle is None


def test_the_open_workspace_stays_open_when_another_cannot_be_opened(
    shown: StartPage, desk: Desk, qtbot: QtBot, made: Path, tmp_path: Path
) -> None:
    desk.opening.open(made)
    settle(desk, qtbot)
    desk.opening.open(tmp_path / "nowhere")
    settle(desk, qtbot)
    assert isinstance(shown.obstacle, FailureCard)
    assert desk.folder == made
    assert in_store(desk, qtbot, campaigns) == ()
    desk.opening.stop()
    assert shown.obstacle is None


@pytest.mark.parametrize(
    ("passphrase", "said"), [("", "Four or more words"), ("abc", "5 more"), ("abcdefgh", "Fair"), (TYPED, "Strong")]
)
def test_the_strength_of_a_passphrase_is_its_length(passphrase: str, said: str) -> None:
    assert said in strength(passphrase)


def test_repeating_one_letter_is_not_strong() -> None:
    assert strength("a" * 40) != strength(TYPED)


@pytest.fixture
def backed_up(made: Path, desk: Desk) -> Path:
    """A workspace with a policy that was set twice; a backup has the first time alone."""
    with Door(made, desk.environment, desk.clock).open() as workspace:
        set_policy(workspace, "campaign-k", "60", by="Ada")
        back_up(workspace)
        set_policy(workspace, "campaign-k", "70", by="Ada")
    return made


def damage(folder: Path) -> bytes:
    store = folder / "store.db"
    store.write_bytes(store.read_bytes()[:4096])
    return store.read_bytes()


def card_buttons(page: StartPage) -> dict[str, QPushButton]:
    assert page.obstacle is not None
    return {each.text(): each for each in page.obstacle.findChildren(QPushButton)}


def test_a_damaged_workspace_is_restored_from_its_newest_backup(
    shown: StartPage, desk: Desk, qtbot: QtBot, backed_up: Path, prompts: AnsweringPrompts
) -> None:
    damaged = damage(backed_up)
    desk.opening.open(backed_up)
    settle(desk, qtbot)
    assert "It holds 0 tables of customers, 0 campaigns and 0 lists that left." in texts(shown)
    assert "1 entry of the ledger was made after it and is lost with it." in texts(shown)
    assert isinstance(shown.obstacle, FailureCard)
    assert shown.obstacle.first.text() == "Restore this backup…"
    prompts.agrees = False
    shown.obstacle.first.click()
    settle(desk, qtbot)
    assert (backed_up / "store.db").read_bytes() == damaged
    prompts.agrees = True
    shown.obstacle.first.click()
    assert shown.busy.isVisible()
    qtbot.waitUntil(lambda: desk.folder == backed_up, timeout=60_000)
    settle(desk, qtbot)
    assert in_store(desk, qtbot, lambda workspace: load_policy(workspace).campaign_k) == 60
    (aside,) = (backed_up / "backups").glob("aside-*")
    assert aside.read_bytes() == damaged
    assert any("is restored" in text for text in desk.notices.texts)
    entries = in_store(desk, qtbot, lambda workspace: [each.record for each in read_entries(workspace)])
    assert isinstance(entries, list)
    assert (entries[-1]["action"], entries[-1]["facts"]["by"]) == ("restored", "Alex Morgan")


def test_the_passphrase_that_was_typed_restores_and_opens(
    shown: StartPage, desk: Desk, qtbot: QtBot, backed_up: Path
) -> None:
    desk.environment = {}
    damage(backed_up)
    desk.opening.open(backed_up)
    settle(desk, qtbot)
    passphrase_card(shown)._field(passphrase_card(shown).first).insert(PASSPHRASE)
    passphrase_card(shown).go.click()
    settle(desk, qtbot)
    assert isinstance(shown.obstacle, FailureCard)
    shown.obstacle.first.click()
    qtbot.waitUntil(lambda: desk.folder == backed_up, timeout=60_000)
    settle(desk, qtbot)


def test_where_no_backup_is_whole_that_is_said(shown: StartPage, desk: Desk, qtbot: QtBot, backed_up: Path) -> None:
    damage(backed_up)
    for backup in (backed_up / "backups").iterdir():
        backup.write_bytes(b"")
    desk.opening.open(backed_up)
    settle(desk, qtbot)
    assert "No whole backup was found" in texts(shown)
    assert "Restore this backup…" not in card_buttons(shown)


def test_an_older_store_put_back_is_told_and_kept_only_on_purpose(
    shown: StartPage, desk: Desk, qtbot: QtBot, backed_up: Path
) -> None:
    store = backed_up / "store.db"
    store.write_bytes(next((backed_up / "backups").glob("*.db")).read_bytes())
    desk.opening.open(backed_up)
    settle(desk, qtbot)
    assert "The workspace is older than it was" in texts(shown)
    card_buttons(shown)["Keep the older data…"].click()
    qtbot.waitUntil(lambda: desk.folder == backed_up, timeout=60_000)
    settle(desk, qtbot)
    assert in_store(desk, qtbot, lambda workspace: load_policy(workspace).campaign_k) == 60


def test_damage_that_is_found_in_an_open_workspace_leads_to_its_backup(
    shown: StartPage, desk: Desk, qtbot: QtBot, backed_up: Path
) -> None:
    key = key_of(backed_up, desk)
    database = connect(backed_up / "store.db", key)
    database.execute("UPDATE policies SET document = replace(document, '70', '20')")
    database.close()
    desk.opening.open(backed_up)
    settle(desk, qtbot)
    qtbot.waitUntil(lambda: any("not as it was written" in text for text in desk.notices.texts))
    desk.opening.look_for_damage()
    qtbot.waitUntil(lambda: shown.obstacle is not None, timeout=60_000)
    settle(desk, qtbot)
    assert desk.folder is None
    card_buttons(shown)["Restore this backup…"].click()
    qtbot.waitUntil(lambda: desk.folder == backed_up, timeout=60_000)
    settle(desk, qtbot)
    assert in_store(desk, qtbot, lambda workspace: load_policy(workspace).campaign_k) == 60


def key_of(folder: Path, desk: Desk) -> StoreKey:
    with Door(folder, desk.environment, desk.clock).open() as workspace:
        return workspace.key

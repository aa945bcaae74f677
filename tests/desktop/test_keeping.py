"""The key on the screen: a reminder until there is a recovery code, and a way back in when the key is lost."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.keeping.card import KeyCard, PassphraseDialog
from planner.desktop.keeping.recover_card import RecoverCard
from planner.desktop.keeping.recovery_dialog import RecoveryDialog
from planner.desktop.opening import Phase
from planner.desktop.start.obstacles import FailureCard, PassphraseCard
from planner.desktop.start.page import StartPage
from planner.desktop.window import Window
from planner.domain.recovery_code import RecoveryCode
from planner.services.keeping import key_state, make_code
from planner.services.opening import Door
from planner.services.verifying import entries
from tests.desktop.conftest import PASSPHRASE, AnsweringPrompts, in_store, settle
from tests.desktop.test_accessible_names import nameless

ANOTHER = "four plain words here"


pytestmark = pytest.mark.usefixtures("no_key_ring")


@pytest.fixture
def start(window: Window, qtbot: QtBot) -> StartPage:
    """The page Start, with a workspace open that has no recovery code."""
    settle(window.desk, qtbot)
    window.desk.opening.open(window.desk.folder or Path())
    settle(window.desk, qtbot)
    page = window.pages["start"]
    assert isinstance(page, StartPage)
    page.refresh()
    settle(window.desk, qtbot)
    return page


@pytest.fixture
def dialog(start: StartPage, qtbot: QtBot) -> RecoveryDialog:
    """The dialog with a code in it, as the reminder's button opens it."""
    assert start.reminder is not None
    start.reminder.make.click()
    settle(start.desk, qtbot)
    (opened,) = start.window().findChildren(RecoveryDialog)
    return opened


def shown_code(dialog: RecoveryDialog) -> str:
    return RecoveryCode.from_text(dialog.code.text()).text


def made_at(desk: Desk, qtbot: QtBot) -> object:
    return in_store(desk, qtbot, lambda workspace: key_state(workspace).code_made_at)


def texts(page: StartPage) -> str:
    assert page.obstacle is not None
    return "\n".join(each.text() for each in page.obstacle.findChildren(QLabel))


def test_a_workspace_without_a_code_reminds_of_it_until_there_is_one(
    start: StartPage, dialog: RecoveryDialog, qtbot: QtBot
) -> None:
    dialog.do.click()
    settle(start.desk, qtbot)
    assert start.reminder is None
    assert made_at(start.desk, qtbot) is not None
    assert any("opens this workspace from now on" in text for text in start.desk.notices.texts)


def test_the_reminder_can_be_put_off_and_comes_back_with_the_next_window(
    start: StartPage, qtbot: QtBot, open_desk: Desk
) -> None:
    assert start.reminder is not None
    start.reminder.later.click()
    start.refresh()
    settle(open_desk, qtbot)
    assert start.reminder is None
    again = Window(open_desk)
    qtbot.addWidget(again)
    again.show()
    settle(open_desk, qtbot)
    page = again.pages["start"]
    assert isinstance(page, StartPage)
    assert page.reminder is not None


def test_the_reminder_is_there_again_once_nothing_stands_in_the_way(
    start: StartPage, qtbot: QtBot, tmp_path: Path
) -> None:
    start.desk.opening.open(tmp_path / "nowhere")
    settle(start.desk, qtbot)
    assert start.reminder is None
    start.desk.opening.stop()
    assert start.reminder is not None


def test_a_code_that_is_not_kept_opens_nothing(start: StartPage, dialog: RecoveryDialog, qtbot: QtBot) -> None:
    dialog.cancel.click()
    settle(start.desk, qtbot)
    assert made_at(start.desk, qtbot) is None
    assert start.desk.folder is not None
    assert not (start.desk.folder / "store.recovery").exists()
    assert start.reminder is not None


def test_a_code_is_saved_as_text_only_where_the_person_says(
    start: StartPage, dialog: RecoveryDialog, qtbot: QtBot, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    code = shown_code(dialog)
    dialog.save.click()
    prompts.files = [tmp_path / "paper.txt"]
    dialog.save.click()
    assert code in (tmp_path / "paper.txt").read_text(encoding="utf-8")
    dialog.print.click()
    assert code in prompts.printed[0]
    prompts.files = [tmp_path / "nowhere" / "paper.txt"]
    dialog.save.click()
    assert "could not be written" in dialog.mistake.text()
    dialog.do.click()
    settle(start.desk, qtbot)
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".txt")
    assert code.encode() not in held
    assert code not in "".join(start.desk.notices.texts)


def test_what_takes_the_focus_has_a_name(start: StartPage, dialog: RecoveryDialog) -> None:
    assert not list(nameless(dialog))
    assert not list(nameless(start))


@pytest.fixture
def lost(tmp_path: Path, desk: Desk) -> tuple[Path, str]:
    """The folder of a workspace with a recovery code, and the code."""
    folder = tmp_path / "lost"
    with Door(folder, {"SHOAL_PASSPHRASE": PASSPHRASE}, desk.clock).open_or_make() as workspace:
        return folder, make_code(workspace, by="Mara").text


@pytest.fixture
def shown(desk: Desk, qtbot: QtBot) -> StartPage:
    made = Window(desk)
    qtbot.addWidget(made)
    made.show()
    page = made.pages["start"]
    assert isinstance(page, StartPage)
    return page


def fill(card: RecoverCard, code: str, passphrase: str = "") -> None:
    assert isinstance(card.code.field, QLineEdit)
    card.code.field.setText(code)
    card.passphrase.first.setText(passphrase)
    card.passphrase.second.setText(passphrase)
    card.go.click()


def test_a_forgotten_passphrase_is_replaced_with_the_code(
    shown: StartPage, desk: Desk, qtbot: QtBot, lost: tuple[Path, str]
) -> None:
    folder, code = lost
    desk.environment = {}
    desk.opening.open(folder)
    settle(desk, qtbot)
    assert isinstance(shown.obstacle, PassphraseCard)
    shown.obstacle.recover.click()
    card = shown.obstacle
    assert isinstance(card, RecoverCard)
    assert not list(nameless(shown))
    fill(card, code[:-1] + ("2" if code[-1] != "2" else "3"), ANOTHER)
    assert "slip" in texts(shown)
    fill(card, code, "short")
    assert "at least 8" in texts(shown)
    fill(card, RecoveryCode(bytes(16)).text, ANOTHER)
    settle(desk, qtbot)
    assert "does not open the workspace" in texts(shown)
    card = shown.obstacle
    assert isinstance(card, RecoverCard)
    fill(card, code, ANOTHER)
    settle(desk, qtbot)
    assert desk.folder == folder
    actions = in_store(desk, qtbot, lambda workspace: entries(workspace)[-1].record["action"])
    assert actions == "key-restored"
    desk.tasks.shut(desk, lambda: None)
    settle(desk, qtbot)
    Door(folder, {"SHOAL_PASSPHRASE": ANOTHER}, desk.clock).open().close()


def test_a_lost_key_file_offers_the_code_and_one_without_a_code_does_not(
    shown: StartPage, desk: Desk, qtbot: QtBot, lost: tuple[Path, str]
) -> None:
    folder, code = lost
    (folder / "store.key").unlink()
    desk.environment = {}
    desk.opening.open(folder)
    settle(desk, qtbot)
    assert isinstance(shown.obstacle, FailureCard)
    assert "The key of the workspace is missing" in texts(shown)
    desk.opening.recover()
    card = shown.obstacle
    assert isinstance(card, RecoverCard)
    assert card.protects.box.isChecked()
    card.protects.box.click()
    fill(card, code)
    settle(desk, qtbot)
    assert "No key ring runs here" in texts(shown)
    card = shown.obstacle
    assert isinstance(card, RecoverCard)
    card.protects.box.click()
    fill(card, code, ANOTHER)
    settle(desk, qtbot)
    assert desk.opening.attempt.phase is Phase.OPEN


def test_without_a_recovery_file_no_code_is_asked_for(
    shown: StartPage, desk: Desk, qtbot: QtBot, lost: tuple[Path, str]
) -> None:
    folder, _code = lost
    (folder / "store.recovery").unlink()
    desk.environment = {}
    desk.opening.open(folder)
    settle(desk, qtbot)
    assert isinstance(shown.obstacle, PassphraseCard)
    assert shown.obstacle.recover.isHidden()


def test_the_key_is_renewed_and_its_passphrase_changed_in_settings(
    start: StartPage, qtbot: QtBot, prompts: AnsweringPrompts, open_desk: Desk
) -> None:
    card = KeyCard(open_desk)
    qtbot.addWidget(card)
    card.refresh()
    settle(open_desk, qtbot)
    assert "protected by a passphrase" in card.kept.text()
    assert "no recovery code yet" in card.code.text()
    before = in_store(open_desk, qtbot, lambda workspace: key_state(workspace).key_id)
    prompts.agrees = False
    card.renew.click()
    settle(open_desk, qtbot)
    assert in_store(open_desk, qtbot, lambda workspace: key_state(workspace).key_id) == before
    prompts.agrees = True
    card.renew.click()
    settle(open_desk, qtbot)
    assert in_store(open_desk, qtbot, lambda workspace: key_state(workspace).key_id) != before
    card.show()
    card.passphrase.click()
    (dialog,) = card.findChildren(PassphraseDialog)
    dialog.chosen.first.setText(ANOTHER)
    dialog.do.click()
    assert dialog.isVisible()
    dialog.chosen.second.setText(ANOTHER)
    dialog.do.click()
    settle(open_desk, qtbot)
    folder = open_desk.folder
    assert folder is not None
    open_desk.tasks.shut(open_desk, lambda: None)
    settle(open_desk, qtbot)
    Door(folder, {"SHOAL_PASSPHRASE": ANOTHER}, open_desk.clock).open().close()

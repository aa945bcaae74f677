"""Check, approve, export and verify by the widgets; what cannot be done says why."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.approve_dialog import ApproveDialog
from planner.desktop.campaigns.export_dialog import ExportDialog
from planner.desktop.campaigns.page import CampaignsPage
from planner.desktop.desk import Desk
from planner.domain.life import State
from planner.services import governing, verifying
from tests.desktop.campaigning import CLEAN, NARROW, drafted, examined, shown, stored
from tests.desktop.conftest import ACTOR, AnsweringPrompts, in_store, settle


@pytest.fixture
def page(sample_desk: Desk, qtbot: QtBot) -> CampaignsPage:
    return shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Autumn boots").id)


def do(page: CampaignsPage, qtbot: QtBot, action: str) -> None:
    assert page.desk.actions[action].isEnabled(), page.desk.actions.why_not(action)
    page.desk.actions[action].trigger()
    examined(page, qtbot)


def approving(page: CampaignsPage, qtbot: QtBot) -> ApproveDialog:
    page.desk.actions["campaigns.approve"].trigger()
    dialog = page.window().findChild(ApproveDialog)
    assert dialog
    return dialog


def approve(page: CampaignsPage, qtbot: QtBot) -> None:
    approving(page, qtbot).do.click()
    examined(page, qtbot)


def exporting(page: CampaignsPage, folder: Path) -> ExportDialog:
    page.desk.actions["campaigns.export"].trigger()
    dialog = page.window().findChild(ExportDialog)
    assert dialog
    dialog.folder.setText(str(folder))
    return dialog


def export(page: CampaignsPage, qtbot: QtBot, folder: Path) -> ExportDialog:
    dialog = exporting(page, folder)
    dialog.do.click()
    settle(page.desk, qtbot)
    return dialog


def state(page: CampaignsPage, qtbot: QtBot) -> State:
    return stored(page.desk, qtbot, "autumn-boots").state


def test_the_next_export_begins_with_what_was_chosen_for_the_last(
    page: CampaignsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    first = exporting(page, tmp_path / "lists")
    assert [key for key, box in first.boxes.items() if box.isChecked()] == ["csv", "xlsx"]
    first.boxes["xlsx"].setChecked(False)
    first.boxes["json"].setChecked(True)
    first.beside.setChecked(True)
    first.do.click()
    settle(page.desk, qtbot)
    written = {"".join(each.suffixes) for each in (tmp_path / "lists").rglob("*.list.*")}
    assert written == {".list.csv", ".list.json"}
    campaign = page.view.campaign
    assert campaign
    kept = page.desk.taste_file.load()
    page.desk.taste = kept
    second = ExportDialog(page.desk, page, campaign)
    qtbot.addWidget(second)
    assert [key for key, box in second.boxes.items() if box.isChecked()] == ["csv", "json"]
    assert (second.folder.text(), second.beside.isChecked()) == (str(tmp_path / "lists"), True)


def test_the_whole_way_by_the_widgets(
    page: CampaignsPage, qtbot: QtBot, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    do(page, qtbot, "campaigns.check")
    assert state(page, qtbot) is State.CHECKED
    approve(page, qtbot)
    assert state(page, qtbot) is State.APPROVED
    export(page, qtbot, tmp_path / "lists")
    examined(page, qtbot)
    assert state(page, qtbot) is State.EXPORTED
    card = page.view.guardrails.released
    assert card
    (bundle,) = (tmp_path / "lists").iterdir()
    assert card.text.text() == str(bundle)
    assert "list.csv" in card.files.text()
    card.verify.click()
    settle(page.desk, qtbot)
    assert card.verdict.text().startswith("It verifies")
    card.reveal.click()
    assert prompts.shown == [bundle]


def test_a_bundle_that_was_changed_does_not_verify(page: CampaignsPage, qtbot: QtBot, tmp_path: Path) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    export(page, qtbot, tmp_path)
    examined(page, qtbot)
    (bundle,) = tmp_path.glob("*.zip")
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    card = page.view.guardrails.released
    assert card
    card.verify.click()
    settle(page.desk, qtbot)
    assert card.verdict.isVisible()
    assert "It verifies" not in card.verdict.text()


def test_disabled_actions_say_why(page: CampaignsPage, qtbot: QtBot) -> None:
    actions = page.desk.actions
    assert actions.why_not("campaigns.approve") == "Check the campaign first"
    assert actions.why_not("campaigns.export") == "It has to be approved first"
    assert actions.why_not("campaigns.withdraw") == "There is no approval to withdraw"
    page.show_list()
    settle(page.desk, qtbot)
    assert actions.why_not("campaigns.check") == "Open a campaign first"


def test_a_failing_check_is_recorded_and_leaves_a_draft(sample_desk: Desk, qtbot: QtBot) -> None:
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Narrow", rule=NARROW).id)
    do(page, qtbot, "campaigns.check")
    found = stored(sample_desk, qtbot, "narrow")
    assert found.state is State.DRAFT
    assert len(found.checks) == 1
    assert page.desk.actions.why_not("campaigns.approve") == "Solve the problems first, then check it"


def test_a_warning_wants_a_typed_reason(sample_desk: Desk, qtbot: QtBot) -> None:
    rule = f"{CLEAN} AND city IN ('Lyon', 'Paris')"
    page = shown(sample_desk, qtbot, drafted(sample_desk, qtbot, "Warned", rule=rule).id)
    do(page, qtbot, "campaigns.check")
    assert page.view.campaign
    assert page.view.campaign.last_check
    assert page.view.campaign.last_check.warnings
    dialog = approving(page, qtbot)
    dialog.do.click()
    assert dialog.isVisible()
    assert dialog.reason.property("wrong") == "true"
    dialog.reason.insertPlainText("Seen, and fine")
    dialog.do.click()
    examined(page, qtbot)
    approval = stored(sample_desk, qtbot, "warned").approval
    assert approval
    assert approval.reason == "Seen, and fine"


def test_the_second_person_rule_is_told_in_the_dialog(page: CampaignsPage, qtbot: QtBot) -> None:
    in_store(page.desk, qtbot, lambda workspace: governing.set_policy(workspace, "second-person", "yes", by=ACTOR))
    page.refresh()
    do(page, qtbot, "campaigns.check")
    dialog = approving(page, qtbot)
    dialog.do.click()
    settle(page.desk, qtbot)
    assert dialog.mistake.isVisible()
    assert state(page, qtbot) is State.CHECKED
    dialog.name.setText("Otto Officer")
    dialog.do.click()
    examined(page, qtbot)
    assert state(page, qtbot) is State.APPROVED


def test_undoing_an_approval_appends_a_withdrawal(page: CampaignsPage, qtbot: QtBot) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    page.desk.undo.undo()
    settle(page.desk, qtbot)
    examined(page, qtbot)
    assert state(page, qtbot) is State.WITHDRAWN
    assert not page.desk.undo.canRedo()
    entries = in_store(page.desk, qtbot, verifying.entries)
    assert "withdrawn" in str(entries)


def test_an_export_that_is_cancelled_leaves_nothing_and_the_dialog_open(
    page: CampaignsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    dialog = exporting(page, tmp_path / "lists")
    is_cancelled = Event()
    page.desk.tasks.ask(page, lambda _: is_cancelled.wait(60), lambda _: None)  # the store is busy until then
    dialog.do.click()
    dialog.cancel.click()
    is_cancelled.set()
    settle(page.desk, qtbot)
    assert dialog.isVisible()
    assert (dialog.do.isEnabled(), dialog.mistake.text()) == (True, "")
    assert not (tmp_path / "lists").exists()
    assert state(page, qtbot) is State.APPROVED
    dialog.do.click()
    settle(page.desk, qtbot)
    assert state(page, qtbot) is State.EXPORTED


def test_a_folder_that_cannot_be_written_is_told_in_the_dialog(
    page: CampaignsPage, qtbot: QtBot, tmp_path: Path
) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    (tmp_path / "file").write_text("in the way")
    dialog = export(page, qtbot, tmp_path / "file" / "lists")
    assert dialog.isVisible()
    assert dialog.mistake.text()
    assert state(page, qtbot) is State.APPROVED
    dialog.cancel.click()


def test_withdrawing_and_retiring_are_asked_first(page: CampaignsPage, qtbot: QtBot, prompts: AnsweringPrompts) -> None:
    do(page, qtbot, "campaigns.check")
    approve(page, qtbot)
    prompts.agrees = False
    do(page, qtbot, "campaigns.withdraw")
    assert state(page, qtbot) is State.APPROVED
    prompts.agrees = True
    do(page, qtbot, "campaigns.withdraw")
    assert state(page, qtbot) is State.WITHDRAWN
    do(page, qtbot, "campaigns.retire")
    assert state(page, qtbot) is State.RETIRED
    assert not page.view.brief.goal.isEnabled()
    assert page.desk.actions.why_not("campaigns.check") == "This campaign is retired"


def test_escape_closes_the_dialog_and_approves_nothing(page: CampaignsPage, qtbot: QtBot) -> None:
    do(page, qtbot, "campaigns.check")
    dialog = approving(page, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle(page.desk, qtbot)
    assert state(page, qtbot) is State.CHECKED

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.foot import Foot
from planner.desktop.privacy.entries import fields_of
from planner.desktop.privacy.fingerprint import digest_of, spoken
from planner.desktop.privacy.page import LEDGER, PrivacyPage
from planner.services import governing, verifying
from planner.services.opening import Workspace
from tests.desktop.conftest import AnsweringPrompts, in_store, settle, show_page


@pytest.fixture
def page(sample_desk: Desk, qtbot: QtBot) -> PrivacyPage:
    return show_page(PrivacyPage(sample_desk), qtbot)


def scopes_of(desk: Desk, qtbot: QtBot) -> dict[str, str]:
    def read(workspace: Workspace) -> dict[str, str]:
        return {each.name: each.sentence for each in governing.catalogue(workspace).scopes}

    found = in_store(desk, qtbot, read)
    assert isinstance(found, dict)
    return found


def test_every_scope_is_listed_with_what_people_were_shown(page: PrivacyPage) -> None:
    page.scopes.list.choose("sms-marketing")
    assert page.scopes.form.heading.text() == "Marketing: Text message"
    assert page.scopes.form.short.text() == "In mapping files and commands: sms-marketing"
    assert page.scopes.form.texts["sentence"].text()


def signed(page: PrivacyPage) -> list[str]:
    """The short names of the scopes that have a sign."""
    items = [page.scopes.list.topLevelItem(at) for at in range(page.scopes.list.topLevelItemCount())]
    assert items
    return [item.text(1) for item in items if item is not None and not item.icon(1).isNull()]


def test_only_a_scope_that_wants_a_look_has_a_sign(page: PrivacyPage, qtbot: QtBot) -> None:
    assert signed(page) == []
    page.scopes.name.setText("letters")
    page.scopes.add()
    settle(page.desk, qtbot)
    assert signed(page) == ["letters"], "nobody has named the notice of the new one yet"


def test_a_sentence_that_is_changed_is_saved_and_can_be_taken_back(page: PrivacyPage, qtbot: QtBot) -> None:
    page.scopes.list.choose("email-marketing")
    field = page.scopes.form.texts["sentence"]
    before = field.text()
    field.setText("May we write to you?")
    field.editingFinished.emit()
    settle(page.desk, qtbot)
    assert scopes_of(page.desk, qtbot)["email-marketing"] == "May we write to you?"
    assert "email-marketing" in page.desk.undo.undoText()
    page.desk.undo.undo()
    settle(page.desk, qtbot)
    assert scopes_of(page.desk, qtbot)["email-marketing"] == before
    page.desk.undo.redo()
    settle(page.desk, qtbot)
    assert scopes_of(page.desk, qtbot)["email-marketing"] == "May we write to you?"


def test_an_empty_sentence_is_refused_beside_its_field(page: PrivacyPage, qtbot: QtBot) -> None:
    page.scopes.list.choose("email-marketing")
    field = page.scopes.form.texts["sentence"]
    field.setText("")
    field.editingFinished.emit()
    settle(page.desk, qtbot)
    assert page.scopes.form.rows["sentence"].said.property("tone") == "block"
    assert scopes_of(page.desk, qtbot)["email-marketing"]
    assert not page.desk.undo.canUndo()


def test_a_scope_is_added_and_removed_again(page: PrivacyPage, qtbot: QtBot) -> None:
    page.scopes.name.setText("letters")
    page.scopes.add_button.click()
    settle(page.desk, qtbot)
    assert page.scopes.list.current == "letters"
    page.scopes.remove_button.click()
    settle(page.desk, qtbot)
    assert "letters" not in scopes_of(page.desk, qtbot)
    page.desk.undo.undo()
    settle(page.desk, qtbot)
    assert "letters" in scopes_of(page.desk, qtbot)


def test_a_name_that_cannot_be_is_refused_beside_its_field(page: PrivacyPage, qtbot: QtBot) -> None:
    page.scopes.name.setText("Letters & Cards")
    page.scopes.add_button.click()
    settle(page.desk, qtbot)
    assert page.scopes.name_row.said.property("tone") == "block"


def test_the_ledger_is_read_searched_and_verified(page: PrivacyPage, qtbot: QtBot) -> None:
    in_store(page.desk, qtbot, lambda workspace: governing.set_policy(workspace, "campaign-k", "70", by="Robin"))
    page.show_what(LEDGER)
    page.refresh()
    settle(page.desk, qtbot)
    assert page.ledger.table.count.text() == "2 entries"
    page.ledger.table.search.setText("robin policy")
    assert page.ledger.table.count.text() == "1 of 2 entries"
    page.ledger.verify_button.click()
    settle(page.desk, qtbot)
    assert page.ledger.verdict.property("tone") == "good"


def test_a_ledger_that_was_changed_behind_our_back_is_told(page: PrivacyPage, qtbot: QtBot) -> None:
    def tamper(workspace: Workspace) -> None:
        for (name,) in workspace.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            workspace.db.execute(f"DROP TRIGGER {name}")
        changed = "CAST(replace(CAST(record AS TEXT), 'imported', 'exported') AS BLOB)"
        workspace.db.execute(f"UPDATE ledger SET record = {changed}")

    in_store(page.desk, qtbot, tamper)
    page.verify()
    settle(page.desk, qtbot)
    assert page.ledger.verdict.property("tone") == "block"


def test_the_signed_head_is_copied_and_saved_as_it_is(
    page: PrivacyPage, qtbot: QtBot, prompts: AnsweringPrompts, tmp_path: Path
) -> None:
    note = in_store(page.desk, qtbot, verifying.checkpoint)
    page.ledger.copy_button.click()
    assert QGuiApplication.clipboard().text() == note
    prompts.files = [tmp_path / "head.txt"]
    page.ledger.save_button.click()
    settle(page.desk, qtbot)
    assert (tmp_path / "head.txt").read_text() == note


def test_a_fingerprint_is_of_the_head_alone_and_not_of_its_signature() -> None:
    body = "example.org/log\n3\nAAAA\n"
    assert digest_of(f"{body}\n— key sig1\n") == digest_of(f"{body}\n— key sig2\n")
    assert digest_of(f"{body}\n— a b\n") != digest_of("example.org/log\n4\nAAAA\n\n— a b\n")
    assert len(spoken(digest_of(body)).split()) == 8


def test_an_entry_is_told_in_words_and_whole_for_whoever_checks_it(page: PrivacyPage, qtbot: QtBot) -> None:
    in_store(page.desk, qtbot, lambda workspace: governing.set_policy(workspace, "campaign-k", "70", by="Robin"))
    page.show_what(LEDGER)
    page.refresh()
    settle(page.desk, qtbot)
    ledger = page.ledger
    assert ledger.table.view.choose(1)
    told = dict(fields_of(ledger.book.entries[1].record))
    assert told["What was done"] == "Policy changed"
    assert (told["Setting"], told["By"]) == ("campaign-k", "Robin")
    blocked = {"action": "checked", "facts": {"decision": "block", "decisive": "consent-missing"}}
    assert fields_of(blocked)[1:] == [("Result", "Blocked"), ("Because of", "No record of who agreed")]
    assert ledger.whole.isHidden()
    ledger.whole_button.click()
    assert '"policy_digest"' in ledger.whole.toPlainText()
    assert not ledger.whole.isHidden()


def test_the_rail_and_the_page_have_one_verdict_on_the_ledger(page: PrivacyPage, qtbot: QtBot) -> None:
    said, short = QLabel(), QLabel()
    qtbot.addWidget(said)
    qtbot.addWidget(short)
    foot = Foot(page.desk, said, short)
    qtbot.waitUntil(lambda: "intact" in said.text())
    settle(page.desk, qtbot)
    assert page.ledger.verdict.property("tone") == "good"
    page.scopes.name.setText("letters")
    page.scopes.add()
    settle(page.desk, qtbot)
    assert "intact" not in said.text(), "nobody has checked the new entry yet"
    page.ledger.verify_button.click()
    settle(page.desk, qtbot)
    assert "intact" in said.text()
    foot._pause.stop()

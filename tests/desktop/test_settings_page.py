import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from planner.desktop.app import Shell
from planner.desktop.desk import Desk
from planner.desktop.language import speak
from planner.desktop.settings.page import SettingsPage
from planner.desktop.settings.policy_words import groups_of_fields, plain, said_of
from planner.domain.policy import POLICY_FIELDS, Policy
from planner.services.governing import load_policy
from planner.services.reviewing import check_campaign
from planner.services.verifying import entries
from tests.desktop.campaigning import drafted
from tests.desktop.conftest import in_store, settle


@pytest.fixture
def page(open_desk: Desk, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(open_desk)
    qtbot.addWidget(made)
    made.show()
    made.come_to_front()
    settle(open_desk, qtbot)
    return made


def change(page: SettingsPage, qtbot: QtBot, name: str, text: str) -> None:
    field = page.policy.numbers[name].field
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    field.insert(text)
    field.setModified(True)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(page.desk, qtbot)


def policy(page: SettingsPage, qtbot: QtBot) -> Policy:
    found = in_store(page.desk, qtbot, load_policy)
    assert isinstance(found, Policy)
    return found


def test_every_field_of_the_policy_has_its_place_and_its_words() -> None:
    placed = [name for _heading, names in groups_of_fields() for name in names]
    assert sorted(placed) == sorted(each.name for each in POLICY_FIELDS)
    assert all(said_of(each.name).help_text for each in POLICY_FIELDS)


def test_enter_keeps_a_value_with_an_entry_in_the_ledger(page: SettingsPage, qtbot: QtBot) -> None:
    change(page, qtbot, "campaign_k", "120")
    assert policy(page, qtbot).campaign_k == 120
    last = in_store(page.desk, qtbot, lambda workspace: entries(workspace)[-1].record["action"])
    assert last == "policy-changed"
    assert page.header.quiet.text().startswith("Saved")


def test_undo_takes_a_change_back_and_redo_makes_it_again(page: SettingsPage, qtbot: QtBot) -> None:
    change(page, qtbot, "delivery_floors.meta", "150")
    page.desk.undo.undo()
    settle(page.desk, qtbot)
    assert policy(page, qtbot).delivery_floors["meta"] == 100
    page.desk.undo.redo()
    settle(page.desk, qtbot)
    assert policy(page, qtbot).delivery_floors["meta"] == 150


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("warn_below", "many", "from 0 to 1,000,000"),
        ("rounding_base", "5000", "from 1 to 1,000"),
        ("protected_share_high", "140 %", "from 0 to 100"),
        ("campaign_k", "5", "fewer than"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_not_kept(
    page: SettingsPage, qtbot: QtBot, name: str, text: str, said: str
) -> None:
    before = policy(page, qtbot)
    change(page, qtbot, name, text)
    assert said in page.policy.numbers[name].said.text()
    assert policy(page, qtbot) == before
    assert not page.desk.undo.count()


def test_a_share_is_a_percentage_and_numbers_are_read_as_people_write_them(page: SettingsPage, qtbot: QtBot) -> None:
    change(page, qtbot, "protected_share_high", "35 %")
    change(page, qtbot, "warn_below", "1,200")
    found = policy(page, qtbot)
    assert (found.protected_share_high, found.warn_below) == (0.35, 1200)


def test_french_numbers_are_read_where_french_is_spoken() -> None:
    QLocale.setDefault(QLocale("fr_FR"))
    assert plain("protected_share_high", "12,5 %") == "0.125"
    assert plain("warn_below", QLocale().toString(1200)) == "1200"


def test_a_choice_is_kept_when_it_is_made(page: SettingsPage, qtbot: QtBot) -> None:
    page.policy.choices["second_person"].box.click()
    settle(page.desk, qtbot)
    assert policy(page, qtbot).second_person is True


def test_it_is_told_how_many_campaigns_a_change_sends_back(sample_desk: Desk, qtbot: QtBot) -> None:
    campaign = drafted(sample_desk, qtbot, "Spring catalogue")
    in_store(sample_desk, qtbot, lambda workspace: check_campaign(workspace, campaign.id, actor="Mara"))
    page = SettingsPage(sample_desk)
    qtbot.addWidget(page)
    page.come_to_front()
    settle(sample_desk, qtbot)
    page.policy.put("warn_below", "300")
    settle(sample_desk, qtbot)
    assert any("a new check" in text for text in sample_desk.notices.texts)


def test_taste_is_worn_at_once_and_kept(page: SettingsPage) -> None:
    page.taste.theme.setCurrentIndex(page.taste.theme.findData("dark"))
    page.taste.percent.setCurrentIndex(page.taste.percent.findData(150))
    kept = page.desk.taste_file.load()
    assert (kept.theme, kept.percent) == ("dark", 150)


def test_the_name_to_sign_with_stands_in_the_ledger(page: SettingsPage, qtbot: QtBot) -> None:
    page.taste.name.insert("Otto Officer")
    QTest.keyClick(page.taste.name, Qt.Key.Key_Return)
    change(page, qtbot, "warn_below", "250")
    by = in_store(page.desk, qtbot, lambda workspace: entries(workspace)[-1].record["facts"]["by"])
    assert by == "Otto Officer"


def test_another_language_makes_the_window_anew_and_leaves_the_workspace_open(
    open_desk: Desk, qtbot: QtBot, qapp: QApplication
) -> None:
    shell = Shell(qapp, open_desk, speak(qapp, "en"))
    before = shell.window
    shell.show(lambda: None)
    before.turn_to("settings")
    open_desk.like(language="fr")
    qtbot.addWidget(shell.window)
    assert shell.window is not before
    assert shell.window.page == "settings"
    assert QLocale().name().startswith("fr")
    settle(open_desk, qtbot)
    assert isinstance(in_store(open_desk, qtbot, load_policy), Policy)
    open_desk.like(theme="dark", language="en")
    qtbot.addWidget(shell.window)
    open_desk.look.wear("light", 100)
    settle(open_desk, qtbot)
    for each in shell._translators:
        qapp.removeTranslator(each)

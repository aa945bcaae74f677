import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.importing.columns_step import ColumnsStep
from planner.desktop.importing.file_step import DropZone, FileStep
from planner.desktop.importing.page import ImportPage
from planner.desktop.importing.preview_step import PreviewStep
from planner.desktop.importing.safety_step import SafetyStep
from planner.desktop.importing.values_step import ValuesStep
from planner.services import exploring
from planner.services.resources import resource_path
from planner.services.roles import read_mapping
from planner.services.sample import sample_csv, write_sample
from tests.desktop.conftest import AnsweringPrompts, in_store, settle

FILE, COLUMNS, VALUES, SAFETY, PREVIEW = range(5)
ROWS = 6000
"""So many rows of the sample are read: enough for groups of every kind."""


@pytest.fixture(scope="module")
def customers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("customers") / "shop_customers.csv"
    file.write_bytes(b"\n".join(sample_csv().split(b"\n")[: ROWS + 1]))
    return file


@pytest.fixture
def page(open_desk: Desk, qtbot: QtBot) -> Iterator[ImportPage]:
    made = ImportPage(open_desk)
    qtbot.addWidget(made)
    made.show()
    settle(open_desk, qtbot)
    yield made
    settle(open_desk, qtbot)


@pytest.fixture
def surveyed(page: ImportPage, customers: Path, prompts: AnsweringPrompts, qtbot: QtBot) -> ImportPage:
    """The page after a file was chosen."""
    prompts.files = [customers]
    step = page.steps[FILE]
    assert isinstance(step, FileStep)
    step.choose.click()
    settle(page.desk, qtbot)
    return page


def go_to(page: ImportPage, at: int, qtbot: QtBot) -> None:
    while page.at < at:
        page.forward.click()
        settle(page.desk, qtbot)


def test_one_cannot_go_on_without_a_file(page: ImportPage) -> None:
    assert not page.forward.isEnabled()
    assert page.missing.text() == "Choose a file first."


def test_a_file_is_looked_at_and_direct_identifiers_are_left_out(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, COLUMNS, qtbot)
    step = surveyed.steps[COLUMNS]
    assert isinstance(step, ColumnsStep)
    step.list.choose("email")
    assert step.card.role.currentData() == "dropped"
    assert step.card.reason.text() == "It holds e-mail addresses."


def test_agreements_are_called_as_everywhere_and_kept_by_their_short_names(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, COLUMNS, qtbot)
    step = surveyed.steps[COLUMNS]
    assert isinstance(step, ColumnsStep)
    step.list.choose("email_marketing")
    scope = next(each for each in step.card.findChildren(QComboBox) if each is not step.card.role)
    assert scope.currentText() == "Marketing: E-mail"
    scope.setCurrentIndex(scope.findText("Marketing: Post"))
    scope.activated.emit(scope.currentIndex())
    kept = next(each.column for each in surveyed.draft.choices if each.name == "email_marketing")
    assert kept is not None
    assert getattr(kept, "scope", "") == "post-marketing"
    go_to(surveyed, SAFETY, qtbot)
    said = [each.text() for each in surveyed.steps[SAFETY].findChildren(QLabel)]
    assert any("“Marketing: Post”" in each for each in said)


def test_a_column_that_could_not_be_read_is_told_apart_from_one_that_points_at_a_person(
    page: ImportPage, tmp_path: Path, prompts: AnsweringPrompts, qtbot: QtBot
) -> None:
    file = tmp_path / "customers.csv"
    chance = Random(1)  # noqa: S311 — it guards nothing
    ages = [chance.randint(20, 70) for _ in range(600)]
    days = [f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.2026" for _ in ages]
    rows = enumerate(zip(ages, days, strict=True))
    lines = [f"{at};k{at}@example.org;{age};{day};ja" for at, (age, day) in rows]
    file.write_text("\n".join(["customer_id;email;age;last_order;newsletter", *lines]))
    prompts.files = [file]
    step = page.steps[FILE]
    assert isinstance(step, FileStep)
    step.choose.click()
    settle(page.desk, qtbot)
    go_to(page, SAFETY, qtbot)
    said = [each.text() for each in page.steps[SAFETY].findChildren(QLabel)]
    assert "email" in said, "it alone points at a person"
    assert any(each.startswith("last_order: Its dates are not written as year-month-day.") for each in said)


def test_a_file_can_be_dropped(page: ImportPage, customers: Path, qtbot: QtBot) -> None:
    zone = page.steps[FILE].findChild(DropZone)
    assert zone
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(customers))])
    copy, no_key = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    zone.dropEvent(QDropEvent(QPointF(5, 5), copy, carried, Qt.MouseButton.LeftButton, no_key))
    settle(page.desk, qtbot)
    assert page.draft.path == customers


def test_a_file_that_is_no_table_is_refused_in_place(
    page: ImportPage, tmp_path: Path, prompts: AnsweringPrompts, qtbot: QtBot
) -> None:
    bad = tmp_path / "ragged.csv"
    bad.write_text("a,b\n1,2\n1,2,3\n" * 3)
    prompts.files = [bad]
    step = page.steps[FILE]
    assert isinstance(step, FileStep)
    step.choose.click()
    settle(page.desk, qtbot)
    assert step.mistake.isVisible()
    assert "ragged.csv" in step.mistake.text()
    assert not page.forward.isEnabled()


def test_a_role_that_is_changed_changes_what_would_be_kept(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, COLUMNS, qtbot)
    step = surveyed.steps[COLUMNS]
    assert isinstance(step, ColumnsStep)
    step.list.choose("category")
    role: QComboBox = step.card.role
    role.setCurrentIndex(role.findData("dropped"))
    go_to(surveyed, PREVIEW, qtbot)
    assert surveyed.draft.prepared
    assert surveyed.draft.prepared.record.columns["category"] == "dropped"


def test_bands_are_counted_and_wrong_ones_are_refused_beside_the_field(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, VALUES, qtbot)
    step = surveyed.steps[VALUES]
    assert isinstance(step, ValuesStep)
    assert sum(people or 0 for people in surveyed.draft.counts["age"].people) > 5_000
    step.list.choose("age")
    step.bands.setText("30, 20")
    step.bands.editingFinished.emit()
    assert step.bands_row.said.property("tone") == "block"
    step.bands.setText("18, 30, 50")
    step.bands.editingFinished.emit()
    assert step.bands_row.said.property("tone") == ""
    assert not surveyed.draft.counts
    step.count.click()
    settle(surveyed.desk, qtbot)
    assert surveyed.draft.counts["age"].labels[:4] == ("under 18", "18–29", "30–49", "50 and over")


def test_the_preview_shows_the_numbers_before_anything_is_kept(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, PREVIEW, qtbot)
    step = surveyed.steps[PREVIEW]
    assert isinstance(step, PreviewStep)
    assert step.people.figure.text() == "5,995"
    assert step.dropped.figure.text() == "0"
    assert step.chart is not None
    assert "is known exactly of" in step.chart.accessibleDescription()
    assert in_store(surveyed.desk, qtbot, exploring.populations) == ()


def test_an_import_is_kept_under_its_name_and_the_page_begins_anew(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, SAFETY, qtbot)
    step = surveyed.steps[SAFETY]
    assert isinstance(step, SafetyStep)
    assert step.name.text() == "Shop customers"
    step.name.setText("EU customers")
    step.name.textEdited.emit("EU customers")
    go_to(surveyed, PREVIEW, qtbot)
    asked: list[tuple[str, object]] = []
    surveyed.desk.asked_for.connect(lambda page, what: asked.append((page, what)))
    surveyed.forward.click()
    settle(surveyed.desk, qtbot)
    (record,) = exploring_records(surveyed.desk, qtbot)
    assert (record, asked) == ("EU customers", [("data", "EU customers")])
    assert surveyed.draft.path is None


def exploring_records(desk: Desk, qtbot: QtBot) -> list[str]:
    records = in_store(desk, qtbot, exploring.populations)
    assert isinstance(records, tuple)
    return [record.population for record in records]


def test_known_customers_are_counted_again_in_their_groups_or_cut_afresh(
    sample_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    customers = tmp_path / "shop_customers.csv"
    write_sample(customers)
    page = ImportPage(sample_desk)
    qtbot.addWidget(page)
    page.show()
    settle(sample_desk, qtbot)
    for is_recut, code in ((False, "counted-again"), (True, "cut-afresh")):
        page.show_what(customers)
        settle(sample_desk, qtbot)
        page.draft.take_mapping(read_mapping(resource_path("sample_mapping.toml")))
        go_to(page, SAFETY, qtbot)
        step = page.steps[SAFETY]
        assert isinstance(step, SafetyStep)
        page.draft.decide(population="Shoal Outdoor")
        assert step.recut.isVisible()
        step.recut.box.setChecked(is_recut)
        go_to(page, PREVIEW, qtbot)
        assert page.draft.prepared
        assert code in {finding.code for finding in page.draft.prepared.record.findings}
        page.forward.click()
        settle(sample_desk, qtbot)
        assert sample_desk.notices.texts == ("“Shoal Outdoor” was imported: 60,000 people.",)


def test_a_floor_above_all_people_is_told_in_the_preview(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, SAFETY, qtbot)
    step = surveyed.steps[SAFETY]
    assert isinstance(step, SafetyStep)
    step.floor.setValue(900_000)
    go_to(surveyed, PREVIEW, qtbot)
    preview = surveyed.steps[PREVIEW]
    assert isinstance(preview, PreviewStep)
    assert preview.mistake.isVisible()
    assert not surveyed.forward.isEnabled()


def test_what_the_columns_repair_leads_back_to_them(surveyed: ImportPage, qtbot: QtBot) -> None:
    for choice in surveyed.draft.choices:
        if choice.role == "consent":
            surveyed.draft.give_role(choice.name, "dropped")
    go_to(surveyed, PREVIEW, qtbot)
    preview = surveyed.steps[PREVIEW]
    assert any("Go back to the columns" in each.text() for each in preview.findChildren(QLabel))
    (back,) = [each for each in preview.findChildren(QPushButton) if each.text() == "Go to the columns"]
    back.click()
    assert isinstance(surveyed.steps[surveyed.at], ColumnsStep)


def test_an_import_that_is_cancelled_half_way_keeps_nothing(page: ImportPage, tmp_path: Path, qtbot: QtBot) -> None:
    large = tmp_path / "large.csv"
    with large.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "age", "city", "newsletter"])
        writer.writerows((n, n % 70, f"city {n % 40}", "yes" if n % 3 else "no") for n in range(1_500_000))
    step = page.steps[FILE]
    assert isinstance(step, FileStep)
    step.look_at(large)
    qtbot.waitUntil(page.job.isVisible, timeout=20_000)
    assert not page.missing.isVisible(), "what is missing is not told beside the progress"
    page.job.stop.click()
    settle(page.desk, qtbot)
    assert page.missing.isVisible()
    assert step.mistake.isVisible()
    assert step.mistake.property("tone") == "", "what somebody stops is no mistake"
    assert page.draft.survey is None
    assert not page.job.isVisible()


def test_leaving_half_way_begins_anew(surveyed: ImportPage, qtbot: QtBot) -> None:
    go_to(surveyed, VALUES, qtbot)
    surveyed.header.went_back.emit()
    assert (surveyed.at, surveyed.draft.path) == (0, None)

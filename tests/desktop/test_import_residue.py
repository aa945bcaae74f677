"""An import through the window leaves nothing of a customer: not in the store, not in what the window keeps."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk
from planner.desktop.importing.file_step import FileStep
from planner.desktop.importing.page import ImportPage
from planner.services import exploring
from planner.services.opening import Workspace
from tests.desktop.conftest import AnsweringPrompts, in_store, settle
from tests.faults.residue import found_in, residue
from tests.faults.test_residue import write_customers


def test_the_import_page_leaves_nothing_of_a_customer(
    open_desk: Desk, prompts: AnsweringPrompts, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, qtbot: QtBot
) -> None:
    customers = tmp_path_factory.mktemp("elsewhere") / "customers.csv"
    write_customers(customers, 3_000)
    page = ImportPage(open_desk)
    qtbot.addWidget(page)
    page.show()
    settle(open_desk, qtbot)
    prompts.files = [customers]
    step = page.steps[0]
    assert isinstance(step, FileStep)
    step.choose.click()
    settle(open_desk, qtbot)
    for _ in page.steps:
        page.forward.click()
        settle(open_desk, qtbot)

    def look(workspace: Workspace) -> tuple[int, list[str]]:
        tables = [str(name) for (name,) in workspace.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [cell for name in tables for row in workspace.db.execute(f'SELECT * FROM "{name}"') for cell in row]
        held = [name for name in map(str, cells) if found_in(name.encode())]
        held += [repr(cell[:40]) for cell in cells if isinstance(cell, bytes) and found_in(cell)]
        return len(exploring.populations(workspace)), held

    assert in_store(open_desk, qtbot, look) == (1, [])
    assert residue([tmp_path]) == {}

"""Names that are HTML, formulas or paths are shown as they are on every page, and nothing of them is fetched."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.desk import Desk, Touched
from planner.desktop.window import Window
from planner.domain.rule_text import parse_rule
from planner.domain.saved_audience import SavedAudience
from planner.services import audiences, importing, planning
from planner.services.opening import Workspace
from tests.desktop.campaigning import BRIEF
from tests.desktop.conftest import ACTOR, NOW, in_store, settle

PICTURE = '<img src="file:///etc/hostname">'
LINK = '<a href="http://127.0.0.1:9/">x</a>'
LABELS = (
    PICTURE,
    LINK,
    "<b>bold</b>",
    "=1+1",
    "$\\frac{$",
    "'; DROP TABLE x; --",
    "../../etc",
    "\u202egnp.exe",
    "🐟" * 9,
)
POPULATION, CAMPAIGN, AUDIENCE, COLUMN, PLACE = (
    f"{PICTURE} {kind}" for kind in ("shop", "sale", "saved", "plan", "town")
)
MAPPING = f"""
[columns.'{COLUMN}']
role = "attribute"
kind = "nominal"
[columns.'{PLACE}']
role = "attribute"
kind = "nominal"
[columns.'{LINK} mail']
role = "consent"
scope = "email-marketing"
granted = ["yes"]
[columns.'{LINK} ads']
role = "consent"
scope = "{LINK.replace('"', "'")}"
granted = ["yes"]
"""


@pytest.fixture(scope="module")
def hostile_import(tmp_path_factory: pytest.TempPathFactory) -> importing.Import:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    names = [COLUMN, PLACE, f"{LINK} mail", f"{LINK} ads"]
    quoted = ['"' + name.replace('"', '""') + '"' for name in (*names, *LABELS)]
    rows = [f"{a},{b},yes,{ads}" for a in quoted[4:] for b in quoted[4:] for ads in ("yes", "no") for _ in range(30)]
    (folder / "customers.csv").write_text("\n".join([",".join(quoted[:4]), *rows]) + "\n", encoding="utf-8")
    request = importing.Request(folder / "customers.csv", POPULATION, 20, folder / "mapping.toml")
    return importing.prepare_import(request, clock=lambda: NOW)


@pytest.fixture
def hostile_window(open_desk: Desk, qtbot: QtBot, hostile_import: importing.Import) -> Window:
    rule = parse_rule(f"\"{COLUMN.replace(chr(34), chr(34) * 2)}\" = '{PICTURE}'")

    def fill(workspace: Workspace) -> None:
        importing.keep_import(workspace, hostile_import)
        audiences.save_audience(workspace, SavedAudience(AUDIENCE, POPULATION, rule), by=ACTOR)
        plan = planning.Plan(name=CAMPAIGN, population=POPULATION, brief=BRIEF, rule=rule)
        planning.draft(workspace, plan, author=PICTURE)

    in_store(open_desk, qtbot, fill)
    open_desk.changed.emit(frozenset({Touched.POPULATIONS, Touched.CAMPAIGNS}))
    made = Window(open_desk)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    settle(open_desk, qtbot)
    return made


def rendered(root: QWidget) -> Iterator[str]:
    """Yield what below a widget is rendered as HTML although it holds somebody's picture or link."""
    for label in root.findChildren(QLabel):
        if label.textFormat() != Qt.TextFormat.PlainText and "<" in label.text():
            yield f"label {label.text()}"
    for each in root.findChildren(QTextEdit):
        if _runs(each.document()):
            yield f"text {each.toPlainText()}"
    tips = [each.toolTip() for each in root.findChildren(QWidget)]
    tips += [
        text for each in root.findChildren(QAction) for text in (each.toolTip(), each.statusTip(), each.whatsThis())
    ]
    tips += [tip for view in root.findChildren(QAbstractItemView) for tip in _tips_of(view)]
    for tip in tips:
        document = QTextDocument()
        document.setHtml(tip if "<" in tip else "")
        if _runs(document):
            yield f"tip {tip}"


def _runs(document: QTextDocument) -> bool:
    return any(
        each.isImageFormat() or (each.isCharFormat() and each.toCharFormat().isAnchor())
        for each in document.allFormats()
    )


def _tips_of(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for row in range(min(model.rowCount(QModelIndex()), 60)):
        for column in range(columns):
            yield str(model.index(row, column).data(Qt.ItemDataRole.ToolTipRole) or "")
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) or "")


PAGES = ("start", "data", "campaigns", "privacy", "settings", "import")


def test_no_name_is_rendered_on_any_page(hostile_window: Window, qtbot: QtBot) -> None:
    desk = hostile_window.desk
    campaign = in_store(desk, qtbot, lambda workspace: planning.find_campaign(workspace, CAMPAIGN).id)
    for page, what in [(page, None) for page in PAGES] + [("campaigns", campaign), ("privacy", "ledger")]:
        hostile_window.turn_to(page)
        if what is not None:
            hostile_window.turn_to(page, what)
        settle(desk, qtbot)
        assert list(rendered(hostile_window)) == [], page


def test_a_name_that_is_rendered_is_noticed(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    label = QLabel(PICTURE, holder)
    assert list(rendered(holder)) == [f"label {PICTURE}"]
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setToolTip(LINK)
    assert list(rendered(holder)) == [f"tip {LINK}"]


def test_nothing_of_the_names_is_lost(hostile_window: Window, qtbot: QtBot) -> None:
    hostile_window.turn_to("data")
    settle(hostile_window.desk, qtbot)
    shown = [label.text() for label in hostile_window.findChildren(QLabel)]
    assert any(COLUMN in text for text in shown)

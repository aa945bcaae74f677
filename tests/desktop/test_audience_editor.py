from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from planner.desktop.campaigns.audience import AudienceEditor
from planner.desktop.desk import Desk
from planner.domain.rule import Rule
from planner.domain.rule_text import parse_rule
from planner.services.values import PopulationFacts, describe_population
from tests.desktop.conftest import in_store

NESTED = "age IN ('25–34', '35–44') AND city = 'Lyon' AND NOT (stage = 'lapsed' OR category = 'climbing')"


@pytest.fixture
def facts(sample_desk: Desk, qtbot: QtBot) -> PopulationFacts:
    found = in_store(sample_desk, qtbot, lambda workspace: describe_population(workspace, "Shoal Outdoor"))
    assert isinstance(found, PopulationFacts)
    return found


@pytest.fixture
def editor(sample_desk: Desk, facts: PopulationFacts, qtbot: QtBot) -> Iterator[AudienceEditor]:
    made = AudienceEditor(sample_desk)
    qtbot.addWidget(made)
    made.show_population(facts)
    made.resize(560, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made


@pytest.fixture
def told(editor: AudienceEditor) -> list[tuple[Rule, str]]:
    heard: list[tuple[Rule, str]] = []
    editor.rule_changed.connect(lambda rule, words: heard.append((rule, words)))
    return heard


def test_showing_a_rule_tells_nobody(editor: AudienceEditor, told: list[tuple[Rule, str]]) -> None:
    editor.show_rule(parse_rule(NESTED))
    assert editor.rule == parse_rule(NESTED)
    assert told == []


def test_removing_a_condition_is_told_with_the_rule_that_is_left(
    editor: AudienceEditor, told: list[tuple[Rule, str]]
) -> None:
    editor.show_rule(parse_rule(NESTED))
    editor.tree.remove((1,))
    assert told == [(parse_rule(NESTED.replace("city = 'Lyon' AND ", "")), "Remove City")]

from datetime import UTC, datetime
from pathlib import Path

import pytest

from planner.domain.errors import PlannerError
from planner.domain.rule_text import parse_rule
from planner.services.hooks import Hooks
from planner.services.opening import Door
from planner.services.planning import campaigns, edit_campaign
from planner.services.recent import recent_campaigns
from planner.services.rechecking import checked_campaigns
from planner.services.reviewing import check_campaign, retire_campaign
from planner.services.sample_folder import MARK, is_sample, remove_sample, sample_environment
from planner.services.sample_workspace import make_sample


def clock() -> datetime:
    return datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("home") / "sample", clock)


def test_the_sample_opens_without_a_question_and_holds_no_customer(made: Path) -> None:
    with Door(made, sample_environment({}), clock).open() as workspace:
        assert len(campaigns(workspace)) == 3
    assert is_sample(made)
    assert {path.name for path in made.parent.iterdir()} == {MARK, "workspace"}
    for path in made.iterdir():
        assert b"@post.example" not in path.read_bytes()


def test_recent_work_comes_latest_first_and_without_what_has_ended(made: Path) -> None:
    with Door(made, sample_environment({}), clock).open() as workspace:
        edit_campaign(workspace, "spring-catalogue", by="Mara", rule=parse_rule("age >= '45–54'"))
        retire_campaign(workspace, "text-message-sale", by="Mara")
        assert [each.id for each in recent_campaigns(workspace, 5)] == ["spring-catalogue", "hiking-day"]
        assert [each.id for each in recent_campaigns(workspace, 1)] == ["spring-catalogue"]


def test_a_campaign_rests_on_its_check_until_it_is_edited(made: Path) -> None:
    with Door(made, sample_environment({}), clock).open() as workspace:
        check_campaign(workspace, "spring-catalogue", actor="Mara")
        assert checked_campaigns(workspace) == {"spring-catalogue"}
        edit_campaign(workspace, "spring-catalogue", by="Mara", rule=parse_rule("age >= '35–44'"))
        assert checked_campaigns(workspace) == frozenset()


def test_a_sample_that_is_broken_off_can_be_made_again(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="import-cancelled"):
        make_sample(tmp_path / "sample", clock, Hooks(cancelled=lambda: True))
    assert list(tmp_path.iterdir()) == []


def test_only_a_marked_folder_is_ever_removed(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PlannerError, match="demo-folder"):
        remove_sample(tmp_path)
    assert (tmp_path / "letter.txt").exists()

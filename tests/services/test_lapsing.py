"""A change of what was checked ends checks and approvals at once: in one transaction, for good, where it must."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from planner.domain.campaign import State
from planner.domain.errors import Refusal
from planner.services.governing import catalogue as scopes_of
from planner.services.governing import edit_scope, load_policy, put_scope, remove_scope, set_policy
from planner.services.planning import find_campaign
from planner.services.releasing import export
from planner.services.reviewing import approve_campaign, check_campaign, refresh, refresh_all
from planner.store.campaigns import campaigns
from planner.store.ledger import Entry, entries
from planner.store.ledger_check import verify_ledger
from planner.store.workspace import Workspace
from tests.domain.campaigning import catalogue
from tests.services.shops import AUTHOR, OFFICER, SCOPE, approved, keep_shop, noon, put_scopes_in_order
from tests.store.memory_keys import MemoryKeys

Change = Callable[[Workspace], object]
TEXTS = catalogue().scope("sms-marketing")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "workspace", MemoryKeys(), noon) as opened:
        for population in ("shop", "club"):
            keep_shop(opened, population)
        put_scopes_in_order(opened)
        yield opened
        assert verify_ledger(opened).is_valid


def set_warning(people: int) -> Change:
    return lambda workspace: set_policy(workspace, "warn-below", str(people), by=OFFICER)


def remove_texts(workspace: Workspace) -> object:
    return remove_scope(workspace, "sms-marketing", by=OFFICER)


def put_texts_back(workspace: Workspace) -> object:
    return put_scope(workspace, TEXTS, by=OFFICER)


def ask(sentence: str) -> Change:
    return lambda workspace: edit_scope(workspace, SCOPE, by=OFFICER, sentence=sentence)


def count(people: int) -> Change:
    return lambda workspace: keep_shop(workspace, people=people)


CHANGES = {
    "the policy": (set_warning(300), set_warning(200)),
    "a scope": (ask("Something else"), ask("May we write to you?")),
    "the scopes there are": (remove_texts, put_texts_back),
    "the population": (count(80), count(60)),
}
"""What changes, and what puts it back."""


def states(workspace: Workspace) -> dict[str, State]:
    return {each.id: each.state for each in campaigns(workspace)}


def lapses(workspace: Workspace) -> list[Entry]:
    return [each for each in entries(workspace) if each.record["action"] == "lapsed"]


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_that_is_put_back_revives_no_approval(what: str, workspace: Workspace) -> None:
    change, put_back = CHANGES[what]
    ask("May we write to you?")(workspace)
    approved(workspace, "spring")
    change(workspace)
    put_back(workspace)
    assert refresh(workspace, find_campaign(workspace, "spring")).state is State.DRAFT
    with pytest.raises(Refusal, match="check-missing"):
        export(workspace, "spring", workspace.folder / "out", by=AUTHOR)
    with pytest.raises(Refusal, match="check-missing"):
        approve_campaign(workspace, "spring", approver=OFFICER, reason="Again")


@pytest.mark.parametrize("what", CHANGES)
def test_each_lapse_is_an_entry_right_behind_its_cause_in_the_order_of_ids(what: str, workspace: Workspace) -> None:
    for name in ("winter", "autumn", "spring"):
        approved(workspace, name)
    before = len(entries(workspace))
    CHANGES[what][0](workspace)
    new = [each.record for each in entries(workspace)][before:]
    assert [(each["action"], each.get("state", {}).get("id")) for each in new[1:]] == [
        ("lapsed", name) for name in ("autumn", "spring", "winter")
    ]
    assert {each["facts"]["cause"] for each in new[1:]} == {before}


def test_a_check_without_an_approval_ends_as_well(workspace: Workspace) -> None:
    approved(workspace, "spring")
    check_campaign(workspace, "spring", actor=AUTHOR)
    edit_scope(workspace, SCOPE, by=OFFICER, sentence="Something else")
    assert states(workspace) == {"spring": State.DRAFT}


def test_another_population_touches_no_campaign_of_this_one(workspace: Workspace) -> None:
    approved(workspace, "spring")
    approved(workspace, "members", population="club")
    keep_shop(workspace, "club", people=90)
    keep_shop(workspace, "guests")
    assert states(workspace) == {"spring": State.APPROVED, "members": State.DRAFT}


def test_what_changes_nothing_that_was_checked_ends_nothing(workspace: Workspace) -> None:
    approved(workspace, "spring")
    keep_shop(workspace)
    set_policy(workspace, "warn-below", str(load_policy(workspace).warn_below), by=OFFICER)
    assert states(workspace) == {"spring": State.APPROVED}


@pytest.mark.parametrize("what", CHANGES)
def test_the_approval_of_a_list_that_left_never_comes_back_for_another(
    what: str, workspace: Workspace, tmp_path: Path
) -> None:
    approved(workspace, "spring")
    export(workspace, "spring", tmp_path, by=AUTHOR)
    change, change_back = CHANGES[what]
    change(workspace)
    change_back(workspace)
    assert states(workspace) == {"spring": State.DRAFT}
    assert len(lapses(workspace)) == 1
    with pytest.raises(Refusal):
        export(workspace, "spring", tmp_path, by=AUTHOR)
    (campaign,) = campaigns(workspace)
    assert len(campaign.exports) == 1, "what left is not forgotten"


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_and_its_lapses_are_one(what: str, workspace: Workspace) -> None:
    for name in ("autumn", "spring", "winter"):
        approved(workspace, name)
    before = (states(workspace), load_policy(workspace), scopes_of(workspace).digest(), len(entries(workspace)))
    workspace.db.execute(
        "CREATE TEMP TRIGGER jam BEFORE UPDATE ON main.campaigns WHEN NEW.id = 'spring'"
        " BEGIN SELECT raise(ABORT, 'jammed'); END"
    )
    with pytest.raises(Exception, match="jammed"):
        CHANGES[what][0](workspace)
    workspace.db.execute("DROP TRIGGER jam")
    assert (states(workspace), load_policy(workspace), scopes_of(workspace).digest(), len(entries(workspace))) == before
    assert verify_ledger(workspace).is_valid


def test_time_ends_a_check_when_somebody_looks(workspace: Workspace) -> None:
    approved(workspace, "spring")
    assert refresh_all(workspace, campaigns(workspace)) == campaigns(workspace)
    workspace.clock = lambda: noon() + timedelta(days=400)
    assert [each.state for each in refresh_all(workspace, campaigns(workspace))] == [State.DRAFT]
    assert [each.record["facts"].get("cause") for each in lapses(workspace)] == [None]

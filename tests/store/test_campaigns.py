"""Campaigns are kept as they stand, found by what people call them, and every move of theirs is in the ledger."""

from datetime import date

import pytest

from planner.domain.brief import Brief
from planner.domain.campaign import Campaign, edit, retire
from planner.domain.errors import PlannerError
from planner.domain.rule import All, Condition, Not, Operator
from planner.services.words import tell_error
from planner.store.campaigns import (
    about_campaign,
    campaigns,
    find_campaign,
    load_campaign,
    next_campaign_id,
    save_campaign,
)
from planner.store.ledger import entries
from planner.store.ledger_check import verify_ledger
from planner.store.store_key import KeyStore
from planner.store.workspace import Clock, Workspace

RULE = All((Condition("age", Operator.IN, ("18–24", "25–34")), Not(Condition("spend", Operator.LESS, (12.5,)))))


@pytest.fixture
def spring() -> Campaign:
    brief = Brief(goal="Bring people back", purposes=("marketing",), channel="email", starts_on=date(2026, 4, 1))
    return Campaign(
        id="spring", name="Spring sale", population="customers", author="Ada", brief=brief, rule=RULE, scopes=("news",)
    )


def keep(workspace: Workspace, campaign: Campaign, action: str = "campaign-edited") -> None:
    with workspace.change() as recorder:
        save_campaign(workspace, campaign)
        recorder.append(action, about_campaign(campaign), {"campaign_digest": campaign.digest()})


def test_a_campaign_comes_back_as_it_was_saved(
    workspace: Workspace, spring: Campaign, keys: KeyStore, clock: Clock
) -> None:
    keep(workspace, spring)
    workspace.close()
    with Workspace.open(workspace.folder, keys, clock) as opened:
        assert load_campaign(opened, "spring") == spring
        assert campaigns(opened) == (spring,)


def test_every_move_of_a_campaign_is_in_the_ledger(workspace: Workspace, spring: Campaign) -> None:
    edited = edit(spring, by="Grace", name="Spring sale, second try")
    for campaign, action in ((spring, "campaign-made"), (edited, "campaign-edited"), (retire(edited), "retired")):
        keep(workspace, campaign, action)
    told = [entry.record for entry in entries(workspace, about_campaign(spring))]
    assert [record["action"] for record in told] == ["campaign-made", "campaign-edited", "retired"]
    assert told[1]["state"]["before"] == told[0]["state"]["digest"]
    assert load_campaign(workspace, "spring") == retire(edited)
    assert verify_ledger(workspace).is_valid


def test_a_campaign_is_not_saved_without_an_entry(workspace: Workspace, spring: Campaign) -> None:
    with pytest.raises(RuntimeError, match="ledger"), workspace.change():
        save_campaign(workspace, spring)
    assert campaigns(workspace) == ()


def test_a_retired_campaign_brought_back_behind_the_ledgers_back_is_found(
    workspace: Workspace, spring: Campaign
) -> None:
    keep(workspace, spring)
    old = next(iter(workspace.db.table("campaigns").rows))["document"]
    keep(workspace, retire(spring), "retired")
    workspace.db.execute("DROP TRIGGER temp.touched_campaigns_update")
    workspace.db.execute("UPDATE campaigns SET document = ?", [old])
    assert load_campaign(workspace, "spring") == spring
    assert {finding.code for _, finding in verify_ledger(workspace).faults} == {"ledger-state-differs"}


@pytest.mark.parametrize("wanted", ["spring", "Spring sale", "  spring SALE "])
def test_a_campaign_is_found_by_what_people_call_it(workspace: Workspace, spring: Campaign, wanted: str) -> None:
    keep(workspace, spring)
    assert find_campaign(workspace, wanted) == spring


def test_a_name_that_several_have_is_not_guessed_at(workspace: Workspace, spring: Campaign) -> None:
    for name in ("first", "second"):
        keep(workspace, Campaign(id=name, name=spring.name, population="customers", author="Ada"))
    with pytest.raises(PlannerError, match="campaign-name-shared") as told:
        find_campaign(workspace, spring.name)
    assert "first and second" in tell_error(told.value)


def test_an_unknown_campaign_brings_the_nearest_name(workspace: Workspace, spring: Campaign) -> None:
    with pytest.raises(PlannerError, match="no-campaigns"):
        find_campaign(workspace, "spring")
    keep(workspace, spring)
    for look in (find_campaign, load_campaign):
        with pytest.raises(PlannerError, match="unknown-campaign") as told:
            look(workspace, "sprig")
        assert told.value.facts["nearest"] == ("spring",)


def test_ids_are_made_from_names_and_used_once(workspace: Workspace, spring: Campaign) -> None:
    assert next_campaign_id(workspace, "Crème & brûlée: été!") == "creme-brulee-ete"
    assert next_campaign_id(workspace, "春") == "campaign"
    keep(workspace, spring)
    assert next_campaign_id(workspace, "Spring") == "spring-2"

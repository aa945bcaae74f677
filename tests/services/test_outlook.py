"""The outlook: populations are opened once until something about them changes, and forecasts follow the brief."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from planner.domain.brief import Brief
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.finding import Severity
from planner.domain.rule_text import parse_rule
from planner.services import governing, importing, planning, releasing, reviewing
from planner.services.opening import Workspace, open_workspace
from planner.services.outlook import OpenPopulations, forecast, look_ahead, overviews
from planner.services.resources import resource_path
from planner.services.sample import write_sample

NOW = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
BRIEF = Brief(
    goal="Show the new tents",
    purposes=("direct-marketing",),
    channel="email",
    starts_on=date(2027, 3, 8),
    ends_on=date(2027, 3, 22),
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> importing.Import:
    file = tmp_path_factory.mktemp("sample") / "customers.csv"
    write_sample(file)
    request = importing.Request(file, "outdoor", 20, resource_path("sample_mapping.toml"))
    return importing.prepare_import(request, clock=lambda: NOW)


@pytest.fixture
def workspace(tmp_path: Path, imported: importing.Import) -> Iterator[Workspace]:
    keys = {"SHOAL_PASSPHRASE": "a long enough passphrase for tests"}
    with open_workspace(tmp_path / "workspace", keys, lambda: NOW) as opened:
        importing.keep_import(opened, imported)
        yield opened


def drafted(workspace: Workspace, name: str, rule: str) -> Campaign:
    plan = planning.Plan(name=name, population="outdoor", brief=BRIEF, rule=parse_rule(rule))
    return planning.draft(workspace, plan, author="Mara")


def test_a_population_stays_open_while_campaigns_are_edited(workspace: Workspace) -> None:
    opened = OpenPopulations()
    campaign = drafted(workspace, "Tents", "age >= '35–44'")
    first = opened(workspace, "outdoor")
    planning.edit_campaign(workspace, campaign.id, by="Mara", opened=opened, rule=parse_rule("country = 'France'"))
    assert opened(workspace, "outdoor").guardrails is first.guardrails


def test_a_new_policy_opens_the_population_anew(workspace: Workspace) -> None:
    opened = OpenPopulations()
    first = opened(workspace, "outdoor")
    governing.set_policy(workspace, "campaign-k", "100", by="Otto")
    again = opened(workspace, "outdoor")
    assert again.guardrails is not first.guardrails
    assert again.guardrails.policy.campaign_k == 100


def test_a_list_that_has_left_counts_at_the_next_edit(workspace: Workspace, tmp_path: Path) -> None:
    opened = OpenPopulations()
    first, other = drafted(workspace, "Tents", "age >= '35–44'"), drafted(workspace, "Boots", "age >= '25–34'")
    assert look_ahead(workspace, other, opened).examination.judged.guardrails.check.releases.names == ()
    reviewing.check_campaign(workspace, first.id, actor="Mara")
    reviewing.approve_campaign(workspace, first.id, approver="Otto", reason="Fine")
    done = releasing.export(workspace, first.id, tmp_path, by="Ada")
    outlook = look_ahead(workspace, other, opened)
    assert outlook.examination.judged.guardrails.check.releases.names == (done.release,)
    assert set(outlook.examination.population.released) == {done.release}


def test_a_rule_is_still_checked_where_the_population_is_open(workspace: Workspace) -> None:
    campaign, opened = drafted(workspace, "Tents", "age >= '35–44'"), OpenPopulations()
    with pytest.raises(PlannerError) as refused:
        planning.edit_campaign(workspace, campaign.id, by="Mara", opened=opened, rule=parse_rule("shoe_size = '38'"))
    assert refused.value.code.startswith("rule-")


def test_an_edit_of_the_brief_leaves_the_other_fields_alone(workspace: Workspace) -> None:
    campaign = drafted(workspace, "Tents", "age >= '35–44'")
    planning.edit_brief(workspace, campaign.id, by="Mara", goal="Sell them")
    after = planning.edit_brief(workspace, campaign.id, by="Mara", budget="1200")
    assert (after.brief.goal, after.brief.budget, after.brief.channel) == ("Sell them", "1200", "email")


def test_the_outlook_says_what_the_examination_says(workspace: Workspace) -> None:
    campaign = drafted(workspace, "Tents", "city = 'Lyon' AND age >= '55–64'")
    outlook, plain = look_ahead(workspace, campaign, OpenPopulations()), reviewing.examine_today(workspace, campaign)
    assert outlook.findings == plain.findings
    assert [each.rule for each in outlook.widenings] == [each.rule for each in plain.widenings]
    assert outlook.blocks == 1
    assert not outlook.is_agreed


def test_the_overview_tells_every_campaign(workspace: Workspace) -> None:
    for name, rule in (("Tents", "age >= '35–44'"), ("Boots", "city = 'Lyon' AND age >= '55–64'")):
        drafted(workspace, name, rule)
    boots, tents = overviews(workspace, OpenPopulations())
    assert (boots.campaign.name, tents.campaign.name) == ("Boots", "Tents")
    assert boots.reachable == 0
    assert boots.findings[0].severity is Severity.BLOCK
    assert tents.reachable


@pytest.mark.parametrize(
    ("budget", "response", "responses", "each", "person"),
    [
        ("1200", "2.4", 55, "21.82", "0.52"),
        ("1200", "", None, None, "0.52"),
        ("", "2.4", 55, None, None),
        ("1200", "0", 0, None, "0.52"),
    ],
)
def test_a_forecast_says_what_the_brief_allows(
    budget: str, response: str, responses: int | None, each: str | None, person: str | None
) -> None:
    found = forecast(Brief(budget=budget, expected_response=response), 2310)
    assert found.responses == responses
    assert found.cost_per_response == (Decimal(each) if each else None)
    assert found.cost_per_person == (Decimal(person) if person else None)

"""The verbs of a campaign's life, from the draft to its end."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import DAY, Answer, Verb, option
from planner.domain.brief import OWN_COMPANY, Brief
from planner.domain.campaign import Campaign
from planner.domain.rule_text import parse_rule, rule_text
from planner.services import answers, planning, reviewing

CAMPAIGN = option("campaign", metavar="CAMPAIGN", help="the id or the name of a campaign")
BY = option("--by", metavar="NAME", help="who does this (default: your login name)")
APPROVER = option("--by", required=True, metavar="NAME", help="who approves it, always by name")
REASON = option("--reason", default="", metavar="TEXT", help="why it may run, when a warning stands")
POPULATION_HELP = "the population it is planned on"
PLAN_OPTIONS = (
    option("--where", metavar="RULE", help="whom it is for, such as \"age >= '25–34'\" (default: everyone who agreed)"),
    option("--goal", metavar="TEXT", help="what it is for, in a sentence"),
    option(
        "--purpose", action="append", dest="purposes", metavar="PURPOSE", help="such as direct-marketing; repeatable"
    ),
    option("--channel", metavar="CHANNEL", help="email, sms, post, phone, app, web or ads"),
    option("--platform", metavar="NAME", help="who delivers it, such as meta or linkedin"),
    option(
        "--recipient", action="append", dest="recipients", metavar="NAME", help="who else receives the list; repeatable"
    ),
    option("--sells", action=argparse.BooleanOptionalAction, help="whether a recipient pays for the list"),
    option("--starts", type=DAY, dest="starts_on", metavar="DAY", help="the first day, such as 2026-05-01"),
    option("--ends", type=DAY, dest="ends_on", metavar="DAY", help="the last day"),
    option("--budget", metavar="AMOUNT", help="an amount, such as 1200.50"),
    option("--expected-response", metavar="PERCENT", help="the percentage you expect to answer, such as 2.5"),
    option("--scope", action="append", dest="scopes", metavar="SCOPE", help="a further consent scope; repeatable"),
    BY,
)
"""What a marketer writes down; an empty text takes back what was said."""

_BRIEF_FIELDS = tuple(each.name for each in fields(Brief))


def new(session: Session, asked: argparse.Namespace) -> Answer:
    """Start a campaign as a draft."""
    plan = planning.Plan(
        name=asked.name,
        population=asked.population,
        brief=_brief(Brief(), asked),
        rule=parse_rule(asked.where or ""),
        scopes=_filled(asked.scopes or ()),
    )
    return _told(session, planning.draft(session.workspace, plan, author=session.actor(asked.by)))


def edit(session: Session, asked: argparse.Namespace) -> Answer:
    """Change a campaign; a check or approval it had is gone."""
    before = planning.find_campaign(session.workspace, asked.campaign)
    changes: dict[str, Any] = {"brief": _brief(before.brief, asked)}
    if asked.name is not None:
        changes["name"] = asked.name
    if asked.population is not None:
        changes["population"] = asked.population
    if asked.where is not None:
        changes["rule"] = parse_rule(asked.where)
    if asked.scopes is not None:
        changes["scopes"] = _filled(asked.scopes)
    return _told(session, planning.edit_campaign(session.workspace, before.id, by=session.actor(asked.by), **changes))


def show(session: Session, asked: argparse.Namespace) -> Answer:
    """Show a campaign as it stands today, with everything that warns or blocks."""
    found = planning.find_campaign(session.workspace, asked.campaign)
    return _told(session, reviewing.refresh(session.workspace, found))


def list_all(session: Session, _asked: argparse.Namespace) -> Answer:
    """List all campaigns."""
    found = reviewing.refresh_all(session.workspace, planning.campaigns(session.workspace))
    rows = [("campaign", "name", "population", "state", "lists left", "rule")] + [
        (
            each.id,
            each.name,
            each.population,
            each.state.value,
            str(each.lists_left or ""),
            rule_text(each.rule) or "everyone",
        )
        for each in found
    ]
    nothing = ["No campaign yet. Start one: shoal campaign new NAME --population POPULATION"]
    return Answer(
        {"campaigns": [answers.plan_answer(each) for each in found]}, render.table(rows) if found else nothing
    )


def check(session: Session, asked: argparse.Namespace) -> Answer:
    """Hold a campaign against every guardrail and record the outcome; a check that fails exits with 1."""
    after, examination = reviewing.check_campaign(session.workspace, asked.campaign, actor=session.actor(asked.by))
    last = after.last_check
    status = 0 if last is not None and last.decision.passes else 1
    told = _examined(after, examination)
    verdict = f"check {last.decision.value}, entry {last.ledger_index} of the ledger" if last else ""
    return Answer(told.data, [verdict, *told.lines], status)


def approve(session: Session, asked: argparse.Namespace) -> Answer:
    """Approve a checked campaign in a person's name."""
    done = reviewing.approve_campaign(
        session.workspace, asked.campaign, approver=session.actor(asked.by), reason=asked.reason
    )
    return _told(session, done)


def _ending(act: Callable[..., Campaign]) -> Callable[[Session, argparse.Namespace], Answer]:
    def run(session: Session, asked: argparse.Namespace) -> Answer:
        return _told(session, act(session.workspace, asked.campaign, by=session.actor(asked.by)))

    return run


def _brief(before: Brief, asked: argparse.Namespace) -> Brief:
    told = {name: getattr(asked, name) for name in _BRIEF_FIELDS if getattr(asked, name) is not None}
    if "purposes" in told:
        told["purposes"] = _filled(told["purposes"])
    if "recipients" in told:
        told["recipients"] = _filled((OWN_COMPANY, *told["recipients"]))
    if "platform" in told:
        told["platform"] = told["platform"].strip() or None
    return replace(before, **told)


def _filled(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are not empty, each once."""
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _told(session: Session, campaign: Campaign) -> Answer:
    return _examined(campaign, reviewing.examine_today(session.workspace, campaign))


def _examined(campaign: Campaign, examination: planning.Examination) -> Answer:
    return Answer(answers.campaign_answer(campaign, examination), list(_lines(campaign, examination)))


def _lines(campaign: Campaign, examination: planning.Examination) -> Iterator[str]:
    needed = examination.requirement.scope_names or ("what the campaign needs, which is not known yet",)
    yield f"{render.plain(campaign.name)} ({campaign.id}) is {campaign.state.value}"
    if left := campaign.lists_left:
        yield f"  {left} {'list has' if left == 1 else 'lists have'} left"
    yield f"  {render.plain(campaign.population)}: {render.plain(rule_text(campaign.rule)) or 'everyone'}"
    yield from render.audience(examination.judged.audience, needed)
    yield from render.findings(examination.findings)
    yield from render.widenings(examination.widenings)


VERBS = (
    Verb(
        "campaign new",
        "start a campaign as a draft",
        new,
        (
            option("name", metavar="NAME", help="what it is called"),
            option("--population", required=True, metavar="POPULATION", help=POPULATION_HELP),
            *PLAN_OPTIONS,
        ),
    ),
    Verb(
        "campaign edit",
        "change a campaign; its check and approval end",
        edit,
        (
            CAMPAIGN,
            option("--name", metavar="NAME", help="what it is called from now on"),
            option("--population", metavar="POPULATION", help=POPULATION_HELP),
            *PLAN_OPTIONS,
        ),
    ),
    Verb("campaign list", "list all campaigns", list_all),
    Verb("campaign show", "show a campaign with everything that warns or blocks", show, (CAMPAIGN,)),
    Verb("campaign check", "check a campaign and record the outcome", check, (CAMPAIGN, BY)),
    Verb("campaign approve", "approve a checked campaign", approve, (CAMPAIGN, APPROVER, REASON)),
    Verb("campaign withdraw", "take an approval back", _ending(reviewing.withdraw_campaign), (CAMPAIGN, BY)),
    Verb("campaign retire", "end a campaign for good", _ending(reviewing.retire_campaign), (CAMPAIGN, BY)),
)

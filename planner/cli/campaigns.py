"""The verbs of a campaign's life, from the draft to the list that leaves and its verification."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb, option
from planner.domain.brief import OWN_COMPANY, Brief
from planner.domain.campaign import Campaign
from planner.domain.errors import PlannerError
from planner.domain.rule_text import parse_rule, rule_text
from planner.services import answers, planning, releasing, reviewing, verifying

CAMPAIGN = option("campaign", metavar="CAMPAIGN", help="the id or the name of a campaign")
BY = option("--by", metavar="NAME", help="who does this (default: your login name)")
RULE = option("--where", metavar="RULE", help="whom it is for, such as \"age >= '25–34'\"; empty: everyone who agreed")

BRIEF_OPTIONS = (
    option("--goal", help="what it is for, in a sentence"),
    option(
        "--purpose", action="append", dest="purposes", metavar="PURPOSE", help="such as direct-marketing; repeatable"
    ),
    option("--channel", help="email, sms, post, phone, app, web or ads"),
    option("--platform", help="who delivers it, such as meta or linkedin"),
    option(
        "--recipient", action="append", dest="recipients", metavar="NAME", help="who else receives the list; repeatable"
    ),
    option("--sells", action="store_true", default=None, help="a recipient pays for the list"),
    option("--starts", type=date.fromisoformat, dest="starts_on", metavar="YYYY-MM-DD"),
    option("--ends", type=date.fromisoformat, dest="ends_on", metavar="YYYY-MM-DD"),
    option("--budget", metavar="AMOUNT"),
    option("--expected-response", dest="expected_response", metavar="PERCENT"),
)
SCOPE = option(
    "--scope", action="append", dest="scopes", metavar="SCOPE", help="a consent scope it also needs; repeatable"
)

_BRIEF_FIELDS = tuple(str(each.settings.get("dest", each.flags[0].removeprefix("--"))) for each in BRIEF_OPTIONS)


def new(session: Session, asked: argparse.Namespace) -> Answer:
    """Start a campaign as a draft."""
    plan = planning.Plan(
        name=asked.name,
        population=asked.population,
        brief=_brief(Brief(), asked),
        rule=parse_rule(asked.where or ""),
        scopes=tuple(asked.scopes or ()),
    )
    return _told(session, planning.draft(session.workspace(), plan, author=_by(session, asked)))


def edit(session: Session, asked: argparse.Namespace) -> Answer:
    """Change a campaign; a check or approval it had is gone."""
    before = planning.find_campaign(session.workspace(), asked.campaign)
    changes: dict[str, Any] = {"brief": _brief(before.brief, asked)}
    if asked.name is not None:
        changes["name"] = asked.name
    if asked.population is not None:
        changes["population"] = asked.population
    if asked.where is not None:
        changes["rule"] = parse_rule(asked.where)
    if asked.scopes is not None:
        changes["scopes"] = tuple(asked.scopes)
    return _told(session, planning.edit_campaign(session.workspace(), before.id, by=_by(session, asked), **changes))


def show(session: Session, asked: argparse.Namespace) -> Answer:
    """Show a campaign as it stands today, with everything that warns or blocks."""
    found = planning.find_campaign(session.workspace(), asked.campaign)
    return _told(session, reviewing.refresh(session.workspace(), found))


def list_all(session: Session, _asked: argparse.Namespace) -> Answer:
    """List all campaigns."""
    found = [reviewing.refresh(session.workspace(), each) for each in planning.campaigns(session.workspace())]
    rows = [("campaign", "name", "population", "state", "rule")] + [
        (each.id, each.name, each.population, each.state.value, rule_text(each.rule) or "everyone") for each in found
    ]
    nothing = ["No campaign yet. Start one: shoal campaign new NAME --population POPULATION"]
    return Answer({"campaigns": [each.to_json() for each in found]}, render.table(rows) if found else nothing)


def check(session: Session, asked: argparse.Namespace) -> Answer:
    """Hold a campaign against every guardrail and record the outcome; a check that fails exits with 1."""
    after, examination = reviewing.check_campaign(session.workspace(), asked.campaign, actor=_by(session, asked))
    last = after.last_check
    status = 0 if last is not None and last.decision.passes else 1
    told = _examined(after, examination)
    verdict = f"check {last.decision.value}, entry {last.ledger_index} of the ledger" if last else ""
    return Answer(told.data, [verdict, *told.lines], status)


def approve(session: Session, asked: argparse.Namespace) -> Answer:
    """Approve a checked campaign in a person's name."""
    done = reviewing.approve_campaign(
        session.workspace(), asked.campaign, approver=_by(session, asked), reason=asked.reason
    )
    return _told(session, done)


def _ending(act: Callable[..., Campaign]) -> Callable[[Session, argparse.Namespace], Answer]:
    def run(session: Session, asked: argparse.Namespace) -> Answer:
        return _told(session, act(session.workspace(), asked.campaign, by=_by(session, asked)))

    return run


def export(session: Session, asked: argparse.Namespace) -> Answer:
    """Write the approved list as a bundle that proves itself."""
    formats = [each.strip() for each in asked.format.split(",") if each.strip()]
    done = releasing.export(session.workspace(), asked.campaign, asked.to, formats=formats)
    lines = [
        f"{done.path}",
        f"  {len(done.files)} files, entry {done.ledger_index} of the ledger",
        *(f"  beside it: {path.name}" for path in done.beside),
        *(f"! {render.plain(loss.message)}" for loss in done.losses),
        f"Verify it anywhere: shoal verify {done.path.name} --key '{done.vkey}'",
    ]
    return Answer(answers.export_answer(done), lines)


def verify(_session: Session, asked: argparse.Namespace) -> Answer:
    """Check a bundle with nothing but itself and a pinned key."""
    found = verifying.verify(asked.bundle, key=asked.key, against=asked.against)
    marks = {"valid": "✓", "invalid": "✗", "unknown": "?"}
    lines = [f"{marks[each.verdict.value]} {each.name}: {render.plain(each.detail)}" for each in found.checks]
    status = 0 if found.verdict is verifying.Verdict.VALID else 1
    return Answer(answers.verify_answer(found), [*lines, f"The bundle is {found.verdict.value}."], status)


def _by(session: Session, asked: argparse.Namespace) -> str:
    name = str(asked.by or session.login)
    if not name.strip():
        raise PlannerError("actor-missing")
    return name


def _brief(before: Brief, asked: argparse.Namespace) -> Brief:
    told = {name: getattr(asked, name) for name in _BRIEF_FIELDS if getattr(asked, name) is not None}
    told |= {name: tuple(told[name]) for name in ("purposes", "recipients") if name in told}
    if "recipients" in told:
        told["recipients"] = tuple(dict.fromkeys((OWN_COMPANY, *told["recipients"])))
    return replace(before, **told)


def _told(session: Session, campaign: Campaign) -> Answer:
    return _examined(campaign, reviewing.examine_today(session.workspace(), campaign))


def _examined(campaign: Campaign, examination: planning.Examination) -> Answer:
    return Answer(answers.campaign_answer(campaign, examination), list(_lines(campaign, examination)))


def _lines(campaign: Campaign, examination: planning.Examination) -> Iterator[str]:
    found = examination.judged.audience
    yield f"{render.plain(campaign.name)} ({campaign.id}) is {campaign.state.value}"
    yield f"  {campaign.population}: {render.plain(rule_text(campaign.rule)) or 'everyone'}"
    yield f"  needs {', '.join(examination.requirement.scope_names) or 'nothing that is known'}"
    yield from render.table(
        [
            ("  reach", render.number(found.reach), "people in segments wholly inside the rule"),
            ("  reachable", render.number(found.reachable_people), f"of them agreed, in {found.segments} segments"),
            ("  protected", render.number(found.protected), "people in segments the rule cuts through"),
        ],
        right={1},
    )
    yield from render.findings(examination.findings)
    yield from render.widenings(examination.widenings)


VERBS = (
    Verb(
        "campaign new",
        "start a campaign as a draft",
        new,
        (
            option("name", metavar="NAME"),
            option("--population", required=True, metavar="POPULATION"),
            RULE,
            *BRIEF_OPTIONS,
            SCOPE,
            BY,
        ),
    ),
    Verb(
        "campaign edit",
        "change a campaign; its check and approval end",
        edit,
        (
            CAMPAIGN,
            option("--name", metavar="NAME"),
            option("--population", metavar="POPULATION"),
            RULE,
            *BRIEF_OPTIONS,
            SCOPE,
            BY,
        ),
    ),
    Verb("campaign list", "list all campaigns", list_all),
    Verb("campaign show", "show a campaign with everything that warns or blocks", show, (CAMPAIGN,)),
    Verb("campaign check", "check a campaign and record the outcome", check, (CAMPAIGN, BY)),
    Verb(
        "campaign approve",
        "approve a checked campaign",
        approve,
        (CAMPAIGN, BY, option("--reason", default="", help="why, when a warning stands")),
    ),
    Verb("campaign withdraw", "take an approval back", _ending(reviewing.withdraw_campaign), (CAMPAIGN, BY)),
    Verb("campaign retire", "end a campaign for good", _ending(reviewing.retire_campaign), (CAMPAIGN, BY)),
    Verb(
        "export",
        "write the approved list as a bundle that proves itself",
        export,
        (
            CAMPAIGN,
            option("--to", type=Path, required=True, metavar="DIR", help="the folder to write to"),
            option(
                "--format",
                default="",
                metavar="LIST",
                help="bundle,csv,xlsx,sql,unomi,mautic (default: all, in one bundle)",
            ),
        ),
    ),
    Verb(
        "verify",
        "check a bundle with nothing but itself and a pinned key",
        verify,
        (
            option("bundle", type=Path, metavar="BUNDLE"),
            option("--key", metavar="VKEY", help="the ledger's key, as its owner told you"),
            option("--against", type=Path, metavar="LEDGER", help="a later copy of the ledger"),
        ),
    ),
)

"""The verbs of whoever answers for privacy: policy, consent scopes and the ledger."""

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import Answer, Verb, option
from planner.domain.catalogue import Catalogue, ConsentScope
from planner.domain.policy import POLICY_FIELDS, Policy
from planner.services import answers, governing, verifying

BY = option("--by", metavar="NAME", help="who does this (default: your login name)")
SCOPE = option("scope", metavar="SCOPE", help="the name of a consent scope")
KNOWN = option("--known", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere")
TO = option("--to", type=Path, required=True, metavar="FILE", help="the file to write")
SCOPE_OPTIONS = (
    option("--purpose", help="a key of the vocabulary, such as marketing or profiling"),
    option("--channel", help="email, sms, post, phone, app, web or ads"),
    option("--sentence", help="what people are shown, word for word"),
    option("--notice-version", help="the version of the privacy notice"),
    option("--notice-on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="since when it is shown"),
    option("--collected-by", help="how people say yes"),
    option("--collected-since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the oldest consent"),
    option("--valid-days", type=int, metavar="DAYS", help="how long a yes lasts"),
    option("--withdrawal", help="how people take it back"),
    option("--third-parties", action=argparse.BooleanOptionalAction, default=None, help="others receive data"),
    option("--legal-basis", help="a key of the vocabulary, such as consent"),
)
_SCOPE_FIELDS = tuple(each.flags[0].removeprefix("--").replace("-", "_") for each in SCOPE_OPTIONS)


def policy_show(session: Session, _asked: argparse.Namespace) -> Answer:
    """Show the policy in force."""
    return _policy(governing.load_policy(session.workspace()))


def policy_set(session: Session, asked: argparse.Namespace) -> Answer:
    """Set one field of the policy; the change is in the ledger."""
    return _policy(governing.set_policy(session.workspace(), asked.field, asked.value, by=asked.by or session.login))


def _policy(policy: Policy) -> Answer:
    plain = policy.to_json()
    rows = [(each.name.replace("_", "-"), _spoken(plain[each.name]), each.sentence) for each in POLICY_FIELDS]
    return Answer(plain, render.table(rows))


def _spoken(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {people}" for name, people in value.items())
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def scope_list(session: Session, _asked: argparse.Namespace) -> Answer:
    """List the consent scopes that campaigns can ask for."""
    return _catalogue(governing.catalogue(session.workspace()))


def scope_show(session: Session, asked: argparse.Namespace) -> Answer:
    """Show one consent scope."""
    scope = governing.catalogue(session.workspace()).scope(asked.scope)
    rows = [(name.replace("_", " "), "—" if value is None else str(value)) for name, value in scope.to_json().items()]
    return Answer(scope.to_json(), render.table(rows))


def scope_add(session: Session, asked: argparse.Namespace) -> Answer:
    """Add a consent scope; the change is in the ledger."""
    scope = ConsentScope(name=asked.scope, **_scope_fields(asked))
    return _catalogue(governing.put_scope(session.workspace(), scope, by=asked.by or session.login))


def scope_edit(session: Session, asked: argparse.Namespace) -> Answer:
    """Change a consent scope; the change is in the ledger."""
    fields = _scope_fields(asked)
    return _catalogue(governing.edit_scope(session.workspace(), asked.scope, by=asked.by or session.login, **fields))


def scope_remove(session: Session, asked: argparse.Namespace) -> Answer:
    """Remove a consent scope; the change is in the ledger."""
    return _catalogue(governing.remove_scope(session.workspace(), asked.scope, by=asked.by or session.login))


def _scope_fields(asked: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in _SCOPE_FIELDS if getattr(asked, name) is not None}


def _catalogue(catalogue: Catalogue) -> Answer:
    rows = [("scope", "purpose", "channel", "notice", "what people are told")] + [
        (each.name, each.purpose, each.channel or "any", each.notice_version, each.sentence)
        for each in catalogue.scopes
    ]
    return Answer(catalogue.to_json(), render.table(rows))


def ledger_list(session: Session, _asked: argparse.Namespace) -> Answer:
    """List every entry of the ledger."""
    found = verifying.entries(session.workspace())
    rows = [("entry", "when", "what", "about")] + [
        (str(each.index), each.record["at"], each.record["action"], each.record.get("state", {}).get("id", ""))
        for each in found
    ]
    lines = render.table(rows, right={0}) if found else ["The ledger is empty: nothing has been done yet."]
    return Answer({"entries": [dict(each.record) for each in found]}, lines)


def ledger_verify(session: Session, asked: argparse.Namespace) -> Answer:
    """Check every entry, the signed head and the state of every object."""
    known = [path.read_text(encoding="utf-8") for path in asked.known]
    found = verifying.verify_ledger(session.workspace(), known)
    lines = [f"✗ {check}: {line}" for check, fault in found.faults for line in render.findings([fault])]
    whole = f"✓ {render.number(found.entries)} entries, all as they were written"
    return Answer(answers.ledger_answer(found), lines or [whole], 0 if found.is_valid else 1)


def ledger_checkpoint(session: Session, _asked: argparse.Namespace) -> Answer:
    """Print the signed head of the ledger, to be kept elsewhere."""
    note = verifying.checkpoint(session.workspace())
    key = verifying.verifier_key(session.workspace()).vkey
    return Answer({"checkpoint": note, "key": key}, [*note.splitlines(), "", f"key: {key}"])


def ledger_export(session: Session, asked: argparse.Namespace) -> Answer:
    """Write a copy of the whole ledger."""
    entries = verifying.write_ledger(session.workspace(), asked.to)
    return Answer({"path": str(asked.to), "entries": entries}, [f"{asked.to}: {render.number(entries)} entries"])


VERBS = (
    Verb("policy show", "show the policy in force", policy_show),
    Verb(
        "policy set",
        "set one field of the policy",
        policy_set,
        (option("field", metavar="FIELD"), option("value", metavar="VALUE"), BY),
    ),
    Verb("scope list", "list the consent scopes", scope_list),
    Verb("scope show", "show a consent scope", scope_show, (SCOPE,)),
    Verb("scope add", "add a consent scope", scope_add, (SCOPE, *SCOPE_OPTIONS, BY)),
    Verb("scope edit", "change a consent scope", scope_edit, (SCOPE, *SCOPE_OPTIONS, BY)),
    Verb("scope remove", "remove a consent scope", scope_remove, (SCOPE, BY)),
    Verb("ledger list", "list every entry", ledger_list),
    Verb(
        "ledger verify",
        "check every entry and the signed head",
        ledger_verify,
        (
            option(
                "--known", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere"
            ),
        ),
    ),
    Verb("ledger checkpoint", "print the signed head", ledger_checkpoint),
    Verb(
        "ledger export",
        "write a copy of the ledger",
        ledger_export,
        (option("--to", type=Path, required=True, metavar="FILE"),),
    ),
)

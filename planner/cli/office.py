"""The verbs of whoever answers for privacy: policy, consent scopes and the ledger."""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from planner.cli import render
from planner.cli.session import Session
from planner.cli.verb import DAY, WHOLE_NUMBER, Answer, Option, Verb, option
from planner.domain.catalogue import ConsentScope
from planner.domain.policy import POLICY_FIELDS, Policy, PolicyField
from planner.services import answers, governing, verifying

BY = option("--by", metavar="NAME", help="who does this (default: your login name)")
SCOPE = option("scope", metavar="SCOPE", help="the name of a consent scope")
KNOWN = option("--known", type=Path, action="append", default=[], metavar="FILE", help="a checkpoint kept elsewhere")
TO = option("--to", type=Path, required=True, metavar="FILE", help="the file to write")
FIELD = option("field", metavar="FIELD", help="a field that policy show names")
VALUE = option("value", metavar="VALUE", help="its new value")

_NEEDED = ("purpose", "sentence")
"""What a scope cannot do without; the rest may be added later, and a check says so."""

_STARTING: Mapping[str, Any] = {
    "channel": None,
    "notice_version": "",
    "notice_on": None,
    "collected_by": "",
    "collected_since": None,
    "valid_days": None,
    "withdrawal": "",
    "third_parties": False,
    "legal_basis": "consent",
}
"""What a scope says of itself until somebody says otherwise."""


def _scope_options(*required: str) -> tuple[Option, ...]:
    """Return the options that describe a scope; `required` are the fields that must be given."""

    def field(name: str, *, help: str, **settings: Any) -> Option:  # noqa: A002 — argparse's own word
        flag = f"--{name.replace('_', '-')}"
        needed = {"required": True} if name in required else {}
        return option(flag, dest=name, help=help, **needed, **settings)

    return (
        field("purpose", metavar="PURPOSE", help="a purpose of the vocabulary, such as marketing or profiling"),
        field("sentence", metavar="TEXT", help="what people are shown, word for word"),
        field("channel", metavar="CHANNEL", help="email, sms, post, phone, app, web or ads (default: any)"),
        field("notice_version", metavar="TEXT", help="the version of the privacy notice"),
        field("notice_on", type=DAY, metavar="DAY", help="the day that notice took effect"),
        field("collected_by", metavar="TEXT", help="how people say yes"),
        field("collected_since", type=DAY, metavar="DAY", help="when the oldest of these consents was given"),
        field("valid_days", type=WHOLE_NUMBER, metavar="DAYS", help="how long a yes lasts (default: until withdrawn)"),
        field("withdrawal", metavar="TEXT", help="how people take it back"),
        field(
            "third_parties",
            action=argparse.BooleanOptionalAction,
            help="whether others receive their data",
        ),
        field("legal_basis", metavar="BASIS", help="consent, explicit-consent or legitimate-interest"),
    )


def policy_show(session: Session, _asked: argparse.Namespace) -> Answer:
    """Show the policy in force."""
    return _policy(governing.load_policy(session.workspace))


def policy_set(session: Session, asked: argparse.Namespace) -> Answer:
    """Set one field of the policy; the change is in the ledger."""
    by = session.actor(asked.by)
    return _policy(governing.set_policy(session.new_workspace, asked.field, asked.value, by=by))


def _policy(policy: Policy) -> Answer:
    plain = policy.to_json()
    rows = [row for each in POLICY_FIELDS for row in _field_rows(each, plain[each.name])]
    return Answer(plain, render.table(rows, right={1}))


def _field_rows(field: PolicyField, value: Any) -> Iterator[tuple[str, str, str]]:
    """Return one line a field, named as `policy set` takes it; one a platform where each has its own number."""
    name = field.name.replace("_", "-")
    if not isinstance(value, Mapping):
        yield name, _spoken(value), field.sentence
        return
    for platform, people in sorted(value.items()):
        yield f"{name}.{platform}", _spoken(people), field.sentence


def _spoken(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return render.number(value) if isinstance(value, int) else str(value)


def scope_list(session: Session, _asked: argparse.Namespace) -> Answer:
    """List the consent scopes that campaigns can ask for."""
    catalogue = governing.catalogue(session.workspace)
    rows = [("scope", "purpose", "channel", "notice", "what people are told")] + [
        (each.name, each.purpose, each.channel or "any", each.notice_version or "none", each.sentence)
        for each in catalogue.scopes
    ]
    return Answer(catalogue.to_json(), render.table(rows))


def scope_show(session: Session, asked: argparse.Namespace) -> Answer:
    """Show one consent scope."""
    return _scope(governing.catalogue(session.workspace).scope(asked.scope))


def scope_add(session: Session, asked: argparse.Namespace) -> Answer:
    """Add a consent scope; the change is in the ledger."""
    scope = ConsentScope(name=asked.scope, **{**_STARTING, **_told_fields(asked)})
    return _scope(governing.put_scope(session.new_workspace, scope, by=session.actor(asked.by)).scope(scope.name))


def scope_edit(session: Session, asked: argparse.Namespace) -> Answer:
    """Change a consent scope; the change is in the ledger."""
    by, fields = session.actor(asked.by), _told_fields(asked)
    return _scope(governing.edit_scope(session.new_workspace, asked.scope, by=by, **fields).scope(asked.scope))


def scope_remove(session: Session, asked: argparse.Namespace) -> Answer:
    """Remove a consent scope; the change is in the ledger."""
    catalogue = governing.remove_scope(session.new_workspace, asked.scope, by=session.actor(asked.by))
    return Answer(catalogue.to_json(), [f"{render.plain(asked.scope)} is removed; left: {', '.join(catalogue.names)}"])


def _told_fields(asked: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in (*_NEEDED, *_STARTING) if getattr(asked, name) is not None}


def _scope(scope: ConsentScope) -> Answer:
    rows = [(name.replace("_", " "), _field_text(value)) for name, value in scope.to_json().items()]
    return Answer(scope.to_json(), render.table(rows))


def _field_text(value: object) -> str:
    return "not said" if value in (None, "") else _spoken(value)


def ledger_list(session: Session, _asked: argparse.Namespace) -> Answer:
    """List every entry of the ledger."""
    found = verifying.entries(session.workspace)
    rows = [("entry", "when", "what", "about")] + [
        (str(each.index), each.record["at"], each.record["action"], each.record.get("state", {}).get("id", ""))
        for each in found
    ]
    lines = render.table(rows, right={0}) if found else ["The ledger is empty: nothing has been done yet."]
    return Answer({"entries": [dict(each.record) for each in found]}, lines)


def ledger_verify(session: Session, asked: argparse.Namespace) -> Answer:
    """Check every entry, the signed head and the state of every object."""
    found = verifying.verify_ledger(session.workspace, asked.known)
    lines = [f"✗ {check}: {line}" for check, fault in found.faults for line in render.findings([fault])]
    whole = f"✓ {render.number(found.entries)} entries, all as they were written"
    return Answer(answers.ledger_answer(found), lines or [whole], 0 if found.is_valid else 1)


def ledger_checkpoint(session: Session, _asked: argparse.Namespace) -> Answer:
    """Print the signed head of the ledger, to be kept elsewhere."""
    note = verifying.checkpoint(session.workspace)
    return Answer({"checkpoint": note, "key": verifying.verifier_key(session.workspace).vkey}, note.splitlines())


def ledger_key(session: Session, _asked: argparse.Namespace) -> Answer:
    """Print the key that recipients verify bundles with."""
    key = verifying.verifier_key(session.workspace).vkey
    return Answer({"key": key}, [key])


def ledger_export(session: Session, asked: argparse.Namespace) -> Answer:
    """Write a copy of the whole ledger."""
    entries = verifying.write_ledger(session.workspace, asked.to)
    return Answer(
        {"path": str(asked.to), "entries": entries},
        [f"{render.plain(str(asked.to))}: {render.number(entries)} entries"],
    )


VERBS = (
    Verb("policy show", "show the policy in force", policy_show),
    Verb("policy set", "set one field of the policy", policy_set, (FIELD, VALUE, BY)),
    Verb("scope list", "list the consent scopes", scope_list),
    Verb("scope show", "show a consent scope", scope_show, (SCOPE,)),
    Verb("scope add", "add a consent scope", scope_add, (SCOPE, *_scope_options(*_NEEDED), BY)),
    Verb("scope edit", "change a consent scope", scope_edit, (SCOPE, *_scope_options(), BY)),
    Verb("scope remove", "remove a consent scope", scope_remove, (SCOPE, BY)),
    Verb("ledger list", "list every entry", ledger_list),
    Verb("ledger verify", "check every entry, the signed head and the state of everything", ledger_verify, (KNOWN,)),
    Verb("ledger checkpoint", "print the signed head, to be kept elsewhere", ledger_checkpoint),
    Verb("ledger key", "print the key that recipients verify bundles with", ledger_key),
    Verb("ledger export", "write a copy of the ledger", ledger_export, (TO,)),
)

"""Entries of the ledger: the columns of their table, and what one of them holds, in words."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from planner.desktop.spoken import said
from planner.desktop.tables import Column
from planner.desktop.words import language, long_day, number, tr
from planner.services import governing, verifying
from planner.services.words import title_of


def action_words() -> dict[str, str]:
    """Return what was done, for each action that the ledger names."""
    return {
        "imported": tr("Customers imported"),
        "refreshed": tr("Customers counted again"),
        "cut-afresh": tr("Customers cut into other groups"),
        "drafted": tr("Campaign started"),
        "edited": tr("Campaign edited"),
        "checked": tr("Campaign checked"),
        "approved": tr("Campaign approved"),
        "withdrawn": tr("Approval withdrawn"),
        "lapsed": tr("Check and approval ended"),
        "retired": tr("Campaign retired"),
        "exported": tr("List exported"),
        "campaign-exported": tr("Campaign marked as exported"),
        "recovery-code-made": tr("Recovery code made"),
        "key-restored": tr("Opened with the recovery code"),
        "key-moved": tr("Key kept elsewhere"),
        "key-renewed": tr("Key renewed"),
        "key-destroyed": tr("Old key destroyed"),
        "key-left": tr("Key left out of reach"),
        "policy-changed": tr("Policy changed"),
        "scopes-changed": tr("Consent scopes changed"),
        "audience-saved": tr("Audience saved"),
        "audience-forgotten": tr("Saved audience forgotten"),
        "restored": tr("Backup restored"),
    }


def entry_columns() -> tuple[Column, ...]:
    """Return the columns of a table of entries. Order is the ledger's, never the clock's."""
    words = action_words()

    def done(entry: verifying.Entry) -> str:
        return words.get(entry.record["action"], str(entry.record["action"]))

    return (
        Column(tr("No."), lambda entry: str(entry.index), value=_place, is_number=True, rank=2),
        Column(tr("When"), lambda entry: _moment(entry.record["at"]), value=_place, rank=1),
        Column(tr("What was done"), done, weight=2),
        Column(tr("About"), lambda entry: entry.record.get("state", {}).get("id", ""), weight=2),
        Column(tr("By"), lambda entry: _by(entry.record), rank=3),
    )


def fields_of(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what an entry says to people: a title and a text for each field that has words, in reading order."""
    found = [(field, _find(record, field.place)) for field in _fields()]
    return [(field.title, field.tell(value)) for field, value in found if value not in (None, "", [], {})]


def whole(record: Mapping[str, Any]) -> str:
    """Return everything that an entry holds, digests included, as JSON that is easy to read."""
    return json.dumps(record, indent=2, ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return number(value) if isinstance(value, int) else str(value)


class _Field(NamedTuple):
    """One field that is told: its place in a record, its title, and how its value is said."""

    place: str
    title: str
    tell: Callable[[Any], str] = _plain


def _fields() -> tuple[_Field, ...]:
    return (
        _Field("action", tr("What was done"), lambda action: action_words().get(action, str(action))),
        _Field("at", tr("When"), _moment),
        _Field("clock_back_s", tr("The clock had gone back by"), lambda seconds: tr("%Ln seconds", int(seconds))),
        _Field("facts.by", tr("By")),
        _Field("facts.actor", tr("By")),
        _Field("facts.approver", tr("Approved by")),
        _Field("facts.campaign", tr("Campaign"), _campaign),
        _Field("facts.population", tr("Customers")),
        _Field("facts.audience", tr("Saved audience")),
        _Field("facts.field", tr("Setting")),
        _Field("facts.scope", tr("Consent scope")),
        _Field("facts.people", tr("People")),
        _Field("facts.segments", tr("Groups")),
        _Field("facts.floor", tr("Smallest group that is kept")),
        _Field("facts.decision", tr("Result"), _decision),
        _Field("facts.decisive", tr("Because of"), _title),
        _Field("facts.requested.channel", tr("Channel"), _channel),
        _Field("facts.requested.starts_on", tr("Starts"), _moment),
        _Field("facts.requested.ends_on", tr("Ends"), _moment),
        _Field("facts.counts.reach", tr("Match")),
        _Field("facts.counts.protected", tr("Protected")),
        _Field("facts.counts.reachable", tr("Reachable")),
        _Field("facts.valid_until", tr("Holds until"), _moment),
        _Field("facts.release", tr("List")),
        _Field("facts.formats", tr("Files")),
        _Field("facts.cause", tr("Because of entry")),
        _Field("facts.backup", tr("Backup")),
        _Field("facts.from_entries", tr("Entries it had")),
        _Field("facts.replaced_entries", tr("Entries there had been")),
    )


def _campaign(value: Any) -> str:
    """Name a campaign: entries tell of it by its id, or with more."""
    return str(value.get("name") or value.get("id", "")) if isinstance(value, Mapping) else str(value)


def _decision(value: Any) -> str:
    words = {"pass": tr("Passed"), "warn": tr("Passed with warnings"), "block": tr("Blocked")}
    return words.get(value, str(value))


def _title(code: Any) -> str:
    return title_of(str(code), language())


def _channel(value: Any) -> str:
    known = governing.vocabulary().channels
    return said(known[value].name) if value in known else str(value)


def _find(record: Mapping[str, Any], place: str) -> Any:
    found: Any = record
    for name in place.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _place(entry: verifying.Entry) -> int:
    return entry.index


def _moment(at: str) -> str:
    """Return a day, with the time of the day where it is told."""
    return f"{long_day(at)} {at[11:16]}".strip()


def _by(record: Mapping[str, Any]) -> str:
    facts = record.get("facts", {})
    return str(next((facts[name] for name in ("by", "actor", "approver") if facts.get(name)), ""))

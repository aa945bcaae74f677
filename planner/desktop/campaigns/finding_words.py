"""Words of findings: their sentences, with rules, attributes, scopes and days as the screens have them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from planner.desktop.campaigns.platforms import PLATFORMS
from planner.desktop.campaigns.rule_words import text_said, told_name
from planner.desktop.scope_words import scope_names
from planner.desktop.spoken import said
from planner.desktop.words import language, long_day, told, tr
from planner.domain.catalogue import Catalogue
from planner.domain.errors import Fact
from planner.domain.finding import Finding
from planner.services.words import title_of

Way = Callable[[str], str]
_DAYS = ("starts_on", "ends_on", "today", "snapshot_on", "notice_on", "expires_on", "needed_until", "gone_after")
_WAYS: Mapping[str, Way] = {
    "condition": text_said,
    **dict.fromkeys(("attribute", "attributes", "level"), told_name),
    **dict.fromkeys(_DAYS, long_day),
    "platform": lambda key: PLATFORMS.get(key, key),
}
"""Fact → how a screen says it."""


def title_and_text(finding: Finding, catalogue: Catalogue) -> tuple[str, str]:
    """Return what a finding is about in a few words, and its sentence; the catalogue knows what scopes are called."""
    ways = {**_WAYS, **_ways_of(catalogue)}
    facts = {name: _said_by(ways[name], fact) if name in ways else fact for name, fact in finding.facts.items()}
    return title_of(finding.code, language()), told(replace(finding, facts=facts))


def _ways_of(catalogue: Catalogue) -> dict[str, Way]:
    known = catalogue.vocabulary
    scopes = {name: tr("“{name}”", name=called) for name, called in scope_names(catalogue.scopes, known).items()}
    purposes = {each.key: said(each.name) for each in known.purposes.values()}
    channels = {each.key: said(each.name) for each in known.channels.values()}
    names = {"scope": scopes, "scopes": scopes, "purpose": purposes, "channel": channels}
    return {fact: partial(_called, each) for fact, each in names.items()}


def _called(names: Mapping[str, str], key: str) -> str:
    return names.get(key) or said(key)


def _said_by(way: Way, fact: Fact) -> Fact:
    match fact:
        case str():
            return way(fact)
        case tuple():
            return tuple(map(way, fact))
        case _:
            return fact

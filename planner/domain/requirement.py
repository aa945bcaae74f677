"""Requirement: which consent scopes follow from what a campaign does."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.domain.brief import Brief
from planner.domain.catalogue import Catalogue, ConsentScope
from planner.domain.errors import Fact
from planner.domain.finding import Finding, Severity
from planner.domain.strict import nearest
from planner.domain.themes import ThemeFound
from planner.domain.vocabulary import PROFILING, SPECIAL_CATEGORY, THIRD_PARTY_SHARING


class Reason(StrEnum):
    """Why a campaign needs a scope."""

    PURPOSE = "purpose"
    NAMED = "named"
    PROFILING = "profiling"
    THIRD_PARTY = "third party"
    SPECIAL_CATEGORY = "special category"


@dataclass(frozen=True, slots=True)
class Need:
    """A scope that a campaign needs, and why."""

    scope: ConsentScope
    reason: Reason
    because: tuple[str, ...]
    """The purpose, attributes, recipients or themes that it is needed for."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """The scopes that everybody reached must have agreed to, or why nobody can say which those are."""

    needs: tuple[Need, ...]
    findings: tuple[Finding, ...]
    """What could not be worked out; each blocks."""
    themes: tuple[ThemeFound, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether every needed scope could be worked out."""
        return not self.findings

    @property
    def scopes(self) -> tuple[ConsentScope, ...]:
        """The needed scopes, each once, by name."""
        return tuple(sorted({need.scope.name: need.scope for need in self.needs}.values(), key=lambda each: each.name))

    @property
    def scope_names(self) -> tuple[str, ...]:
        """The names of the needed scopes, sorted."""
        return tuple(each.name for each in self.scopes)

    def is_met_by(self, granted: Iterable[str]) -> bool:
        """Return whether people who granted these scopes may be reached; never when the need is not known."""
        return self.is_known and bool(self.needs) and set(self.scope_names) <= set(granted)

    def met_by(self, consents: Sequence[frozenset[str]]) -> NDArray[np.bool_]:
        """Return for each consent set of a segment table whether its people may be reached: `(sets,) bool`."""
        return np.array([self.is_met_by(granted) for granted in consents], dtype=np.bool_)


def required_scopes(
    brief: Brief,
    *,
    catalogue: Catalogue,
    named: Iterable[str] = (),
    behavioural: Iterable[str] = (),
    themes: Iterable[ThemeFound] = (),
) -> Requirement:
    """Return the scopes that follow from what a campaign does.

    For each declared purpose, the closest scope that covers it on the channel (a scope in `named` before others);
    every scope in `named`; *profiling* when the rule uses attributes in `behavioural`; *third-party sharing* when
    somebody else receives the list; *special category* when sensitive `themes` are touched. Whatever is missing or
    unknown becomes a finding that blocks: nothing is guessed.
    """
    named, themes = tuple(named), tuple(themes)
    known = catalogue.vocabulary.purposes
    uses = [
        *((Reason.PURPOSE, purpose, (purpose,)) for purpose in brief.purposes if purpose in known),
        (Reason.PROFILING, PROFILING, tuple(behavioural)),
        (Reason.THIRD_PARTY, THIRD_PARTY_SHARING, brief.third_parties),
        (Reason.SPECIAL_CATEGORY, SPECIAL_CATEGORY, tuple(found.theme for found in themes)),
    ]
    needs = [Need(scope, Reason.NAMED, (scope.name,)) for scope in map(catalogue.get, named) if scope]
    findings = [*_undeclared(brief, catalogue), *_unlisted(named, catalogue)]
    for reason, purpose, because in uses:
        covering = catalogue.covering(known[purpose], brief.channel) if because else ()
        if covering:
            scope = next((each for each in covering if each.name in named), covering[0])
            needs.append(Need(scope, reason, because))
        elif because and brief.channel in catalogue.vocabulary.channels:
            findings.append(block("scope-uncovered", purpose=purpose, channel=brief.channel))
    return Requirement(tuple(needs), tuple(findings), themes)


def block(code: str, **facts: Fact) -> Finding:
    """Return a finding that blocks."""
    return Finding(code, Severity.BLOCK, facts)


def _undeclared(brief: Brief, catalogue: Catalogue) -> Iterator[Finding]:
    """Say what the brief leaves open, or names in words that nobody knows."""
    channels, purposes = tuple(catalogue.vocabulary.channels), tuple(catalogue.vocabulary.purposes)
    if not brief.purposes:
        yield block("purpose-undeclared", purposes=purposes)
    for purpose in brief.purposes:
        if purpose not in purposes:
            yield block("purpose-unknown", purpose=purpose, nearest=nearest(purpose, purposes))
    if not brief.channel:
        yield block("channel-undeclared", channels=channels)
    elif brief.channel not in channels:
        yield block("channel-unknown", channel=brief.channel, nearest=nearest(brief.channel, channels))
    if not any(name.strip() for name in brief.recipients):
        yield block("recipients-undeclared")


def _unlisted(named: Iterable[str], catalogue: Catalogue) -> Iterator[Finding]:
    for name in named:
        if name not in catalogue.names:
            yield block("scope-unknown", scope=name, nearest=nearest(name, catalogue.names))

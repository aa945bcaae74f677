"""Findings: what a guardrail has to say, as a declared code with severity and facts; the words live elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.domain.canonical import Json
from planner.domain.errors import Fact


class Severity(StrEnum):
    """How much a finding matters."""

    BLOCK = "block"
    WARN = "warn"
    NOTE = "note"


_RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning or a block: a permanent kebab-case code, a severity, and the facts that fill its sentence."""

    code: str
    severity: Severity
    facts: Mapping[str, Fact] = field(default_factory=dict)


def facts_to_json(facts: Mapping[str, Fact]) -> dict[str, Json]:
    """Return the facts of a finding, an error or a change as JSON holds them: tuples become lists."""
    return {name: list(fact) if isinstance(fact, tuple) else fact for name, fact in facts.items()}


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Order findings by severity, keeping their order within one severity."""
    return sorted(findings, key=lambda finding: _RANK[finding.severity])

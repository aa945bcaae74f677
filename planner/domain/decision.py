"""Decisions: the one word that a scope check comes to."""

from collections.abc import Iterable
from enum import StrEnum

from planner.domain.finding import Finding, Severity

UNKNOWN_CODES = frozenset(
    {
        "campaign-undated",
        "channel-undeclared",
        "channel-unknown",
        "clock-behind",
        "consent-missing",
        "notice-later",
        "notice-missing",
        "purpose-undeclared",
        "purpose-unknown",
        "recipients-undeclared",
        "scope-uncovered",
        "scope-unknown",
    }
)
"""Blocks that say nobody knows whether people agreed, rather than that they did not."""


class Decision(StrEnum):
    """What a scope check decided. Only the first two let a campaign go on."""

    PASS = "pass"  # noqa: S105  # no password
    WARN = "warn"
    BLOCK = "block"
    UNKNOWN = "unknown"

    @property
    def passes(self) -> bool:
        """Whether the campaign may be approved."""
        return self in (Decision.PASS, Decision.WARN)


def decide(findings: Iterable[Finding]) -> Decision:
    """Return the decision that findings come to.

    *Block* when one says that it may not be; *unknown* when what blocks is only that nobody can tell, which lets a
    campaign on no further; *warn* when somebody has to give a reason; else *pass*.
    """
    found = list(findings)
    blocks = {finding.code for finding in found if finding.severity is Severity.BLOCK}
    if blocks:
        return Decision.UNKNOWN if blocks <= UNKNOWN_CODES else Decision.BLOCK
    warned = any(finding.severity is Severity.WARN for finding in found)
    return Decision.WARN if warned else Decision.PASS

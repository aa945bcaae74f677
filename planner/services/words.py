"""The one file of words: what each error and finding says to a person, and what it tells them to do."""

from collections.abc import Mapping
from typing import NamedTuple

from planner.domain.errors import Fact, PlannerError
from planner.domain.finding import Finding


class Words(NamedTuple):
    """What happened, and what to do; both may name facts in braces."""

    what: str
    do: str = ""

    def tell(self, facts: Mapping[str, Fact]) -> str:
        """Fill in the facts. Lists read as words: `a, b and c`."""
        spoken = {name: _speak(fact) for name, fact in facts.items()}
        return f"{self.what} {self.do}".strip().format_map(spoken)


def tell_error(error: PlannerError) -> str:
    """Return the sentence for an error."""
    return ERRORS[error.code].tell(error.facts)


def tell_finding(finding: Finding) -> str:
    """Return the sentence for a finding."""
    return FINDINGS[finding.code].tell(finding.facts)


def _speak(fact: Fact) -> str:
    match fact:
        case bool() | None:
            return {True: "yes", False: "no", None: "nothing"}[fact]
        case int():
            return f"{fact:,}"
        case tuple() if len(fact) > 1:
            return f"{', '.join(fact[:-1])} and {fact[-1]}"
        case tuple():
            return "".join(fact)
        case _:
            return str(fact)


ERRORS: Mapping[str, Words] = {
    # Files and their reading (intake.source, intake.worker)
    # The mapping and the values it types (intake.mapping, intake.banding, intake.cells)
    # Partition (domain.partition)
    # Rules (domain.rule_text, domain.binding)
    # Workspace, keys and snapshots (store)
    # Ledger and campaigns (store.ledger, store.campaigns, domain.campaign)
    # Bundles, exports and verification (formats, services.releasing, services.verifying)
    # Command line (cli)
}

FINDINGS: Mapping[str, Words] = {
    # What an import has to say
    # What an audience and a campaign have to say
}

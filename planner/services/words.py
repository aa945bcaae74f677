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
    # about files and their reading: intake.source, intake.worker
    # about the mapping and the values it types: intake.mapping, banding, cells
    # about the partition: domain.partition
    # about rules: domain.rule_text, domain.binding
    # about the workspace, its keys and snapshots: store
    # about the ledger and campaigns: store.ledger, store.campaigns, domain.campaign
    # about bundles, exports and verification: formats, services
    "key-unreadable": Words(
        "This is not a verification key.",
        "A key is one line: a name, eight hexadecimal digits and base64, joined by plus signs. Ask the sender for it.",
    ),
    "proof-unreadable": Words(
        "The {part} is not written the way a {part} must be.",
        "It was damaged or changed on its way; ask the sender for the file again.",
    ),
    "checkpoint-not-signed": Words(
        "The ledger's checkpoint is not signed by the key {key}.",
        "Do not rely on this file; ask the sender which key they use, by another way than this file.",
    ),
    # about the command line: cli
}

FINDINGS: Mapping[str, Words] = {
    # what an import has to say
    # what an audience and a campaign have to say
}
